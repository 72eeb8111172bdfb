//! The plugin as the host sees it.

use riskwright_plugin_ebios_rm::EbiosRm;
use riskwright_plugin_ebios_rm::settings::Settings;
use riskwright_sdk::prelude::*;

fn ready(settings: &str) -> Ready<EbiosRm> {
    Ready::new(settings).unwrap()
}

fn score(ebios: &Ready<EbiosRm>, levels: &[(&str, u8)]) -> Result<(f64, u8), Texts> {
    let row: Vec<_> = levels.iter().map(|(factor, level)| (*factor, Value::Level(*level))).collect();
    ebios.assess_rows(&[&row]).unwrap().get(0)
}

#[test]
fn a_scenario_by_gravity_and_likelihood() {
    let ebios = ready("{}");
    assert_eq!(score(&ebios, &[("gravity", 2), ("likelihood", 1)]), Ok((1.0, 1)));
    assert_eq!(score(&ebios, &[("gravity", 0), ("likelihood", 3)]), Ok((1.0, 1)));
    assert_eq!(score(&ebios, &[("gravity", 3), ("likelihood", 2)]), Ok((2.0, 2)));
    assert_eq!(ebios.describe().axes, Some(("likelihood".into(), "gravity".into())));
}

#[test]
fn the_gravest_event_and_the_likeliest_mode_decide() {
    let ebios = ready(r#"{"feared_events": 3, "operating_modes": 2}"#);
    let row =
        [("feared-event-1", 0), ("feared-event-3", 3), ("operating-mode-1", 0), ("operating-mode-2", 2)];
    assert_eq!(score(&ebios, &row), Ok((2.0, 2)));
    let lacking = score(&ebios, &row[..2]).unwrap_err();
    assert_eq!(lacking.first(), "none of `operating-mode-1` and its like was estimated");

    let row = row.map(|(factor, level)| (factor, Value::Level(level)));
    let batch = Batch::of_rows(&ebios.describe(), &[&row]).unwrap();
    let trace = ebios.trace(&batch).unwrap().remove(0);
    let gravity = trace.iter().find(|step| step.node == "gravity").unwrap();
    assert_eq!(
        (gravity.value, gravity.sources.as_slice()),
        (Value::Level(3), ["feared-event-3".into()].as_slice())
    );
    assert_eq!(trace.last().unwrap().sources, ["likelihood", "gravity"]);
}

#[test]
fn a_stakeholder_by_its_threat_level() {
    let ebios = ready(r#"{"object": "stakeholder"}"#);
    let stakeholder = |[dependency, penetration, maturity, trust]: [u8; 4]| {
        let row = [
            ("dependency", dependency),
            ("penetration", penetration),
            ("maturity", maturity),
            ("trust", trust),
        ];
        score(&ebios, &row)
    };
    // 3·4 / (2·3)
    assert_eq!(stakeholder([2, 3, 1, 2]), Ok((2.0, 2)));
    assert_eq!(stakeholder([3, 3, 0, 0]), Ok((16.0, 3)));
    assert_eq!(stakeholder([0, 0, 3, 3]), Ok((0.0625, 0)));
    assert_eq!(stakeholder([0, 0, 1, 1]), Ok((0.25, 1)));
    assert!(stakeholder([4, 0, 0, 0]).is_err());
    let effects: Vec<_> = ebios.describe().factors.iter().map(|factor| factor.effect).collect();
    assert_eq!(effects, [Effect::Raises, Effect::Raises, Effect::Lowers, Effect::Lowers]);
}

#[test]
fn a_pair_by_its_relevance() {
    let ebios = ready(r#"{"object": "ro-to"}"#);
    let relevance = [[1, 1, 2, 2], [1, 2, 3, 3], [2, 3, 3, 4], [2, 3, 4, 4]];
    for (motivation, row) in (0_u8..).zip(relevance) {
        for (resources, relevance) in (0_u8..).zip(row) {
            let found = score(&ebios, &[("motivation", motivation), ("resources", resources)]);
            assert_eq!(found, Ok((f64::from(relevance), relevance - 1)));
        }
    }
    assert!(score(&ebios, &[("motivation", 4), ("resources", 0)]).is_err());
}

#[test]
fn an_own_scale_and_table() {
    let ebios = ready(
        r#"{"gravity": [{"en": "small"}, {"en": "large"}],
            "levels": [{"fr": "bas", "en": "low"}, {"fr": "haut", "en": "high"}],
            "risk": [[0, 0], [0, 0], [0, 1], [0, 1]]}"#,
    );
    assert_eq!(ebios.describe().levels[1].get("en"), Some("high"));
    assert_eq!(score(&ebios, &[("gravity", 1), ("likelihood", 2)]), Ok((1.0, 1)));
    assert!(score(&ebios, &[("gravity", 2), ("likelihood", 2)]).is_err());
}

#[test]
fn defaults_are_those_of_the_schema() {
    riskwright_sdk::testing::schema_tells_defaults::<Settings>(include_str!("../settings.schema.json"));
}

#[test]
fn settings_that_will_not_do_are_told_by_place() {
    let place = |settings: &str| Ready::<EbiosRm>::new(settings).unwrap_err()[0].path.clone();
    assert_eq!(place(r#"{"object": "attack"}"#), "/object");
    assert_eq!(place(r#"{"feared_events": 21}"#), "/feared_events");
    assert_eq!(place(r#"{"gravity": [{"en": "small"}, {"en": "large"}]}"#), "/risk/0");
    assert_eq!(place(r#"{"levels": [{"en": "one"}]}"#), "/levels");
    assert_eq!(place(r#"{"levels": [{"en": "one"}, {"en": "two"}, {}]}"#), "/levels/2");
    assert_eq!(place(r#"{"zones": {"watch": 1}}"#), "/zones");
    assert_eq!(place(r#"{"zones": {"alarm": 1}}"#), "/zones/alarm");
    assert_eq!(
        place(r#"{"relevance": [[1, 1, 2, 2], [1, 2, 3, 3], [2, 3, 3, 4], [2, 3, 4, 3]]}"#),
        "/relevance/3/3"
    );
    assert_eq!(place(r#"{"risk": [[0, 0, 0, 1], [0, 0, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]}"#), "/risk");
}
