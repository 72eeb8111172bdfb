//! The fields that registers are made of, and the headings under which people keep them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::isms::Kind;
use crate::record::words;

include!(concat!(env!("OUT_DIR"), "/vocabulary.rs"));

words! {
    /// What the rows of a table are.
    pub enum Subject {
        /// Assets.
        Asset = "asset",
        /// Suppliers: assets of that kind.
        Supplier = "supplier",
        /// Threats.
        Threat = "threat",
        /// Vulnerabilities.
        Vulnerability = "vulnerability",
        /// Risk sources.
        Source = "source",
        /// Controls, or lines of a Statement of Applicability.
        Control = "control",
        /// Risk scenarios.
        Scenario = "scenario",
        /// Actions of the treatment plan.
        Action = "action",
        /// Interested parties.
        Party = "party",
        /// Their requirements.
        Requirement = "requirement",
        /// Issues.
        Issue = "issue",
        /// Objectives.
        Objective = "objective",
        /// Roles.
        Role = "role",
        /// Results of measures.
        Measurement = "measurement",
        /// Any record as JSON, for what a table can't show.
        Record = "record",
    }
}

impl Subject {
    /// The kind of the records.
    #[must_use]
    pub fn kind(self) -> Option<Kind> {
        Some(match self {
            Self::Asset | Self::Supplier => Kind::Asset,
            Self::Threat => Kind::Threat,
            Self::Vulnerability => Kind::Vulnerability,
            Self::Source => Kind::RiskSource,
            Self::Control => Kind::Control,
            Self::Scenario => Kind::RiskScenario,
            Self::Action => Kind::Action,
            Self::Party => Kind::InterestedParty,
            Self::Requirement => Kind::Requirement,
            Self::Issue => Kind::Issue,
            Self::Objective => Kind::Objective,
            Self::Role => Kind::Role,
            Self::Measurement => Kind::Measurement,
            Self::Record => return None,
        })
    }

    /// The word under which counts are told: `assets`, `scenarios`.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Asset | Self::Supplier => "assets",
            Self::Threat => "threats",
            Self::Vulnerability => "vulnerabilities",
            Self::Source => "sources",
            Self::Control => "controls",
            Self::Scenario => "scenarios",
            Self::Action => "actions",
            Self::Party => "parties",
            Self::Requirement => "requirements",
            Self::Issue => "issues",
            Self::Objective => "objectives",
            Self::Role => "roles",
            Self::Measurement => "measurements",
            Self::Record => "records",
        }
    }

    /// The name of the sheet that an export gives it.
    #[must_use]
    pub fn sheet(self) -> &'static str {
        match self {
            Self::Asset | Self::Supplier => "Assets",
            Self::Threat => "Threats",
            Self::Vulnerability => "Vulnerabilities",
            Self::Source => "Risk sources",
            Self::Control => "Controls",
            Self::Scenario => "Risks",
            Self::Action => "Actions",
            Self::Party => "Interested parties",
            Self::Requirement => "Requirements",
            Self::Issue => "Issues",
            Self::Objective => "Objectives",
            Self::Role => "Roles",
            Self::Measurement => "Measurements",
            Self::Record => "Records",
        }
    }

    /// The fields, each with the heading an export gives it.
    #[must_use]
    pub fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Asset => ASSET,
            Self::Supplier => SUPPLIER,
            Self::Threat => THREAT,
            Self::Vulnerability => VULNERABILITY,
            Self::Source => SOURCE,
            Self::Control => CONTROL,
            Self::Scenario => SCENARIO,
            Self::Action => ACTION,
            Self::Party => PARTY,
            Self::Requirement => REQUIREMENT,
            Self::Issue => ISSUE,
            Self::Objective => OBJECTIVE,
            Self::Role => ROLE,
            Self::Measurement => MEASUREMENT,
            Self::Record => RECORD,
        }
    }

    /// Fields that tell this table from others.
    fn telling(self) -> &'static [&'static str] {
        match self {
            Self::Asset => &[
                "classification",
                "location",
                "depends-on",
                "supports",
                "kind",
                "confidentiality",
                "integrity",
                "availability",
            ],
            Self::Supplier => &["certifications", "department"],
            Self::Threat => &["origin", "affects"],
            Self::Vulnerability => &["threats"],
            Self::Source => &["motivation", "desired-end-state"],
            Self::Control => &[
                "applicability",
                "reasons",
                "exclusion-reason",
                "evidence",
                "implementation",
                "reason.legal",
            ],
            Self::Scenario => &[
                "inherent.likelihood",
                "current.likelihood",
                "inherent.consequence",
                "current.consequence",
                "treatment.option",
                "vulnerabilities",
                "threats",
            ],
            Self::Action => &["due", "progress", "cost", "scenarios"],
            Self::Party => &[],
            Self::Requirement => &["party", "addressed", "source"],
            Self::Issue => &["origin", "effect", "relevant"],
            Self::Objective => &["measure", "target", "evaluation"],
            Self::Role => &["duties", "deputy", "person", "covers", "accepts-up-to"],
            Self::Measurement => &["value", "measure"],
            Self::Record => &["kind", "json"],
        }
    }

    /// Headings that, where one of them stands first or second, name what the rows are.
    fn naming(self) -> &'static [&'static str] {
        match self {
            Self::Asset => &[
                "asset",
                "asset id",
                "asset no",
                "asset name",
                "asset title",
                "information asset",
                "asset bezeichnung",
                "assetname",
                "zielobjekt",
                "actif",
                "id actif",
                "nom de l actif",
            ],
            Self::Supplier => &[
                "supplier",
                "supplier id",
                "supplier name",
                "vendor",
                "vendor id",
                "vendor name",
                "lieferant",
                "dienstleister",
                "fournisseur",
                "prestataire",
            ],
            _ => &[],
        }
    }

    /// Words in a sheet's or file's name that speak for this table.
    fn hints(self) -> &'static [&'static str] {
        match self {
            Self::Asset => &["asset", "inventar", "werte", "actif", "bien"],
            Self::Supplier => &["supplier", "vendor", "lieferant", "dienstleister", "fournisseur"],
            Self::Threat => &["threat", "bedrohung", "menace"],
            Self::Vulnerability => &["vulnerabilit", "schwachstelle", "weakness"],
            Self::Source => &["source", "risikoquelle"],
            Self::Control => {
                &["control", "soa", "applicab", "anwendbar", "massnahmenkatalog", "annex", "mesure"]
            }
            Self::Scenario => &["risk", "risik", "risque", "scenario", "szenari"],
            Self::Action => &["action", "treatment plan", "aktion", "massnahmenplan", "plan"],
            Self::Party => &["part", "stakeholder", "interessierte"],
            Self::Requirement => &["requirement", "anforderung", "exigence"],
            Self::Issue => &["issue", "kontext", "themen", "enjeu"],
            Self::Objective => &["objective", "ziel", "objectif"],
            Self::Role => &["role", "rolle"],
            Self::Measurement => &["measurement", "messung", "messwert", "kennzahl", "kpi", "metric"],
            Self::Record => &["record"],
        }
    }
}

type Fields = &'static [(&'static str, &'static str)];

const ASSET: Fields = &[
    ("id", "ID"),
    ("title", "Title"),
    ("kind", "Kind"),
    ("owner", "Owner"),
    ("classification", "Classification"),
    ("location", "Location"),
    ("description", "Description"),
    ("depends-on", "Depends on"),
    ("status", "Status"),
    ("reviewed-on", "Reviewed on"),
    // read only
    ("confidentiality", "Confidentiality"),
    ("integrity", "Integrity"),
    ("availability", "Availability"),
    ("supports", "Supports"),
];
const SUPPLIER: Fields = &[
    ("id", "Supplier ID"),
    ("title", "Supplier"),
    ("description", "Description"),
    ("department", "Department"),
    ("certifications", "Certifications"),
    ("owner", "Owner"),
    ("status", "Status"),
    ("reviewed-on", "Last reviewed"),
];
const THREAT: Fields = &[
    ("id", "ID"),
    ("title", "Title"),
    ("origin", "Origin"),
    ("affects", "Affects"),
    ("description", "Description"),
];
const VULNERABILITY: Fields = &[
    ("id", "ID"),
    ("title", "Title"),
    ("category", "Category"),
    ("description", "Description"),
    ("threats", "Threats"),
    ("controls", "Controls"),
];
const SOURCE: Fields = &[
    ("id", "ID"),
    ("title", "Title"),
    ("kind", "Kind"),
    ("motivation", "Motivation"),
    ("desired-end-state", "Desired end state"),
];
const CONTROL: Fields = &[
    ("id", "ID"),
    ("title", "Title"),
    ("source", "Source"),
    ("status", "Status"),
    ("owner", "Owner"),
    ("implementation", "Implementation"),
    ("evidence", "Evidence"),
    ("reasons", "Reasons"),
    ("applicability", "Override"),
    ("exclusion-reason", "Justification"),
    ("reviewed-on", "Last checked"),
    // read only
    ("reason.legal", "Legal"),
    ("reason.contractual", "Contractual"),
    ("reason.business", "Business"),
    ("reason.risk", "Risk assessment"),
    ("description", "Control description"),
    ("remarks", "Remarks"),
];
const SCENARIO: Fields = &[
    ("id", "ID"),
    ("title", "Title"),
    ("description", "Description"),
    ("approach", "Approach"),
    ("assets", "Assets"),
    ("threats", "Threats"),
    ("vulnerabilities", "Vulnerabilities"),
    ("risk-source", "Risk sources"),
    ("owner", "Owner"),
    ("existing-controls", "Existing controls"),
    ("treatment.option", "Treatment option"),
    ("treatment.controls", "Treatment controls"),
    ("treatment.rationale", "Treatment rationale"),
    ("closed", "Closed because"),
    ("identified-on", "Identified on"),
    ("review-on", "Review on"),
    ("inherent.likelihood", "Inherent likelihood"),
    ("inherent.consequence", "Inherent consequence"),
    ("inherent.level", "Inherent level as stated"),
    ("inherent.rationale", "Inherent rationale"),
    ("current.likelihood", "Current likelihood"),
    ("current.consequence", "Current consequence"),
    ("current.level", "Current level as stated"),
    ("current.rationale", "Current rationale"),
    ("target.likelihood", "Target likelihood"),
    ("target.consequence", "Target consequence"),
    ("target.level", "Target level as stated"),
    ("target.rationale", "Target rationale"),
    // read only
    ("inherent.confidentiality", "Inherent confidentiality"),
    ("inherent.integrity", "Inherent integrity"),
    ("inherent.availability", "Inherent availability"),
    ("status", "Risk status"),
];
const ACTION: Fields = &[
    ("id", "ID"),
    ("title", "Title"),
    ("scenarios", "Risks"),
    ("controls", "Controls"),
    ("owner", "Owner"),
    ("due", "Due"),
    ("cost", "Cost"),
    ("progress", "Progress"),
    ("status", "Status"),
    ("done-on", "Done on"),
    ("resources", "Resources"),
    ("evidence", "Evidence"),
];
const PARTY: Fields = &[
    ("id", "ID"),
    ("title", "Title"),
    ("kind", "Kind"),
    ("description", "Description"),
    ("reviewed-on", "Reviewed on"),
];
const REQUIREMENT: Fields = &[
    ("id", "ID"),
    ("party", "Party"),
    ("text", "Text"),
    ("kind", "Kind"),
    ("source", "Source"),
    ("addressed", "Addressed"),
    ("reason", "Reason"),
    ("controls", "Controls"),
];
const ISSUE: Fields = &[
    ("id", "ID"),
    ("title", "Title"),
    ("origin", "Origin"),
    ("category", "Category"),
    ("effect", "Effect"),
    ("relevant", "Relevant"),
    ("reason", "Reason"),
    ("reviewed-on", "Reviewed on"),
];
const OBJECTIVE: Fields = &[
    ("id", "ID"),
    ("title", "Title"),
    ("measure", "Measure"),
    ("target", "Target"),
    ("due", "Due"),
    ("responsible", "Responsible"),
    ("evaluation", "Evaluation"),
    ("status", "Status"),
];
const ROLE: Fields = &[
    ("id", "ID"),
    ("title", "Title"),
    ("person", "Person"),
    ("deputy", "Deputy"),
    ("duties", "Duties"),
    ("covers", "Covers"),
    ("accepts-up-to", "Accepts up to"),
];
const MEASUREMENT: Fields = &[
    ("id", "ID"),
    ("measure", "Measure"),
    ("on", "Date"),
    ("value", "Value"),
    ("by", "Measured by"),
    ("source", "Source"),
    ("comment", "Comment"),
];
const RECORD: Fields = &[("kind", "Record"), ("json", "JSON")];

/// A heading without its dress: lower case, no markup, accents, units in brackets or punctuation.
///
/// ```
/// use riskwright_core::exchange::fields::plain;
/// assert_eq!(plain("**Residual_Risk** (1-5)"), "residual risk");
/// assert_eq!(plain("Probabilité / an"), "probabilite an");
/// ```
#[must_use]
pub fn plain(heading: &str) -> String {
    let mut text = String::with_capacity(heading.len());
    let mut depth = 0_u32;
    for c in heading.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            'ä' | 'Ä' => text.push_str("ae"),
            'ö' | 'Ö' => text.push_str("oe"),
            'ü' | 'Ü' => text.push_str("ue"),
            'ß' => text.push_str("ss"),
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => text.push('e'),
            'à' | 'â' | 'À' | 'Â' | 'á' => text.push('a'),
            'î' | 'ï' | 'Î' => text.push('i'),
            'ô' | 'Ô' | 'ó' => text.push('o'),
            'û' | 'ù' | 'Û' => text.push('u'),
            'ç' | 'Ç' => text.push('c'),
            '#' => text.push('#'),
            c if c.is_alphanumeric() => text.extend(c.to_lowercase()),
            _ => text.push(' '),
        }
    }
    if depth > 0 && text.trim().is_empty() {
        // a bracket that never closes is part of the text
        return heading.to_lowercase();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

type Dictionary = BTreeMap<(Subject, String), &'static str>;
static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let mut dictionary = Dictionary::new();
    // own headings first, so that an export is always understood
    for subject in Subject::ALL.iter().copied() {
        for (field, heading) in subject.fields() {
            dictionary.entry((subject, plain(heading))).or_insert(field);
        }
    }
    for (subject, field, headings) in HEADINGS {
        let Ok(subject) = subject.parse::<Subject>() else { continue };
        for heading in *headings {
            dictionary.entry((subject, plain(heading))).or_insert(field);
        }
    }
    dictionary
});

/// The field of a subject that a heading means.
#[must_use]
pub fn field(subject: Subject, heading: &str) -> Option<&'static str> {
    // what stands in brackets may say more: `Likelihood (residual)`, `Remarks (justification for exclusion)`
    if let Some((outside, rest)) = heading.split_once('(')
        && let Some((inside, _)) = rest.split_once(')')
    {
        let (outside, inside) = (plain(outside), plain(inside));
        let joined = [format!("{inside} {outside}"), format!("{outside} {inside}")];
        let at = |text: String| DICTIONARY.get(&(subject, text)).copied();
        let found = if outside == "remarks" || outside == "comments" {
            at(inside)
        } else if inside.is_empty() {
            None
        } else {
            joined.into_iter().find_map(at)
        };
        if found.is_some() {
            return found;
        }
    }
    DICTIONARY.get(&(subject, plain(heading))).copied()
}

/// What a row of headings is about, with a score of how sure that is; `None` where it is no row of headings.
#[must_use]
pub fn subject<'a>(
    headings: impl Iterator<Item = &'a str> + Clone,
    names: &[&str],
) -> Option<(Subject, u32)> {
    let names: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let mut best: Option<(Subject, u32)> = None;
    for subject in Subject::ALL.iter().copied() {
        let mut fields: Vec<&str> = headings.clone().filter_map(|heading| field(subject, heading)).collect();
        fields.sort_unstable();
        fields.dedup();
        let has = |field: &str| fields.binary_search(&field).is_ok();
        let identified = match subject {
            Subject::Control => has("id"),
            Subject::Scenario => {
                has("title") || has("description") || (has("threats") && has("vulnerabilities"))
            }
            Subject::Requirement => has("text"),
            Subject::Measurement => has("measure") && has("on") && has("value"),
            Subject::Record => has("kind") && has("json"),
            _ => has("title"),
        };
        // a register of risks may have columns of the actions too
        if subject == Subject::Action && estimates_risks(headings.clone()) {
            continue;
        }
        let telling = subject.telling().iter().filter(|field| has(field)).count();
        let hinted = subject.hints().iter().any(|hint| names.iter().any(|name| name.contains(hint)));
        let named = telling > 0 || hinted || is_named(subject, headings.clone(), fields.len());
        if !identified || fields.len() < 2 || !named {
            continue;
        }
        let score = fields.len() as u32 + 2 * telling as u32 + if hinted { 3 } else { 0 };
        if best.is_none_or(|(_, before)| score > before) {
            best = Some((subject, score));
        }
    }
    best
}

/// Whether there are columns of both likelihood and consequence.
fn estimates_risks<'a>(headings: impl Iterator<Item = &'a str>) -> bool {
    let fields: Vec<&str> = headings.filter_map(|heading| field(Subject::Scenario, heading)).collect();
    let has = |factor: &str| {
        fields.iter().any(|field| field.split_once('.').is_some_and(|(_, rest)| rest == factor))
    };
    has("likelihood") && has("consequence") && (fields.contains(&"title") || fields.contains(&"description"))
}

/// Whether one of the first two headings names the subject, most others are its fields, and none speaks of risks.
fn is_named<'a>(subject: Subject, headings: impl Iterator<Item = &'a str>, fields: usize) -> bool {
    let headings: Vec<String> = headings.map(plain).filter(|heading| !heading.is_empty()).collect();
    let others =
        ["risk", "risik", "risque", "threat", "bedrohung", "menace", "control", "action", "massnahme"];
    headings.iter().take(2).any(|heading| subject.naming().contains(&heading.as_str()))
        && fields * 2 >= headings.len()
        && !headings.iter().any(|heading| others.iter().any(|other| heading.contains(other)))
}

/// The value that a word means in a vocabulary such as `treatment-option`.
#[must_use]
pub fn word(vocabulary: &str, text: &str) -> Option<&'static str> {
    static INDEX: LazyLock<BTreeMap<(&str, String), &'static str>> = LazyLock::new(|| {
        let mut index = BTreeMap::new();
        for (vocabulary, value, words) in WORDS {
            for word in *words {
                index.entry((*vocabulary, bare(word))).or_insert(*value);
            }
            index.entry((*vocabulary, bare(value))).or_insert(*value);
        }
        index
    });
    INDEX.get(&(vocabulary, bare(text))).copied()
}

/// Whether there is a vocabulary of that name.
#[must_use]
pub fn is_vocabulary(name: &str) -> bool {
    WORDS.iter().any(|(vocabulary, ..)| *vocabulary == name)
}

/// A word without its dress: as [`plain`], but signs that stand alone stay.
fn bare(text: &str) -> String {
    let plain = plain(text);
    if plain.is_empty() { text.trim().to_lowercase() } else { plain }
}

/// Whether a cell's text says that nothing is known: `—`, `n/a`, `TBD`.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || word("blank", text).is_some()
        || text.chars().all(|c| matches!(c, '-' | '–' | '—' | '.' | '?' | '❓' | '\u{fe0f}' | '_'))
}

/// The value of a word that may stand behind a sign or among others: `✅ Implemented`, `Yes - partly`.
#[must_use]
pub fn leading_word(vocabulary: &str, text: &str) -> Option<&'static str> {
    if let Some(value) = word(vocabulary, text) {
        return Some(value);
    }
    let signs: String =
        text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace() && *c != '\u{fe0f}').collect();
    // `Reduce / mitigate`: two words for one value
    let mut either = text.split('/').map(|part| word(vocabulary, part));
    if text.contains('/')
        && let Some(first) = either.next().flatten()
        && either.all(|other| other == Some(first))
    {
        return Some(first);
    }
    word(vocabulary, text.split([':', ';', ',', '\n']).next()?)
        .or_else(|| if signs.is_ascii() { None } else { word(vocabulary, &signs) })
}
