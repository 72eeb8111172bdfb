//! What comes from elsewhere: what was kept, another tab, a file, the answers of last time, a plugin.

use riskwright_core::questionnaire::{
    Answer, Answers, AnswersFile, Evidence, Outcome, QuestionnaireFile, upgrade,
};
use serde::Deserialize;

use crate::effect::Effect;
use crate::model::{Aside, Focus, Mode, Model, Page, Upgraded, Whence, is_format};
use crate::says;

/// Something the page has to tell.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// What was kept, and the questionnaire it was said to, if that is another than this.
    Kept(Answers, Option<QuestionnaireFile>),
    /// Another tab said this about an item; none for nothing.
    Heard(String, Option<Answer>),
    /// Another tab said this at the same time: a person has to choose.
    Differs(String, Option<Answer>),
    /// Another tab began anew, with these answers as those of last time.
    Forget(AnswersFile),
    /// Why nothing is kept; none if it is.
    Unkept(Option<String>),
    /// Why the server does not have the last answers, none if it has, and whether it is tried again.
    Unsaved(Option<String>, bool),
    /// Why the server could not be reached at the beginning: what is asked is what was kept of it.
    Away(String),
    /// A plugin worked out what follows.
    Evaluated(Outcome),
    /// A plugin could not work it out.
    NotEvaluated(String),
    /// The answers of last time.
    Previous(AnswersFile),
    /// Several persons' answers.
    Respondents(Vec<AnswersFile>),
    /// A file of answers is to be taken in.
    TakeIn(AnswersFile),
    /// A file can't be taken in.
    Refused(String),
    /// The server has the answers.
    Sent,
    /// The answers could not be handed over.
    NotSent(String),
    /// Evidence for an item, by its place.
    Evidence(u32, Evidence),
    /// Another mode.
    Mode(String),
}

impl Model {
    /// Takes in what the page tells.
    ///
    /// # Errors
    /// If a file is of another kind.
    pub fn told(&mut self, told: Told) -> Result<Vec<Effect>, String> {
        match told {
            Told::Kept(answers, questionnaire) => return Ok(self.take_kept(answers, questionnaire)),
            Told::Heard(item, said) => {
                self.heard_elsewhere(&item, said);
                return Ok(self.scores_if_looked_at());
            }
            Told::Differs(item, said) => self.differs(&item, said),
            Told::Forget(previous) => self.forget(previous),
            Told::Unkept(why) => self.set_unkept(why),
            Told::Unsaved(why, again) => self.set_unsaved(why, again),
            Told::Away(why) => self.unsaved = Some(says::away(&self.phrases, (&why).into())),
            Told::Evaluated(outcome) => self.evaluated(outcome),
            Told::NotEvaluated(why) => self.not_evaluated(&why),
            Told::Previous(file) => {
                is_format(&file.format, AnswersFile::FORMAT)?;
                self.previous = Some(file.answers);
                self.renew();
            }
            Told::Respondents(files) => self.set_respondents(files)?,
            Told::TakeIn(file) => return Ok(self.take_in(file)),
            Told::Refused(why) => self.notice = Some(says::bad_file(&self.phrases, (&why).into())),
            Told::Sent => {
                self.sending = false;
                self.go(Page::Done);
            }
            Told::NotSent(why) => {
                self.sending = false;
                self.page = Page::Review;
                self.notice = Some(says::not_sent(&self.phrases, (&why).into()));
            }
            Told::Evidence(item, evidence) => {
                return Ok(usize::try_from(item)
                    .map_or_else(|_| Vec::new(), |item| self.add_evidence(item, evidence)));
            }
            Told::Mode(mode) => {
                self.mode = Mode::named(&mode);
                self.page = self.first_page();
                self.renew();
                return Ok(self.scores_if_looked_at());
            }
        }
        Ok(Vec::new())
    }

    /// A page that shows what follows has it worked out.
    pub fn scores_if_looked_at(&mut self) -> Vec<Effect> {
        if self.page == Page::Review { self.evaluate() } else { Vec::new() }
    }

    /// Takes over what was kept, whatever the version it was said to.
    fn take_kept(&mut self, kept: Answers, old: Option<QuestionnaireFile>) -> Vec<Effect> {
        let mut effects = Vec::new();
        match old.filter(|_| !kept.is_empty()) {
            None => self.answers = kept,
            Some(old) => {
                let result = upgrade(&old.contents, self.contents(), &kept);
                self.answers = result.answers.clone();
                for was in kept.iter() {
                    let now = self.answers.get(&was.item);
                    if now != Some(was) {
                        let said = now.cloned();
                        effects.push(Effect::Keep { item: was.item.clone(), said, mine: false });
                    }
                }
                let before = AnswersFile::new(&old.id, &old.version, kept);
                self.upgraded = Some(Upgraded { from: old.version, result, old: old.contents, before });
            }
        }
        self.stand();
        self.page = self.first_page();
        effects
    }

    fn heard_elsewhere(&mut self, item: &str, said: Option<Answer>) {
        let Some(at) = self.asked.form.find(item) else { return };
        self.answers.put(about(item, said));
        if self.typed.as_ref().is_some_and(|(typing, _)| *typing == at) {
            self.typed = None;
        }
        self.touch(at, |aside| aside.other = None);
        self.stand();
    }

    fn differs(&mut self, item: &str, said: Option<Answer>) {
        let Some(at) = self.asked.form.find(item) else { return };
        let other = about(item, said);
        if about(item, self.said(at).cloned()) != other {
            self.touch(at, |aside| aside.other = Some((Whence::Tab, other)));
        }
    }

    pub(crate) fn take_other(&mut self, at: usize) -> Vec<Effect> {
        let Some((_, other)) = self.asides.get_mut(at).and_then(|aside| aside.other.take()) else {
            return Vec::new();
        };
        self.answers.put(other);
        self.focus = Some(Focus::Item(at));
        self.settle(at)
    }

    pub(crate) fn keep_mine(&mut self, at: usize) -> Vec<Effect> {
        self.touch(at, |aside| aside.other = None);
        self.focus = Some(Focus::Item(at));
        let Some(item) = self.item(at) else { return Vec::new() };
        vec![Effect::Keep { item: item.id.clone(), said: self.said(at).cloned(), mine: true }]
    }

    /// Takes in a file of answers. What is answered here stays, and the other answer is shown beside it.
    fn take_in(&mut self, file: AnswersFile) -> Vec<Effect> {
        if !self.may_change() {
            return Vec::new();
        }
        if let Err(why) = is_format(&file.format, AnswersFile::FORMAT) {
            self.notice = Some(says::bad_file(&self.phrases, (&why).into()));
            return Vec::new();
        }
        if file.questionnaire != self.asked.id {
            let (found, expected) = ((&file.questionnaire).into(), (&self.asked.id).into());
            self.notice = Some(says::other_questionnaire(&self.phrases, found, expected));
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
                    let other = Some((Whence::File, answer.clone()));
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
        self.notice = Some(said);
        effects
    }

    fn set_respondents(&mut self, files: Vec<AnswersFile>) -> Result<(), String> {
        let mut respondents = Vec::new();
        for (at, file) in files.into_iter().enumerate() {
            is_format(&file.format, AnswersFile::FORMAT)?;
            let number = at.saturating_add(1);
            let name = file.respondent.unwrap_or_else(|| says::respondent(&self.phrases, number.into()));
            respondents.push((name, file.answers));
        }
        self.respondents = respondents;
        Ok(())
    }

    fn set_unkept(&mut self, why: Option<String>) {
        if self.unkept.is_some() && why.is_none() {
            self.announced = says::kept_again(&self.phrases);
        }
        self.unkept = why;
    }

    fn set_unsaved(&mut self, why: Option<String>, again: bool) {
        if self.unsaved.is_some() && why.is_none() {
            self.announced = says::saved_again(&self.phrases);
        }
        self.unsaved = why.map(|why| {
            let mut said = says::unsaved(&self.phrases, (&why).into());
            if again {
                said.push(' ');
                said.push_str(&says::unsaved_again(&self.phrases));
            }
            said
        });
    }

    fn forget(&mut self, previous: AnswersFile) {
        self.begin_with(previous.answers);
        self.page = self.first_page();
    }

    /// Nothing is answered, and these are the answers of last time.
    pub(crate) fn begin_with(&mut self, previous: Answers) {
        self.answers = Answers::default();
        self.previous = Some(previous);
        self.asides.iter_mut().for_each(|aside| *aside = Aside::default());
        self.tried = false;
        self.stand();
        self.renew();
    }
}

/// What is said about an item, as an answer in any case.
fn about(item: &str, said: Option<Answer>) -> Answer {
    Answer { item: item.to_owned(), ..said.unwrap_or_default() }
}
