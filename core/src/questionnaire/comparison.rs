//! Answers beside others: those of last time, and those of several respondents.

use serde::Serialize;

use super::{Answer, AnswerValue, Answers, Contents, Form};

/// An item that was answered otherwise before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference<'a> {
    /// The item.
    pub item: &'a str,
    /// What was answered before.
    pub before: Option<&'a AnswerValue>,
    /// What is answered now.
    pub now: Option<&'a AnswerValue>,
    /// Whether the comment differs.
    pub comment: bool,
    /// Whether the evidence differs.
    pub evidence: bool,
}

/// What differs between the answers of last time and those of now, in the order of the items. Answers to items that the
/// questionnaire does not have are left out: [`super::upgrade()`] tells of them.
#[must_use]
pub fn compare<'a>(previous: &'a Answers, now: &'a Answers, contents: &'a Contents) -> Vec<Difference<'a>> {
    let nothing = Answer::default();
    let (previous, now) = (sorted(previous), sorted(now));
    let differ = |item: &'a str| {
        let (before, after) = (find(&previous, item), find(&now, item));
        if before == after {
            return None;
        }
        let text = |answer: Option<&'a Answer>| answer.map_or("", |answer| answer.comment.as_str());
        let evidence = |answer: Option<&'a Answer>| answer.map(|answer| answer.evidence.as_slice());
        Some(Difference {
            item,
            before: before.and_then(|answer| answer.value.as_ref()),
            now: after.and_then(|answer| answer.value.as_ref()),
            comment: text(before) != text(after),
            evidence: evidence(before).unwrap_or(&nothing.evidence)
                != evidence(after).unwrap_or(&nothing.evidence),
        })
    };
    contents.items.iter().filter_map(|item| differ(&item.id)).collect()
}

fn sorted(answers: &Answers) -> Vec<&Answer> {
    let mut sorted: Vec<&Answer> = answers.iter().collect();
    sorted.sort_unstable_by(|a, b| a.item.cmp(&b.item));
    sorted
}

fn find<'a>(sorted: &[&'a Answer], item: &str) -> Option<&'a Answer> {
    let at = sorted.binary_search_by(|answer| answer.item.as_str().cmp(item)).ok()?;
    sorted.get(at).copied()
}

/// What a respondent says to an item.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell<'a> {
    /// The item is not shown to them.
    Hidden,
    /// Nothing that counts.
    Open,
    /// This.
    Answered(&'a AnswerValue),
}

/// Whether respondents say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// Fewer than two answered.
    Single,
    /// All who answered say the same.
    Agree,
    /// They do not.
    Differ,
}

/// An item with what each respondent says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beside<'a> {
    /// The item, by its place in [`Contents::items`].
    pub item: usize,
    /// What each says, in the order of the respondents.
    pub cells: Vec<Cell<'a>>,
    /// Whether they say the same. The reasons why something does not apply may differ.
    pub agreement: Agreement,
}

/// Several respondents' answers side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SideBySide<'a> {
    /// Who answered.
    pub respondents: Vec<&'a str>,
    /// A row for each item that is shown to one of them.
    pub rows: Vec<Beside<'a>>,
}

/// Several respondents' answers side by side.
#[must_use]
pub fn side_by_side<'a>(form: &Form, all: &'a [(String, Answers)]) -> SideBySide<'a> {
    let count = form.contents().items.len();
    let mut columns: Vec<Vec<Cell<'a>>> = Vec::with_capacity(all.len());
    for (_, answers) in all {
        let (standing, counted) = form.walk(answers);
        let mut cells = vec![Cell::Hidden; count];
        for at in standing.visible {
            if let Some(cell) = cells.get_mut(at) {
                *cell = counted.get(at).copied().flatten().map_or(Cell::Open, Cell::Answered);
            }
        }
        columns.push(cells);
    }
    let row = |item: usize| {
        let cells: Vec<Cell<'a>> =
            columns.iter().map(|cells| cells.get(item).cloned().unwrap_or(Cell::Hidden)).collect();
        let shown = cells.iter().any(|cell| *cell != Cell::Hidden);
        shown.then(|| Beside { item, agreement: agreement(&cells), cells })
    };
    SideBySide {
        respondents: all.iter().map(|(respondent, _)| respondent.as_str()).collect(),
        rows: (0..count).filter_map(row).collect(),
    }
}

fn agreement(cells: &[Cell<'_>]) -> Agreement {
    let mut answers = cells.iter().filter_map(|cell| match cell {
        Cell::Answered(value) => Some(*value),
        Cell::Hidden | Cell::Open => None,
    });
    let Some(first) = answers.next() else { return Agreement::Single };
    let mut others = answers.peekable();
    if others.peek().is_none() {
        return Agreement::Single;
    }
    if others.all(|other| same(first, other)) { Agreement::Agree } else { Agreement::Differ }
}

/// Whether two answers say the same: choices in any order, whatever the reason why an item does not apply.
fn same(one: &AnswerValue, other: &AnswerValue) -> bool {
    match (one, other) {
        (AnswerValue::NotApplicable(_), AnswerValue::NotApplicable(_)) => true,
        (AnswerValue::Choices(one), AnswerValue::Choices(other)) => {
            one.len() == other.len() && one.iter().all(|choice| other.contains(choice))
        }
        _ => one == other,
    }
}
