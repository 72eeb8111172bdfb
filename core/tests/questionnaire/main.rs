//! Questionnaires as people write them: what is shown and missing, what follows, and what another version makes of answers.

use riskwright_core::applicability::ImplementationStatus;
use riskwright_core::audit::Severity;
use riskwright_core::questionnaire::{
    Agreement, AnswerValue, Answers, AnswersFile, Cell, Contents, Document, FileError, Form, Mistake,
    Outcome, ProposedChange, QuestionnaireFile, Texts, Why, compare, side_by_side, upgrade,
};
use serde_json::json;

mod large;
mod properties;

/// A review of backups: six items, a branch, two scores, three proposals.
fn backups() -> Document {
    serde_json::from_value(json!({
        "contents": {
            "title": {"en": "Backups", "de": "Sicherungen"},
            "sections": [{"id": "making", "title": "Making"}, {"id": "restoring", "title": "Restoring"}],
            "items": [
                {"id": "made", "section": "making", "title": "Are backups made?", "kind": "yes-no",
                    "required": true, "about": ["A.8.13"]},
                {"id": "where", "section": "making", "title": "Where are they kept?",
                    "kind": {"any-of": [{"id": "here", "title": "On site"}, {"id": "away", "title": "Elsewhere"},
                        {"id": "cloud", "title": "In a cloud"}]},
                    "required": true, "wants_evidence": true, "shown_if": [[{"item": "made", "test": "is-yes"}]]},
                {"id": "age", "section": "making", "title": "How old may the last one be?",
                    "kind": {"number": {"unit": "h", "min": 0, "max": 168}},
                    "shown_if": [[{"item": "made", "test": "is-yes"}]]},
                {"id": "tried", "section": "restoring", "title": "How often is restoring tried?",
                    "kind": {"scale": ["never", "once a year", "once a month"]}, "required": true,
                    "may_not_apply": true,
                    "shown_if": [[{"item": "where", "test": {"has-choice": "away"}}],
                        [{"item": "age", "test": {"at-most": 24}}, {"item": "made", "test": "is-yes"}]]},
                {"id": "last", "section": "restoring", "title": "When was it tried last?", "kind": "date",
                    "required": true, "shown_if": [[{"item": "tried", "test": {"at-least": 1}}]]},
                {"id": "why", "section": "restoring", "title": "Why not?", "kind": {"text": 10},
                    "required": true, "shown_if": [[{"item": "made", "test": "is-no"}],
                        [{"item": "tried", "test": "is-not-applicable"}]]}
            ],
            "scores": [
                {"id": "care", "title": "Care", "min": 0, "max": 100, "unit": "%"},
                {"id": "loss", "title": "Loss", "min": 1, "max": 5}
            ]
        },
        "rules": {
            "scores": [
                {"score": "care", "share": 0.5, "items": [
                    {"item": "made"},
                    {"item": "where", "weight": 2, "worth": {"choices":
                        [{"choice": "away", "worth": 0.75}, {"choice": "cloud", "worth": 0.5}]}},
                    {"item": "tried", "weight": 3, "worth": {"levels": [0, 0.5, 1]}}
                ]},
                {"score": "loss", "items": [{"item": "age", "worth": "rising"}, {"item": "made", "worth": "falling"}]}
            ],
            "proposals": [
                {"change": {"control-status": {"control": "A.8.13", "status": "planned"}},
                    "reason": "There are none", "when": [[{"item": "made", "test": "is-no"}]]},
                {"change": {"finding": {"severity": "minor", "against": "A.8.13"}}, "reason": "Restoring is not tried",
                    "when": [[{"item": "made", "test": "is-no"}],
                        [{"item": "made", "test": "is-yes"}, {"item": "tried", "test": {"at-most": 0}}]]},
                {"change": {"factor-level": {"factor": "likelihood", "level": 0}}, "reason": "It is tried every month",
                    "when": [[{"item": "tried", "test": {"at-least": 2}}]]}
            ]
        }
    }))
    .expect("a questionnaire")
}

fn answers(of: serde_json::Value) -> Answers {
    let all = of.as_object().expect("an object").iter();
    let all: Vec<_> = all.map(|(item, value)| json!({"item": item, "value": value})).collect();
    serde_json::from_value(json!(all)).expect("answers")
}

fn outcome(of: serde_json::Value) -> Outcome {
    let document = backups();
    document.outcome(&document.form().expect("a form"), &answers(of))
}

fn value(outcome: &Outcome, score: &str) -> Option<f64> {
    outcome.scores.iter().find(|known| known.id == score).expect("the score").value
}

#[test]
fn nothing_answered_shows_what_is_always_asked() {
    let found = outcome(json!({}));
    assert_eq!(found.visible, ["made"]);
    assert_eq!(found.missing, ["made"]);
    assert_eq!((value(&found, "care"), value(&found, "loss")), (None, None));
    assert!(found.problems.is_empty() && found.proposals.is_empty());
}

#[test]
fn items_show_by_any_of_their_lists_in_which_all_holds() {
    let visible = |of| outcome(of).visible;
    assert_eq!(visible(json!({"made": {"yes-no": false}})), ["made", "why"]);
    assert_eq!(visible(json!({"made": {"yes-no": true}})), ["made", "where", "age"]);
    let tried = ["made", "where", "age", "tried"];
    assert_eq!(visible(json!({"made": {"yes-no": true}, "where": {"choices": ["here", "away"]}})), tried);
    assert_eq!(visible(json!({"made": {"yes-no": true}, "age": {"number": 24}})), tried);
    assert_eq!(visible(json!({"made": {"yes-no": true}, "age": {"number": 24.5}})), tried[..3]);
}

#[test]
fn what_is_hidden_counts_for_nothing_and_is_there_again_when_shown() {
    let mut given = answers(json!({"made": {"yes-no": true}, "where": {"choices": ["away"]},
        "tried": {"level": 2}, "last": {"date": "2026-11-02"}}));
    let document = backups();
    let form = document.form().expect("a form");
    let full = document.outcome(&form, &given);
    assert_eq!(full.proposals.len(), 1);
    given.set("made", Some(AnswerValue::YesNo(false)));
    let hidden = document.outcome(&form, &given);
    // `where` still says away and `tried` still is at 2, but neither is asked
    assert_eq!(hidden.visible, ["made", "why"]);
    assert_eq!(hidden.missing, ["why"]);
    assert_eq!(value(&hidden, "care"), Some(0.0));
    assert_eq!(hidden.proposals.iter().map(|of| &of.because).collect::<Vec<_>>(), [&["made"], &["made"]]);
    given.set("made", Some(AnswerValue::YesNo(true)));
    assert_eq!(document.outcome(&form, &given), full);
}

#[test]
fn an_answer_that_is_not_taken_is_a_problem_and_opens_nothing() {
    let form = backups().form().expect("a form");
    let mistake = |of| {
        let standing = form.standing(&answers(of));
        let problem = standing.problems.first().cloned();
        problem.map(|of| (form.contents().items[of.item].id.clone(), of.mistake))
    };
    let wrong = |item: &str, mistake| Some((item.to_owned(), mistake));
    assert_eq!(mistake(json!({"made": {"level": 1}})), wrong("made", Mistake::WantsYesNo));
    let with = |item: &str, value: serde_json::Value| {
        let mut of = json!({"made": {"yes-no": true}, "where": {"choices": ["away"]}, "tried": {"level": 1}});
        of[item] = value;
        mistake(of)
    };
    assert_eq!(
        with("where", json!({"choices": ["away", "mars"]})),
        wrong("where", Mistake::NoChoice("mars".into()))
    );
    assert_eq!(
        with("where", json!({"choices": ["away", "away"]})),
        wrong("where", Mistake::ChosenTwice("away".into()))
    );
    assert_eq!(with("tried", json!({"level": 3})), wrong("tried", Mistake::WantsLevel(2)));
    assert_eq!(with("tried", json!({"not-applicable": " "})), wrong("tried", Mistake::NoReason));
    assert_eq!(with("made", json!({"not-applicable": "no"})), wrong("made", Mistake::Applies));
    assert_eq!(with("last", json!({"date": "2026-02-29"})), wrong("last", Mistake::WantsDay));
    assert!(matches!(with("age", json!({"number": 168.5})), Some((_, Mistake::OutOfBounds(_)))));
    assert_eq!(with("age", json!({"number": 168})), None);
    let text = |text: &str| mistake(json!({"made": {"yes-no": false}, "why": {"text": text}}));
    assert_eq!(text("ääääääääää"), None);
    assert_eq!(text("ääääääääää!"), wrong("why", Mistake::TooLong(10)));
    // a wrong answer is a problem in place of a missing one, and what hangs on it stays hidden
    let found = outcome(json!({"made": {"choice": "yes"}}));
    assert_eq!((found.visible.len(), found.missing.len(), found.problems.len()), (1, 0, 1));
    assert_eq!(found.problems[0].message.in_language("de"), "gefragt ist Ja oder Nein");
}

#[test]
fn as_good_as_no_answer_is_missing() {
    assert_eq!(outcome(json!({"made": {"yes-no": false}, "why": {"text": " \n"}})).missing, ["why"]);
    assert_eq!(outcome(json!({"made": {"yes-no": true}, "where": {"choices": []}})).missing, ["where"]);
}

#[test]
fn what_does_not_apply_is_answered_and_left_out_of_the_mean() {
    let found = outcome(json!({"made": {"yes-no": true}, "where": {"choices": ["away"]},
        "tried": {"not-applicable": "nothing to restore"}, "why": {"text": "see there"}}));
    assert_eq!(found.visible, ["made", "where", "age", "tried", "why"]);
    assert!(found.missing.is_empty());
    // (1·1 + 2·0.75) / 3
    assert_eq!(value(&found, "care"), Some(2.5 / 3.0 * 100.0));
}

#[test]
fn scores_are_means_by_weight_once_enough_is_answered() {
    let yes = json!({"yes-no": true});
    // 1 of the 3 weights that apply: less than half
    assert_eq!(value(&outcome(json!({"made": yes})), "care"), None);
    let two = outcome(json!({"made": yes, "where": {"choices": ["away", "cloud", "here"]}}));
    // 3 of 6: half; worths add up to 1 at most
    assert_eq!(value(&two, "care"), Some(100.0));
    let all = outcome(json!({"made": yes, "where": {"choices": ["away"]}, "tried": {"level": 1}}));
    assert_eq!(value(&all, "care"), Some(4.0 / 6.0 * 100.0));
    let care = &all.scores[0].explanation;
    assert_eq!(care.in_language("de-AT"), "aus 3 von 3 Antworten");
    // 84 of 168 hours is half, made is worth 0 where falling: a quarter of the way from 1 to 5
    assert_eq!(value(&outcome(json!({"made": yes, "age": {"number": 84}})), "loss"), Some(2.0));
}

#[test]
fn proposals_name_the_answers_that_led_to_them() {
    let none = outcome(json!({"made": {"yes-no": false}}));
    let status = ImplementationStatus::Planned;
    assert_eq!(none.proposals[0].change, ProposedChange::ControlStatus { control: "A.8.13".into(), status });
    let never =
        outcome(json!({"made": {"yes-no": true}, "where": {"choices": ["away"]}, "tried": {"level": 0}}));
    let finding = ProposedChange::Finding { severity: Severity::Minor, against: "A.8.13".into() };
    assert_eq!((&never.proposals[0].change, never.proposals.len()), (&finding, 1));
    assert_eq!(never.proposals[0].because, ["made", "tried"]);
}

#[test]
fn progress_is_by_section() {
    let form = backups().form().expect("a form");
    let standing = form.standing(&answers(json!({"made": {"yes-no": true}, "where": {"choices": ["away"]},
        "tried": {"level": 7}})));
    let told = |at: usize| {
        let of = standing.sections[at];
        (of.asked, of.answered, of.missing, of.problems)
    };
    assert_eq!((told(0), told(1)), ((3, 2, 0, 0), (1, 0, 0, 1)));
    assert_eq!((standing.total().asked, standing.is_complete()), (4, false));
    // `where` wants evidence
    assert_eq!(standing.unevidenced, [1]);
}

/// What `check` says after a change to the contents or rules.
fn faults(change: impl Fn(&mut serde_json::Value)) -> Vec<String> {
    let mut written = serde_json::to_value(backups()).expect("JSON");
    change(&mut written);
    let document: Document = serde_json::from_value(written).expect("a questionnaire");
    document.form().map(|_| Vec::new()).unwrap_or_else(|error| error.0)
}

#[test]
fn faults_are_named_all_at_once() {
    assert!(faults(|_| ()).is_empty());
    let item = |at: usize, field: &'static str, value: serde_json::Value| {
        faults(move |written| written["contents"]["items"][at][field] = value.clone())
    };
    assert_eq!(
        item(1, "shown_if", json!([[{"item": "age", "test": "is-answered"}]])),
        ["item `where` is shown by a test of `age`, which is no item before it"]
    );
    assert_eq!(
        item(1, "shown_if", json!([[{"item": "where", "test": "is-answered"}]])),
        ["item `where` is shown by a test of `where`, which is no item before it"]
    );
    assert_eq!(
        item(1, "shown_if", json!([[{"item": "made", "test": {"at-least": 1}}]])),
        ["item `where` is shown by a test of `made`, which takes no such answer"]
    );
    assert_eq!(
        item(3, "shown_if", json!([[{"item": "where", "test": {"has-choice": "mars"}}]])),
        ["item `tried` is shown by a test of `where`, which has no choice `mars`"]
    );
    assert_eq!(
        item(4, "section", json!("nowhere")),
        ["item `last` stands in section `nowhere`, which is not in the questionnaire"]
    );
    assert!(item(5, "id", json!("made")).contains(&"there are two of an item with the id `made`".to_owned()));
    assert_eq!(item(5, "title", json!([])), ["item `why` has no text in any language"]);
    assert_eq!(
        item(5, "title", json!({"en_GB": "Why?"})),
        ["item `why` has a text in `en_GB`, which is no language tag; write it like `en` or `de-CH`"]
    );
    assert_eq!(
        item(2, "kind", json!({"number": {"min": 3, "max": 2}})),
        ["item `age` is to lie between 3 and 2; two finite numbers in order are needed"]
    );
    let two = faults(|written| {
        written["contents"]["items"][1]["kind"] = json!({"any-of": []});
        written["contents"]["scores"][0]["min"] = json!(101);
    });
    // what rests on the choices is not told twice
    assert!(two.contains(&"item `where` offers no choice".to_owned()), "{two:?}");
    assert!(
        two.iter().any(|fault| fault.starts_with("score `care` is to lie between 101 and 100")),
        "{two:?}"
    );
}

#[test]
fn faults_of_rules_are_named() {
    let score = |field: &'static str, value: serde_json::Value| {
        faults(move |written| written["rules"]["scores"][0][field] = value.clone())
    };
    assert_eq!(
        score("score", json!("calm")),
        ["a rule gives the score `calm`, which the questionnaire does not have"]
    );
    assert_eq!(
        score("share", json!(1.5)),
        ["score `care` wants a share of 1.5 of its answers; 0 to 1 is taken"]
    );
    assert_eq!(
        score("items", json!([{"item": "lost"}])),
        ["score `care` counts item `lost`: it is not in the questionnaire"]
    );
    assert_eq!(
        score("items", json!([{"item": "where"}])),
        ["score `care` counts item `where`: choices are worth what is said of each"]
    );
    assert_eq!(
        score("items", json!([{"item": "tried", "worth": {"levels": [0, 1]}}])),
        ["score `care` counts item `tried`: 2 worths are given for 3 levels"]
    );
    assert_eq!(
        score("items", json!([{"item": "made", "weight": 0}])),
        ["score `care` counts item `made`: a weight lies above 0, up to 1,000,000"]
    );
    let never = faults(|written| written["rules"]["proposals"][0]["when"] = json!([]));
    assert_eq!(never, ["the proposal “There are none” says not when it is made"]);
    let lost = faults(|written| written["rules"]["proposals"][0]["when"][0][0]["item"] = json!("lost"));
    assert_eq!(
        lost,
        ["the proposal “There are none” is made by a test of `lost`, which is not in the questionnaire"]
    );
}

#[test]
fn texts_are_read_as_people_write_them_and_found_by_language() {
    let texts: Texts = serde_json::from_str(r#"{"de": "Ja", "de-CH": "Jo", "en": "Yes"}"#).expect("texts");
    let said: Vec<&str> = ["de-CH", "de-AT", "DE", "en-GB", "fr"].map(|tag| texts.in_language(tag)).to_vec();
    assert_eq!(said, ["Jo", "Ja", "Ja", "Yes", "Ja"]);
    let written = serde_json::to_string(&texts).expect("JSON");
    assert!(written.starts_with(r#"[{"language":"de","text":"Ja"}"#), "{written}");
    assert_eq!(serde_json::from_str::<Texts>(&written).expect("texts"), texts);
}

#[test]
fn last_time_stands_beside_this_time() {
    let before = answers(json!({"made": {"yes-no": true}, "age": {"number": 24}, "gone": {"text": "x"}}));
    let mut now = answers(json!({"made": {"yes-no": true}, "where": {"choices": ["here"]}}));
    now.comment("made", "every night");
    let contents = backups().contents;
    let found = compare(&before, &now, &contents);
    let told: Vec<_> =
        found.iter().map(|of| (of.item, of.before.is_some(), of.now.is_some(), of.comment)).collect();
    assert_eq!(
        told,
        [("made", true, true, true), ("where", false, true, false), ("age", true, false, false)]
    );
    assert!(compare(&now, &now, &contents).is_empty());
}

#[test]
fn respondents_stand_side_by_side() {
    let all = [
        (
            "Anna".to_owned(),
            answers(json!({"made": {"yes-no": true}, "where": {"choices": ["here", "away"]}})),
        ),
        (
            "Ben".to_owned(),
            answers(json!({"made": {"yes-no": true}, "where": {"choices": ["away", "here"]},
            "age": {"number": 2}})),
        ),
        ("Cleo".to_owned(), answers(json!({"made": {"yes-no": false}, "where": {"choices": ["here"]}}))),
    ];
    let form = backups().form().expect("a form");
    let beside = side_by_side(&form, &all);
    assert_eq!(beside.respondents, ["Anna", "Ben", "Cleo"]);
    let row =
        |id: &str| beside.rows.iter().find(|row| form.contents().items[row.item].id == id).expect("a row");
    assert_eq!(row("made").agreement, Agreement::Differ);
    // in another order they are the same choices, and Cleo is not asked
    assert_eq!(row("where").agreement, Agreement::Agree);
    assert_eq!(row("where").cells[2], Cell::Hidden);
    assert_eq!((row("age").agreement, &row("age").cells[0]), (Agreement::Single, &Cell::Open));
    assert!(beside.rows.iter().all(|row| form.contents().items[row.item].id != "last"));
}

#[test]
fn another_version_keeps_answers_by_their_ids_and_says_what_it_does_not() {
    let old = backups().contents;
    let mut written = serde_json::to_value(&old).expect("JSON");
    written["items"][0]["title"] = json!("Do you make backups?");
    written["items"][1]["kind"]["any-of"].as_array_mut().expect("choices").remove(0);
    written["items"][2]["kind"]["number"]["max"] = json!(12);
    written["items"][3]["kind"]["scale"].as_array_mut().expect("levels").push(json!("every day"));
    written["items"].as_array_mut().expect("items").remove(5);
    written["items"]
        .as_array_mut()
        .expect("items")
        .push(json!({"id": "new", "section": "making", "title": "New?", "kind": "yes-no"}));
    let new: Contents = serde_json::from_value(written).expect("contents");
    Form::new(new.clone()).expect("they hold together");

    let mut given = answers(json!({"made": {"yes-no": true}, "where": {"choices": ["here", "away"]},
        "age": {"number": 24}, "tried": {"level": 2}, "last": {"date": "2026-11-02"}, "why": {"text": "busy"}}));
    given.comment("tried", "on Sundays");
    let found = upgrade(&old, &new, &given);
    assert_eq!(
        (found.kept, found.reworded, found.converted),
        (vec!["last".to_owned()], vec!["made".to_owned()], vec!["where".to_owned()])
    );
    let dropped: Vec<_> = found.dropped.iter().map(|of| (of.answer.item.as_str(), of.why)).collect();
    assert_eq!(dropped, [("age", Why::NotTaken), ("tried", Why::OtherKind), ("why", Why::Gone)]);
    assert_eq!(found.added, ["new"]);
    assert_eq!(found.answers.value("where"), Some(&AnswerValue::Choices(vec!["away".to_owned()])));
    // the answer is gone, what was said about it is not
    assert_eq!(
        found.answers.get("tried").map(|of| (of.value.is_none(), of.comment.as_str())),
        Some((true, "on Sundays"))
    );
}

#[test]
fn files_say_what_they_are_and_where_they_are_wrong() {
    let mut file = AnswersFile::new("backups", "2", answers(json!({"made": {"yes-no": true}})));
    file.respondent = Some("Anna".to_owned());
    assert_eq!(AnswersFile::from_json(&file.to_json().expect("JSON")), Ok(file));
    let wrong = |text: &str| AnswersFile::from_json(text).expect_err("it is wrong");
    assert!(matches!(wrong("[1]"), FileError::Json { .. }));
    assert_eq!(
        wrong(
            r#"{"format": "riskwright.answers/1", "questionnaire": "q", "version": "1",
            "answers": [{"item": "a"}, {"item": "a"}]}"#
        )
        .to_string(),
        "line 2, column 54: item `a` is answered twice"
    );
    assert_eq!(
        wrong("{\"format\": \"riskwright.answers/1\",\n\"answer\": []}").to_string(),
        "line 2, column 8: unknown field `answer`, expected one of `format`, `questionnaire`, `version`, `digest`, `respondent`, `answers`"
    );
    let Document { contents, rules } = backups();
    let form = QuestionnaireFile {
        format: QuestionnaireFile::FORMAT.into(),
        id: "backups".into(),
        version: "2".into(),
        contents,
        rules,
    };
    let text = serde_json::to_string(&form).expect("JSON");
    assert_eq!(QuestionnaireFile::from_json(&text).map(QuestionnaireFile::into_document), Ok(backups()));
}

#[test]
fn answers_that_no_one_would_write_are_refused() {
    let read =
        |of: serde_json::Value| serde_json::from_value::<Answers>(of).map_err(|error| error.to_string());
    let long = "x".repeat(100_001);
    assert_eq!(
        read(json!([{"item": "a", "value": {"text": long}}])),
        Err("the answer to item `a` has more than 100,000 characters".to_owned())
    );
    assert!(read(json!([{"item": "a", "comment": "x".repeat(10_001)}])).is_err());
    assert!(read(json!([{"item": "", "comment": "x"}])).is_err());
    assert!(read(json!([{"item": "a", "evidence": [{"title": " "}]}])).is_err());
    assert!(read(json!([{"item": "a", "evidence": [{"title": "x", "digest": "12"}]}])).is_err());
    let many: Vec<_> = (0..10_001).map(|at| json!({"item": format!("i{at}"), "comment": "x"})).collect();
    assert_eq!(read(json!(many)), Err("10001 answers, at most 10000 are taken".to_owned()));
}
