//! Values that a factor does not take never reach the method.
#![forbid(unsafe_code)]

use riskwright_sdk::prelude::*;

struct Sum;

impl RowMethodology for Sum {
    type Settings = NoSettings;

    fn new(_: NoSettings) -> Result<Self, Vec<SettingsProblem>> {
        Ok(Self)
    }

    fn describe(&self) -> Description {
        let scale = || levels(["en"], [["low"], ["medium"], ["high"]]);
        Description::new(texts! { en: "Sum" }, scale(), 0.0, 100.0)
            .factor(Factor::ordinal("level", texts! { en: "Level" }, scale()))
            .factor(Factor::number("rate", texts! { en: "Rate" }, Bounds::new("", 1.0, 10.5)).optional())
            .factor(Factor::estimate("loss", texts! { en: "Loss" }, Bounds::new("", -1.0, 1e9)).optional())
            .factor(Factor::flag("open", texts! { en: "Open" }).optional())
            .gives_loss()
    }

    fn row(&self, row: Row<'_>, _: &mut Trace) -> Result<Scored, Texts> {
        assert!(row.level("level").is_some_and(|level| level < 3));
        assert!(row.number("rate").is_none_or(|rate| (1.0..=10.5).contains(&rate)));
        let rises = |loss: Estimate| -1.0 <= loss.low && loss.low <= loss.mode && loss.mode <= loss.high;
        assert!(row.estimate("loss").is_none_or(|loss| rises(loss) && loss.high <= 1e9));
        Ok(Scored::new(row.level("level").map_or(0.0, f64::from), 0))
    }

    fn loss(&self, _: Row<'_>) -> Option<LossModel> {
        Some(LossModel {
            frequency: Vec::new(),
            susceptibility: Susceptibility::Share(Distribution::Constant(1.0)),
            primary: Vec::new(),
            secondary: Vec::new(),
        })
    }
}

/// A row, and what is told of it in English and German; nothing where it has a score.
type Told<'a> = (&'a [(&'a str, Value)], [&'a str; 2]);

#[test]
fn each_refusal_names_factor_value_and_range() {
    let level = |level| ("level", Value::Level(level));
    let rate = |rate| ("rate", Value::Number(rate));
    let loss = |low, mode, high| ("loss", Value::estimate(low, mode, high));
    let rows: [Told<'_>; 12] = [
        (&[level(0), rate(1.0), loss(-1.0, 0.0, 1e9), ("open", Value::Flag(true))], [""; 2]),
        (&[level(2)], [""; 2]),
        (&[rate(2.0)], ["`level` was not estimated", "`level` wurde nicht geschätzt"]),
        (
            &[level(3)],
            ["`level` has levels 1 to 3, and 4 was given", "`level` hat die Stufen 1 bis 3, angegeben ist 4"],
        ),
        (
            &[level(255), rate(f64::NAN)],
            [
                "`level` has levels 1 to 3, and 256 was given",
                "`level` hat die Stufen 1 bis 3, angegeben ist 256",
            ],
        ),
        (
            &[level(0), rate(0.0)],
            ["`rate` goes from 1 to 10.5, and 0 was given", "`rate` reicht von 1 bis 10.5, angegeben ist 0"],
        ),
        (
            &[level(0), rate(10.500_000_1)],
            [
                "`rate` goes from 1 to 10.5, and 10.5000001 was given",
                "`rate` reicht von 1 bis 10.5, angegeben ist 10.5000001",
            ],
        ),
        (
            &[level(0), rate(f64::NAN)],
            [
                "`rate` goes from 1 to 10.5, and NaN was given",
                "`rate` reicht von 1 bis 10.5, angegeben ist NaN",
            ],
        ),
        (
            &[level(0), rate(f64::NEG_INFINITY)],
            [
                "`rate` goes from 1 to 10.5, and -∞ was given",
                "`rate` reicht von 1 bis 10.5, angegeben ist -∞",
            ],
        ),
        (
            &[level(0), loss(2.0, 1.0, 3.0)],
            [
                "`loss` has to rise from least over most likely to greatest, between -1 and 1000000000; 2 / 1 / 3 was given",
                "`loss` muss vom kleinsten über den wahrscheinlichsten zum größten Wert steigen, zwischen -1 und 1000000000; angegeben ist 2 / 1 / 3",
            ],
        ),
        (
            &[level(0), loss(0.0, f64::NAN, 3.0)],
            [
                "`loss` has to rise from least over most likely to greatest, between -1 and 1000000000; 0 / NaN / 3 was given",
                "`loss` muss vom kleinsten über den wahrscheinlichsten zum größten Wert steigen, zwischen -1 und 1000000000; angegeben ist 0 / NaN / 3",
            ],
        ),
        (
            &[level(0), loss(0.0, 1.0, 2e9)],
            [
                "`loss` has to rise from least over most likely to greatest, between -1 and 1000000000; 0 / 1 / 2000000000 was given",
                "`loss` muss vom kleinsten über den wahrscheinlichsten zum größten Wert steigen, zwischen -1 und 1000000000; angegeben ist 0 / 1 / 2000000000",
            ],
        ),
    ];
    let sum = Ready::<Sum>::new("{}").unwrap();
    let batch = Batch::of_rows(&sum.describe(), &rows.map(|(row, _)| row)).unwrap();
    let answer = sum.assess(&batch).unwrap();
    let (traces, losses) = (sum.trace(&batch).unwrap(), sum.loss(&batch).unwrap());
    for (at, (_, [en, de])) in rows.into_iter().enumerate() {
        let told = answer.get(at).err().unwrap_or_default();
        assert_eq!((told.first(), told.get("de").unwrap_or_default()), (en, de));
        assert_eq!((traces[at].is_empty(), losses[at].is_none()), (!en.is_empty(), !en.is_empty()), "{en}");
    }
}

#[test]
fn a_column_of_another_kind_is_the_hosts_mistake() {
    let sum = Ready::<Sum>::new("{}").unwrap();
    let column = |values| riskwright_sdk::methodology::batch::FactorColumn::new(values, Vec::new());
    use riskwright_sdk::methodology::batch::Values;
    let (flags, numbers) = (Values::Flag(vec![true]), Values::Number(vec![1.0]));
    let wrong =
        sum.batch(1, vec![column(flags.clone()), column(numbers.clone()), column(numbers), column(flags)]);
    assert_eq!(wrong.unwrap_err(), "factor `level` takes another kind of value");
}

#[test]
fn numbers_are_written_as_people_do() {
    let written = [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-12.5, "-12.5"),
        (100.0, "100"),
        (0.1, "0.1"),
        (1e-5, "0.00001"),
        (1.25e-7, "1.25e-7"),
        (999_999_999_999.0, "999999999999"),
        (1e14, "100000000000000"),
        (1e15, "1e15"),
        (2.5e300, "2.5e300"),
        (5e-324, "4.94065645841e-324"),
        (f64::MAX, "1.79769313486e308"),
        (1.0 / 3.0, "0.333333333333"),
        (0.999_999_999_999_9, "1"),
        (123_456.789, "123456.789"),
    ];
    for (number, text) in written {
        assert_eq!(riskwright_sdk::texts::decimal(number), text);
    }
}
