//! What is to be seen.

use riskwright_core::questionnaire::Texts;
use riskwright_web_parts::tree::{Element, Words, el};

use crate::model::{Model, Page};
use crate::says;

mod compare;
mod control;
mod item;
mod review;
mod section;
mod upgraded;

impl Model {
    /// The whole of it.
    #[must_use]
    pub fn view(&self) -> Vec<Element<'_>> {
        let contents = self.contents();
        let version = says::version(&self.phrases, (&self.asked.version).into());
        let header = el("header")
            .part("header")
            .with(self.written(el("h2").part("title").attr("id", "title"), &contents.title))
            .with(el("p").part("version").text(version));
        let page = match self.page {
            Page::Section(at) => self.section(at),
            Page::Review => self.review_page(),
            Page::Done => self.done_page(),
            Page::Compare => self.compare_page(),
        };
        let frame = el("div")
            .part("frame")
            .attr("role", "region")
            .attr("aria-labelledby", "title")
            .attr("lang", self.spoken.as_str())
            .with(header)
            .all(self.unkept_notice())
            .all(self.notice())
            .all(self.upgraded_notice())
            .all(self.navigation())
            .with(page)
            .with(el("p").attr("class", "said").attr("role", "status").text(self.announced.as_str()));
        vec![frame]
    }

    /// An element with a text of the questionnaire, its language said where it is another than around it.
    pub(crate) fn written<'a>(&'a self, element: Element<'a>, texts: &'a Texts) -> Element<'a> {
        let text = texts.in_language(&self.language);
        let language = texts.0.iter().find(|of| of.text == text).map_or("", |of| of.language.as_str());
        let other = !(language.is_empty() || language == "und" || same(language, &self.spoken));
        element.attr("dir", "auto").maybe("lang", other.then_some(language)).text(text)
    }

    /// A text of the questionnaire, if there is one.
    pub(crate) fn maybe_written<'a>(&'a self, element: Element<'a>, texts: &'a Texts) -> Option<Element<'a>> {
        (!texts.is_empty()).then(|| self.written(element, texts))
    }

    /// What is not where it should be: not in this browser, or else not at the server.
    fn unkept_notice(&self) -> Option<Element<'_>> {
        let (key, text) = match (&self.unkept, &self.unsaved) {
            (Some(why), _) => (1, says::in_memory(&self.phrases, why.into()).into()),
            (None, Some(said)) => (5, Words::from(said)),
            (None, None) => return None,
        };
        let notice = el("div")
            .key(key)
            .part("notice")
            .attr("role", "alert")
            .with(el("p").text(text))
            .with(button("save").text(says::save_file(&self.phrases)));
        Some(notice).filter(|_| self.may_change())
    }

    fn notice(&self) -> Option<Element<'_>> {
        let notice = self.notice.as_ref()?;
        Some(
            el("div")
                .key(2)
                .part("notice")
                .attr("role", "alert")
                .with(el("p").attr("dir", "auto").text(notice.as_str()))
                .with(button("dismiss").text(says::dismiss(&self.phrases))),
        )
    }
}

fn same(one: &str, other: &str) -> bool {
    fn primary(tag: &str) -> &str {
        tag.split('-').next().unwrap_or_default()
    }
    primary(one).eq_ignore_ascii_case(primary(other))
}

/// A button that does something.
pub(crate) fn button<'a>(does: &'static str) -> Element<'a> {
    el("button").attr("type", "button").attr("part", "button").attr("data-do", does)
}

/// A button that does something to an item.
pub(crate) fn button_for<'a>(does: &'static str, item: usize) -> Element<'a> {
    button(does).attr("data-item", number(item))
}

/// Marks what a field does when it changes, and to which item.
pub(crate) fn does<'a>(element: Element<'a>, does: &'static str, item: usize) -> Element<'a> {
    element.attr("data-do", does).attr("data-item", number(item))
}

/// A count as attributes carry it.
pub(crate) fn number(number: usize) -> String {
    number.to_string()
}
