//! What can be set: which object of the workshops is rated, the scales and the tables of the study.

use riskwright_sdk::prelude::*;
use riskwright_sdk::texts::digits;

use crate::stakeholder::Zones;
use crate::table::{RELEVANCE, RISK, Table, TableFault};
use crate::words::{Words, scale, words};

/// What is rated: a row is one of these.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Object {
    /// A risk scenario by gravity and likelihood (workshops 3 to 5).
    #[default]
    Scenario,
    /// A stakeholder of the ecosystem by its threat level (workshop 3).
    Stakeholder,
    /// A pair of risk origin and target objective by its relevance (workshop 2).
    RoTo,
}

/// The most feared events or operating modes of a scenario.
pub const MOST_PARTS: u8 = 20;

/// The settings as they are written.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What is rated.
    pub object: Object,
    /// How many feared events a scenario may name; 0: its gravity is rated itself.
    pub feared_events: u8,
    /// How many operating modes a scenario may name; 0: its likelihood is rated itself.
    pub operating_modes: u8,
    /// The scale of gravity, lowest first.
    pub gravity: Option<Vec<Texts>>,
    /// The scale of likelihood, lowest first.
    pub likelihood: Option<Vec<Texts>>,
    /// The levels of risk, lowest first.
    pub levels: Option<Vec<Texts>>,
    /// The level by likelihood down and gravity across.
    pub risk: Vec<Vec<u8>>,
    /// Where the zones of stakeholders begin.
    pub zones: Zones,
    /// The relevance, 1 to 4, by motivation down and resources across.
    pub relevance: Vec<Vec<u8>>,
}

impl Default for Settings {
    fn default() -> Self {
        let lists = |table: [[u8; 4]; 4]| table.map(Vec::from).to_vec();
        Self {
            object: Object::default(),
            feared_events: 0,
            operating_modes: 0,
            gravity: None,
            likelihood: None,
            levels: None,
            risk: lists(RISK),
            zones: Zones::default(),
            relevance: lists(RELEVANCE),
        }
    }
}

/// The guide's scale of gravity.
const GRAVITY: [Words; 4] = [
    ["G1 – minor", "G1 – gering", "G1 – mineure"],
    ["G2 – significant", "G2 – spürbar", "G2 – significative"],
    ["G3 – serious", "G3 – ernst", "G3 – grave"],
    ["G4 – critical", "G4 – kritisch", "G4 – critique"],
];

/// The guide's scale of likelihood.
const LIKELIHOOD: [Words; 4] = [
    ["V1 – unlikely", "V1 – wenig wahrscheinlich", "V1 – peu vraisemblable"],
    ["V2 – likely", "V2 – wahrscheinlich", "V2 – vraisemblable"],
    ["V3 – very likely", "V3 – sehr wahrscheinlich", "V3 – très vraisemblable"],
    ["V4 – nearly certain", "V4 – nahezu sicher", "V4 – quasi certain"],
];

const LEVELS: [Words; 3] = [
    ["low: acceptable", "niedrig: tragbar", "faible : acceptable"],
    [
        "medium: tolerable under control",
        "mittel: unter Beobachtung tragbar",
        "moyen : tolérable sous contrôle",
    ],
    ["high: unacceptable", "hoch: nicht tragbar", "élevé : inacceptable"],
];

/// The settings, checked.
#[derive(Debug, Clone)]
pub struct Study {
    /// The scale of gravity.
    pub gravity: Vec<Texts>,
    /// The scale of likelihood.
    pub likelihood: Vec<Texts>,
    /// The levels of risk.
    pub levels: Vec<Texts>,
    /// The level by likelihood and gravity.
    pub risk: Table,
    /// The relevance by motivation and resources.
    pub relevance: Table,
}

impl Settings {
    /// Checks the scales and tables, those of other objects too: a study sets them once.
    ///
    /// # Errors
    /// What is wrong, each with its place.
    pub fn check(&self) -> Result<Study, Vec<SettingsProblem>> {
        let mut problems = Vec::new();
        let gravity = own_scale(self.gravity.as_deref(), &GRAVITY, "/gravity", &mut problems);
        let likelihood = own_scale(self.likelihood.as_deref(), &LIKELIHOOD, "/likelihood", &mut problems);
        let levels = own_scale(self.levels.as_deref(), &LEVELS, "/levels", &mut problems);
        for (parts, path) in
            [(self.feared_events, "/feared_events"), (self.operating_modes, "/operating_modes")]
        {
            if parts > MOST_PARTS {
                let message = words(["expected 0 to 20", "erwartet wird 0 bis 20", "0 à 20 attendu"]);
                problems.push(SettingsProblem::at(path, message));
            }
        }
        if !self.zones.rise() {
            let message = words([
                "expected thresholds that rise from watch over control to danger, above 0 and at most 16",
                "erwartet werden Schwellen, die von watch über control bis danger steigen, über 0 und höchstens 16",
                "des seuils croissants sont attendus de watch à control et danger, au-dessus de 0 et 16 au plus",
            ]);
            problems.push(SettingsProblem::at("/zones", message));
        }
        let top = u8::try_from(levels.len()).unwrap_or(u8::MAX).saturating_sub(1);
        let risk = Table::new(self.risk.clone(), (likelihood.len(), gravity.len()), (0, top));
        let risk = risk.map_err(|fault| problems.push(table_problem("/risk", fault)));
        let relevance = Table::new(self.relevance.clone(), (4, 4), (1, 4));
        let relevance = relevance.map_err(|fault| problems.push(table_problem("/relevance", fault)));
        match (risk, relevance) {
            (Ok(risk), Ok(relevance)) if problems.is_empty() => {
                Ok(Study { gravity, likelihood, levels, risk, relevance })
            }
            _ => Err(problems),
        }
    }
}

fn own_scale(
    own: Option<&[Texts]>,
    stock: &[Words],
    path: &str,
    problems: &mut Vec<SettingsProblem>,
) -> Vec<Texts> {
    let Some(own) = own else { return scale(stock) };
    if !(2..=10).contains(&own.len()) {
        let message = words([
            "expected 2 to 10 levels, lowest first",
            "erwartet werden 2 bis 10 Stufen, die niedrigste zuerst",
            "2 à 10 niveaux sont attendus, du plus bas au plus haut",
        ]);
        problems.push(SettingsProblem::at(path, message));
    }
    own.to_vec()
}

fn table_problem(path: &str, fault: TableFault) -> SettingsProblem {
    let place = |at: usize| ["/".to_owned(), digits(u32::try_from(at).unwrap_or(u32::MAX))].concat();
    let (place, message) = match fault {
        TableFault::Rows(_) => (
            String::new(),
            [
                "expected a row for each level of the scale that runs down",
                "erwartet wird eine Zeile je Stufe der Skala, die nach unten läuft",
                "une ligne est attendue par niveau de l’échelle verticale",
            ],
        ),
        TableFault::Cells(row) => (
            place(row),
            [
                "expected a cell for each level of the scale that runs across",
                "erwartet wird eine Zelle je Stufe der Skala, die quer läuft",
                "une cellule est attendue par niveau de l’échelle horizontale",
            ],
        ),
        TableFault::Unknown(row, cell) => (
            place(row) + &place(cell),
            ["there is no such level", "diese Stufe gibt es nicht", "ce niveau n’existe pas"],
        ),
        TableFault::Falls(row, cell) => (
            place(row) + &place(cell),
            [
                "a cell must not lie below one before it, in its row or column",
                "eine Zelle darf nicht unter einer vor ihr liegen, in Zeile oder Spalte",
                "une cellule ne peut être inférieure à une précédente, en ligne ou en colonne",
            ],
        ),
        TableFault::Top => (
            String::new(),
            [
                "the highest cell has to hold the highest level",
                "die höchste Zelle muss die höchste Stufe tragen",
                "la cellule la plus haute doit porter le niveau le plus haut",
            ],
        ),
    };
    SettingsProblem::at([path, &place].concat(), words(message))
}
