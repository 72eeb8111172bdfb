//! The stages that have cases in tests/cases.

use std::collections::BTreeMap;

use riskwright_core::applicability::{Applicability, statement};
use riskwright_core::catalogue::{self, Edition};
use riskwright_core::change::Change;
use riskwright_core::id::{FactorId, ScenarioId};
use riskwright_core::identification::FactorValue;
use riskwright_core::isms::Isms;
use riskwright_core::methodology::score::{digest, inputs_digest};
use riskwright_core::methodology::{Batch, Engine, Matrix, MatrixSettings, Methodology, RiskCriteria};
use riskwright_core::quantity::{Actor, Digest, Timestamp};
use riskwright_core::treatment::residual::proposal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

pub(crate) fn read<T: DeserializeOwned>(given: Value) -> Result<T, String> {
    serde_json::from_value(given).map_err(|error| error.to_string())
}

pub(crate) fn start() -> Result<Isms, String> {
    Ok(Isms::new("Example Ltd".parse().map_err(|error| format!("{error}"))?))
}

pub(crate) fn author() -> Result<Actor, String> {
    "A. Manager".parse().map_err(|error| format!("{error}"))
}

/// A new ISMS after these changes.
fn changed(changes: &[Change]) -> Result<Isms, String> {
    let mut isms = start()?;
    for change in changes {
        let at = Timestamp::UNIX_EPOCH;
        isms.apply(change, &author()?, at).map_err(|rejection| rejection.to_string())?;
    }
    Ok(isms)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MatrixGiven {
    /// Absent: those an ISMS begins with.
    criteria: Option<RiskCriteria>,
    /// Absent: the one an ISMS begins with.
    matrix: Option<MatrixSettings>,
    factors: Vec<FactorId>,
    /// Levels by factor in the order of `factors`; `null`: not estimated.
    rows: Vec<Vec<Option<u8>>>,
}

/// Makes the matrix of these criteria and settings, in whatever engine, or says why there is none.
pub type MakeMatrix<'a> = &'a dyn Fn(&RiskCriteria, &MatrixSettings) -> Result<Box<dyn Methodology>, String>;

/// A batch through the built-in matrix: score and level of each row, problems, and all digests.
///
/// # Errors
/// If the case is not made for this stage.
pub fn matrix(given: Value) -> Result<Value, String> {
    let start = start()?;
    let in_use = start.preferred_methodology().ok_or("a new ISMS has a methodology")?;
    matrix_by(given, &|criteria, settings| {
        let built = Matrix::new(in_use.id.clone(), in_use.title.clone(), criteria, settings);
        Ok(Box::new(built.map_err(|error| error.to_string())?))
    })
}

/// The same through any matrix.
///
/// # Errors
/// If the case is not made for this stage.
pub fn matrix_by(given: Value, make: MakeMatrix<'_>) -> Result<Value, String> {
    let given: MatrixGiven = read(given)?;
    let start = start()?;
    let criteria = given.criteria.unwrap_or_else(|| start.criteria().clone());
    let in_use = start.preferred_methodology().ok_or("a new ISMS has a methodology")?;
    let Engine::Matrix(preset) = &in_use.engine else { return Err("a new ISMS has a matrix".to_owned()) };
    let settings = given.matrix.as_ref().unwrap_or(preset);
    let methodology = match make(&criteria, settings) {
        Ok(methodology) => methodology,
        Err(error) => return Ok(json!({ "refused": error })),
    };
    let rows: Vec<BTreeMap<FactorId, FactorValue>> = given
        .rows
        .iter()
        .map(|row| {
            let levels = given.factors.iter().zip(row);
            levels.filter_map(|(id, level)| Some((id.clone(), FactorValue::Level((*level)?)))).collect()
        })
        .collect();
    let batch = Batch::new(methodology.describe(), rows.iter());
    let answer = methodology.assess(&batch).map_err(|error| error.to_string())?;
    let traces = methodology.trace(&batch).map_err(|error| error.to_string())?;
    let (code, settings) = (methodology.code(), methodology.settings());
    let mut out: Vec<Value> = Vec::new();
    for (at, ((score, level), factors)) in answer.scores.iter().zip(&answer.levels).zip(&rows).enumerate() {
        let inputs = inputs_digest(&methodology.describe().asked(factors));
        let problem = answer.problems.iter().find(|problem| problem.row == at);
        out.push(match problem {
            Some(problem) => json!({ "problem": problem.message, "inputs": inputs }),
            None => json!({
                "score": score,
                "level": methodology.describe().levels.get(usize::from(*level)),
                "index": level,
                "inputs": inputs,
                "digest": digest(&code, &settings, &inputs, *score, *level),
                "trace": traces.get(at),
            }),
        });
    }
    let mut reachable: Vec<f64> = answer.scores.clone();
    reachable.sort_by(f64::total_cmp);
    reachable.dedup();
    let column = |name: &str| -> Vec<&Value> { out.iter().map(|row| &row[name]).collect() };
    Ok(json!({
        "methodology": code,
        "settings": settings,
        "scores": column("score"),
        "levels": column("level"),
        "problems": column("problem"),
        "reachable": reachable,
        "rows": out,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplicabilityGiven {
    edition: Edition,
    changes: Vec<Change>,
}

/// The Statement of Applicability after some changes, by control.
///
/// # Errors
/// If the case is not made for this stage, or a change is refused.
pub fn applicability(given: Value) -> Result<Value, String> {
    let given: ApplicabilityGiven = read(given)?;
    let soa = statement(&changed(&given.changes)?, given.edition);
    let lines: BTreeMap<String, Value> =
        soa.lines.iter().map(|line| (line.id.to_string(), json!(line))).collect();
    let count = |of| soa.lines.iter().filter(|line| line.applicability == of).count();
    let included: Vec<&str> = soa
        .lines
        .iter()
        .filter(|line| line.applicability == Applicability::Included)
        .map(|line| line.id.as_str())
        .collect();
    Ok(json!({
        "included": included,
        "excluded": count(Applicability::Excluded),
        "lines": lines,
        "digest": Digest::of_json(&soa).map_err(|error| error.to_string())?,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResidualGiven {
    changes: Vec<Change>,
    scenario: ScenarioId,
}

/// What a scenario's controls make of its inherent estimate.
///
/// # Errors
/// If the case is not made for this stage, or a change is refused.
pub fn residual(given: Value) -> Result<Value, String> {
    let given: ResidualGiven = read(given)?;
    let isms = changed(&given.changes)?;
    let scenario = isms.scenarios().get(&given.scenario).ok_or("there is no such scenario")?;
    let treatment = isms.treatments().get(&given.scenario).ok_or("there is no such treatment")?;
    Ok(json!(proposal(&isms, scenario, treatment)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeltaGiven {
    from: Edition,
    to: Edition,
}

/// The way from one edition to another: for each control that is left, where it went.
///
/// # Errors
/// If the case is not made for this stage.
pub fn delta(given: Value) -> Result<Value, String> {
    let given: DeltaGiven = read(given)?;
    let delta = catalogue::delta(given.from, given.to);
    let mut moved: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for step in &delta.moved {
        for id in &step.from {
            moved.entry(id).or_default().push(json!(step));
        }
    }
    Ok(json!({ "moves": delta.moved.len(), "moved": moved, "new": delta.new, "removed": delta.removed }))
}
