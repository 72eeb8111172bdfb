//! EBIOS Risk Manager (ANSSI, 2018, v1.5 2024). One setting says what a row is: a risk scenario by gravity and
//! likelihood, a stakeholder by its threat level, or a pair of risk origin and target objective by its relevance.
//!
//! A strategic scenario is as grave as the gravest of its feared events, an operational one as likely as the likeliest
//! of its operating modes. How likely a mode is along its elementary actions is a question of graphs, not of columns:
//! a mode's likelihood is rated as a whole.
#![forbid(unsafe_code)]

use riskwright_sdk::prelude::*;
use riskwright_sdk::texts::digits;

pub mod settings;
pub mod stakeholder;
pub mod table;
mod words;

pub use words::Words;

use settings::{Object, Settings, Study};
use stakeholder::{Rating, Stakeholder, Zones};
use words::{scale, words};

/// The methodology.
#[derive(Debug)]
pub struct EbiosRm {
    object: Object,
    study: Study,
    zones: Zones,
    gravity: Parts,
    likelihood: Parts,
}

/// A level that is rated itself or is the highest of several.
#[derive(Debug)]
struct Parts {
    whole: &'static str,
    /// The factors it is the highest of; none if it is rated itself.
    parts: Vec<String>,
}

impl Parts {
    fn new(whole: &'static str, part: &str, count: u8) -> Self {
        Self { whole, parts: (1..=count).map(|at| [part, &digits(u32::from(at))].concat()).collect() }
    }

    fn level(&self, row: Row<'_>, trace: &mut Trace) -> Result<u8, Texts> {
        if self.parts.is_empty() {
            return row.level(self.whole).ok_or_else(|| not_estimated(self.whole));
        }
        let rated = || self.parts.iter().filter_map(|part| Some((part, row.level(part)?)));
        let highest = rated().map(|(_, level)| level).max().ok_or_else(|| none_of(self.parts.first()))?;
        if trace.is_kept() {
            let deciding = rated().filter(|(_, level)| *level == highest).map(|(part, _)| part.clone());
            trace.level(self.whole, highest, deciding);
        }
        Ok(highest)
    }

    fn describe(
        &self,
        description: Description,
        title: Words,
        part: Words,
        help: Words,
        levels: &[Texts],
    ) -> Description {
        if self.parts.is_empty() {
            let whole = Factor::ordinal(self.whole, words(title), levels.to_vec());
            return description.factor(whole.help(words(help)));
        }
        let mut description = description;
        for (at, id) in (1_u32..).zip(&self.parts) {
            let title = words(part).iter().fold(Texts::none(), |texts, part| {
                texts.and(part.language.clone(), [part.text.as_ref(), " ", &digits(at)].concat())
            });
            let factor = Factor::ordinal(id.clone(), title, levels.to_vec()).help(words(help));
            description = description.factor(factor.optional());
        }
        description.node(Node::ordinal(self.whole, words(title), levels.to_vec()))
    }
}

fn none_of(part: Option<&String>) -> Texts {
    let part = part.map_or("", String::as_str);
    let say = |before: &str, behind: &str| [before, part, behind].concat();
    texts! {
        en: say("none of `", "` and its like was estimated"),
        de: say("nichts von `", "` und dergleichen wurde geschätzt"),
        fr: say("aucun de `", "` et semblables n’a été estimé"),
    }
}

const RATINGS: [Words; 4] = [["1", "1", "1"], ["2", "2", "2"], ["3", "3", "3"], ["4", "4", "4"]];

const STAKEHOLDER: [(&str, Words, Words, Effect); 4] = [
    (
        "dependency",
        ["Dependency", "Abhängigkeit", "Dépendance"],
        [
            "1: could be done without, 4: nothing works without it.",
            "1: verzichtbar, 4: ohne geht nichts.",
            "1 : on peut s’en passer, 4 : rien ne marche sans elle.",
        ],
        Effect::Raises,
    ),
    (
        "penetration",
        ["Penetration", "Durchdringung", "Pénétration"],
        [
            "1: no access or that of any user, 4: administers servers or has the keys to the site.",
            "1: kein Zugang oder der eines Nutzers, 4: verwaltet Server oder hat die Schlüssel zum Gelände.",
            "1 : aucun accès ou celui d’un usager, 4 : administre des serveurs ou détient les clés du site.",
        ],
        Effect::Raises,
    ),
    (
        "maturity",
        ["Cyber maturity", "Cyber-Reife", "Maturité cyber"],
        [
            "1: hygiene here and there, 4: security is managed.",
            "1: Hygiene hier und da, 4: Sicherheit wird gesteuert.",
            "1 : hygiène par endroits, 4 : la sécurité est pilotée.",
        ],
        Effect::Lowers,
    ),
    (
        "trust",
        ["Trust", "Vertrauen", "Confiance"],
        [
            "1: intentions unknown, 4: intentions known and in harmony.",
            "1: Absichten unbekannt, 4: Absichten bekannt und im Einklang.",
            "1 : intentions inconnues, 4 : intentions connues et convergentes.",
        ],
        Effect::Lowers,
    ),
];

const ZONES: [Words; 4] = [
    ["out of sight", "außer Betracht", "hors périmètre"],
    ["watch", "Beobachtung", "veille"],
    ["control", "Kontrolle", "contrôle"],
    ["danger", "Gefahr", "danger"],
];

const RELEVANCES: [Words; 4] = [
    ["1 – irrelevant", "1 – nicht relevant", "1 – non pertinent"],
    ["2 – partly relevant", "2 – teilweise relevant", "2 – partiellement pertinent"],
    ["3 – fairly relevant", "3 – ziemlich relevant", "3 – plutôt pertinent"],
    ["4 – highly relevant", "4 – sehr relevant", "4 – très pertinent"],
];

const MOTIVATION: [Words; 4] = [
    ["1 – hardly", "1 – kaum", "1 – très peu"],
    ["2 – somewhat", "2 – etwas", "2 – peu"],
    ["3 – rather", "3 – ziemlich", "3 – assez"],
    ["4 – strongly", "4 – stark", "4 – fortement"],
];

const RESOURCES: [Words; 4] = [
    ["1 – limited", "1 – begrenzt", "1 – limitées"],
    ["2 – considerable", "2 – beachtlich", "2 – significatives"],
    ["3 – large", "3 – groß", "3 – importantes"],
    ["4 – without limits", "4 – unbegrenzt", "4 – illimitées"],
];

impl RowMethodology for EbiosRm {
    type Settings = Settings;

    fn new(settings: Settings) -> Result<Self, Vec<SettingsProblem>> {
        Ok(Self {
            object: settings.object,
            study: settings.check()?,
            zones: settings.zones,
            gravity: Parts::new("gravity", "feared-event-", settings.feared_events),
            likelihood: Parts::new("likelihood", "operating-mode-", settings.operating_modes),
        })
    }

    fn describe(&self) -> Description {
        match self.object {
            Object::Scenario => self.describe_scenario(),
            Object::Stakeholder => describe_stakeholder(),
            Object::RoTo => describe_pair(),
        }
    }

    // a part of the loop over the rows: to call it for each costs as much as it does
    #[inline(always)]
    fn row(&self, row: Row<'_>, trace: &mut Trace) -> Result<Scored, Texts> {
        match self.object {
            Object::Scenario => self.scenario(row, trace),
            Object::Stakeholder => self.stakeholder(row, trace),
            Object::RoTo => self.pair(row, trace),
        }
    }
}

impl EbiosRm {
    fn describe_scenario(&self) -> Description {
        let title =
            words(["EBIOS RM: risk scenario", "EBIOS RM: Risikoszenario", "EBIOS RM : scénario de risque"]);
        let top = self.study.levels.len().saturating_sub(1);
        let top = f64::from(u32::try_from(top).unwrap_or(0));
        let description = Description::new(title, self.study.levels.clone(), 0.0, top);
        let description = self.gravity.describe(
            description,
            ["Gravity", "Schwere", "Gravité"],
            ["Feared event", "Befürchtetes Ereignis", "Événement redouté"],
            [
                "How grave the consequences are for the missions and business assets.",
                "Wie schwer die Folgen für Aufgaben und Geschäftswerte wiegen.",
                "La gravité des conséquences pour les missions et les valeurs métier.",
            ],
            &self.study.gravity,
        );
        let description = self.likelihood.describe(
            description,
            ["Likelihood", "Wahrscheinlichkeit", "Vraisemblance"],
            ["Operating mode", "Vorgehensweise", "Mode opératoire"],
            [
                "How likely it is that the origin reaches its objective this way.",
                "Wie wahrscheinlich der Ursprung sein Ziel auf diesem Weg erreicht.",
                "La vraisemblance que la source atteigne son objectif par cette voie.",
            ],
            &self.study.likelihood,
        );
        if self.gravity.parts.is_empty() && self.likelihood.parts.is_empty() {
            description.axes(self.likelihood.whole, self.gravity.whole)
        } else {
            description
        }
    }

    fn scenario(&self, row: Row<'_>, trace: &mut Trace) -> Result<Scored, Texts> {
        let gravity = self.gravity.level(row, trace)?;
        let likelihood = self.likelihood.level(row, trace)?;
        trace.score_from([self.likelihood.whole, self.gravity.whole]);
        let table = &self.study.risk;
        let level = table.at(likelihood, gravity).ok_or_else(|| not_estimated(self.gravity.whole))?;
        Ok(Scored::new(f64::from(level), level))
    }

    fn stakeholder(&self, row: Row<'_>, trace: &mut Trace) -> Result<Scored, Texts> {
        let rating =
            |factor: &str| row.level(factor).and_then(Rating::of_level).ok_or_else(|| not_estimated(factor));
        let [dependency, penetration, maturity, trust] = STAKEHOLDER.map(|(id, ..)| rating(id));
        let stakeholder = Stakeholder {
            dependency: dependency?,
            penetration: penetration?,
            maturity: maturity?,
            trust: trust?,
        };
        trace.number("exposure", stakeholder.exposure(), ["dependency", "penetration"]);
        trace.number("reliability", stakeholder.reliability(), ["maturity", "trust"]);
        trace.score_from(["exposure", "reliability"]);
        let threat_level = stakeholder.threat_level();
        Ok(Scored::new(threat_level, self.zones.of(threat_level)))
    }

    fn pair(&self, row: Row<'_>, trace: &mut Trace) -> Result<Scored, Texts> {
        let level = |factor: &str| row.level(factor).ok_or_else(|| not_estimated(factor));
        let (motivation, resources) = (level("motivation")?, level("resources")?);
        trace.score_from(["motivation", "resources"]);
        let table = &self.study.relevance;
        let relevance = table.at(motivation, resources).ok_or_else(|| not_estimated("motivation"))?;
        Ok(Scored::new(f64::from(relevance), relevance.saturating_sub(1)))
    }
}

fn describe_stakeholder() -> Description {
    let title = words([
        "EBIOS RM: threat level of a stakeholder",
        "EBIOS RM: Bedrohlichkeit einer Partei",
        "EBIOS RM : niveau de menace d’une partie prenante",
    ]);
    let mut description = Description::new(title, scale(&ZONES), 0.0625, 16.0);
    for (id, title, help, effect) in STAKEHOLDER {
        let factor = Factor::ordinal(id, words(title), scale(&RATINGS)).help(words(help));
        description = description.factor(factor.effect(effect));
    }
    let product = || Bounds::new("", 1.0, 16.0);
    description
        .node(Node::number("exposure", words(["Exposure", "Ausgesetztheit", "Exposition"]), product()))
        .node(Node::number("reliability", words(["Reliability", "Verlässlichkeit", "Fiabilité"]), product()))
}

fn describe_pair() -> Description {
    let title = words([
        "EBIOS RM: relevance of a risk origin and its objective",
        "EBIOS RM: Relevanz von Ursprung und Ziel",
        "EBIOS RM : pertinence d’un couple SR/OV",
    ]);
    Description::new(title, scale(&RELEVANCES), 1.0, 4.0)
        .factor(
            Factor::ordinal(
                "motivation",
                words(["Motivation", "Motivation", "Motivation"]),
                scale(&MOTIVATION),
            )
            .help(words([
                "How much the origin wants to reach this objective.",
                "Wie sehr der Ursprung dieses Ziel erreichen will.",
                "À quel point la source veut atteindre cet objectif.",
            ])),
        )
        .factor(
            Factor::ordinal("resources", words(["Resources", "Mittel", "Ressources"]), scale(&RESOURCES))
                .help(words([
                    "Money, skill, time and tools at its hands.",
                    "Geld, Können, Zeit und Werkzeug in seiner Hand.",
                    "Argent, compétences, temps et outils à sa disposition.",
                ])),
        )
        .axes("motivation", "resources")
}

riskwright_sdk::export!(methodology: EbiosRm);
