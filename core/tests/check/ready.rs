//! Readiness for an auditor, clause by clause and control by control.

use std::collections::BTreeSet;

use riskwright_core::catalogue::{self, Edition};
use riskwright_core::certification::readiness::{Counts, Item, Readiness, Standing, readiness};
use riskwright_core::check::{check, rules};
use riskwright_core::clause::CLAUSES;
use riskwright_core::isms::Isms;

use super::sound::sound;
use super::{after, step, today};

fn ready(isms: &Isms) -> Readiness {
    readiness(isms, Edition::E2022, today())
}

fn item<'a>(items: &'a [Item], against: &str) -> &'a Item {
    items.iter().find(|item| item.against == against).unwrap()
}

fn shown(item: &Item) -> Vec<String> {
    item.shown.iter().map(|shown| format!("{} {}", shown.record.path(), shown.title)).collect()
}

#[test]
fn what_an_auditor_would_ask_for_is_shown_where_it_is_there() {
    let isms = sound();
    let all = ready(&isms);
    assert_eq!(all.clauses.len(), CLAUSES.len());
    let left: Vec<(&str, Standing, String)> = all
        .clauses
        .iter()
        .filter(|item| item.standing != Standing::Ready)
        .map(|item| (item.against.as_str(), item.standing, item.lacking.join("; ")))
        .collect();
    let record = |number: &str| riskwright_core::clause::find(number).unwrap().record.to_owned();
    // ideas and changes are proposed and not decided on; no action has resources, and none serves a risk
    assert_eq!(
        left,
        [
            ("6.1.1", Standing::Partly, record("6.1.1")),
            ("6.3", Standing::Partly, record("6.3")),
            ("7.1", Standing::Missing, record("7.1")),
            ("8.3", Standing::Missing, "results of risk treatment".to_owned()),
            ("10.1", Standing::Partly, record("10.1")),
        ]
    );
    assert_eq!(all.clauses_stand, Counts { ready: CLAUSES.len() - 5, partly: 3, missing: 2 });
    assert_eq!(all.controls_stand, Counts { ready: 1, partly: 0, missing: 0 });
    assert_eq!(
        shown(&all.controls[0]),
        [
            "control/A.8.13 Information backup",
            "document/DOC-2 Rules",
            "measure/MSR-1 Patched hosts",
            "audit/AUD-1 Audit",
            "audit/AUD-2 Audit",
            "audit/AUD-3 Audit",
        ]
    );
    assert!(all.controls[0].asks.ends_with("; rules for backups"), "{}", all.controls[0].asks);
    assert_eq!(shown(item(&all.clauses, "9.2.2")), ["programme/PRG-1 Cycle", "audit/AUD-1 Audit"]);
    assert_eq!(shown(item(&all.clauses, "8.2")), ["score/R-1:matrix score R-1:matrix"]);
    let text = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::to_string(&ready(&Isms::load(isms.records()).unwrap())).unwrap(), text);
}

#[test]
fn what_is_missing_is_named_with_what_the_check_finds() {
    let mut isms = sound();
    let bare = r#"{"control.revise":{"id":"A.8.13","set":{"evidence":[],"owner":null,"status":"partial"}}}"#;
    step(&mut isms, bare);
    let all = ready(&isms);
    let backup = item(&all.controls, "A.8.13");
    assert_eq!(backup.standing, Standing::Partly);
    assert_eq!(
        backup.lacking,
        [
            "somebody who answers for it",
            "the rest of it: it is in place in part",
            "anything that shows that it works"
        ]
    );
    step(&mut isms, r#"{"control.revise":{"id":"A.8.13","set":{"status":"implemented"}}}"#);
    let all = ready(&isms);
    let backup = item(&all.controls, "A.8.13");
    assert!(backup.findings.iter().any(|finding| finding.clause == "8.1"), "{backup:?}");
    assert!(item(&all.clauses, "8.1").findings.is_empty(), "it is shown once");
    // the Statement of Applicability is another now: an auditor would ask
    assert_eq!(item(&all.clauses, "6.1.3").standing, Standing::Partly);

    let empty = after(&[]);
    let all = ready(&empty);
    let begun: Vec<&str> = all
        .clauses
        .iter()
        .filter(|item| item.standing != Standing::Missing)
        .map(|item| item.against.as_str())
        .collect();
    assert_eq!(begun, ["6.1.2"], "criteria to begin with are there");
    assert_eq!(all.controls, []);
}

#[test]
fn every_finding_bears_on_something() {
    for isms in [after(&[]), sound()] {
        let all = ready(&isms);
        let items = all.clauses.iter().chain(&all.controls);
        let told = items.map(|item| item.findings.len()).sum::<usize>() + all.others.len();
        assert_eq!(told, check(&isms, Edition::E2022, today()).len());
    }
    let unknown: BTreeSet<&str> = rules()
        .iter()
        .map(|row| row.clause)
        .filter(|clause| {
            let number = clause.split(' ').next().unwrap();
            !CLAUSES.iter().any(|known| known.number == number) && catalogue::find(clause).is_none()
        })
        .collect();
    assert_eq!(unknown, BTreeSet::from(["ISO/IEC 17021-1"]));
}
