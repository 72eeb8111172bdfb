//! What can be set: the currency, the levels, the forms of loss, and how estimates become distributions.

use riskwright_sdk::prelude::*;

use crate::factor::Form;
use crate::tree::Reading;
use crate::words::words;

/// A level of risk.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Its name by language.
    pub title: Texts,
    /// The least mean annualised loss in it, in the currency.
    pub from: f64,
}

/// How an estimate of a loss is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LossReading {
    /// Least, most likely and greatest of a PERT distribution.
    #[default]
    Pert,
    /// Least and greatest as the 90 % interval of a lognormal distribution.
    Lognormal,
}

/// The settings as they are written.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The currency of losses.
    pub currency: String,
    /// The levels of risk, lowest first.
    pub levels: Vec<Level>,
    /// The forms in which primary loss may be estimated.
    pub primary_forms: Vec<Form>,
    /// The forms in which secondary loss may be estimated.
    pub secondary_forms: Vec<Form>,
    /// How losses are read.
    pub losses: LossReading,
    /// The weight of the most likely value in PERT distributions.
    pub mode_weight: f64,
}

impl Default for Settings {
    fn default() -> Self {
        let level = |title, from| Level { title: words(title), from };
        Self {
            currency: "EUR".to_owned(),
            levels: vec![
                level(["very low", "sehr niedrig", "très bas"], 0.0),
                level(["low", "niedrig", "bas"], 10_000.0),
                level(["medium", "mittel", "moyen"], 100_000.0),
                level(["high", "hoch", "élevé"], 1_000_000.0),
                level(["very high", "sehr hoch", "très élevé"], 10_000_000.0),
            ],
            primary_forms: Form::PRIMARY.to_vec(),
            secondary_forms: Form::SECONDARY.to_vec(),
            losses: LossReading::default(),
            mode_weight: 4.0,
        }
    }
}

impl Settings {
    /// How estimates are read, if all is well.
    ///
    /// # Errors
    /// What is wrong, each with its place.
    pub fn check(&self) -> Result<Reading, Vec<SettingsProblem>> {
        let mut problems = Vec::new();
        let letters = self.currency.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control());
        if !(1..=8).contains(&letters.count()) || self.currency.chars().count() > 8 {
            let message = words([
                "expected a currency such as EUR",
                "erwartet wird eine Währung wie EUR",
                "une devise telle que EUR est attendue",
            ]);
            problems.push(SettingsProblem::at("/currency", message));
        }
        let rises =
            self.levels.iter().zip(self.levels.iter().skip(1)).all(|(lower, upper)| lower.from < upper.from);
        let begins = self.levels.first().is_some_and(|first| first.from == 0.0);
        if !(2..=100).contains(&self.levels.len()) || !rises || !begins {
            let message = words([
                "expected 2 to 100 levels: the first begins at 0, each other above the one before it",
                "erwartet werden 2 bis 100 Stufen: die erste beginnt bei 0, jede weitere über der vorigen",
                "2 à 100 niveaux sont attendus : le premier débute à 0, chaque autre au-dessus du précédent",
            ]);
            problems.push(SettingsProblem::at("/levels", message));
        }
        for (forms, path) in
            [(&self.primary_forms, "/primary_forms"), (&self.secondary_forms, "/secondary_forms")]
        {
            if forms.iter().enumerate().any(|(at, form)| forms.iter().take(at).any(|other| other == form)) {
                let message = words([
                    "a form of loss is named twice",
                    "eine Schadensart ist doppelt genannt",
                    "une forme de perte est nommée deux fois",
                ]);
                problems.push(SettingsProblem::at(path, message));
            }
        }
        if !(1.0..=50.0).contains(&self.mode_weight) {
            let message = words([
                "expected 1 to 50; 4 is customary",
                "erwartet wird 1 bis 50; üblich ist 4",
                "1 à 50 attendu ; 4 est d’usage",
            ]);
            problems.push(SettingsProblem::at("/mode_weight", message));
        }
        let reading =
            Reading { weight: self.mode_weight, lognormal_losses: self.losses == LossReading::Lognormal };
        if problems.is_empty() { Ok(reading) } else { Err(problems) }
    }
}
