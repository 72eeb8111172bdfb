//! Counts of everything, each with the way to it.

use riskwright_web_parts::tree::{Element, el};

use super::{button, shade, sign};
use crate::model::Model;
use crate::page::Page;
use crate::says;
use crate::views::Overview;

impl Model {
    pub(super) fn overview_page(&self) -> Element<'_> {
        self.page_of(&self.overview, |overview| {
            let phrases = &self.phrases;
            let mut parts = vec![self.heading(overview.organisation.as_str())];
            if overview.waiting > 0 {
                parts.push(self.call(
                    says::proposals_wait(phrases, overview.waiting.into()),
                    Some(Page::Responses),
                    None,
                ));
            }
            if overview.unrecorded > 0 {
                let record = self
                    .may_change()
                    .then(|| button("assess").attr("class", "main").text(says::record_scores(phrases)));
                parts.push(self.call(says::unrecorded(phrases, overview.unrecorded.into()), None, record));
            }
            if overview.overdue > 0 {
                parts.push(self.call(
                    says::actions_overdue(phrases, overview.overdue.into()),
                    Some(Page::Treatment),
                    None,
                ));
            }
            parts.extend(self.waits_for_me());
            parts.push(
                el("div")
                    .part("cards")
                    .with(self.levels(overview))
                    .with(self.verdicts(overview))
                    .with(self.controls(overview))
                    .with(self.findings(overview)),
            );
            parts
        })
    }

    fn call<'a>(&'a self, text: String, page: Option<Page>, more: Option<Element<'a>>) -> Element<'a> {
        let way = page.map(|page| {
            button("go").attr("class", "main").attr("data-id", page.name()).text(self.title(page))
        });
        el("div").attr("class", "told wait").with(el("p").text(format!("● {text}"))).all(way).all(more)
    }

    fn card<'a>(&'a self, title: String, page: Page, inside: Element<'a>) -> Element<'a> {
        let way = button("go").attr("class", "link").attr("data-id", page.name()).text(title);
        el("section").attr("class", "tile").with(el("h3").with(way)).with(inside)
    }

    fn bars<'a>(&'a self, counts: Vec<(String, usize)>) -> Element<'a> {
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
        let bar = |(text, count): (String, usize)| {
            el("li")
                .with(el("span").text(text))
                .with(
                    el("progress")
                        .attr("aria-hidden", "true")
                        .attr("max", most.to_string())
                        .attr("value", count.to_string()),
                )
                .with(el("b").text(self.count_in_words(count)))
        };
        el("ul").attr("class", "bars").all(counts.into_iter().map(bar))
    }

    fn levels<'a>(&'a self, overview: &'a Overview) -> Element<'a> {
        let of = overview.levels.len();
        let head = el("tr")
            .with(el("td"))
            .with(el("th").attr("scope", "col").text(self.word("inherent")))
            .with(el("th").attr("scope", "col").text(says::present(&self.phrases)))
            .with(el("th").attr("scope", "col").text(self.word("target")));
        let rows = overview.levels.iter().enumerate().rev().map(|(at, level)| {
            let name = el("span")
                .attr("class", "level")
                .attr("data-level", shade(at, of))
                .with(el("span").attr("aria-hidden", "true").text(sign(at, of)))
                .words(" ")
                .with(el("b").attr("dir", "auto").text(level.name.as_str()));
            el("tr").with(el("th").attr("scope", "row").with(name)).all(
                [level.inherent, level.present, level.target]
                    .into_iter()
                    .map(|count| el("td").attr("class", "number").text(self.count_in_words(count))),
            )
        });
        let table =
            el("table").attr("class", "small").with(el("thead").with(head)).with(el("tbody").all(rows));
        self.card(says::open_risks(&self.phrases), Page::Register, table)
    }

    fn verdicts<'a>(&'a self, overview: &'a Overview) -> Element<'a> {
        let counts = overview.verdicts.iter().map(|(verdict, count)| (self.word(verdict), *count)).collect();
        self.card(says::what_is_to_be_done(&self.phrases), Page::Treatment, self.bars(counts))
    }

    fn controls<'a>(&'a self, overview: &'a Overview) -> Element<'a> {
        let counts = overview
            .controls
            .iter()
            .map(|(status, count)| (self.status(status.as_deref()), *count))
            .collect();
        self.card(says::soa(&self.phrases), Page::Soa, self.bars(counts))
    }

    fn findings<'a>(&'a self, overview: &'a Overview) -> Element<'a> {
        let counts =
            overview.findings.iter().map(|(severity, count)| (self.word(severity), *count)).collect();
        self.card(says::check(&self.phrases), Page::Check, self.bars(counts))
    }
}
