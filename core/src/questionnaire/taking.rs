//! Whether an item takes an answer, and what is wrong where it does not.

use serde::Serialize;

use super::words::Plain;
use super::{AnswerValue, Bounds, Choice, Item, ItemKind, Texts};

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mistake {
    /// One choice is wanted.
    WantsChoice,
    /// Choices are wanted.
    WantsChoices,
    /// A level from 0 to this one is wanted.
    WantsLevel(u8),
    /// A text is wanted.
    WantsText,
    /// A number is wanted.
    WantsNumber,
    /// A day is wanted, and one that the calendar has.
    WantsDay,
    /// Yes or no is wanted.
    WantsYesNo,
    /// There is no such choice.
    NoChoice(String),
    /// A choice stands twice.
    ChosenTwice(String),
    /// The text has more characters than this.
    TooLong(u32),
    /// The number lies outside.
    OutOfBounds(Bounds),
    /// The item always applies.
    Applies,
    /// Nothing says why it does not apply.
    NoReason,
}

impl Mistake {
    /// What is wrong and what would do.
    #[must_use]
    pub fn in_words(&self) -> Texts {
        let plain = |words: [&str; 3]| Texts::said(words.map(str::to_owned));
        match self {
            Self::WantsChoice => {
                plain(["one choice is wanted", "gefragt ist eine Auswahl", "on attend un choix"])
            }
            Self::WantsChoices => {
                plain(["choices are wanted", "gefragt ist eine Mehrfachauswahl", "on attend des choix"])
            }
            Self::WantsLevel(most) => Texts::said([
                format!("a level from 0 to {most} is wanted"),
                format!("gefragt ist eine Stufe von 0 bis {most}"),
                format!("on attend un niveau de 0 à {most}"),
            ]),
            Self::WantsText => plain(["a text is wanted", "gefragt ist ein Text", "on attend un texte"]),
            Self::WantsNumber => {
                plain(["a number is wanted", "gefragt ist eine Zahl", "on attend un nombre"])
            }
            Self::WantsDay => plain([
                "a day such as `2026-11-02` is wanted",
                "gefragt ist ein Tag wie `2026-11-02`",
                "on attend un jour tel que `2026-11-02`",
            ]),
            Self::WantsYesNo => {
                plain(["yes or no is wanted", "gefragt ist Ja oder Nein", "on attend oui ou non"])
            }
            Self::NoChoice(id) => Texts::said([
                format!("there is no choice `{id}`"),
                format!("es gibt keine Auswahl `{id}`"),
                format!("il n'y a pas de choix `{id}`"),
            ]),
            Self::ChosenTwice(id) => Texts::said([
                format!("`{id}` is chosen twice"),
                format!("`{id}` ist zweimal gewählt"),
                format!("`{id}` est choisi deux fois"),
            ]),
            Self::TooLong(most) => Texts::said([
                format!("at most {most} characters are possible"),
                format!("höchstens {most} Zeichen sind möglich"),
                format!("{most} caractères au plus sont possibles"),
            ]),
            Self::OutOfBounds(Bounds { unit, min, max }) => {
                let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
                let (min, max) = (Plain(*min), Plain(*max));
                Texts::said([
                    format!("a number from {min} to {max}{unit} is wanted"),
                    format!("gefragt ist eine Zahl von {min} bis {max}{unit}"),
                    format!("on attend un nombre de {min} à {max}{unit}"),
                ])
            }
            Self::Applies => plain([
                "this item always applies",
                "diese Frage ist immer anwendbar",
                "cette question s'applique toujours",
            ]),
            Self::NoReason => plain([
                "say why it does not apply",
                "hier fehlt, warum das nicht anwendbar ist",
                "dites pourquoi cela ne s'applique pas",
            ]),
        }
    }
}

impl Item {
    /// Whether it takes an answer; `false` for an answer that is as good as none: blank, or no choice.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn takes(&self, answer: &AnswerValue) -> Result<bool, Mistake> {
        if let AnswerValue::NotApplicable(reason) = answer {
            return match (self.may_not_apply, reason.trim().is_empty()) {
                (false, _) => Err(Mistake::Applies),
                (true, true) => Err(Mistake::NoReason),
                (true, false) => Ok(true),
            };
        }
        self.kind.takes(answer)
    }
}

impl ItemKind {
    fn takes(&self, answer: &AnswerValue) -> Result<bool, Mistake> {
        match (self, answer) {
            (Self::OneOf(choices), AnswerValue::Choice(id)) => offered(choices, id).map(|()| true),
            (Self::AnyOf(choices), AnswerValue::Choices(ids)) => {
                for (at, id) in ids.iter().enumerate() {
                    offered(choices, id)?;
                    if ids.iter().take(at).any(|before| before == id) {
                        return Err(Mistake::ChosenTwice(shown(id)));
                    }
                }
                Ok(!ids.is_empty())
            }
            (Self::Scale(levels), AnswerValue::Level(level)) if usize::from(*level) < levels.len() => {
                Ok(true)
            }
            (Self::Text(most), AnswerValue::Text(text)) => {
                let limit = usize::try_from(*most).unwrap_or(usize::MAX);
                if text.len() > limit && text.chars().count() > limit {
                    return Err(Mistake::TooLong(*most));
                }
                Ok(!text.trim().is_empty())
            }
            (Self::Number(bounds), AnswerValue::Number(number)) => {
                // what is not a number lies in no bounds
                if (bounds.min..=bounds.max).contains(number) {
                    Ok(true)
                } else {
                    Err(Mistake::OutOfBounds(bounds.clone()))
                }
            }
            (Self::Date, AnswerValue::Date(day)) if is_day(day) => Ok(true),
            (Self::YesNo, AnswerValue::YesNo(_)) => Ok(true),
            _ => Err(self.wanted()),
        }
    }

    fn wanted(&self) -> Mistake {
        match self {
            Self::OneOf(_) => Mistake::WantsChoice,
            Self::AnyOf(_) => Mistake::WantsChoices,
            Self::Scale(levels) => {
                Mistake::WantsLevel(u8::try_from(levels.len().saturating_sub(1)).unwrap_or(u8::MAX))
            }
            Self::Text(_) => Mistake::WantsText,
            Self::Number(_) => Mistake::WantsNumber,
            Self::Date => Mistake::WantsDay,
            Self::YesNo => Mistake::WantsYesNo,
        }
    }
}

fn offered(choices: &[Choice], id: &str) -> Result<(), Mistake> {
    if choices.iter().any(|choice| choice.id == id) { Ok(()) } else { Err(Mistake::NoChoice(shown(id))) }
}

/// An id that anyone may have written, cut short for a message.
fn shown(id: &str) -> String {
    id.chars().take(64).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// Whether a text is a day of the Gregorian calendar, `2026-11-02`.
fn is_day(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut part = |length: usize| {
        let digits =
            parts.next().filter(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()));
        digits.and_then(|digits| digits.parse::<u32>().ok())
    };
    let (Some(year), Some(month), Some(day), None) = (part(4), part(2), part(2), parts.next()) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_day;

    #[test]
    fn only_days_that_the_calendar_has_are_days() {
        for day in ["2026-11-02", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert!(is_day(day), "{day}");
        }
        for none in [
            "2026-2-1",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "2026-01-00",
            "2026-01-01-",
            "+026-01-01",
            "",
            "é026-01-01",
            " 2026-01-01",
        ] {
            assert!(!is_day(none), "{none}");
        }
    }
}
