//! What a questionnaire asks and what follows from answers, as values.

use crate::layout::Value;
use crate::methodology::{title, titled};

/// Size and alignment of the greatest payload of `item-kind`: bounds.
const KIND: (u32, u32) = (24, 8);
/// The same of `test`, and of an optional number: a float.
const FLOAT: (u32, u32) = (8, 8);
/// The same of `proposed-change`: a string and a byte.
const CHANGE: (u32, u32) = (12, 4);

/// What an item takes, or what is in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind(pub Value);

impl Kind {
    /// Yes or no.
    #[must_use]
    pub fn yes_no() -> Self {
        Self(Value::bare(6, KIND))
    }

    /// One of these.
    #[must_use]
    pub fn one_of(ids: &[&str]) -> Self {
        let choice = |id: &&str| Value::Record(vec![Value::string(id), title("A choice")]);
        Self(Value::case(0, KIND, Value::List(ids.iter().map(choice).collect())))
    }

    /// So many levels.
    #[must_use]
    pub fn scale(levels: usize) -> Self {
        Self(Value::case(2, KIND, crate::methodology::scale(levels)))
    }

    /// A number within bounds.
    #[must_use]
    pub fn number(min: f64, max: f64) -> Self {
        Self(Value::case(4, KIND, Value::Record(vec![Value::string("h"), Value::F64(min), Value::F64(max)])))
    }
}

/// What an answer is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Test {
    /// It is this choice.
    HasChoice(&'static str),
    /// It is at least this number.
    AtLeast(f64),
    /// It is yes.
    IsYes,
}

impl Test {
    fn value(self) -> Value {
        match self {
            Self::HasChoice(id) => Value::case(0, FLOAT, Value::string(id)),
            Self::AtLeast(number) => Value::case(1, FLOAT, Value::F64(number)),
            Self::IsYes => Value::bare(3, FLOAT),
        }
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its id.
    pub id: &'static str,
    /// Its section.
    pub section: &'static str,
    /// The question.
    pub title: Value,
    /// What it takes.
    pub kind: Kind,
    /// When it is shown: items and tests that all have to hold.
    pub shown_if: Vec<(&'static str, Test)>,
}

impl Item {
    /// A question for yes or no in section `s`.
    #[must_use]
    pub fn yes_no(id: &'static str) -> Self {
        Self { id, section: "s", title: title("A question"), kind: Kind::yes_no(), shown_if: Vec::new() }
    }

    /// The same, shown if another is answered by that.
    #[must_use]
    pub fn if_so(mut self, item: &'static str, test: Test) -> Self {
        self.shown_if.push((item, test));
        self
    }

    fn value(&self) -> Value {
        let requirement =
            |(item, test): &(&str, Test)| Value::Record(vec![Value::string(item), test.value()]);
        let all = Value::List(self.shown_if.iter().map(requirement).collect());
        let any = if self.shown_if.is_empty() { Vec::new() } else { vec![all] };
        Value::Record(vec![
            Value::string(self.id),
            Value::string(self.section),
            self.title.clone(),
            Value::List(Vec::new()),
            self.kind.0.clone(),
            Value::U8(1),
            Value::U8(1),
            Value::U8(0),
            Value::List(any),
            Value::List(vec![Value::string("6.1.2")]),
        ])
    }
}

/// All that is asked.
#[derive(Debug, Clone)]
pub struct Questions {
    /// Ids of sections.
    pub sections: Vec<&'static str>,
    /// Items.
    pub items: Vec<Item>,
    /// Items, if they are to be something else.
    pub claimed: Option<Value>,
    /// Ids and bounds of scores.
    pub scores: Vec<(&'static str, f64, f64)>,
}

impl Default for Questions {
    /// Two questions, the second if the first is answered by yes, and a score from 0 to 1.
    fn default() -> Self {
        Self {
            sections: vec!["s"],
            items: vec![Item::yes_no("q1"), Item::yes_no("q2").if_so("q1", Test::IsYes)],
            claimed: None,
            scores: vec![("done", 0.0, 1.0)],
        }
    }
}

impl Questions {
    /// These items.
    #[must_use]
    pub fn of(items: Vec<Item>) -> Self {
        Self { items, ..Self::default() }
    }

    /// As the result of `whole`.
    #[must_use]
    pub fn value(&self) -> Value {
        let section =
            |id: &&str| Value::Record(vec![Value::string(id), title("A section"), Value::List(Vec::new())]);
        let scale = |(id, min, max): &(&str, f64, f64)| {
            let (id, unit) = (Value::string(id), Value::string(""));
            Value::Record(vec![id, title("A score"), Value::F64(*min), Value::F64(*max), unit])
        };
        let items = || Value::List(self.items.iter().map(Item::value).collect());
        Value::Record(vec![
            title("A questionnaire"),
            Value::List(Vec::new()),
            Value::List(self.sections.iter().map(section).collect()),
            self.claimed.clone().unwrap_or_else(items),
            Value::List(self.scores.iter().map(scale).collect()),
        ])
    }
}

/// What is proposed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// A control's status, by its place among the cases.
    Status(&'static str, u8),
    /// A factor's level.
    Level(&'static str, u8),
    /// A finding, by the place of its severity among the cases.
    Finding(u8, &'static str),
}

/// A proposed change for a reason, because of items.
#[must_use]
pub fn proposal(change: Change, reason: Value, because: &[&str]) -> Value {
    let change = match change {
        Change::Status(id, status) => {
            Value::case(0, CHANGE, Value::Record(vec![Value::string(id), Value::U8(status)]))
        }
        Change::Level(id, level) => {
            Value::case(1, CHANGE, Value::Record(vec![Value::string(id), Value::U8(level)]))
        }
        Change::Finding(severity, against) => {
            Value::case(2, CHANGE, Value::Record(vec![Value::U8(severity), Value::string(against)]))
        }
    };
    let because = because.iter().map(|id| Value::string(id)).collect();
    Value::Record(vec![change, titled(reason), Value::List(because)])
}

/// A problem with the answer to an item.
#[must_use]
pub fn answer_problem(item: &str, message: Value) -> Value {
    Value::Record(vec![Value::string(item), titled(message)])
}

/// A score, or none.
#[must_use]
pub fn score(id: &str, value: Option<f64>) -> Value {
    let value = value.map_or_else(|| Value::bare(0, FLOAT), |value| Value::case(1, FLOAT, Value::F64(value)));
    Value::Record(vec![Value::string(id), value, title("So many of so many")])
}

/// What follows from answers; each list can be something else.
#[derive(Debug, Clone)]
pub struct Follows {
    /// The items to be shown.
    pub visible: Value,
    /// Those of them that are missing.
    pub missing: Value,
    /// Answers that won't do.
    pub problems: Value,
    /// Scores.
    pub scores: Value,
    /// Proposed changes.
    pub proposals: Value,
}

/// A list of ids.
#[must_use]
pub fn ids(ids: &[&str]) -> Value {
    Value::List(ids.iter().map(|id| Value::string(id)).collect())
}

impl Default for Follows {
    /// What can follow from the first of [`Questions::default`] being answered by yes.
    fn default() -> Self {
        let change = proposal(Change::Status("A.5.15", 1), Value::string("It is so"), &["q1"]);
        Self {
            visible: ids(&["q1", "q2"]),
            missing: ids(&["q2"]),
            problems: Value::List(Vec::new()),
            scores: Value::List(vec![score("done", Some(0.5))]),
            proposals: Value::List(vec![change]),
        }
    }
}

impl Follows {
    /// As the result of `evaluate`.
    #[must_use]
    pub fn value(&self) -> Value {
        let Self { visible, missing, problems, scores, proposals } = self.clone();
        Value::Record(vec![visible, missing, problems, scores, proposals])
    }
}
