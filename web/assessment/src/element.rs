//! The element as a class of JavaScript. `riskwright.js` makes one for each element on a page, hands it what happens, and
//! does what it answers: a list of [`Effect`]s.

use riskwright_core::questionnaire::QuestionnaireFile;
use riskwright_web_parts::crossing;
use riskwright_web_parts::dom::{Field, Place};
use riskwright_web_parts::intl::{Intl, OfBrowser};
use riskwright_web_parts::phrases::Phrases;
use serde::Deserialize;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::*;
use web_sys::{Event, HtmlElement, ShadowRoot};

use crate::effect::Effect;
use crate::filling::{Heard, Kind};
use crate::intake::Told;
use crate::model::{Asked, Focus, Mode, Model};

/// What an element opens with.
#[derive(Deserialize)]
struct Opening {
    questionnaire: QuestionnaireFile,
    /// Whether a plugin works out what follows.
    coded: bool,
    /// Whether a server takes the answers.
    served: bool,
    /// The language of the questionnaire's texts, and of the element's own.
    language: String,
    spoken: String,
    mode: String,
}

/// A questionnaire on a page.
#[wasm_bindgen]
pub struct Assessment {
    model: Model,
    root: ShadowRoot,
    place: Place,
    begun: bool,
}

fn wrong(error: impl std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}

#[wasm_bindgen]
impl Assessment {
    /// Opens a questionnaire, with nothing answered, and draws nothing yet.
    ///
    /// # Errors
    /// What is wrong with the questionnaire.
    #[wasm_bindgen(constructor)]
    pub fn new(root: ShadowRoot, opening: JsValue, table: &str, intl: Intl) -> Result<Assessment, JsError> {
        let opening: Opening = crossing::read(opening).map_err(wrong)?;
        let asked = Asked::open(opening.questionnaire, opening.coded).map_err(wrong)?;
        let phrases = Phrases::new(table, Box::new(OfBrowser(intl)));
        let languages = (opening.language.as_str(), opening.spoken.as_str());
        let model = Model::new(phrases, languages, Mode::named(&opening.mode), asked).served(opening.served);
        let place = Place::new(root.clone().into()).ok_or_else(|| wrong("there is no page to draw on"))?;
        Ok(Self { model, root, place, begun: false })
    }

    /// Draws the first time; then it is ready.
    pub fn begin(&mut self) -> JsValue {
        self.begun = true;
        let mut effects = vec![self.model.ready()];
        effects.extend(self.model.scores_if_looked_at());
        self.draw(&effects)
    }

    /// Takes in what the page tells.
    ///
    /// # Errors
    /// If it is not what it should be.
    pub fn tell(&mut self, told: JsValue) -> Result<JsValue, JsError> {
        let told: Told = crossing::read(told).map_err(wrong)?;
        let effects = self.model.told(told).map_err(wrong)?;
        Ok(self.draw(&effects))
    }

    /// The answers, as a file.
    pub fn answers(&self) -> JsValue {
        crossing::write(&self.model.file())
    }

    /// Something happened in the element.
    pub fn handle(&mut self, event: &Event) -> JsValue {
        let kind = match event.type_().as_str() {
            "click" => Kind::Press,
            "input" => Kind::Input,
            "change" => Kind::Change,
            _ => return JsValue::UNDEFINED,
        };
        let Some(target) = event.target() else { return JsValue::UNDEFINED };
        let target: &web_sys::Element = target.unchecked_ref();
        let Ok(Some(target)) = target.closest("[data-do]") else { return JsValue::UNDEFINED };
        // a box that is pressed changes too: until then it shows what the person made of it, and is not drawn
        let field: &Field = target.unchecked_ref();
        let settled = matches!(field.kind().as_str(), "radio" | "checkbox" | "select-one");
        if kind == Kind::Press && target.tag_name() != "BUTTON" || kind == Kind::Input && settled {
            return JsValue::UNDEFINED;
        }
        let does = target.get_attribute("data-do").unwrap_or_default();
        let count = |name| target.get_attribute(name).and_then(|text| text.parse().ok()).unwrap_or_default();
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
        self.draw(&effects)
    }

    fn add_link(&mut self, item: usize) -> JsValue {
        let field = |name: &str| self.root.get_element_by_id(&format!("{name}{item}"));
        let value =
            |name: &str| field(name).map_or_else(String::new, |field| field.unchecked_ref::<Field>().value());
        let effects = self.model.add_link(item, &value("title"), &value("link"));
        if !effects.is_empty() {
            for name in ["title", "link"] {
                if let Some(field) = field(name) {
                    field.unchecked_ref::<Field>().set_value("");
                }
            }
        }
        self.draw(&effects)
    }

    /// Draws what there is now, and gives what is to be done.
    fn draw(&mut self, effects: &[Effect]) -> JsValue {
        if self.begun {
            self.place.draw(self.model.view());
        }
        if let Some(focus) = self.model.focus.take() {
            self.focus(focus);
        }
        crossing::write(&effects)
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
