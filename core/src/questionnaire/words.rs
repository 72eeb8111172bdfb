//! Answers in words.

use std::fmt;

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

/// A number in a sentence, with as many digits after its point as say something: nine where it is small. What prints the
/// shortest digits that read back to the same bits is a tenth of an element on a page.
pub(super) struct Plain(pub f64);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.abs();
        if !size.is_finite() {
            return f.write_str(if size.is_nan() { "no number" } else { "an infinity" });
        }
        let (digits, scale) = match size {
            _ if size < 1e6 => (9, 1_000_000_000_u64),
            _ if size < 1e12 => (3, 1_000),
            _ => (0, 1),
        };
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "not negative; what is larger than can be counted becomes the largest count"
        )]
        let counted = (size * scale as f64 + 0.5).floor() as u64;
        let (whole, mut rest) = (counted.checked_div(scale), counted.checked_rem(scale).unwrap_or_default());
        if self.0 < 0.0 && counted > 0 {
            f.write_str("-")?;
        }
        write!(f, "{}", whole.unwrap_or_default())?;
        if rest == 0 {
            return Ok(());
        }
        let mut digits: usize = digits;
        while rest.is_multiple_of(10) {
            rest = rest.checked_div(10).unwrap_or_default();
            digits = digits.saturating_sub(1);
        }
        write!(f, ".{rest:0digits$}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_sentences_as_people_write_them() {
        for (number, written) in [
            (0.0, "0"),
            (-0.0, "0"),
            (100.0, "100"),
            (0.1, "0.1"),
            (-2.5, "-2.5"),
            (0.000_000_001, "0.000000001"),
            (1e-12, "0"),
            (1_234_567.25, "1234567.25"),
            (999_999.999_999_999, "999999.999999999"),
            (1e15, "1000000000000000"),
            (f64::INFINITY, "an infinity"),
            (f64::NAN, "no number"),
        ] {
            assert_eq!(Plain(number).to_string(), written);
        }
    }
}
