//! Assessing a register: every open scenario through one methodology, beside what was recorded (6.1.2 d, 8.2).

use std::collections::BTreeMap;
use std::collections::btree_map::Range;
use std::sync::Arc;

use serde::Serialize;

use super::score::{Score, ScoreRecord, Stale, digest, inputs_digest, staleness};
use super::{Batch, Description, Methodology, MethodologyError};
use crate::id::{FactorId, MethodologyId, ScenarioId, ScoreId};
use crate::identification::{FactorValue, RiskScenario, Stage};
use crate::isms::Isms;
use crate::quantity::{Actor, Date, Digest};

/// A score as computed now.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scored {
    /// The score.
    pub score: f64,
    /// The level, by index.
    pub level: u8,
    /// The digest of the factors.
    pub inputs: Digest,
    /// The digest of the score record.
    pub digest: Digest,
}

/// One scenario's scores as computed now, and why what is recorded no longer holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// The scenario.
    pub scenario: &'a RiskScenario,
    /// Without controls.
    pub inherent: Option<Scored>,
    /// With the controls in place.
    pub current: Option<Scored>,
    /// With the plan carried out.
    pub target: Option<Scored>,
    /// What was recorded of this methodology's scores before.
    pub record: Option<&'a ScoreRecord>,
    /// Why they no longer hold.
    pub stale: Vec<Stale>,
    /// Why a stage that was estimated has no score.
    pub problems: Vec<(Stage, Arc<str>)>,
}

impl Row<'_> {
    /// The score of a stage.
    #[must_use]
    pub fn stage(&self, stage: Stage) -> Option<&Scored> {
        match stage {
            Stage::Inherent => self.inherent.as_ref(),
            Stage::Current => self.current.as_ref(),
            Stage::Target => self.target.as_ref(),
        }
    }

    /// The score that counts today: the current one, or the inherent one where controls were not weighed.
    #[must_use]
    pub fn present(&self) -> Option<&Scored> {
        self.current.as_ref().or(self.inherent.as_ref())
    }

    /// Whether the recorded scores are missing or no longer hold.
    #[must_use]
    pub fn wants_recording(&self) -> bool {
        let scored = self.inherent.is_some() || self.current.is_some() || self.target.is_some();
        if self.record.is_some() { !self.stale.is_empty() } else { scored }
    }
}

/// All open scenarios through one methodology.
#[derive(Debug, Clone, PartialEq)]
pub struct Run<'a> {
    /// A row for each open scenario, in the order of their ids.
    pub rows: Vec<Row<'a>>,
}

impl<'a> Run<'a> {
    /// The row of a scenario.
    #[must_use]
    pub fn row(&self, id: &ScenarioId) -> Option<&Row<'a>> {
        self.rows.binary_search_by(|row| row.scenario.id.cmp(id)).ok().and_then(|at| self.rows.get(at))
    }
}

/// A value in words: a level by its name.
#[must_use]
pub fn value_in_words(isms: &Isms, factor: &FactorId, value: &FactorValue) -> String {
    match value {
        FactorValue::Level(level) => isms.level_name(factor, *level),
        FactorValue::Number(number) => number.to_string(),
        FactorValue::Range([low, mode, high]) => format!("{low} to {high}, most likely {mode}"),
        FactorValue::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
    }
}

/// Scores every open scenario in all the stages that were estimated, in one batch a stage.
///
/// # Errors
/// If the methodology could not answer at all.
pub fn assess<'a>(isms: &'a Isms, methodology: &dyn Methodology) -> Result<Run<'a>, MethodologyError> {
    let scenarios: Vec<&RiskScenario> =
        isms.scenarios().values().map(AsRef::as_ref).filter(|scenario| scenario.is_open()).collect();
    assess_these(isms, scenarios, methodology)
}

/// Scores these scenarios, which must be in the order of their ids.
///
/// # Errors
/// If the methodology could not answer at all.
pub fn assess_these<'a>(
    isms: &'a Isms,
    scenarios: Vec<&'a RiskScenario>,
    methodology: &dyn Methodology,
) -> Result<Run<'a>, MethodologyError> {
    // what was estimated in each stage, by row: a scenario is looked at once
    let mut estimated = [const { Vec::new() }; Stage::ALL.len()];
    for (at, scenario) in scenarios.iter().enumerate() {
        for (stage, estimated) in Stage::ALL.iter().zip(&mut estimated) {
            estimated.extend(scenario.estimate(*stage).map(|estimate| (at, &estimate.factors)));
        }
    }
    let mut rows: Vec<Row<'a>> = scenarios
        .into_iter()
        .map(|scenario| Row {
            scenario,
            inherent: None,
            current: None,
            target: None,
            record: None,
            stale: Vec::new(),
            problems: Vec::new(),
        })
        .collect();
    let mut pins = Pins::new(methodology);
    for (stage, estimated) in Stage::ALL.iter().copied().zip(estimated) {
        let batch = Batch::new(methodology.describe(), estimated.iter().map(|(_, factors)| *factors));
        let answer = methodology.assess(&batch)?;
        let mut problems = answer.problems.into_iter().peekable();
        let scored = answer.scores.into_iter().zip(answer.levels);
        for (row_of_batch, ((at, factors), (score, level))) in estimated.into_iter().zip(scored).enumerate() {
            let Some(row) = rows.get_mut(at) else { continue };
            if let Some(problem) = problems.next_if(|problem| problem.row == row_of_batch) {
                row.problems.push((stage, problem.message));
                continue;
            }
            let scored = Some(pins.pin(factors, batch.levels(row_of_batch), score, level));
            match stage {
                Stage::Inherent => row.inherent = scored,
                Stage::Current => row.current = scored,
                Stage::Target => row.target = scored,
            }
        }
    }
    hold_against_records(isms, &mut rows, methodology);
    Ok(Run { rows })
}

/// Pins scores by their digests. Of the estimates in a large register few differ: what was pinned before is known.
struct Pins<'a> {
    description: &'a Description,
    code: Digest,
    settings: Digest,
    /// By levels.
    known: BTreeMap<u64, Scored>,
}

impl<'a> Pins<'a> {
    fn new(methodology: &'a dyn Methodology) -> Self {
        Self {
            description: methodology.describe(),
            code: methodology.code(),
            settings: methodology.settings(),
            known: BTreeMap::new(),
        }
    }

    /// The score of these factors. `levels` stands for them where they are levels alone.
    fn pin(&mut self, factors: &Factors, levels: Option<u64>, score: f64, level: u8) -> Scored {
        // the same levels give the same score, but that is the methodology's promise, not ours
        let same = |known: &&Scored| known.score.to_bits() == score.to_bits() && known.level == level;
        if let Some(known) = levels.and_then(|levels| self.known.get(&levels)).filter(same) {
            return *known;
        }
        let inputs = inputs_digest(&self.description.asked(factors));
        let digest = digest(&self.code, &self.settings, &inputs, score, level);
        let scored = Scored { score, level, inputs, digest };
        if let Some(levels) = levels {
            self.known.insert(levels, scored);
        }
        scored
    }
}

type Factors = BTreeMap<FactorId, FactorValue>;

/// The records of one methodology beside scenarios in order: mostly the next of the register, else searched for.
struct Recorded<'a> {
    isms: &'a Isms,
    methodology: MethodologyId,
    rest: Range<'a, ScoreId, Arc<ScoreRecord>>,
}

impl<'a> Recorded<'a> {
    fn new(isms: &'a Isms, methodology: &MethodologyId) -> Self {
        Self { isms, methodology: methodology.clone(), rest: isms.scores().range::<ScoreId, _>(..) }
    }

    fn of(&mut self, scenario: &ScenarioId) -> Option<&'a ScoreRecord> {
        // those of other methodologies lie between
        const NEAR: usize = 4;
        let is_it = |id: &ScoreId| {
            let methodology = id.as_bytes().strip_prefix(scenario.as_bytes())?.strip_prefix(b":")?;
            (methodology == self.methodology.as_bytes()).then_some(())
        };
        let near = self.rest.clone().take(NEAR).position(|(id, _)| is_it(id).is_some());
        if let Some(at) = near {
            return self.rest.nth(at).map(|(_, record)| record.as_ref());
        }
        let id = ScoreRecord::id_of(scenario, &self.methodology)?;
        self.rest = self.isms.scores().range(&id..);
        self.rest.clone().next().filter(|(at, _)| **at == id).map(|(_, record)| record.as_ref())
    }
}

/// Notes in each row why the recorded scores no longer hold.
fn hold_against_records<'a>(isms: &'a Isms, rows: &mut [Row<'a>], methodology: &dyn Methodology) {
    let describe = |factor: &FactorId, value: &FactorValue| value_in_words(isms, factor, value);
    let mut recorded = Recorded::new(isms, &methodology.describe().id);
    for row in rows {
        let Some(record) = recorded.of(&row.scenario.id) else { continue };
        row.record = Some(record);
        for stage in Stage::ALL.iter().copied() {
            let reasons = match (record.score(stage), row.scenario.estimate(stage), row.stage(stage)) {
                // the digests agree: nothing to explain
                (Some(recorded), Some(_), Some(now))
                    if recorded.digest == now.digest && holds(recorded, now) =>
                {
                    continue;
                }
                (Some(recorded), Some(estimate), now) => {
                    let factors = methodology.describe().asked(&estimate.factors);
                    let mut reasons = staleness(recorded, stage, &factors, methodology, &describe);
                    if reasons.is_empty() {
                        reasons.push(if now.is_some() {
                            Stale::Altered { stage }
                        } else {
                            Stale::Stage { stage, estimated: false }
                        });
                    }
                    reasons
                }
                (Some(_), None, _) => vec![Stale::Stage { stage, estimated: false }],
                (None, Some(_), Some(_)) => vec![Stale::Stage { stage, estimated: true }],
                (None, _, _) => continue,
            };
            for reason in reasons {
                if !row.stale.contains(&reason) {
                    row.stale.push(reason);
                }
            }
        }
    }
}

/// Whether a record says what its digest pins, to the bit.
fn holds(recorded: &Score, now: &Scored) -> bool {
    recorded.score.to_bits() == now.score.to_bits()
        && recorded.level == now.level
        && recorded.inputs == now.inputs
}

/// The score records to be kept for these rows, with their traces.
///
/// # Errors
/// If the methodology could not answer at all.
pub fn records(
    rows: &[&Row<'_>],
    methodology: &dyn Methodology,
    by: &Actor,
    on: Date,
) -> Result<Vec<ScoreRecord>, MethodologyError> {
    let description = methodology.describe();
    let mut records: Vec<Option<ScoreRecord>> = rows
        .iter()
        .map(|row| {
            Some(ScoreRecord {
                id: ScoreRecord::id_of(&row.scenario.id, &description.id)?,
                scenario: row.scenario.id.clone(),
                methodology: description.id.clone(),
                by: by.clone(),
                on,
                inherent: None,
                current: None,
                target: None,
            })
        })
        .collect();
    for stage in Stage::ALL.iter().copied() {
        let scored: Vec<(usize, Scored, &RiskScenario)> = rows
            .iter()
            .enumerate()
            .filter_map(|(at, row)| row.stage(stage).map(|scored| (at, *scored, row.scenario)))
            .collect();
        let factors: Vec<_> = scored
            .iter()
            .filter_map(|(_, _, scenario)| scenario.estimate(stage).map(|estimate| &estimate.factors))
            .collect();
        let traces = methodology.trace(&Batch::new(description, factors.iter().copied()))?;
        for (((at, scored, _), factors), trace) in scored.into_iter().zip(factors).zip(traces) {
            let Some(level_name) = description.levels.get(usize::from(scored.level)).cloned() else {
                continue;
            };
            let leads = trace.iter().rfind(|step| step.node.as_str() == "score").is_some_and(|step| {
                matches!(step.value, FactorValue::Number(number) if number.to_bits() == scored.score.to_bits())
            });
            if !leads {
                let message = "its steps do not lead to the score it gives".to_owned();
                return Err(MethodologyError { methodology: description.id.clone(), message });
            }
            let score = Some(Score {
                score: scored.score,
                level: scored.level,
                level_name,
                factors: description.asked(factors).into_owned(),
                trace,
                methodology: methodology.code(),
                settings: methodology.settings(),
                inputs: scored.inputs,
                digest: scored.digest,
            });
            if let Some(Some(record)) = records.get_mut(at) {
                match stage {
                    Stage::Inherent => record.inherent = score,
                    Stage::Current => record.current = score,
                    Stage::Target => record.target = score,
                }
            }
        }
    }
    Ok(records.into_iter().flatten().collect())
}
