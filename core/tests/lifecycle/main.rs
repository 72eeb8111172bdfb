//! Records that live: documents, measures, incidents, reviews, audits, nonconformities, certifications; step by step, and
//! what each step refuses (clauses 6.3, 7.5, 9.1 to 10.2).

use proptest::prelude::*;
use riskwright_core::change::{Change, describe};
use riskwright_core::diagnostic::{Rejection, Rule};
use riskwright_core::field::FieldKind;
use riskwright_core::isms::{Isms, Kind, Record, RecordRef};
use riskwright_core::measurement::{self, Standing, Trend};
use riskwright_core::methodology::recording::Assessing;
use riskwright_core::quantity::{Actor, Date, Timestamp};
use serde_json::{Value, json};

mod audits;
mod documents;
mod nonconformities;
mod performance;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn at(day: &str) -> Timestamp {
    format!("{day}T09:00:00Z").parse().unwrap()
}

fn made(isms: &mut Isms, by: &str, on: &str, change: Value) -> Result<(), Rejection> {
    let change: Change =
        serde_json::from_value(change.clone()).unwrap_or_else(|error| panic!("{error}: {change}"));
    // what is written down reads back to the same
    let again: Change = serde_json::from_value(serde_json::to_value(&change).unwrap()).unwrap();
    assert_eq!(again, change);
    let before = isms.clone();
    let outcome = isms.apply(&change, &by.parse::<Actor>().unwrap(), at(on)).map(|_| ());
    if outcome.is_err() {
        assert_eq!(*isms, before, "a refused change leaves everything as it was");
    }
    outcome
}

/// Begins with a change that is made.
fn does(isms: &mut Isms, by: &str, on: &str, change: Value) {
    made(isms, by, on, change.clone()).unwrap_or_else(|why| panic!("{why}: {change}"));
}

fn refused(isms: &mut Isms, by: &str, on: &str, change: Value) -> Rejection {
    made(isms, by, on, change.clone()).expect_err(&change.to_string())
}

fn step(kind: &str, id: &str, step: Value) -> Value {
    let step = if step.is_string() { json!({ step.as_str().unwrap(): {} }) } else { step };
    json!({ format!("{kind}.step"): { "id": id, "step": step } })
}

fn state(isms: &Isms, at: &str) -> &'static str {
    isms.record(&at.parse().unwrap()).unwrap().state().unwrap()
}

fn new() -> Isms {
    Isms::new("Example Ltd".parse().unwrap())
}

fn assess(isms: &mut Isms, on: &str) {
    let by: Actor = "Ada".parse().unwrap();
    let change = Assessing::default().change(isms, &by, day(on)).unwrap().unwrap();
    isms.apply(&change, &by, at(on)).unwrap();
}

#[test]
fn every_state_is_reached_and_every_step_starts_somewhere() {
    let mut kinds = 0;
    for kind in Kind::ALL {
        let steps = Change::steps_of(*kind);
        assert_eq!(Change::step_of(*kind).is_some(), !steps.is_empty(), "{kind}");
        if steps.is_empty() {
            continue;
        }
        kinds += 1;
        // the state that new records are in is the one no step needs to lead to
        let first =
            steps.iter().flat_map(|step| step.from).find(|from| steps.iter().all(|step| step.to != **from));
        let first = first.unwrap_or(&steps[0].from[0]);
        let mut reached = vec![*first];
        while let Some(step) = steps
            .iter()
            .find(|step| !reached.contains(&step.to) && step.from.iter().any(|from| reached.contains(from)))
        {
            reached.push(step.to);
        }
        for step in steps {
            assert!(reached.contains(&step.to), "{kind}: nothing leads to {}", step.to);
            for from in step.from {
                assert!(reached.contains(from), "{kind}: nothing leads to {from}");
            }
            assert!(!step.help.trim().is_empty(), "{kind} {}", step.step);
        }
        let names: std::collections::BTreeSet<&str> = steps.iter().map(|step| step.step).collect();
        assert_eq!(names.len(), steps.len(), "{kind}: a step stands twice");
    }
    assert_eq!(kinds, 10);
}

#[test]
fn steps_are_taken_in_the_order_of_days() {
    let mut isms = new();
    let document = json!({ "document.record": { "id": "DOC-1", "title": "A", "version": "1", "author": "Ann", "content": { "markdown": "x" } } });
    does(&mut isms, "Ann", "2026-03-02", document);
    let on = |day: &str, word: &str| json!({ "document.step": { "id": "DOC-1", "step": { word: {} }, "by": "Bob", "on": day, "note": "by letter" } });
    assert_eq!(refused(&mut isms, "Clerk", "2026-03-10", on("2026-03-11", "submit")).rule, Rule::Dates);
    does(&mut isms, "Clerk", "2026-03-10", on("2026-03-05", "submit"));
    assert_eq!(refused(&mut isms, "Clerk", "2026-03-10", on("2026-03-04", "approve")).rule, Rule::Dates);
    does(&mut isms, "Clerk", "2026-03-10", on("2026-03-05", "approve"));
    let record = isms.record(&"document/DOC-1".parse().unwrap()).unwrap();
    let passed: Vec<String> = record
        .passed()
        .iter()
        .map(|passed| format!("{} {} {} {}", passed.step, passed.on, passed.by, passed.note))
        .collect();
    assert_eq!(passed, ["submit 2026-03-05 Bob by letter", "approve 2026-03-05 Bob by letter"]);
    assert_eq!(record.passed()[0].recorded_by.as_deref(), Some("Clerk"));
    // in words, and back
    let publish: Change = serde_json::from_value(step("document", "DOC-1", json!("publish"))).unwrap();
    let effects = isms.apply(&publish, &"Bob".parse().unwrap(), at("2026-03-11")).unwrap();
    let said: Vec<String> = effects.writes.iter().flat_map(|write| describe(&isms, write)).collect();
    assert_eq!(said[0], "DOC-1: publish by Bob on 2026-03-11 (approved → published)");
    assert!(said.iter().all(|line| !line.contains("life")), "{said:?}");
    let undo = effects.undo("undo".parse().unwrap()).unwrap();
    let effects = isms.apply(&undo, &"Bob".parse().unwrap(), at("2026-03-11")).unwrap();
    let said: Vec<String> = effects.writes.iter().flat_map(|write| describe(&isms, write)).collect();
    assert_eq!(said[0], "DOC-1: put back: published → approved");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever steps are tried in whatever order: those that are refused change nothing, the others lead where the table
    /// says, and the whole reads back from what is written down.
    #[test]
    fn steps_lead_where_the_table_says(tried in prop::collection::vec((0_usize..10, 0_usize..16), 1..40)) {
        let mut isms = new();
        let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| Change::step_of(*kind).is_some()).collect();
        for kind in &kinds {
            let [add, ..] = Change::names_of(*kind).unwrap();
            let mut record = json!({ "id": "X-1", "title": "Something" });
            match kind {
                Kind::ManagementReview => record["planned_on"] = json!("2026-01-01"),
                Kind::AuditProgramme => (record["from"], record["until"]) = (json!("2026-01-01"), json!("2028-12-31")),
                _ => {}
            }
            does(&mut isms, "Ada", "2026-01-01", json!({ add: record }));
        }
        for (kind, which) in tried {
            let kind = kinds[kind];
            let steps = Change::steps_of(kind);
            let possible = steps[which % steps.len()];
            let fields: serde_json::Map<String, Value> =
                possible.fields.iter().filter(|field| field.required).map(|field| (field.name.to_owned(), filled(field.kind))).collect();
            let place = RecordRef { kind, id: "X-1".parse().unwrap() };
            let before = isms.record(&place).unwrap();
            let change = json!({ Change::step_of(kind).unwrap(): { "id": "X-1", "step": { possible.step: fields } } });
            let outcome = made(&mut isms, "Eve", "2026-02-01", change);
            let after = isms.record(&place).unwrap();
            if outcome.is_ok() {
                prop_assert!(possible.from.contains(&before.state().unwrap()));
                prop_assert_eq!(after.state().unwrap(), possible.to);
                prop_assert_eq!(after.passed().len(), before.passed().len() + 1);
            } else {
                prop_assert_eq!(&after, &before);
            }
            let read = Record::from_json(kind, after.to_json().unwrap()).unwrap();
            prop_assert_eq!(read, after);
        }
        let read = Isms::load(isms.records()).unwrap();
        prop_assert_eq!(read, isms);
    }
}

fn filled(kind: FieldKind) -> Value {
    match kind {
        FieldKind::Line | FieldKind::Prose | FieldKind::Actor => json!("something"),
        FieldKind::Date => json!("2026-03-01"),
        FieldKind::Word(words) => json!(words[0]),
        FieldKind::Many(_) => json!([]),
        FieldKind::Record(_) => json!("X-1"),
        kind => panic!("{kind:?}"),
    }
}
