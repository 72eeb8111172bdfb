//! Nonconformities and their causes (10.2).

use serde_json::json;

use super::*;

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
        json!({ "action.revise": { "id": "TA-1", "set": { "owner": "Head of IT", "due": "2026-05-01" } } }),
    );
    // whoever holds the role does what the role is to do
    let role = json!({ "id": "ROLE-1", "title": "Head of IT", "person": "Tom" });
    does(&mut isms, "Ada", "2026-04-04", json!({ "role.define": role }));
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
