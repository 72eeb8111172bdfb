//! The elements as a class of JavaScript. `riskwright.js` makes one for each element on a page, hands it what happens, and
//! does what it answers: a list of [`Effect`]s.

use riskwright_web_parts::crossing;
use riskwright_web_parts::dom::{Field, Place};
use riskwright_web_parts::intl::{Intl, OfBrowser};
use riskwright_web_parts::phrases::Phrases;
use serde::Deserialize;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::*;
use web_sys::{Event, FocusOptions, HtmlElement, ShadowRoot};

use crate::effect::Effect;
use crate::hearing::{Heard, Kind as Doing};
use crate::model::{Focus, Model};
use crate::page::Kind;
use crate::telling::Told;

/// What an element opens with.
#[derive(Deserialize)]
struct Opening {
    /// Which element: `register`.
    kind: String,
    language: String,
    readonly: bool,
    /// Whether another element of the page lists what is chosen.
    linked: bool,
    /// Whether the page runs from right to left.
    mirrored: bool,
}

/// A view of an ISMS on a page.
#[wasm_bindgen]
pub struct Workspace {
    model: Model,
    root: ShadowRoot,
    place: Place,
}

fn wrong(error: impl std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}

#[wasm_bindgen]
impl Workspace {
    /// An element before anything was told.
    ///
    /// # Errors
    /// If there is no page to draw on.
    #[wasm_bindgen(constructor)]
    pub fn new(root: ShadowRoot, opening: JsValue, table: &str, intl: Intl) -> Result<Workspace, JsError> {
        let opening: Opening = crossing::read(opening).map_err(wrong)?;
        let phrases = Phrases::new(table, Box::new(OfBrowser(intl)));
        let mut model = Model::new(phrases, &opening.language, Kind::named(&opening.kind), opening.readonly);
        if opening.linked {
            model.link();
        }
        if opening.mirrored {
            model.mirror();
        }
        let place = Place::new(root.clone().into()).ok_or_else(|| wrong("there is no page to draw on"))?;
        Ok(Self { model, root, place })
    }

    /// Draws the first time, and asks for what is shown.
    pub fn begin(&mut self) -> JsValue {
        let effects = self.model.refresh();
        self.draw(&effects)
    }

    /// Takes in what the page tells.
    ///
    /// # Errors
    /// If it is not what it should be.
    pub fn tell(&mut self, told: JsValue) -> Result<JsValue, JsError> {
        let told: Told = crossing::read(told).map_err(wrong)?;
        let effects = self.model.told(told);
        Ok(self.draw(&effects))
    }

    /// Something happened in the element.
    pub fn handle(&mut self, event: &Event) -> JsValue {
        let kind = match event.type_().as_str() {
            "click" => Doing::Press,
            "input" => Doing::Input,
            "change" => Doing::Change,
            "focusin" => Doing::Enter,
            _ => return JsValue::UNDEFINED,
        };
        let Some(target) = event.target() else { return JsValue::UNDEFINED };
        let target: &web_sys::Element = target.unchecked_ref();
        let Ok(Some(target)) = target.closest("[data-do]") else { return JsValue::UNDEFINED };
        let field: &Field = target.unchecked_ref();
        // a list that is chosen from changes too: until then it shows what the person made of it, and is not drawn
        let pressed = matches!(target.tag_name().as_str(), "BUTTON" | "TD");
        if kind == Doing::Press && !pressed || kind == Doing::Input && target.tag_name() == "SELECT" {
            return JsValue::UNDEFINED;
        }
        // of fields that are gone to, those alone ask for something that offer records
        if kind == Doing::Enter && !target.has_attribute("list") {
            return JsValue::UNDEFINED;
        }
        let text = |name| target.get_attribute(name).unwrap_or_default();
        let does = text("data-do");
        let heard = Heard {
            kind,
            id: text("data-id"),
            at: text("data-at").parse().unwrap_or_default(),
            value: if kind == Doing::Press { String::new() } else { field.value() },
            fields: if does == "submit" { self.fields() } else { Vec::new() },
            does,
        };
        let effects = self.model.hear(&heard);
        self.draw(&effects)
    }

    /// The fields of the form that is open.
    fn fields(&self) -> Vec<(String, String)> {
        const NAMES: [&str; 8] = ["id", "title", "owner", "due", "until", "reason", "respondent", "for"];
        let field = |name: &str| {
            let found = self.root.query_selector(&format!("#form [name={name}]")).ok().flatten()?;
            Some((name.to_owned(), found.unchecked_ref::<Field>().value()))
        };
        NAMES.into_iter().filter_map(field).collect()
    }

    /// Draws what there is now, and gives what is to be done.
    fn draw(&mut self, effects: &[Effect]) -> JsValue {
        let active = || self.root.active_element();
        let in_rows = active().filter(|active| active.matches("#rows tbody [tabindex]").unwrap_or(false));
        self.place.draw(self.model.view());
        match self.model.take_focus() {
            Some(focus) => self.focus(focus),
            // who is in the register's rows stays with the risk, wherever it is now
            None if in_rows.is_some_and(|cell| cell.get_attribute("tabindex").as_deref() != Some("0")) => {
                self.focus(Focus::Cell);
            }
            None => {}
        }
        crossing::write(&effects)
    }

    fn focus(&self, focus: Focus) {
        let selector = match focus {
            Focus::Heading => "#page",
            Focus::Form => "#form :is(input:not([type=hidden]),textarea,select,button.main)",
            Focus::Fault => "#form [aria-invalid]",
            Focus::Added => {
                "#form [data-added] > :last-child :is(input,textarea,select), #form [data-added] ~ button"
            }
            Focus::Notice => "#told",
            Focus::Edit => ".editor :is(input,select)",
            Focus::Cell => "#rows tbody [tabindex='0']",
        };
        if let Ok(Some(found)) = self.root.query_selector(selector) {
            // rows are where a person scrolled them to
            let options = FocusOptions::new();
            options.set_prevent_scroll(focus == Focus::Cell);
            let _ = found.unchecked_ref::<HtmlElement>().focus_with_options(&options);
        }
    }
}
