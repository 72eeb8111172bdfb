//! A questionnaire made ready to be filled in: what is shown, what is missing, what is wrong.

use std::sync::Arc;

use serde::Serialize;

use super::validity::{Ids, Limits};
use super::{AnswerValue, Answers, Contents, ContentsError, Mistake, Requirement};

/// A questionnaire made ready to be filled in: conditions lead to items by their place, not by name.
///
/// ```
/// use riskwright_core::questionnaire::{AnswerValue, Answers, Form};
/// let contents = serde_json::from_str(r#"{
///     "title": "Backups",
///     "sections": [{"id": "all", "title": "Backups"}],
///     "items": [
///         {"id": "made", "section": "all", "title": "Are backups made?", "kind": "yes-no", "required": true},
///         {"id": "tried", "section": "all", "title": "Is restoring tried?", "kind": "yes-no", "required": true,
///          "shown_if": [[{"item": "made", "test": "is-yes"}]]}
///     ]
/// }"#).unwrap();
/// let form = Form::new(contents).unwrap();
/// let mut answers = Answers::default();
/// assert_eq!(form.standing(&answers).missing, [0]);
/// answers.set("made", Some(AnswerValue::YesNo(true)));
/// let standing = form.standing(&answers);
/// assert_eq!((standing.visible, standing.missing), (vec![0, 1], vec![1]));
/// assert_eq!((standing.sections[0].answered, standing.sections[0].asked), (1, 2));
/// ```
#[derive(Debug, Clone)]
pub struct Form {
    contents: Arc<Contents>,
    ids: Ids,
    /// The section of each item.
    sections: Vec<usize>,
    /// The items that each item's conditions look at, nested as the conditions are.
    conditions: Vec<Vec<Vec<usize>>>,
}

/// How far answering has come in a section, or overall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Progress {
    /// Items that are shown.
    pub asked: usize,
    /// Those among them with an answer that counts.
    pub answered: usize,
    /// Those among them that are required and not answered.
    pub missing: usize,
    /// Those among them with an answer that is not taken.
    pub problems: usize,
}

/// An answer that its item does not take.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Misgiven {
    /// The item, by its place in [`Contents::items`].
    pub item: usize,
    /// What is wrong.
    pub mistake: Mistake,
}

/// Where answering stands. Items are named by their place in [`Contents::items`].
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Standing {
    /// The items that are shown, in order.
    pub visible: Vec<usize>,
    /// Those among them that are required and not answered.
    pub missing: Vec<usize>,
    /// Answers that their items do not take.
    pub problems: Vec<Misgiven>,
    /// Items that are answered, want evidence, and have none: nothing forbids to send them.
    pub unevidenced: Vec<usize>,
    /// Progress, for each section of the contents.
    pub sections: Vec<Progress>,
}

impl Standing {
    /// Progress overall.
    #[must_use]
    pub fn total(&self) -> Progress {
        self.sections.iter().fold(Progress::default(), |sum, of| Progress {
            asked: sum.asked.saturating_add(of.asked),
            answered: sum.answered.saturating_add(of.answered),
            missing: sum.missing.saturating_add(of.missing),
            problems: sum.problems.saturating_add(of.problems),
        })
    }

    /// Whether nothing is missing and nothing wrong.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.problems.is_empty()
    }
}

/// The answers that count, by item: shown, and taken.
pub(super) type Counted<'a> = Vec<Option<&'a AnswerValue>>;

impl Form {
    /// The form of these contents.
    ///
    /// # Errors
    /// If they do not hold together.
    pub fn new(contents: Contents) -> Result<Self, ContentsError> {
        Self::of(Arc::new(contents))
    }

    /// As [`Form::new`], for contents that others hold too.
    ///
    /// # Errors
    /// If they do not hold together.
    pub fn of(contents: Arc<Contents>) -> Result<Self, ContentsError> {
        contents.check(&Limits::default())?;
        let ids = Ids::of(contents.items.iter().map(|item| item.id.as_str()));
        let sections = Ids::of(contents.sections.iter().map(|section| section.id.as_str()));
        let section = |id: &str| sections.find(id, |at| Some(&contents.sections.get(at)?.id));
        let item = |id: &str| ids.find(id, |at| Some(&contents.items.get(at)?.id));
        let lost = usize::MAX;
        let condition = |all: &Vec<Requirement>| {
            all.iter().map(|requirement| item(&requirement.item).unwrap_or(lost)).collect()
        };
        Ok(Self {
            sections: contents.items.iter().map(|item| section(&item.section).unwrap_or(lost)).collect(),
            conditions: contents
                .items
                .iter()
                .map(|item| item.shown_if.iter().map(condition).collect())
                .collect(),
            ids,
            contents,
        })
    }

    /// What is asked.
    #[must_use]
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// The place of an item.
    #[must_use]
    pub fn find(&self, item: &str) -> Option<usize> {
        self.ids.find(item, |at| Some(&self.contents.items.get(at)?.id))
    }

    /// Where answering stands.
    #[must_use]
    pub fn standing(&self, answers: &Answers) -> Standing {
        self.walk(answers).0
    }

    pub(super) fn walk<'a>(&self, answers: &'a Answers) -> (Standing, Counted<'a>) {
        let items = &self.contents.items;
        let mut given = vec![None; items.len()];
        for answer in answers.iter() {
            if let Some(place) = self.find(&answer.item).and_then(|at| given.get_mut(at)) {
                *place = Some(answer);
            }
        }
        let mut standing = Standing {
            sections: vec![Progress::default(); self.contents.sections.len()],
            ..Standing::default()
        };
        // conditions look at items before their own, which are settled by then
        let mut counted: Counted<'a> = Vec::with_capacity(items.len());
        let mut nowhere = Progress::default();
        for (at, (item, given)) in items.iter().zip(given).enumerate() {
            if !self.is_shown(at, &counted) {
                counted.push(None);
                continue;
            }
            let section = self.sections.get(at).and_then(|section| standing.sections.get_mut(*section));
            let section = section.unwrap_or(&mut nowhere);
            standing.visible.push(at);
            section.asked = section.asked.saturating_add(1);
            let value = given.and_then(|answer| answer.value.as_ref());
            let taken = value.map_or(Ok(false), |value| item.takes(value));
            counted.push(value.filter(|_| taken == Ok(true)));
            match taken {
                Ok(true) => {
                    section.answered = section.answered.saturating_add(1);
                    let bare = given.is_some_and(|answer| answer.evidence.is_empty());
                    if item.wants_evidence && bare {
                        standing.unevidenced.push(at);
                    }
                }
                Ok(false) if item.required => {
                    section.missing = section.missing.saturating_add(1);
                    standing.missing.push(at);
                }
                Ok(false) => {}
                Err(mistake) => {
                    section.problems = section.problems.saturating_add(1);
                    standing.problems.push(Misgiven { item: at, mistake });
                }
            }
        }
        (standing, counted)
    }

    /// Whether an item is shown, given the answers of those before it.
    fn is_shown(&self, at: usize, counted: &Counted<'_>) -> bool {
        let Some((item, condition)) = self.contents.items.get(at).zip(self.conditions.get(at)) else {
            return false;
        };
        item.shown_if.is_empty()
            || item.shown_if.iter().zip(condition).any(|(all, places)| {
                all.iter().zip(places).all(|(requirement, place)| {
                    requirement.test.holds(counted.get(*place).copied().flatten())
                })
            })
    }

    /// The first of these lists whose requirements all hold.
    pub(super) fn holding<'r>(
        &self,
        any_of: &'r [Vec<Requirement>],
        counted: &Counted<'_>,
    ) -> Option<&'r [Requirement]> {
        let holds = |requirement: &Requirement| {
            let answer = self.find(&requirement.item).and_then(|at| counted.get(at).copied().flatten());
            requirement.test.holds(answer)
        };
        any_of.iter().map(Vec::as_slice).find(|all| all.iter().all(holds))
    }

    /// The id of an item by its place.
    pub(super) fn id(&self, at: usize) -> String {
        self.contents.items.get(at).map_or_else(String::new, |item| item.id.clone())
    }
}
