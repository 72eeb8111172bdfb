//! Ready for the auditor? Clause by clause and control by control; and what has to be documented.

use riskwright_web_parts::tree::{Element, el};

use super::label;
use crate::model::Model;
use crate::says;
use crate::views::{Counts, Found, Item};

const STANDINGS: [&str; 3] = ["missing", "partly", "ready"];
const PRESENCES: [&str; 3] = ["missing", "in-progress", "there"];

fn sign(standing: &str) -> &'static str {
    match standing {
        "ready" | "there" => "✓",
        "missing" => "✕",
        _ => "◐",
    }
}

impl Model {
    /// How something stands, by sign and word.
    fn stands_so<'a>(&'a self, standing: &str) -> Element<'a> {
        let text = format!("{} {}", sign(standing), self.named("word", "standing", standing));
        el("b").attr("class", "standing").attr("data-standing", standing.to_owned()).text(text)
    }

    fn standing_filter<'a>(&'a self, standings: &[&str], counts: &[usize]) -> Element<'a> {
        let all: usize = counts.iter().sum();
        let mut options = vec![(String::new(), format!("{} ({all})", says::every_state(&self.phrases)))];
        options.extend(standings.iter().zip(counts).map(|(standing, count)| {
            let text = format!("{} {} ({count})", sign(standing), self.named("word", "standing", standing));
            ((*standing).to_owned(), text)
        }));
        let choice = self.choice(
            "standing".into(),
            label(says::state(&self.phrases)),
            "standing",
            (options, self.standing.clone()),
        );
        el("div").part("filters").with(choice)
    }

    pub(super) fn readiness_page(&self) -> Element<'_> {
        self.page_of(&self.readiness, |readiness| {
            let phrases = &self.phrases;
            let (clauses, controls) = (&readiness.clauses_stand, &readiness.controls_stand);
            let counts = [
                clauses.missing + controls.missing,
                clauses.partly + controls.partly,
                clauses.ready + controls.ready,
            ];
            let mut parts = vec![
                self.heading(self.title(self.page)),
                el("p").text(says::ready_of(
                    phrases,
                    clauses.ready.into(),
                    total(clauses).into(),
                    controls.ready.into(),
                    total(controls).into(),
                )),
            ];
            parts.extend(self.rooms_of_auditors());
            parts.push(self.standing_filter(&STANDINGS, &counts));
            for (title, items) in
                [(says::clauses(phrases), &readiness.clauses), (says::controls(phrases), &readiness.controls)]
            {
                let fits = |item: &&Item| self.standing.is_empty() || item.standing == self.standing;
                let items: Vec<Element<'_>> =
                    items.iter().filter(fits).map(|item| self.ready_item(item)).collect();
                if !items.is_empty() {
                    parts.push(el("h3").text(title));
                    parts.push(el("ul").attr("class", "cards ready").all(items));
                }
            }
            if !readiness.others.is_empty() && self.standing.is_empty() {
                parts.push(el("h3").text(says::other_findings(phrases)));
                parts.push(
                    el("ul").attr("class", "plain").all(readiness.others.iter().map(|of| self.found(of))),
                );
            }
            parts
        })
    }

    fn ready_item<'a>(&'a self, item: &'a Item) -> Element<'a> {
        let phrases = &self.phrases;
        let shown = item.shown.iter().map(|of| el("li").with(self.to_place(&of.record, &of.title)));
        let more = item.count.saturating_sub(item.shown.len());
        let more =
            (more > 0).then(|| el("li").attr("class", "hint").text(says::and_more(phrases, more.into())));
        let there = (!item.shown.is_empty()).then(|| {
            el("div")
                .with(el("h5").text(says::what_is_there(phrases)))
                .with(el("ul").attr("class", "plain side-by-side").all(shown).all(more))
        });
        let lacking = item.lacking.iter().map(|what| el("li").attr("dir", "auto").text(format!("✕ {what}")));
        let lacking: Vec<Element<'_>> =
            lacking.chain(item.findings.iter().map(|of| self.found(of))).collect();
        let lacking = (!lacking.is_empty()).then(|| {
            el("div")
                .with(el("h5").text(says::what_is_lacking(phrases)))
                .with(el("ul").attr("class", "plain").all(lacking))
        });
        el("li")
            .part("card")
            .attr("data-standing", item.standing.as_str())
            .with(
                el("h4")
                    .with(el("span").attr("dir", "auto").text(format!("{} {} ", item.against, item.title)))
                    .with(self.stands_so(&item.standing)),
            )
            .with(
                el("p")
                    .attr("class", "hint")
                    .with(el("span").text(format!("{} ", says::asks_for(phrases))))
                    .with(el("span").attr("dir", "auto").text(item.asks.as_str())),
            )
            .all(lacking)
            .all(there)
    }

    fn found<'a>(&'a self, found: &'a Found) -> Element<'a> {
        let mark = match found.severity.as_str() {
            "error" => "✕",
            "warning" => "!",
            _ => "i",
        };
        el("li")
            .with(el("span").attr("dir", "auto").text(format!("{mark} {} ", found.message)))
            .with(el("span").attr("class", "hint").attr("dir", "auto").text(format!("{} ", found.help)))
            .with(self.to_record(&found.kind, &found.record, ""))
    }

    pub(super) fn required_page(&self) -> Element<'_> {
        self.page_of(&self.required, |list| {
            let phrases = &self.phrases;
            let count = |presence: &str| list.required.iter().filter(|of| of.presence == presence).count();
            let fits =
                list.required.iter().filter(|of| self.standing.is_empty() || of.presence == self.standing);
            let rows = fits.map(|of| {
                let by = of.by.iter().map(|place| el("li").with(self.to_place(place, "")));
                let more = of.count.saturating_sub(of.by.len());
                let more = (more > 0)
                    .then(|| el("li").attr("class", "hint").text(says::and_more(phrases, more.into())));
                el("tr")
                    .with(el("td").attr("class", "id").text(of.against.as_str()))
                    .with(el("th").attr("scope", "row").attr("dir", "auto").text(of.title.as_str()))
                    .with(
                        el("td").attr("data-label", says::state(phrases)).with(self.stands_so(&of.presence)),
                    )
                    .with(
                        el("td")
                            .attr("data-label", says::fulfilled_by(phrases))
                            .with(el("ul").attr("class", "inline").all(by).all(more)),
                    )
            });
            let head = [
                says::clause_or_control(phrases),
                says::title(phrases),
                says::state(phrases),
                says::fulfilled_by(phrases),
            ];
            let head = el("tr").all(head.map(|text| el("th").attr("scope", "col").text(text)));
            let table = el("table")
                .part("table")
                .attr("class", "list")
                .attr("aria-labelledby", "page")
                .with(el("thead").with(head))
                .with(el("tbody").all(rows));
            vec![
                self.heading(self.title(self.page)),
                el("p").attr("class", "hint").text(says::required_why(phrases)),
                self.standing_filter(&PRESENCES, &PRESENCES.map(count)),
                el("div")
                    .attr("class", "scroll low")
                    .attr("tabindex", "0")
                    .attr("role", "region")
                    .attr("aria-labelledby", "page")
                    .with(table),
            ]
        })
    }
}

fn total(counts: &Counts) -> usize {
    counts.ready + counts.partly + counts.missing
}
