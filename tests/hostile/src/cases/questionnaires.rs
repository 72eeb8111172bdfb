//! Questionnaires, and what is said to follow from answers.

use riskwright_runtime::problem::{Call, Kind};

use super::Case;
use crate::guest::{Body, Guest};
use crate::layout::Value;
use crate::questionnaire::{
    Change, Follows, Item, Kind as Takes, Questions, Test, answer_problem, ids, proposal, score,
};

const ANSWER: &[Kind] = &[Kind::Answer];
const READ: &[Kind] = &[Kind::Answer, Kind::TooMuch];

fn asks(does: &str, questions: &Questions, kinds: &'static [Kind]) -> Case {
    let follows = Body::Returns(Follows::default().value());
    let guest = Guest::questionnaire(Body::Returns(questions.value()), follows);
    Case::new(does, guest, Call::Questionnaire, kinds)
}

fn follows(does: &str, follows: &Follows, kinds: &'static [Kind]) -> Case {
    let questions =
        Questions { scores: vec![("done", 0.0, 1.0), ("other", 0.0, 1.0)], ..Questions::default() };
    let guest = Guest::questionnaire(Body::Returns(questions.value()), Body::Returns(follows.value()));
    Case::new(does, guest, Call::Evaluate, kinds)
}

fn does(does: &str, call: Call, text: &str, kinds: &'static [Kind]) -> Case {
    let (mut whole, mut evaluate) =
        (Body::Returns(Questions::default().value()), Body::Returns(Follows::default().value()));
    if call == Call::Questionnaire {
        whole = Body::text(text);
    } else {
        evaluate = Body::text(text);
    }
    Case::new(does, Guest::questionnaire(whole, evaluate), call, kinds)
}

/// Conditions that lead nowhere, ahead, or in a circle.
#[must_use]
pub fn conditions() -> Vec<Case> {
    let item = Item::yes_no;
    let one_of = |id| Item { kind: Takes::one_of(&["a", "b"]), ..item(id) };
    let cases = [
        (
            "two items that show each other",
            vec![item("q1").if_so("q2", Test::IsYes), item("q2").if_so("q1", Test::IsYes)],
        ),
        ("an item that shows itself", vec![item("q1").if_so("q1", Test::IsYes)]),
        (
            "a ring of three items",
            vec![
                item("q1").if_so("q3", Test::IsYes),
                item("q2").if_so("q1", Test::IsYes),
                item("q3").if_so("q2", Test::IsYes),
            ],
        ),
        ("an item that is shown by a later one", vec![item("q1").if_so("q2", Test::IsYes), item("q2")]),
        ("an item that is shown by none that is there", vec![item("q1").if_so("nowhere", Test::IsYes)]),
        ("a choice that is not there", vec![one_of("q1"), item("q2").if_so("q1", Test::HasChoice("c"))]),
        (
            "a choice of a question for yes or no",
            vec![item("q1"), item("q2").if_so("q1", Test::HasChoice("a"))],
        ),
        ("yes of a choice", vec![one_of("q1"), item("q2").if_so("q1", Test::IsYes)]),
        ("at least 1 of yes or no", vec![item("q1"), item("q2").if_so("q1", Test::AtLeast(1.0))]),
        (
            "at least NaN",
            vec![
                Item { kind: Takes::number(0.0, 1.0), ..item("q1") },
                item("q2").if_so("q1", Test::AtLeast(f64::NAN)),
            ],
        ),
    ];
    cases.into_iter().map(|(does, items)| asks(does, &Questions::of(items), ANSWER)).collect()
}

/// Items, sections and scores that are none.
#[must_use]
pub fn contents() -> Vec<Case> {
    let item = Item::yes_no;
    let of = |kind| vec![Item { kind, ..item("q1") }];
    let titled = |text| vec![Item { title: crate::methodology::titled(text), ..item("q1") }];
    let items = [
        ("two items of one id", vec![item("q1"), item("q1")]),
        ("an item without an id", vec![item("")]),
        ("an item with a line break", vec![item("a\nb")]),
        ("an item in no section", vec![Item { section: "nowhere", ..item("q1") }]),
        ("a choice between nothing", of(Takes::one_of(&[]))),
        ("two choices of one id", of(Takes::one_of(&["a", "a"]))),
        ("a scale of one level", of(Takes::scale(1))),
        ("a scale of 101 levels", of(Takes::scale(101))),
        ("a number from 1 to 0", of(Takes::number(1.0, 0.0))),
        ("a number from NaN", of(Takes::number(f64::NAN, 1.0))),
        ("a number to infinity", of(Takes::number(0.0, f64::INFINITY))),
        ("a kind that there is not", of(Takes(Value::bare(99, (24, 8))))),
        ("a question of half a character", titled(Value::Text(vec![b'a', 0xe2, 0x82]))),
        ("a question of nothing", titled(Value::string(" "))),
        ("a question that rings", titled(Value::string("a\u{7}b"))),
        ("a question of 100,000 characters", titled(Value::string(&"long ".repeat(20_000)))),
    ];
    let scores =
        |scores: &[(&'static str, f64, f64)]| Questions { scores: scores.to_vec(), ..Questions::default() };
    let others = [
        ("two scores of one id", scores(&[("done", 0.0, 1.0), ("done", 0.0, 1.0)])),
        ("a score from NaN", scores(&[("done", f64::NAN, 1.0)])),
        ("a score from 1 to 0", scores(&[("done", 1.0, 0.0)])),
        ("a score to infinity", scores(&[("done", 0.0, f64::INFINITY)])),
        ("two sections of one id", Questions { sections: vec!["s", "s"], ..Questions::default() }),
        ("items without sections", Questions { sections: vec![], ..Questions::default() }),
    ];
    let items = items.into_iter().map(|(does, items)| (does, Questions::of(items)));
    items.chain(others).map(|(does, questions)| asks(does, &questions, READ)).collect()
}

/// What can't follow from any answer.
#[must_use]
pub fn consequences() -> Vec<Case> {
    let good = Follows::default;
    let list = Value::List;
    let scores = |scores: &[(&str, Option<f64>)]| Follows {
        scores: list(scores.iter().map(|(id, value)| score(id, *value)).collect()),
        ..good()
    };
    let proposes =
        |change| Follows { proposals: list(vec![proposal(change, Value::string("so"), &["q1"])]), ..good() };
    let because = |reason, because: &[&str]| Follows {
        proposals: list(vec![proposal(Change::Finding(1, "6.1.2"), reason, because)]),
        ..good()
    };
    let problem = |item, text| Follows { problems: list(vec![answer_problem(item, text)]), ..good() };
    let shows = |visible: &[&str], missing: &[&str]| Follows {
        visible: ids(visible),
        missing: ids(missing),
        ..good()
    };
    let long = "A".repeat(65);
    let long: &'static str = long.leak();
    [
        ("a visible item that is not there", shows(&["q1", "q9"], &[])),
        ("a visible item without an id", shows(&[""], &[])),
        ("visible items in disorder", shows(&["q2", "q1"], &[])),
        ("an item that is visible twice", shows(&["q1", "q1"], &[])),
        ("a missing item that is hidden", shows(&["q1"], &["q2"])),
        ("a missing item that is not there", shows(&["q1"], &["q9"])),
        ("an item that is missing twice", shows(&["q1"], &["q1", "q1"])),
        ("a score that is NaN", scores(&[("done", Some(f64::NAN))])),
        ("a score of infinity", scores(&[("done", Some(f64::INFINITY))])),
        ("more than its greatest score", scores(&[("done", Some(1.000_000_1))])),
        ("less than its least score", scores(&[("done", Some(-0.1))])),
        ("a score that it does not describe", scores(&[("luck", Some(0.5))])),
        ("a score twice", scores(&[("done", Some(0.5)), ("other", None), ("done", Some(0.5))])),
        ("a problem of an item that is not there", problem("q9", Value::string("no"))),
        ("a problem without words", problem("q1", Value::string(""))),
        ("a problem of no characters", problem("q1", Value::Text(vec![0xff, 0xfe]))),
        ("a change of a control without an id", proposes(Change::Status("", 0))),
        ("a change of a control in two lines", proposes(Change::Status("A.5\n15", 0))),
        ("a change of a control with too long an id", proposes(Change::Status(long, 0))),
        ("a status that there is not", proposes(Change::Status("A.5.15", 200))),
        ("a level of no factor", proposes(Change::Level("", 1))),
        ("level 255 of a factor", proposes(Change::Level("likelihood", 255))),
        ("a finding against nothing", proposes(Change::Finding(2, ""))),
        ("a finding of a severity that there is not", proposes(Change::Finding(77, "6.1.2"))),
        ("a finding for no reason", because(Value::string(""), &["q1"])),
        ("a finding because of nothing that is there", because(Value::string("so"), &["nowhere"])),
    ]
    .into_iter()
    .map(|(does, what)| follows(does, &what, ANSWER))
    .collect()
}

/// Far too much, or never.
#[must_use]
pub fn sizes() -> Vec<Case> {
    let claims = |at, length| Value::Claim { at, length };
    let claimed = |length| Questions { claimed: Some(claims(65_536, length)), ..Questions::default() };
    let good = Follows::default;
    let many_scores = Follows { scores: Value::List(vec![score("done", None); 5_001]), ..good() };
    let change = || proposal(Change::Finding(0, "4.1"), Value::string("so"), &[]);
    let many_proposals = Follows { proposals: Value::List(vec![change(); 20_001]), ..good() };
    let many_reasons = Follows {
        proposals: Value::List(vec![proposal(
            Change::Finding(0, "4.1"),
            Value::string("so"),
            &["q1"; 5_001],
        )]),
        ..good()
    };
    let many_problems =
        Follows { problems: Value::List(vec![answer_problem("q1", Value::string("no")); 5_001]), ..good() };
    let names: Vec<&'static str> = (0..5_001).map(|at| &*format!("q{at}").leak()).collect();
    let many_items = Questions::of(names.iter().map(|id| Item::yes_no(id)).collect());
    let endless = "(loop $for_ever (br $for_ever)) (unreachable)";
    let greedy = "(loop $more (drop (memory.grow (i32.const 1))) (br $more)) (unreachable)";
    let mut million = asks("700,000 items of nothing", &claimed(700_000), READ);
    million.guest = million.guest.pages(960).asks_for(64, 2000);
    let mut visible = follows(
        "a million visible items that are nothing",
        &Follows { visible: claims(1024, 1_000_000), ..good() },
        READ,
    );
    visible.guest = visible.guest.zeros(8_000_000).asks_for(60, 500);
    let mut aliased = follows(
        "20,000 proposals because of the same 20,000 items",
        &Follows {
            proposals: Value::List(vec![
                Value::Record(vec![
                    Value::case(2, (12, 4), Value::Record(vec![Value::U8(0), Value::string("4.1")])),
                    crate::methodology::titled(Value::string("so")),
                    claims(1024, 20_000),
                ]);
                20_000
            ]),
            ..good()
        },
        READ,
    );
    aliased.guest = aliased.guest.zeros(160_000);
    vec![
        asks("a million items that are not there", &claimed(1_000_000), READ),
        million,
        asks("5,001 items", &many_items, ANSWER),
        visible,
        aliased,
        follows("5,001 scores", &many_scores, ANSWER),
        follows("20,001 proposals", &many_proposals, ANSWER),
        follows("a proposal because of 5,001 items", &many_reasons, ANSWER),
        follows("5,001 problems", &many_problems, ANSWER),
        follows("2³² − 1 scores", &Follows { scores: claims(1024, u32::MAX), ..good() }, READ),
        does("loops as it asks", Call::Questionnaire, endless, &[Kind::Time]),
        does("loops as it evaluates", Call::Evaluate, endless, &[Kind::Time]),
        does("asks for page after page", Call::Questionnaire, greedy, &[Kind::Memory]),
        does("evaluates page after page", Call::Evaluate, greedy, &[Kind::Memory]),
        does("breaks off as it asks", Call::Questionnaire, "(unreachable)", &[Kind::Trap]),
        does("breaks off as it evaluates", Call::Evaluate, "(unreachable)", &[Kind::Trap]),
        does("answers from no place", Call::Evaluate, "(i32.const -4)", READ),
    ]
}
