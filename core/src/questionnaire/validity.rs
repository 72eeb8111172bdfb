//! Whether a questionnaire holds together: ids are unique, what is named is there, conditions look back only.

use std::collections::BinaryHeap;
use std::fmt;

use super::words::Plain;
use super::{Bounds, Choice, Contents, Item, ItemKind, Requirement, Test, Texts};

/// Ids, ready to be looked up.
#[derive(Debug, Clone)]
pub(super) struct Ids(Vec<usize>);

impl Ids {
    pub(super) fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        Self(sorted(ids).into_iter().map(|(_, at)| at).collect())
    }

    pub(super) fn of_choices(choices: &[Choice]) -> Self {
        Self::of(choices.iter().map(|choice| choice.id.as_str()))
    }

    /// The place of an id among those this was made of; `get` gives the id at a place. Of equal ids the first.
    pub(super) fn find<'a>(&self, id: &str, get: impl Fn(usize) -> Option<&'a String>) -> Option<usize> {
        let from = self.0.partition_point(|at| get(*at).is_some_and(|known| known.as_str() < id));
        self.0.get(from).copied().filter(|at| get(*at).is_some_and(|known| known == id))
    }
}

/// Ids with their places, in order. The one way in which ids are sorted: each other one is kilobytes more on a page.
pub(super) fn sorted<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<(&'a str, usize)> {
    // by a heap: its code is a tenth of what `sort` brings
    BinaryHeap::from_iter(ids.enumerate().map(|(at, id)| (id, at))).into_sorted_vec()
}

/// How large a questionnaire may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Items, and as many sections and scores.
    pub items: usize,
    /// Languages of a text.
    pub languages: usize,
    /// Characters of a text.
    pub text: usize,
    /// What is taken for a language tag.
    pub is_tag: fn(&str) -> bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { items: 5_000, languages: 40, text: 20_000, is_tag }
    }
}

/// What is wrong with a questionnaire: a sentence for each fault, in the order in which it is written; at most 100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsError(pub Vec<String>);

impl ContentsError {
    /// The first of them.
    #[must_use]
    pub fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

impl fmt::Display for ContentsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("; "))
    }
}

impl std::error::Error for ContentsError {}

/// Where faults are gathered.
pub(super) struct Faults<'l> {
    pub(super) limits: &'l Limits,
    found: Vec<String>,
}

impl<'l> Faults<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self { limits, found: Vec::new() }
    }

    pub(super) fn add(&mut self, fault: impl Into<String>) {
        const MOST: usize = 100;
        if self.found.len() < MOST {
            self.found.push(fault.into());
        }
    }

    pub(super) fn result(self) -> Result<(), ContentsError> {
        if self.found.is_empty() { Ok(()) } else { Err(ContentsError(self.found)) }
    }

    /// No more than there may be.
    pub(super) fn at_most(&mut self, found: usize, most: usize, what: &str) {
        if found > most {
            self.add(format!("it has {found} {what}, at most {most} are taken"));
        }
    }

    /// An id as people say it, in one line.
    pub(super) fn name(&mut self, id: &str, what: &str) {
        let plain = !id.is_empty() && id.trim() == id && !id.chars().any(char::is_control);
        if !plain || id.chars().count() > 64 {
            self.add(format!(
                "`{}` is no id of {what}: 1 to 64 characters in one line are needed, without white space around them",
                shown(id)
            ));
        }
    }

    /// Ids that differ.
    pub(super) fn distinct<'a>(&mut self, ids: impl Iterator<Item = &'a str>, what: &str) {
        let sorted = sorted(ids.inspect(|id| self.name(id, what)));
        for pair in sorted.windows(2) {
            if let [(one, _), (other, _)] = pair
                && one == other
            {
                self.add(format!("there are two of {what} with the id `{}`", shown(one)));
            }
        }
    }

    /// A text in no particular language, such as a unit.
    pub(super) fn short(&mut self, text: &str, what: &str) {
        if text.chars().count() > 200 || text.chars().any(char::is_control) {
            self.add(format!("{what} `{}` has more than 200 characters or a control character", shown(text)));
        }
    }

    pub(super) fn bounds(&mut self, (min, max): (f64, f64), what: &str) {
        if !(min.is_finite() && max.is_finite() && min <= max) {
            let (min, max) = (Plain(min), Plain(max));
            self.add(format!(
                "{what} is to lie between {min} and {max}; two finite numbers in order are needed"
            ));
        }
    }

    /// Texts by language. At least one is needed unless they are `optional`.
    pub(super) fn texts(&mut self, texts: &Texts, optional: bool, what: &dyn Fn() -> String) {
        let Limits { languages, text: most, is_tag, .. } = *self.limits;
        if texts.0.is_empty() && !optional {
            self.add(format!("{} has no text in any language", what()));
        }
        if texts.0.len() > languages {
            self.add(format!("{} has {} texts, at most {languages} are taken", what(), texts.0.len()));
            return;
        }
        for (at, text) in texts.0.iter().enumerate() {
            let language = || shown(&text.language);
            if !is_tag(&text.language) {
                self.add(format!(
                    "{} has a text in `{}`, which is no language tag; write it like `en` or `de-CH`",
                    what(),
                    language()
                ));
            }
            if texts.0.iter().take(at).any(|before| before.language == text.language) {
                self.add(format!("{} has two texts in `{}`", what(), language()));
            }
            if text.text.trim().is_empty() {
                self.add(format!("{} has an empty text in `{}`", what(), language()));
            }
            if text.text.len() > most && text.text.chars().count() > most {
                self.add(format!("{} has a text of more than {most} characters in `{}`", what(), language()));
            }
            if let Some(c) = text.text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
                let code = u32::from(c);
                self.add(format!(
                    "{} has the control character U+{code:04X} in its text in `{}`",
                    what(),
                    language()
                ));
            }
        }
    }
}

/// A text of unknown origin, cut short for a message, without control characters.
pub(super) fn shown(text: &str) -> String {
    let mut shown: String =
        text.chars().take(80).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(80).is_some() {
        shown.push('…');
    }
    shown
}

/// Whether a text has the form of a language tag: parts of letters and digits, the first of letters.
fn is_tag(tag: &str) -> bool {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let first = tag.split('-').next().unwrap_or_default();
    tag.len() <= 35 && first.bytes().all(|b| b.is_ascii_alphabetic()) && tag.split('-').all(part)
}

impl Texts {
    /// Whether these are texts that can be shown: in proper tags, each once, none blank, too long or with control characters.
    /// `what` says whose texts they are; at least one is needed unless they are `optional`.
    ///
    /// # Errors
    /// What is wrong, a sentence for each fault.
    pub fn check(
        &self,
        limits: &Limits,
        optional: bool,
        what: &dyn Fn() -> String,
    ) -> Result<(), ContentsError> {
        let mut faults = Faults::new(limits);
        faults.texts(self, optional, what);
        faults.result()
    }
}

impl Contents {
    /// Whether they hold together: ids are unique, items stand in sections there are, conditions look at items before
    /// their own and ask what those can answer, numbers are finite and in order, texts are there and in proper tags.
    ///
    /// # Errors
    /// What is wrong, a sentence for each fault.
    pub fn check(&self, limits: &Limits) -> Result<(), ContentsError> {
        let mut faults = Faults::new(limits);
        faults.at_most(self.items.len(), limits.items, "items");
        faults.at_most(self.sections.len(), limits.items, "sections");
        faults.at_most(self.scores.len(), limits.items, "scores");
        // larger ones are not looked at
        if faults.found.is_empty() {
            self.find_faults(&mut faults);
        }
        faults.result()
    }

    fn find_faults(&self, faults: &mut Faults<'_>) {
        faults.texts(&self.title, false, &|| "the questionnaire".to_owned());
        faults.texts(&self.intro, true, &|| "the questionnaire".to_owned());
        faults.distinct(self.sections.iter().map(|section| section.id.as_str()), "a section");
        for section in &self.sections {
            let what = || format!("section `{}`", shown(&section.id));
            faults.texts(&section.title, false, &what);
            faults.texts(&section.intro, true, &what);
        }
        faults.distinct(self.items.iter().map(|item| item.id.as_str()), "an item");
        let sections = Ids::of(self.sections.iter().map(|section| section.id.as_str()));
        let items = Ids::of(self.items.iter().map(|item| item.id.as_str()));
        // there can be many tests of many choices
        let choices: Vec<Ids> = self.items.iter().map(|item| Ids::of_choices(item.kind.choices())).collect();
        let item_at = |id: &str| items.find(id, |at| Some(&self.items.get(at)?.id));
        for (at, item) in self.items.iter().enumerate() {
            if sections.find(&item.section, |at| Some(&self.sections.get(at)?.id)).is_none() {
                faults.add(format!(
                    "item `{}` stands in section `{}`, which is not in the questionnaire",
                    shown(&item.id),
                    shown(&item.section)
                ));
            }
            item.find_faults(faults);
            for requirement in item.shown_if.iter().flatten() {
                let tested = item_at(&requirement.item).filter(|before| *before < at);
                let tested = tested.and_then(|before| self.items.get(before).zip(choices.get(before)));
                if let Err(why) = requirement.fits(tested.ok_or("which is no item before it")) {
                    faults.add(format!(
                        "item `{}` is shown by a test of `{}`, {why}",
                        shown(&item.id),
                        shown(&requirement.item)
                    ));
                }
            }
        }
        faults.distinct(self.scores.iter().map(|score| score.id.as_str()), "a score");
        for score in &self.scores {
            let what = || format!("score `{}`", shown(&score.id));
            faults.texts(&score.title, false, &what);
            faults.bounds((score.min, score.max), &what());
            faults.short(&score.unit, "the unit");
        }
    }
}

impl Item {
    fn find_faults(&self, faults: &mut Faults<'_>) {
        let what = || format!("item `{}`", shown(&self.id));
        faults.texts(&self.title, false, &what);
        faults.texts(&self.help, true, &what);
        match &self.kind {
            ItemKind::OneOf(choices) | ItemKind::AnyOf(choices) => find_faults_of(choices, &what, faults),
            ItemKind::Scale(levels) => {
                if !(2..=100).contains(&levels.len()) {
                    faults.add(format!("{} has {} levels; 2 to 100 are taken", what(), levels.len()));
                }
                for level in levels.iter().take(100) {
                    faults.texts(level, false, &|| format!("a level of {}", what()));
                }
            }
            ItemKind::Number(Bounds { unit, min, max }) => {
                faults.bounds((*min, *max), &what());
                faults.short(unit, "the unit");
            }
            ItemKind::Text(_) | ItemKind::Date | ItemKind::YesNo => {}
        }
        for about in &self.about {
            faults.name(about, "a clause or control");
        }
    }
}

fn find_faults_of(choices: &[Choice], what: &dyn Fn() -> String, faults: &mut Faults<'_>) {
    if choices.is_empty() {
        faults.add(format!("{} offers no choice", what()));
    }
    if choices.len() > 1_000 {
        faults.at_most(choices.len(), 1_000, "choices in one item");
        return;
    }
    faults.distinct(choices.iter().map(|choice| choice.id.as_str()), "a choice");
    for choice in choices {
        faults.texts(&choice.title, false, &|| format!("choice `{}`", shown(&choice.id)));
    }
}

impl Requirement {
    /// Whether the item it tests can answer that; else why not.
    pub(super) fn fits(&self, tested: Result<(&Item, &Ids), &str>) -> Result<(), String> {
        let (item, ids) = tested?;
        match (&self.test, &item.kind) {
            (Test::IsAnswered | Test::IsNotApplicable, _) | (Test::IsYes | Test::IsNo, ItemKind::YesNo) => {
                Ok(())
            }
            (Test::HasChoice(id), ItemKind::OneOf(choices) | ItemKind::AnyOf(choices)) => {
                match ids.find(id, |at| Some(&choices.get(at)?.id)).is_some() {
                    true => Ok(()),
                    false => Err(format!("which has no choice `{}`", shown(id))),
                }
            }
            (Test::AtLeast(number) | Test::AtMost(number), ItemKind::Scale(_) | ItemKind::Number(_)) => {
                match number.is_finite() {
                    true => Ok(()),
                    false => Err("against a number that is none".to_owned()),
                }
            }
            _ => Err("which takes no such answer".to_owned()),
        }
    }
}
