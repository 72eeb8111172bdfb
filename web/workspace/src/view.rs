//! What is to be seen, as a tree.

use riskwright_web_parts::tree::{Element, el};

use crate::model::{Form, Model, Slot};
use crate::page::Page;
use crate::says;
use crate::views::{Level, Rated};

mod board;
mod calendar;
mod chart;
mod check;
mod fields;
mod heat;
mod list;
mod markdown;
mod overview;
mod readiness;
mod record;
mod register;
mod response;
mod risk;
mod rooms;
mod row;
mod soa;
mod special;
mod ways;

impl Model {
    /// All of it.
    #[must_use]
    pub fn view(&self) -> Vec<Element<'_>> {
        let page = match self.page {
            Page::Overview => self.overview_page(),
            Page::Register => self.register_page(),
            Page::Heatmap => self.heat_page(),
            Page::Treatment => self.board_page(),
            Page::Soa => self.soa_page(),
            Page::Check => self.check_page(),
            Page::Responses => self.responses_page(),
            Page::Risk => self.risk_page(),
            Page::Response => self.response_page(),
            Page::List => self.list_page(),
            Page::Record => self.record_page(),
            Page::Calendar => self.calendar_page(),
            Page::Readiness => self.readiness_page(),
            Page::Required => self.required_page(),
            Page::Measures => self.measures_page(),
        };
        let frame = el("div")
            .part("frame")
            .attr("data-page", self.page.name())
            .all(self.kind.whole.then(|| self.ways()))
            .all(self.away_notice())
            .all(self.unkept_notice())
            .with(page)
            .all(self.notice_box());
        let said = el("p").attr("class", "said").attr("role", "status").key(2).text(self.announced.as_str());
        vec![frame, said]
    }

    /// Where the way back leads to.
    fn before_title(&self) -> String {
        match self.before.last() {
            None => self.title(self.kind.first),
            Some((Page::List, kind)) => self.named("kinds", "", kind),
            Some((Page::Record, place)) => {
                place.split_once('/').map_or_else(String::new, |(_, id)| id.to_owned())
            }
            Some((page, _)) => self.title(*page),
        }
    }

    fn away_notice(&self) -> Option<Element<'_>> {
        let why = self.away.as_ref()?;
        Some(
            el("div")
                .key(3)
                .part("notice")
                .attr("role", "alert")
                .with(el("p").text(says::away(&self.phrases)))
                .with(el("p").attr("class", "hint").attr("dir", "auto").text(why.as_str())),
        )
    }

    fn unkept_notice(&self) -> Option<Element<'_>> {
        let why = self.unkept.as_ref()?;
        Some(
            el("div")
                .key(8)
                .part("notice")
                .attr("role", "alert")
                .with(el("p").text(says::unkept(&self.phrases, why.into())))
                .with(button("take-out").text(says::take_out(&self.phrases))),
        )
    }

    fn notice_box(&self) -> Option<Element<'_>> {
        let notice = self.notice.as_ref()?;
        let class = if notice.wrong { "told wrong" } else { "told" };
        let undo = notice
            .undo
            .filter(|_| self.may_change())
            .map(|_| button("undo").attr("class", "main").text(says::undo(&self.phrases)));
        let help = (!notice.help.is_empty())
            .then(|| el("p").attr("class", "hint").attr("dir", "auto").text(notice.help.as_str()));
        let mark = if notice.wrong { "✕ " } else { "✓ " };
        Some(
            el("div")
                .key(4)
                .attr("id", "told")
                .attr("tabindex", "-1")
                .attr("class", class)
                .attr("part", "notice")
                .maybe("role", notice.wrong.then_some("alert"))
                .with(
                    el("div")
                        .with(el("p").attr("dir", "auto").text(format!("{mark}{}", notice.text)))
                        .all(help),
                )
                .with(
                    el("div")
                        .attr("class", "row")
                        .all(undo)
                        .with(button("dismiss").text(says::dismiss(&self.phrases))),
                ),
        )
    }

    /// The heading of a page.
    fn heading<'a>(&'a self, text: impl Into<riskwright_web_parts::tree::Words<'a>>) -> Element<'a> {
        el("h2").attr("id", "page").attr("tabindex", "-1").attr("part", "title").text(text)
    }

    /// A page, or that it is on its way, or why it does not come.
    fn page_of<'a, T>(
        &'a self,
        slot: &'a Slot<T>,
        show: impl FnOnce(&'a T) -> Vec<Element<'a>>,
    ) -> Element<'a> {
        let section = el("div").key(10 + self.page as usize).part("page");
        match (&slot.has, &slot.wrong) {
            (Some(has), wrong) => section.all(wrong.as_ref().map(|why| self.wrong(why))).all(show(has)),
            (None, Some(why)) => section.with(self.heading(self.title(self.page))).with(self.wrong(why)),
            (None, None) => section
                .with(self.heading(self.title(self.page)))
                .with(el("p").attr("class", "hint").text(says::coming(&self.phrases))),
        }
    }

    fn wrong<'a>(&'a self, why: &'a str) -> Element<'a> {
        el("div")
            .part("error")
            .attr("role", "alert")
            .with(el("p").attr("dir", "auto").text(format!("✕ {why}")))
            .with(button("again").text(says::try_again(&self.phrases)))
    }

    /// Back to where one came from.
    fn back(&self) -> Element<'_> {
        button("back")
            .attr("class", "link back")
            .text(self.arrows(says::back_to(&self.phrases, self.before_title().as_str().into())))
    }

    /// A level with its sign: signs tell levels apart where colours do not.
    fn level<'a>(&'a self, rated: Option<&'a Rated>, of: usize) -> Element<'a> {
        match rated {
            None => el("span").attr("class", "none").text("–"),
            Some(rated) => el("span")
                .attr("class", "level")
                .attr("data-level", shade(rated.level, of))
                .with(el("span").attr("aria-hidden", "true").text(sign(rated.level, of)))
                .words(" ")
                .with(el("b").attr("dir", "auto").text(rated.level_name.as_str()))
                .words(" ")
                .with(el("span").attr("class", "number").text(self.number(rated.score))),
        }
    }

    /// A form with fields, that is sent or left.
    fn form<'a>(&'a self, title: String, fields: Vec<Element<'a>>) -> Element<'a> {
        el("div")
            .key(900)
            .attr("id", "form")
            .part("form")
            .attr("role", "group")
            .attr("aria-label", title.clone())
            .with(el("h3").text(title))
            .all(fields)
            .with(
                el("div")
                    .attr("class", "row")
                    .with(button("submit").attr("class", "main").text(says::save(&self.phrases)))
                    .with(button("cancel").text(says::cancel(&self.phrases))),
            )
    }

    fn is_open(&self, form: &Form) -> bool {
        self.form.as_ref() == Some(form)
    }

    /// A list to choose from, each with its words; the first may stand for nothing.
    fn choice<'a>(
        &'a self,
        id: String,
        label: Element<'a>,
        does: &'static str,
        (options, chosen): (Vec<(String, String)>, String),
    ) -> Element<'a> {
        let option = |(value, words): (String, String)| el("option").attr("value", value).text(words);
        let select = el("select")
            .attr("id", id.clone())
            .attr("part", "field")
            .attr("data-do", does)
            .all(options.into_iter().map(option))
            .value(chosen);
        el("div").attr("class", "field").with(label.attr("for", id)).with(select)
    }
}

/// The sign of a level, among so many.
fn sign(level: usize, of: usize) -> &'static str {
    const SIGNS: [&str; 5] = ["○", "◔", "◑", "◕", "●"];
    SIGNS.get(step(level, of)).copied().unwrap_or("●")
}

/// The shade of a level, from 0 to 4.
fn shade(level: usize, of: usize) -> &'static str {
    const SHADES: [&str; 5] = ["0", "1", "2", "3", "4"];
    SHADES.get(step(level, of)).copied().unwrap_or("4")
}

/// Five steps for however many levels.
fn step(level: usize, of: usize) -> usize {
    if of < 2 { 0 } else { (level * 4 + (of - 1) / 2) / (of - 1) }
}

fn label<'a>(text: String) -> Element<'a> {
    el("label").text(text)
}

/// A button that does something.
fn button<'a>(does: &'static str) -> Element<'a> {
    el("button").attr("type", "button").attr("part", "button").attr("data-do", does)
}

/// A button that leads to a record.
fn link<'a>(does: &'static str, id: &'a str) -> Element<'a> {
    button(does).attr("class", "link").attr("data-id", id)
}

/// A field of a form: its name, label and kind.
fn entry<'a>(name: &'static str, text: String, kind: &'static str) -> Element<'a> {
    let id = format!("form-{name}");
    let field = if kind == "textarea" { el("textarea") } else { el("input").attr("type", kind) };
    el("div")
        .attr("class", "field")
        .with(label(text).attr("for", id.clone()))
        .with(field.attr("id", id).attr("name", name).attr("part", "field").attr("dir", "auto"))
}

fn levels_named(levels: &[Level]) -> Vec<(String, String)> {
    levels.iter().enumerate().map(|(at, level)| (at.to_string(), level.name.clone())).collect()
}
