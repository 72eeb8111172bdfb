//! The way through the sections, and the items of one.

use riskwright_web_parts::tree::{Element, el, kept};

use super::{button, number};
use crate::model::{Mode, Model, Page};
use crate::says;

impl Model {
    /// The sections with their progress, and how far all has come.
    pub(super) fn navigation(&self) -> Option<Element<'_>> {
        if !self.may_change() || self.page == Page::Done {
            return None;
        }
        let total = self.standing.total();
        let text = says::progress(&self.phrases, total.asked.into(), total.answered.into());
        let bar = el("progress")
            .part("progress")
            .attr("max", number(total.asked.max(1)))
            .attr("value", number(total.answered))
            .attr("aria-labelledby", "progress");
        let progress =
            el("div")
                .attr("class", "far")
                .with(el("p").attr("id", "progress").attr("role", "status").text(text))
                .with(bar)
                .all((!self.standing.is_complete()).then(|| {
                    button("missing").attr("class", "quiet").text(says::next_missing(&self.phrases))
                }));
        let shown: Vec<usize> = self.sections_shown().collect();
        let sections = (shown.len() > 1).then(|| {
            let entries = shown.into_iter().map(|at| self.entry(at));
            let review = el("li").with(
                button("review")
                    .maybe("aria-current", (self.page == Page::Review).then_some("step"))
                    .text(says::to_review(&self.phrases)),
            );
            el("nav")
                .part("sections")
                .attr("aria-label", says::sections(&self.phrases))
                .with(el("ol").all(entries).with(review))
        });
        Some(el("div").key(4).attr("class", "way").with(progress).all(sections))
    }

    fn entry(&self, at: usize) -> Element<'_> {
        let of = self.standing.sections.get(at).copied().unwrap_or_default();
        let here = self.page == Page::Section(at);
        let title = self.contents().sections.get(at).map(|section| self.written(el("span"), &section.title));
        let (class, text) = if of.answered == of.asked && of.problems == 0 {
            ("count all", says::section_done(&self.phrases))
        } else {
            ("count", says::section_standing(&self.phrases, of.answered.into(), of.asked.into()))
        };
        let wrong = self.tried && of.missing + of.problems > 0;
        el("li").key(at).with(
            button("section")
                .attr("data-at", number(at))
                .flag("data-wrong", wrong)
                .maybe("aria-current", here.then_some("step"))
                .all(title)
                .words(" ")
                .with(el("span").attr("class", class).text(text)),
        )
    }

    /// A section's items.
    pub(super) fn section(&self, at: usize) -> Element<'_> {
        let Some(section) = self.contents().sections.get(at) else { return el("section") };
        let shown: Vec<usize> = self.sections_shown().collect();
        let place = shown.iter().position(|of| *of == at).unwrap_or_default();
        let which = (shown.len() > 1).then(|| {
            let text = says::section_at(&self.phrases, (place + 1).into(), shown.len().into());
            el("p").attr("class", "which").text(text)
        });
        let intro = (place == 0).then(|| self.maybe_written(el("p").part("intro"), &self.contents().intro));
        let last_time = self.previous.as_ref().filter(|_| place == 0 && self.mode == Mode::Fill).map(|_| {
            button("all-as-last-time").attr("class", "quiet").text(says::all_as_last_time(&self.phrases))
        });
        let said = self.said_by_item(&self.answers);
        let items = self.asked.sections.get(at).map(Vec::as_slice).unwrap_or_default();
        // what is far away is laid out when it comes near
        let class = if items.len() > 60 { "items many" } else { "items" };
        let visible = items.iter().filter(|at| self.standing.visible.binary_search(at).is_ok());
        let missing = |at: usize| self.standing.missing.binary_search(&at).is_ok();
        let items = visible.map(|at| {
            let at = *at;
            let said = said.get(at).copied().flatten();
            kept("div", at, self.memo(at, missing(at)), move || self.question(at, said, missing(at)))
        });
        let next = shown.get(place + 1).and_then(|next| self.contents().sections.get(*next));
        let next = match next {
            Some(next) => {
                let title = next.title.in_language(&self.language);
                button("next").text(says::next(&self.phrases, title.into()))
            }
            None => button("review").text(says::to_review(&self.phrases)),
        };
        let back = (place > 0).then(|| button("back").attr("class", "quiet").text(says::back(&self.phrases)));
        el("section")
            .key(100 + at)
            .part("section")
            .attr("aria-labelledby", "page")
            .all(intro.flatten())
            .all(last_time)
            .all(which)
            .with(self.written(el("h3").attr("id", "page").attr("tabindex", "-1"), &section.title))
            .all(self.maybe_written(el("p").part("intro"), &section.intro))
            .with(el("div").attr("class", class).attr("part", "items").all(items))
            .with(el("div").part("turn").all(back).with(next.attr("class", "main")))
            .all((place == 0).then(|| self.files()))
    }

    /// Taking answers out and in.
    pub(super) fn files(&self) -> Element<'_> {
        el("div")
            .part("files")
            .with(button("save").attr("class", "quiet").text(says::save_file(&self.phrases)))
            .with(
                el("label")
                    .attr("class", "file quiet")
                    .with(el("span").text(says::open_file(&self.phrases)))
                    .with(
                        el("input").attr("type", "file").attr("accept", ".json").attr("data-file", "answers"),
                    ),
            )
    }

    /// What an item is drawn by: it stays as it is while this stays.
    fn memo(&self, at: usize, missing: bool) -> u64 {
        let revision = self.asides.get(at).map_or(0, |aside| aside.revision);
        let flags = u64::from(missing && self.tried);
        (u64::from(self.generation) << 40) ^ (u64::from(revision) << 1) ^ flags
    }
}
