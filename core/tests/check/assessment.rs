//! Rules of the assessment and its criteria.

use riskwright_core::catalogue::Edition;
use riskwright_core::check::{Severity, check};
use riskwright_core::isms::Isms;

use super::{
    ASSESS, HIGH, HIGHER, LOW, RISK, after, bands, criteria, fires_until_mended, label, step, today,
};

#[test]
fn r06_a_risk_is_owned_and_scored() {
    fires_until_mended(
        "R06 risk/R-1 owner",
        &[r#"{"risk.identify":{"id":"R-1","title":"Ransomware"}}"#],
        &[r#"{"risk.revise":{"id":"R-1","set":{"owner":"CTO"}}}"#],
    );
    let vacant = r#"{"role.define":{"id":"ROLE-1","title":"CTO"}}"#;
    let held = r#"{"role.revise":{"id":"ROLE-1","set":{"person":"T. Berg"}}}"#;
    fires_until_mended("R06 risk/R-1 owner", &[RISK, vacant], &[held]);
    fires_until_mended("R06 risk/R-1 current", &[RISK], &[HIGH]);
    let half = r#"{"risk.estimate":{"id":"R-1","stage":"current","estimate":{"factors":{"likelihood":{"level":3}}}}}"#;
    fires_until_mended("R06 risk/R-1 current", &[RISK, half], &[HIGH]);
    let stated =
        |level| format!(r#"{{"risk.revise":{{"id":"R-1","set":{{"stated":{{"current":"{level}"}}}}}}}}"#);
    fires_until_mended("R06 risk/R-1 stated", &[RISK, HIGH, &stated("Medium")], &[&stated("4 - HIGH")]);
    fires_until_mended("R06 risk/R-1 stated", &[RISK, HIGH, &stated("dire")], &[&stated("High (12)")]);
    fires_until_mended("R06 risk/R-1", &[RISK, LOW, ASSESS, HIGH], &[ASSESS]);
}

#[test]
fn r06_a_level_that_is_not_computed_is_worse_than_an_old_one() {
    let severity = |isms: &Isms| {
        let findings = check(isms, Edition::E2022, today());
        findings.into_iter().find(|finding| label(finding) == "R06 risk/R-1").map(|finding| finding.severity)
    };
    let mut isms = after(&[RISK, HIGH, ASSESS]);
    assert_eq!(severity(&isms), None);
    let score = isms.scores().values().next().unwrap();
    let mut score = serde_json::to_value(score.as_ref()).unwrap();
    score["current"]["score"] = serde_json::json!(1.0);
    let restore =
        serde_json::json!({"records.restore": {"title": "x", "records": {"score/R-1:matrix": score}}});
    step(&mut isms, &restore.to_string());
    assert_eq!(severity(&isms), Some(Severity::Error));
    step(&mut isms, ASSESS);
    step(&mut isms, HIGHER);
    assert_eq!(severity(&isms), Some(Severity::Warning));
}

#[test]
fn r14_risks_are_assessed_in_the_planned_interval() {
    fires_until_mended("R14 organisation/organisation", &[], &[RISK]);
    fires_until_mended("R14 risk/R-1", &[RISK, HIGH], &[ASSESS]);
    fires_until_mended("R14 risk/R-1", &[RISK, HIGH, "assess 2025-11-01"], &["assess 2025-11-02"]);
    let none = criteria(|criteria| _ = criteria.as_object_mut().unwrap().remove("reassess_months"));
    fires_until_mended(
        "R14 criteria/criteria reassess_months",
        &[&none],
        &[&criteria(|criteria| criteria["reassess_months"] = 6.into())],
    );
    fires_until_mended(
        "R14 risk/R-1 review_on",
        &[RISK, HIGH, ASSESS, r#"{"risk.revise":{"id":"R-1","set":{"review_on":"2026-11-01"}}}"#],
        &["assess 2026-11-01"],
    );
    let scope = r#"{"scope.define":{"set":{"purpose":"Hosting"}}}"#;
    fires_until_mended(
        "R14 scope/scope approval",
        &[RISK, HIGH, ASSESS, scope, r#"{"scope.approve":{"on":"2026-10-20"}}"#],
        &["assess 2026-10-20"],
    );
}

#[test]
fn r15_the_criteria_can_carry_decisions() {
    let approved = criteria(|criteria| {
        criteria["approval"] = serde_json::json!({"by": "CEO", "on": "2026-01-10"});
    });
    fires_until_mended("R15 criteria/criteria approval", &[], &[&approved]);
    let all = |word: &str| {
        bands(|bands| {
            for band in bands.as_array_mut().unwrap() {
                band["acceptance"] = word.into();
            }
        })
    };
    let as_before = bands(|_| {});
    for state in
        [all("unacceptable"), all("acceptable"), bands(|bands| bands[4]["acceptance"] = "tolerable".into())]
    {
        fires_until_mended("R15 methodology/matrix engine", &[&state], &[&as_before]);
    }
}
