//! The cases of tests/cases: what the standard, a formula or a hand says comes out of the engine.

use riskwright_core::isms::Isms;
use riskwright_core::methodology::{Answer, Batch, Column, FactorKind, Matrix, Methodology, TraceStep};
use riskwright_guest::case::matrix_by;
use riskwright_guest::random::Random;
use riskwright_guest::run_case;
use riskwright_runtime::{Runtime, RuntimeOptions};
use riskwright_tests::{Case, cases, mismatches, node, root};
use serde_json::{Value, json};

#[path = "../../plugins/matrix/tests/settings/mod.rs"]
mod settings;

use settings::settings;

/// Runs every case of a stage and tells each file that fails, with all that differs.
fn run(stage: &str) -> Vec<(Case, Value)> {
    let (mut ran, mut wrong) = (Vec::new(), Vec::new());
    for case in cases(stage) {
        let file = format!("tests/cases/{stage}/{}.json", case.name);
        assert!(
            case.value["source"].as_str().is_some_and(|source| source.len() > 20),
            "{file} does not say in `source` where its expectation is from"
        );
        match run_case(stage, case.value["given"].clone()) {
            Ok(found) => {
                let differs = mismatches(&case.value["expect"], &found, "expect");
                if !differs.is_empty() {
                    wrong.push(format!("{file}:\n  {}", differs.join("\n  ")));
                }
                ran.push((case, found));
            }
            Err(error) => wrong.push(format!("{file}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{} cases fail:\n{}", wrong.len(), wrong.join("\n"));
    ran
}

#[test]
fn matrix() {
    let begun = Isms::new("Example Ltd".parse().unwrap());
    let matrix = serde_json::to_value(begun.preferred_methodology().unwrap()).unwrap();
    let start = json!({ "criteria": begun.criteria(), "matrix": matrix["engine"]["matrix"] });
    let mut held = 0;
    for (case, found) in run("matrix") {
        if found.get("refused").is_some() {
            continue;
        }
        // every digest once more, by another implementation
        let request = json!({ "given": case.value["given"], "start": start, "scored": found["rows"] });
        let digests = node("score_digests.mjs", &[], request.to_string().as_bytes());
        let digests: Value = serde_json::from_slice(&digests).expect("the script writes JSON");
        let differs = mismatches(&digests, &found, "digests");
        assert!(differs.is_empty(), "tests/cases/matrix/{}.json: {}", case.name, differs.join("\n  "));
        held += 1;
    }
    assert!(held >= 8, "only {held} cases have digests");
}

/// Rows of levels: a tenth not estimated, a few beyond the scale.
fn random_rows(of: &dyn Methodology, count: usize, random: &mut Random) -> Batch {
    let columns = of.describe().factors.iter().map(|factor| {
        let FactorKind::Ordinal(levels) = &factor.kind else { panic!("{} in a matrix", factor.id) };
        let levels = levels.len() as u8;
        let mut level = || match random.below(100) {
            0..10 => None,
            10 => Some(levels),
            _ => Some(random.level(levels)),
        };
        Column::Ordinal((0..count).map(|_| level()).collect())
    });
    Batch::of_columns(count, columns.collect()).expect("alike")
}

/// All that counts of an answer, floats bit by bit.
fn bits(answer: &Answer) -> (Vec<u64>, &[u8], Vec<(usize, &str)>) {
    let problems = answer.problems.iter().map(|problem| (problem.row, &*problem.message));
    (answer.scores.iter().map(|score| score.to_bits()).collect(), &answer.levels, problems.collect())
}

/// Traces but for the level behind the score: a plugin leaves that to the answer.
fn steps(traces: Vec<Vec<TraceStep>>) -> Vec<Vec<TraceStep>> {
    let without =
        |row: Vec<TraceStep>| row.into_iter().filter(|step| step.node.as_str() != "level").collect();
    traces.into_iter().map(without).collect()
}

/// What a case asks of, or gets from, whatever engine: no digests of code and settings, no level in traces.
fn of_any_engine(mut of: Value) -> Value {
    for row in of.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(trace) = row.get_mut("trace").and_then(Value::as_array_mut) {
            trace.retain(|step| step["node"] != "level");
        }
        if let Some(row) = row.as_object_mut() {
            row.remove("digest");
        }
    }
    if let Some(of) = of.as_object_mut() {
        of.retain(|name, _| !matches!(name.as_str(), "methodology" | "settings"));
    }
    of
}

#[test]
fn the_matrix_as_a_plugin_answers_every_case_as_the_engine_does() {
    let runtime = Runtime::new(RuntimeOptions::default()).unwrap();
    let package = std::fs::read(root().join("plugins/dist/riskwright.matrix.wasm")).unwrap();
    let plugin = runtime.load(&package).unwrap_or_else(|problem| panic!("{problem}"));
    let mut random = Random::new(0x2545_f491_4f6c_dd1d);
    let (mut answered, mut refused) = (0, 0);
    for case in cases("matrix") {
        let file = format!("tests/cases/matrix/{}.json", case.name);
        let made = std::cell::RefCell::new(None);
        let found = matrix_by(case.value["given"].clone(), &|criteria, matrix| {
            *made.borrow_mut() = Some((criteria.clone(), matrix.clone()));
            match plugin.methodology(&settings(criteria, matrix), "en") {
                Ok(methodology) => Ok(Box::new(methodology)),
                Err(problem) => Err(problem.to_string()),
            }
        });
        let found = found.unwrap_or_else(|error| panic!("{file}: {error}"));
        let core = run_case("matrix", case.value["given"].clone()).unwrap();
        if let Some(said) = found.get("refused") {
            assert!(
                core.get("refused").is_some() && case.value["expect"].get("refused").is_some(),
                "{file}: {said}"
            );
            assert!(said.as_str().unwrap().contains("plugin `riskwright.matrix`"), "{file}: {said}");
            refused += 1;
            continue;
        }
        let (found, core) = (of_any_engine(found), of_any_engine(core));
        let expected = of_any_engine(case.value["expect"].clone());
        let differs = mismatches(&expected, &found, "expect");
        assert!(differs.is_empty(), "{file}:\n  {}", differs.join("\n  "));
        // inputs, scores, levels, problems and traces, as JSON has them to the bit
        assert_eq!(found, core, "{file}");

        let (criteria, matrix) = made.into_inner().unwrap();
        let engine =
            Matrix::new("matrix".parse().unwrap(), "Matrix".parse().unwrap(), &criteria, &matrix).unwrap();
        let twin = plugin.methodology(&settings(&criteria, &matrix), "en").unwrap();
        let ids = |of: &dyn Methodology| -> Vec<String> {
            of.describe().factors.iter().map(|factor| factor.id.to_string()).collect()
        };
        assert_eq!(ids(&engine), ids(&twin), "{file}");
        let batch = random_rows(&engine, 2_000, &mut random);
        let (ours, theirs) = (engine.assess(&batch).unwrap(), twin.assess(&batch).unwrap());
        assert_eq!(bits(&ours), bits(&theirs), "{file}");
        assert_eq!(steps(engine.trace(&batch).unwrap()), steps(twin.trace(&batch).unwrap()), "{file}");
        answered += 1;
    }
    assert!(answered >= 8 && refused >= 4, "{answered} cases were answered, {refused} refused");
}

#[test]
fn applicability() {
    run("applicability");
}

#[test]
fn residual() {
    run("residual");
}

#[test]
fn delta() {
    run("delta");
}

#[test]
fn a_journal_verifies_by_its_published_rule_alone() {
    for seed in 1..=5 {
        let found = run_case("journal", json!({ "seed": seed, "steps": 400 })).unwrap();
        let entries = found["entries"].as_array().unwrap();
        assert!(entries.len() > 100, "seed {seed} makes a journal worth the name: {}", entries.len());
        let verified = node("verify_journal.mjs", &[], found["entries"].to_string().as_bytes());
        let verified: Value = serde_json::from_slice(&verified).expect("the script writes JSON");
        assert_eq!(
            verified,
            json!({ "entries": entries.len(), "head": found["head"]["hash"] }),
            "seed {seed}"
        );
    }
}
