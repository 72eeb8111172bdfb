//! Incidents, measures and management reviews (A.5.24 to A.5.28, 9.1, 9.3).

use serde_json::json;

use super::*;

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
    // what was shown can be shown again, whatever became of it
    let ideas = json!({ "improvement.propose": { "id": "IMP-1", "title": "Single sign-on" } });
    does(&mut isms, "Ada", "2027-06-02", ideas);
    let first = &isms.reviews()[&"REV-1".parse().unwrap()];
    assert_eq!(first.looks_at(&isms, day("2027-06-10")), seen);
    let by_hand = json!({ "review.revise": { "id": "REV-1", "set": { "gathered": null } } });
    assert_eq!(refused(&mut isms, "Mallory", "2027-06-10", by_hand).rule, Rule::State);
}
