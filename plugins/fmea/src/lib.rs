//! FMEA: severity, occurrence and detection of a failure, as a risk priority number (IEC 60812:2018) or as an action
//! priority (AIAG-VDA FMEA Handbook, 1st edition 2019).
//!
//! Where no detection is rated there is nothing to detect the failure: 10.
#![forbid(unsafe_code)]

use riskwright_sdk::prelude::*;

pub mod priority;
pub mod rating;
pub mod settings;
mod words;

pub use words::Words;

use priority::{Priority, Table};
use rating::{DETECTION, OCCURRENCE, Rating, SEVERITY, rpn};
use settings::{Band, Measure, Settings};
use words::{scale, words};

/// The methodology.
#[derive(Debug)]
pub struct Fmea {
    measure: Measure,
    table: Table,
    bands: Vec<Band>,
}

impl RowMethodology for Fmea {
    type Settings = Settings;

    fn new(settings: Settings) -> Result<Self, Vec<SettingsProblem>> {
        let table = settings.check()?;
        Ok(Self { measure: settings.measure, table, bands: settings.bands })
    }

    fn describe(&self) -> Description {
        let (levels, greatest) = match self.measure {
            Measure::ActionPriority => (priorities(), 3.0),
            Measure::Rpn => (self.bands.iter().map(|band| band.title.clone()).collect(), 1000.0),
        };
        let title = match self.measure {
            Measure::ActionPriority => {
                ["FMEA: action priority", "FMEA: Aufgabenpriorität", "AMDEC : priorité d’action"]
            }
            Measure::Rpn => {
                ["FMEA: risk priority number", "FMEA: Risikoprioritätszahl", "AMDEC : indice de priorité"]
            }
        };
        Description::new(words(title), levels, 1.0, greatest)
            .factor(
                Factor::ordinal("severity", words(["Severity", "Bedeutung", "Gravité"]), scale(&SEVERITY)).help(
                    words([
                        "How bad the worst effect of the failure is, whatever is done against it.",
                        "Wie schwer die schlimmste Folge des Fehlers wiegt, was immer dagegen getan wird.",
                        "La gravité du pire effet de la défaillance, quoi que l’on fasse contre elle.",
                    ]),
                ),
            )
            .factor(
                Factor::ordinal("occurrence", words(["Occurrence", "Auftreten", "Occurrence"]), scale(&OCCURRENCE))
                    .help(words([
                        "How often the cause occurs with the preventive controls in place.",
                        "Wie oft die Ursache mit den vorbeugenden Maßnahmen auftritt.",
                        "La fréquence de la cause avec les mesures préventives en place.",
                    ])),
            )
            .factor(
                Factor::ordinal("detection", words(["Detection", "Entdeckung", "Détection"]), scale(&DETECTION))
                    .help(words([
                        "How hard the failure is to notice in time; 10 if nothing is there to notice it, and where not rated.",
                        "Wie schwer der Fehler rechtzeitig zu entdecken ist; 10, wenn nichts ihn entdeckt, und wo nicht bewertet.",
                        "La difficulté à détecter la défaillance à temps ; 10 si rien ne la détecte, ou sans note.",
                    ]))
                    .optional(),
            )
            .node(Node::number(
                "rpn",
                words(["Risk priority number", "Risikoprioritätszahl", "Indice de priorité du risque"]),
                Bounds::new("", 1.0, 1000.0),
            ))
            .node(Node::ordinal(
                "action-priority",
                words(["Action priority", "Aufgabenpriorität", "Priorité d’action"]),
                priorities(),
            ))
            .axes("occurrence", "severity")
    }

    // a part of the loop over the rows: to call it for each costs as much as it does
    #[inline(always)]
    fn row(&self, row: Row<'_>, trace: &mut Trace) -> Result<Scored, Texts> {
        let severity = rating(row, "severity").ok_or_else(|| not_estimated("severity"))?;
        let occurrence = rating(row, "occurrence").ok_or_else(|| not_estimated("occurrence"))?;
        let (detection, sources) = match row.level("detection") {
            Some(level) => {
                let rating = Rating::of_level(level).ok_or_else(|| not_estimated("detection"))?;
                (rating, FACTORS.as_slice())
            }
            None => (Rating::WORST, [FACTORS[0], FACTORS[1]].as_slice()),
        };
        let number = rpn(severity, occurrence, detection);
        let priority = self.table.priority(severity, occurrence, detection);
        trace.number("rpn", f64::from(number), sources.iter().copied());
        trace.level("action-priority", priority.level(), sources.iter().copied());
        Ok(match self.measure {
            Measure::ActionPriority => {
                trace.score_from(["action-priority"]);
                Scored::new(f64::from(priority.level()) + 1.0, priority.level())
            }
            Measure::Rpn => {
                trace.score_from(["rpn"]);
                let band = self.bands.iter().rposition(|band| band.from <= number).unwrap_or(0);
                Scored::new(f64::from(number), u8::try_from(band).unwrap_or(u8::MAX))
            }
        })
    }
}

const FACTORS: [&str; 3] = ["severity", "occurrence", "detection"];

fn priorities() -> Vec<Texts> {
    Priority::ALL.into_iter().map(|priority| words(priority.title())).collect()
}

#[inline(always)]
fn rating(row: Row<'_>, factor: &'static str) -> Option<Rating> {
    row.level(factor).and_then(Rating::of_level)
}

riskwright_sdk::export!(methodology: Fmea);
