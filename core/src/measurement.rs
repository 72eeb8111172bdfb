//! Step 6, monitoring, measurement, analysis and evaluation (9.1): what is measured, what came of it, how it stands.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::diagnostic::Rejection;
use crate::id::{ActionId, ControlId, MeasureId, MeasurementId, ScenarioId};
use crate::isms::Isms;
use crate::lifecycle::{Guarded, Life, Taking, steps};
use crate::quantity::{Actor, Date, Text, Title};
use crate::record::{part, record, words};

words! {
    /// Which way is better.
    pub enum Direction {
        /// The more the better.
        Higher = "higher",
        /// The less the better.
        Lower = "lower",
    }
}

words! {
    /// Where a measure stands.
    #[derive(Default)]
    pub enum MeasureState {
        /// Being thought out.
        #[default]
        Draft = "draft",
        /// In use.
        Active = "active",
        /// No longer in use.
        Retired = "retired",
    }
}

part! {
    /// What was made of the results of a period.
    pub struct Conclusion {
        required {
            /// What they say about performance and effectiveness.
            text: Text,
            /// When they were looked at.
            on: Date,
            /// By whom.
            by: Actor,
        }
        optional {
            /// What follows.
            actions: BTreeSet<ActionId>,
        }
    }
}

record! {
    /// What is monitored and measured, how, when and by whom (9.1).
    pub struct Measure, MeasureRevision {
        /// For instance `MSR-1`.
        id: MeasureId,
        required {
            /// What is measured.
            title: Title,
        }
        optional {
            /// Why: what it tells.
            purpose: Text,
            /// The controls whose effectiveness it shows.
            controls: BTreeSet<ControlId>,
            /// The risks it watches.
            scenarios: BTreeSet<ScenarioId>,
            /// How the value is found, so that results can be compared and found again.
            method: Text,
            /// The unit.
            unit: Option<Title>,
            /// Which way is better.
            direction: Option<Direction>,
            /// The value aimed at.
            target: Option<f64>,
            /// The value from which on something is to be done.
            threshold: Option<f64>,
            /// Every how many months there is a value.
            every_months: Option<u16>,
            /// Who measures.
            measured_by: Option<Actor>,
            /// Who analyses and evaluates.
            analysed_by: Option<Actor>,
            /// When that is done.
            analysed_when: Option<Title>,
            /// Where the data come from.
            source: Text,
            /// What was made of the results.
            conclusions: Vec<Conclusion>,
            /// Where it stands.
            life: Life<MeasureState>,
        }
    }
}

record! {
    /// A result of a measure.
    pub struct Measurement, MeasurementRevision {
        /// For instance `VAL-1`.
        id: MeasurementId,
        required {
            /// The measure.
            measure: MeasureId,
            /// The day for which it holds: the last of its period.
            on: Date,
            /// The value, in the measure's unit.
            value: f64,
        }
        optional {
            /// Who measured.
            by: Option<Actor>,
            /// Where it comes from.
            source: Option<Title>,
            /// What has to be known about it.
            comment: Text,
        }
    }
}

steps! {
    /// What is done with a measure.
    pub enum MeasureStep of Measure in MeasureState {
        /// Takes it into use.
        "activate" Activate (Draft | Retired => Active) {}
        /// Says what the results mean.
        "evaluate" Evaluate (Active => Active) {
            /// What they say about performance and effectiveness.
            conclusion: Text,
            ;
            /// What follows.
            actions: BTreeSet<ActionId>,
        }
        /// Takes it out of use.
        "retire" Retire (Draft | Active => Retired) {
            /// Why.
            reason: Text,
        }
    }
}

impl Guarded for Measure {
    fn take(&mut self, step: &MeasureStep, taking: &Taking<'_>) -> Result<(), Rejection> {
        match step {
            MeasureStep::Activate {} => {
                let missing = [
                    ("method", self.method.is_empty()),
                    ("every_months", self.every_months.is_none_or(|months| months == 0)),
                    ("direction", self.direction.is_none()),
                    ("target", self.target.is_none()),
                    ("measured_by", self.measured_by.is_none()),
                    ("analysed_by", self.analysed_by.is_none()),
                ];
                let missing: Vec<&str> =
                    missing.iter().filter(|(_, so)| *so).map(|(name, _)| *name).collect();
                taking.needs(
                    missing.is_empty(),
                    "9.1",
                    &format!("it does not say all that clause 9.1 asks for: {} missing", missing.join(", ")),
                    "say how, how often and by whom it is measured and analysed, and what is aimed at",
                )
            }
            MeasureStep::Evaluate { conclusion, actions } => {
                taking.reason(conclusion, "9.1", "results are evaluated")?;
                self.conclusions.push(Conclusion {
                    text: conclusion.clone(),
                    on: taking.on,
                    by: taking.by.clone(),
                    actions: actions.clone(),
                });
                Ok(())
            }
            MeasureStep::Retire { reason } => taking.reason(reason, "9.1", "a measure is given up"),
        }
    }

    fn altered(&self, before: Option<&Self>) -> Option<(&'static str, &'static str)> {
        let known = before.map_or(&[][..], |before| &before.conclusions);
        (known != self.conclusions).then_some(("conclusions", "take the step `evaluate`"))
    }
}

words! {
    /// How a measure's last result compares with what is aimed at.
    pub enum Standing {
        /// At the target or better.
        OnTarget = "on-target",
        /// Short of the target.
        Short = "short",
        /// Beyond the threshold: something is to be done.
        Alarming = "alarming",
        /// There is no result, or none yet.
        Unknown = "unknown",
    }
}

words! {
    /// Whether results get better.
    pub enum Trend {
        /// Better than before.
        Better = "better",
        /// As before.
        Steady = "steady",
        /// Worse than before.
        Worse = "worse",
    }
}

/// A measure with its results.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series<'a> {
    /// The measure.
    pub measure: &'a Measure,
    /// Its results, in the order of their days.
    pub results: Vec<&'a Measurement>,
    /// How the last one stands.
    pub standing: Standing,
    /// The last against the one before.
    pub trend: Option<Trend>,
    /// When the next result is due.
    pub next: Option<Date>,
    /// Whether that day is past.
    pub overdue: bool,
}

impl Measure {
    /// Whether it is in use.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.life.state == MeasureState::Active
    }

    /// How a value stands against target and threshold.
    #[must_use]
    pub fn stands(&self, value: f64) -> Standing {
        let Some(direction) = self.direction else { return Standing::Unknown };
        let reaches = |aim: f64| match direction {
            Direction::Higher => value >= aim,
            Direction::Lower => value <= aim,
        };
        match (self.target, self.threshold) {
            (Some(target), _) if reaches(target) => Standing::OnTarget,
            (_, Some(threshold)) if !reaches(threshold) => Standing::Alarming,
            (None, None) => Standing::Unknown,
            (None, Some(_)) => Standing::OnTarget,
            _ => Standing::Short,
        }
    }

    /// Its results, and how they stand as of a day. Results of later days don't count.
    #[must_use]
    pub fn series<'a>(&'a self, isms: &'a Isms, today: Date) -> Series<'a> {
        let results = isms.measurements().values().map(AsRef::as_ref);
        let mut results: Vec<&Measurement> =
            results.filter(|result| result.measure == self.id && result.on <= today).collect();
        results.sort_by(|a, b| a.on.cmp(&b.on).then_with(|| a.id.cmp(&b.id)));
        self.series_of(results, today)
    }

    pub(crate) fn series_of<'a>(&'a self, results: Vec<&'a Measurement>, today: Date) -> Series<'a> {
        let last = results.last();
        let trend = last.and_then(|last| {
            let before = results.iter().rev().nth(1)?;
            let risen = last.value.partial_cmp(&before.value)?;
            Some(match (risen, self.direction?) {
                (std::cmp::Ordering::Equal, _) => Trend::Steady,
                (std::cmp::Ordering::Greater, Direction::Higher)
                | (std::cmp::Ordering::Less, Direction::Lower) => Trend::Better,
                _ => Trend::Worse,
            })
        });
        let since = last.map(|last| last.on).or_else(|| self.life.last("activate").map(|passed| passed.on));
        let next = since
            .zip(self.every_months.filter(|_| self.is_active()))
            .map(|(since, months)| since.plus_months(months));
        Series {
            measure: self,
            standing: last.map_or(Standing::Unknown, |last| self.stands(last.value)),
            trend,
            next,
            overdue: next.is_some_and(|next| next < today),
            results,
        }
    }
}

/// Every measure in use with its results as of a day, in the order of ids: one walk through the results.
#[must_use]
pub fn all(isms: &Isms, today: Date) -> Vec<Series<'_>> {
    let mut by_measure: std::collections::BTreeMap<&MeasureId, Vec<&Measurement>> =
        std::collections::BTreeMap::new();
    for result in isms.measurements().values().filter(|result| result.on <= today) {
        by_measure.entry(&result.measure).or_default().push(result);
    }
    let measures = isms.measures().values().filter(|measure| measure.is_active());
    measures
        .map(|measure| {
            let mut results = by_measure.remove(&measure.id).unwrap_or_default();
            results.sort_by(|a, b| a.on.cmp(&b.on).then_with(|| a.id.cmp(&b.id)));
            measure.series_of(results, today)
        })
        .collect()
}
