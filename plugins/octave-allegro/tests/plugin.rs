//! The plugin as the host sees it.

use riskwright_plugin_octave_allegro::OctaveAllegro;
use riskwright_plugin_octave_allegro::settings::Settings;
use riskwright_sdk::prelude::*;

const AREAS: [&str; 5] = [
    "impact.reputation",
    "impact.financial",
    "impact.productivity",
    "impact.safety-and-health",
    "impact.fines-and-penalties",
];

fn ready(settings: &str) -> Ready<OctaveAllegro> {
    Ready::new(settings).unwrap()
}

fn row(impacts: [u8; 5], probability: u8) -> Vec<(&'static str, Value)> {
    let impacts = AREAS.into_iter().zip(impacts.map(Value::Level));
    impacts.chain([("probability", Value::Level(probability))]).collect()
}

fn score(octave: &Ready<OctaveAllegro>, row: &[(&str, Value)]) -> Result<(f64, u8), Texts> {
    octave.assess_rows(&[row]).unwrap().get(0)
}

/// 15 + 8 + 3 + 2 + 1 = 29: with a high probability pool 2.
#[test]
fn worked_example() {
    let octave = ready("{}");
    assert_eq!(score(&octave, &row([3, 2, 1, 1, 1], 2)), Ok((29.0, 2)));
    assert_eq!(octave.describe().levels[2].first(), "Pool 2: mitigate or defer");
}

#[test]
fn the_first_area_weighs_most() {
    let order =
        r#"{"areas": [{"id": "safety-and-health"}, {"id": "image", "title": {"de": "Ruf", "en": "Image"}}]}"#;
    let octave = ready(order);
    let factors = octave.describe().factors;
    assert_eq!(factors[1].title.get("en"), Some("Image"));
    let row = [
        ("impact.safety-and-health", Value::Level(3)),
        ("impact.image", Value::Level(1)),
        ("probability", Value::Level(2)),
    ];
    // 2·3 + 1·1 of 9: the upper third begins at 6
    assert_eq!(score(&octave, &row), Ok((7.0, 3)));
}

#[test]
fn without_probability_the_third_counts() {
    let octave = ready(r#"{"probability": false}"#);
    let all = row([3, 2, 1, 1, 1], 0);
    assert_eq!(score(&octave, &all[..5]), Ok((29.0, 1)));
    assert_eq!(score(&octave, &row([3; 5], 0)[..5]), Ok((45.0, 2)));
    assert_eq!(score(&octave, &row([0; 5], 0)[..5]), Ok((0.0, 0)));
}

#[test]
fn every_row_is_answered_in_bounds_and_never_falls() {
    let octave = ready("{}");
    for code in 0..4_u16.pow(5) * 3 {
        let place = |at: u32| u8::try_from(code / 3 / 4_u16.pow(at) % 4).unwrap();
        let impacts = [place(0), place(1), place(2), place(3), place(4)];
        let probability = u8::try_from(code % 3).unwrap();
        let (here, level) = score(&octave, &row(impacts, probability)).unwrap();
        assert!((0.0..=45.0).contains(&here) && level < 4);
        for at in 0..5 {
            let mut worse = impacts;
            worse[at] = (worse[at] + 1).min(3);
            let (there, higher) = score(&octave, &row(worse, probability)).unwrap();
            assert!(there >= here && higher >= level);
        }
        let (there, higher) = score(&octave, &row(impacts, (probability + 1).min(2))).unwrap();
        assert!(there == here && higher >= level);
    }
}

#[test]
fn rows_without_an_answer_say_why() {
    let octave = ready("{}");
    let mut beyond = row([1; 5], 1);
    beyond[2].1 = Value::Level(4);
    assert_eq!(
        score(&octave, &beyond).unwrap_err().first(),
        "`impact.productivity` has levels 1 to 4, and 5 was given"
    );
    assert!(score(&octave, &row([1; 5], 3)).is_err());
    let lacking = score(&octave, &row([1; 5], 1)[1..]).unwrap_err();
    assert_eq!(lacking.first(), "`impact.reputation` was not estimated");
}

#[test]
fn traces_show_each_area_by_its_weight() {
    let octave = ready("{}");
    let batch = Batch::of_rows(&octave.describe(), &[&row([3, 2, 1, 1, 1], 2)]).unwrap();
    let trace = octave.trace(&batch).unwrap().remove(0);
    let of = |node: &str| trace.iter().find(|step| step.node == node).unwrap().value;
    assert_eq!(of("weighted.reputation"), Value::Number(15.0));
    assert_eq!(of("weighted.fines-and-penalties"), Value::Number(1.0));
    assert_eq!(of("third"), Value::Level(1));
    assert_eq!(of("pool"), Value::Level(2));
    let last = trace.last().unwrap();
    assert_eq!((last.node.as_ref(), last.sources.len()), ("score", 5));
}

#[test]
fn defaults_are_those_of_the_schema() {
    riskwright_sdk::testing::schema_tells_defaults::<Settings>(include_str!("../settings.schema.json"));
}

#[test]
fn settings_that_will_not_do_are_told_by_place() {
    let place = |settings: &str| Ready::<OctaveAllegro>::new(settings).unwrap_err()[0].path.clone();
    assert_eq!(place(r#"{"areas": []}"#), "/areas");
    assert_eq!(place(r#"{"areas": [{"id": "image"}]}"#), "/areas/0");
    assert_eq!(place(r#"{"areas": [{"id": "financial"}, {"id": "financial"}]}"#), "/areas/1/id");
    assert_eq!(place(r#"{"areas": [{"id": "Fin", "title": {"en": "Fin"}}]}"#), "/areas/0/id");
    assert_eq!(place(r#"{"areas": [{"id": "financial", "title": {"en": " "}}]}"#), "/areas/0/title");
    assert_eq!(place(r#"{"thirds": [30, 16]}"#), "/thirds");
    assert_eq!(place(r#"{"thirds": [16, 46]}"#), "/thirds");
    assert_eq!(place(r#"{"pools": [[4, 3, 3], [3, 2, 3], [2, 2, 1]]}"#), "/pools/1/2");
}
