//! Answers that are none.

use riskwright_runtime::problem::{Call, Kind};

use super::Case;
use crate::guest::{Body, Guest};
use crate::layout::Value;
use crate::methodology::{Description, answer, problem, scale};

const ANSWER: &[Kind] = &[Kind::Answer];
const READ: &[Kind] = &[Kind::Answer, Kind::TooMuch];

/// A constant answer to three rows.
fn says(does: &str, value: Value, kinds: &'static [Kind]) -> Case {
    Case::new(does, Guest::methodology().does("assess", Body::Returns(value)), Call::Assess, kinds)
}

/// An answer made of three lists.
fn lists(scores: Value, levels: Value, problems: Value) -> Value {
    let lists = Value::Record(vec![scores, levels, problems]);
    Value::case(0, lists.shape(), lists)
}

/// It could not answer, it says.
fn error(message: Value) -> Value {
    Value::case(1, (24, 4), message)
}

fn none() -> Value {
    Value::List(Vec::new())
}

/// Numbers out of place.
#[must_use]
pub fn numbers() -> Vec<Case> {
    let scores = [
        ("NaN", f64::NAN),
        ("NaN of another kind", f64::from_bits(0xfff0_dead_beef_0001)),
        ("infinity", f64::INFINITY),
        ("minus infinity", f64::NEG_INFINITY),
        ("more than its greatest score", 25.000_000_001),
        ("less than its least score", 0.999),
        ("a giant score", f64::MAX),
    ];
    let levels = [("the first level past the last", 3), ("level 255", 255)];
    let scores =
        scores.map(|(what, score)| says(what, answer(&[1.0, score, 1.0], &[0, 0, 0], vec![]), ANSWER));
    let levels = levels.map(|(what, level)| says(what, answer(&[1.0; 3], &[0, 0, level], vec![]), ANSWER));
    scores.into_iter().chain(levels).collect()
}

/// Too few, too many, in another order.
#[must_use]
pub fn rows() -> Vec<Case> {
    let at = |rows: &[u32]| rows.iter().map(|row| problem(&[*row], Value::string("no"))).collect::<Vec<_>>();
    let zeros = |rows: &[u32]| answer(&[0.0; 3], &[0; 3], vec![problem(rows, Value::string("no"))]);
    vec![
        says("no rows", answer(&[], &[], vec![]), ANSWER),
        says("a row too few", answer(&[1.0; 2], &[0; 2], vec![]), ANSWER),
        says("a row too many", answer(&[1.0; 4], &[0; 4], vec![]), ANSWER),
        says("fewer levels than scores", answer(&[1.0; 3], &[0; 2], vec![]), ANSWER),
        says("a problem with a row that is not there", answer(&[1.0; 3], &[0; 3], at(&[3])), ANSWER),
        says("a problem with the last row there can be", answer(&[1.0; 3], &[0; 3], at(&[u32::MAX])), ANSWER),
        says("a problem whose rows don't rise", zeros(&[2, 0, 1]), ANSWER),
        says("a problem with a row twice", zeros(&[1, 1]), ANSWER),
        says("a problem with no row", zeros(&[]), ANSWER),
        says("two problems with a row", answer(&[1.0, 0.0, 1.0], &[0; 3], at(&[1, 1])), ANSWER),
        says("a score beside a problem", answer(&[1.0, 25.0, 1.0], &[0, 2, 0], at(&[1])), ANSWER),
        Case::new(
            "traces for no row",
            Guest::methodology().does("trace", Body::Returns(Value::case(0, (8, 4), none()))),
            Call::Trace,
            ANSWER,
        ),
        Case::new(
            "loss models for no row",
            Guest::methodology()
                .says(&Description { gives_loss: 1, ..Description::default() })
                .does("loss", Body::Returns(Value::case(0, (8, 4), none()))),
            Call::Loss,
            ANSWER,
        ),
    ]
}

/// Lists and texts that are not where or what they are said to be.
#[must_use]
pub fn lies() -> Vec<Case> {
    let claim = |at, length| lists(Value::Claim { at, length }, none(), none());
    let text = |message| lists(none(), none(), Value::List(vec![problem(&[0], message)]));
    vec![
        says("10⁸ scores", claim(1024, 100_000_000), READ),
        says("2³² − 1 scores", claim(1024, u32::MAX), READ),
        says("as many scores as wrap around", claim(1024, 0x2000_0000), READ),
        says("10⁶ scores that would fit", claim(1024, 1_000_000), READ).pages(200),
        says(
            "10⁷ levels that would fit",
            lists(none(), Value::Claim { at: 1024, length: 10_000_000 }, none()),
            READ,
        )
        .pages(200),
        says(
            "300,000 problems that would fit",
            lists(none(), none(), Value::Claim { at: 1024, length: 300_000 }),
            READ,
        )
        .pages(200),
        says("more scores than are there", claim(1024, 1000), READ),
        says("scores outside its memory", claim(0xffff_fff0, 3), READ),
        says("scores at an odd place", claim(1025, 3), READ),
        says("a text of 4 GiB", text(Value::Claim { at: 0, length: u32::MAX }), READ),
        says("a text at the end of its memory", text(Value::Claim { at: 65_535, length: 100_000 }), READ),
        says("neither an answer nor an error", Value::bare(7, (24, 4)), READ),
        says("an error outside its memory", error(Value::Claim { at: u32::MAX, length: 2 }), READ),
        Case::assess("no place at all", "(i32.const -4)", READ),
        Case::assess("an odd place", "(i32.const 66)", READ),
    ]
}

impl Case {
    fn pages(mut self, pages: u32) -> Self {
        self.guest = self.guest.pages(pages);
        self
    }
}

/// Texts that are no texts, or far too much of them.
#[must_use]
pub fn texts() -> Vec<Case> {
    let invalid = [
        ("a byte that begins nothing", vec![0xff]),
        ("half a character", vec![b'a', 0xe2, 0x82]),
        ("a surrogate", vec![0xed, 0xa0, 0x80]),
        ("a character in too many bytes", vec![0xc0, 0xaf]),
    ];
    let invalid = invalid.into_iter().flat_map(|(what, bytes)| {
        let text = Value::Text(bytes);
        let titled = Description::default().named(text.clone());
        let of_row = lists(
            Value::List(vec![Value::F64(0.0); 3]),
            Value::List(vec![Value::U8(0); 3]),
            Value::List(vec![problem(&[1], text.clone())]),
        );
        [
            Case::new(
                format!("{what} in its title"),
                Guest::methodology().says(&titled),
                Call::Describe,
                READ,
            ),
            says(&format!("{what} in an error"), error(text), READ),
            says(&format!("{what} in a problem"), of_row, READ),
        ]
    });
    let message = "(drop (memory.grow (i32.const 700)))
        (i32.store8 (i32.const 64) (i32.const 1))
        (i32.store (i32.const 68) (i32.const 65536)) (i32.store (i32.const 72) (i32.const 41943040))
        (i32.const 64)";
    let long = Description::default().named(Value::string(&"long ".repeat(20_000)));
    invalid
        .chain([
            Case::assess("a message of 40 MiB", message, &[Kind::TooMuch]).asks_for(60, 500),
            Case::new(
                "a title of 100,000 characters",
                Guest::methodology().says(&long),
                Call::Describe,
                READ,
            ),
        ])
        .collect()
}

/// Lists of lists that are all the same one: 500 kB in the guest, many GiB if one took them for real.
#[must_use]
pub fn aliases() -> Vec<Case> {
    let same = |length| Value::List(vec![Value::Claim { at: 1024, length }; 20_000]);
    let levels = Description { levels: same(20_000), ..Description::default() };
    let title = Description { title: same(20_000), ..Description::default() };
    let steps = Value::case(0, (8, 4), same(6_000));
    let list = |length| Value::Claim { at: 1024, length };
    let problems = Value::List(vec![Value::Record(vec![list(20_000), list(1)]); 20_000]);
    let answer = Value::case(0, (24, 4), Value::Record(vec![list(3), list(3), problems]));
    let factors = Description { steps: same(20_000), ..Description::default() };
    let describes = |does: &str, description: &Description| {
        Case::new(does, Guest::methodology().zeros(320_000).says(description), Call::Describe, READ)
    };
    vec![
        describes("20,000 levels of 20,000 texts", &levels),
        describes("factors of 20,000 steps of 20,000 texts", &factors),
        describes("20,000 titles", &title),
        Case::new(
            "20,000 problems of the same 20,000 rows",
            Guest::methodology().zeros(320_000).does("assess", Body::Returns(answer)),
            Call::Assess,
            READ,
        ),
        Case::new(
            "20,000 traces of 6,000 steps",
            Guest::methodology().zeros(320_000).does("trace", Body::Returns(steps)),
            Call::Trace,
            READ,
        ),
    ]
}

/// What it says of itself.
#[must_use]
pub fn descriptions() -> Vec<Case> {
    let good = Description::default;
    let ids =
        |ids: &[&str]| Description { factors: ids.iter().map(|id| Value::string(id)).collect(), ..good() };
    let many: Vec<String> = (0..10_000).map(|at| format!("f{at}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let said = [
        ("NaN as its least score", Description { min: f64::NAN, ..good() }),
        ("infinity as its greatest score", Description { max: f64::INFINITY, ..good() }),
        ("a greatest score below its least", Description { min: 25.0, max: 1.0, ..good() }),
        ("a heat map of factors it does not have", Description { axes: Some((0, 9)), ..good() }),
        ("a heat map of one factor twice", Description { axes: Some((1, 1)), ..good() }),
        ("no levels", Description { levels: scale(0), ..good() }),
        ("one level", Description { levels: scale(1), ..good() }),
        ("200 levels", Description { levels: scale(200), ..good() }),
        ("a factor of one step", Description { steps: scale(1), ..good() }),
        ("a factor of 200 steps", Description { steps: scale(200), ..good() }),
        ("the same factor twice", ids(&["likelihood", "likelihood"])),
        ("a factor without an id", ids(&["likelihood", ""])),
        ("a factor in capitals", ids(&["likelihood", "IMPACT"])),
        ("a factor called score", ids(&["likelihood", "score"])),
        ("a factor with a line break", ids(&["likelihood", "a\nb"])),
        ("10,000 factors", ids(&many)),
        ("no title", good().named(Value::string(""))),
    ];
    said.into_iter()
        .map(|(does, description)| {
            Case::new(does, Guest::methodology().says(&description), Call::Describe, READ)
        })
        .collect()
}
