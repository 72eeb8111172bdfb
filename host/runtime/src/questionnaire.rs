//! Questionnaires and what follows from answers, as plain values that were checked.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::catalogue::{at_most, distinct, name, short};
use crate::limits::{Limits, count};
use crate::problem::{Fault, shown};
use crate::text::Texts;

/// A section of items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Texts,
    /// What it begins with.
    pub intro: Texts,
}

/// One of the choices of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// What it says.
    pub title: Texts,
}

/// What an item takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// One of these.
    OneOf(Vec<Choice>),
    /// Any of these.
    AnyOf(Vec<Choice>),
    /// A level of a scale, lowest first.
    Scale(Vec<Texts>),
    /// A text of at most so many characters.
    Text(u32),
    /// A number within bounds.
    Number {
        /// Its unit.
        unit: String,
        /// The least it may be.
        min: f64,
        /// The most it may be.
        max: f64,
    },
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
}

/// What an answer is held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// It is this choice, or has it among others.
    HasChoice(String),
    /// It is at least this number or level.
    AtLeast(f64),
    /// It is at most this number or level.
    AtMost(f64),
    /// It is yes.
    IsYes,
    /// It is no.
    IsNo,
    /// There is an answer.
    IsAnswered,
    /// It does not apply.
    IsNotApplicable,
}

/// A test of an earlier item's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// The item.
    pub item: String,
    /// What its answer has to be.
    pub test: Test,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// The section it stands in.
    pub section: String,
    /// The question.
    pub title: Texts,
    /// How to answer it.
    pub help: Texts,
    /// What it takes.
    pub kind: ItemKind,
    /// Whether an answer is needed.
    pub required: bool,
    /// Whether `not-applicable` with a reason is an answer.
    pub may_not_apply: bool,
    /// Whether evidence is asked for.
    pub wants_evidence: bool,
    /// Shown if all of one of these lists hold; always if there is none.
    pub shown_if: Vec<Vec<Requirement>>,
    /// The clauses and controls it is about.
    pub about: Vec<String>,
}

/// A score that an evaluation gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreScale {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Texts,
    /// The least it may be.
    pub min: f64,
    /// The most it may be.
    pub max: f64,
    /// Its unit.
    pub unit: String,
}

/// All that is asked. Ids are unique, and what names a section or item leads to one that stands before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionnaireContents {
    /// Its name.
    pub title: Texts,
    /// What it begins with.
    pub intro: Texts,
    /// Sections.
    pub sections: Vec<Section>,
    /// Items, in the order in which they are asked.
    pub items: Vec<Item>,
    /// The scores it gives.
    pub scores: Vec<ScoreScale>,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerValue {
    /// A choice.
    Choice(String),
    /// Several choices.
    Choices(Vec<String>),
    /// A level.
    Level(u8),
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day, `2026-11-02`.
    Date(String),
    /// Yes or no.
    YesNo(bool),
    /// It does not apply, with the reason.
    NotApplicable(String),
}

/// An answer to an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GivenAnswer {
    /// The item.
    pub item: String,
    /// The answer.
    pub value: AnswerValue,
}

/// An answer that its item does not take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerProblem {
    /// The item.
    pub item: String,
    /// What is wrong.
    pub message: Texts,
}

/// A score that follows from answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemScore {
    /// The score scale.
    pub id: String,
    /// None while there are too few answers.
    pub value: Option<f64>,
    /// How it came about.
    pub explanation: Texts,
}

/// How far a control is implemented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImplementationStatus {
    /// Wholly.
    Implemented,
    /// In part.
    Partial,
    /// Not yet.
    Planned,
    /// Something else does what it is for.
    Alternative,
    /// It does not apply.
    NotApplicable,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Something that could be better.
    Opportunity,
    /// A minor nonconformity.
    Minor,
    /// A major nonconformity.
    Major,
}

/// A change that answers call for. Someone has to accept it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProposedChange {
    /// A control's status.
    ControlStatus {
        /// The control.
        control: String,
        /// Its status.
        status: ImplementationStatus,
    },
    /// A factor of every risk the respondent answers for.
    FactorLevel {
        /// The factor.
        factor: String,
        /// Its level.
        level: u8,
    },
    /// Something an auditor would raise.
    Finding {
        /// How bad it is.
        severity: Severity,
        /// The clause or control it is against.
        against: String,
    },
}

/// A proposed change with its reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// What is to change.
    pub change: ProposedChange,
    /// Why.
    pub reason: Texts,
    /// The items whose answers led to it.
    pub because: Vec<String>,
}

/// What follows from answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The items to be shown now, in order.
    pub visible: Vec<String>,
    /// Those among them that are required and not answered.
    pub missing: Vec<String>,
    /// Answers that their items do not take.
    pub problems: Vec<AnswerProblem>,
    /// Scores.
    pub scores: Vec<ItemScore>,
    /// Proposed changes.
    pub proposals: Vec<Proposal>,
}

/// Bounds that hold something.
pub(crate) fn bounds(min: f64, max: f64, what: &str) -> Result<(), Fault> {
    if min.is_finite() && max.is_finite() && min <= max {
        Ok(())
    } else {
        Err(Fault::answer(format!(
            "{what} is to lie between {min} and {max}; two finite numbers in order are needed"
        )))
    }
}

/// An item that others may be shown by, its choices ready to be looked up: there can be many tests of many choices.
struct Before<'a> {
    kind: &'a ItemKind,
    choices: BTreeSet<&'a str>,
}

impl<'a> Before<'a> {
    fn of(kind: &'a ItemKind) -> Self {
        let choices = match kind {
            ItemKind::OneOf(choices) | ItemKind::AnyOf(choices) => choices.as_slice(),
            _ => &[],
        };
        Self { kind, choices: choices.iter().map(|choice| choice.id.as_str()).collect() }
    }
}

impl QuestionnaireContents {
    pub(crate) fn check(&self, limits: &Limits) -> Result<(), Fault> {
        at_most(self.items.len(), limits.items, "items")?;
        at_most(self.sections.len(), limits.items, "sections")?;
        at_most(self.scores.len(), limits.items, "scores")?;
        self.title.check(limits, false, &|| "the questionnaire".to_owned())?;
        self.intro.check(limits, true, &|| "the questionnaire".to_owned())?;
        let sections = distinct(self.sections.iter().map(|section| section.id.as_str()), "a section")?;
        for section in &self.sections {
            let what = || format!("section `{}`", section.id);
            section.title.check(limits, false, &what)?;
            section.intro.check(limits, true, &what)?;
        }
        distinct(self.items.iter().map(|item| item.id.as_str()), "an item")?;
        let mut before: BTreeMap<&str, Before<'_>> = BTreeMap::new();
        for item in &self.items {
            item.check(limits, &sections, &before)?;
            before.insert(&item.id, Before::of(&item.kind));
        }
        distinct(self.scores.iter().map(|score| score.id.as_str()), "a score")?;
        for score in &self.scores {
            score.title.check(limits, false, &|| format!("score `{}`", score.id))?;
            bounds(score.min, score.max, &format!("score `{}`", score.id))?;
            short(&score.unit, "the unit")?;
        }
        Ok(())
    }
}

impl Item {
    fn check(
        &self,
        limits: &Limits,
        sections: &BTreeSet<&str>,
        before: &BTreeMap<&str, Before<'_>>,
    ) -> Result<(), Fault> {
        let what = || format!("item `{}`", self.id);
        self.title.check(limits, false, &what)?;
        self.help.check(limits, true, &what)?;
        if !sections.contains(self.section.as_str()) {
            return Err(Fault::answer(format!(
                "{} stands in section `{}`, which is not in the questionnaire",
                what(),
                shown(&self.section)
            )));
        }
        match &self.kind {
            ItemKind::OneOf(choices) | ItemKind::AnyOf(choices) => {
                if choices.is_empty() {
                    return Err(Fault::answer(format!("{} offers no choice", what())));
                }
                at_most(choices.len(), 1_000, "choices in one item")?;
                distinct(choices.iter().map(|choice| choice.id.as_str()), "a choice")?;
                for choice in choices {
                    choice.title.check(limits, false, &|| format!("choice `{}`", choice.id))?;
                }
            }
            ItemKind::Scale(levels) => {
                if !(2..=100).contains(&levels.len()) {
                    return Err(Fault::answer(format!(
                        "{} has {} levels; 2 to 100 are taken",
                        what(),
                        levels.len()
                    )));
                }
                levels
                    .iter()
                    .try_for_each(|level| level.check(limits, false, &|| format!("a level of {}", what())))?;
            }
            ItemKind::Number { unit, min, max } => {
                bounds(*min, *max, &what())?;
                short(unit, "the unit")?;
            }
            ItemKind::Text(_) | ItemKind::Date | ItemKind::YesNo => {}
        }
        for about in &self.about {
            name(about, "a clause or control")?;
        }
        self.shown_if.iter().flatten().try_for_each(|requirement| requirement.check(&what(), before))
    }
}

impl Requirement {
    fn check(&self, of: &str, before: &BTreeMap<&str, Before<'_>>) -> Result<(), Fault> {
        let wrong = |what: String| {
            Err(Fault::answer(format!("{of} is shown by a test of `{}`, {what}", shown(&self.item))))
        };
        let Some(tested) = before.get(self.item.as_str()) else {
            return wrong("which is no item before it".to_owned());
        };
        match (&self.test, tested.kind) {
            (Test::IsAnswered | Test::IsNotApplicable, _) | (Test::IsYes | Test::IsNo, ItemKind::YesNo) => {
                Ok(())
            }
            (Test::HasChoice(id), ItemKind::OneOf(_) | ItemKind::AnyOf(_)) => {
                if tested.choices.contains(id.as_str()) {
                    Ok(())
                } else {
                    wrong(format!("which has no choice `{}`", shown(id)))
                }
            }
            (Test::AtLeast(number) | Test::AtMost(number), ItemKind::Scale(_) | ItemKind::Number { .. }) => {
                if number.is_finite() {
                    Ok(())
                } else {
                    wrong("against a number that is none".to_owned())
                }
            }
            _ => wrong("which takes no such answer".to_owned()),
        }
    }
}

impl Evaluation {
    pub(crate) fn check(&self, contents: &QuestionnaireContents, limits: &Limits) -> Result<(), Fault> {
        let items: BTreeMap<&str, usize> =
            contents.items.iter().enumerate().map(|(at, item)| (item.id.as_str(), at)).collect();
        let known = |id: &String| {
            items.get(id.as_str()).copied().ok_or_else(|| {
                Fault::answer(format!("it speaks of item `{}`, which is not in the questionnaire", shown(id)))
            })
        };
        let in_order = |ids: &[String], what: &str| {
            let mut last = None;
            for id in ids {
                let at = Some(known(id)?);
                if at <= last {
                    return Err(Fault::answer(format!(
                        "`{}` is out of order among the items that are {what}",
                        shown(id)
                    )));
                }
                last = at;
            }
            Ok(())
        };
        let most = limits.items;
        at_most(self.problems.len(), most, "problems of answers")?;
        at_most(self.scores.len(), most, "scores")?;
        at_most(self.proposals.len(), most.saturating_mul(4), "proposals")?;
        in_order(&self.visible, "visible")?;
        in_order(&self.missing, "missing")?;
        let visible: BTreeSet<&String> = self.visible.iter().collect();
        if let Some(hidden) = self.missing.iter().find(|id| !visible.contains(id)) {
            return Err(Fault::answer(format!("item `{hidden}` is missing though it is not visible")));
        }
        for problem in &self.problems {
            known(&problem.item)?;
            problem.message.check(limits, false, &|| format!("the problem of item `{}`", problem.item))?;
        }
        let scales: BTreeMap<&str, &ScoreScale> =
            contents.scores.iter().map(|scale| (scale.id.as_str(), scale)).collect();
        for score in &self.scores {
            let Some(scale) = scales.get(score.id.as_str()) else {
                return Err(Fault::answer(format!(
                    "it gives the score `{}`, which it does not describe",
                    shown(&score.id)
                )));
            };
            score.explanation.check(limits, true, &|| format!("score `{}`", score.id))?;
            if let Some(value) = score.value.filter(|value| !(scale.min..=scale.max).contains(value)) {
                return Err(Fault::answer(format!(
                    "score `{}` is {value}, it is to lie between {} and {}",
                    score.id, scale.min, scale.max
                )));
            }
        }
        distinct(self.scores.iter().map(|score| score.id.as_str()), "a score")?;
        for proposal in &self.proposals {
            at_most(proposal.because.len(), most, "items that led to one proposed change")?;
            proposal.reason.check(limits, false, &|| "a proposed change".to_owned())?;
            for item in &proposal.because {
                known(item)?;
            }
            match &proposal.change {
                ProposedChange::ControlStatus { control: id, .. }
                | ProposedChange::Finding { against: id, .. } => {
                    name(id, "a clause or control")?;
                }
                ProposedChange::FactorLevel { factor, level } => {
                    name(factor, "a factor")?;
                    if count(u32::from(*level)) >= 100 {
                        return Err(Fault::answer(format!(
                            "it proposes level {level} of factor `{factor}`; there are at most 100"
                        )));
                    }
                }
            }
        }
        Ok(())
    }
}
