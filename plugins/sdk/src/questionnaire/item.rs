//! Sections and items, and when an item is shown.

use super::Choice;
use super::answers::{AnswerValue, Answers};
use crate::methodology::description::Bounds;
use crate::texts::{Id, Texts, digits};

/// A section.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Unique among the sections.
    pub id: Id,
    /// Its name.
    pub title: Texts,
    /// What it is about.
    pub intro: Texts,
}

impl Section {
    /// A section.
    pub fn new(id: impl Into<Id>, title: Texts) -> Self {
        Self { id: id.into(), title, intro: Texts::none() }
    }

    /// With words on what it is about.
    #[must_use]
    pub fn intro(mut self, intro: Texts) -> Self {
        self.intro = intro;
        self
    }
}

/// What an item takes.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    /// One of these.
    OneOf(Vec<Choice>),
    /// Any of these.
    AnyOf(Vec<Choice>),
    /// A level of a scale, lowest first, counted from 0.
    Scale(Vec<Texts>),
    /// A text of at most so many characters.
    Text(u32),
    /// A number.
    Number(Bounds),
    /// A day, `2026-11-02`.
    Date,
    /// Yes or no.
    YesNo,
}

/// What an answer is held against.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// It is this choice, or has it among others.
    HasChoice(Id),
    /// It is at least this number or level.
    AtLeast(f64),
    /// It is at most this number or level.
    AtMost(f64),
    /// It is yes.
    IsYes,
    /// It is no.
    IsNo,
    /// There is an answer, `not-applicable` or another.
    IsAnswered,
    /// It is `not-applicable`.
    IsNotApplicable,
}

/// A test of an item's answer. An item that is hidden has no answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// The item.
    pub item: Id,
    /// What its answer is held against.
    pub test: Test,
}

impl Requirement {
    /// A test of an item's answer.
    pub fn new(item: impl Into<Id>, test: Test) -> Self {
        Self { item: item.into(), test }
    }

    /// Whether the answers pass it.
    #[must_use]
    pub fn holds(&self, answers: &Answers<'_>) -> bool {
        let Some(answer) = answers.get(&self.item) else { return false };
        match (&self.test, answer) {
            (Test::IsAnswered, _) => true,
            (Test::IsNotApplicable, AnswerValue::NotApplicable(_)) => true,
            (Test::HasChoice(wanted), AnswerValue::Choice(choice)) => choice == wanted,
            (Test::HasChoice(wanted), AnswerValue::Choices(choices)) => {
                choices.iter().any(|choice| choice == wanted)
            }
            (Test::AtLeast(least), _) => answer.as_number().is_some_and(|number| number >= *least),
            (Test::AtMost(most), _) => answer.as_number().is_some_and(|number| number <= *most),
            (Test::IsYes, AnswerValue::YesNo(yes)) => *yes,
            (Test::IsNo, AnswerValue::YesNo(yes)) => !*yes,
            _ => false,
        }
    }
}

/// Whether all requirements of one of these lists hold; always if there is no list. Gives the list that holds.
pub(super) fn holding<'a>(
    any_of: &'a [Vec<Requirement>],
    answers: &Answers<'_>,
) -> Option<&'a [Requirement]> {
    if any_of.is_empty() {
        return Some(&[]);
    }
    any_of.iter().map(Vec::as_slice).find(|all| all.iter().all(|requirement| requirement.holds(answers)))
}

/// A question. As made it is required and always shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Unique within the questionnaire.
    pub id: Id,
    /// The section it stands in.
    pub section: Id,
    /// The question.
    pub title: Texts,
    /// How to answer it.
    pub help: Texts,
    /// What it takes.
    pub kind: ItemKind,
    /// Whether it must be answered.
    pub required: bool,
    /// Whether `not-applicable` with a reason is an answer.
    pub may_not_apply: bool,
    /// Whether evidence is asked for.
    pub wants_evidence: bool,
    /// Shown if all of one of these lists hold; always if there is none. Names items before it only.
    pub shown_if: Vec<Vec<Requirement>>,
    /// The clauses and controls it is about: `6.1.2`, `A.5.15`.
    pub about: Vec<Id>,
}

impl Item {
    /// An item of this kind.
    pub fn new(id: impl Into<Id>, section: impl Into<Id>, title: Texts, kind: ItemKind) -> Self {
        Self {
            id: id.into(),
            section: section.into(),
            title,
            help: Texts::none(),
            kind,
            required: true,
            may_not_apply: false,
            wants_evidence: false,
            shown_if: Vec::new(),
            about: Vec::new(),
        }
    }

    /// One of these.
    pub fn one_of(id: impl Into<Id>, section: impl Into<Id>, title: Texts, choices: Vec<Choice>) -> Self {
        Self::new(id, section, title, ItemKind::OneOf(choices))
    }

    /// Any of these.
    pub fn any_of(id: impl Into<Id>, section: impl Into<Id>, title: Texts, choices: Vec<Choice>) -> Self {
        Self::new(id, section, title, ItemKind::AnyOf(choices))
    }

    /// A level of a scale.
    pub fn scale(id: impl Into<Id>, section: impl Into<Id>, title: Texts, levels: Vec<Texts>) -> Self {
        Self::new(id, section, title, ItemKind::Scale(levels))
    }

    /// A text of at most so many characters.
    pub fn text(id: impl Into<Id>, section: impl Into<Id>, title: Texts, at_most: u32) -> Self {
        Self::new(id, section, title, ItemKind::Text(at_most))
    }

    /// A number within bounds.
    pub fn number(id: impl Into<Id>, section: impl Into<Id>, title: Texts, bounds: Bounds) -> Self {
        Self::new(id, section, title, ItemKind::Number(bounds))
    }

    /// A day.
    pub fn date(id: impl Into<Id>, section: impl Into<Id>, title: Texts) -> Self {
        Self::new(id, section, title, ItemKind::Date)
    }

    /// Yes or no.
    pub fn yes_no(id: impl Into<Id>, section: impl Into<Id>, title: Texts) -> Self {
        Self::new(id, section, title, ItemKind::YesNo)
    }

    /// With words on how to answer it.
    #[must_use]
    pub fn help(mut self, help: Texts) -> Self {
        self.help = help;
        self
    }

    /// It may be left out.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// `not-applicable` with a reason is an answer.
    #[must_use]
    pub fn may_not_apply(mut self) -> Self {
        self.may_not_apply = true;
        self
    }

    /// Evidence is asked for.
    #[must_use]
    pub fn wants_evidence(mut self) -> Self {
        self.wants_evidence = true;
        self
    }

    /// Shown if all of these hold; called again, it adds another list that is enough.
    #[must_use]
    pub fn shown_if(mut self, all: impl IntoIterator<Item = Requirement>) -> Self {
        self.shown_if.push(all.into_iter().collect());
        self
    }

    /// It is about this clause or control.
    #[must_use]
    pub fn about(mut self, clause_or_control: impl Into<Id>) -> Self {
        self.about.push(clause_or_control.into());
        self
    }

    /// Whether it is shown, given the answers of the items before it.
    #[must_use]
    pub fn is_shown(&self, answers: &Answers<'_>) -> bool {
        holding(&self.shown_if, answers).is_some()
    }

    /// Whether it takes an answer; `false` for an answer that is as good as none: blank, or no choice.
    ///
    /// # Errors
    /// What is wrong with it and what would do.
    pub fn takes(&self, answer: &AnswerValue) -> Result<bool, Texts> {
        let choice = |choices: &[Choice], id: &Id| {
            if choices.iter().any(|choice| choice.id == *id) { Ok(true) } else { Err(no_choice(id)) }
        };
        match (&self.kind, answer) {
            (_, AnswerValue::NotApplicable(reason)) => {
                if !self.may_not_apply {
                    Err(crate::texts! {
                        en: "this item always applies", de: "diese Frage ist immer anwendbar",
                    })
                } else if reason.trim().is_empty() {
                    Err(crate::texts! {
                        en: "say why it does not apply", de: "hier fehlt, warum das nicht anwendbar ist",
                    })
                } else {
                    Ok(true)
                }
            }
            (ItemKind::OneOf(choices), AnswerValue::Choice(id)) => choice(choices, id),
            (ItemKind::AnyOf(choices), AnswerValue::Choices(ids)) => {
                for (at, id) in ids.iter().enumerate() {
                    choice(choices, id)?;
                    if ids.iter().take(at).any(|before| before == id) {
                        return Err(crate::texts! {
                            en: ["`", id, "` is chosen twice"].concat(),
                            de: ["`", id, "` ist zweimal gewählt"].concat(),
                        });
                    }
                }
                Ok(!ids.is_empty())
            }
            (ItemKind::Scale(levels), AnswerValue::Level(level)) => {
                if usize::from(*level) < levels.len() {
                    return Ok(true);
                }
                let most = digits(u32::try_from(levels.len().saturating_sub(1)).unwrap_or(u32::MAX));
                Err(crate::texts! {
                    en: ["levels go from 0 to ", &most].concat(),
                    de: ["Stufen gehen von 0 bis ", &most].concat(),
                })
            }
            (ItemKind::Text(most), AnswerValue::Text(text)) => {
                if text.chars().count() > *most as usize {
                    let most = digits(*most);
                    return Err(crate::texts! {
                        en: ["at most ", &most, " characters are possible"].concat(),
                        de: ["höchstens ", &most, " Zeichen sind möglich"].concat(),
                    });
                }
                Ok(!text.trim().is_empty())
            }
            (ItemKind::Number(bounds), AnswerValue::Number(number)) => {
                // not a number lies in no bounds
                if (bounds.min..=bounds.max).contains(number) {
                    Ok(true)
                } else {
                    Err(crate::texts! {
                        en: "the number is out of bounds", de: "die Zahl liegt außerhalb der Grenzen",
                    })
                }
            }
            (ItemKind::Date, AnswerValue::Date(date)) if is_day(date) => Ok(true),
            (ItemKind::YesNo, AnswerValue::YesNo(_)) => Ok(true),
            (kind, _) => Err(wanted(kind)),
        }
    }
}

fn no_choice(id: &Id) -> Texts {
    crate::texts! {
        en: ["there is no choice `", id, "`"].concat(),
        de: ["es gibt keine Auswahl `", id, "`"].concat(),
    }
}

fn wanted(kind: &ItemKind) -> Texts {
    match kind {
        ItemKind::OneOf(_) => crate::texts! { en: "one choice is wanted", de: "eine Auswahl ist gefragt" },
        ItemKind::AnyOf(_) => {
            crate::texts! { en: "choices are wanted", de: "eine Mehrfachauswahl ist gefragt" }
        }
        ItemKind::Scale(_) => crate::texts! { en: "a level is wanted", de: "eine Stufe ist gefragt" },
        ItemKind::Text(_) => crate::texts! { en: "a text is wanted", de: "ein Text ist gefragt" },
        ItemKind::Number(_) => crate::texts! { en: "a number is wanted", de: "eine Zahl ist gefragt" },
        ItemKind::Date => crate::texts! {
            en: "a day such as `2026-11-02` is wanted", de: "ein Tag wie `2026-11-02` ist gefragt",
        },
        ItemKind::YesNo => crate::texts! { en: "yes or no is wanted", de: "Ja oder Nein ist gefragt" },
    }
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
