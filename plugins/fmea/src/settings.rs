//! What can be set: the measure, the table of action priorities, the bands of the risk priority number.

use riskwright_sdk::prelude::*;
use riskwright_sdk::texts::digits;

use crate::priority::{FaultKind, Letters, Table, TableFault, default_letters};
use crate::words::words;

/// What the score is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// The action priority: 1 low, 2 medium, 3 high.
    #[default]
    ActionPriority,
    /// The risk priority number, 1 to 1000, its level by bands.
    Rpn,
}

/// A band of risk priority numbers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its name by language.
    pub title: Texts,
    /// The lowest number in it.
    pub from: u16,
}

/// The settings as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What the score is.
    pub measure: Measure,
    /// The table of action priorities.
    pub priority_table: Letters,
    /// The bands of the risk priority number, lowest first.
    pub bands: Vec<Band>,
}

impl Default for Settings {
    fn default() -> Self {
        let band = |title, from| Band { title: words(title), from };
        Self {
            measure: Measure::default(),
            priority_table: default_letters(),
            bands: vec![
                band(["low", "niedrig", "bas"], 1),
                band(["medium", "mittel", "moyen"], 100),
                band(["high", "hoch", "élevé"], 200),
            ],
        }
    }
}

impl Settings {
    /// The table, if all is well.
    ///
    /// # Errors
    /// What is wrong, each with its place.
    pub fn check(&self) -> Result<Table, Vec<SettingsProblem>> {
        let mut problems = Vec::new();
        let rises =
            self.bands.iter().zip(self.bands.iter().skip(1)).all(|(lower, upper)| lower.from < upper.from);
        let ends = self.bands.first().zip(self.bands.last());
        let ends = ends.is_some_and(|(first, last)| first.from == 1 && last.from <= 1000);
        if !(2..=100).contains(&self.bands.len()) || !rises || !ends {
            let message = words([
                "2 to 100 bands have to cover 1 to 1000: the first begins at 1, each other above the one before it",
                "2 bis 100 Bänder müssen 1 bis 1000 abdecken: das erste beginnt bei 1, jedes weitere über dem vorigen",
                "2 à 100 bandes doivent couvrir 1 à 1000 : la première débute à 1, chaque autre au-dessus de la précédente",
            ]);
            problems.push(SettingsProblem::at("/bands", message));
        }
        match Table::new(&self.priority_table) {
            Ok(table) if problems.is_empty() => return Ok(table),
            Ok(_) => {}
            Err(fault) => problems.push(table_problem(fault)),
        }
        Err(problems)
    }
}

fn table_problem(fault: TableFault) -> SettingsProblem {
    let place = |at: usize| digits(u32::try_from(at).unwrap_or(u32::MAX));
    let path = ["/priority_table/", &place(fault.severity), "/", &place(fault.occurrence)].concat();
    let message = match fault.kind {
        FaultKind::Letters => words([
            "expected four letters of H, M and L, for detection 7–10, 5–6, 2–4 and 1",
            "erwartet werden vier Buchstaben aus H, M und L, für Entdeckung 7–10, 5–6, 2–4 und 1",
            "quatre lettres parmi H, M et L sont attendues, pour la détection 7–10, 5–6, 2–4 et 1",
        ]),
        FaultKind::Falls => words([
            "a worse rating must not have a lower priority: compare the letters to the right and the cells right and below",
            "eine schlechtere Bewertung darf keine niedrigere Priorität haben: mit den Buchstaben rechts und den Zellen rechts und darunter vergleichen",
            "une note plus mauvaise ne peut avoir une priorité plus basse : comparer avec les lettres à droite et les cellules à droite et dessous",
        ]),
    };
    SettingsProblem::at(path, message)
}
