//! What `build.rs` makes of the files in `data/`.

/// English, German, French: in the order of [`LANGUAGES`].
pub(crate) type Words = [&'static str; 3];

/// The languages of every text, the first of which is the default.
pub(crate) const LANGUAGES: [&str; 3] = ["en", "de", "fr"];

/// A step of the cycle: a section, and a score.
pub(crate) struct Step {
    pub(crate) id: &'static str,
    pub(crate) title: Words,
    pub(crate) intro: Words,
}

pub(crate) struct Choice {
    pub(crate) id: &'static str,
    pub(crate) title: Words,
    /// What it is worth as the only choice, 0 to 100; none if the question is about facts.
    pub(crate) points: Option<u32>,
    /// Whether it says that no other choice is true.
    pub(crate) nothing: bool,
}

/// What age does to the worth of a date, in months.
pub(crate) struct Age {
    /// As good as today.
    pub(crate) fresh: i32,
    /// As good as never.
    pub(crate) stale: i32,
}

pub(crate) enum Kind {
    /// A level from 0 to 4, each worth a quarter.
    Maturity,
    OneOf(&'static [Choice]),
    AnyOf {
        choices: &'static [Choice],
        /// How many choices are worth 100.
        full: u32,
    },
    Text {
        limit: u32,
    },
    Number {
        unit: &'static str,
        min: f64,
        max: f64,
        /// Worth 0; what lies beyond is so too.
        worst: f64,
        /// Worth 100; what lies beyond is so too.
        best: f64,
    },
    Date {
        age: Option<Age>,
    },
    YesNo {
        /// The answer worth 100; none if the question is about facts.
        good: Option<bool>,
    },
}

#[derive(Clone, Copy)]
#[allow(dead_code, reason = "questions may use every test of the contract, whichever they use now")]
pub(crate) enum Test {
    HasChoice(&'static str),
    /// Answered, and this choice is not among the chosen.
    Without(&'static str),
    AtLeast(f64),
    AtMost(f64),
    /// More than so many months before the day of the answers.
    OlderThan(i32),
    IsYes,
    IsNo,
    IsAnswered,
    IsNotApplicable,
}

pub(crate) struct Requirement {
    /// Where in [`ITEMS`].
    pub(crate) item: usize,
    pub(crate) test: Test,
}

/// Holds if all of one of these lists hold.
pub(crate) type Conditions = &'static [&'static [Requirement]];

pub(crate) struct Item {
    pub(crate) id: &'static str,
    /// Where in [`STEPS`].
    pub(crate) step: usize,
    pub(crate) title: Words,
    pub(crate) help: Words,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) may_not_apply: bool,
    pub(crate) evidence: bool,
    pub(crate) weight: u32,
    /// The control of Annex A whose status the answer tells.
    pub(crate) control: Option<&'static str>,
    /// Whether it asks about a part of that control only: a good answer does not make it implemented.
    pub(crate) part: bool,
    pub(crate) about: &'static [&'static str],
    pub(crate) shown_if: Conditions,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Severity {
    Opportunity,
    Minor,
    Major,
}

/// What an auditor would raise.
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    pub(crate) against: &'static str,
    pub(crate) when: Conditions,
    pub(crate) reason: Words,
}

/// The item that says on which day the answers were given.
pub(crate) const ASSESSED_ON: &str = "assessed-on";

include!(concat!(env!("OUT_DIR"), "/questions.rs"));

impl Item {
    /// Whether its answers are worth something; otherwise it is about facts.
    pub(crate) fn counts(&self) -> bool {
        match &self.kind {
            Kind::Maturity | Kind::AnyOf { .. } | Kind::Number { .. } => true,
            Kind::OneOf(choices) => choices.iter().any(|it| it.points.is_some()),
            Kind::Date { age } => age.is_some(),
            Kind::YesNo { good } => good.is_some(),
            Kind::Text { .. } => false,
        }
    }
}
