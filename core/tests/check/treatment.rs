//! Rules of treatment, its plan and what is accepted.

use riskwright_core::catalogue::Edition;
use riskwright_core::check::{RuleId, check};
use riskwright_core::isms::Isms;

use super::{
    ACCEPT, ASSESS, HIGH, HIGHER, INHERENT, LOW, RISK, TODAY, after, bands, fires_until_mended, label, step,
    today,
};

#[test]
fn r07_a_risk_above_the_acceptance_level_is_treated_or_accepted() {
    let state = [RISK, HIGH, ASSESS];
    fires_until_mended("R07 risk/R-1", &state, &[ACCEPT]);
    fires_until_mended("R07 risk/R-1", &state, &[r#"{"risk.treat":{"id":"R-1","option":"avoid"}}"#]);
    fires_until_mended("R07 risk/R-1", &state, &[LOW]);
    let appetite = |open: u32| bands(|bands| bands[3]["appetite"] = open.into());
    fires_until_mended("R07 methodology/matrix engine", &[RISK, HIGH, &appetite(0)], &[&appetite(1)]);
}

#[test]
fn r08_a_risk_retained_above_the_acceptance_level_is_accepted_by_its_owner() {
    let retain = r#"{"risk.treat":{"id":"R-1","option":"retain"}}"#;
    fires_until_mended("R08 risk/R-1", &[RISK, HIGH, ASSESS, retain], &[ACCEPT]);
}

#[test]
fn r09_an_acceptance_is_in_date_and_given_by_who_may() {
    let mut isms = after(&[RISK, HIGH, ASSESS, ACCEPT]);
    let on = |isms: &Isms, day: &str| {
        let findings = check(isms, Edition::E2022, day.parse().unwrap());
        findings.iter().map(label).filter(|label| label.starts_with("R09")).collect::<Vec<_>>()
    };
    assert_eq!(on(&isms, "2027-06-30"), Vec::<String>::new());
    assert_eq!(on(&isms, "2027-07-01"), ["R09 acceptance/ACC-1 until"]);
    step(&mut isms, r#"{"risk.revise":{"id":"R-1","set":{"owner":"COO"}}}"#);
    assert_eq!(on(&isms, TODAY), ["R09 acceptance/ACC-1 by"]);
    step(
        &mut isms,
        r#"{"role.define":{"id":"ROLE-1","title":"Head of IT","person":"CTO","accepts_up_to":"high"}}"#,
    );
    assert_eq!(on(&isms, TODAY), Vec::<String>::new());
    step(&mut isms, r#"{"role.revise":{"id":"ROLE-1","set":{"accepts_up_to":"medium"}}}"#);
    assert_eq!(on(&isms, TODAY), ["R09 acceptance/ACC-1 by"]);
    step(&mut isms, LOW);
    assert_eq!(on(&isms, TODAY), Vec::<String>::new(), "within the criteria no acceptance is needed");
}

#[test]
fn r10_an_acceptance_rests_on_what_is_still_so() {
    fires_until_mended(
        "R10 acceptance/ACC-1 digest",
        &[RISK, HIGH, ASSESS, ACCEPT, HIGHER],
        &[ASSESS, &ACCEPT.replace("until the move", "still")],
    );
    let findings = check(&after(&[RISK, HIGH, ASSESS, ACCEPT, HIGHER]), Edition::E2022, today());
    let stale = findings.iter().find(|finding| finding.rule == RuleId::R10).unwrap();
    assert_eq!(stale.message, "the acceptance of R-1 is stale: the score rose from 3 to 4");
    assert!(!findings.iter().any(|finding| finding.rule == RuleId::R07), "reported once");
}

#[test]
fn r11_the_plan_says_who_does_what_by_when_with_what() {
    let plan = r#"{"action.plan":{"id":"TA-1","title":"Tighten access"}}"#;
    for (field, set) in [
        ("owner", r#"{"owner":"CTO"}"#),
        ("due", r#"{"due":"2027-01-31"}"#),
        ("resources", r#"{"resources":"two days"}"#),
        ("resources", r#"{"cost":"500 EUR"}"#),
        ("scenarios", r#"{"scenarios":["R-1"]}"#),
        ("owner", r#"{"status":"cancelled"}"#),
    ] {
        let revise = format!(r#"{{"action.revise":{{"id":"TA-1","set":{set}}}}}"#);
        fires_until_mended(&format!("R11 action/TA-1 {field}"), &[RISK, plan], &[&revise]);
    }
    let modify = r#"{"risk.treat":{"id":"R-1","option":"modify"}}"#;
    let empty = "R11 treatment/R-1 controls";
    fires_until_mended(
        empty,
        &[RISK, modify],
        &[r#"{"risk.treat":{"id":"R-1","option":"modify","controls":{"A.8.13":{}}}}"#],
    );
    let linked = r#"{"action.plan":{"id":"TA-1","title":"Back up","scenarios":["R-1"]}}"#;
    fires_until_mended(empty, &[RISK, modify], &[linked]);
    fires_until_mended(
        empty,
        &[RISK, modify, linked, r#"{"action.revise":{"id":"TA-1","set":{"status":"rejected"}}}"#],
        &[r#"{"action.revise":{"id":"TA-1","set":{"status":"approved"}}}"#],
    );
}

#[test]
fn r12_actions_are_carried_out_in_time() {
    let late = r#"{"action.plan":{"id":"TA-1","title":"Back up","due":"2026-11-01"}}"#;
    fires_until_mended(
        "R12 action/TA-1 due",
        &[late],
        &[r#"{"action.revise":{"id":"TA-1","set":{"due":"2026-11-02"}}}"#],
    );
    fires_until_mended(
        "R12 action/TA-1 due",
        &[late],
        &[r#"{"action.revise":{"id":"TA-1","set":{"status":"implemented"}}}"#],
    );
}

#[test]
fn r13_treatment_lowers_risks_and_is_followed_by_an_assessment() {
    fires_until_mended("R13 risk/R-1 current", &[RISK, INHERENT, HIGHER], &[LOW]);
    let target = |level: u8| {
        format!(
            r#"{{"risk.estimate":{{"id":"R-1","stage":"target","estimate":{{"factors":{{"likelihood":{{"level":{level}}},"availability":{{"level":4}}}}}}}}}}"#
        )
    };
    fires_until_mended("R13 risk/R-1 target", &[RISK, HIGH, &target(4)], &[&target(0)]);
    fires_until_mended("R13 risk/R-1 target", &[RISK, INHERENT, &target(4)], &[&target(0)]);
    let done = r#"{"action.plan":{"id":"TA-1","title":"Back up","scenarios":["R-1"],"status":"implemented","done_on":"2026-10-15"}}"#;
    let treat = r#"{"risk.treat":{"id":"R-1","option":"modify","controls":{"A.8.13":{}}}}"#;
    let state = [RISK, HIGH, treat, ASSESS, done];
    fires_until_mended("R13 risk/R-1 current", &state, &["assess 2026-10-15"]);
    fires_until_mended(
        "R13 risk/R-1 current",
        &state,
        &[r#"{"action.plan":{"id":"TA-2","title":"Test restores","scenarios":["R-1"]}}"#],
    );
    fires_until_mended("R13 risk/R-1 current", &[RISK, INHERENT, treat, "assess 2026-11-01", done], &[LOW]);
}

#[test]
fn r08_what_remains_above_acceptance_is_accepted_by_its_owner() {
    let treat = |option: &str| {
        format!(r#"{{"risk.treat":{{"id":"R-1","option":"{option}","controls":{{"A.8.13":{{}}}}}}}}"#)
    };
    let there = r#"{"control.record":{"id":"A.8.13","status":"implemented"}}"#;
    for option in ["modify", "share", "avoid"] {
        let state = [RISK, HIGH, &treat(option), there, ASSESS];
        fires_until_mended("R08 risk/R-1", &state, &[ACCEPT]);
        fires_until_mended(
            "R08 risk/R-1",
            &state,
            &[r#"{"action.plan":{"id":"TA-1","title":"More","scenarios":["R-1"],"status":"in-progress"}}"#],
        );
        fires_until_mended("R08 risk/R-1", &state, &[LOW]);
    }
    let share = r#"{"risk.treat":{"id":"R-1","option":"share"}}"#;
    fires_until_mended("R08 risk/R-1", &[RISK, HIGH, share, ASSESS], &[ACCEPT]);
    let target = |level: u8| {
        format!(
            r#"{{"risk.estimate":{{"id":"R-1","stage":"target","estimate":{{"factors":{{"likelihood":{{"level":{level}}},"availability":{{"level":3}}}}}}}}}}"#
        )
    };
    fires_until_mended("R08 risk/R-1 target", &[RISK, HIGH, &treat("modify"), &target(3)], &[&target(0)]);
}
