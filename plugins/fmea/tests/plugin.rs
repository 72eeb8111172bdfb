//! The plugin as the host sees it.

use riskwright_plugin_fmea::Fmea;
use riskwright_plugin_fmea::settings::Settings;
use riskwright_sdk::prelude::*;

fn ready(settings: &str) -> Ready<Fmea> {
    Ready::new(settings).unwrap()
}

/// A row of ratings 1 to 10.
fn row(severity: u8, occurrence: u8, detection: u8) -> [(&'static str, Value); 3] {
    let level = |rating: u8| Value::Level(rating - 1);
    [("severity", level(severity)), ("occurrence", level(occurrence)), ("detection", level(detection))]
}

fn score(fmea: &Ready<Fmea>, row: &[(&str, Value)]) -> Result<(f64, u8), Texts> {
    fmea.assess_rows(&[row]).unwrap().get(0)
}

#[test]
fn action_priority_by_default() {
    let fmea = ready("{}");
    assert_eq!(score(&fmea, &row(10, 4, 1)), Ok((2.0, 1)));
    assert_eq!(score(&fmea, &row(8, 5, 7)), Ok((3.0, 2)));
    assert_eq!(score(&fmea, &row(10, 1, 10)), Ok((1.0, 0)));
}

#[test]
fn risk_priority_number() {
    let fmea = ready(r#"{"measure": "rpn"}"#);
    // a severe failure that the product hides
    assert_eq!(score(&fmea, &row(10, 1, 1)), Ok((10.0, 0)));
    assert_eq!(score(&fmea, &row(9, 11 - 9, 5)), Ok((90.0, 0)));
    assert_eq!(score(&fmea, &row(10, 10, 1)), Ok((100.0, 1)));
    assert_eq!(score(&fmea, &row(5, 5, 8)), Ok((200.0, 2)));
    assert_eq!(score(&fmea, &row(10, 10, 10)), Ok((1000.0, 2)));
}

#[test]
fn nothing_detects_where_detection_is_not_rated() {
    for settings in ["{}", r#"{"measure": "rpn"}"#] {
        let fmea = ready(settings);
        for severity in 1..=10 {
            for occurrence in 1..=10 {
                let rated = row(severity, occurrence, 10);
                assert_eq!(score(&fmea, &rated[..2]), score(&fmea, &rated));
            }
        }
    }
}

#[test]
fn every_row_is_answered_in_bounds_and_never_falls() {
    for settings in ["{}", r#"{"measure": "rpn"}"#] {
        let fmea = ready(settings);
        let description = fmea.describe();
        for code in 0..1000_u16 {
            let rating = |place: u16| u8::try_from(code / place % 10).unwrap() + 1;
            let ratings = [rating(100), rating(10), rating(1)];
            let (here, level) = score(&fmea, &row(ratings[0], ratings[1], ratings[2])).unwrap();
            assert!((description.min_score..=description.max_score).contains(&here));
            assert!(usize::from(level) < description.levels.len());
            for at in 0..3 {
                let mut worse = ratings;
                worse[at] = (worse[at] + 1).min(10);
                assert!(score(&fmea, &row(worse[0], worse[1], worse[2])).unwrap() >= (here, level));
            }
        }
    }
}

#[test]
fn rows_without_an_answer_say_why() {
    let fmea = ready("{}");
    let rows: [&[_]; 3] = [
        &[("severity", Value::Level(3))],
        &[("severity", Value::Level(10)), ("occurrence", Value::Level(1))],
        &row(5, 5, 5),
    ];
    let answer = fmea.assess_rows(&rows).unwrap();
    assert_eq!(answer.get(0).unwrap_err().first(), "`occurrence` was not estimated");
    let problem = answer.get(1).unwrap_err();
    assert_eq!(problem.first(), "`severity` has levels 1 to 10, and 11 was given");
    assert_eq!(problem.get("de"), Some("`severity` hat die Stufen 1 bis 10, angegeben ist 11"));
    assert!(answer.get(2).is_ok());
}

#[test]
fn traces_show_both_measures() {
    for (settings, from) in [("{}", "action-priority"), (r#"{"measure": "rpn"}"#, "rpn")] {
        let fmea = ready(settings);
        let batch = Batch::of_rows(&fmea.describe(), &[&row(8, 5, 7)]).unwrap();
        let trace = fmea.trace(&batch).unwrap().remove(0);
        let nodes: Vec<_> = trace.iter().map(|step| step.node.as_ref()).collect();
        assert_eq!(nodes, ["severity", "occurrence", "detection", "rpn", "action-priority", "score"]);
        assert_eq!(trace[3].value, Value::Number(280.0));
        assert_eq!(trace[4].value, Value::Level(2));
        assert_eq!(trace[5].sources, [from]);
    }
}

#[test]
fn an_own_table_counts() {
    let table = r#"{"priority_table": [["HHHH","HHHH","HHHH","HHHH"],["HHHH","HHHM","HMMM","MMLL"],
        ["HHMM","MMML","MLLL","LLLL"],["MMLL","LLLL","LLLL","LLLL"]]}"#;
    assert_eq!(score(&ready(table), &row(9, 2, 1)), Ok((3.0, 2)));
    assert_eq!(score(&ready("{}"), &row(9, 2, 1)), Ok((1.0, 0)));
}

#[test]
fn defaults_are_those_of_the_schema() {
    riskwright_sdk::testing::schema_tells_defaults::<Settings>(include_str!("../settings.schema.json"));
}

#[test]
fn settings_that_will_not_do_are_told_by_place() {
    let place = |settings: &str| Ready::<Fmea>::new(settings).unwrap_err()[0].path.clone();
    assert_eq!(place(r#"{"measure": "luck"}"#), "/measure");
    assert_eq!(place(r#"{"mesure": "rpn"}"#), "/mesure");
    assert_eq!(place(r#"{"bands": []}"#), "/bands");
    assert_eq!(
        place(r#"{"bands": [{"title": {"en": "a"}, "from": 1}, {"title": {"en": "b"}, "from": 1}]}"#),
        "/bands"
    );
    assert_eq!(
        place(r#"{"bands": [{"title": {"en": "a"}, "from": 1}, {"title": {}, "from": 9}]}"#),
        "/bands/1/title"
    );
    let table = r#"{"priority_table": [["HHHH","HHHH","HHHM","HMLL"],["HHHH","HHHM","HMMM","LMLL"],
        ["HHMM","MMML","MLLL","LLLL"],["MMLL","LLLL","LLLL","LLLL"]]}"#;
    assert_eq!(place(table), "/priority_table/1/3");
}
