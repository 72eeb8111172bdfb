//! Rules of controls and the Statement of Applicability.

use riskwright_core::applicability::statement;
use riskwright_core::catalogue::Edition;
use riskwright_core::check::{RuleId, check, check_with};
use riskwright_core::methodology::assessment::assess;

use super::{ASSESS, HIGH, HIGHER, RISK, after, fires_until_mended, labels, today};

#[test]
fn r01_every_control_has_one_line_and_no_record_passes_for_one() {
    let isms = after(&[]);
    let mut soa = statement(&isms, Edition::E2022);
    let twice = soa.lines[4].clone();
    soa.lines[3] = twice;
    let methodology = isms.preferred_methodology().unwrap().build(&isms).unwrap();
    let run = assess(&isms, methodology.as_ref()).unwrap();
    let findings = check_with(&isms, Edition::E2022, today(), &run, &soa);
    let found: Vec<String> = findings
        .iter()
        .filter(|finding| finding.rule == RuleId::R01)
        .map(|finding| finding.message.clone())
        .collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("has no line") && found[1].contains("has 2 lines"), "{found:?}");
    assert_eq!(
        check_with(&isms, Edition::E2022, today(), &run, &statement(&isms, Edition::E2022)),
        check(&isms, Edition::E2022, today())
    );
    for id in ["A.5.99", "A.9.9.9", "A5.15", "5.15"] {
        let record = format!(r#"{{"control.record":{{"id":"{id}","title":"A control"}}}}"#);
        let from_elsewhere = format!(r#"{{"control.revise":{{"id":"{id}","set":{{"source":"TISAX"}}}}}}"#);
        fires_until_mended(&format!("R01 control/{id} id"), &[&record], &[&from_elsewhere]);
    }
    let own = after(&[
        r#"{"control.record":{"id":"NL-1","title":"Own"}}"#,
        r#"{"control.record":{"id":"A.5.15"}}"#,
    ]);
    assert!(!labels(&own).iter().any(|label| label.starts_with("R01")));
}

#[test]
fn r02_an_included_control_has_a_reason() {
    fires_until_mended(
        "R02 control/A.8.24 applicability",
        &[r#"{"control.record":{"id":"A.8.24","applicability":{"decision":"included"}}}"#],
        &[
            r#"{"control.revise":{"id":"A.8.24","set":{"applicability":{"decision":"included","reason":"group rule"}}}}"#,
        ],
    );
    fires_until_mended(
        "R02 control/A.8.24 reasons",
        &[RISK, r#"{"control.record":{"id":"A.8.24","reasons":["risk"]}}"#],
        &[r#"{"risk.treat":{"id":"R-1","option":"modify","controls":{"A.8.24":{}}}}"#],
    );
}

#[test]
fn r03_an_excluded_control_is_justified() {
    fires_until_mended(
        "R03 control/A.7.4 applicability",
        &[],
        &[
            r#"{"control.record":{"id":"A.7.4","applicability":{"decision":"excluded","reason":"no premises"}}}"#,
        ],
    );
    fires_until_mended(
        "R03 control/A.7.4 status",
        &[r#"{"control.record":{"id":"A.7.4","reasons":["legal"],"status":"not-applicable"}}"#],
        &[r#"{"control.revise":{"id":"A.7.4","set":{"status":"planned"}}}"#],
    );
}

#[test]
fn r04_nothing_that_is_relied_on_is_excluded() {
    let exclude =
        r#"{"control.record":{"id":"A.5.1","applicability":{"decision":"excluded","reason":"no"}}}"#;
    fires_until_mended(
        "R04 control/A.5.1 applicability",
        &[RISK, r#"{"risk.treat":{"id":"R-1","option":"modify","controls":{"A.5.1":{}}}}"#, exclude],
        &[r#"{"risk.close":{"id":"R-1","reason":"sold"}}"#],
    );
    // by its counterpart in the other edition
    fires_until_mended(
        "R04 control/A.5.1 applicability",
        &[RISK, r#"{"risk.revise":{"id":"R-1","set":{"existing_controls":["A.5.1.1"]}}}"#, exclude],
        &[r#"{"control.revise":{"id":"A.5.1","set":{"applicability":null}}}"#],
    );
    fires_until_mended(
        "R04 control/A.5.1 applicability",
        &[
            r#"{"requirement.record":{"id":"REQ-1","title":"GDPR, 32","kind":"legal","addressed":true,"controls":["A.5.1"]}}"#,
            exclude,
        ],
        &[r#"{"requirement.revise":{"id":"REQ-1","set":{"controls":["A.8.24"]}}}"#],
    );
}

#[test]
fn r05_what_is_in_place_is_shown() {
    let in_place = r#"{"control.record":{"id":"A.8.13","reasons":["baseline"],"status":"implemented","checked_on":"2026-10-01"}}"#;
    let shown = |until| {
        format!(
            r#"{{"control.revise":{{"id":"A.8.13","set":{{"evidence":[{{"title":"Restore test","valid_until":"{until}"}}]}}}}}}"#
        )
    };
    let (old, good) = (shown("2026-11-01"), shown("2026-11-02"));
    fires_until_mended("R05 control/A.8.13 evidence", &[in_place], &[&good]);
    fires_until_mended("R05 control/A.8.13 evidence", &[in_place, &old], &[&good]);
    fires_until_mended(
        "R05 control/A.8.13 checked_on",
        &[in_place, r#"{"control.revise":{"id":"A.8.13","set":{"checked_on":"2025-11-01"}}}"#],
        &[r#"{"control.revise":{"id":"A.8.13","set":{"checked_on":"2025-11-02"}}}"#],
    );
}

/// A control that is in place, and a risk that relies on it, assessed on the first of October.
const RELIED_ON: [&str; 5] = [
    RISK,
    r#"{"risk.revise":{"id":"R-1","set":{"existing_controls":["A.8.13"]}}}"#,
    r#"{"control.record":{"id":"A.8.13","status":"implemented","owner":"CTO","checked_on":"2026-09-01"}}"#,
    HIGH,
    ASSESS,
];

fn checked(result: &str, on: &str, rest: &str) -> String {
    format!(
        r#"{{"control-check.record":{{"id":"CHK-1","control":"A.8.13","on":"{on}","result":"{result}"{rest}}}}}"#
    )
}

#[test]
fn r05_what_is_said_to_be_in_place_was_not_found_to_fail() {
    let failed = checked("not-effective", "2026-10-20", "");
    let state = [&RELIED_ON[..], &[&failed]].concat();
    fires_until_mended(
        "R05 control/A.8.13 status",
        &state,
        &[r#"{"control.revise":{"id":"A.8.13","set":{"status":"partial"}}}"#],
    );
    fires_until_mended(
        "R05 control/A.8.13 status",
        &state,
        &[
            r#"{"control-check.record":{"id":"CHK-2","control":"A.8.13","on":"2026-10-28","result":"effective"}}"#,
        ],
    );
    // what was seen to work is shown, and was checked
    let works = checked("effective", "2026-10-20", "");
    fires_until_mended("R05 control/A.8.13 evidence", &RELIED_ON, &[&works]);
    let mended = after(&[&RELIED_ON[..], &[&works]].concat());
    assert!(!labels(&mended).iter().any(|label| label.starts_with("R05 control/A.8.13")));
}

#[test]
fn r05_what_failed_is_taken_up() {
    fires_until_mended(
        "R05 control-check/CHK-1 nonconformity",
        &[&RELIED_ON[..], &[&checked("not-effective", "2026-10-20", "")]].concat(),
        &[
            r#"{"nonconformity.raise":{"id":"NC-1","title":"Restores fail"}}"#,
            r#"{"control-check.revise":{"id":"CHK-1","set":{"nonconformity":"NC-1"}}}"#,
        ],
    );
}

#[test]
fn r14_risks_that_rely_on_what_failed_are_assessed_anew() {
    let part = checked("partly-effective", "2026-10-20", "");
    fires_until_mended(
        "R14 control-check/CHK-1",
        &[&RELIED_ON[..], &[&part]].concat(),
        &[HIGHER, "assess 2026-10-25"],
    );
    // a check of the counterpart in the other edition counts, and one in future does not yet
    let other = part.replace("A.8.13", "A.12.3.1");
    assert!(
        labels(&after(&[&RELIED_ON[..], &[&other]].concat())).contains(&"R14 control-check/CHK-1".to_owned())
    );
    let future = checked("partly-effective", "2027-10-20", "");
    assert!(
        !labels(&after(&[&RELIED_ON[..], &[&future]].concat()))
            .contains(&"R14 control-check/CHK-1".to_owned())
    );
}
