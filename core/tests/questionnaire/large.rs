//! A questionnaire of 2,000 items.

use std::time::{Duration, Instant};

use riskwright_core::questionnaire::{AnswerValue, Answers, Form};
use serde_json::json;

/// 2,000 items in 20 sections, each of them but the first shown by the one before.
fn form() -> Form {
    let sections: Vec<_> = (0..20).map(|at| json!({"id": format!("s{at}"), "title": "Section"})).collect();
    let item = |at: usize| {
        let condition = match at {
            0 => json!([]),
            _ => json!([[{"item": format!("i{}", at - 1), "test": "is-yes"}]]),
        };
        json!({"id": format!("i{at}"), "section": format!("s{}", at / 100), "title": "Is it so?", "kind": "yes-no",
            "required": true, "shown_if": condition})
    };
    let items: Vec<_> = (0..2_000).map(item).collect();
    let contents = json!({"title": "Large", "sections": sections, "items": items});
    Form::new(serde_json::from_value(contents).expect("contents")).expect("a form")
}

#[test]
fn two_thousand_items_stand_at_once() {
    let form = form();
    let mut answers = Answers::default();
    for at in (0..2_000).rev() {
        answers.set(&format!("i{at}"), Some(AnswerValue::YesNo(true)));
    }
    let standing = form.standing(&answers);
    assert_eq!((standing.visible.len(), standing.missing.len()), (2_000, 0));
    // one answer at the top hides all the rest, and one in the middle half of it
    answers.set("i0", Some(AnswerValue::YesNo(false)));
    assert_eq!(form.standing(&answers).visible, [0]);
    answers.set("i0", Some(AnswerValue::YesNo(true)));
    answers.set("i999", None);
    let standing = form.standing(&answers);
    assert_eq!((standing.visible.len(), standing.missing.as_slice()), (1_000, [999].as_slice()));
    assert_eq!((standing.sections[9].answered, standing.sections[9].asked), (99, 100));
    assert_eq!(standing.sections[10].asked, 0);

    answers.set("i999", Some(AnswerValue::YesNo(true)));
    let once = || {
        let from = Instant::now();
        assert_eq!(form.standing(&answers).visible.len(), 2_000);
        from.elapsed()
    };
    let quickest = (0..20).map(|_| once()).min().expect("some");
    // without optimisation; a release build is some twenty times as quick
    assert!(quickest < Duration::from_millis(25), "{quickest:?}");
    println!("the standing of 2,000 items took {quickest:?}");
}
