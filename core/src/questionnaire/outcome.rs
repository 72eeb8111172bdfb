//! What follows from answers: scores, and changes that someone has to accept.

use serde::{Deserialize, Serialize};

use super::validity::{Faults, Ids, shown};
use super::words::Plain;
use super::{Contents, ContentsError, Limits, Texts, is_default};
use crate::applicability::ImplementationStatus;
use crate::audit::Severity;

/// An answer that its item does not take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerProblem {
    /// The item.
    pub item: String,
    /// What is wrong.
    pub message: Texts,
}

/// A score that follows from answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ItemScore {
    /// The score scale.
    pub id: String,
    /// None while there are too few answers.
    pub value: Option<f64>,
    /// How it came about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub explanation: Texts,
}

/// A change that answers call for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ProposedChange {
    /// A control's status.
    ControlStatus {
        /// The control: `A.5.15`.
        control: String,
        /// Its status.
        status: ImplementationStatus,
    },
    /// A factor of every risk the respondent answers for.
    FactorLevel {
        /// The factor.
        factor: String,
        /// Its level, counted from 0.
        level: u8,
    },
    /// Something an auditor would raise.
    Finding {
        /// How grave it is.
        severity: Severity,
        /// The clause or control it is against.
        against: String,
    },
}

/// A proposed change with its reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// What is to change.
    pub change: ProposedChange,
    /// Why.
    pub reason: Texts,
    /// The items whose answers led to it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub because: Vec<String>,
}

/// What follows from answers, whoever worked it out: [`super::Rules`] or a plugin.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Outcome {
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

/// What is wrong with what was said to follow from answers: a sentence for each fault.
pub type OutcomeError = ContentsError;

impl Outcome {
    /// Whether it is one of these contents: it speaks of items that are there and in their order, its scores lie on their
    /// scales, its changes are written as they are to be.
    ///
    /// # Errors
    /// What is wrong, a sentence for each fault.
    pub fn check(&self, contents: &Contents, limits: &Limits) -> Result<(), OutcomeError> {
        let mut faults = Faults::new(limits);
        let ids = Ids::of(contents.items.iter().map(|item| item.id.as_str()));
        let find = |id: &str| ids.find(id, |at| Some(&contents.items.get(at)?.id));
        let unknown =
            |id: &str| format!("it speaks of item `{}`, which is not in the questionnaire", shown(id));
        faults.at_most(self.problems.len(), limits.items, "problems of answers");
        faults.at_most(self.scores.len(), limits.items, "scores");
        faults.at_most(self.proposals.len(), limits.items.saturating_mul(4), "proposals");
        let mut shown_items = vec![false; contents.items.len()];
        for (list, what) in [(&self.visible, "visible"), (&self.missing, "missing")] {
            let mut last = None;
            for id in list {
                let Some(at) = find(id) else {
                    faults.add(unknown(id));
                    continue;
                };
                if last.is_some_and(|last| last >= at) {
                    faults.add(format!("`{}` is out of order among the items that are {what}", shown(id)));
                }
                last = Some(at);
                match shown_items.get_mut(at) {
                    Some(is_shown) if what == "visible" => *is_shown = true,
                    Some(false) => {
                        faults.add(format!("item `{}` is missing though it is not visible", shown(id)));
                    }
                    _ => {}
                }
            }
        }
        for problem in &self.problems {
            if find(&problem.item).is_none() {
                faults.add(unknown(&problem.item));
            }
            let what = || format!("the problem of item `{}`", shown(&problem.item));
            faults.texts(&problem.message, false, &what);
        }
        self.check_scores(contents, &mut faults);
        for proposal in &self.proposals {
            faults.at_most(proposal.because.len(), limits.items, "items that led to one proposed change");
            faults.texts(&proposal.reason, false, &|| "a proposed change".to_owned());
            for lost in proposal.because.iter().filter(|item| find(item).is_none()) {
                faults.add(unknown(lost));
            }
            proposal.change.find_faults(&mut faults);
        }
        faults.result()
    }

    fn check_scores(&self, contents: &Contents, faults: &mut Faults<'_>) {
        let ids = Ids::of(contents.scores.iter().map(|scale| scale.id.as_str()));
        for score in &self.scores {
            let at = ids.find(&score.id, |at| Some(&contents.scores.get(at)?.id));
            let Some(scale) = at.and_then(|at| contents.scores.get(at)) else {
                faults.add(format!("it gives the score `{}`, which it does not describe", shown(&score.id)));
                continue;
            };
            faults.texts(&score.explanation, true, &|| format!("score `{}`", score.id));
            if let Some(value) = score.value.filter(|value| !(scale.min..=scale.max).contains(value)) {
                let (value, min, max) = (Plain(value), Plain(scale.min), Plain(scale.max));
                faults.add(format!("score `{}` is {value}, it is to lie between {min} and {max}", score.id));
            }
        }
        faults.distinct(self.scores.iter().map(|score| score.id.as_str()), "a score");
    }
}

impl ProposedChange {
    pub(super) fn find_faults(&self, faults: &mut Faults<'_>) {
        match self {
            Self::ControlStatus { control: id, .. } | Self::Finding { against: id, .. } => {
                faults.name(id, "a clause or control");
            }
            Self::FactorLevel { factor, level } => {
                faults.name(factor, "a factor");
                if *level >= 100 {
                    faults.add(format!(
                        "it proposes level {level} of factor `{}`; there are at most 100",
                        shown(factor)
                    ));
                }
            }
        }
    }
}
