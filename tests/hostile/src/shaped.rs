//! Plugins by chance that get far: good ones whose answers are random values of the contract's types, with something
//! wrong in most of them, as values or as bytes of their memory.

use riskwright_package::Package;

use crate::catalogue::{Contents, mapping};
use crate::guest::{Body, Guest};
use crate::layout::Value;
use crate::loss::{Loss, constant, contest, distribution, losses, secondary, share};
use crate::methodology::{Description, answer, problem, title};
use crate::questionnaire::{
    Change, Follows, Item, Kind, Questions, Test, answer_problem, ids, proposal, score,
};
use crate::random::{Dice, Seed};

/// What can be wrong with numbers.
const FLOATS: [f64; 10] =
    [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.5, -1.0, 25.5, f64::MAX, f64::MIN_POSITIVE, 1.0e300];

impl Value {
    /// How many places there are at which it can be changed.
    fn places(&self) -> u32 {
        1 + match self {
            Self::List(values) | Self::Record(values) => values.iter().map(Self::places).sum(),
            Self::Case { value: Some(value), .. } => value.places(),
            _ => 0,
        }
    }

    /// Changes what is at a place, to something of the same shape.
    fn change(&mut self, place: u32, dice: &mut Dice) {
        if place == 0 {
            return self.spoil(dice);
        }
        let mut left = place - 1;
        let values: &mut [Self] = match self {
            Self::List(values) | Self::Record(values) => values,
            Self::Case { value: Some(value), .. } => std::slice::from_mut(value),
            _ => &mut [],
        };
        for value in values {
            let places = value.places();
            if left < places {
                return value.change(left, dice);
            }
            left -= places;
        }
    }

    fn spoil(&mut self, dice: &mut Dice) {
        let claim = |dice: &mut Dice| Self::Claim {
            at: dice.one(&[0, 8, 1024, 1025, 65_528, 0x7fff_ffff, u32::MAX]),
            length: dice.one(&[0, 1, 3, 1000, 100_000, 100_000_000, u32::MAX]),
        };
        match self {
            Self::U8(byte) => *byte = dice.one(&[0, 1, 2, 3, 99, 100, 254, 255]),
            Self::U32(number) => *number = dice.one(&[0, 1, 2, 3, 64, 1 << 16, 1 << 31, u32::MAX]),
            Self::F64(number) => {
                *number = if dice.once_in(3) { f64::from_bits(dice.number()) } else { dice.one(&FLOATS) };
            }
            Self::Text(bytes) => match dice.below(6) {
                0 => bytes.clear(),
                1 => bytes.push(0xff),
                2 => bytes.push(b'\n'),
                3 => bytes.resize(dice.one(&[65, 201, 30_000]), b'x'),
                4 => *bytes = (0..8).map(|_| dice.number() as u8).collect(),
                _ => *self = claim(dice),
            },
            Self::List(values) => match dice.below(5) {
                0 => values.clear(),
                1 => drop(values.pop()),
                2 => values.extend(values.clone()),
                3 => values.reverse(),
                _ => *self = claim(dice),
            },
            Self::Claim { .. } => *self = claim(dice),
            // which fields it has is its shape: one of them is changed
            Self::Record(values) => {
                let at = dice.below(values.len() as u64) as usize;
                if let Some(value) = values.get_mut(at) {
                    value.spoil(dice);
                }
            }
            Self::Case { tag, .. } => *tag = dice.one(&[0, 1, 2, 3, 4, 7, 255]),
        }
    }
}

/// As it is in a third of all cases; changed at one to four places, or in its bytes, in the others.
fn said(mut value: Value, dice: &mut Dice) -> Body {
    match dice.below(6) {
        0 | 1 => Body::Returns(value),
        2 => {
            let times = 1 + dice.below(6);
            Body::Scribbled(value, (0..times).map(|_| (dice.number() as u32, dice.number() as u8)).collect())
        }
        _ => {
            for _ in 0..=dice.below(4) {
                let place = dice.below(u64::from(value.places())) as u32;
                value.change(place, dice);
            }
            Body::Returns(value)
        }
    }
}

fn any_distribution(dice: &mut Dice) -> Value {
    let mut three = [dice.share(), dice.share(), dice.share()];
    three.sort_by(f64::total_cmp);
    let [low, mode, high] = three;
    match dice.below(4) {
        0 => constant(mode),
        1 => distribution(1, &[low, high]),
        2 => distribution(2, &[low, mode, high, dice.one(&[4.0, 1.0, 50.0])]),
        _ => distribution(3, &[mode * 10.0, high]),
    }
}

fn any_loss(dice: &mut Dice) -> Option<Loss> {
    if dice.once_in(4) {
        return None;
    }
    let mut some = |most: u64| {
        let count = 1 + dice.below(most);
        (0..count).map(|_| any_distribution(dice)).collect::<Vec<_>>()
    };
    let (frequency, primary, magnitude) = (some(2), some(4), some(2));
    let susceptibility = if dice.once_in(2) {
        contest(any_distribution(dice), any_distribution(dice))
    } else {
        share(constant(dice.share()))
    };
    Some(Loss {
        frequency: Value::List(frequency),
        susceptibility,
        primary: Value::List(primary),
        secondary: Value::List(vec![secondary(constant(dice.share()), magnitude)]),
    })
}

/// Scores of three rows, or problems.
fn any_answer(dice: &mut Dice) -> Value {
    let (mut scores, mut levels, mut bad) = ([0.0; 3], [0; 3], Vec::new());
    for row in 0..3 {
        if dice.once_in(3) {
            bad.push(row as u32);
        } else {
            scores[row] = 1.0 + dice.share() * 24.0;
            levels[row] = dice.below(3) as u8;
        }
    }
    let told = |rows: &[u32]| problem(rows, Value::string("it can't be told"));
    let problems = match (dice.below(3), bad.as_slice()) {
        (_, []) => Vec::new(),
        (0, all) => vec![told(all)],
        // the second of three by itself, behind those around it
        (1, [first, second, third]) => vec![told(&[*first, *third]), told(&[*second])],
        (_, each) => each.iter().map(|row| told(&[*row])).collect(),
    };
    answer(&scores, &levels, problems)
}

/// A trace of three rows: factors, and what was made from them.
fn any_trace(dice: &mut Dice) -> Value {
    const VALUE: (u32, u32) = (24, 8);
    let step =
        |node: &str, value: Value, from: &[&str]| Value::Record(vec![Value::string(node), value, ids(from)]);
    let row = |dice: &mut Dice| {
        let mut level = |of| Value::case(0, VALUE, Value::U8(dice.below(of) as u8));
        let mut steps = vec![
            step("likelihood", level(5), &[]),
            step("consequence", level(5), &[]),
            step("level", level(3), &["score"]),
        ];
        let score = Value::case(1, VALUE, Value::F64(1.0 + dice.share() * 24.0));
        steps.push(step("score", score, &["likelihood", "consequence"]));
        Value::List(steps)
    };
    Value::case(0, (8, 4), Value::List((0..3).map(|_| row(dice)).collect()))
}

fn any_catalogue(dice: &mut Dice) -> Value {
    use crate::catalogue::{Control, Group};
    const GROUPS: [&str; 4] = ["g", "h", "i", "j"];
    const CONTROLS: [&str; 6] = ["c1", "c2", "c3", "c4", "c5", "c6"];
    let groups = 1 + dice.below(4) as usize;
    let group = |at: usize, dice: &mut Dice| Group {
        id: GROUPS[at],
        parent: at.checked_sub(1).filter(|_| dice.once_in(2)).map(|at| GROUPS[at]),
    };
    let control = |at: usize, dice: &mut Dice| Control {
        id: CONTROLS[at],
        group: GROUPS[dice.below(groups as u64) as usize],
        enhances: at.checked_sub(1).filter(|_| dice.once_in(3)).map(|at| CONTROLS[at]),
    };
    let controls = 1 + dice.below(6) as usize;
    let parameter =
        Value::Record(vec![Value::string("p"), title("How often"), ids(&["daily", "weekly"]), Value::U32(1)]);
    Contents {
        groups: (0..groups).map(|at| group(at, dice)).collect(),
        controls: (0..controls).map(|at| control(at, dice)).collect(),
        mappings: Some(Value::List(vec![mapping("c1", "iso27001-2022", "A.5.15", dice.below(4) as u8)])),
        statement: dice.once_in(2).then(|| title("Do it")),
        parameters: dice.once_in(2).then(|| Value::List(vec![parameter])),
        related: dice.once_in(2).then(|| ids(&["c1"])),
        ..Contents::default()
    }
    .value()
}

fn any_questions(dice: &mut Dice) -> Value {
    let kinds = [Kind::yes_no(), Kind::one_of(&["a", "b"]), Kind::scale(4), Kind::number(0.0, 10.0)];
    let kind = dice.below(4) as usize;
    let test = [Test::IsYes, Test::HasChoice("b"), Test::AtLeast(2.0), Test::AtLeast(5.0)][kind];
    let first = Item { kind: kinds[kind].clone(), ..Item::yes_no("q1") };
    Questions { items: vec![first, Item::yes_no("q2").if_so("q1", test)], ..Questions::default() }.value()
}

fn any_consequences(dice: &mut Dice) -> Value {
    let changes = [
        Change::Status("A.5.15", dice.below(5) as u8),
        Change::Level("likelihood", dice.below(5) as u8),
        Change::Finding(dice.below(3) as u8, "6.1.2"),
    ];
    let change = dice.one(&changes);
    Follows {
        missing: if dice.once_in(2) { ids(&[]) } else { ids(&["q2"]) },
        problems: Value::List(vec![answer_problem("q1", Value::string("it won't do"))]),
        scores: Value::List(vec![score("done", dice.once_in(2).then(|| dice.share()))]),
        proposals: Value::List(vec![proposal(change, Value::string("so"), &["q1"])]),
        ..Follows::default()
    }
    .value()
}

/// A methodology whose answers are random; what it says of itself is in order in seven of eight.
#[must_use]
pub fn shaped_methodology(seed: Seed) -> Guest {
    let dice = &mut Dice::new(seed);
    let mut guest = Guest::methodology();
    let described = Description { gives_loss: 1, ..Description::default() }.value();
    let described = if dice.once_in(8) { said(described, dice) } else { Body::Returns(described) };
    guest = guest.does("describe", described);
    let (answer, trace) = (any_answer(dice), any_trace(dice));
    if !dice.once_in(8) {
        guest = guest.does("assess", said(answer, dice));
    }
    guest = guest.does("trace", said(trace, dice));
    let models = [any_loss(dice), any_loss(dice), any_loss(dice)];
    guest.does("loss", said(losses(&models), dice))
}

/// A catalogue by chance.
#[must_use]
pub fn shaped_catalogue(seed: Seed) -> Guest {
    let dice = &mut Dice::new(seed);
    let contents = any_catalogue(dice);
    Guest::catalogue(said(contents, dice))
}

/// A questionnaire by chance; what it asks is in order in three of four, so that it is asked what follows.
#[must_use]
pub fn shaped_questionnaire(seed: Seed) -> Guest {
    let dice = &mut Dice::new(seed);
    let (questions, follows) = (any_questions(dice), any_consequences(dice));
    let questions = if dice.once_in(4) { said(questions, dice) } else { Body::Returns(questions) };
    Guest::questionnaire(questions, said(follows, dice))
}

/// A package, some bytes of whose component are others: in code and data, past the head. Its manifest is as it was.
///
/// # Panics
/// If the package is none.
#[must_use]
pub fn altered(package: &[u8], seed: Seed) -> Vec<u8> {
    let dice = &mut Dice::new(seed);
    let component = Package::read(package).unwrap_or_else(|error| panic!("{error}")).component().len();
    let mut altered = package.to_vec();
    for _ in 0..=dice.below(3) {
        let at = 8 + dice.below(component.saturating_sub(8) as u64) as usize;
        if let Some(byte) = altered.get_mut(at) {
            *byte = if dice.once_in(2) { *byte ^ (1 << dice.below(8)) } else { dice.number() as u8 };
        }
    }
    altered
}
