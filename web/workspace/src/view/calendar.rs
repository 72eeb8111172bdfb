//! What is due, and what waits for whoever looks.

use riskwright_web_parts::tree::{Element, el};

use super::button;
use crate::model::Model;
use crate::says;
use crate::views::{Due, Waits};

/// An address to be read or copied.
pub(super) fn address_field<'a>(id: String, title: String, address: &'a str) -> Element<'a> {
    el("div").attr("class", "field grow").with(el("label").attr("for", id.clone()).text(title)).with(
        el("input")
            .attr("id", id)
            .attr("type", "text")
            .flag("readonly", true)
            .attr("part", "field")
            .value(address),
    )
}

impl Model {
    pub(super) fn calendar_page(&self) -> Element<'_> {
        self.page_of(&self.calendar, |calendar| {
            let phrases = &self.phrases;
            let mut parts = vec![
                self.heading(self.title(self.page)),
                el("p")
                    .attr("class", "hint")
                    .text(says::due_until(phrases, self.day(&calendar.until).as_str().into())),
            ];
            let (overdue, ahead): (Vec<&Due>, Vec<&Due>) = calendar.due.iter().partition(|due| due.overdue);
            if calendar.due.is_empty() {
                parts.push(el("p").attr("class", "none").text(says::nothing_due(phrases)));
            }
            if !overdue.is_empty() {
                let title = format!("! {} ({})", says::overdue(phrases), self.count_in_words(overdue.len()));
                parts.push(self.dues(title, overdue));
            }
            let mut months: Vec<(&str, Vec<&Due>)> = Vec::new();
            for due in ahead {
                let month = due.on.get(..7).unwrap_or(&due.on);
                match months.last_mut() {
                    Some((known, all)) if *known == month => all.push(due),
                    _ => months.push((month, vec![due])),
                }
            }
            for (month, all) in months {
                parts.push(self.dues(self.month(month), all));
            }
            parts.extend(self.subscribing());
            parts
        })
    }

    /// The addresses for calendars elsewhere.
    fn subscribing(&self) -> Option<Element<'_>> {
        let feeds = self.feeds.has.as_ref()?;
        let phrases = &self.phrases;
        Some(
            el("details")
                .with(el("summary").text(says::subscribe(phrases)))
                .with(el("p").attr("class", "hint").text(says::subscribe_hint(phrases)))
                .with(self.feed("all", says::feed_all(phrases), &feeds.all))
                .with(self.feed("mine", says::feed_mine(phrases), &feeds.mine)),
        )
    }

    fn feed<'a>(&self, id: &'static str, title: String, address: &'a str) -> Element<'a> {
        el("div")
            .attr("class", "told")
            .with(address_field(format!("feed-{id}"), title, address))
            .with(button("copy-feed").attr("data-id", id).text(says::copy(&self.phrases)))
    }

    /// A month as the language writes it: its name and year.
    fn month(&self, month: &str) -> String {
        let (year, number) = month.split_once('-').unwrap_or((month, ""));
        format!("{} {year}", self.named("word", "month", number))
    }

    fn dues<'a>(&'a self, title: String, all: Vec<&'a Due>) -> Element<'a> {
        el("section")
            .with(el("h3").text(title))
            .with(el("ul").attr("class", "dues").all(all.into_iter().map(|due| self.due_line(due))))
    }

    pub(super) fn due_line<'a>(&'a self, due: &'a Due) -> Element<'a> {
        let who = due
            .who
            .as_deref()
            .map(|who| el("span").attr("class", "hint").attr("dir", "auto").text(format!(" · {who}")));
        el("li").with(el("span").attr("class", "when").with(self.due_day(&due.on, due.overdue))).with(
            el("span")
                .with(self.to_place(&due.record, &due.title))
                .with(el("br"))
                .with(el("span").attr("class", "hint").text(self.named("word", "due", &due.what)))
                .all(who),
        )
    }

    /// What waits for whoever looks: part of the page one begins with.
    pub(super) fn waits_for_me(&self) -> Option<Element<'_>> {
        let waits = self.waits.has.as_ref()?;
        let phrases = &self.phrases;
        let lists: [(String, &[Waits]); 3] = [
            (says::to_approve(phrases), &waits.approve),
            (says::to_read(phrases), &waits.acknowledge),
            (says::to_decide(phrases), &waits.decide),
        ];
        let lists = lists.into_iter().filter(|(_, all)| !all.is_empty()).map(|(title, all)| {
            let each = all.iter().map(|of| {
                let since = of.since.as_deref().map(|since| {
                    let text = says::since(phrases, self.day(since).as_str().into());
                    el("span").attr("class", "hint").text(format!(" {text}"))
                });
                el("li").with(self.to_place(&of.record, &of.title)).all(since)
            });
            el("div").with(el("h4").text(title)).with(el("ul").attr("class", "plain").all(each))
        });
        let lists: Vec<Element<'_>> = lists.collect();
        let nothing = lists.is_empty() && waits.due.is_empty();
        let due = (!waits.due.is_empty())
            .then(|| el("ul").attr("class", "dues").all(waits.due.iter().map(|due| self.due_line(due))));
        Some(
            el("section")
                .attr("class", "tile waits")
                .with(el("h3").text(says::waits_for_me(phrases)))
                .all(nothing.then(|| {
                    el("p").attr("class", "none").text(format!("✓ {}", says::nothing_waits(phrases)))
                }))
                .all(due)
                .all(lists),
        )
    }
}
