//! The plugin as the host sees it.

use proptest::prelude::*;
use riskwright_plugin_open_fair::OpenFair;
use riskwright_plugin_open_fair::settings::Settings;
use riskwright_sdk::prelude::*;

fn ready(settings: &str) -> Ready<OpenFair> {
    Ready::new(settings).unwrap()
}

type Row<'a> = &'a [(&'a str, Value)];

fn score(fair: &Ready<OpenFair>, row: Row<'_>) -> Result<(f64, u8), Texts> {
    fair.assess_rows(&[row]).unwrap().get(0)
}

fn given(factor: &str, [low, mode, high]: [f64; 3]) -> (&str, Value) {
    (factor, Value::estimate(low, mode, high))
}

fn whole() -> Vec<(&'static str, Value)> {
    vec![
        given("contact-frequency", [10.0, 10.0, 10.0]),
        given("probability-of-action", [0.1, 0.2, 0.9]),
        given("threat-capability", [40.0, 60.0, 90.0]),
        given("resistance-strength", [40.0, 60.0, 90.0]),
        given("primary-loss.response", [10_000.0, 20_000.0, 90_000.0]),
        given("primary-loss.replacement", [70_000.0, 70_000.0, 70_000.0]),
        given("secondary-loss-event-frequency", [0.5, 0.5, 0.5]),
        given("secondary-loss.reputation", [0.0, 100_000.0, 200_000.0]),
    ]
}

/// 10 · 0.3 · 0.5 events a year, each 30 000 + 70 000 and in half of the cases 100 000 more.
#[test]
fn a_whole_tree() {
    let (loss, level) = score(&ready("{}"), &whole()).unwrap();
    assert!((loss - 225_000.0).abs() < 1e-6, "{loss}");
    assert_eq!(level, 2);
}

#[test]
fn the_trace_goes_through_all_nodes() {
    let fair = ready("{}");
    let batch = Batch::of_rows(&fair.describe(), &[&whole()]).unwrap();
    let trace = fair.trace(&batch).unwrap().remove(0);
    let sources = |node: &str| {
        let step = trace.iter().find(|step| step.node == node).unwrap();
        step.sources.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(sources("tef"), ["contact-frequency", "probability-of-action"]);
    assert_eq!(sources("sus"), ["threat-capability", "resistance-strength"]);
    assert_eq!(sources("lef"), ["tef", "sus"]);
    assert_eq!(sources("plm"), ["primary-loss.response", "primary-loss.replacement"]);
    assert_eq!(sources("secondary-risk"), ["secondary-loss-event-frequency", "secondary-loss.reputation"]);
    assert_eq!(sources("lm"), ["plm", "secondary-risk"]);
    assert_eq!(sources("score"), ["lef", "lm"]);
    let value = |node: &str| match trace.iter().find(|step| step.node == node).unwrap().value {
        Value::Number(number) => number,
        other => panic!("{other:?}"),
    };
    assert!((value("tef") - 3.0).abs() < 1e-12);
    assert!((value("sus") - 0.5).abs() < 1e-12);
    assert!((value("lm") - 150_000.0).abs() < 1e-6);
}

#[test]
fn the_loss_model_is_the_tree() {
    let fair = ready("{}");
    let short = [given("loss-event-frequency", [0.1, 0.5, 2.0]), given("loss-magnitude", [1.0, 1.0, 1.0])];
    let bad = [given("loss-event-frequency", [0.1, 0.5, 2.0])];
    let batch = Batch::of_rows(&fair.describe(), &[&whole(), &short, &bad]).unwrap();
    let models = fair.loss(&batch).unwrap();
    let pert = |low, mode, high| Distribution::Pert { low, mode, high, shape: 4.0 };
    assert_eq!(
        models[0],
        Some(LossModel {
            frequency: vec![Distribution::Constant(10.0), pert(0.1, 0.2, 0.9)],
            susceptibility: Susceptibility::Contest {
                capability: pert(40.0, 60.0, 90.0),
                resistance: pert(40.0, 60.0, 90.0),
            },
            primary: vec![pert(10_000.0, 20_000.0, 90_000.0), Distribution::Constant(70_000.0)],
            secondary: vec![SecondaryLoss {
                share: Distribution::Constant(0.5),
                magnitude: vec![pert(0.0, 100_000.0, 200_000.0)],
            }],
        })
    );
    assert_eq!(
        models[1],
        Some(LossModel {
            frequency: vec![pert(0.1, 0.5, 2.0)],
            susceptibility: Susceptibility::Share(Distribution::Constant(1.0)),
            primary: vec![Distribution::Constant(1.0)],
            secondary: vec![],
        })
    );
    assert_eq!(models[2], None);
}

#[test]
fn a_lognormal_loss() {
    let fair = ready(r#"{"losses": "lognormal"}"#);
    let row = [given("loss-event-frequency", [1.0; 3]), given("primary-loss", [1e4, 1e5, 1e6])];
    let (loss, _) = score(&fair, &row).unwrap();
    assert!((loss - 266_398.0).abs() < 20.0, "{loss}");
    let batch = Batch::of_rows(&fair.describe(), &[&row]).unwrap();
    let model = fair.loss(&batch).unwrap().remove(0).unwrap();
    assert!(matches!(model.primary[..], [Distribution::Lognormal { mu, sigma }]
        if (mu - 11.51293).abs() < 5e-6 && (sigma - 1.39987).abs() < 5e-6));
}

#[test]
fn levels_begin_at_their_thresholds() {
    let fair = ready("{}");
    let level = |loss: f64| {
        score(&fair, &[given("loss-event-frequency", [1.0; 3]), given("loss-magnitude", [loss; 3])])
            .unwrap()
            .1
    };
    let losses = [0.0, 9_999.99, 1e4, 99_999.0, 1e5, 1e6, 9.9e6, 1e7, 1e12];
    assert_eq!(losses.map(level), [0, 0, 1, 1, 2, 3, 3, 4, 4]);
}

#[test]
fn problems_are_told_by_row() {
    let fair = ready("{}");
    let mut twice = whole();
    twice.push(given("susceptibility", [0.1, 0.2, 0.3]));
    let mut falls = whole();
    falls[0].1 = Value::estimate(3.0, 2.0, 1.0);
    let mut beyond = whole();
    beyond[1].1 = Value::estimate(0.5, 0.6, 1.5);
    let mut unknown = whole();
    unknown[4].1 = Value::estimate(f64::NAN, f64::NAN, f64::NAN);
    let rows: [Row<'_>; 6] = [&twice, &falls, &whole(), &beyond, &unknown, &[]];
    let answer = fair.assess_rows(&rows).unwrap();
    let told: Vec<_> =
        answer.problems().iter().map(|problem| (&*problem.rows, problem.message.first())).collect();
    assert_eq!(
        told,
        [
            (
                &[0][..],
                "`Susceptibility` is estimated itself and through `Threat capability`: leave one of them out"
            ),
            (
                &[1][..],
                "`contact-frequency` has to rise from least over most likely to greatest, between 0 and 1000000; 3 / 2 / 1 was given"
            ),
            (
                &[3][..],
                "`probability-of-action` has to rise from least over most likely to greatest, between 0 and 1; 0.5 / 0.6 / 1.5 was given"
            ),
            (
                &[4][..],
                "`primary-loss.response` has to rise from least over most likely to greatest, between 0 and 1000000000000; NaN / NaN / NaN was given"
            ),
            (&[5], "neither `Loss event frequency` nor what it is made from is estimated"),
        ]
    );
    assert!(answer.get(2).is_ok());
}

#[test]
fn defaults_are_those_of_the_schema() {
    riskwright_sdk::testing::schema_tells_defaults::<Settings>(include_str!("../settings.schema.json"));
}

#[test]
fn settings_that_will_not_do_are_told_by_place() {
    let place = |settings: &str| Ready::<OpenFair>::new(settings).unwrap_err()[0].path.clone();
    assert_eq!(place(r#"{"currency": ""}"#), "/currency");
    assert_eq!(place(r#"{"levels": []}"#), "/levels");
    let levels = |second: &str| {
        let first = r#"{"levels": [{"title": {"en": "low"}, "from": 0}, "#;
        place(&[first, second, "]}"].concat())
    };
    assert_eq!(levels(r#"{"title": {"en": "high"}, "from": 0}"#), "/levels");
    assert_eq!(levels(r#"{"title": {"en": ""}, "from": 1}"#), "/levels/1/title");
    assert_eq!(place(r#"{"primary_forms": ["response", "response"]}"#), "/primary_forms");
    assert_eq!(place(r#"{"secondary_forms": ["gossip"]}"#), "/secondary_forms/0");
    assert_eq!(place(r#"{"mode_weight": 0}"#), "/mode_weight");
}

#[test]
fn ids_are_distinct() {
    let everything = r#"{"primary_forms": ["productivity", "response", "replacement", "fines-and-judgments",
        "competitive-advantage", "reputation"], "secondary_forms": ["productivity", "response", "replacement",
        "fines-and-judgments", "competitive-advantage", "reputation"]}"#;
    let description = ready(everything).describe();
    let factors = description.factors.iter().map(|factor| &factor.id);
    let ids: Vec<_> = factors.chain(description.nodes.iter().map(|node| &node.id)).collect();
    assert_eq!(ids.len(), 11 + 12 + 6);
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len());
}

/// Points for an estimate within bounds, often at them and often equal.
fn points() -> impl Strategy<Value = [f64; 3]> {
    let part =
        prop_oneof![Just(0.0), Just(1.0), 0.0_f64..=1.0, (-12_f64..0.0).prop_map(|power| 10_f64.powf(power))];
    proptest::array::uniform3(part).prop_map(|mut points| {
        points.sort_by(f64::total_cmp);
        points
    })
}

/// Factors that make a tree.
fn shapes() -> impl Strategy<Value = Vec<&'static str>> {
    let threats = prop_oneof![
        Just(vec!["threat-event-frequency"]),
        Just(vec!["contact-frequency", "probability-of-action"])
    ];
    let success =
        prop_oneof![Just(vec!["susceptibility"]), Just(vec!["threat-capability", "resistance-strength"])];
    let frequency = prop_oneof![
        Just(vec!["loss-event-frequency"]),
        (threats, success).prop_map(|(a, b)| [a, b].concat())
    ];
    let primary = prop_oneof![
        Just(vec!["primary-loss"]),
        Just(vec!["primary-loss.response", "primary-loss.replacement", "primary-loss.productivity"])
    ];
    let secondary = prop_oneof![
        Just(vec![]),
        Just(vec!["secondary-loss-event-frequency", "secondary-loss"]),
        Just(vec!["secondary-loss-event-frequency", "secondary-loss.reputation", "secondary-loss.response"])
    ];
    let magnitude =
        prop_oneof![Just(vec!["loss-magnitude"]), (primary, secondary).prop_map(|(a, b)| [a, b].concat())];
    (frequency, magnitude).prop_map(|(a, b)| [a, b].concat())
}

fn row(description: &Description, shape: &[&'static str], parts: &[[f64; 3]]) -> Vec<(&'static str, Value)> {
    let estimates = shape.iter().zip(parts).map(|(id, parts)| {
        let factor = description.factors.iter().find(|factor| factor.id == *id).unwrap();
        let FactorKind::Estimate(bounds) = &factor.kind else { panic!("{id}") };
        given(id, parts.map(|part| bounds.min + (bounds.max - bounds.min) * part))
    });
    estimates.collect()
}

proptest! {
    #[test]
    fn every_tree_is_answered_in_bounds_and_keeps_its_promises(
        shape in shapes(),
        parts in proptest::collection::vec(points(), 10),
        at in any::<prop::sample::Index>(),
        higher in points(),
        lognormal in any::<bool>(),
    ) {
        let fair = ready(if lognormal { r#"{"losses": "lognormal"}"# } else { "{}" });
        let description = fair.describe();
        let here = score(&fair, &row(&description, &shape, &parts));
        let at = at.index(shape.len());
        let mut more = parts.clone();
        for (part, higher) in more[at].iter_mut().zip(higher) {
            *part = part.max(higher);
        }
        let there = score(&fair, &row(&description, &shape, &more));
        let effect = description.factors.iter().find(|factor| factor.id == shape[at]).unwrap().effect;
        if let (Ok(here), Ok(there), Effect::Raises) = (&here, &there, effect) {
            prop_assert!(there >= here, "{here:?} {there:?}");
        }
        match here {
            Ok((score, level)) => {
                prop_assert!((description.min_score..=description.max_score).contains(&score));
                prop_assert!(usize::from(level) < description.levels.len());
            }
            Err(_) => prop_assert!(lognormal),
        }
    }

    #[test]
    fn any_row_is_answered_or_told(
        values in proptest::collection::vec(proptest::option::of(proptest::array::uniform3(any::<f64>())), 18),
    ) {
        let fair = ready("{}");
        let description = fair.describe();
        let ids: Vec<_> = description.factors.iter().map(|factor| factor.id.clone()).collect();
        prop_assert_eq!(ids.len(), 18);
        let row: Vec<_> = ids
            .iter()
            .zip(values)
            .filter_map(|(id, points)| Some(given(id, points?)))
            .collect();
        let answer = score(&fair, &row);
        if let Ok((score, _)) = answer {
            prop_assert!((description.min_score..=description.max_score).contains(&score));
        }
    }
}
