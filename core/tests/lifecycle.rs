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
fn a_document_comes_into_force_by_others_than_its_author_and_stays_as_it_was() {
    let mut isms = new();
    let document = json!({ "document.record": { "id": "DOC-1", "title": "Backup policy", "kind": "policy", "fulfils": ["A.8.13"] } });
    does(&mut isms, "Ann Author", "2026-01-05", document);
    let bare = refused(&mut isms, "Ann Author", "2026-01-05", step("document", "DOC-1", json!("submit")));
    assert_eq!((bare.rule, bare.clause), (Rule::State, Some("7.5.2")));
    let written =
        json!({ "version": "1.0", "author": "Ann Author", "content": { "markdown": "We back up daily." } });
    does(
        &mut isms,
        "Ann Author",
        "2026-01-05",
        json!({ "document.revise": { "id": "DOC-1", "set": written } }),
    );
    let astray = refused(&mut isms, "Bob", "2026-01-06", step("document", "DOC-1", json!("approve")));
    assert!(astray.message.contains("it is draft"), "{astray}");
    assert!(astray.help.unwrap().contains("submit"));
    does(&mut isms, "Ann Author", "2026-01-06", step("document", "DOC-1", json!("submit")));
    let own = refused(&mut isms, "ann author", "2026-01-07", step("document", "DOC-1", json!("approve")));
    assert!(own.message.contains("nobody approves their own document"), "{own}");
    does(&mut isms, "Bob Board", "2026-01-07", step("document", "DOC-1", json!("approve")));
    does(&mut isms, "Bob Board", "2026-01-08", step("document", "DOC-1", json!("publish")));
    let document = isms.documents().values().next().unwrap().clone();
    let published = document.in_force().unwrap();
    assert_eq!((published.version.as_str(), published.approved_by.as_str()), ("1.0", "Bob Board"));
    assert_eq!((published.approved_on, published.since), (day("2026-01-07"), day("2026-01-08")));
    assert_eq!(document.next_review, Some(day("2027-01-08")));
    assert!(!document.is_due(day("2027-01-08")) && document.is_due(day("2027-01-09")));
    assert!(document.fulfils("A.8.13") && !document.fulfils("A.8.1") && !document.fulfils("A.8.130"));

    // nobody writes into what is in force
    for set in [
        json!({ "content": { "markdown": "We never back up." } }),
        json!({ "version": "1.1" }),
        json!({ "published": null }),
        json!({ "life": { "state": "draft" } }),
    ] {
        let why = refused(
            &mut isms,
            "Mallory",
            "2026-02-01",
            json!({ "document.revise": { "id": "DOC-1", "set": set } }),
        );
        assert_eq!(why.rule, Rule::State, "{why}");
    }
    let again = refused(
        &mut isms,
        "Ann Author",
        "2026-02-01",
        step("document", "DOC-1", json!({ "revise": { "version": "1.0" } })),
    );
    assert!(again.message.contains("in force already"), "{again}");
    does(
        &mut isms,
        "Ann Author",
        "2026-02-01",
        step("document", "DOC-1", json!({ "revise": { "version": "2.0" } })),
    );
    let set = json!({ "content": { "markdown": "We back up hourly." } });
    does(&mut isms, "Ann Author", "2026-02-02", json!({ "document.revise": { "id": "DOC-1", "set": set } }));
    assert_eq!(
        isms.documents().values().next().unwrap().in_force().unwrap(),
        published,
        "the draft changes nothing in force"
    );
    does(&mut isms, "Ann Author", "2026-02-03", step("document", "DOC-1", json!("abandon")));
    let back = isms.documents().values().next().unwrap().clone();
    assert_eq!((back.version.as_deref(), state(&isms, "document/DOC-1")), (Some("1.0"), "published"));
    assert_eq!(back.content, Some(published.content.clone()));

    // what is there already is not written in by hand
    let born =
        json!({ "document.record": { "id": "DOC-2", "title": "Sneaky", "life": { "state": "published" } } });
    assert_eq!(refused(&mut isms, "Mallory", "2026-02-04", born).rule, Rule::State);
    let nothing = json!({ "retire": { "reason": " " } });
    assert!(
        refused(&mut isms, "Bob Board", "2026-02-05", step("document", "DOC-1", nothing))
            .message
            .contains("nothing says why")
    );
    does(
        &mut isms,
        "Bob Board",
        "2026-02-05",
        step("document", "DOC-1", json!({ "retire": { "reason": "replaced" } })),
    );
    assert!(isms.documents().values().next().unwrap().in_force().is_none());
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

#[test]
fn a_nonconformity_is_closed_after_a_check_by_others_and_comes_back_where_that_fails() {
    let mut isms = new();
    does(
        &mut isms,
        "Ada",
        "2026-04-01",
        json!({ "nonconformity.raise": { "id": "NC-1", "title": "Restores are not tried", "against": "A.8.13", "grade": "minor" } }),
    );
    let nc = |word: Value| step("nonconformity", "NC-1", word);
    does(
        &mut isms,
        "Ada",
        "2026-04-02",
        nc(json!({ "contain": { "containment": "One restore was tried at once." } })),
    );
    let half = json!({ "analyse": { "cause": "Nobody is responsible.", "similar": "" } });
    assert_eq!(refused(&mut isms, "Ada", "2026-04-03", nc(half)).clause, Some("10.2 b"));
    let circle =
        json!({ "analyse": { "cause": "x", "similar": "no", "whys": [{ "text": "a", "explains": 1 }] } });
    assert_eq!(refused(&mut isms, "Ada", "2026-04-03", nc(circle)).clause, Some("10.2 b"));
    let whys = json!([{ "text": "No plan" }, { "text": "No owner", "root": true }]);
    let analysed = json!({ "analyse": { "cause": "Nobody is responsible for restores.", "similar": "Also for archives.", "method": "five-whys", "whys": whys } });
    does(&mut isms, "Ada", "2026-04-03", nc(analysed.clone()));
    let agreed = json!({ "agree": { "actions": ["TA-1"], "criterion": "Two restores in a row succeed." } });
    assert_eq!(refused(&mut isms, "Ada", "2026-04-04", nc(agreed.clone())).rule, Rule::BrokenLink);
    does(
        &mut isms,
        "Ada",
        "2026-04-04",
        json!({ "action.plan": { "id": "TA-1", "title": "Name an owner" } }),
    );
    assert!(
        refused(&mut isms, "Ada", "2026-04-04", nc(agreed.clone())).message.contains("nobody responsible")
    );
    does(
        &mut isms,
        "Ada",
        "2026-04-04",
        json!({ "action.revise": { "id": "TA-1", "set": { "owner": "Tom", "due": "2026-05-01" } } }),
    );
    does(&mut isms, "Ada", "2026-04-04", nc(agreed.clone()));
    assert!(
        refused(&mut isms, "Tom", "2026-04-20", nc(json!("carry-out")))
            .message
            .contains("TA-1 is not carried out")
    );
    does(
        &mut isms,
        "Tom",
        "2026-04-20",
        json!({ "action.revise": { "id": "TA-1", "set": { "status": "implemented", "done_on": "2026-04-20" } } }),
    );
    does(&mut isms, "Ada", "2026-04-20", nc(json!("carry-out")));
    let verify = json!({ "verify": { "finding": "Two restores succeeded." } });
    for doer in ["Tom", "ada"] {
        let own = refused(&mut isms, doer, "2026-06-01", nc(verify.clone()));
        assert!(own.message.contains("nobody judges their own work"), "{own}");
    }
    does(&mut isms, "Eve", "2026-06-01", nc(json!({ "fail": { "finding": "The second restore failed." } })));
    assert_eq!(state(&isms, "nonconformity/NC-1"), "reopened");
    assert!(
        refused(&mut isms, "Eve", "2026-06-02", nc(json!({ "close": {} })))
            .message
            .contains("it is reopened")
    );
    does(&mut isms, "Ada", "2026-06-03", nc(analysed));
    does(&mut isms, "Ada", "2026-06-03", nc(agreed));
    does(&mut isms, "Ada", "2026-06-20", nc(json!("carry-out")));
    does(&mut isms, "Eve", "2026-08-01", nc(verify));
    does(
        &mut isms,
        "Ada",
        "2026-08-02",
        nc(json!({ "close": { "isms_change": "Restores are part of the measures." } })),
    );
    let closed = isms.nonconformities().values().next().unwrap();
    assert!(!closed.is_open());
    let checks: Vec<(bool, &str)> =
        closed.checks.iter().map(|check| (check.effective, check.by.as_str())).collect();
    assert_eq!(checks, [(false, "Eve"), (true, "Eve")]);
    let years = riskwright_core::review::inputs::years(&isms, day("2026-12-31"));
    let year = &years[&2026];
    assert_eq!((year.raised, year.closed, year.failed), (1, 1, 1));

    // others of the like are found by clause and by cause
    for (id, against, cause) in [
        ("NC-2", "A.8.13", ""),
        ("NC-3", "A.5.1", "Nobody is responsible for the policy"),
        ("NC-4", "A.5.2", "Bad luck"),
    ] {
        let raised = json!({ "id": id, "title": "Another", "against": against, "cause": cause });
        does(&mut isms, "Ada", "2026-09-01", json!({ "nonconformity.raise": raised }));
    }
    let first = &isms.nonconformities()[&"NC-1".parse().unwrap()];
    let similar: Vec<&str> = first.similar_ones(&isms).iter().map(|known| known.id.as_str()).collect();
    assert_eq!(similar, ["NC-2", "NC-3"]);
}

#[test]
fn an_incident_is_not_closed_before_the_risks_it_touched_are_looked_at_again() {
    let mut isms = new();
    does(
        &mut isms,
        "Ada",
        "2026-05-01",
        json!({ "risk.identify": { "id": "R-1", "title": "Ransomware", "owner": "Ada" } }),
    );
    does(
        &mut isms,
        "Sam",
        "2026-05-02",
        json!({ "incident.report": { "id": "INC-1", "title": "Files encrypted", "scenarios": ["R-1"] } }),
    );
    let incident = |word: Value| step("incident", "INC-1", word);
    does(&mut isms, "Ada", "2026-05-02", incident(json!({ "assess": { "severity": "high" } })));
    assert_eq!(refused(&mut isms, "Ada", "2026-05-02", incident(json!("confirm"))).clause, Some("A.5.24"));
    does(
        &mut isms,
        "Ada",
        "2026-05-02",
        json!({ "incident.revise": { "id": "INC-1", "set": { "owner": "Ada" } } }),
    );
    does(&mut isms, "Ada", "2026-05-03", incident(json!("confirm")));
    assert_eq!(isms.incidents().values().next().unwrap().confirmed_on(), Some(day("2026-05-03")));
    does(&mut isms, "Ada", "2026-05-03", incident(json!({ "contain": { "done": "Unplugged." } })));
    does(&mut isms, "Ada", "2026-05-04", incident(json!({ "recover": { "done": "Restored from backup." } })));
    let learnt = json!({ "learn": { "cause": "A macro.", "lessons": "Macros are off now." } });
    does(&mut isms, "Ada", "2026-05-09", incident(learnt));
    let early = refused(&mut isms, "Ada", "2026-05-10", incident(json!("close")));
    assert_eq!((early.rule, early.clause), (Rule::State, Some("8.2")));
    let factors = json!({ "likelihood": { "level": 1 }, "consequence": { "level": 1 } });
    does(
        &mut isms,
        "Ada",
        "2026-05-10",
        json!({ "risk.estimate": { "id": "R-1", "stage": "current", "estimate": { "factors": factors } } }),
    );
    assess(&mut isms, "2026-05-10");
    does(&mut isms, "Ada", "2026-05-10", incident(json!("close")));
    assert!(!isms.incidents().values().next().unwrap().is_open());
}

fn assess(isms: &mut Isms, on: &str) {
    let by: Actor = "Ada".parse().unwrap();
    let change = Assessing::default().change(isms, &by, day(on)).unwrap().unwrap();
    isms.apply(&change, &by, at(on)).unwrap();
}

#[test]
fn a_measure_says_all_that_is_asked_for_and_stands_against_its_target() {
    let mut isms = new();
    does(
        &mut isms,
        "Ada",
        "2026-01-01",
        json!({ "measure.define": { "id": "MSR-1", "title": "Share of patched hosts", "unit": "%" } }),
    );
    let why = refused(&mut isms, "Ada", "2026-01-01", step("measure", "MSR-1", json!("activate")));
    assert_eq!(why.clause, Some("9.1"));
    for field in ["method", "every_months", "direction", "target", "measured_by", "analysed_by"] {
        assert!(why.message.contains(field), "{why}");
    }
    let rest = json!({ "method": "Scanner, last day of the month", "every_months": 1, "direction": "higher", "target": 95.0,
        "threshold": 80.0, "measured_by": "Tom", "analysed_by": "Ada" });
    does(&mut isms, "Ada", "2026-01-01", json!({ "measure.revise": { "id": "MSR-1", "set": rest } }));
    does(&mut isms, "Ada", "2026-01-15", step("measure", "MSR-1", json!("activate")));
    let series = |isms: &Isms, on: &str| {
        let all = measurement::all(isms, day(on));
        let series = &all[0];
        assert_eq!(*series, series.measure.series(isms, day(on)));
        (series.standing, series.trend, series.next, series.overdue, series.results.len())
    };
    assert_eq!(series(&isms, "2026-02-15"), (Standing::Unknown, None, Some(day("2026-02-15")), false, 0));
    assert!(series(&isms, "2026-02-16").3, "a value is missing");
    // entered out of order; what is of a later day does not count
    for (id, on, value) in [(2, "2026-02-28", 79.5), (1, "2026-01-31", 90.0), (3, "2026-03-31", 95.0)] {
        let result = json!({ "id": format!("VAL-{id}"), "measure": "MSR-1", "on": on, "value": value });
        does(&mut isms, "Tom", "2026-04-01", json!({ "measurement.record": result }));
    }
    assert_eq!(series(&isms, "2026-02-01"), (Standing::Short, None, Some(day("2026-02-28")), false, 1));
    assert_eq!(
        series(&isms, "2026-03-01"),
        (Standing::Alarming, Some(Trend::Worse), Some(day("2026-03-28")), false, 2)
    );
    assert_eq!(
        series(&isms, "2026-05-01"),
        (Standing::OnTarget, Some(Trend::Better), Some(day("2026-04-30")), true, 3)
    );
    let lower = json!({ "direction": "lower", "target": 80.0, "threshold": 90.0 });
    does(&mut isms, "Ada", "2026-05-01", json!({ "measure.revise": { "id": "MSR-1", "set": lower } }));
    let measure = isms.measures().values().next().unwrap();
    let stands: Vec<Standing> = [80.0, 80.1, 90.0, 90.1].map(|value| measure.stands(value)).to_vec();
    assert_eq!(stands, [Standing::OnTarget, Standing::Short, Standing::Short, Standing::Alarming]);
    let by_hand = json!({ "conclusions": [{ "text": "Fine.", "on": "2026-01-01", "by": "Ada" }] });
    assert_eq!(
        refused(
            &mut isms,
            "Ada",
            "2026-05-01",
            json!({ "measure.revise": { "id": "MSR-1", "set": by_hand } })
        )
        .rule,
        Rule::State
    );
    does(
        &mut isms,
        "Ada",
        "2026-05-02",
        step("measure", "MSR-1", json!({ "evaluate": { "conclusion": "Better since the new scanner." } })),
    );
}

#[test]
fn a_management_review_looks_at_what_there_is_and_is_approved_by_the_top() {
    let mut isms = new();
    does(
        &mut isms,
        "Ada",
        "2026-06-01",
        json!({ "review.plan": { "id": "REV-1", "planned_on": "2026-06-15" } }),
    );
    let review = |word: Value| step("review", "REV-1", word);
    let seen =
        riskwright_core::review::inputs(&isms, &isms.reviews()[&"REV-1".parse().unwrap()], day("2026-06-10"));
    let digest = riskwright_core::quantity::Digest::of_json(&seen).unwrap();
    let ideas = json!({ "improvement.propose": { "id": "IMP-1", "title": "Single sign-on" } });
    let mut other = isms.clone();
    does(&mut other, "Ada", "2026-06-09", ideas);
    let why = refused(&mut other, "Ada", "2026-06-10", review(json!({ "prepare": { "digest": digest } })));
    assert_eq!((why.rule, why.clause), (Rule::Conflict, Some("9.3.2")));
    does(&mut isms, "Ada", "2026-06-10", review(json!({ "prepare": { "digest": digest } })));
    assert_eq!(isms.reviews().values().next().unwrap().inputs, Some(digest));
    let attendees = |top: bool| json!({ "hold": { "attendees": [{ "person": "Cora Chief", "top_management": top }, { "person": "Ada" }] } });
    assert_eq!(refused(&mut isms, "Ada", "2026-06-15", review(attendees(false))).clause, Some("9.3.1"));
    assert!(refused(&mut isms, "Ada", "2026-06-15", review(attendees(true))).message.contains("feedback"));
    does(
        &mut isms,
        "Ada",
        "2026-06-15",
        json!({ "review.revise": { "id": "REV-1", "set": { "remarks": { "e": "None this year." } } } }),
    );
    does(&mut isms, "Ada", "2026-06-15", review(attendees(true)));
    assert_eq!(
        refused(&mut isms, "Cora Chief", "2026-06-16", review(json!("approve"))).clause,
        Some("9.3.3")
    );
    let decisions = json!([{ "subject": "improvement", "text": "Single sign-on next year." }, { "subject": "change", "text": "Nothing to decide." }]);
    does(
        &mut isms,
        "Ada",
        "2026-06-16",
        json!({ "review.revise": { "id": "REV-1", "set": { "decisions": decisions } } }),
    );
    assert!(
        refused(&mut isms, "Ada", "2026-06-17", review(json!("approve")))
            .message
            .contains("not there for top management")
    );
    does(&mut isms, "Cora Chief", "2026-06-17", review(json!("approve")));
    let late = json!({ "review.revise": { "id": "REV-1", "set": { "minutes": "Something else." } } });
    assert!(refused(&mut isms, "Ada", "2026-06-18", late).message.contains("by hand"));
    // what carries a decision out may still be named
    does(
        &mut isms,
        "Ada",
        "2026-06-18",
        json!({ "action.plan": { "id": "TA-1", "title": "Choose a product", "owner": "Tom", "due": "2026-12-01" } }),
    );
    let decisions = json!([{ "subject": "improvement", "text": "Single sign-on next year.", "actions": ["TA-1"] }, { "subject": "change", "text": "Nothing to decide." }]);
    does(
        &mut isms,
        "Ada",
        "2026-06-18",
        json!({ "review.revise": { "id": "REV-1", "set": { "decisions": decisions } } }),
    );
    assert!(refused(&mut isms, "Ada", "2026-06-19", review(json!("close"))).message.contains("TA-1"));
    // the next review begins with it
    does(
        &mut isms,
        "Ada",
        "2027-06-01",
        json!({ "review.plan": { "id": "REV-2", "planned_on": "2027-06-15" } }),
    );
    let next =
        riskwright_core::review::inputs(&isms, &isms.reviews()[&"REV-2".parse().unwrap()], day("2027-06-10"));
    assert_eq!(next.from, Some(day("2026-06-15")));
    assert_eq!((next.actions.len(), next.actions[0].actions[0].overdue), (1, true));
}

#[test]
fn nobody_audits_their_own_work_and_a_report_rests_on_evidence() {
    let mut isms = new();
    does(
        &mut isms,
        "Ada",
        "2026-07-01",
        json!({ "role.define": { "id": "ROLE-1", "title": "IT manager", "person": "Tom" } }),
    );
    does(
        &mut isms,
        "Ada",
        "2026-07-01",
        json!({ "control.record": { "id": "A.8.13", "owner": "IT manager" } }),
    );
    let plan = json!({ "id": "AUD-1", "title": "Operations", "criteria": "ISO/IEC 27001", "controls": ["A.8.13"], "clauses": ["8"], "from": "2026-07-10", "lead": "Tom" });
    does(&mut isms, "Ada", "2026-07-01", json!({ "audit.plan": plan }));
    let audit = |word: Value| step("audit", "AUD-1", word);
    let own = refused(&mut isms, "Ada", "2026-07-02", audit(json!("prepare")));
    assert_eq!(own.clause, Some("9.2.2 b"));
    assert!(own.message.contains("Tom owns A.8.13"), "{own}");
    let questions = json!([{ "against": "A.8.13", "question": "When was the last restore?" }]);
    does(
        &mut isms,
        "Ada",
        "2026-07-02",
        json!({ "audit.revise": { "id": "AUD-1", "set": { "lead": "Eve", "questions": questions } } }),
    );
    does(&mut isms, "Ada", "2026-07-02", audit(json!("prepare")));
    does(&mut isms, "Eve", "2026-07-10", audit(json!("begin")));
    let report = json!({ "report": { "summary": "One minor nonconformity." } });
    assert!(refused(&mut isms, "Eve", "2026-07-11", audit(report.clone())).message.contains("no outcome"));
    let answered = json!([{ "against": "A.8.13", "question": "When was the last restore?", "outcome": "minor", "evidence": "No record since 2025." }]);
    does(
        &mut isms,
        "Eve",
        "2026-07-11",
        json!({ "audit.revise": { "id": "AUD-1", "set": { "questions": answered } } }),
    );
    assert!(
        refused(&mut isms, "Eve", "2026-07-11", audit(report.clone())).message.contains("has no finding")
    );
    let finding = json!({ "id": "FND-1", "title": "Restores are not tried", "severity": "minor", "against": "A.8.13", "audit": "AUD-1", "evidence": "No record since 2025." });
    does(&mut isms, "Eve", "2026-07-11", json!({ "finding.raise": finding }));
    does(&mut isms, "Eve", "2026-07-12", audit(report));
    assert!(
        refused(&mut isms, "Ada", "2026-07-13", audit(json!("close")))
            .message
            .contains("nobody has taken up")
    );
    does(
        &mut isms,
        "Ada",
        "2026-07-13",
        json!({ "nonconformity.raise": { "id": "NC-1", "title": "Restores", "finding": "FND-1", "grade": "minor" } }),
    );
    does(&mut isms, "Ada", "2026-07-13", audit(json!("close")));
    let audit = isms.audits().values().next().unwrap();
    assert!(audit.covers("8.1") && audit.covers("8") && !audit.covers("9.1") && !audit.covers("88"));
}

#[test]
fn a_certificate_follows_audits_and_reviews_and_its_dates_follow_the_rules() {
    let mut isms = new();
    does(
        &mut isms,
        "Ada",
        "2025-01-01",
        json!({ "certification.begin": { "id": "CERT-1", "title": "ISO/IEC 27001" } }),
    );
    let cert = |word: Value| step("certification", "CERT-1", word);
    does(&mut isms, "Ada", "2025-01-02", cert(json!("analyse")));
    assert_eq!(refused(&mut isms, "Ada", "2025-01-03", cert(json!("apply"))).clause, Some("4.3"));
    let rest = json!({ "body": "Cert AG", "scope": "All of it", "edition": "2022" });
    does(&mut isms, "Ada", "2025-01-03", json!({ "certification.revise": { "id": "CERT-1", "set": rest } }));
    does(&mut isms, "Ada", "2025-01-03", cert(json!("apply")));
    let audited = |isms: &mut Isms, id: &str, kind: &str, on: &str| {
        let plan = json!({ "id": id, "title": kind, "kind": kind, "certification": "CERT-1", "criteria": "ISO/IEC 27001", "clauses": ["4", "5", "6", "7", "8", "9", "10"], "from": on, "lead": "Eve" });
        does(isms, "Ada", on, json!({ "audit.plan": plan }));
        for word in [json!("prepare"), json!("begin"), json!({ "report": { "summary": "Fine." } })] {
            does(isms, "Eve", on, step("audit", id, word));
        }
    };
    audited(&mut isms, "AUD-1", "stage-1", "2025-03-01");
    let wrong = json!({ "stage-1": { "audit": "AUD-9" } });
    assert!(refused(&mut isms, "Ada", "2025-03-01", cert(wrong)).message.contains("no audit AUD-9"));
    does(&mut isms, "Ada", "2025-03-01", cert(json!({ "stage-1": { "audit": "AUD-1" } })));
    let milestones = |isms: &Isms, on: &str| -> Vec<String> {
        let known = isms.certifications().values().next().unwrap();
        let next = known.milestones(day(on));
        next.iter()
            .map(|next| format!("{} {}{}", next.what, next.by, if next.overdue { " overdue" } else { "" }))
            .collect()
    };
    assert_eq!(milestones(&isms, "2025-09-02"), ["stage-2 2025-09-01 overdue"]);
    assert!(
        refused(&mut isms, "Ada", "2025-04-01", cert(json!({ "stage-2": { "audit": "AUD-1" } })))
            .message
            .contains("stage-1")
    );
    audited(&mut isms, "AUD-2", "stage-2", "2025-04-01");
    let second = cert(json!({ "stage-2": { "audit": "AUD-2" } }));
    assert_eq!(refused(&mut isms, "Ada", "2025-04-01", second.clone()).clause, Some("9.2.1"));
    audited(&mut isms, "AUD-3", "internal", "2025-04-01");
    assert_eq!(refused(&mut isms, "Ada", "2025-04-01", second.clone()).clause, Some("9.3.1"));
    does(
        &mut isms,
        "Ada",
        "2025-04-01",
        json!({ "review.plan": { "id": "REV-1", "planned_on": "2025-04-01", "remarks": { "e": "None." } } }),
    );
    does(&mut isms, "Ada", "2025-04-01", step("review", "REV-1", json!("prepare")));
    let held = json!({ "hold": { "attendees": [{ "person": "Cora", "top_management": true }] } });
    does(&mut isms, "Ada", "2025-04-01", step("review", "REV-1", held));
    does(&mut isms, "Ada", "2025-04-02", second);
    // a major nonconformity of the certification's audit stands in the way
    let finding = json!({ "id": "FND-1", "title": "No risk assessment", "severity": "major", "against": "8.2", "audit": "AUD-2" });
    does(&mut isms, "Eve", "2025-04-02", json!({ "finding.raise": finding }));
    does(
        &mut isms,
        "Ada",
        "2025-04-02",
        json!({ "nonconformity.raise": { "id": "NC-1", "title": "No risk assessment", "finding": "FND-1", "grade": "major" } }),
    );
    does(&mut isms, "Ada", "2025-04-02", json!({ "soa.approve": { "edition": "2022", "version": "SOA-1" } }));
    let certify = cert(json!({ "certify": { "number": "C-1", "soa": "SOA-1" } }));
    assert_eq!(refused(&mut isms, "Ada", "2025-05-31", certify.clone()).clause, Some("10.2"));
    does(
        &mut isms,
        "Ada",
        "2025-05-31",
        step("nonconformity", "NC-1", json!({ "reject": { "reason": "It was there all along." } })),
    );
    does(&mut isms, "Ada", "2025-05-31", certify);
    let known = isms.certifications().values().next().unwrap();
    assert_eq!((known.decided_on, known.valid_until), (Some(day("2025-05-31")), Some(day("2028-05-31"))));
    assert!(known.holds(day("2028-05-31")) && !known.holds(day("2028-06-01")));
    assert_eq!(
        milestones(&isms, "2026-06-01"),
        [
            "surveillance 2026-05-31 overdue",
            "recertification-begin 2028-01-31",
            "recertification-end 2028-05-31"
        ]
    );
    audited(&mut isms, "AUD-4", "surveillance", "2026-05-20");
    does(&mut isms, "Ada", "2026-05-21", cert(json!({ "survey": { "audit": "AUD-4" } })));
    assert_eq!(milestones(&isms, "2026-06-01")[0], "surveillance 2027-05-21");
    does(&mut isms, "Ada", "2026-06-01", json!({ "soa.approve": { "edition": "2013", "version": "SOA-2" } }));
    let other = cert(json!({ "transfer": { "edition": "2022", "soa": "SOA-2" } }));
    assert_eq!(refused(&mut isms, "Ada", "2026-06-01", other).clause, Some("6.1.3 d"));
    let by_hand =
        json!({ "certification.revise": { "id": "CERT-1", "set": { "valid_until": "2099-01-01" } } });
    assert_eq!(refused(&mut isms, "Mallory", "2026-06-02", by_hand).rule, Rule::State);
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
