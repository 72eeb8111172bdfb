//! The conformance kit finds what breaks a promise, and tells it as a small row.

#[path = "../../runtime/tests/guest/mod.rs"]
mod guest;
mod node;

use std::path::Path;

use riskwright_core::methodology::{Batch, Column};
use riskwright_package::manifest::Manifest;
use riskwright_package::package::Package;
use riskwright_runtime::{Runtime, RuntimeOptions};
use riskwright_workshop::build::{self, BuildOptions, Built};
use riskwright_workshop::conformance::{Check, KitOptions, Report, run};
use serde_json::json;

fn broken() -> Built {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    let options =
        BuildOptions { target_dir: Some(dir.join("../../target/plugins")), offline: true, locked: false };
    build::project(&dir.join("tests/broken"), &options, &mut |_| true)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The same component; its manifest has settings among the kit's examples under which it breaks a promise.
fn report(built: &Built, fault: &str) -> Report {
    let mut fields = built.manifest.clone().into_fields();
    fields.kit = (!fault.is_empty()).then(|| json!({"settings": [{ "fault": fault }]}));
    let package = Package::read(&built.package).unwrap();
    let package = Package::assemble(package.component(), &Manifest::new(fields).unwrap()).unwrap();
    let options = KitOptions { cases: 300, ..KitOptions::default().at_leisure() };
    // rows that take longer on any machine
    let nanoseconds_per_row = if fault == "slow" { 2_000 } else { options.nanoseconds_per_row };
    run(&package, &KitOptions { nanoseconds_per_row, ..options }, &mut |_| true).unwrap()
}

fn failed<'a>(report: &'a Report, name: &str) -> &'a Check {
    let check = report.checks.iter().find(|check| check.name.contains(name) && !check.passed);
    check.unwrap_or_else(|| panic!("`{name}` passed: {:#?}", report.checks))
}

#[test]
fn broken_promises_are_found() {
    let built = broken();
    let whole = report(&built, "");
    for check in &whole.checks {
        assert!(check.passed, "{}: {}", check.name, check.failure.as_ref().unwrap());
    }
    let cases = [
        ("falls", "a higher value"),
        ("unbounded", "stay within"),
        ("level", "stay within"),
        ("neighbours", "rows beside it"),
        ("order", "rows beside it"),
        ("trace-order", "its trace and its loss model"),
        ("trace-company", "its trace and its loss model"),
        ("stateful", "no state survives"),
        ("traps", "every row is answered"),
        ("refuses", "every row is answered"),
        ("takes-anything", "a bad row"),
        ("all-or-none", "a bad row"),
        ("trace", "the trace leads"),
        ("slow", "fast enough"),
        ("description", "every row is answered"),
        ("settings-trap", "every row is answered"),
    ];
    for (fault, name) in cases {
        let report = report(&built, fault);
        assert!(!report.passed, "{fault}");
        let failure = failed(&report, name).failure.clone().unwrap();
        println!("{fault}: {failure}");
        assert_eq!(failure.settings, Some(json!({ "fault": fault })), "{fault}: {failure}");
    }
    // shrunk: the lowest values at which it breaks, and no factor that does not matter
    let falls = report(&built, "falls");
    let rows = &failed(&falls, "a higher value").failure.as_ref().unwrap().rows;
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0]["b"].clone(), rows[0]["c"].clone()), (json!(2), json!(null)));
    let traps = report(&built, "traps");
    let rows = &failed(&traps, "every row is answered").failure.as_ref().unwrap().rows;
    assert_eq!(json!(rows), json!([{"a": 2, "b": 1, "c": null}]));
}

#[test]
fn on_a_page_levels_and_scores_out_of_bounds_are_refused_too() {
    let folder = tempfile::tempdir().unwrap();
    let said = node::said(&broken().package, include_str!("cases/wrong.mjs"), folder.path());
    let wrong = "row 2: the plugin answered out of its bounds";
    assert_eq!(said, json!([[0, 1], wrong, wrong]).to_string());
}

/// On a page as natively: which problems of rows are taken, and which are not.
#[test]
fn on_a_page_problems_are_held_as_by_the_host() {
    let runtime = Runtime::new(RuntimeOptions::default()).unwrap();
    let cases: [(&[&[u32]], &[f64]); 10] = [
        (&[&[0, 2], &[1]], &[0.0, 0.0, 0.0]),
        (&[&[2], &[0]], &[0.0, 1.0, 0.0]),
        (&[], &[1.0, 2.0, 3.0]),
        (&[&[]], &[1.0, 1.0, 1.0]),
        (&[&[1, 0]], &[0.0, 0.0, 1.0]),
        (&[&[1, 1]], &[1.0, 0.0, 1.0]),
        (&[&[0, 1], &[1]], &[0.0, 0.0, 1.0]),
        (&[&[3]], &[1.0, 1.0, 1.0]),
        (&[&[u32::MAX]], &[1.0, 1.0, 1.0]),
        (&[&[1]], &[1.0, -0.0, 1.0]),
    ];
    for (problems, scores) in cases {
        let mut answer = guest::Answer::of(scores, &[0, 0, 0]);
        answer.problems = problems.iter().map(|rows| (rows.to_vec(), "no".to_owned())).collect();
        let package = guest::Guest::answering(answer).package();
        let folder = tempfile::tempdir().unwrap();
        let said = node::said(&package, include_str!("cases/told.mjs"), folder.path());
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        let of = runtime.load(&package).unwrap().methodology(&json!({}), "en").unwrap();
        let column = || Column::Ordinal([0, 1, 2].map(Some).into_iter().collect());
        let batch = Batch::of_columns(3, vec![column(), column()]).unwrap();
        match of.try_assess(&batch) {
            Ok(answer) => {
                assert_eq!(said, json!(problems), "{problems:?}");
                let mut rows: Vec<usize> = problems.concat().into_iter().map(|row| row as usize).collect();
                rows.sort_unstable();
                assert_eq!(answer.problems.iter().map(|problem| problem.row).collect::<Vec<_>>(), rows);
            }
            Err(refused) => assert!(said.is_string(), "{problems:?}: {said}, natively {refused}"),
        }
    }
}

#[test]
fn what_is_no_package_is_a_report_too() {
    let report = run(b"\0asm", &KitOptions::default(), &mut |_| true).unwrap();
    assert!(!report.passed && report.checks.len() == 1);
}
