//! What an auditor would find: each rule with a state in which it fires, and the same state mended.

use riskwright_core::catalogue::Edition;
use riskwright_core::change::Change;
use riskwright_core::check::{Finding, check};
use riskwright_core::isms::Isms;
use riskwright_core::methodology::assessment::{assess, records};
use riskwright_core::quantity::{Date, Timestamp};

mod assessment;
mod calendar;
mod context;
mod controls;
mod cycle;
mod ready;
mod report;
mod responses;
mod sound;
mod treatment;

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
            "R18 organisation/organisation",
            "R20 organisation/organisation",
            "R21 organisation/organisation",
            "R24 organisation/organisation",
            "R24 organisation/organisation",
            "R17 organisation/organisation",
            "R17 organisation/organisation",
            "R17 organisation/organisation",
            "R19 organisation/organisation",
            "R19 organisation/organisation",
            "S04 organisation/organisation",
        ]
    );
    assert_eq!(check(&isms, Edition::E2013, today()).len(), findings.len() - 93 + 114);
}
