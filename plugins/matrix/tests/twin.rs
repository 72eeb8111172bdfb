//! The same scores, levels, problems and traces as the engine's own matrix, over its cases and 100,000 random rows.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;

use riskwright_core::id::{FactorId, MethodologyId};
use riskwright_core::identification::FactorValue;
use riskwright_core::isms::Isms;
use riskwright_core::methodology::{self as core, MatrixSettings, Methodology as _, RiskCriteria};
use riskwright_plugin_matrix::Matrix;
use riskwright_sdk::prelude::*;
use serde_json::json;

mod settings;

use settings::settings;

fn engine(criteria: &RiskCriteria, matrix: &MatrixSettings) -> Result<core::Matrix, String> {
    let id: MethodologyId = "matrix".parse().unwrap();
    core::Matrix::new(id, "Matrix".parse().unwrap(), criteria, matrix).map_err(|error| error.to_string())
}

/// Both answer these rows alike, to the bit.
fn alike(engine: &core::Matrix, plugin: &Ready<Matrix>, rows: &[BTreeMap<FactorId, FactorValue>]) {
    let batch = core::Batch::new(engine.describe(), rows.iter());
    let described = plugin.describe();
    let ids: Vec<String> = described.factors.iter().map(|factor| factor.id.to_string()).collect();
    let own: Vec<Vec<(&str, Value)>> = rows
        .iter()
        .map(|row| {
            let known = row.iter().filter(|(id, _)| ids.iter().any(|known| known == id.as_str()));
            known
                .map(|(id, value)| match value {
                    FactorValue::Level(level) => (id.as_str(), Value::Level(*level)),
                    other => panic!("{other:?} in a matrix"),
                })
                .collect()
        })
        .collect();
    let own: Vec<&[(&str, Value)]> = own.iter().map(Vec::as_slice).collect();
    let own = Batch::of_rows(&described, &own).unwrap();

    let expected = engine.assess(&batch).unwrap();
    let answer = plugin.assess(&own).unwrap();
    let traces = engine.trace(&batch).unwrap();
    let steps = plugin.trace(&own).unwrap();
    for (row, trace) in traces.iter().enumerate() {
        match expected.problems.iter().find(|problem| problem.row == row) {
            Some(problem) => assert_eq!(answer.get(row).unwrap_err().first(), &*problem.message, "row {row}"),
            None => {
                let (score, level) = answer.get(row).unwrap();
                assert_eq!(score.to_bits(), expected.scores[row].to_bits(), "row {row}");
                assert_eq!(level, expected.levels[row], "row {row}");
            }
        }
        // the host adds words to each step, and the level behind the score
        let trace: Vec<(&str, Value, Vec<&str>)> = trace
            .iter()
            .filter(|step| step.node.as_str() != "level")
            .map(|step| {
                let value = match step.value {
                    FactorValue::Level(level) => Value::Level(level),
                    FactorValue::Number(number) => Value::Number(number),
                    other => panic!("{other:?} in a matrix"),
                };
                (step.node.as_str(), value, step.from.iter().map(FactorId::as_str).collect())
            })
            .collect();
        let steps: Vec<(&str, Value, Vec<&str>)> = steps[row]
            .iter()
            .map(|step| (step.node.as_ref(), step.value, step.sources.iter().map(AsRef::as_ref).collect()))
            .collect();
        assert_eq!(steps, trace, "row {row}");
    }
    let told: usize = answer.problems().iter().map(|problem| problem.rows.len()).sum();
    assert_eq!(told, expected.problems.len());
}

/// A generator of numbers, the same in every run (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

fn random_rows(
    criteria: &RiskCriteria,
    count: usize,
    random: &mut Random,
) -> Vec<BTreeMap<FactorId, FactorValue>> {
    let own = criteria.criteria.iter().map(|criterion| criterion.id.clone());
    let ids: Vec<FactorId> = own.chain(["likelihood", "consequence"].map(|id| id.parse().unwrap())).collect();
    (0..count)
        .map(|_| {
            let mut row = BTreeMap::new();
            for id in &ids {
                let levels = criteria.scale(id).unwrap().levels.len() as u64;
                // a tenth is not estimated, and a hundredth beyond the scale
                match random.below(100) {
                    0..10 => {}
                    10 => {
                        let level = [levels as u8, levels as u8 + 1, 254, 255][random.below(4) as usize];
                        row.insert(id.clone(), FactorValue::Level(level));
                    }
                    _ => drop(row.insert(id.clone(), FactorValue::Level(random.below(levels) as u8))),
                }
            }
            row
        })
        .collect()
}

#[test]
fn the_matrix_an_isms_begins_with_is_the_default() {
    let isms = Isms::new("Example Ltd".parse().unwrap());
    let core::Engine::Matrix(matrix) = isms.preferred_methodology().unwrap().engine.clone() else {
        unreachable!()
    };
    let engine = engine(isms.criteria(), &matrix).unwrap();
    let plugin = Ready::<Matrix>::new("{}").unwrap();
    let rows = random_rows(isms.criteria(), 100_000, &mut Random(0x9e37_79b9_7f4a_7c15));
    alike(&engine, &plugin, &rows);
    // rows are looked at in eights
    for count in 0..20 {
        alike(&engine, &plugin, &rows[count * 100..][..count]);
    }
}

#[test]
fn the_cases_of_the_engine_hold_for_the_plugin() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/matrix");
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let case: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let given = &case["given"];
        let start = Isms::new("Example Ltd".parse().unwrap());
        let read = |name: &str| given.get(name).cloned();
        let criteria: RiskCriteria = read("criteria")
            .map_or_else(|| start.criteria().clone(), |value| serde_json::from_value(value).unwrap());
        let matrix: MatrixSettings = read("matrix").map_or_else(
            || match &start.preferred_methodology().unwrap().engine {
                core::Engine::Matrix(matrix) => matrix.clone(),
                core::Engine::Plugin(_) => unreachable!(),
            },
            |value| serde_json::from_value(value).unwrap(),
        );
        checked += 1;
        match (engine(&criteria, &matrix), Ready::<Matrix>::new(&settings(&criteria, &matrix).to_string())) {
            (Ok(engine), Ok(plugin)) => {
                alike(&engine, &plugin, &random_rows(&criteria, 2_000, &mut random));
                assert!(case.pointer("/expect/refused").is_none(), "{}", path.display());
            }
            (Err(_), Err(_)) => {}
            (engine, plugin) => panic!("{}: {engine:?} but {plugin:?}", path.display()),
        }
    }
    assert!(checked >= 10, "only {checked} cases were found");
}

#[test]
fn settings_that_will_not_do_are_told_by_place() {
    let change = |at: &str, value: serde_json::Value| {
        let mut settings = json!({
            "likelihood": ["rare", "frequent"],
            "consequence": ["small", "great"],
            "criteria": [{"id": "safety", "title": "Safety", "onto": [0, 1]}],
            "table": [[1, 2], [2, 4]],
            "bands": [{"name": "green", "from": 1}, {"name": "red", "from": 3}],
        });
        if let Some(place) = settings.pointer_mut(at) {
            *place = value;
        }
        match Ready::<Matrix>::new(&settings.to_string()) {
            Ok(_) => String::new(),
            Err(problems) => format!("{} {}", problems[0].path, problems[0].message.first()),
        }
    };
    assert_eq!(change("/nowhere", json!(0)), "");
    assert_eq!(
        change("/likelihood", json!(["rare"])),
        "/likelihood there are 1 levels; 2 to 10 are possible"
    );
    assert_eq!(change("/consequence/1", json!("Small")), "/consequence/1 there are two levels named `Small`");
    assert_eq!(change("/criteria/0/id", json!("score")), "/criteria/0/id the id `score` is taken");
    assert_eq!(
        change("/criteria/0/id", json!("Safety")),
        "/criteria/0/id an id is 1 to 64 lower-case letters, digits and `- _ .`"
    );
    assert_eq!(
        change("/criteria/0/onto", json!([1, 0])),
        "/criteria/0/onto each level must lead to one of the overall consequence, never downwards"
    );
    assert_eq!(
        change("/table/1", json!([2])),
        "/table the table must have 2 rows (likelihood) of 2 cells (consequence)"
    );
    assert_eq!(change("/table/1/0", json!(0)), "/table/1/0 the score falls towards a cell that is worse");
    assert_eq!(change("/table/0/1", json!(0)), "/table/0/1 the score falls towards a cell that is worse");
    assert_eq!(change("/table/0/1", json!(-1)), "/table/0/1 expected u32, found a number out of its range");
    assert_eq!(change("/table/0/1", json!("x")), "/table/0/1 expected a number, found a text");
    assert_eq!(
        change("/bands/0/from", json!(2)),
        "/bands/0/from bands must begin at or below the lowest score (1) and rise"
    );
    assert_eq!(change("/bands/1/from", json!(5)), "/bands/1/from no combination reaches the highest band");
}
