//! Answers and mistakes in words.

use riskwright_core::applicability::ImplementationStatus;
use riskwright_core::audit::Severity;
use riskwright_core::questionnaire::{AnswerValue, Bounds, Item, ItemKind, Mistake, ProposedChange};

use crate::filling::has;
use crate::model::Model;
use crate::says;

impl Model {
    /// An answer as a person reads it.
    pub(crate) fn answer_in_words(&self, item: &Item, value: &AnswerValue) -> String {
        let language = &self.language;
        let choice = |id: &String| {
            let choice = item.kind.choices().iter().find(|choice| choice.id == *id);
            choice.map_or(id.as_str(), |choice| choice.title.in_language(language)).to_owned()
        };
        match value {
            AnswerValue::Choice(id) => choice(id),
            AnswerValue::Choices(ids) => {
                ids.iter().map(choice).collect::<Vec<_>>().join(if self.is_long(item) { "; " } else { ", " })
            }
            AnswerValue::Level(level) => match &item.kind {
                ItemKind::Scale(levels) => {
                    let title = levels.get(usize::from(*level)).map(|title| title.in_language(language));
                    title.map_or_else(|| self.number_in_words(f64::from(*level)), str::to_owned)
                }
                _ => self.number_in_words(f64::from(*level)),
            },
            AnswerValue::Text(text) => text.clone(),
            AnswerValue::Number(number) => {
                let number = self.number_in_words(*number);
                match &item.kind {
                    ItemKind::Number(Bounds { unit, .. }) if !unit.is_empty() => {
                        says::score_with_unit(&self.phrases, (&number).into(), unit.into())
                    }
                    _ => number,
                }
            }
            AnswerValue::Date(day) => self.phrases.locale().day(day),
            AnswerValue::YesNo(true) => says::yes(&self.phrases),
            AnswerValue::YesNo(false) => says::no(&self.phrases),
            AnswerValue::NotApplicable(reason) => {
                let mut said = says::does_not_apply(&self.phrases);
                if !reason.trim().is_empty() {
                    said.push_str(": ");
                    said.push_str(reason);
                }
                said
            }
        }
    }

    fn is_long(&self, item: &Item) -> bool {
        item.kind.choices().iter().any(|choice| has(choice.title.in_language(&self.language), ','))
    }

    pub(crate) fn number_in_words(&self, number: f64) -> String {
        self.phrases.locale().number(number)
    }

    /// What is wrong with an answer, and what would do.
    pub(crate) fn mistake_in_words(&self, mistake: &Mistake) -> String {
        let phrases = &self.phrases;
        match mistake {
            Mistake::WantsChoice => says::wants_choice(phrases),
            Mistake::WantsChoices => says::wants_choices(phrases),
            Mistake::WantsLevel(_) => says::wants_level(phrases),
            Mistake::WantsText => says::wants_text(phrases),
            Mistake::WantsNumber => says::wants_number(phrases, 12.5.into()),
            Mistake::WantsDay => says::wants_day(phrases),
            Mistake::WantsYesNo => says::wants_yes_no(phrases),
            Mistake::NoChoice(_) => says::no_choice(phrases),
            Mistake::ChosenTwice(_) => says::chosen_twice(phrases),
            Mistake::TooLong(most) => says::too_long(phrases, f64::from(*most).into()),
            Mistake::OutOfBounds(bounds) => {
                says::out_of_bounds(phrases, bounds.min.into(), bounds.max.into())
            }
            Mistake::Applies => says::applies(phrases),
            Mistake::NoReason => says::no_reason(phrases),
        }
    }

    /// A proposed change in a line.
    pub(crate) fn change_in_words(&self, change: &ProposedChange) -> String {
        let phrases = &self.phrases;
        match change {
            ProposedChange::ControlStatus { control, status } => {
                let status = match status {
                    ImplementationStatus::Implemented => says::status_implemented(phrases),
                    ImplementationStatus::Partial => says::status_partial(phrases),
                    ImplementationStatus::Planned => says::status_planned(phrases),
                    ImplementationStatus::Alternative => says::status_alternative(phrases),
                    ImplementationStatus::NotApplicable => says::status_not_applicable(phrases),
                };
                says::proposal_control(phrases, control.into(), (&status).into())
            }
            ProposedChange::FactorLevel { factor, level } => {
                says::proposal_factor(phrases, factor.into(), f64::from(*level).into())
            }
            ProposedChange::Finding { severity, against } => {
                let severity = match severity {
                    Severity::Opportunity => says::severity_opportunity(phrases),
                    Severity::Minor => says::severity_minor(phrases),
                    Severity::Major => says::severity_major(phrases),
                };
                says::proposal_finding(phrases, against.into(), (&severity).into())
            }
        }
    }
}
