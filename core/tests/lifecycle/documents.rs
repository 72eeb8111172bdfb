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

/// A document in force.
fn published(text: &str) -> Isms {
    let mut isms = new();
    let record = json!({ "document.record": { "id": "DOC-1", "title": "Backup policy", "author": "Ann Author", "version": "1.0",
        "language": "de", "distribution": ["Staff"], "acknowledged": true, "content": { "markdown": text } } });
    does(&mut isms, "Ann Author", "2026-01-05", record);
    does(&mut isms, "Ann Author", "2026-01-06", step("document", "DOC-1", json!("submit")));
    does(&mut isms, "Bob Board", "2026-01-07", step("document", "DOC-1", json!("approve")));
    does(&mut isms, "Bob Board", "2026-01-08", step("document", "DOC-1", json!("publish")));
    isms
}

/// The change that answers the questionnaire of DOC-1, as it is in use.
fn answering(isms: &Isms, person: &str, answers: serde_json::Value) -> Result<serde_json::Value, Rejection> {
    use riskwright_core::response::{Sending, send};
    let asked = isms.questionnaires().values().next().unwrap();
    let sending = Sending {
        questionnaire: asked.id.clone(),
        respondent: person.parse().unwrap(),
        assets: Default::default(),
        scenarios: Default::default(),
        answers: serde_json::from_value(answers).unwrap(),
        contents: asked.digest().unwrap(),
    };
    send(isms, sending).map(|change| serde_json::to_value(change).unwrap())
}

#[test]
fn who_answers_that_they_understood_a_document_has_confirmed_its_version() {
    use riskwright_core::documentation::asking::questionnaire;
    let mut isms = published(
        "# Sicherung\n\n- **täglich**, siehe [Plan](https://intranet.example/plan)\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    );
    let asked = questionnaire(&isms, &"DOC-1".parse().unwrap()).unwrap();
    let text = asked.contents().sections[0].intro.in_language("en");
    assert_eq!(
        text,
        "Sicherung\n\n• täglich, siehe Plan (https://intranet.example/plan)\n\n| a | b |\n| 1 | 2 |"
    );
    does(&mut isms, "Ann Author", "2026-01-09", json!({ "questionnaire.adopt": asked }));
    let yes = json!([{ "item": "understood", "value": { "choice": "yes" } }]);
    let no = json!([{ "item": "understood", "value": { "choice": "no" } }, { "item": "questions", "value": { "text": "Wie oft?" } }]);
    let change = answering(&isms, "Cleo", no).unwrap();
    does(&mut isms, "Cleo", "2026-01-10", change);
    assert_eq!(
        (isms.responses().len(), isms.acknowledgements().len()),
        (1, 0),
        "who has questions confirms nothing"
    );
    for day in ["2026-01-11", "2026-01-12"] {
        let change = answering(&isms, "Cleo", yes.clone()).unwrap();
        does(&mut isms, "Cleo", day, change);
    }
    assert_eq!(isms.acknowledgements().len(), 1, "once is enough");
    let known = isms.acknowledgements().values().next().unwrap();
    let told = (known.document.as_str(), known.version.as_str(), known.person.as_str(), known.on);
    assert_eq!(told, ("DOC-1", "1.0", "Cleo", day("2026-01-11")));
    assert!(answering(&isms, "Dan", json!([])).unwrap_err().message.contains("understood"));
    // the version that was asked about is out of force by now
    let late = answering(&isms, "Dan", yes).unwrap();
    does(
        &mut isms,
        "Ann Author",
        "2026-02-01",
        step("document", "DOC-1", json!({ "revise": { "version": "2.0" } })),
    );
    does(&mut isms, "Ann Author", "2026-02-01", step("document", "DOC-1", json!("submit")));
    does(&mut isms, "Bob Board", "2026-02-02", step("document", "DOC-1", json!("approve")));
    does(&mut isms, "Bob Board", "2026-02-03", step("document", "DOC-1", json!("publish")));
    let why = refused(&mut isms, "Dan", "2026-02-04", late);
    assert!(why.message.contains("version 2.0 is in force by now, not 1.0"), "{why}");
}

#[test]
fn a_long_document_is_read_in_parts_and_none_that_is_not_in_force() {
    use riskwright_core::documentation::asking::questionnaire;
    let text: String = (0..900).map(|line| format!("Satz {line} über Ünïcode und anderes.\n\n")).collect();
    let isms = published(&text);
    let asked = questionnaire(&isms, &"DOC-1".parse().unwrap()).unwrap();
    let contents = asked.contents();
    assert_eq!((contents.sections.len(), contents.items.len()), (3, 4));
    let whole: Vec<&str> =
        contents.sections.iter().flat_map(|part| part.intro.in_language("de").split("\n\n")).collect();
    assert_eq!(whole.len(), 900);
    assert!(whole.iter().enumerate().all(|(at, line)| line.starts_with(&format!("Satz {at} "))));
    asked.form().unwrap();
    // one line without an end is cut too
    let asked = questionnaire(&published(&"ü".repeat(30_000)), &"DOC-1".parse().unwrap()).unwrap();
    let parts = asked.contents().sections.iter().map(|part| part.intro.in_language("de").chars().count());
    assert_eq!(parts.collect::<Vec<_>>(), [12_000, 12_000, 6_000]);
    let why = questionnaire(&new(), &"DOC-1".parse().unwrap()).unwrap_err();
    assert_eq!(why.rule, Rule::UnknownRecord);
    let mut isms = new();
    does(&mut isms, "Ann", "2026-01-05", json!({ "document.record": { "id": "DOC-1", "title": "Draft" } }));
    assert_eq!(questionnaire(&isms, &"DOC-1".parse().unwrap()).unwrap_err().rule, Rule::State);
}
