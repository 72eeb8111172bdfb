//! What holds of any questionnaire and any answers.

use proptest::prelude::*;
use riskwright_core::questionnaire::{
    Answer, AnswerValue, Answers, Bounds, Choice, Contents, Form, Item, ItemKind, Outcome, Requirement,
    Section, Test, Text, Texts, compare, upgrade,
};

fn texts(text: &str) -> Texts {
    Texts(vec![Text { language: "en".to_owned(), text: text.to_owned() }])
}

fn choices(count: usize) -> Vec<Choice> {
    (0..count).map(|at| Choice { id: format!("c{at}"), title: texts("choice") }).collect()
}

fn kind() -> impl Strategy<Value = ItemKind> {
    prop_oneof![
        (1_usize..4).prop_map(|count| ItemKind::OneOf(choices(count))),
        (1_usize..4).prop_map(|count| ItemKind::AnyOf(choices(count))),
        (2_usize..5).prop_map(|count| ItemKind::Scale(vec![texts("level"); count])),
        (0_u32..4).prop_map(ItemKind::Text),
        (-2_i32..2, 0_i32..4).prop_map(|(min, more)| ItemKind::Number(Bounds {
            unit: String::new(),
            min: f64::from(min),
            max: f64::from(min + more)
        })),
        Just(ItemKind::Date),
        Just(ItemKind::YesNo),
    ]
}

fn value() -> impl Strategy<Value = AnswerValue> {
    prop_oneof![
        (0_usize..4).prop_map(|at| AnswerValue::Choice(format!("c{at}"))),
        prop::collection::vec(0_usize..4, 0..3)
            .prop_map(|all| AnswerValue::Choices(all.iter().map(|at| format!("c{at}")).collect())),
        (0_u8..5).prop_map(AnswerValue::Level),
        "[a ]{0,4}".prop_map(AnswerValue::Text),
        (-3_i32..5).prop_map(|number| AnswerValue::Number(f64::from(number))),
        prop_oneof!["2026-0[1-9]-[0-3][0-9]", "[0-9-]{0,10}"].prop_map(AnswerValue::Date),
        any::<bool>().prop_map(AnswerValue::YesNo),
        "[a ]{0,2}".prop_map(AnswerValue::NotApplicable),
    ]
}

/// A test that an item of this kind can be held to.
fn test(kind: &ItemKind, pick: usize) -> Test {
    match (kind, pick % 4) {
        (_, 0) => Test::IsAnswered,
        (_, 1) => Test::IsNotApplicable,
        (ItemKind::OneOf(all) | ItemKind::AnyOf(all), _) => Test::HasChoice(all[pick % all.len()].id.clone()),
        (ItemKind::Scale(_) | ItemKind::Number(_), 2) => Test::AtLeast((pick % 3) as f64),
        (ItemKind::Scale(_) | ItemKind::Number(_), _) => Test::AtMost((pick % 3) as f64),
        (ItemKind::YesNo, 2) => Test::IsYes,
        (ItemKind::YesNo, _) => Test::IsNo,
        _ => Test::IsAnswered,
    }
}

type Seed = (ItemKind, bool, bool, Vec<Vec<(usize, usize)>>);

fn contents() -> impl Strategy<Value = Contents> {
    let conditions = prop::collection::vec(prop::collection::vec((0_usize..1000, 0_usize..1000), 0..3), 0..3);
    let item = (kind(), any::<bool>(), any::<bool>(), conditions);
    prop::collection::vec(item, 1..12).prop_map(made)
}

fn made(seeds: Vec<Seed>) -> Contents {
    let mut items: Vec<Item> = Vec::new();
    for (at, (kind, required, may_not_apply, conditions)) in seeds.into_iter().enumerate() {
        let requirement = |(item, pick): &(usize, usize)| {
            let before = items.get(item % at.max(1))?;
            Some(Requirement { item: before.id.clone(), test: test(&before.kind, *pick) })
        };
        let shown_if = conditions.iter().map(|all| all.iter().filter_map(requirement).collect()).collect();
        items.push(Item {
            id: format!("i{at}"),
            section: format!("s{}", at % 2),
            title: texts("question"),
            help: Texts::default(),
            kind,
            required,
            may_not_apply,
            wants_evidence: at % 3 == 0,
            shown_if,
            about: Vec::new(),
        });
    }
    let section = |id: &str| Section { id: id.to_owned(), title: texts("section"), intro: Texts::default() };
    Contents {
        title: texts("questionnaire"),
        sections: vec![section("s0"), section("s1")],
        items,
        ..Contents::default()
    }
}

/// Answers to items there are and to one there is none of, right and wrong ones.
fn answers() -> impl Strategy<Value = Vec<Answer>> {
    let answer = (prop::option::weighted(0.9, value()), "[a-z]{0,2}");
    let all = prop::collection::btree_map(0_usize..13, answer, 0..13);
    all.prop_map(|all| {
        let answer = |(at, (value, comment)): (usize, (Option<AnswerValue>, String))| Answer {
            item: format!("i{at}"),
            value,
            comment,
            evidence: Vec::new(),
        };
        all.into_iter()
            .map(answer)
            .filter(|answer| answer.value.is_some() || !answer.comment.is_empty())
            .collect()
    })
}

/// What is shown, missing and wrong, by the words of the documentation and item by item.
fn plainly(contents: &Contents, answers: &[Answer]) -> (Vec<String>, Vec<String>, Vec<String>) {
    fn answer<'a>(contents: &Contents, answers: &'a [Answer], id: &str) -> Option<&'a AnswerValue> {
        let item = contents.items.iter().find(|item| item.id == id)?;
        let value = answers.iter().find(|answer| answer.item == id)?.value.as_ref()?;
        (shown(contents, answers, item) && item.takes(value) == Ok(true)).then_some(value)
    }
    fn shown(contents: &Contents, answers: &[Answer], item: &Item) -> bool {
        let holds = |of: &Requirement| of.test.holds(answer(contents, answers, &of.item));
        item.shown_if.is_empty() || item.shown_if.iter().any(|all| all.iter().all(holds))
    }
    let (mut visible, mut missing, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for item in contents.items.iter().filter(|item| shown(contents, answers, item)) {
        visible.push(item.id.clone());
        let value =
            answers.iter().find(|answer| answer.item == item.id).and_then(|answer| answer.value.as_ref());
        match value.map(|value| item.takes(value)) {
            Some(Err(_)) => wrong.push(item.id.clone()),
            Some(Ok(true)) => {}
            _ if item.required => missing.push(item.id.clone()),
            _ => {}
        }
    }
    (visible, missing, wrong)
}

fn outcome(contents: &Contents, answers: &Answers) -> Outcome {
    let document =
        riskwright_core::questionnaire::Document { contents: contents.clone(), ..Default::default() };
    let form = document.form().expect("made to hold together");
    document.outcome(&form, answers)
}

proptest! {
    #[test]
    fn shown_missing_and_wrong_are_as_the_words_say(contents in contents(), given in answers()) {
        let answers = Answers::new(given.clone()).expect("each item once");
        let found = outcome(&contents, &answers);
        let wrong: Vec<String> = found.problems.iter().map(|of| of.item.clone()).collect();
        prop_assert_eq!(&(found.visible.clone(), found.missing.clone(), wrong), &plainly(&contents, &given));
        prop_assert!(found.missing.iter().all(|id| found.visible.contains(id)));
        prop_assert_eq!(found.check(&contents, &Default::default()), Ok(()));
        let form = Form::new(contents).expect("made to hold together");
        let total = form.standing(&answers).total();
        prop_assert_eq!((total.asked, total.missing), (found.visible.len(), found.missing.len()));
    }

    #[test]
    fn the_order_of_answers_does_not_matter(contents in contents(), given in answers(), turn in 0_usize..13) {
        let straight = Answers::new(given.clone()).expect("each item once");
        let mut turned = given;
        let length = turned.len().max(1);
        turned.rotate_left(turn % length);
        turned.reverse();
        let turned = Answers::new(turned).expect("each item once");
        prop_assert_eq!(outcome(&contents, &straight), outcome(&contents, &turned));
        prop_assert!(compare(&straight, &turned, &contents).is_empty());
    }

    #[test]
    fn what_hidden_items_are_answered_changes_nothing(contents in contents(), given in answers(), other in value()) {
        let answers = Answers::new(given).expect("each item once");
        let found = outcome(&contents, &answers);
        for item in contents.items.iter().filter(|item| !found.visible.contains(&item.id)) {
            let mut changed = answers.clone();
            changed.set(&item.id, Some(other.clone()));
            prop_assert_eq!(&outcome(&contents, &changed), &found);
        }
    }

    #[test]
    fn an_upgrade_loses_nothing_it_says_it_keeps(old in contents(), new in contents(), given in answers()) {
        let answers = Answers::new(given).expect("each item once");
        let found = upgrade(&old, &new, &answers);
        for answer in answers.iter().filter(|answer| answer.value.is_some()) {
            let named = |list: &[String]| usize::from(list.contains(&answer.item));
            let dropped = found.dropped.iter().filter(|of| of.answer == *answer).count();
            let told = named(&found.kept) + named(&found.reworded) + named(&found.converted) + dropped;
            prop_assert_eq!(told, 1, "{}", answer.item);
            let now = found.answers.get(&answer.item);
            if named(&found.kept) + named(&found.reworded) == 1 {
                prop_assert_eq!(now, Some(answer));
            }
            // what was taken over, the new version takes
            if let Some(value) = found.answers.value(&answer.item) {
                let item = new.items.iter().find(|item| item.id == answer.item).expect("it is there");
                prop_assert!(item.takes(value).is_ok());
            }
        }
        for answer in answers.iter().filter(|answer| !answer.comment.is_empty()) {
            let kept = found.answers.get(&answer.item).is_some_and(|now| now.comment == answer.comment);
            prop_assert!(kept || found.dropped.iter().any(|of| of.answer == *answer), "{}", answer.item);
        }
    }

    #[test]
    fn all_is_read_again_as_it_was_written(contents in contents(), given in answers()) {
        let written = serde_json::to_string(&contents).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Contents>(&written).expect("contents"), contents);
        let answers = Answers::new(given).expect("each item once");
        let written = serde_json::to_string(&answers).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Answers>(&written).expect("answers"), answers);
    }
}
