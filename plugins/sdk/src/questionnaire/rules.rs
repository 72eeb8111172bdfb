//! Rules by which answers become scores and proposals.

use super::Form;
use super::answers::{AnswerValue, Answers};
use super::evaluation::{Change, Proposal, Score};
use super::item::{ItemKind, Requirement, holding};
use crate::texts::{Id, Texts, digits};

/// An item that counts towards a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// The item.
    pub item: Id,
    /// Its weight.
    pub weight: f64,
    /// What choices are worth, 0 to 1; those not named are worth 0. Of several that are chosen the worths add up, to 1
    /// at most.
    pub worth: Vec<(Id, f64)>,
}

/// A score: the weighted mean of what answers are worth, on a scale of its own.
///
/// A level is worth its place in the scale from 0 to 1, yes 1 and no 0, a number its place within its bounds; choices
/// are worth what is said of them. What does not apply, is hidden or not answered is left out of the mean; there is no
/// score while less than the wanted share of the weights that apply is answered.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreRule {
    /// Unique among the scores.
    pub id: Id,
    /// Its name.
    pub title: Texts,
    /// Its value if every answer is worth 0.
    pub min: f64,
    /// Its value if every answer is worth 1.
    pub max: f64,
    /// Its unit; empty for none.
    pub unit: Id,
    /// The items that count.
    pub items: Vec<Weighed>,
    /// The share of the weights that must be answered, 0 to 1.
    pub share: f64,
}

impl ScoreRule {
    /// The weighted mean on a scale. As made any answer at all is enough.
    pub fn mean(id: impl Into<Id>, title: Texts, min: f64, max: f64) -> Self {
        Self { id: id.into(), title, min, max, unit: Id::Borrowed(""), items: Vec::new(), share: 0.0 }
    }

    /// With an item that counts with this weight.
    #[must_use]
    pub fn of(mut self, item: impl Into<Id>, weight: f64) -> Self {
        self.items.push(Weighed { item: item.into(), weight, worth: Vec::new() });
        self
    }

    /// With an item of choices that counts with this weight, and what each choice is worth.
    #[must_use]
    pub fn of_choices<C: Into<Id>>(
        mut self,
        item: impl Into<Id>,
        weight: f64,
        worth: impl IntoIterator<Item = (C, f64)>,
    ) -> Self {
        let worth = worth.into_iter().map(|(choice, worth)| (choice.into(), worth)).collect();
        self.items.push(Weighed { item: item.into(), weight, worth });
        self
    }

    /// In this unit.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<Id>) -> Self {
        self.unit = unit.into();
        self
    }

    /// This share of the weights must be answered, 0 to 1.
    #[must_use]
    pub fn share(mut self, share: f64) -> Self {
        self.share = share;
        self
    }

    /// The score of answers.
    #[must_use]
    pub fn score(&self, form: &Form, answers: &Answers<'_>, visible: &[Id]) -> Score {
        let (mut asked, mut answered, mut weights, mut weighed, mut worth) = (0_u32, 0_u32, 0.0, 0.0, 0.0);
        for counted in &self.items {
            let Some(item) = form.find(&counted.item).filter(|item| visible.contains(&item.id)) else {
                continue;
            };
            let answer = answers.get(&item.id);
            if let Some(AnswerValue::NotApplicable(_)) = answer {
                continue;
            }
            asked += 1;
            weights += counted.weight;
            if let Some(own) = answer.and_then(|answer| counted.worth(&item.kind, answer)) {
                answered += 1;
                weighed += counted.weight;
                worth += counted.weight * own;
            }
        }
        let enough = weighed > 0.0 && weighed >= self.share * weights;
        let value = enough.then(|| self.min + (worth / weighed).clamp(0.0, 1.0) * (self.max - self.min));
        let (answered, asked) = (digits(answered), digits(asked));
        Score {
            id: self.id.clone(),
            value,
            explanation: crate::texts! {
                en: ["from ", &answered, " of ", &asked, " answers"].concat(),
                de: ["aus ", &answered, " von ", &asked, " Antworten"].concat(),
            },
        }
    }
}

impl Weighed {
    /// What an answer is worth, 0 to 1. None for what can't be weighed.
    fn worth(&self, kind: &ItemKind, answer: &AnswerValue) -> Option<f64> {
        let of =
            |choice: &Id| self.worth.iter().find(|(id, _)| id == choice).map_or(0.0, |(_, worth)| *worth);
        let place = |value: f64, min: f64, max: f64| {
            Some(if max > min { ((value - min) / (max - min)).clamp(0.0, 1.0) } else { 0.0 })
        };
        match (kind, answer) {
            (ItemKind::Scale(levels), AnswerValue::Level(level)) => {
                let top = u8::try_from(levels.len()).unwrap_or(u8::MAX).saturating_sub(1);
                place(f64::from(*level), 0.0, f64::from(top))
            }
            (ItemKind::Number(bounds), AnswerValue::Number(number)) => place(*number, bounds.min, bounds.max),
            (_, AnswerValue::YesNo(yes)) => Some(f64::from(u8::from(*yes))),
            (_, AnswerValue::Choice(choice)) => Some(of(choice)),
            (_, AnswerValue::Choices(choices)) => Some(choices.iter().map(of).sum::<f64>().clamp(0.0, 1.0)),
            _ => None,
        }
    }
}

/// A change that is proposed where answers call for it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalRule {
    /// The change.
    pub change: Change,
    /// Why.
    pub reason: Texts,
    /// Proposed if all of one of these lists hold; never if there is none.
    pub when: Vec<Vec<Requirement>>,
}

impl ProposalRule {
    /// A change that is proposed where [`Self::when`] says so.
    #[must_use]
    pub fn new(change: Change, reason: Texts) -> Self {
        Self { change, reason, when: Vec::new() }
    }

    /// Proposed if all of these hold; called again, it adds another list that is enough.
    #[must_use]
    pub fn when(mut self, all: impl IntoIterator<Item = Requirement>) -> Self {
        self.when.push(all.into_iter().collect());
        self
    }

    /// What it proposes on these answers.
    #[must_use]
    pub fn proposal(&self, answers: &Answers<'_>) -> Option<Proposal> {
        let led = holding(&self.when, answers).filter(|all| !all.is_empty())?;
        let mut because: Vec<Id> = Vec::new();
        for requirement in led {
            if !because.contains(&requirement.item) {
                because.push(requirement.item.clone());
            }
        }
        Some(Proposal { change: self.change.clone(), reason: self.reason.clone(), because })
    }
}
