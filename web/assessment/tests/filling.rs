//! What a person does with a questionnaire and what is to be seen then, without a browser.
#![forbid(unsafe_code)]

use riskwright_core::questionnaire::{
    Answer, AnswerValue, Answers, AnswersFile, Evidence, QuestionnaireFile,
};
use riskwright_web_assessment::effect::Effect;
use riskwright_web_assessment::filling::{Heard, Kind};
use riskwright_web_assessment::intake::Told;
use riskwright_web_assessment::model::{Asked, Mode, Model};
use riskwright_web_parts::phrases::{Locale, Phrases};
use riskwright_web_texts::Messages;
use serde_json::{Value, json};

struct English;

impl Locale for English {
    fn plural(&self, number: f64) -> String {
        if number == 1.0 { "one" } else { "other" }.to_owned()
    }
    fn number(&self, number: f64) -> String {
        number.to_string()
    }
    fn day(&self, day: &str) -> String {
        day.to_owned()
    }
    fn decimal(&self) -> char {
        '.'
    }
    fn read(&self, text: &str) -> f64 {
        text.parse().unwrap_or(f64::NAN)
    }
}

fn contents() -> Value {
    json!({
        "title": {"en": "Backups", "de": "Sicherung"},
        "sections": [{"id": "one", "title": "Backups"}, {"id": "two", "title": "Access"}],
        "items": [
            {"id": "made", "section": "one", "title": "Are backups made?", "help": "Of all data.", "kind": "yes-no", "required": true},
            {"id": "hours", "section": "one", "title": "How many hours may be lost?", "kind": {"number": {"min": 0, "max": 100, "unit": "h"}}},
            {"id": "tried", "section": "one", "title": "Is restoring tried?", "kind": "yes-no", "required": true, "may_not_apply": true,
             "shown_if": [[{"item": "made", "test": "is-yes"}]]},
            {"id": "where", "section": "two", "title": "Where?", "kind": {"any-of": [{"id": "a", "title": "Here"}, {"id": "b", "title": "There"}]}}
        ],
        "scores": [{"id": "care", "title": "Care", "min": 0, "max": 10}]
    })
}

fn file(version: &str, contents: Value) -> QuestionnaireFile {
    serde_json::from_value(json!({
        "format": "riskwright.questionnaire/1", "id": "backups", "version": version, "contents": contents,
        "rules": {"scores": [{"score": "care", "items": [{"item": "made"}]}]}
    }))
    .unwrap()
}

fn model(mode: Mode, version: &str, contents: Value) -> Model {
    let table = Messages::of("assessment").unwrap().table("en").unwrap();
    let asked = Asked::open(file(version, contents), false).unwrap();
    Model::new(Phrases::new(&table, Box::new(English)), ("en", "en"), mode, asked)
}

fn filling() -> Model {
    model(Mode::Fill, "1.0.0", contents())
}

fn heard(kind: Kind, does: &'static str, item: usize) -> Heard<'static> {
    Heard { kind, does, item, at: 0, value: String::new(), checked: false }
}

fn yes(model: &mut Model, item: usize) -> Vec<Effect> {
    model.hear(&Heard { at: 1, checked: true, ..heard(Kind::Change, "yes", item) })
}

fn types(model: &mut Model, does: &'static str, item: usize, text: &str) -> Vec<Effect> {
    model.hear(&Heard { value: text.to_owned(), ..heard(Kind::Input, does, item) })
}

fn html(model: &Model) -> String {
    model.view().into_iter().map(|element| element.to_html()).collect()
}

fn kept(effects: &[Effect]) -> Vec<(&str, Option<AnswerValue>)> {
    fn kept(effect: &Effect) -> Option<(&str, Option<AnswerValue>)> {
        match effect {
            Effect::Keep { item, said, .. } => {
                Some((item.as_str(), said.as_ref().and_then(|said| said.value.clone())))
            }
            _ => None,
        }
    }
    effects.iter().filter_map(kept).collect()
}

#[test]
fn each_answer_is_kept_told_and_counted() {
    let mut model = filling();
    let effects = yes(&mut model, 0);
    assert_eq!(kept(&effects), [("made", Some(AnswerValue::YesNo(true)))]);
    assert!(matches!(&effects[1], Effect::Change(answer) if answer.item == "made"));
    assert!(
        matches!(&effects[2], Effect::Progress(progress) if (progress.answered, progress.asked) == (1, 4))
    );
    assert!(yes(&mut model, 0).is_empty(), "the same answer is nothing new");
    let effects = model.hear(&heard(Kind::Press, "clear", 0));
    assert_eq!(kept(&effects), [("made", None)]);
}

#[test]
fn questions_are_groups_with_legends_or_fields_with_labels() {
    let mut model = filling();
    yes(&mut model, 0);
    let html = html(&model);
    assert!(
        html.contains(r#"<fieldset class="group" aria-describedby="help0"><legend class="question""#),
        "{html}"
    );
    assert!(html.contains(r#"<label for="field1" class="question""#), "{html}");
    assert!(html.contains(r#"aria-describedby="bounds1""#), "{html}");
    assert!(html.contains("1 of 4 questions answered"), "{html}");
    assert!(html.contains("Is restoring tried?"), "what its condition shows");
}

#[test]
fn what_is_typed_stays_as_it_is_even_where_it_is_no_number() {
    let mut model = filling();
    assert_eq!(kept(&types(&mut model, "number", 1, "1,5")), [("hours", Some(AnswerValue::Number(1.5)))]);
    assert!(html(&model).contains(r#"value="1,5""#), "while it is typed");
    model.hear(&heard(Kind::Change, "number", 1));
    assert!(html(&model).contains(r#"value="1.5""#), "as it was understood");
    let typed = types(&mut model, "number", 1, "two");
    assert_eq!(kept(&typed), [("hours", Some(AnswerValue::Text("two".to_owned())))]);
    assert!(!html(&model).contains("Write a number"), "not while someone is at it");
    model.hear(&heard(Kind::Change, "number", 1));
    let html = html(&model);
    assert!(html.contains("Write a number, such as 12.5.") && html.contains(r#"value="two""#), "{html}");
    assert_eq!(kept(&types(&mut model, "number", 1, " ")), [("hours", None)]);
}

#[test]
fn what_does_not_apply_wants_a_reason() {
    let mut model = filling();
    yes(&mut model, 0);
    model.hear(&Heard { checked: true, ..heard(Kind::Change, "not-applicable", 2) });
    model.hear(&heard(Kind::Change, "reason", 2));
    assert!(html(&model).contains("Say why it does not apply."));
    types(&mut model, "reason", 2, "Others do it");
    model.hear(&heard(Kind::Press, "review", 0));
    let html = html(&model);
    assert!(
        html.contains("Does not apply: Others do it") && html.contains("All that is needed is answered."),
        "{html}"
    );
}

#[test]
fn nothing_is_sent_while_something_is_missing() {
    let mut model = filling();
    model.hear(&heard(Kind::Press, "review", 0));
    assert!(html(&model).contains("One question still needs an answer"));
    assert_eq!(model.hear(&heard(Kind::Press, "complete", 0)), []);
    model.hear(&heard(Kind::Press, "fix", 0));
    assert!(html(&model).contains("An answer is needed."));
    model.hear(&Heard { at: 0, checked: true, ..heard(Kind::Change, "yes", 0) });
    model.hear(&heard(Kind::Press, "review", 0));
    let effects = model.hear(&heard(Kind::Press, "complete", 0));
    let [Effect::Complete { answers, outcome }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((answers.questionnaire.as_str(), answers.answers.len()), ("backups", 1));
    assert_eq!(outcome.as_ref().unwrap().scores[0].value, Some(0.0));
    assert!(html(&model).contains("Thank you"));
}

fn answers(said: Value) -> Answers {
    serde_json::from_value(said).unwrap()
}

#[test]
fn another_version_keeps_what_it_can_and_says_what_it_could_not() {
    let mut next = contents();
    next["items"][1]["kind"]["number"]["max"] = json!(10);
    next["items"][0]["title"] = json!("Are backups made each day?");
    let mut model = model(Mode::Fill, "2.0.0", next);
    let said = answers(json!([
        {"item": "made", "value": {"yes-no": true}}, {"item": "hours", "value": {"number": 50.0}, "comment": "about"}
    ]));
    let effects = model.told(Told::Kept(said, Some(file("1.0.0", contents())))).unwrap();
    assert_eq!(kept(&effects), [("hours", None)], "what changed is kept");
    let html = html(&model);
    for said in [
        "from version \u{2068}1.0.0\u{2069} to \u{2068}2.0.0\u{2069}",
        "Worth a look",
        "each day?",
        "Not taken over",
        "\u{2068}50\u{2069} \u{2068}h\u{2069}",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    let [Effect::Save { name, file }] = &model.hear(&heard(Kind::Press, "save-before", 0))[..] else {
        panic!()
    };
    assert_eq!(
        (name.as_str(), file.version.as_str(), file.answers.len()),
        ("backups-1.0.0.json", "1.0.0", 2)
    );
}

#[test]
fn a_file_fills_what_is_open_and_asks_where_it_differs() {
    let mut model = filling();
    yes(&mut model, 0);
    let said = answers(json!([
        {"item": "made", "value": {"yes-no": false}}, {"item": "hours", "value": {"number": 3.0}}, {"item": "gone", "value": {"text": "x"}}
    ]));
    let effects = model.told(Told::TakeIn(AnswersFile::new("backups", "0.9.0", said))).unwrap();
    assert_eq!(kept(&effects), [("hours", Some(AnswerValue::Number(3.0)))]);
    let page = html(&model);
    assert!(page.contains("In the file: \u{2068}No\u{2069}"), "{page}");
    assert_eq!(
        kept(&model.hear(&heard(Kind::Press, "take-other", 0))),
        [("made", Some(AnswerValue::YesNo(false)))]
    );
    model.told(Told::TakeIn(AnswersFile::new("others", "1.0.0", Answers::default()))).unwrap();
    assert!(html(&model).contains("The file holds answers to `\u{2068}others\u{2069}`"));
}

#[test]
fn another_tab_is_heard_and_what_came_at_the_same_time_is_asked() {
    let mut model = filling();
    let no = Answer { item: "made".to_owned(), value: Some(AnswerValue::YesNo(false)), ..Answer::default() };
    model.told(Told::Heard("made".to_owned(), Some(no.clone()))).unwrap();
    assert!(html(&model).contains("1 of 3 questions answered"));
    yes(&mut model, 0);
    model.told(Told::Differs("made".to_owned(), Some(no))).unwrap();
    assert!(html(&model).contains("In another tab: \u{2068}No\u{2069}"));
    let effects = model.hear(&heard(Kind::Press, "keep-mine", 0));
    assert!(
        matches!(&effects[..], [Effect::Keep { mine: true, said: Some(said), .. }] if said.value == Some(AnswerValue::YesNo(true)))
    );
    assert!(!html(&model).contains("In another tab"));
}

#[test]
fn what_a_server_takes_is_sent_when_it_says_so() {
    let mut model = filling().served(true);
    yes(&mut model, 0);
    yes(&mut model, 2);
    model.hear(&heard(Kind::Press, "review", 0));
    let sent = model.hear(&heard(Kind::Press, "complete", 0));
    assert!(matches!(sent.as_slice(), [Effect::Complete { .. }]), "{sent:?}");
    assert!(html(&model).contains("The answers are being sent"));
    assert!(!html(&model).contains("Thank you"));
    assert_eq!(model.hear(&heard(Kind::Press, "complete", 0)), [], "they are sent once");
    model.told(Told::NotSent("it is away".to_owned())).unwrap();
    assert!(html(&model).contains("could not be handed over"));
    model.hear(&heard(Kind::Press, "complete", 0));
    model.told(Told::Sent).unwrap();
    assert!(html(&model).contains("Thank you"));
}

#[test]
fn who_answers_is_told_what_is_not_at_the_server() {
    let mut model = filling();
    model.told(Told::Unsaved(Some("it is away".to_owned()), true)).unwrap();
    assert!(
        html(&model)
            .contains("(\u{2068}it is away\u{2069}). They are kept in this browser. It is tried again")
    );
    model.told(Told::Unsaved(Some("the link has expired".to_owned()), false)).unwrap();
    assert!(!html(&model).contains("tried again"));
    model.told(Told::Unkept(Some("QuotaExceededError".to_owned()))).unwrap();
    assert!(!html(&model).contains("kept in this browser"), "what is kept nowhere is not said to be");
    model.told(Told::Unkept(None)).unwrap();
    model.told(Told::Unsaved(None, false)).unwrap();
    assert!(html(&model).contains("The server has all your answers again."));
}

#[test]
fn evidence_is_noted_and_links_run_nothing() {
    let mut model = filling();
    model.hear(&heard(Kind::Press, "evidence", 0));
    assert_eq!(model.add_link(0, "", "javascript:alert(1)"), []);
    assert!(html(&model).contains("Give a link that begins with https://"));
    model.add_link(0, "The plan", "https://files.example/plan");
    // what comes from a file may hold anything
    let evil = Evidence {
        title: "Click".to_owned(),
        link: Some("javascript:alert(1)".to_owned()),
        digest: None,
        size: Some(1),
    };
    model.told(Told::Evidence(0, evil)).unwrap();
    let html = html(&model);
    assert!(html.contains(r#"<a href="https://files.example/plan""#), "{html}");
    assert!(!html.contains("href=\"javascript") && html.contains("1 byte"), "{html}");
}

#[test]
fn who_may_only_read_changes_nothing() {
    let mut model = model(Mode::Readonly, "1.0.0", contents());
    model.told(Told::Kept(answers(json!([{"item": "made", "value": {"yes-no": true}}])), None)).unwrap();
    assert_eq!(yes(&mut model, 0), []);
    assert_eq!(
        model
            .told(Told::TakeIn(AnswersFile::new(
                "backups",
                "1.0.0",
                answers(json!([{"item": "hours", "value": {"number": 1.0}}]))
            )))
            .unwrap(),
        []
    );
    let html = html(&model);
    assert!(html.contains("can be read, not changed") && !html.contains("data-do=\"fix\""), "{html}");
}

#[test]
fn questionnaires_that_do_not_hold_together_are_refused_in_words() {
    let mut wrong = contents();
    wrong["items"][0]["section"] = json!("nowhere");
    let refused = Asked::open(file("1.0.0", wrong), false).err().unwrap();
    assert!(refused.contains("`nowhere`"), "{refused}");
    let other = QuestionnaireFile { format: "something".to_owned(), ..file("1.0.0", contents()) };
    let refused = Asked::open(other, false).err().unwrap();
    assert_eq!(refused, "the file's `format` is `something`, expected `riskwright.questionnaire/1`");
}
