//! Answers under another version of the questionnaire: what is kept by its id, and what is not.

use serde::Serialize;

use super::validity::Ids;
use super::{Answer, AnswerValue, Answers, Contents, Item, ItemKind};

/// Why an answer was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The item is no more.
    Gone,
    /// The item takes another kind of answer, or a scale of another length.
    OtherKind,
    /// The item no longer takes this answer: the choice is gone, the bounds are others.
    NotTaken,
}

/// An answer that was not kept, as it was.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dropped {
    /// All that was said. Where the item is still there, comment and evidence were kept.
    pub answer: Answer,
    /// Why.
    pub why: Why,
}

/// Answers under another version, and what became of them. Each item of the answers is in exactly one of `kept`,
/// `reworded`, `converted` and `dropped`, or has no more than comment and evidence.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Upgrade {
    /// The answers under the new version.
    pub answers: Answers,
    /// Items whose answer is as it was, and the question too.
    pub kept: Vec<String>,
    /// Items whose answer is as it was, to a question that is put in other words: worth a look.
    pub reworded: Vec<String>,
    /// Items whose answer was taken over into another shape: one choice where several can be chosen now, or choices without
    /// those that are gone.
    pub converted: Vec<String>,
    /// Answers that were not kept.
    pub dropped: Vec<Dropped>,
    /// Items that were not asked before.
    pub added: Vec<String>,
}

/// Answers to the old contents as answers to the new ones: by the ids of items and choices.
#[must_use]
pub fn upgrade(old: &Contents, new: &Contents, answers: &Answers) -> Upgrade {
    let index = |contents: &Contents| Ids::of(contents.items.iter().map(|item| item.id.as_str()));
    let (before, after) = (index(old), index(new));
    fn find<'a>(contents: &'a Contents, ids: &Ids, id: &str) -> Option<&'a Item> {
        ids.find(id, |at| Some(&contents.items.get(at)?.id)).and_then(|at| contents.items.get(at))
    }
    let mut upgrade = Upgrade::default();
    let mut taken_over = Vec::with_capacity(answers.len());
    for answer in answers.iter() {
        let Some(now) = find(new, &after, &answer.item) else {
            upgrade.dropped.push(Dropped { answer: answer.clone(), why: Why::Gone });
            continue;
        };
        let was = find(old, &before, &answer.item);
        let mut kept = answer.clone();
        if let Some(value) = &answer.value {
            let item = answer.item.clone();
            match taken(was, now, value) {
                Ok(same) if same == *value && was.is_some_and(|was| reads_alike(was, now)) => {
                    upgrade.kept.push(item);
                }
                Ok(same) if same == *value => upgrade.reworded.push(item),
                Ok(other) => {
                    upgrade.converted.push(item);
                    kept.value = Some(other);
                }
                Err(why) => {
                    upgrade.dropped.push(Dropped { answer: answer.clone(), why });
                    kept.value = None;
                }
            }
        }
        if kept.value.is_some() || !kept.comment.is_empty() || !kept.evidence.is_empty() {
            taken_over.push(kept);
        }
    }
    // of answers that fit, less is left: they still do
    upgrade.answers = Answers::new(taken_over).unwrap_or_default();
    let is_new = |item: &&Item| find(old, &before, &item.id).is_none();
    upgrade.added = new.items.iter().filter(is_new).map(|item| item.id.clone()).collect();
    upgrade
}

/// The answer as the item takes it now.
fn taken(was: Option<&Item>, now: &Item, value: &AnswerValue) -> Result<AnswerValue, Why> {
    if let AnswerValue::NotApplicable(_) = value {
        return now.takes(value).map(|_| value.clone()).map_err(|_| Why::NotTaken);
    }
    // a level means something by its place in the scale alone
    if let Some((ItemKind::Scale(before), ItemKind::Scale(after))) = was.map(|was| (&was.kind, &now.kind))
        && before.len() != after.len()
    {
        return Err(Why::OtherKind);
    }
    let offered = |id: &String| now.kind.choices().iter().any(|choice| choice.id == *id);
    let shaped = match (&now.kind, value) {
        (ItemKind::AnyOf(_), AnswerValue::Choice(id)) => AnswerValue::Choices(vec![id.clone()]),
        (ItemKind::AnyOf(_), AnswerValue::Choices(ids)) if ids.iter().any(offered) => {
            AnswerValue::Choices(ids.iter().filter(|id| offered(id)).cloned().collect())
        }
        (ItemKind::OneOf(_), AnswerValue::Choices(ids)) => match ids.as_slice() {
            [id] => AnswerValue::Choice(id.clone()),
            _ => return Err(Why::OtherKind),
        },
        _ => value.clone(),
    };
    match now.takes(&shaped) {
        Ok(_) => Ok(shaped),
        Err(_) if fits_kind(&now.kind, &shaped) => Err(Why::NotTaken),
        Err(_) => Err(Why::OtherKind),
    }
}

fn fits_kind(kind: &ItemKind, value: &AnswerValue) -> bool {
    matches!(
        (kind, value),
        (ItemKind::OneOf(_), AnswerValue::Choice(_))
            | (ItemKind::AnyOf(_), AnswerValue::Choices(_))
            | (ItemKind::Scale(_), AnswerValue::Level(_))
            | (ItemKind::Text(_), AnswerValue::Text(_))
            | (ItemKind::Number(_), AnswerValue::Number(_))
            | (ItemKind::Date, AnswerValue::Date(_))
            | (ItemKind::YesNo, AnswerValue::YesNo(_))
    )
}

/// Whether who answers reads the same: question, help, and what is offered.
fn reads_alike(was: &Item, now: &Item) -> bool {
    was.title == now.title && was.help == now.help && was.kind == now.kind
}
