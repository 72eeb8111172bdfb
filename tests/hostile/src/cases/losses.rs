//! Loss models that are none.

use riskwright_runtime::problem::{Call, Kind};

use super::Case;
use crate::guest::{Body, Guest};
use crate::layout::Value;
use crate::loss::{Loss, constant, contest, distribution, losses, secondary, share};
use crate::methodology::Description;

const ANSWER: &[Kind] = &[Kind::Answer];

fn gives(does: &str, value: Value, kinds: &'static [Kind]) -> Case {
    let description = Description { gives_loss: 1, ..Description::default() };
    let guest = Guest::methodology().says(&description).does("loss", Body::Returns(value));
    Case::new(does, guest, Call::Loss, kinds)
}

/// A good model, none, and this one in the third row.
fn third(does: &str, loss: Loss) -> Case {
    gives(does, losses(&[Some(Loss::default()), None, Some(loss)]), ANSWER).at(2)
}

/// Distributions that are none, in each place where one can stand.
#[must_use]
pub fn distributions() -> Vec<Case> {
    let (nan, inf) = (f64::NAN, f64::INFINITY);
    let broken: [(&str, u8, &[f64]); 17] = [
        ("NaN", 0, &[nan]),
        ("infinity", 0, &[inf]),
        ("minus infinity", 0, &[f64::NEG_INFINITY]),
        ("low > high", 1, &[2.0, 1.0]),
        ("NaN to 1", 1, &[nan, 1.0]),
        ("0 to infinity", 1, &[0.0, inf]),
        ("a mode above the greatest", 2, &[0.0, 9.0, 1.0, 4.0]),
        ("a mode below the least", 2, &[0.5, 0.1, 1.0, 4.0]),
        ("a mode that is NaN", 2, &[0.0, nan, 1.0, 4.0]),
        ("no weight", 2, &[0.0, 0.5, 1.0, 0.0]),
        ("a negative weight", 2, &[0.0, 0.5, 1.0, -4.0]),
        ("infinite weight", 2, &[0.0, 0.5, 1.0, inf]),
        ("a weight that is NaN", 2, &[0.0, 0.5, 1.0, nan]),
        ("a negative spread", 3, &[0.0, -1.0]),
        ("a spread that is NaN", 3, &[0.0, nan]),
        ("a logarithm that is NaN", 3, &[nan, 1.0]),
        ("a median beyond all numbers", 3, &[1.0e6, 1.0]),
    ];
    let places = |one: &Value| -> [(&str, Loss); 6] {
        let list = || Value::List(vec![constant(1.0), one.clone()]);
        let good = Loss::default;
        [
            ("frequency", Loss { frequency: list(), ..good() }),
            ("susceptibility", Loss { susceptibility: share(one.clone()), ..good() }),
            ("capability", Loss { susceptibility: contest(one.clone(), constant(0.5)), ..good() }),
            ("primary loss", Loss { primary: list(), ..good() }),
            (
                "share of secondary loss",
                Loss { secondary: Value::List(vec![secondary(one.clone(), vec![constant(1.0)])]), ..good() },
            ),
            (
                "secondary loss",
                Loss { secondary: Value::List(vec![secondary(constant(0.5), vec![one.clone()])]), ..good() },
            ),
        ]
    };
    broken
        .into_iter()
        .flat_map(|(what, case, numbers)| {
            let broken = distribution(case, numbers);
            places(&broken).map(|(place, loss)| third(&format!("{what} as {place}"), loss))
        })
        .collect()
}

/// Numbers that are some, but not of what they are said to be.
#[must_use]
pub fn quantities() -> Vec<Case> {
    let good = Loss::default;
    let shares = [
        ("a share of 1.000001", constant(1.000_001)),
        ("a share below 0", constant(-0.1)),
        ("a share of 0.5 to 1.5", distribution(1, &[0.5, 1.5])),
        ("a share of up to 2", distribution(2, &[0.0, 0.5, 2.0, 4.0])),
        ("a share without an upper end", distribution(3, &[-5.0, 0.1])),
    ];
    let of_shares = shares.into_iter().flat_map(|(what, of)| {
        let secondary = Value::List(vec![secondary(of.clone(), vec![constant(1.0)])]);
        [
            third(what, Loss { susceptibility: share(of), ..good() }),
            third(&format!("{what}, of secondary loss"), Loss { secondary, ..good() }),
        ]
    });
    let less = || Value::List(vec![distribution(1, &[-1.0, 1.0])]);
    let none = || Value::List(Vec::new());
    let many = |count| Value::List(vec![constant(1.0); count]);
    let more = [
        ("a frequency below 0", Loss { frequency: less(), ..good() }),
        ("a loss below 0", Loss { primary: less(), ..good() }),
        ("no frequency", Loss { frequency: none(), ..good() }),
        ("no primary loss", Loss { primary: none(), ..good() }),
        ("65 frequencies", Loss { frequency: many(65), ..good() }),
        ("1,000 primary losses", Loss { primary: many(1000), ..good() }),
        (
            "65 secondary losses",
            Loss {
                secondary: Value::List(vec![secondary(constant(0.1), vec![constant(1.0)]); 65]),
                ..good()
            },
        ),
        (
            "secondary loss of nothing",
            Loss { secondary: Value::List(vec![secondary(constant(0.1), vec![])]), ..good() },
        ),
    ];
    of_shares.chain(more.map(|(what, loss)| third(what, loss))).collect()
}

/// Too much of it, or for other rows.
#[must_use]
pub fn sizes() -> Vec<Case> {
    let read = &[Kind::TooMuch, Kind::Answer];
    let claims = |length| Value::Claim { at: 1024, length };
    let with = |frequency: Value| losses(&[None, None, Some(Loss { frequency, ..Loss::default() })]);
    let large = |mut case: Case, zeros: u32| {
        case.guest = case.guest.zeros(zeros).asks_for(60, 500);
        case
    };
    vec![
        gives("models for two rows of three", losses(&[None, None]), ANSWER),
        gives("models for four rows of three", losses(&[None, None, None, None]), ANSWER),
        large(gives("a million distributions that are not there", with(claims(1_000_000)), read), 0),
        large(gives("a hundred thousand distributions", with(claims(100_000)), read), 4_000_000),
        gives("2³² − 1 models", Value::case(0, (8, 4), claims(u32::MAX)), read),
        gives("a distribution of no kind", with(Value::List(vec![distribution(9, &[1.0])])), ANSWER),
        gives(
            "a susceptibility of no kind",
            losses(&[None, None, Some(Loss { susceptibility: Value::bare(7, (80, 8)), ..Loss::default() })]),
            ANSWER,
        ),
        {
            // each million is the same one: a module of 4 MB, and a model of 10⁶ distributions that are made at run time
            let fill = "(local $row i32)
                (drop (memory.grow (i32.const 700)))
                (i32.store8 (i32.const 64) (i32.const 0))
                (i32.store (i32.const 68) (i32.const 128)) (i32.store (i32.const 72) (local.get $rows))
                (block $done (loop $next
                    (br_if $done (i32.ge_u (local.get $row) (local.get $rows)))
                    (i32.store8 (i32.add (i32.const 128) (i32.mul (local.get $row) (i32.const 120))) (i32.const 1))
                    (i32.store (i32.add (i32.const 136) (i32.mul (local.get $row) (i32.const 120))) (i32.const 65536))
                    (i32.store (i32.add (i32.const 140) (i32.mul (local.get $row) (i32.const 120))) (i32.const 1000000))
                    (local.set $row (i32.add (local.get $row) (i32.const 1)))
                    (br $next)))
                (i32.const 64)";
            let description = Description { gives_loss: 1, ..Description::default() };
            let guest =
                Guest::methodology().says(&description).does("loss", Body::text(fill)).asks_for(60, 500);
            Case::new("10⁶ distributions in each row", guest, Call::Loss, read)
        },
    ]
}
