//! The factors, in the order of the assessment.

use riskwright_sdk::prelude::*;

use crate::settings::{Scale, Settings};

pub(crate) const ADVERSARIAL: &str = "adversarial";
pub(crate) const CAPABILITY: &str = "capability";
pub(crate) const INTENT: &str = "intent";
pub(crate) const TARGETING: &str = "targeting";
pub(crate) const INITIATION: &str = "initiation";
pub(crate) const OCCURRENCE: &str = "occurrence";
pub(crate) const ADVERSE_IMPACT: &str = "adverse-impact";
pub(crate) const LIKELIHOOD: &str = "likelihood";
pub(crate) const IMPACT: &str = "impact";
/// By type of harm (table H-2).
pub(crate) const IMPACTS: [&str; 5] = [
    "impact-operations",
    "impact-assets",
    "impact-individuals",
    "impact-other-organisations",
    "impact-nation",
];

/// Id, names and words on the estimate of every factor with levels: in English, in German.
const FACTORS: [(&str, [&str; 2], [&str; 2]); 13] = [
    (
        CAPABILITY,
        ["Capability of the adversary", "Fähigkeit des Angreifers"],
        [
            "Table D-3. From very limited means and skill to many attacks at once, well resourced and coordinated.",
            "Tabelle D-3. Von sehr begrenzten Mitteln und Kenntnissen bis zu vielen abgestimmten Angriffen mit reichen Mitteln.",
        ],
    ),
    (
        INTENT,
        ["Intent of the adversary", "Absicht des Angreifers"],
        [
            "Table D-4. From nuisance without fear of discovery to lasting harm to the mission, carefully hidden.",
            "Tabelle D-4. Von Belästigung ohne Scheu vor Entdeckung bis zu dauerhaftem, sorgfältig verborgenem Schaden am Auftrag.",
        ],
    ),
    (
        TARGETING,
        ["Targeting by the adversary", "Zielgerichtetheit des Angreifers"],
        [
            "Table D-5. From anybody who happens to be open, to this organisation, its key people and systems.",
            "Tabelle D-5. Von jedem, der gerade offen steht, bis zu dieser Organisation mit ihren Schlüsselpersonen und -systemen.",
        ],
    ),
    (
        INITIATION,
        ["Likelihood of initiation", "Wahrscheinlichkeit der Einleitung"],
        [
            "Table G-2, adversarial events. From highly unlikely to almost certain that the adversary begins.",
            "Tabelle G-2, absichtliche Ereignisse. Von höchst unwahrscheinlich bis fast sicher, dass der Angreifer beginnt.",
        ],
    ),
    (
        OCCURRENCE,
        ["Likelihood of occurrence", "Wahrscheinlichkeit des Auftretens"],
        [
            "Table G-3, events that nobody means. Very low: less than once in ten years; low: at least once in ten years; moderate: 1 to 10 times a year; high: 10 to 100; very high: more than 100.",
            "Tabelle G-3, Ereignisse ohne Absicht. Sehr gering: seltener als einmal in zehn Jahren; gering: mindestens einmal in zehn Jahren; mäßig: 1- bis 10-mal im Jahr; hoch: 10- bis 100-mal; sehr hoch: öfter.",
        ],
    ),
    (
        ADVERSE_IMPACT,
        ["Likelihood of adverse impact", "Wahrscheinlichkeit nachteiliger Auswirkung"],
        [
            "Table G-4. How likely the event does harm once it is begun or occurs, given vulnerabilities and controls.",
            "Tabelle G-4. Wie wahrscheinlich das Ereignis schadet, wenn es eingeleitet ist oder auftritt, bei gegebenen Schwachstellen und Maßnahmen.",
        ],
    ),
    (
        LIKELIHOOD,
        ["Overall likelihood", "Gesamtwahrscheinlichkeit"],
        [
            "Where it is estimated as a whole; otherwise it follows from table G-5.",
            "Wo sie als Ganzes geschätzt wird; sonst folgt sie aus Tabelle G-5.",
        ],
    ),
    (
        IMPACT,
        ["Impact", "Auswirkung"],
        [
            "Table H-3. Very low: negligible; low: limited; moderate: serious; high: severe; very high: several severe effects. The greatest of all estimated counts.",
            "Tabelle H-3. Sehr gering: vernachlässigbar; gering: begrenzt; mäßig: ernst; hoch: schwer; sehr hoch: mehrere schwere Folgen. Die größte aller geschätzten zählt.",
        ],
    ),
    (
        IMPACTS[0],
        ["Harm to operations", "Schaden am Betrieb"],
        ["Mission, functions, image, reputation (table H-2).", "Auftrag, Aufgaben, Ansehen (Tabelle H-2)."],
    ),
    (
        IMPACTS[1],
        ["Harm to assets", "Schaden an Werten"],
        [
            "Facilities, systems, information, equipment (table H-2).",
            "Gebäude, Systeme, Informationen, Ausrüstung (Tabelle H-2).",
        ],
    ),
    (
        IMPACTS[2],
        ["Harm to individuals", "Schaden an Personen"],
        [
            "Injury, loss of life or identity (table H-2).",
            "Verletzung, Verlust von Leben oder Identität (Tabelle H-2).",
        ],
    ),
    (
        IMPACTS[3],
        ["Harm to other organisations", "Schaden an anderen Organisationen"],
        ["Partners, suppliers, customers (table H-2).", "Partner, Lieferanten, Kunden (Tabelle H-2)."],
    ),
    (
        IMPACTS[4],
        ["Harm to the nation", "Schaden am Gemeinwesen"],
        [
            "Critical infrastructure, government, security (table H-2).",
            "Kritische Infrastruktur, Staat, Sicherheit (Tabelle H-2).",
        ],
    ),
];

/// Whether a factor with levels is called so.
pub(crate) fn is_one(id: &str) -> bool {
    FACTORS.iter().any(|(known, ..)| *known == id)
}

/// All factors. None is required by itself: what is estimated as a whole spares what it is made from.
pub(crate) fn all(settings: &Settings) -> Vec<Factor> {
    let title = texts! { en: "Adversarial event", de: "Absichtliches Ereignis" };
    let help = texts! {
        en: "Whether somebody means it. Where this is not said, it follows from what was estimated.",
        de: "Ob jemand es will. Ist nichts gesagt, folgt es aus dem, was geschätzt wurde.",
    };
    let adversarial = Factor::flag(ADVERSARIAL, title).help(help).effect(Effect::Mixed).optional();
    let names = settings.names();
    let rest = FACTORS.into_iter().map(|(id, [en, de], [help_en, help_de])| {
        let kind = match settings.scale {
            Scale::Qualitative => FactorKind::Ordinal(names.clone()),
            Scale::SemiQuantitative => FactorKind::Number(Bounds::new("", 0.0, 100.0)),
        };
        let meaning = settings.meaning.get(id).cloned();
        let help = meaning.unwrap_or_else(|| texts! { en: help_en, de: help_de });
        Factor::new(id, texts! { en: en, de: de }, kind).help(help).optional()
    });
    std::iter::once(adversarial).chain(rest).collect()
}
