//! A plugin's methodology behind the trait of the engine, which can't tell it from the one that is built in.

use std::collections::VecDeque;
use std::sync::Arc;

use riskwright_core::id::MethodologyId;
use riskwright_core::methodology::held::{GivenScores, GivenStep};
use riskwright_core::methodology::loss::Distribution;
use riskwright_core::methodology::{
    Answer, Batch, Column, Description, Factor, FactorKind, LossModel, Methodology, MethodologyError,
    RowProblem, TraceStep,
};
use riskwright_core::quantity::{Digest, canonical_json};
use riskwright_package::manifest::Export;
use serde_json::Value;

use crate::contract::{Contract, Live};
use crate::limits::count;
use crate::plugin::parts::{Asking, Kept, Rows};
use crate::plugin::{Plugin, Session};
use crate::problem::{Call, Fault, Kind, Problem, shown};
use crate::settings;

mod description;
mod loss;

/// What the factors and scores of a part of a batch take at most where scores are asked for, in bytes: where all is well, a
/// plugin of the SDK has enough memory for it from the beginning (`RESERVE` there). To open more of it and to close that
/// again would hold up all other processors.
const SCORED: usize = 150 << 10;
/// So many rows are worth an instance, whatever they take.
const WORTH: usize = 4_096;
/// So many of the last words are known again when it is reckoned what problems take.
const ALIKE: usize = 8;
/// Rows of a part at most where each has more to tell than a number.
const TOLD: usize = 2_048;

/// Bytes of an answer for a row that has a problem instead of a score: a sentence in as many languages as may be. No part may
/// answer with more than a whole batch may: of the rows of a large part each can have some 4 KiB of its own.
const EACH_SCORE: usize = 8_192;

/// A plugin's methodology under settings, described and checked.
#[derive(Debug)]
pub struct PluginMethodology {
    plugin: Arc<Plugin>,
    /// Canonical JSON, as the plugin gets it.
    settings: String,
    digest: Digest,
    description: Description,
    gives_loss: bool,
    language: String,
}

impl PluginMethodology {
    pub(crate) fn new(plugin: Arc<Plugin>, settings: &Value, language: &str) -> Result<Self, Problem> {
        plugin.offers(Export::Methodology, Call::Describe)?;
        let wrong = |fault| plugin.problem(Call::ValidateSettings, fault);
        let (text, digest) = canonical(settings, &plugin).map_err(wrong)?;
        plugin.schema().and_then(|schema| settings::check(schema, settings)).map_err(wrong)?;
        let problems = plugin.ask(
            Call::ValidateSettings,
            1 << 20,
            |contract, live| contract.validate_settings(live, &text),
            |problems| {
                for problem in &problems {
                    crate::text::check(&problem.message, plugin.limits(), false, &|| {
                        "a problem of the settings".to_owned()
                    })?;
                }
                Ok(problems)
            },
        )?;
        if !problems.is_empty() {
            let said: Vec<String> = problems
                .iter()
                .take(5)
                .map(|problem| match problem.path.as_str() {
                    "" => shown(problem.message.in_language(language)),
                    path => format!("`{}`: {}", shown(path), shown(problem.message.in_language(language))),
                })
                .collect();
            return Err(wrong(Fault::new(
                Kind::Settings,
                format!("the settings won't do: {}", said.join("; ")),
            )));
        }
        let (description, gives_loss) = plugin.ask(
            Call::Describe,
            4 << 20,
            |contract, live| contract.describe(live, &text),
            |answer| {
                let described = answer.map_err(refused)?;
                description::check(described, plugin.manifest(), plugin.limits(), language)
            },
        )?;
        Ok(Self { plugin, settings: text, digest, description, gives_loss, language: language.to_owned() })
    }

    /// The same under another id: the one it has in the ISMS.
    #[must_use]
    pub fn with_id(mut self, id: MethodologyId) -> Self {
        self.description.id = id;
        self
    }

    /// The plugin.
    #[must_use]
    pub fn plugin(&self) -> &Arc<Plugin> {
        &self.plugin
    }

    /// Whether it answers with loss models.
    #[must_use]
    pub fn gives_loss(&self) -> bool {
        self.gives_loss
    }

    /// Scores a batch; as [`Methodology::assess`], with a problem that tells call, row and kind.
    ///
    /// # Errors
    /// The first thing that is wrong with the batch, the call or its answer.
    pub fn try_assess(&self, batch: &Batch) -> Result<Answer, Problem> {
        self.fits(Call::Assess, batch)?;
        self.plugin.ask_rows(
            Rows::all(batch),
            &Asking {
                call: Call::Assess,
                part: scored_at_once(&self.description.factors, self.settings.len()),
                each: EACH_SCORE,
                run: |contract: &dyn Contract, live: &mut Live, rows: Rows<'_>| {
                    contract.assess(live, &self.settings, rows)
                },
                check: |answer, rows: Rows<'_>| {
                    let mut answer = self.checked(rows.len(), answer)?;
                    answer.problems.iter_mut().for_each(|problem| problem.row += rows.range().start);
                    Ok(answer)
                },
            },
        )
    }

    /// The steps from factors to score; as [`Methodology::trace`].
    ///
    /// # Errors
    /// The first thing that is wrong with the batch, the call or its answer.
    pub fn try_trace(&self, batch: &Batch) -> Result<Vec<Vec<TraceStep>>, Problem> {
        self.fits(Call::Trace, batch)?;
        let steps = self.description.steps().len();
        self.plugin.ask_rows(
            Rows::all(batch),
            &Asking {
                call: Call::Trace,
                part: TOLD,
                each: steps.saturating_mul(512),
                run: |contract: &dyn Contract, live: &mut Live, rows: Rows<'_>| {
                    contract.trace(live, &self.settings, rows)
                },
                check: |answer: Result<_, String>, rows: Rows<'_>| {
                    Ok(self.description.hold_trace(answer.map_err(refused)?, rows.len(), &self.language)?)
                },
            },
        )
    }

    /// The loss models; as [`Methodology::loss`].
    ///
    /// # Errors
    /// The first thing that is wrong with the batch, the call or its answer.
    pub fn try_loss(&self, batch: &Batch) -> Result<Vec<Option<LossModel>>, Problem> {
        if !self.gives_loss {
            return Ok(vec![None; batch.rows()]);
        }
        self.fits(Call::Loss, batch)?;
        self.plugin.ask_rows(
            Rows::all(batch),
            &Asking {
                call: Call::Loss,
                part: TOLD,
                each: 4_096,
                run: |contract: &dyn Contract, live: &mut Live, rows: Rows<'_>| {
                    contract.loss(live, &self.settings, rows)
                },
                check: |answer: Result<_, String>, rows: Rows<'_>| {
                    loss::check(answer.map_err(refused)?, rows.len())
                },
            },
        )
    }

    /// An instance that stays between calls, to measure a call apart from making the instance. A plugin could keep state
    /// in it: answers that count come from [`Self::try_assess`]. It holds one of the places of [`crate::RuntimeOptions::calls`].
    ///
    /// # Errors
    /// If no instance can be made.
    pub fn live(&self) -> Result<LiveMethodology<'_>, Problem> {
        let session = self.plugin.instance().map_err(|fault| self.plugin.problem(Call::Assess, fault))?;
        Ok(LiveMethodology { of: self, session })
    }

    fn checked(&self, rows: usize, answer: Result<GivenScores, String>) -> Result<Answer, Fault> {
        let answer = answer.map_err(refused)?;
        let limits = self.plugin.limits().of_texts();
        Ok(self.description.hold(answer, rows, &self.language, &limits)?)
    }

    /// Whether a batch was made for this methodology.
    fn fits(&self, call: Call, batch: &Batch) -> Result<(), Problem> {
        let wrong = |message: String| Err(self.plugin.problem(call, Fault::new(Kind::Input, message)));
        let most = self.plugin.limits().rows;
        if batch.rows() > count(most) {
            return wrong(format!("{} rows were handed in, at most {most} are taken", batch.rows()));
        }
        let (columns, factors) = (batch.columns(), &self.description.factors);
        if columns.len() != factors.len() {
            return wrong(format!(
                "the batch has {} columns, the methodology {} factors: it was made for another",
                columns.len(),
                factors.len()
            ));
        }
        let mut strange: Option<(usize, &Factor)> = None;
        for (column, factor) in columns.iter().zip(factors) {
            let row = match (column, &factor.kind) {
                (Column::Ordinal(_), FactorKind::Ordinal(_)) | (Column::Flag(_), FactorKind::Flag) => None,
                (Column::Number(rows), FactorKind::Number { .. }) => {
                    first_not(rows.values(), |value| value.is_finite())
                }
                (Column::Range(rows), FactorKind::Range { .. }) => {
                    let fine =
                        |value: &[f64; 3]| value.iter().fold(true, |fine, point| fine & point.is_finite());
                    first_not(rows.values(), fine)
                }
                _ => {
                    return wrong(format!(
                        "the column of factor `{}` is of another kind than the factor",
                        factor.id
                    ));
                }
            };
            let before = |row: &usize| strange.is_none_or(|(first, _)| *row < first);
            strange = row.filter(before).map(|row| (row, factor)).or(strange);
        }
        let Some((row, factor)) = strange else { return Ok(()) };
        let fault = Fault {
            kind: Kind::Input,
            row: u32::try_from(row).ok(),
            message: format!("factor `{}` has a value that is no finite number", factor.id),
        };
        Err(self.plugin.problem(call, fault))
    }

    fn error(&self, problem: &Problem) -> MethodologyError {
        MethodologyError { methodology: self.description.id.clone(), message: problem.to_string() }
    }
}

/// A methodology whose instance stays between calls.
pub struct LiveMethodology<'a> {
    of: &'a PluginMethodology,
    session: Session<'a>,
}

impl LiveMethodology<'_> {
    /// Scores a batch. After an error that broke the call off, every further call is one too.
    ///
    /// # Errors
    /// As [`PluginMethodology::try_assess`].
    pub fn assess(&mut self, batch: &Batch) -> Result<Answer, Problem> {
        let of = self.of;
        of.fits(Call::Assess, batch)?;
        of.plugin.ask_again(
            &mut self.session,
            Call::Assess,
            of.plugin.limits().answer_bytes(batch.rows(), EACH_SCORE),
            |contract, live| contract.assess(live, &of.settings, Rows::all(batch)),
            |answer| of.checked(batch.rows(), answer),
        )
    }
}

impl Methodology for PluginMethodology {
    fn describe(&self) -> &Description {
        &self.description
    }

    fn code(&self) -> Digest {
        self.plugin.code()
    }

    fn settings(&self) -> Digest {
        self.digest
    }

    fn assess(&self, batch: &Batch) -> Result<Answer, MethodologyError> {
        self.try_assess(batch).map_err(|problem| self.error(&problem))
    }

    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<TraceStep>>, MethodologyError> {
        self.try_trace(batch).map_err(|problem| self.error(&problem))
    }

    fn loss(&self, batch: &Batch) -> Result<Vec<Option<LossModel>>, MethodologyError> {
        self.try_loss(batch).map_err(|problem| self.error(&problem))
    }
}

/// Rows of a part at most where scores are asked for. Settings are read anew for each part: the longer they are, the fewer
/// parts there are to be.
fn scored_at_once(factors: &[Factor], settings: usize) -> usize {
    let factor = |factor: &Factor| match factor.kind {
        FactorKind::Ordinal(_) | FactorKind::Flag => 1,
        FactorKind::Number { .. } => 8,
        FactorKind::Range { .. } => 24,
    };
    let score_and_level = 9;
    let row = factors.iter().map(factor).sum::<usize>() + score_and_level;
    (SCORED / row).max(WORTH).max(settings)
}

/// The first row with a value that is not fine; the one that stands for none is.
fn first_not<T>(values: &[T], fine: impl Fn(&T) -> bool) -> Option<usize> {
    // a pass without a branch, and hardly ever a second one
    let all = values.iter().fold(true, |all, value| all & fine(value));
    if all { None } else { values.iter().position(|value| !fine(value)) }
}

impl Kept for Answer {
    fn bytes(&self) -> usize {
        // words for many rows are kept once; of several that take turns the last few are known again
        let mut known: VecDeque<&Arc<str>> = VecDeque::with_capacity(ALIKE);
        let mut bytes = self.problems.len().saturating_mul(size_of::<RowProblem>());
        for RowProblem { message, .. } in &self.problems {
            if !known.iter().any(|before| Arc::ptr_eq(before, message)) {
                bytes = bytes.saturating_add(message.len());
                known.truncate(ALIKE - 1);
                known.push_front(message);
            }
        }
        bytes
    }

    fn append(&mut self, more: Self, rows: usize) {
        append(&mut self.scores, more.scores, rows);
        append(&mut self.levels, more.levels, rows);
        self.problems.extend(more.problems);
    }
}

impl Kept for Vec<Vec<TraceStep>> {
    fn bytes(&self) -> usize {
        let step = |step: &TraceStep| size_of::<GivenStep>() + step.from.len() * size_of::<String>();
        self.iter().flatten().map(step).sum()
    }

    fn append(&mut self, more: Self, rows: usize) {
        append(self, more, rows);
    }
}

impl Kept for Vec<Option<LossModel>> {
    fn bytes(&self) -> usize {
        let model = |model: &LossModel| {
            let losses = model.secondary.iter().map(|loss| loss.magnitude.len() + 1).sum::<usize>();
            (model.frequency.len() + model.primary.len() + losses) * size_of::<Distribution>()
        };
        self.iter().flatten().map(model).sum()
    }

    fn append(&mut self, more: Self, rows: usize) {
        append(self, more, rows);
    }
}

/// The rows that follow, in memory for all of them.
fn append<T>(to: &mut Vec<T>, more: Vec<T>, rows: usize) {
    to.reserve_exact(rows.saturating_sub(to.len()));
    to.extend(more);
}

/// A plugin's own word that it can't answer.
fn refused(message: String) -> Fault {
    let message = message.trim();
    let said = if message.is_empty() { "it does not say why" } else { message };
    Fault::new(Kind::Refused, format!("it says that it can't answer: {}", shown(said)))
}

fn canonical(settings: &Value, plugin: &Plugin) -> Result<(String, Digest), Fault> {
    let most = count(plugin.limits().settings_kib).saturating_mul(1 << 10);
    let bytes = canonical_json(settings)
        .map_err(|error| Fault::new(Kind::Settings, format!("the settings can't be written: {error}")))?;
    if bytes.len() > most {
        let found = bytes.len();
        return Err(Fault::new(
            Kind::Settings,
            format!("the settings have {found} bytes, at most {most} are taken"),
        ));
    }
    let digest = Digest::of(&bytes);
    let text = String::from_utf8(bytes)
        .map_err(|error| Fault::new(Kind::Settings, format!("the settings can't be written: {error}")))?;
    Ok((text, digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As how a batch is cut is part of what a plugin that breaks the rule answers.
    #[test]
    fn parts_are_as_large_as_columns_and_settings_say() {
        let (unit, min, max) = (String::new, 0.0, 1.0);
        let number = || FactorKind::Number { unit: unit(), min, max };
        let range = || FactorKind::Range { unit: unit(), min, max };
        let ordinal = || FactorKind::Ordinal(vec!["low".parse().unwrap(), "high".parse().unwrap()]);
        let cases = [
            (vec![ordinal()], 2, 15_360),
            (vec![FactorKind::Flag, ordinal()], 2, 13_963),
            (vec![ordinal(), number()], 2, 8_533),
            (vec![ordinal(), number(), FactorKind::Flag], 2, 8_084),
            (vec![ordinal(), number(), number()], 2, 5_907),
            // 57 bytes a row would be 2,694
            (vec![range(), range()], 2, 4_096),
            (vec![ordinal()], 15_361, 15_361),
            (vec![ordinal()], 50_000, 50_000),
            (vec![range()], 4_655, 4_655),
        ];
        for (kinds, settings, rows) in cases {
            let factors = kinds.into_iter().map(|kind| Factor {
                id: "factor".parse().unwrap(),
                title: "Factor".parse().unwrap(),
                help: String::new().parse().unwrap(),
                effect: riskwright_core::methodology::Effect::Raises,
                kind,
                required: true,
            });
            assert_eq!(scored_at_once(&factors.collect::<Vec<_>>(), settings), rows);
        }
    }
}
