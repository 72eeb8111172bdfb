//! What an auditor would find: each rule with a state in which it fires, and the same state mended.

use riskwright_core::applicability::statement;
use riskwright_core::catalogue::{Edition, controls};
use riskwright_core::change::Change;
use riskwright_core::check::{Finding, RuleId, Severity, check, check_with, rules};
use riskwright_core::isms::Isms;
use riskwright_core::methodology::assessment::{assess, records};
use riskwright_core::quantity::{Date, Timestamp};

const TODAY: &str = "2026-11-02";

fn today() -> Date {
    TODAY.parse().unwrap()
}

/// Makes a step: a change in JSON, `CTO: {…}` for one made by somebody else than the manager, or `assess 2026-10-01`.
fn step(isms: &mut Isms, step: &str) {
    // the entry says when a risk was assessed
    let day = step.strip_prefix("assess ").unwrap_or(TODAY);
    let now: Timestamp = format!("{day}T09:00:00Z").parse().unwrap();
    let (by, change) = if let Some(day) = step.strip_prefix("assess ") {
        let methodology = isms.preferred_methodology().unwrap().build(isms).unwrap();
        let run = assess(isms, methodology.as_ref()).unwrap();
        let rows: Vec<_> = run.rows.iter().filter(|row| row.present().is_some()).collect();
        let by = "A. Assessor".parse().unwrap();
        let scores = records(&rows, methodology.as_ref(), &by, day.parse().unwrap()).unwrap();
        ("A. Assessor", Change::RiskAssess { scores })
    } else {
        let (by, json) =
            if step.starts_with('{') { ("A. Manager", step) } else { step.split_once(": ").unwrap() };
        (by, serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}")))
    };
    isms.apply(&change, &by.parse().unwrap(), now).unwrap_or_else(|refused| panic!("{step}: {refused}"));
}

fn after(steps: &[&str]) -> Isms {
    let mut isms = Isms::new("Example".parse().unwrap());
    steps.iter().for_each(|next| step(&mut isms, next));
    isms
}

/// `R05 control/A.8.24 evidence`
fn label(finding: &Finding) -> String {
    let field = finding.field.map(|field| format!(" {field}")).unwrap_or_default();
    format!("{} {}{field}", finding.rule, finding.record.path())
}

fn labels(isms: &Isms) -> Vec<String> {
    check(isms, Edition::E2022, today()).iter().map(label).collect()
}

/// The finding is there after the first steps, and gone after the others.
fn fires_until_mended(finding: &str, state: &[&str], mended: &[&str]) {
    let mut isms = after(state);
    let before = labels(&isms);
    assert!(before.iter().any(|found| found == finding), "{finding} is not among {before:#?}");
    mended.iter().for_each(|next| step(&mut isms, next));
    let left = check(&isms, Edition::E2022, today());
    let left: Vec<&Finding> = left.iter().filter(|found| label(found) == finding).collect();
    assert_eq!(left, Vec::<&Finding>::new(), "{finding} is still there");
}

const RISK: &str = r#"{"risk.identify":{"id":"R-1","title":"Ransomware","owner":"CTO"}}"#;
const HIGH: &str = r#"{"risk.estimate":{"id":"R-1","stage":"current","estimate":{"factors":{"likelihood":{"level":3},"availability":{"level":3}}}}}"#;
const HIGHER: &str = r#"{"risk.estimate":{"id":"R-1","stage":"current","estimate":{"factors":{"likelihood":{"level":4},"availability":{"level":4}}}}}"#;
const LOW: &str = r#"{"risk.estimate":{"id":"R-1","stage":"current","estimate":{"factors":{"likelihood":{"level":0},"availability":{"level":0}}}}}"#;
const INHERENT: &str = r#"{"risk.estimate":{"id":"R-1","stage":"inherent","estimate":{"factors":{"likelihood":{"level":2},"availability":{"level":2}}}}}"#;
const ASSESS: &str = "assess 2026-10-01";
const ACCEPT: &str = r#"CTO: {"risk.accept":{"id":"R-1","until":"2027-06-30","reason":"until the move"}}"#;

/// The criteria as they stand, with parts of them replaced.
fn criteria(change: impl Fn(&mut serde_json::Value)) -> String {
    let isms = after(&[]);
    let mut criteria = serde_json::to_value(isms.criteria()).unwrap();
    change(&mut criteria);
    serde_json::json!({"criteria.set": {"criteria": criteria}}).to_string()
}

/// The matrix as it stands, with its bands changed.
fn bands(change: impl Fn(&mut serde_json::Value)) -> String {
    let isms = after(&[]);
    let mut engine = serde_json::to_value(&isms.preferred_methodology().unwrap().engine).unwrap();
    change(&mut engine["matrix"]["bands"]);
    serde_json::json!({"methodology.revise": {"id": "matrix", "set": {"engine": engine}}}).to_string()
}

#[test]
fn an_isms_at_its_beginning_is_told_what_to_begin_with() {
    let isms = after(&[]);
    let findings = check(&isms, Edition::E2022, today());
    let mut found: Vec<String> = findings.iter().map(label).collect();
    found.retain(|label| !label.starts_with("R03 control/A."));
    assert_eq!(findings.len() - found.len(), 93, "every control wants a justification");
    assert_eq!(
        found,
        [
            "R14 organisation/organisation",
            "R15 criteria/criteria approval",
            "R16 scope/scope purpose",
            "R16 scope/scope activities",
            "R16 scope/scope interfaces",
            "R16 scope/scope approval",
            "R24 organisation/organisation",
            "R24 organisation/organisation",
            "R17 organisation/organisation",
            "R17 organisation/organisation",
            "R17 organisation/organisation",
            "R19 organisation/organisation",
            "S04 organisation/organisation",
        ]
    );
    assert_eq!(check(&isms, Edition::E2013, today()).len(), findings.len() - 93 + 114);
}

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

#[test]
fn r16_the_scope_is_determined_and_approved() {
    let define = |set: &str| format!(r#"{{"scope.define":{{"set":{set}}}}}"#);
    fires_until_mended("R16 scope/scope purpose", &[], &[&define(r#"{"purpose":"Hosting"}"#)]);
    fires_until_mended("R16 scope/scope activities", &[], &[&define(r#"{"sites":["Kiel"]}"#)]);
    fires_until_mended(
        "R16 scope/scope interfaces",
        &[],
        &[&define(r#"{"interfaces":[{"what":"Power","with":"Utility"}]}"#)],
    );
    let canteen = define(r#"{"exclusions":[{"what":"Canteen","reason":"no information"}]}"#);
    let till = r#"{"asset.record":{"id":"AS-1","title":"Till","kind":"hardware","location":"canteen"}}"#;
    let moved = r#"{"asset.revise":{"id":"AS-1","set":{"location":"Shop"}}}"#;
    fires_until_mended("R16 asset/AS-1 location", &[&canteen, till], &[moved]);
    let retired = r#"{"asset.revise":{"id":"AS-1","set":{"retired":true}}}"#;
    fires_until_mended("R16 asset/AS-1 location", &[&canteen, till], &[retired]);
    fires_until_mended(
        "R16 scope/scope exclusions",
        &[&define(r#"{"exclusions":[{"what":"Canteen","reason":""}]}"#)],
        &[&define(r#"{"exclusions":[{"what":"Canteen","reason":"no information"}]}"#)],
    );
    fires_until_mended(
        "R16 scope/scope approval",
        &[&define(r#"{"purpose":"Hosting"}"#)],
        &[r#"{"scope.approve":{"by":"CEO"}}"#],
    );
}

#[test]
fn r17_climate_and_requirements_are_decided_upon() {
    let climate =
        r#"{"issue.record":{"id":"IS-1","title":"Climate change","origin":"external","category":"climate"}}"#;
    fires_until_mended(
        "R17 issue/IS-1 relevant",
        &[climate],
        &[r#"{"issue.revise":{"id":"IS-1","set":{"relevant":false}}}"#],
    );
    fires_until_mended(
        "R17 issue/IS-1 reason",
        &[climate, r#"{"issue.revise":{"id":"IS-1","set":{"relevant":false}}}"#],
        &[r#"{"issue.revise":{"id":"IS-1","set":{"reason":"offices in two cities, cloud elsewhere"}}}"#],
    );
    let decided = r#"{"issue.revise":{"id":"IS-1","set":{"relevant":true,"reason":"floods"}}}"#;
    let party = r#"{"party.record":{"id":"P-1","title":"Customers","kind":"customer"}}"#;
    fires_until_mended("R17 organisation/organisation", &[], &[climate, decided, party]);
    let requirement =
        r#"{"requirement.record":{"id":"REQ-1","title":"Report breaches","kind":"contractual"}}"#;
    fires_until_mended(
        "R17 requirement/REQ-1 addressed",
        &[requirement],
        &[r#"{"requirement.revise":{"id":"REQ-1","set":{"addressed":false}}}"#],
    );
    fires_until_mended(
        "R17 requirement/REQ-1 reason",
        &[requirement, r#"{"requirement.revise":{"id":"REQ-1","set":{"addressed":false}}}"#],
        &[r#"{"requirement.revise":{"id":"REQ-1","set":{"reason":"the group does"}}}"#],
    );
}

#[test]
fn r19_objectives_can_be_pursued() {
    let set = r#"{"objective.set":{"id":"OBJ-1","title":"Patch in time"}}"#;
    fires_until_mended("R19 organisation/organisation", &[], &[set]);
    for (field, value) in [
        ("measure", "days"),
        ("responsible", "CTO"),
        ("due", "2026-12-31"),
        ("evaluation", "monthly, by the CISO"),
    ] {
        let revise = format!(r#"{{"objective.revise":{{"id":"OBJ-1","set":{{"{field}":"{value}"}}}}}}"#);
        fires_until_mended(&format!("R19 objective/OBJ-1 {field}"), &[set], &[&revise]);
    }
}

#[test]
fn r24_the_two_duties_are_assigned_to_people() {
    let role = r#"{"role.define":{"id":"ROLE-1","title":"CISO","covers":["conformity","reporting"]}}"#;
    let person = r#"{"role.revise":{"id":"ROLE-1","set":{"person":"B. Keeper"}}}"#;
    fires_until_mended("R24 organisation/organisation", &[], &[role]);
    fires_until_mended("R24 role/ROLE-1 person", &[role], &[person]);
}

#[test]
fn house_rules() {
    let asset = r#"{"asset.record":{"id":"AS-1","title":"File server","kind":"hardware"}}"#;
    fires_until_mended(
        "S01 asset/AS-1 owner",
        &[asset],
        &[r#"{"asset.revise":{"id":"AS-1","set":{"owner":"CTO"}}}"#],
    );
    fires_until_mended(
        "S01 asset/AS-1 owner",
        &[asset],
        &[r#"{"asset.revise":{"id":"AS-1","set":{"retired":true}}}"#],
    );
    fires_until_mended(
        "S02 role/ROLE-1 accepts_up_to",
        &[r#"{"role.define":{"id":"ROLE-1","title":"CISO","accepts_up_to":"severe"}}"#],
        &[r#"{"role.revise":{"id":"ROLE-1","set":{"accepts_up_to":"Very high"}}}"#],
    );
    fires_until_mended(
        "S03 risk/R-1 closed",
        &[RISK, r#"{"risk.close":{"id":"R-1","reason":" "}}"#],
        &[r#"{"risk.reopen":{"id":"R-1"}}"#, r#"{"risk.close":{"id":"R-1","reason":"sold"}}"#],
    );
    fires_until_mended("S04 organisation/organisation", &[], &[r#"{"soa.approve":{"edition":"2022"}}"#]);
    fires_until_mended(
        "S04 soa/SOA-1 digest",
        &[
            r#"{"soa.approve":{"edition":"2022"}}"#,
            r#"{"control.record":{"id":"A.8.13","reasons":["baseline"]}}"#,
        ],
        &[r#"{"soa.approve":{"edition":"2022"}}"#],
    );
    fires_until_mended(
        "S05 control/A.8.13 status",
        &[r#"{"control.record":{"id":"A.8.13","reasons":["baseline"]}}"#],
        &[r#"{"control.revise":{"id":"A.8.13","set":{"status":"planned"}}}"#],
    );
}

#[test]
fn s06_questionnaires_are_answered_and_proposals_decided_upon() {
    const ADOPT: &str = r#"{"questionnaire.adopt":{"id":"backups","title":"Backups","version":"1","source":{"own":{
        "contents":{"title":"Backups","sections":[{"id":"all","title":"All"}],
            "items":[{"id":"made","section":"all","title":"Are they made?","kind":"yes-no"}]},
        "rules":{"proposals":[{"change":{"control-status":{"control":"A.8.13","status":"planned"}},
            "reason":"There are none","when":[[{"item":"made","test":"is-no"}]]}]}}}}}"#;
    fn respond(isms: &mut Isms, day: &str) {
        let questionnaire = isms.questionnaires().values().next().unwrap();
        let sending = riskwright_core::response::Sending {
            questionnaire: questionnaire.id.clone(),
            respondent: "Anna".parse().unwrap(),
            assets: Default::default(),
            scenarios: Default::default(),
            answers: serde_json::from_str(r#"[{"item":"made","value":{"yes-no":false}}]"#).unwrap(),
            contents: questionnaire.digest().unwrap(),
        };
        let change = riskwright_core::response::send(isms, sending).unwrap();
        isms.apply(&change, &"Anna".parse().unwrap(), format!("{day}T09:00:00Z").parse().unwrap()).unwrap();
    }
    let mut isms = after(&[ADOPT]);
    assert!(labels(&isms).contains(&"S06 questionnaire/backups".to_owned()));
    // thirty days before today and thirty-one: the second has waited too long
    respond(&mut isms, "2026-10-03");
    assert!(!labels(&isms).iter().any(|found| found.starts_with("S06")));
    respond(&mut isms, "2026-10-02");
    let waiting = "S06 response/RSP-2 proposals".to_owned();
    assert!(labels(&isms).contains(&waiting), "{:?}", labels(&isms));
    step(&mut isms, r#"{"response.decide":{"id":"RSP-2","accept":[0]}}"#);
    assert!(!labels(&isms).iter().any(|found| found.starts_with("S06")));
    let retired = after(&[ADOPT, r#"{"questionnaire.revise":{"id":"backups","set":{"retired":true}}}"#]);
    assert!(!labels(&retired).iter().any(|found| found.starts_with("S06")));
}

/// A register of many risks in all states.
fn register(size: u32) -> Isms {
    let mut changes = Vec::new();
    for (at, control) in (0..).zip(controls(Edition::E2022)) {
        let status = ["implemented", "partial", "planned"][at % 3];
        changes.push(
            serde_json::json!({"control.record": {"id": control.id, "status": status, "owner": "CTO"}}),
        );
    }
    for n in 0..size {
        let id = format!("R-{}", n + 1);
        let estimate = |shift: u32| {
            let level = |of: u32| (of % 5).saturating_sub(shift);
            serde_json::json!({"factors": {
                "likelihood": {"level": level(n)}, "confidentiality": {"level": level(n / 5)},
                "integrity": {"level": level(n / 25)}, "availability": {"level": level(n / 125)},
            }})
        };
        let existing = controls(Edition::E2022)[(n % 93) as usize].id;
        changes.push(serde_json::json!({"risk.identify": {
            "id": id, "title": format!("Scenario {n}"), "owner": format!("Owner {}", n % 40),
            "existing_controls": [existing],
            "inherent": estimate(0), "current": estimate(1), "target": estimate(2),
        }}));
        let chosen = controls(Edition::E2022)[((n / 3) % 93) as usize].id;
        if n % 11 != 0 {
            let treat = serde_json::json!({"id": id, "option": "modify", "controls": {chosen: {"likelihood": {"steps": 1}}}});
            changes.push(serde_json::json!({"risk.treat": treat}));
        }
        if n % 4 == 0 {
            changes.push(serde_json::json!({"action.plan": {
                "id": format!("TA-{}", n + 1), "title": "Do it", "scenarios": [id], "owner": "CTO",
                "due": "2026-12-31", "resources": "two days",
            }}));
        }
    }
    let mut isms = Isms::new("Example".parse().unwrap());
    let together = serde_json::json!({"together": {"title": "register", "changes": changes}});
    step(&mut isms, &together.to_string());
    step(&mut isms, ASSESS);
    isms
}

#[test]
fn two_runs_agree_byte_for_byte_in_the_order_of_severity_rule_and_record() {
    let isms = register(300);
    let first = check(&isms, Edition::E2022, today());
    let text = serde_json::to_string(&first).unwrap();
    let again = Isms::load(isms.records()).unwrap();
    assert_eq!(serde_json::to_string(&check(&again, Edition::E2022, today())).unwrap(), text);
    let order: Vec<_> = first
        .iter()
        .map(|finding| (finding.severity, finding.rule, finding.record.id.clone(), finding.record.kind))
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    assert!(first.iter().any(|finding| finding.rule == RuleId::R07), "{text}");
}

#[test]
fn a_finding_is_plain_json() {
    let isms = after(&[RISK, HIGH, ASSESS]);
    let findings = check(&isms, Edition::E2022, today());
    let finding = findings.iter().find(|finding| finding.rule == RuleId::R07).unwrap();
    assert_eq!(
        serde_json::to_value(finding).unwrap(),
        serde_json::json!({
            "rule": "R07", "clause": "6.1.3 a", "severity": "error", "record": "R-1", "kind": "risk", "field": null,
            "message": "the risk is above the acceptance level (`high`) and has neither treatment nor acceptance",
            "help": "decide how it is treated, or have its owner accept it",
        })
    );
}

#[test]
fn the_table_lists_every_finding_there_can_be() {
    let mut order: Vec<RuleId> = rules().iter().map(|row| row.rule).collect();
    assert!(order.is_sorted(), "by rule");
    order.dedup();
    assert_eq!(order.len(), 25);
    for row in rules() {
        let double = rules().iter().filter(|other| other.when == row.when).count();
        assert!(double == 1 && !row.when.ends_with('.'), "{}", row.when);
    }
    for finding in check(&register(50), Edition::E2022, today()) {
        let row = |row: &&riskwright_core::check::RuleInfo| {
            (row.rule, row.severity, row.clause) == (finding.rule, finding.severity, finding.clause)
        };
        assert!(rules().iter().any(|info| row(&info)), "{finding:?}");
    }
}

/// `cargo test --release -p riskwright-core --test check -- --ignored --nocapture`
#[test]
#[ignore = "measures; run it in release"]
fn ten_thousand_scenarios_in_milliseconds() {
    // time on the processor, where the system tells it: others may keep the machine busy
    let start = std::time::Instant::now();
    let clock = || {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let told = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
        told.map_or_else(|| start.elapsed().as_secs_f64() * 1e3, |nanoseconds| nanoseconds / 1e6)
    };
    let isms = register(10_000);
    let preferred = isms.preferred_methodology().unwrap();
    let built = preferred.build(&isms).unwrap();
    const ROUNDS: u32 = 60;
    let mut mean = [0.0; 5];
    let mut findings = 0;
    for _ in 0..ROUNDS {
        let mut at = clock();
        let mut lap = |part: usize| {
            let ms = clock() - at;
            mean[part] += ms / f64::from(ROUNDS);
            at = clock();
        };
        let run = assess(&isms, built.as_ref()).unwrap();
        lap(0);
        let evaluated = riskwright_core::evaluation::evaluate(&isms, preferred, &run, today());
        lap(1);
        let soa = statement(&isms, Edition::E2022);
        lap(2);
        findings = check_with(&isms, Edition::E2022, today(), &run, &soa).len();
        lap(3);
        assert_eq!((evaluated.len(), soa.lines.len()), (10_000, 93));
        lap(4);
        assert_eq!(check(&isms, Edition::E2022, today()).len(), findings);
        lap(4);
    }
    println!(
        "ms: assess {:.1}, evaluate {:.1}, statement {:.1}, check_with {:.1} ({findings} findings)",
        mean[0], mean[1], mean[2], mean[3]
    );
}
