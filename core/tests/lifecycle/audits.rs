//! Audits and certifications (9.2).

use serde_json::json;

use super::*;

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

#[test]
fn a_checklist_asks_about_what_an_audit_covers_and_not_twice() {
    use riskwright_core::audit::checklist::checklist;
    use riskwright_core::catalogue::Edition;
    let mut isms = new();
    let plan = json!({ "audit.plan": { "id": "AUD-1", "title": "Spring", "clauses": ["4", "9.2.1"], "controls": ["A.8.13"] } });
    does(&mut isms, "Ann", "2026-01-05", plan);
    let control = json!({ "control.record": { "id": "A.8.13", "status": "implemented", "checked_on": "2025-12-01",
        "evidence": [{ "title": "Restore log" }] } });
    does(&mut isms, "Ann", "2026-01-05", control);
    let item = |id: &str, about: &str| {
        json!({ "id": id, "section": "s", "title": { "en": format!("Is {about} done?"), "de": "Ist das so?" },
        "kind": "yes-no", "about": [about] })
    };
    let asked = json!({ "questionnaire.adopt": { "id": "own", "title": "Own", "version": "1", "source": { "own": { "contents": {
        "title": "Own", "sections": [{ "id": "s", "title": "S" }],
        "items": [item("a", "4.3"), item("b", "A.8.13"), item("c", "A.5.1"), item("d", "10.2")] } } } } });
    does(&mut isms, "Ann", "2026-01-05", asked);
    let told = |isms: &Isms, language: &str| -> Vec<(String, String)> {
        let audit = isms.audits().values().next().unwrap();
        let own = isms.questionnaires().values().next().map(AsRef::as_ref);
        let all = checklist(isms, audit, Edition::E2022, own, language);
        all.into_iter().map(|of| (of.against.to_string(), of.question.to_string())).collect()
    };
    let all = told(&isms, "en");
    let against: Vec<&str> = all.iter().map(|(against, _)| against.as_str()).collect();
    assert_eq!(
        against,
        ["4.1", "4.2", "4.3", "4.4", "9.2.1", "A.8.13", "4.3", "A.8.13"],
        "clause 4 has no part in 10 or A.5"
    );
    assert_eq!(all[6].1, "Is 4.3 done?");
    assert_eq!(told(&isms, "de")[6].1, "Ist das so?");
    let audit = isms.audits().values().next().unwrap().clone();
    let questions = checklist(&isms, &audit, Edition::E2022, None, "en");
    assert_eq!(&*questions[5].sample, "last checked on 2025-12-01; Restore log");
    does(
        &mut isms,
        "Ann",
        "2026-01-06",
        json!({ "audit.revise": { "id": "AUD-1", "set": { "questions": questions } } }),
    );
    let left = told(&isms, "en");
    assert_eq!(left.len(), 2, "what is asked already is left out: {left:?}");
}
