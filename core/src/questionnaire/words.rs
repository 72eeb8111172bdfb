//! Answers in words.

use super::{AnswerValue, Bounds, ItemKind, Texts};

impl ItemKind {
    /// An answer in words of a language: choices and levels by their names.
    #[must_use]
    pub fn said(&self, value: &AnswerValue, language: &str) -> String {
        let title = |id: &String| {
            let choice = self.choices().iter().find(|choice| choice.id == *id);
            choice.map_or_else(|| id.clone(), |choice| choice.title.in_language(language).to_owned())
        };
        match (self, value) {
            (_, AnswerValue::Choice(id)) => title(id),
            (_, AnswerValue::Choices(ids)) => ids.iter().map(title).collect::<Vec<_>>().join("; "),
            (Self::Scale(levels), AnswerValue::Level(level)) => {
                let name = levels.get(usize::from(*level)).map(|level| level.in_language(language));
                name.map_or_else(|| value.as_written(), str::to_owned)
            }
            (Self::Number(Bounds { unit, .. }), AnswerValue::Number(number)) if !unit.is_empty() => {
                format!("{number} {unit}")
            }
            (_, AnswerValue::YesNo(yes)) => {
                let words = if *yes { ["yes", "ja", "oui"] } else { ["no", "nein", "non"] };
                Texts::said(words.map(str::to_owned)).in_language(language).to_owned()
            }
            (_, AnswerValue::NotApplicable(reason)) => {
                let words = ["not applicable", "nicht anwendbar", "sans objet"]
                    .map(|words| format!("{words}: {reason}"));
                Texts::said(words).in_language(language).to_owned()
            }
            _ => value.as_written(),
        }
    }
}

impl AnswerValue {
    /// The answer as it is written, where the item that would give it words is not at hand.
    #[must_use]
    pub fn as_written(&self) -> String {
        match self {
            Self::Choice(text) | Self::Text(text) | Self::Date(text) | Self::NotApplicable(text) => {
                text.clone()
            }
            Self::Choices(ids) => ids.join("; "),
            Self::Level(level) => level.to_string(),
            Self::Number(number) => number.to_string(),
            Self::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        }
    }
}
