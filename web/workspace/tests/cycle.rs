//! Steps five to ten as a person goes through them, against the engine itself; and that all it names has a name in every
//! language.
#![forbid(unsafe_code)]

mod bench;

use std::collections::BTreeSet;

use bench::{Bench, apply};
use riskwright_core::calendar::DueKind;
use riskwright_core::certification::readiness;
use riskwright_core::change::Change;
use riskwright_core::documentation::required::Presence;
use riskwright_core::field::{Field, FieldKind};
use riskwright_core::isms::Kind;
use riskwright_core::measurement;
use riskwright_web_texts::{LANGUAGES, Messages};
use riskwright_web_workspace::hearing::Kind as Doing;
use riskwright_web_workspace::ways::WAYS;
use serde_json::json;

/// Fills a field of the form that is open.
fn fill(bench: &mut Bench, place: &str, value: &str) {
    bench.does(Doing::Input, "fill", (place, 0, value), &[]);
    bench.does(Doing::Change, "fill", (place, 0, value), &[]);
}

/// The place of the field of the form that goes by a label.
fn place(bench: &Bench, label: &str) -> String {
    let html = bench.html();
    let form = html.split("id=\"form\"").nth(1).unwrap_or_else(|| panic!("no form is open: {html}"));
    let at = form.split("<label for=\"").find(|part| part.contains(&format!(">{label}<")));
    let at = at.unwrap_or_else(|| panic!("{label} is in no form: {form}"));
    at.split('"').next().unwrap().trim_start_matches("fill-").replace('-', ".")
}

fn fill_in(bench: &mut Bench, label: &str, value: &str) {
    let place = place(bench, label);
    fill(bench, &place, value);
}

fn step(bench: &mut Bench, name: &str) {
    bench.press("step", name);
    bench.press("submit", "");
}

#[test]
fn a_document_goes_from_new_to_published() {
    let mut bench = Bench::new("workspace", "en");
    bench.press("go", "list/document");
    assert!(bench.html().contains("New document"), "{}", bench.html());
    bench.press("new", "");
    // what is needed is said, and nothing is sent
    bench.press("submit", "");
    assert!(bench.html().contains("aria-invalid=\"true\"") && bench.refused.is_none());
    fill_in(&mut bench, "Title *", "Backup policy");
    fill_in(&mut bench, "Author", "Ben Author");
    fill_in(&mut bench, "Kind", "policy");
    fill_in(&mut bench, "Version", "1");
    let content = place(&bench, "Text, as Markdown").replace(".text", "");
    fill(&mut bench, &format!("{content}.text"), "# Backups\n\nWe *make* them. <img src=x>");
    let several = bench
        .html()
        .split("data-do=\"more\" data-id=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    bench.press("more", &several);
    fill(&mut bench, &format!("{several}.0"), "5.2");
    bench.press("submit", "");
    assert_eq!(bench.refused, None);
    let html = bench.html();
    assert!(html.contains("data-page=\"record\"") && html.contains("DOC-1 Backup policy"), "{html}");
    assert!(html.contains("<em>make</em>") && !html.contains("<img"), "{html}");
    let record = bench.record("document/DOC-1");
    assert_eq!((&record["kind"], &record["fulfils"]), (&json!("policy"), &json!(["5.2"])));
    // one field alone is sent
    bench.press("edit-record", "");
    fill_in(&mut bench, "Owner", "Ada Owner");
    bench.press("submit", "");
    assert_eq!(bench.record("document/DOC-1")["owner"], "Ada Owner");
    bench.press("edit-record", "");
    fill_in(&mut bench, "Owner", "");
    fill_in(&mut bench, "Kind", "");
    bench.press("submit", "");
    assert_eq!(bench.refused, None, "what is emptied is cleared");
    assert_eq!(bench.record("document/DOC-1").get("owner"), None);
    step(&mut bench, "submit");
    assert_eq!(bench.refused, None);
    assert!(bench.html().contains(">In review<"), "{}", bench.html());
    step(&mut bench, "approve");
    assert_eq!(bench.refused, None);
    step(&mut bench, "publish");
    assert_eq!(bench.record("document/DOC-1")["life"]["state"], "published");
    assert!(bench.html().contains("Put in force"), "the history tells it");
    bench.press("undo", "");
    assert_eq!(bench.record("document/DOC-1")["life"]["state"], "approved");
}

#[test]
fn a_refused_step_says_why_and_keeps_what_was_typed() {
    let mut bench = Bench::new("workspace", "en");
    apply(&mut bench.isms, json!({"document.record": {"id": "DOC-1", "title": "Policy", "version": "1", "author": "Ada Owner", "content": {"markdown": "x"}}}))
        .unwrap();
    bench.press("record", "document/DOC-1");
    step(&mut bench, "submit");
    bench.press("step", "approve");
    fill(&mut bench, "note", "It is fine");
    bench.press("submit", "");
    let why = bench.refused.take().unwrap();
    let html = bench.html();
    assert!(html.contains("role=\"alert\"") && why.contains("DOC-1"), "{why}");
    assert!(html.contains("value=\"It is fine\""), "{html}");
    bench.press("cancel", "");
    assert!(!bench.html().contains("id=\"form\""));
    // others' changes do not disturb a form that is open
    bench.press("step", "reject");
    fill_in(&mut bench, "Reason *", "Too short");
    bench.tell(json!({"changed": ["document/DOC-1"]}));
    assert!(bench.html().contains("value=\"Too short\""));
    bench.press("submit", "");
    assert_eq!(bench.refused, None);
    assert!(bench.html().contains(">Draft<"), "{}", bench.html());
}

#[test]
fn what_was_made_is_taken_back_and_left() {
    let mut bench = Bench::new("workspace", "en");
    bench.press("go", "list/incident");
    bench.press("new", "");
    fill_in(&mut bench, "Title *", "Phishing mail");
    bench.press("submit", "");
    assert!(bench.html().contains("INC-1 Phishing mail"));
    step(&mut bench, "dismiss");
    assert!(bench.html().contains("Fill in the fields"), "a reason is needed");
    fill_in(&mut bench, "Reason *", "A test");
    bench.press("submit", "");
    assert_eq!(bench.record("incident/INC-1")["life"]["state"], "dismissed");
    bench.press("remove-record", "");
    assert!(bench.html().contains("data-page=\"list\"") && !bench.html().contains("INC-1"));
    bench.press("undo", "");
    assert!(bench.html().contains("INC-1"), "{}", bench.html());
}

#[test]
fn a_list_is_found_in_narrowed_and_turned_over() {
    let mut bench = Bench::new("workspace", "en");
    for number in 1..=120 {
        let title = format!("Phishing wave {number}");
        apply(&mut bench.isms, json!({"incident.report": {"id": format!("INC-{number}"), "title": title}}))
            .unwrap();
    }
    apply(
        &mut bench.isms,
        json!({"incident.step": {"id": "INC-7", "step": {"dismiss": {"reason": "A test"}}}}),
    )
    .unwrap();
    bench.press("go", "list/incident");
    let html = bench.html();
    assert!(
        html.contains("120 records") && html.contains("Reported (119)") && html.contains("1 to 50 of 120"),
        "{html}"
    );
    bench.does(Doing::Press, "list-page", ("", 50, ""), &[]);
    assert!(bench.html().contains("51 to 100 of 120") && bench.html().contains("INC-60"));
    bench.does(Doing::Input, "list-text", ("", 0, "wave 7"), &[]);
    bench.change("list-state", "", "dismissed");
    assert!(bench.html().contains("1 record<") && bench.html().contains("INC-7<"), "{}", bench.html());
    bench.change("list-open", "", "on");
    assert!(bench.html().contains("0 records"));
    // another list begins anew
    bench.press("go", "list/document");
    assert!(!bench.html().contains("value=\"wave 7\""));
}

#[test]
fn a_checklist_is_a_table_and_records_are_offered_where_one_is_named() {
    let mut bench = Bench::new("workspace", "en");
    apply(&mut bench.isms, json!({"programme.draw-up": {"id": "PRG-1", "title": "Cycle", "from": "2026-01-01", "until": "2028-12-31"}})).unwrap();
    apply(
        &mut bench.isms,
        json!({"audit.plan": {"id": "AUD-1", "title": "Backups", "programme": "PRG-1", "clauses": ["9.2"]}}),
    )
    .unwrap();
    bench.press("record", "audit/AUD-1");
    bench.press("edit-record", "questions");
    bench.press("more", "0");
    fill(&mut bench, "0.0.0", "A.8.13");
    fill(&mut bench, "0.0.1", "Are backups tried?");
    fill(&mut bench, "0.0.3", "conforming");
    let html = bench.html();
    assert!(
        html.contains("<table class=\"list entry\"") && html.contains("aria-label=\"Question *\""),
        "{html}"
    );
    bench.press("submit", "");
    assert_eq!(bench.refused, None);
    assert_eq!(
        bench.record("audit/AUD-1")["questions"],
        json!([{"against": "A.8.13", "question": "Are backups tried?", "outcome": "conforming"}])
    );
    bench.press("edit-record", "");
    let programme = place(&bench, "Audit programme");
    bench.does(Doing::Enter, "fill", (&programme, 0, ""), &[]);
    assert!(bench.html().contains("<option value=\"PRG-1\">PRG-1 Cycle"), "{}", bench.html());
    let controls = bench.html().split("list=\"known-control\"").count();
    assert_eq!(controls, 1, "none is named yet");
    bench.press("cancel", "");
    bench.press("record", "programme/PRG-1");
    let html = bench.html();
    assert!(html.contains("Audit coverage") && html.contains("9.2"), "{html}");
}

#[test]
fn what_has_no_steps_is_closed_and_approved_too() {
    let mut bench = Bench::new("workspace", "en");
    apply(&mut bench.isms, json!({"finding.raise": {"id": "FND-1", "title": "No restore was tried", "severity": "minor", "against": "A.8.13"}})).unwrap();
    bench.press("record", "finding/FND-1");
    bench.press("step", "close");
    fill_in(&mut bench, "Reason *", "Tried on 3 November");
    bench.press("submit", "");
    assert_eq!(bench.record("finding/FND-1")["closed"]["reason"], "Tried on 3 November");
    step(&mut bench, "reopen");
    assert_eq!(bench.record("finding/FND-1").get("closed"), None);
    bench.press("go", "record/scope/scope");
    bench.press("edit-record", "");
    fill_in(&mut bench, "Scope statement", "All sites");
    bench.press("submit", "");
    step(&mut bench, "approve");
    assert_eq!(bench.refused, None);
    assert_eq!(bench.record("scope/scope")["approval"]["by"], "Ada Owner");
}

#[test]
fn every_page_of_the_cycle_is_drawn_in_every_language() {
    for language in LANGUAGES {
        let mut bench = Bench::new("workspace", language);
        for change in [
            json!({"measure.define": {"id": "MSR-1", "title": "Patched in time", "unit": "%", "direction": "higher", "target": 95.0, "every_months": 1, "method": "Counted", "measured_by": "Ada Owner", "analysed_by": "Ada Owner", "analysed_when": "monthly"}}),
            json!({"measure.step": {"id": "MSR-1", "step": {"activate": {}}}}),
            json!({"measurement.record": {"id": "VAL-1", "measure": "MSR-1", "on": "2026-09-30", "value": 80.0}}),
            json!({"measurement.record": {"id": "VAL-2", "measure": "MSR-1", "on": "2026-10-31", "value": 90.5}}),
            json!({"review.plan": {"id": "REV-1", "planned_on": "2026-12-01"}}),
            json!({"nonconformity.raise": {"id": "NC-1", "title": "No restore was tried", "due": "2026-10-01", "owner": "Ada Owner"}}),
        ] {
            apply(&mut bench.isms, change).unwrap();
        }
        for (_, pages) in WAYS {
            for page in pages {
                bench.press("go", page);
                let html = bench.html();
                assert!(
                    html.contains("aria-current=\"page\"") && !html.contains("class=\"error\""),
                    "{page}: {html}"
                );
            }
        }
        bench.press("record", "measure/MSR-1");
        let html = bench.html();
        assert!(
            html.contains("<svg") && html.contains("class=\"aim\"") && html.contains("role=\"img\""),
            "{html}"
        );
        bench.press("record", "review/REV-1");
        assert!(bench.html().contains("NC-1 No restore was tried"), "{}", bench.html());
        bench.press("back", "");
        assert!(bench.html().contains("MSR-1"), "back to the record one came from");
        bench.press("go", "overview");
        assert!(bench.html().contains("NC-1"), "it waits for who looks: {}", bench.html());
    }
}

/// Names that have to be said, with what they are part of.
fn names() -> BTreeSet<(&'static str, String, String)> {
    fn of_fields(of: &str, fields: &[Field], into: &mut BTreeSet<(&'static str, String, String)>) {
        for field in fields {
            into.insert(("field", of.to_owned(), field.name.to_owned()));
            of_kind(field.name, &field.kind, into);
        }
    }
    fn of_kind(name: &str, kind: &FieldKind, into: &mut BTreeSet<(&'static str, String, String)>) {
        match kind {
            FieldKind::Word(words) => {
                into.extend(words.iter().map(|word| ("word", name.to_owned(), (*word).to_owned())));
            }
            FieldKind::Many(of) => of_kind(name, of, into),
            FieldKind::Group(fields) => of_fields(name, fields, into),
            _ => {}
        }
    }
    let mut names = BTreeSet::new();
    for kind in Kind::ALL {
        let word = kind.as_str();
        names.insert(("kind", String::new(), word.to_owned()));
        names.insert(("kinds", String::new(), word.to_owned()));
        if Change::names_of(*kind).is_some() {
            names.insert(("new", String::new(), word.to_owned()));
        }
        of_fields(word, kind.fields(), &mut names);
        for step in Change::steps_of(*kind) {
            names.insert(("step", word.to_owned(), step.step.to_owned()));
            of_fields(word, step.fields, &mut names);
            for state in step.from.iter().chain([&step.to]) {
                names.insert(("state", word.to_owned(), (*state).to_owned()));
            }
        }
    }
    let mut words = |of: &str, all: Vec<&str>| {
        names.extend(all.into_iter().map(|word| ("word", of.to_owned(), word.to_owned())));
    };
    words("due", DueKind::ALL.iter().map(|word| word.as_str()).collect());
    words("standing", readiness::Standing::ALL.iter().map(|word| word.as_str()).collect());
    words("standing", measurement::Standing::ALL.iter().map(|word| word.as_str()).collect());
    words("standing", Presence::ALL.iter().map(|word| word.as_str()).collect());
    words("trend", measurement::Trend::ALL.iter().map(|word| word.as_str()).collect());
    names.extend(WAYS.iter().map(|(way, _)| ("step", "cycle".to_owned(), (*way).to_owned())));
    names
}

#[test]
fn all_that_the_engine_names_has_a_name() {
    // the languages say the same messages, as the build holds
    let code = Messages::of("workspace").unwrap().code();
    let known = |id: &str| code.contains(&format!("/// `{id}`\n"));
    // words that have a message of their own
    let own: BTreeSet<String> = include_str!("../src/wording.rs")
        .lines()
        .filter_map(|line| {
            line.trim().strip_prefix('"')?.split_once("\" => says").map(|(word, _)| word.to_owned())
        })
        .collect();
    let lost: Vec<String> = names()
        .into_iter()
        .filter(|(group, of, name)| {
            let (of, name) = (of.replace('_', "-"), name.replace('_', "-"));
            let said = [format!("{group}-{of}-{name}"), format!("{group}-{name}")];
            let by_itself = *group == "word" && own.contains(&name);
            !by_itself && !said.iter().any(|id| known(id))
        })
        .map(|(group, of, name)| format!("{group}-{name} (of {of})"))
        .collect();
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn what_is_written_by_steps_alone_is_not_offered() {
    let mut bench = Bench::new("workspace", "en");
    for (kind, _) in [("document", ()), ("nonconformity", ()), ("certification", ())] {
        bench.press("go", &format!("list/{kind}"));
        bench.press("new", "");
        let html = bench.html();
        for label in ["Version in force", "Checks of effectiveness", "Certificate number"] {
            assert!(!html.contains(&format!(">{label}<")), "{kind} offers {label}");
        }
    }
}
