//! What a person does, and what comes of it.

use riskwright_core::questionnaire::{Answer, AnswerValue, Evidence, Item, ItemKind, Limits, Outcome};

use crate::effect::Effect;
use crate::model::{Focus, Model, Page, Scored};
use crate::says;

/// How something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A button was pressed.
    Press,
    /// A field's content is other than it was a moment ago.
    Input,
    /// A field has been changed, and that is it.
    Change,
}

/// Something that was done.
#[derive(Debug, Clone)]
pub struct Heard<'a> {
    /// How.
    pub kind: Kind,
    /// What, by the name that the view gave it.
    pub does: &'a str,
    /// Which item it is about.
    pub item: usize,
    /// Which of several it is about.
    pub at: usize,
    /// What the field holds.
    pub value: String,
    /// Whether the box is ticked.
    pub checked: bool,
}

impl Model {
    /// Does what a person did.
    pub fn hear(&mut self, heard: &Heard<'_>) -> Vec<Effect> {
        let (item, at) = (heard.item, heard.at);
        match (heard.kind, heard.does) {
            (Kind::Press, "section") => self.go(Page::Section(at)),
            (Kind::Press, "next") => self.turn(1),
            (Kind::Press, "back") => self.turn(-1),
            (Kind::Press, "review") => return self.review(),
            (Kind::Press, "missing") => self.next_missing(),
            (Kind::Press, "fix") => self.show(item),
            (Kind::Press, "print") => return vec![Effect::Print],
            (Kind::Press, "dismiss") => self.notice = None,
            (Kind::Press, "dismiss-upgrade") => self.upgraded = None,
            (Kind::Press, "save") => return vec![self.save()],
            (Kind::Press, "save-before") => return self.save_before(),
            (Kind::Change, "only-differences") => self.only_differences = heard.checked,
            _ if self.may_change() => return self.answered(heard),
            _ => {}
        }
        Vec::new()
    }

    fn answered(&mut self, heard: &Heard<'_>) -> Vec<Effect> {
        let (item, at) = (heard.item, heard.at);
        match (heard.kind, heard.does) {
            (Kind::Change, "choose" | "tick" | "level" | "yes" | "pick" | "not-applicable") => {
                let now = self.said(item).and_then(|said| said.value.as_ref());
                let value = self.item(item).and_then(|of| chosen(of, heard, now));
                value.map_or_else(Vec::new, |value| self.give(item, value))
            }
            (Kind::Press, "clear") => {
                self.focus = Some(Focus::Item(item));
                self.give(item, None)
            }
            (Kind::Input, "text" | "number" | "day" | "reason") => self.type_in(heard),
            (Kind::Change, "text" | "number" | "day" | "reason") => {
                self.typed = None;
                self.touch(item, |aside| aside.touched = true);
                Vec::new()
            }
            (Kind::Press, "comment") => {
                self.touch(item, |aside| aside.comment_open = !aside.comment_open);
                self.focus = self.asides.get(item).filter(|of| of.comment_open).map(|_| Focus::Comment(item));
                Vec::new()
            }
            (Kind::Press, "evidence") => {
                self.touch(item, |aside| aside.evidence_open = !aside.evidence_open);
                self.focus =
                    self.asides.get(item).filter(|of| of.evidence_open).map(|_| Focus::Evidence(item));
                Vec::new()
            }
            (Kind::Input, "comment-text") => {
                let Some(id) = self.item(item).map(|of| of.id.clone()) else { return Vec::new() };
                self.answers.comment(&id, &heard.value);
                self.settle(item)
            }
            (Kind::Press, "remove-evidence") => self.remove_evidence(item, at),
            (Kind::Press, "as-last-time") => {
                let last = self.item(item).and_then(|of| self.previous.as_ref()?.value(&of.id).cloned());
                self.focus = Some(Focus::Item(item));
                if last.is_some() { self.give(item, last) } else { Vec::new() }
            }
            (Kind::Press, "all-as-last-time") => self.all_as_last_time(),
            (Kind::Press, "take-other") => self.take_other(item),
            (Kind::Press, "keep-mine") => self.keep_mine(item),
            (Kind::Press, "complete") => self.complete(),
            (Kind::Press, "again") => self.begin_again(),
            _ => Vec::new(),
        }
    }

    /// Answers an item.
    pub(crate) fn give(&mut self, at: usize, value: Option<AnswerValue>) -> Vec<Effect> {
        let Some(item) = self.item(at) else { return Vec::new() };
        let id = item.id.clone();
        if self.answers.value(&id) == value.as_ref() {
            return Vec::new();
        }
        self.answers.set(&id, value);
        self.settle(at)
    }

    /// What is to be done after something was said about an item.
    pub(crate) fn settle(&mut self, at: usize) -> Vec<Effect> {
        self.touch(at, |_| {});
        let before = self.standing.visible.len();
        let progress = self.standing.total();
        self.stand();
        let now = self.standing.visible.len();
        if now > before {
            self.announced = says::appeared(&self.phrases, (now - before).into());
        } else if now < before {
            self.announced = says::disappeared(&self.phrases, (before - now).into());
        }
        let Some(item) = self.item(at) else { return Vec::new() };
        let said = self.said(at).cloned();
        let nothing = Answer { item: item.id.clone(), ..Answer::default() };
        let change = Effect::Change(said.clone().unwrap_or(nothing));
        let mut effects = vec![Effect::Keep { item: item.id.clone(), said, mine: false }, change];
        if self.standing.total() != progress {
            effects.push(Effect::Progress(self.standing.total()));
        }
        effects
    }

    /// Works out anew what is shown, missing and wrong.
    pub(crate) fn stand(&mut self) {
        self.standing = self.asked.form.standing(&self.answers);
        self.scored = Scored::Not;
    }

    fn type_in(&mut self, heard: &Heard<'_>) -> Vec<Effect> {
        let Some(item) = self.item(heard.item) else { return Vec::new() };
        let text = heard.value.clone();
        let value = match (heard.does, &item.kind) {
            ("reason", _) => Some(AnswerValue::NotApplicable(text)),
            (_, ItemKind::Text(_)) => Some(AnswerValue::Text(text)).filter(|_| !heard.value.is_empty()),
            (_, ItemKind::Number(_)) => self.number(&heard.value),
            (_, ItemKind::Date) => Some(AnswerValue::Date(text)).filter(|_| !heard.value.is_empty()),
            _ => return Vec::new(),
        };
        self.typed = Some((heard.item, heard.value.clone()));
        self.give(heard.item, value)
    }

    /// A number as it was typed; a text that is none stays as it is, so that nothing typed is lost.
    fn number(&self, typed: &str) -> Option<AnswerValue> {
        if typed.trim().is_empty() {
            return None;
        }
        let locale = self.phrases.locale();
        let plain = plain_number(typed, locale.decimal());
        let number = plain.map_or(f64::NAN, |plain| locale.read(&plain));
        if number.is_finite() {
            Some(AnswerValue::Number(number))
        } else {
            Some(AnswerValue::Text(typed.chars().take(1_000).collect()))
        }
    }

    pub(crate) fn go(&mut self, page: Page) {
        self.page = page;
        self.typed = None;
        self.focus = Some(Focus::Heading);
    }

    fn turn(&mut self, by: isize) {
        let Page::Section(now) = self.page else {
            let back = self.sections_shown().next_back().unwrap_or_default();
            self.go(Page::Section(back));
            return;
        };
        let to = if by > 0 {
            self.sections_shown().find(|at| *at > now)
        } else {
            self.sections_shown().rev().find(|at| *at < now)
        };
        if let Some(to) = to {
            self.go(Page::Section(to));
        }
    }

    fn review(&mut self) -> Vec<Effect> {
        if !self.tried {
            self.tried = true;
            self.renew();
        }
        self.go(Page::Review);
        self.evaluate()
    }

    /// Has it worked out what follows from the answers.
    pub fn evaluate(&mut self) -> Vec<Effect> {
        if matches!(self.scored, Scored::So(_) | Scored::Waiting) {
            return Vec::new();
        }
        if self.asked.coded {
            self.scored = Scored::Waiting;
            return vec![Effect::Evaluate(self.answers.given())];
        }
        self.scored = Scored::So(self.asked.rules.outcome(&self.asked.form, &self.answers));
        Vec::new()
    }

    /// What a plugin worked out. It is held to the questionnaire.
    pub fn evaluated(&mut self, outcome: Outcome) {
        let checked = outcome.check(self.contents(), &Limits::default());
        // an answer that came meanwhile has it worked out anew
        if self.scored == Scored::Waiting {
            self.scored = match checked {
                Ok(()) => Scored::So(outcome),
                Err(error) => Scored::Failed(error.to_string()),
            };
        }
    }

    /// The plugin could not work it out.
    pub fn not_evaluated(&mut self, why: &str) {
        self.scored = Scored::Failed(why.to_owned());
    }

    /// Goes to the next item that is missing or wrong, after the section that is looked at or from the beginning.
    fn next_missing(&mut self) {
        let here = match self.page {
            Page::Section(at) => self.asked.sections.get(at).and_then(|items| items.first()).copied(),
            _ => None,
        };
        let wrong = self.standing.problems.iter().map(|of| of.item);
        let open = || self.standing.missing.iter().copied().chain(wrong.clone());
        let next = open().filter(|at| here.is_none_or(|here| *at >= here)).min().or_else(|| open().min());
        if let Some(next) = next {
            self.touch(next, |aside| aside.touched = true);
            self.show(next);
        }
    }

    /// Goes to an item.
    pub(crate) fn show(&mut self, item: usize) {
        if let Some(section) = self.section_of(item) {
            self.go(Page::Section(section));
            self.focus = Some(Focus::Item(item));
        }
    }

    fn save(&self) -> Effect {
        let name = format!("{}-{}.json", self.asked.id, self.asked.version);
        Effect::Save { name, file: self.file() }
    }

    fn save_before(&self) -> Vec<Effect> {
        let save = |of: &crate::model::Upgraded| Effect::Save {
            name: format!("{}-{}.json", self.asked.id, of.from),
            file: of.before.clone(),
        };
        self.upgraded.as_ref().map(save).into_iter().collect()
    }

    /// Hands the answers over, if nothing is missing or wrong.
    fn complete(&mut self) -> Vec<Effect> {
        if self.sending {
            return Vec::new();
        }
        if !self.standing.is_complete() {
            self.focus = Some(Focus::Heading);
            let missing = self.standing.missing.len();
            self.announced = says::missing_count(&self.phrases, missing.into());
            return Vec::new();
        }
        if self.awaits {
            self.sending = true;
            self.announced = says::sending(&self.phrases);
        } else {
            self.go(Page::Done);
        }
        let outcome = match &self.scored {
            Scored::So(outcome) => Some(outcome.clone()),
            _ => None,
        };
        vec![Effect::Complete { answers: self.file(), outcome }]
    }

    fn begin_again(&mut self) -> Vec<Effect> {
        let file = self.file();
        self.begin_with(self.answers.clone());
        let first = self.sections_shown().next().unwrap_or_default();
        self.go(Page::Section(first));
        vec![Effect::Renew(file)]
    }

    fn all_as_last_time(&mut self) -> Vec<Effect> {
        let Some(previous) = self.previous.clone() else { return Vec::new() };
        let mut effects = Vec::new();
        // answers show further items, which may have been answered too
        loop {
            let open = |at: &&usize| self.said(**at).is_none_or(|said| said.value.is_none());
            let next = self.standing.visible.iter().filter(open).find_map(|at| {
                let value = previous.value(&self.item(*at)?.id)?;
                let takes = self.item(*at)?.takes(value) == Ok(true);
                takes.then(|| (*at, value.clone()))
            });
            let Some((at, value)) = next else { break };
            effects.extend(self.give(at, Some(value)));
        }
        effects
    }

    /// Notes evidence for an item.
    pub fn add_evidence(&mut self, at: usize, evidence: Evidence) -> Vec<Effect> {
        let Some(item) = self.item(at).filter(|_| self.may_change()) else { return Vec::new() };
        let id = item.id.clone();
        let mut all = self.said(at).map(|said| said.evidence.clone()).unwrap_or_default();
        if all.len() >= riskwright_core::questionnaire::Answers::EVIDENCE {
            return Vec::new();
        }
        all.push(evidence);
        self.answers.evidence(&id, all);
        self.focus = Some(Focus::Evidence(at));
        self.touch(at, |aside| aside.link_refused = false);
        self.settle(at)
    }

    /// Notes a link as evidence, if it leads somewhere.
    pub fn add_link(&mut self, at: usize, title: &str, link: &str) -> Vec<Effect> {
        let (title, link) = (title.trim(), link.trim());
        if link.chars().count() > 2_000 || !leads(link) {
            self.touch(at, |aside| aside.link_refused = true);
            self.focus = Some(Focus::Evidence(at));
            return Vec::new();
        }
        let title: String = if title.is_empty() { link } else { title }.chars().take(500).collect();
        let evidence = Evidence { title, link: Some(link.to_owned()), digest: None, size: None };
        self.add_evidence(at, evidence)
    }

    fn remove_evidence(&mut self, item: usize, at: usize) -> Vec<Effect> {
        let Some(id) = self.item(item).map(|of| of.id.clone()) else { return Vec::new() };
        let mut all = self.said(item).map(|said| said.evidence.clone()).unwrap_or_default();
        if at >= all.len() {
            return Vec::new();
        }
        all.remove(at);
        self.answers.evidence(&id, all);
        self.focus = Some(Focus::Evidence(item));
        self.settle(item)
    }
}

/// Whether a link leads to a site or a path: it runs nothing.
pub(crate) fn leads(link: &str) -> bool {
    let begins = |with: &str| link.get(..with.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(with));
    begins("https://") || begins("http://") || is_path(link)
}

/// Whether a link stays on the page's own site or file share: `/docs/a`, `docs/a`, `\\server\share`.
fn is_path(link: &str) -> bool {
    let before_slash = link.split(['/', '\\']).next().unwrap_or_default();
    before_slash.len() < link.len() && !has(before_slash, ':')
}

/// Whether a sign is in a text. `contains` would bring what searches for whole texts.
pub(crate) fn has(text: &str, sign: char) -> bool {
    text.chars().any(|of| of == sign)
}

/// The answer that a choice of a person makes; `Some(None)` takes it away.
fn chosen(item: &Item, heard: &Heard<'_>, now: Option<&AnswerValue>) -> Option<Option<AnswerValue>> {
    let at = match heard.does {
        "pick" if heard.value.is_empty() => return Some(None),
        "pick" => heard.value.parse().ok()?,
        "not-applicable" => {
            let reason = AnswerValue::NotApplicable(String::new());
            return Some(heard.checked.then_some(reason));
        }
        _ => heard.at,
    };
    let value = match &item.kind {
        ItemKind::OneOf(choices) => AnswerValue::Choice(choices.get(at)?.id.clone()),
        ItemKind::AnyOf(choices) => {
            let id = &choices.get(at)?.id;
            let ticked = match now {
                Some(AnswerValue::Choices(ids)) => ids.as_slice(),
                _ => &[],
            };
            let is = |of: &String| if of == id { heard.checked } else { ticked.contains(of) };
            // in the order in which they are offered
            let ids: Vec<String> =
                choices.iter().map(|choice| &choice.id).filter(|of| is(of)).cloned().collect();
            if ids.is_empty() {
                return Some(None);
            }
            AnswerValue::Choices(ids)
        }
        ItemKind::Scale(levels) if at < levels.len() => AnswerValue::Level(u8::try_from(at).ok()?),
        ItemKind::YesNo => AnswerValue::YesNo(at == 1),
        _ => return None,
    };
    Some(Some(value))
}

/// A number as people write it, with `.` before its fraction and nothing else: `1’250,5` → `1250.5`. A sign that could be
/// either separates thousands only where three digits follow.
fn plain_number(typed: &str, decimal: char) -> Option<String> {
    let group = if decimal == ',' { '.' } else { ',' };
    let mut digits: String =
        typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '_')).collect();
    let parts: Vec<&str> = digits.split(group).collect();
    let whole = |part: &&str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = match parts.as_slice() {
        [_] => true,
        [_, between @ .., last] => {
            let last = last.split(decimal).next().unwrap_or_default();
            between.iter().all(whole) && whole(&last)
        }
        [] => true,
    };
    let point = |of: char, sign: char| if of == sign { '.' } else { of };
    digits = if grouped {
        digits.chars().filter(|of| *of != group).map(|of| point(of, decimal)).collect()
    } else if parts.len() == 2 && !has(&digits, decimal) {
        digits.chars().map(|of| point(of, group)).collect()
    } else {
        return None;
    };
    let unsigned = digits.strip_prefix(['-', '−', '+']).unwrap_or(&digits);
    let is_number = unsigned.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && unsigned.bytes().filter(|b| *b == b'.').count() <= 1
        && unsigned.bytes().any(|b| b.is_ascii_digit());
    let negative = digits.starts_with(['-', '−']);
    is_number.then(|| if negative { format!("-{unsigned}") } else { unsigned.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (typed, decimal, plain) in [
            ("12", '.', Some("12")),
            ("1,250.5", '.', Some("1250.5")),
            ("1.250,5", ',', Some("1250.5")),
            ("1 250", ',', Some("1250")),
            ("1’250.50", '.', Some("1250.50")),
            ("1,5", '.', Some("1.5")),
            ("1.5", ',', Some("1.5")),
            ("1.500", ',', Some("1500")),
            ("1,500", '.', Some("1500")),
            ("-3", '.', Some("-3")),
            ("−3,25", ',', Some("-3.25")),
            ("1.2.3", '.', None),
            ("twelve", '.', None),
            ("1e5", '.', None),
            ("-", '.', None),
            (".", '.', None),
        ] {
            assert_eq!(plain_number(typed, decimal).as_deref(), plain, "{typed} with {decimal}");
        }
    }

    #[test]
    fn links_lead_to_sites_and_paths_and_run_nothing() {
        for link in ["https://a.example/b", "HTTP://a", "/docs/a.pdf", "docs/a", "\\\\server\\share\\a"] {
            assert!(leads(link), "{link}");
        }
        for link in ["javascript:alert(1)", "javascript:alert(1)/x", "data:text/html,x/y", "word", ""] {
            assert!(!leads(link), "{link}");
        }
    }
}
