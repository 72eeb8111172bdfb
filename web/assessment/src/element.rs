//! The element as a class of JavaScript. `riskwright.js` makes one for each element on a page, hands it what happens, and
//! does what it answers: names of what to do, each with two texts.

use riskwright_core::quantity::Digest;
use riskwright_core::questionnaire::Evidence;
use riskwright_web_parts::dom::{Field, Place};
use riskwright_web_parts::phrases::{Locale, Phrases};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::*;
use web_sys::{Event, HtmlElement, ShadowRoot};

use crate::effect::Effect;
use crate::filling::{Heard, Kind};
use crate::model::{Asked, Focus, Mode, Model};

#[wasm_bindgen]
extern "C" {
    /// Numbers, plurals and days as the browser writes them.
    pub type Intl;
    #[wasm_bindgen(method)]
    fn plural(this: &Intl, number: f64) -> String;
    #[wasm_bindgen(method)]
    fn number(this: &Intl, number: f64) -> String;
    #[wasm_bindgen(method)]
    fn day(this: &Intl, day: &str) -> String;
    #[wasm_bindgen(method)]
    fn decimal(this: &Intl) -> String;
    #[wasm_bindgen(method)]
    fn read(this: &Intl, text: &str) -> f64;
}

struct OfBrowser(Intl);

impl Locale for OfBrowser {
    fn plural(&self, number: f64) -> String {
        self.0.plural(number)
    }
    fn number(&self, number: f64) -> String {
        self.0.number(number)
    }
    fn day(&self, day: &str) -> String {
        self.0.day(day)
    }
    fn decimal(&self) -> char {
        self.0.decimal().chars().next().unwrap_or('.')
    }
    fn read(&self, text: &str) -> f64 {
        self.0.read(text)
    }
}

/// A questionnaire on a page.
#[wasm_bindgen]
pub struct Assessment {
    model: Model,
    root: ShadowRoot,
    place: Place,
}

/// What to do, for JavaScript: three texts for each.
type Effects = Vec<String>;

fn in_words(effects: Vec<Effect>) -> Effects {
    effects.into_iter().flat_map(Effect::in_words).collect()
}

fn wrong(message: String) -> JsError {
    JsError::new(&message)
}

#[wasm_bindgen]
impl Assessment {
    /// Opens a questionnaire, with nothing answered, and draws nothing yet. Its texts are shown in `language`, those of the
    /// element in `spoken`, whose table is given.
    ///
    /// # Errors
    /// What is wrong with the questionnaire.
    #[wasm_bindgen(constructor)]
    pub fn new(
        root: ShadowRoot,
        questionnaire: &str,
        coded: bool,
        language: &str,
        spoken: &str,
        table: &str,
        intl: Intl,
        mode: &str,
    ) -> Result<Assessment, JsError> {
        let asked = Asked::open(questionnaire, coded).map_err(wrong)?;
        let phrases = Phrases::new(table, Box::new(OfBrowser(intl)));
        let model = Model::new(phrases, (language, spoken), Mode::named(mode), asked);
        let place = Place::new(root.clone().into()).ok_or_else(|| JsError::new("there is no page to draw on"))?;
        Ok(Self { model, root, place })
    }

    /// The questionnaire's id: answers are kept under it.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.model.asked.id.clone()
    }

    /// Takes over what was kept.
    ///
    /// # Errors
    /// If it is damaged.
    #[wasm_bindgen(js_name = takeKept)]
    pub fn take_kept(&mut self, answers: &str, questionnaire: &str) -> Result<Effects, JsError> {
        self.model.take_kept(answers, questionnaire).map(in_words).map_err(wrong)
    }

    /// Draws the first time; then it is ready.
    pub fn begin(&mut self) -> Effects {
        let mut effects = vec![self.model.ready()];
        if self.model.page == crate::model::Page::Review {
            effects.extend(self.model.evaluate());
        }
        self.draw(effects)
    }

    /// Something happened in the element.
    pub fn handle(&mut self, event: &Event) -> Effects {
        let kind = match event.type_().as_str() {
            "click" => Kind::Press,
            "input" => Kind::Input,
            "change" => Kind::Change,
            _ => return Effects::new(),
        };
        let Some(target) = event.target() else { return Effects::new() };
        let target: &web_sys::Element = target.unchecked_ref();
        let Ok(Some(target)) = target.closest("[data-do]") else { return Effects::new() };
        let does = target.get_attribute("data-do").unwrap_or_default();
        let count = |name| target.get_attribute(name).and_then(|text| text.parse().ok()).unwrap_or_default();
        let field: &Field = target.unchecked_ref();
        let item = count("data-item");
        if does == "add-link" && kind == Kind::Press {
            return self.add_link(item);
        }
        let (value, checked) = match kind {
            Kind::Press => (String::new(), false),
            Kind::Input | Kind::Change => (field.value(), field.checked()),
        };
        let effects =
            self.model.hear(&Heard { kind, does: &does, item, at: count("data-at"), value, checked });
        self.draw(effects)
    }

    fn add_link(&mut self, item: usize) -> Effects {
        let field = |name: &str| self.root.get_element_by_id(&format!("{name}{item}"));
        let value = |name: &str| {
            field(name).map_or_else(String::new, |field| field.unchecked_ref::<Field>().value())
        };
        let effects = self.model.add_link(item, &value("title"), &value("link"));
        if !effects.is_empty() {
            for name in ["title", "link"] {
                if let Some(field) = field(name) {
                    field.unchecked_ref::<Field>().set_value("");
                }
            }
        }
        self.draw(effects)
    }

    /// Notes a file as evidence, by its name, size and digest.
    #[wasm_bindgen(js_name = addFile)]
    pub fn add_file(&mut self, item: usize, name: &str, size: f64, digest: &str) -> Effects {
        let title: String = name.chars().take(500).collect();
        // a file's size is a whole number far below 2^53
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let size = Some(size as u64);
        let evidence = Evidence { title, link: None, digest: digest.parse::<Digest>().ok(), size };
        let effects = self.model.add_evidence(item, evidence);
        self.draw(effects)
    }

    /// Takes in a file of answers.
    #[wasm_bindgen(js_name = takeIn)]
    pub fn take_in(&mut self, text: &str) -> Effects {
        let effects = self.model.take_in(text);
        self.draw(effects)
    }

    /// Another tab said this about an item.
    pub fn heard(&mut self, item: &str, said: &str) {
        self.model.heard_elsewhere(item, said);
        self.draw(Vec::new());
    }

    /// Another tab said this at the same time.
    pub fn differs(&mut self, item: &str, said: &str) {
        self.model.differs(item, said);
        self.draw(Vec::new());
    }

    /// Another tab began anew.
    pub fn forget(&mut self, previous: &str) {
        self.model.forget(previous);
        self.draw(Vec::new());
    }

    /// A plugin worked out what follows.
    pub fn evaluated(&mut self, outcome: &str) {
        self.model.evaluated(outcome);
        self.draw(Vec::new());
    }

    /// A plugin could not work it out.
    #[wasm_bindgen(js_name = notEvaluated)]
    pub fn not_evaluated(&mut self, why: &str) {
        self.model.not_evaluated(why);
        self.draw(Vec::new());
    }

    /// Where answers are kept: an empty text for the browser, else why not.
    #[wasm_bindgen(js_name = setUnkept)]
    pub fn set_unkept(&mut self, why: &str) {
        self.model.set_unkept((!why.is_empty()).then(|| why.to_owned()));
        self.draw(Vec::new());
    }

    /// The answers of last time.
    ///
    /// # Errors
    /// If it is no answers file.
    #[wasm_bindgen(js_name = setPrevious)]
    pub fn set_previous(&mut self, text: &str) -> Result<(), JsError> {
        self.model.set_previous(text).map_err(wrong)?;
        self.draw(Vec::new());
        Ok(())
    }

    /// Answers files of several persons.
    ///
    /// # Errors
    /// If one is none.
    #[wasm_bindgen(js_name = setRespondents)]
    pub fn set_respondents(&mut self, files: Vec<String>) -> Result<(), JsError> {
        self.model.set_respondents(&files).map_err(wrong)?;
        self.draw(Vec::new());
        Ok(())
    }

    /// Another mode.
    #[wasm_bindgen(js_name = setMode)]
    pub fn set_mode(&mut self, mode: &str) -> Effects {
        self.model.set_mode(Mode::named(mode));
        let effects = if mode == "readonly" || mode == "review" { self.model.evaluate() } else { Vec::new() };
        self.draw(effects)
    }

    /// The answers as a file.
    pub fn answers(&self) -> String {
        self.model.file().to_json().unwrap_or_default()
    }

    fn draw(&mut self, effects: Vec<Effect>) -> Effects {
        self.place.draw(self.model.view());
        if let Some(focus) = self.model.focus.take() {
            self.focus(focus);
        }
        in_words(effects)
    }

    fn focus(&self, focus: Focus) {
        const FIELD: &str = "input:not(:disabled),select:not(:disabled),textarea:not(:disabled),button";
        let (around, field) = match focus {
            Focus::Heading => ("#page".to_owned(), String::new()),
            Focus::Item(at) => (format!("#item{at}"), FIELD.to_owned()),
            Focus::Comment(at) => (format!("#item{at}"), format!("#comment{at}")),
            Focus::Evidence(at) => (format!("#evidence{at}"), "summary".to_owned()),
        };
        let Ok(Some(around)) = self.root.query_selector(&around) else { return };
        let found = if field.is_empty() { None } else { around.query_selector(&field).ok().flatten() };
        let target = found.as_ref().unwrap_or(&around);
        let _ = target.unchecked_ref::<HtmlElement>().focus();
    }
}
