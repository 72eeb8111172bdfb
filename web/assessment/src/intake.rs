//! What comes from elsewhere: what was kept, another tab, a file, the answers of last time.

use riskwright_core::questionnaire::{Answer, Answers, AnswersFile, QuestionnaireFile, upgrade};

use crate::effect::{Effect, json};
use crate::model::{Aside, From, Mode, Model, Upgraded};
use crate::says;

impl Model {
    /// Takes over what was kept: JSON of answers, and the questionnaire they were given to.
    ///
    /// # Errors
    /// If it is none of that: it was kept by something else, or is damaged.
    pub fn take_kept(&mut self, answers: &str, questionnaire: &str) -> Result<Vec<Effect>, String> {
        let kept: Answers = serde_json::from_str(answers).map_err(|error| error.to_string())?;
        self.page = self.first_page();
        let old = if questionnaire.is_empty() { None } else { QuestionnaireFile::from_json(questionnaire).ok() };
        let old = old.filter(|old| old.version != self.asked.version || old.contents != *self.contents());
        let Some(old) = old.filter(|_| !kept.is_empty()) else {
            self.answers = kept;
            self.stand();
            self.page = self.first_page();
            return Ok(Vec::new());
        };
        let result = upgrade(&old.contents, self.contents(), &kept);
        let before = AnswersFile::new(&old.id, &old.version, kept.clone()).to_json().unwrap_or_default();
        self.answers = result.answers.clone();
        self.stand();
        self.page = self.first_page();
        let effects = kept.iter().filter_map(|was| self.keep_if_other(was)).collect();
        self.upgraded = Some(Upgraded { from: old.version, result, old: old.contents, before });
        Ok(effects)
    }

    fn keep_if_other(&self, was: &Answer) -> Option<Effect> {
        let now = self.answers.get(&was.item);
        (now != Some(was)).then(|| Effect::Keep {
            item: was.item.clone(),
            said: now.map(json).unwrap_or_default(),
        })
    }

    /// Another tab said this about an item: JSON of an answer, empty for nothing.
    pub fn heard_elsewhere(&mut self, item: &str, said: &str) {
        let Some(at) = self.asked.form.find(item) else { return };
        let Some(answer) = read(item, said) else { return };
        self.answers.put(answer);
        if self.typed.as_ref().is_some_and(|(typing, _)| *typing == at) {
            self.typed = None;
        }
        self.touch(at, |aside| aside.other = None);
        self.stand();
    }

    /// Another tab said this at the same time: a person has to choose.
    pub fn differs(&mut self, item: &str, said: &str) {
        let Some(at) = self.asked.form.find(item) else { return };
        let Some(answer) = read(item, said) else { return };
        if self.said(at).cloned().unwrap_or_else(|| nothing(item)) == answer {
            return;
        }
        self.touch(at, |aside| aside.other = Some((From::Tab, answer)));
    }

    pub(crate) fn take_other(&mut self, at: usize) -> Vec<Effect> {
        let Some((_, other)) = self.asides.get_mut(at).and_then(|aside| aside.other.take()) else {
            return Vec::new();
        };
        self.answers.put(other);
        self.focus = Some(crate::model::Focus::Item(at));
        self.settle(at)
    }

    pub(crate) fn keep_mine(&mut self, at: usize) -> Vec<Effect> {
        self.touch(at, |aside| aside.other = None);
        self.focus = Some(crate::model::Focus::Item(at));
        let Some(item) = self.item(at) else { return Vec::new() };
        vec![Effect::KeepMine { item: item.id.clone(), said: self.said(at).map(json).unwrap_or_default() }]
    }

    /// Takes in a file of answers. What is answered here stays, and the other answer is shown beside it.
    pub fn take_in(&mut self, text: &str) -> Vec<Effect> {
        if !self.may_change() {
            return Vec::new();
        }
        let file = match AnswersFile::from_json(text) {
            Ok(file) => file,
            Err(error) => {
                self.tell(says::bad_file(&self.phrases, (&error.to_string()).into()));
                return Vec::new();
            }
        };
        if file.questionnaire != self.asked.id {
            let said =
                says::other_questionnaire(&self.phrases, (&file.questionnaire).into(), (&self.asked.id).into());
            self.tell(said);
            return Vec::new();
        }
        // what this version does not take is left out
        let fits = upgrade(self.contents(), self.contents(), &file.answers).answers;
        let (mut effects, mut taken, mut differing) = (Vec::new(), 0_usize, 0_usize);
        for answer in fits.iter() {
            let Some(at) = self.asked.form.find(&answer.item) else { continue };
            match self.said(at) {
                Some(mine) if mine == answer => {}
                Some(_) => {
                    differing += 1;
                    let other = Some((From::File, answer.clone()));
                    self.touch(at, |aside| aside.other = other);
                }
                None => {
                    taken += 1;
                    self.answers.put(answer.clone());
                    effects.extend(self.settle(at));
                }
            }
        }
        let mut said = says::taken_in(&self.phrases, taken.into());
        if differing > 0 {
            said.push(' ');
            said.push_str(&says::taken_in_differs(&self.phrases, differing.into()));
        }
        self.tell(said);
        effects
    }

    /// The answers of last time: JSON of an answers file. They are shown beside the questions.
    ///
    /// # Errors
    /// If it is no such file.
    pub fn set_previous(&mut self, text: &str) -> Result<(), String> {
        let file = AnswersFile::from_json(text).map_err(|error| error.to_string())?;
        self.previous = Some(file.answers);
        self.renew();
        Ok(())
    }

    /// Answers files of several persons, to be shown side by side.
    ///
    /// # Errors
    /// If one is no such file; it is named by its place.
    pub fn set_respondents(&mut self, files: &[String]) -> Result<(), String> {
        let mut respondents = Vec::new();
        for (at, text) in files.iter().enumerate() {
            let number = at.saturating_add(1);
            let file = AnswersFile::from_json(text).map_err(|error| format!("file {number}: {error}"))?;
            let name = file.respondent.unwrap_or_else(|| says::respondent(&self.phrases, number.into()));
            respondents.push((name, file.answers));
        }
        self.respondents = respondents;
        Ok(())
    }

    /// Another mode.
    pub fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
        self.page = self.first_page();
        self.renew();
    }

    /// Where answers are kept: `None` in the browser, else why not.
    pub fn set_unkept(&mut self, why: Option<String>) {
        if self.unkept.is_some() && why.is_none() {
            self.announced = says::kept_again(&self.phrases);
        }
        self.unkept = why;
    }

    /// Forgets every answer, as another tab did when it began anew.
    pub fn forget(&mut self, previous: &str) {
        self.answers = Answers::default();
        self.asides.iter_mut().for_each(|aside| {
            *aside = Aside { revision: aside.revision.wrapping_add(1), ..Aside::default() };
        });
        self.previous = AnswersFile::from_json(previous).ok().map(|file| file.answers).or(self.previous.take());
        self.tried = false;
        self.stand();
        self.renew();
        self.page = self.first_page();
    }

    fn tell(&mut self, notice: String) {
        self.notice = Some(notice);
    }
}

fn nothing(item: &str) -> Answer {
    Answer { item: item.to_owned(), ..Answer::default() }
}

/// What was said about an item, from its JSON; nothing from an empty text, none from what is no answer to it.
fn read(item: &str, said: &str) -> Option<Answer> {
    if said.is_empty() {
        return Some(nothing(item));
    }
    serde_json::from_str(said).ok().filter(|answer: &Answer| answer.item == item)
}
