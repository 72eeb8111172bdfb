//! The fields by which questions are answered.

use riskwright_core::questionnaire::{AnswerValue, Bounds, Item, ItemKind, Texts};
use riskwright_web_parts::tree::{Element, el};

use super::{does, number};
use crate::model::Model;
use crate::says;

/// More choices than these are a list to open, not buttons.
pub(super) const MANY: usize = 12;
/// Longer texts have several lines.
const LINE: u32 = 120;

impl Model {
    /// Radio buttons or boxes.
    pub(super) fn options<'a>(
        &'a self,
        at: usize,
        item: &'a Item,
        value: Option<&AnswerValue>,
    ) -> Element<'a> {
        let option = |does_it: &'static str, place: usize, ticked: bool, title: Element<'a>| {
            let kind = if does_it == "tick" { "checkbox" } else { "radio" };
            let field = does(el("input").attr("type", kind), does_it, at)
                .attr("data-at", number(place))
                .attr("name", format!("item{at}"))
                .checked(ticked);
            el("label").part("option").with(field).with(title)
        };
        let written = |title: &'a Texts| self.written(el("span"), title);
        let options: Vec<Element<'a>> = match &item.kind {
            ItemKind::OneOf(choices) => {
                let is = |id: &str| matches!(value, Some(AnswerValue::Choice(chosen)) if chosen == id);
                let choices = choices.iter().enumerate();
                choices.map(|(place, of)| option("choose", place, is(&of.id), written(&of.title))).collect()
            }
            ItemKind::AnyOf(choices) => {
                let is = |id: &String| matches!(value, Some(AnswerValue::Choices(ids)) if ids.contains(id));
                let choices = choices.iter().enumerate();
                choices.map(|(place, of)| option("tick", place, is(&of.id), written(&of.title))).collect()
            }
            ItemKind::Scale(levels) => {
                let is = |place: usize| matches!(value, Some(AnswerValue::Level(level)) if usize::from(*level) == place);
                let levels = levels.iter().enumerate();
                levels.map(|(place, of)| option("level", place, is(place), written(of))).collect()
            }
            _ => {
                let yes = el("span").text(says::yes(&self.phrases));
                let no = el("span").text(says::no(&self.phrases));
                vec![
                    option("yes", 1, value == Some(&AnswerValue::YesNo(true)), yes),
                    option("yes", 0, value == Some(&AnswerValue::YesNo(false)), no),
                ]
            }
        };
        let level = matches!(item.kind, ItemKind::Scale(_));
        // among buttons of which one is pressed it is one more of them
        let one = !matches!(item.kind, ItemKind::AnyOf(_));
        let not_applicable = item.may_not_apply.then(|| self.not_applicable(at, value, one));
        el("div")
            .attr("class", if level { "options level" } else { "options" })
            .all(options)
            .all(not_applicable)
    }

    /// The box of a field that stands alone.
    pub(super) fn does_not_apply<'a>(
        &'a self,
        at: usize,
        item: &'a Item,
        value: Option<&AnswerValue>,
    ) -> Option<Element<'a>> {
        item.may_not_apply.then(|| self.not_applicable(at, value, false))
    }

    fn not_applicable(&self, at: usize, value: Option<&AnswerValue>, one: bool) -> Element<'_> {
        let ticked = matches!(value, Some(AnswerValue::NotApplicable(_)));
        let field =
            does(el("input").attr("type", if one { "radio" } else { "checkbox" }), "not-applicable", at)
                .maybe("name", one.then(|| format!("item{at}")))
                .checked(ticked);
        el("label").part("option").with(field).with(el("span").text(says::does_not_apply(&self.phrases)))
    }

    pub(super) fn reason<'a>(&'a self, at: usize, value: Option<&'a AnswerValue>) -> Option<Element<'a>> {
        let Some(AnswerValue::NotApplicable(reason)) = value else { return None };
        let field = does(el("textarea"), "reason", at)
            .attr("id", format!("reason{at}"))
            .attr("part", "field")
            .attr("rows", "2")
            .attr("maxlength", "10000")
            .attr("dir", "auto")
            .value(reason.as_str());
        let label = el("label").attr("for", format!("reason{at}")).text(says::reason(&self.phrases));
        Some(el("div").key(3).attr("class", "more").with(label).with(field))
    }

    /// The one field of an item.
    pub(super) fn field<'a>(
        &'a self,
        at: usize,
        item: &'a Item,
        value: Option<&'a AnswerValue>,
        mut described: Option<String>,
        wrong: bool,
    ) -> Element<'a> {
        let dormant = matches!(value, Some(AnswerValue::NotApplicable(_)));
        let typed = self.typed.as_ref().filter(|(typing, _)| *typing == at).map(|(_, text)| text.as_str());
        let mut hint = None;
        let field = match &item.kind {
            ItemKind::Text(most) => {
                let text = match value {
                    Some(AnswerValue::Text(text)) => text.as_str(),
                    _ => "",
                };
                let field = if *most > LINE {
                    el("textarea").attr("rows", "3")
                } else {
                    el("input").attr("type", "text")
                };
                does(field, "text", at).attr("dir", "auto").value(typed.unwrap_or(text))
            }
            ItemKind::Number(bounds) => {
                hint = Some(self.bounds(at, bounds));
                let text = match value {
                    Some(AnswerValue::Number(number)) => self.number_in_words(*number),
                    Some(AnswerValue::Text(text)) => text.clone(),
                    _ => String::new(),
                };
                let text = typed.map_or(text, str::to_owned);
                does(el("input").attr("type", "text").attr("inputmode", "decimal"), "number", at)
                    .attr("autocomplete", "off")
                    .value(text)
            }
            ItemKind::Date => {
                let day = match value {
                    Some(AnswerValue::Date(day)) => day.as_str(),
                    _ => "",
                };
                does(el("input").attr("type", "date"), "day", at).value(day)
            }
            ItemKind::OneOf(choices) => {
                let is = |id: &str| matches!(value, Some(AnswerValue::Choice(chosen)) if chosen == id);
                let titles: Vec<(&Texts, bool)> = choices.iter().map(|of| (&of.title, is(&of.id))).collect();
                self.list(at, titles)
            }
            ItemKind::Scale(levels) => {
                let is = |place: usize| matches!(value, Some(AnswerValue::Level(level)) if usize::from(*level) == place);
                let titles = levels.iter().enumerate().map(|(place, of)| (of, is(place))).collect();
                self.list(at, titles)
            }
            ItemKind::AnyOf(_) | ItemKind::YesNo => el("span"),
        };
        if hint.is_some() {
            let hint = format!("bounds{at}");
            described = Some(described.map_or(hint.clone(), |before| format!("{before} {hint}")));
        }
        let field = field
            .attr("id", format!("field{at}"))
            .attr("part", "field")
            .flag("disabled", dormant)
            .maybe("aria-required", item.required.then_some("true"))
            .maybe("aria-invalid", wrong.then_some("true"))
            .maybe("aria-describedby", described);
        el("div").attr("class", "one").with(field).all(hint)
    }

    fn list<'a>(&'a self, at: usize, titles: Vec<(&'a Texts, bool)>) -> Element<'a> {
        let chosen = titles.iter().position(|(_, is)| *is);
        let nothing = el("option").attr("value", "").text(says::nothing_chosen(&self.phrases));
        let options = titles
            .into_iter()
            .enumerate()
            .map(|(place, (title, _))| self.written(el("option").attr("value", number(place)), title));
        does(el("select"), "pick", at)
            .with(nothing)
            .all(options)
            .value(chosen.map_or_else(String::new, number))
    }

    fn bounds(&self, at: usize, bounds: &Bounds) -> Element<'_> {
        let number = |number: f64| self.answer_number(number, &bounds.unit);
        let text = says::between(&self.phrases, (&number(bounds.min)).into(), (&number(bounds.max)).into());
        el("span").attr("class", "hint").attr("id", format!("bounds{at}")).text(text)
    }

    fn answer_number(&self, number: f64, unit: &str) -> String {
        let number = self.number_in_words(number);
        if unit.is_empty() {
            return number;
        }
        says::score_with_unit(&self.phrases, (&number).into(), unit.into())
    }
}
