//! The tables as they stand in SP 800-30 Rev. 1, typed by hand in its own words and order, and what follows from them.
#![forbid(unsafe_code)]

use riskwright_plugin_nist_sp800_30::{NistSp80030, tables};
use riskwright_sdk::prelude::*;

const NAMES: [&str; 5] = ["Very Low", "Low", "Moderate", "High", "Very High"];

/// Table G-5, from the top: very high initiation or occurrence first; adverse impact very low to very high.
const G5: [[&str; 6]; 5] = [
    ["Very High", "Low", "Moderate", "High", "Very High", "Very High"],
    ["High", "Low", "Moderate", "Moderate", "High", "Very High"],
    ["Moderate", "Low", "Low", "Moderate", "Moderate", "High"],
    ["Low", "Very Low", "Low", "Low", "Moderate", "Moderate"],
    ["Very Low", "Very Low", "Very Low", "Low", "Low", "Low"],
];

/// Table I-2, from the top: very high likelihood first; impact very low to very high.
const I2: [[&str; 6]; 5] = [
    ["Very High", "Very Low", "Low", "Moderate", "High", "Very High"],
    ["High", "Very Low", "Low", "Moderate", "High", "Very High"],
    ["Moderate", "Very Low", "Low", "Moderate", "Moderate", "High"],
    ["Low", "Very Low", "Low", "Low", "Low", "Moderate"],
    ["Very Low", "Very Low", "Very Low", "Very Low", "Low", "Low"],
];

fn index(name: &str) -> u8 {
    let at = NAMES.iter().position(|known| *known == name);
    u8::try_from(at.unwrap_or_else(|| panic!("`{name}` is no level"))).unwrap()
}

fn ready(settings: &str) -> Ready<NistSp80030> {
    Ready::new(settings).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn score(settings: &str, row: &[(&str, Value)]) -> Result<(f64, u8), String> {
    let answer = ready(settings).assess_rows(&[row]).unwrap();
    answer.get(0).map_err(|texts| texts.first().to_owned())
}

fn cells(table: &[[&'static str; 6]; 5]) -> Vec<(u8, u8, u8)> {
    let rows = table.iter().map(|row| (index(row[0]), &row[1..]));
    rows.flat_map(|(row, cells)| (0..5_u8).zip(cells).map(move |(column, cell)| (row, column, index(cell))))
        .collect()
}

#[test]
fn every_cell_of_both_tables_is_as_printed() {
    for (initiation, adverse, likelihood) in cells(&G5) {
        assert_eq!(tables::overall_likelihood(initiation, adverse), likelihood, "G-5 {initiation} {adverse}");
        for first in ["initiation", "occurrence"] {
            // under table I-2 a very high impact tells all likelihoods apart but high and very high
            let row = [
                (first, Value::Level(initiation)),
                ("adverse-impact", Value::Level(adverse)),
                ("impact", Value::Level(4)),
            ];
            let whole = [("likelihood", Value::Level(likelihood)), ("impact", Value::Level(4))];
            assert_eq!(score("{}", &row), score("{}", &whole), "{first} {initiation} {adverse}");
        }
    }
    for (likelihood, impact, risk) in cells(&I2) {
        let row = [("likelihood", Value::Level(likelihood)), ("impact", Value::Level(impact))];
        let value = [0.0, 2.0, 5.0, 8.0, 10.0][usize::from(risk)];
        assert_eq!(score("{}", &row), Ok((value, risk)), "I-2 {likelihood} {impact}");
    }
}

#[test]
fn levels_stand_in_as_many_cells_as_in_the_publication() {
    let counts = |table: &[[u8; 5]; 5]| {
        [0, 1, 2, 3, 4].map(|level| table.iter().flatten().filter(|cell| **cell == level).count())
    };
    assert_eq!(counts(&tables::G5), [3, 9, 7, 3, 3]);
    assert_eq!(counts(&tables::I2), [7, 8, 5, 3, 2]);
}

#[test]
fn a_worse_factor_never_lowers_a_level() {
    for table in [tables::G5, tables::I2] {
        for row in 0..5 {
            for column in 0..5 {
                assert!(row == 0 || table[row - 1][column] <= table[row][column]);
                assert!(column == 0 || table[row][column - 1] <= table[row][column]);
            }
        }
    }
}

#[test]
fn the_worked_example_comes_out() {
    // high initiation, moderate adverse impact, very high impact: moderate likelihood, high risk
    let row =
        [("initiation", Value::Level(3)), ("adverse-impact", Value::Level(2)), ("impact", Value::Level(4))];
    assert_eq!(score("{}", &row), Ok((8.0, 3)));
    let ready = ready("{}");
    let batch = Batch::of_rows(&ready.describe(), &[&row]).unwrap();
    let steps = ready.trace(&batch).unwrap().remove(0);
    let likelihood = steps.iter().find(|step| step.node == "likelihood").unwrap();
    assert_eq!(likelihood.value, Value::Level(2));
    assert_eq!(likelihood.sources, ["initiation", "adverse-impact"]);
    let last = steps.last().unwrap();
    assert_eq!((last.node.as_ref(), last.value), ("score", Value::Number(8.0)));
    assert_eq!(last.sources, ["likelihood", "impact"]);
}

#[test]
fn the_bins_are_those_of_the_semi_quantitative_scale() {
    for (level, (least, most)) in (0..).zip([(0, 4), (5, 20), (21, 79), (80, 95), (96, 100)]) {
        for value in least..=most {
            assert_eq!(tables::bin(f64::from(value)), level, "{value}");
        }
    }
    assert_eq!((tables::bin(4.4), tables::bin(4.5)), (0, 1));
    let row = [
        ("occurrence", Value::Number(85.0)),
        ("adverse-impact", Value::Number(50.0)),
        ("impact", Value::Number(100.0)),
    ];
    assert_eq!(score(r#"{"scale": "semi-quantitative"}"#, &row), Ok((8.0, 3)));
}

#[test]
fn the_adversary_is_weighed_by_capability_intent_and_targeting() {
    let row = [
        ("capability", Value::Level(4)),
        ("intent", Value::Level(1)),
        ("targeting", Value::Level(3)),
        ("adverse-impact", Value::Level(4)),
        ("impact", Value::Level(4)),
    ];
    let by = |rule: &str| score(&format!(r#"{{"initiation": "{rule}"}}"#), &row).unwrap().1;
    let whole = |initiation: u8| {
        let row = [
            ("initiation", Value::Level(initiation)),
            ("adverse-impact", Value::Level(4)),
            ("impact", Value::Level(4)),
        ];
        score("{}", &row).unwrap().1
    };
    assert_eq!((by("lowest"), by("middle"), by("highest")), (whole(1), whole(3), whole(4)));
}

#[test]
fn the_greatest_impact_counts() {
    let row = [
        ("likelihood", Value::Level(4)),
        ("impact", Value::Level(1)),
        ("impact-assets", Value::Level(2)),
        ("impact-nation", Value::Level(3)),
    ];
    assert_eq!(score("{}", &row), Ok((8.0, 3)));
}

#[test]
fn rows_that_lack_something_say_what() {
    let impact = ("impact", Value::Level(2));
    let adverse = ("adverse-impact", Value::Level(2));
    let problem = |row: &[(&str, Value)]| score("{}", row).unwrap_err();
    assert_eq!(problem(&[impact]), "`occurrence` was not estimated");
    assert_eq!(problem(&[impact, ("occurrence", Value::Level(2))]), "`adverse-impact` was not estimated");
    assert_eq!(problem(&[impact, adverse, ("capability", Value::Level(2))]), "`intent` was not estimated");
    assert_eq!(
        problem(&[impact, adverse, ("adversarial", Value::Flag(true)), ("occurrence", Value::Level(2))]),
        "`initiation` was not estimated"
    );
    assert_eq!(problem(&[("likelihood", Value::Level(2))]), "no impact was estimated");
    assert_eq!(
        problem(&[impact, ("likelihood", Value::Level(5))]),
        "`likelihood` has levels 1 to 5, and 6 was given"
    );
    // whether it decides or not
    assert_eq!(
        problem(&[impact, ("likelihood", Value::Level(2)), ("impact-nation", Value::Level(5))]),
        "`impact-nation` has levels 1 to 5, and 6 was given"
    );
    let of_100 = [("impact", Value::Number(100.5)), ("likelihood", Value::Number(20.0))];
    assert_eq!(
        score(r#"{"scale": "semi-quantitative"}"#, &of_100).unwrap_err(),
        "`impact` goes from 0 to 100, and 100.5 was given"
    );
}

#[test]
fn settings_that_will_not_do_are_told_by_place() {
    let problem = |settings: &str| {
        let problem = Ready::<NistSp80030>::new(settings).unwrap_err().remove(0);
        format!("{} {}", problem.path, problem.message.first())
    };
    assert_eq!(problem(r#"{"levels": ["a", "b"]}"#), "/levels the five levels want five names; there are 2");
    assert_eq!(problem(r#"{"meaning": {"luck": "no"}}"#), "/meaning/luck there is no factor `luck`");
    assert_eq!(
        problem(r#"{"initiation": "most"}"#),
        "/initiation unknown value `most`; possible: `lowest`, `middle`, `highest`"
    );
    let own =
        r#"{"levels": ["A", "B", {"de": "C", "en": "D"}, "E", "F"], "meaning": {"impact": {"en": "money"}}}"#;
    let described = ready(own).describe();
    assert_eq!(described.levels[2].get("en"), Some("D"));
    assert_eq!(described.factors.iter().find(|factor| factor.id == "impact").unwrap().help.first(), "money");
}
