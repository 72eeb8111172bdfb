//! One runtime, a good plugin, and those that mean harm.

use std::sync::Arc;
use std::time::{Duration, Instant};

use riskwright_core::methodology::{Batch, Column, FactorKind, Methodology};
use riskwright_runtime::problem::{Call, Kind, Problem};
use riskwright_runtime::questionnaire::{AnswerValue, GivenAnswer};
use riskwright_runtime::{Plugin, PluginMethodology, Runtime, RuntimeOptions};
use serde_json::json;

use crate::cases::Case;
use crate::guest::Guest;
use crate::memory::resident_bytes;

/// What the host may be slower than a plugin's limit: other tests run beside this one.
const GRACE: Duration = Duration::from_secs(3);
/// What the process may have grown by, whatever was done to it.
const GROWTH: u64 = 192 << 20;

/// Likelihoods and consequences of three rows.
const ROWS: [(u8, u8); 3] = [(0, 0), (2, 3), (4, 4)];

/// A host under attack.
pub struct Arena {
    runtime: Runtime,
    good: PluginMethodology,
    bits: Vec<u64>,
    began_with: u64,
}

impl Default for Arena {
    fn default() -> Self {
        Self::new()
    }
}

/// Three rows of the two factors.
#[must_use]
pub fn batch() -> Batch {
    let column = |of: fn(&(u8, u8)) -> u8| Column::Ordinal(ROWS.iter().map(|row| Some(of(row))).collect());
    let batch = Batch::of_columns(ROWS.len(), vec![column(|row| row.0), column(|row| row.1)]);
    batch.unwrap_or_else(|| unreachable!("both have three rows"))
}

/// Three rows of whatever factors it asks for.
fn fitting(methodology: &PluginMethodology) -> Batch {
    let columns = methodology.describe().factors.iter().enumerate().map(|(at, factor)| match factor.kind {
        FactorKind::Ordinal(_) => {
            let level = |row: &(u8, u8)| Some(if at % 2 == 0 { row.0 } else { row.1 });
            Column::Ordinal(ROWS.iter().map(level).collect())
        }
        FactorKind::Number { min, max, .. } => Column::Number(vec![Some(min), None, Some(max)].into()),
        FactorKind::Range { min, max, .. } => {
            Column::Range(vec![Some([min; 3]), None, Some([min, min, max])].into())
        }
        FactorKind::Flag => Column::Flag(vec![Some(false), None, Some(true)].into()),
    });
    let batch = Batch::of_columns(ROWS.len(), columns.collect());
    batch.unwrap_or_else(|| unreachable!("each has three rows"))
}

/// An answer of each kind, to the first question.
fn answers() -> Vec<GivenAnswer> {
    let values = [
        AnswerValue::YesNo(true),
        AnswerValue::Choice("a".to_owned()),
        AnswerValue::Choices(vec!["a".to_owned(), "nowhere".to_owned()]),
        AnswerValue::Level(200),
        AnswerValue::Text("words".to_owned()),
        AnswerValue::Number(-1.0e300),
        AnswerValue::Date("2026-02-30".to_owned()),
        AnswerValue::NotApplicable("nothing of the kind".to_owned()),
    ];
    values.into_iter().map(|value| GivenAnswer { item: "q1".to_owned(), value }).collect()
}

/// A methodology's scores, bit by bit.
fn bits(methodology: &PluginMethodology) -> Vec<u64> {
    let answer = methodology.assess(&batch()).unwrap_or_else(|error| panic!("it is good: {error}"));
    assert!(answer.problems.is_empty());
    answer.scores.iter().map(|score| score.to_bits()).collect()
}

impl Arena {
    /// A host with a good plugin.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn new() -> Self {
        let runtime = Runtime::new(RuntimeOptions::default()).unwrap_or_else(|error| panic!("{error}"));
        let plugin = runtime.load(&Guest::methodology().called("tests.good").package());
        let plugin = plugin.unwrap_or_else(|problem| panic!("{problem}"));
        let good = plugin.methodology(&json!({}), "en").unwrap_or_else(|problem| panic!("{problem}"));
        let bits = bits(&good);
        assert_eq!(bits, [1.0_f64, 12.0, 25.0].map(f64::to_bits));
        Self { runtime, good, bits, began_with: resident_bytes() }
    }

    /// The runtime.
    #[must_use]
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Loads a package.
    ///
    /// # Errors
    /// The host's.
    pub fn load(&self, package: &[u8]) -> Result<Arc<Plugin>, Problem> {
        self.runtime.load(package)
    }

    /// Loads a package and goes as far as this call.
    ///
    /// # Errors
    /// The host's.
    pub fn attempt(&self, package: &[u8], call: Call) -> Result<(), Problem> {
        ask(&self.load(package)?, call)
    }

    /// The good plugin gives the same bits as before, and the process is no larger than it should be.
    ///
    /// # Panics
    /// If not.
    pub fn is_unmoved(&self) {
        assert_eq!(bits(&self.good), self.bits, "the good plugin noticed");
        let grown = resident_bytes().saturating_sub(self.began_with);
        assert!(grown < GROWTH, "the host grew by {} MiB", grown >> 20);
    }

    /// Each case is met with a problem that names plugin and call, in time, and nobody else notices.
    ///
    /// # Panics
    /// Naming all that are not.
    pub fn withstands(&self, cases: &[Case]) {
        let mut wrong = Vec::new();
        for case in cases {
            let package = case.guest.package();
            let limit = GRACE + Duration::from_millis(u64::from(case.guest.time_ms()));
            let begin = Instant::now();
            let outcome = self.attempt(&package, case.fails_in);
            let took = begin.elapsed();
            let mut say = |what: String| wrong.push(format!("{}: {what}", case.does));
            match outcome {
                Ok(()) => say("was taken for an answer".to_owned()),
                Err(problem) => {
                    let text = problem.to_string();
                    if problem.call != case.fails_in || !case.kinds.contains(&problem.kind) {
                        say(format!("{:?} in {:?}: {text}", problem.kind, problem.call));
                    }
                    let names = ["tests.hostile", "1.0.0", &problem.call.to_string()];
                    if let Some(name) = names.iter().find(|name| !text.contains(**name)) {
                        say(format!("`{name}` is not in: {text}"));
                    }
                    let row = case.row.map(|row| format!(", row {}: ", row + 1));
                    if problem.row != case.row && case.row.is_some() {
                        say(format!("row {:?} instead of {:?}: {text}", problem.row, case.row));
                    }
                    if row.is_some_and(|row| !text.contains(&row)) {
                        say(format!("the row is not in: {text}"));
                    }
                    if text.len() > 1000 || text.chars().any(|c| c.is_control()) {
                        say(format!("says too much: {} bytes", text.len()));
                    }
                }
            }
            if took > limit {
                say(format!("took {took:?}"));
            }
            self.is_unmoved();
        }
        assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    }
}

/// Goes as far as this call.
///
/// # Errors
/// The host's.
pub fn ask(plugin: &Arc<Plugin>, call: Call) -> Result<(), Problem> {
    match call {
        Call::Load => Ok(()),
        Call::Catalogue => plugin.catalogue().map(|_| ()),
        Call::Questionnaire => plugin.questionnaire().map(|_| ()),
        Call::Evaluate => plugin.evaluate(&answers()).map(|_| ()),
        Call::ValidateSettings | Call::Describe => plugin.methodology(&json!({}), "en").map(|_| ()),
        Call::Assess => {
            let methodology = plugin.methodology(&json!({}), "en")?;
            methodology.try_assess(&fitting(&methodology)).map(|_| ())
        }
        Call::Trace => {
            let methodology = plugin.methodology(&json!({}), "en")?;
            methodology.try_trace(&fitting(&methodology)).map(|_| ())
        }
        Call::Loss => {
            let methodology = plugin.methodology(&json!({}), "en")?;
            methodology.try_loss(&fitting(&methodology)).map(|_| ())
        }
    }
}

/// Kinds that say that the plugin is to blame, or that it was not let in.
#[must_use]
pub fn is_clear(problem: &Problem) -> bool {
    problem.kind.is_failure()
        || matches!(
            problem.kind,
            Kind::Package | Kind::Contract | Kind::Code | Kind::Settings | Kind::Refused
        )
}
