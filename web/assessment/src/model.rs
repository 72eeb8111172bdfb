//! Where a person stands with a questionnaire.

use riskwright_core::questionnaire::{
    Answer, Answers, AnswersFile, Contents, FileError, Form, Item, Outcome, QuestionnaireFile, Rules,
    Standing, Upgrade,
};
use riskwright_web_parts::phrases::Phrases;

use crate::effect::Effect;

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Answer, section by section.
    Fill,
    /// Look through the answers first, and change them.
    Review,
    /// Look at several persons' answers side by side.
    Compare,
    /// Read the answers.
    Readonly,
}

impl Mode {
    /// The mode of this name; to fill in where the name is none.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "review" => Self::Review,
            "compare" => Self::Compare,
            "readonly" => Self::Readonly,
            _ => Self::Fill,
        }
    }
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The items of a section.
    Section(usize),
    /// All answers, before they are sent.
    Review,
    /// They were sent.
    Done,
    /// Several persons' answers side by side.
    Compare,
}

/// Where another answer to an item was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whence {
    /// Another tab gave it at the same time.
    Tab,
    /// It stands in a file that was taken in.
    File,
}

/// What is known of an item beside its answer.
#[derive(Debug, Clone, Default)]
pub struct Aside {
    /// Counts what changed about it: it is drawn anew when this does.
    pub(crate) revision: u32,
    /// A person has been there and gone on.
    pub(crate) touched: bool,
    pub(crate) comment_open: bool,
    pub(crate) evidence_open: bool,
    pub(crate) link_refused: bool,
    /// Found elsewhere, and neither taken nor refused yet.
    pub(crate) other: Option<(Whence, Answer)>,
}

/// What is said of what follows from the answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Scored {
    /// Nothing was worked out since the last answer.
    Not,
    /// It is being worked out.
    Waiting,
    /// This.
    So(Outcome),
    /// It could not be.
    Failed(String),
}

/// A questionnaire that was opened.
pub struct Asked {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) form: Form,
    pub(crate) rules: Rules,
    /// A plugin works out what follows.
    pub(crate) coded: bool,
    /// The items of each section.
    pub(crate) sections: Vec<Vec<usize>>,
}

/// What was kept, of another version of the questionnaire.
pub struct Upgraded {
    pub(crate) from: String,
    pub(crate) result: Upgrade,
    pub(crate) old: Contents,
    /// The answers of before.
    pub(crate) before: AnswersFile,
}

/// Where focus has to go when all is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// To the heading of the page.
    Heading,
    /// To the first field of an item.
    Item(usize),
    /// To the comment of an item.
    Comment(usize),
    /// To the evidence of an item.
    Evidence(usize),
}

/// Where a person stands.
pub struct Model {
    pub(crate) phrases: Phrases,
    /// The language of the questionnaire's texts.
    pub(crate) language: String,
    /// The language of the element's own.
    pub(crate) spoken: String,
    pub(crate) mode: Mode,
    pub(crate) asked: Asked,
    pub(crate) answers: Answers,
    pub(crate) standing: Standing,
    pub(crate) page: Page,
    pub(crate) asides: Vec<Aside>,
    /// The item whose text is being typed, and the text.
    pub(crate) typed: Option<(usize, String)>,
    /// Review was asked for: what is missing is said.
    pub(crate) tried: bool,
    pub(crate) previous: Option<Answers>,
    pub(crate) scored: Scored,
    /// Why the browser keeps nothing.
    pub(crate) unkept: Option<String>,
    /// A server takes the answers, and says when it has.
    pub(crate) awaits: bool,
    /// It has not said so yet.
    pub(crate) sending: bool,
    /// What is said while the server does not have the last answers.
    pub(crate) unsaved: Option<String>,
    pub(crate) upgraded: Option<Upgraded>,
    /// What the person is told once.
    pub(crate) notice: Option<String>,
    /// What is said to who does not see it.
    pub(crate) announced: String,
    pub(crate) respondents: Vec<(String, Answers)>,
    pub(crate) only_differences: bool,
    pub(crate) focus: Option<Focus>,
    /// Counts what changes every item: another language, another mode.
    pub(crate) generation: u32,
}

impl Asked {
    /// A questionnaire from its file. With `coded` a plugin works out what follows.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(file: QuestionnaireFile, coded: bool) -> Result<Self, String> {
        is_format(&file.format, QuestionnaireFile::FORMAT)?;
        let QuestionnaireFile { id, version, contents, rules, .. } = file;
        let form = Form::new(contents).map_err(|error| error.to_string())?;
        rules.check(&form).map_err(|error| error.to_string())?;
        let contents = form.contents();
        let mut sections = vec![Vec::new(); contents.sections.len()];
        let place = |id: &str| contents.sections.iter().position(|section| section.id == id);
        let mut last = 0;
        for (at, item) in contents.items.iter().enumerate() {
            // items of a section mostly follow each other
            if contents.sections.get(last).is_none_or(|section| section.id != item.section) {
                last = place(&item.section).unwrap_or(last);
            }
            if let Some(section) = sections.get_mut(last) {
                section.push(at);
            }
        }
        Ok(Self { id, version, form, rules, coded, sections })
    }
}

impl Model {
    /// A person before the first question.
    #[must_use]
    pub fn new(phrases: Phrases, (language, spoken): (&str, &str), mode: Mode, asked: Asked) -> Self {
        let items = asked.form.contents().items.len();
        let mut model = Self {
            phrases,
            language: language.to_owned(),
            spoken: spoken.to_owned(),
            mode,
            asked,
            answers: Answers::default(),
            standing: Standing::default(),
            page: Page::Review,
            asides: vec![Aside::default(); items],
            typed: None,
            tried: false,
            previous: None,
            scored: Scored::Not,
            unkept: None,
            awaits: false,
            sending: false,
            unsaved: None,
            upgraded: None,
            notice: None,
            announced: String::new(),
            respondents: Vec::new(),
            only_differences: false,
            focus: None,
            generation: 0,
        };
        model.standing = model.asked.form.standing(&model.answers);
        model.page = model.first_page();
        model
    }

    /// The same, with a server that takes the answers: they are sent when it says so.
    #[must_use]
    pub fn served(self, awaits: bool) -> Self {
        Self { awaits, ..self }
    }

    /// What a mode begins with.
    pub(crate) fn first_page(&self) -> Page {
        match self.mode {
            Mode::Fill => Page::Section(self.sections_shown().next().unwrap_or_default()),
            Mode::Review | Mode::Readonly => Page::Review,
            Mode::Compare => Page::Compare,
        }
    }

    pub(crate) fn contents(&self) -> &Contents {
        self.asked.form.contents()
    }

    pub(crate) fn item(&self, at: usize) -> Option<&Item> {
        self.contents().items.get(at)
    }

    /// What is said about an item.
    pub(crate) fn said(&self, at: usize) -> Option<&Answer> {
        self.answers.get(&self.item(at)?.id)
    }

    /// What is said about each item, by its place.
    pub(crate) fn said_by_item<'a>(&self, answers: &'a Answers) -> Vec<Option<&'a Answer>> {
        let mut said = vec![None; self.contents().items.len()];
        for answer in answers.iter() {
            if let Some(place) = self.asked.form.find(&answer.item).and_then(|at| said.get_mut(at)) {
                *place = Some(answer);
            }
        }
        said
    }

    /// The sections that have something to be answered.
    pub(crate) fn sections_shown(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.standing.sections.iter().enumerate().filter(|(_, of)| of.asked > 0).map(|(at, _)| at)
    }

    pub(crate) fn section_of(&self, item: usize) -> Option<usize> {
        self.asked.sections.iter().position(|items| items.binary_search(&item).is_ok())
    }

    /// Whether answers can be changed.
    pub(crate) fn may_change(&self) -> bool {
        matches!(self.mode, Mode::Fill | Mode::Review)
    }

    /// The answers as a file.
    pub(crate) fn file(&self) -> AnswersFile {
        AnswersFile::new(&self.asked.id, &self.asked.version, self.answers.clone())
    }

    /// What the page is told when all is there.
    #[must_use]
    pub fn ready(&self) -> Effect {
        Effect::Ready {
            questionnaire: self.asked.id.clone(),
            version: self.asked.version.clone(),
            title: self.contents().title.in_language(&self.language).to_owned(),
            progress: self.standing.total(),
        }
    }

    /// Something changed about an item.
    pub(crate) fn touch(&mut self, at: usize, change: impl FnOnce(&mut Aside)) {
        if let Some(aside) = self.asides.get_mut(at) {
            change(aside);
            aside.revision = aside.revision.wrapping_add(1);
        }
    }

    /// Everything is drawn anew.
    pub(crate) fn renew(&mut self) {
        self.generation = self.generation.wrapping_add(1);
    }
}

/// Whether a file is of the kind that is wanted.
///
/// # Errors
/// What it is, and what it should be.
pub fn is_format(found: &str, expected: &'static str) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(FileError::Format { found: found.chars().take(80).collect(), expected }.to_string())
}
