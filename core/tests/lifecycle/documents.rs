//! Documents, versions and who approves them (7.5).

use serde_json::json;

use super::*;

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
