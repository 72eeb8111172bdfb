//! The register: filters, and a table of which the rows that are seen are drawn.

use riskwright_web_parts::tree::{Element, el};

use super::{button, entry, label, levels_named};
use crate::model::{Form, Listing, Model};
use crate::page::Page;
use crate::says;
use crate::wording::{OPTIONS, STAGES};

/// So many rows more than are seen are drawn on both sides.
const BEYOND: usize = 15;
/// So high a row is, in CSS pixels of the table's own size; the styles say the same.
pub const ROW: usize = 56;

impl Model {
    pub(super) fn register_page(&self) -> Element<'_> {
        self.page_of(&self.listing, |listing| {
            let mut parts = vec![self.heading(self.title(self.page)), self.filters(listing)];
            if self.may_change() && self.is_open(&Form::Risk) {
                parts.push(self.new_risk());
            }
            let add = (self.may_change() && !self.is_open(&Form::Risk))
                .then(|| button("open-risk").text(says::new_risk(&self.phrases)));
            parts.push(el("div").key(5).attr("class", "row").all(add).with(self.count(listing)));
            parts.push(self.rows_table(listing));
            parts
        })
    }

    fn filters<'a>(&'a self, listing: &'a Listing) -> Element<'a> {
        let phrases = &self.phrases;
        let every = |text: String| (String::new(), text);
        let mut levels = vec![every(says::every_level(phrases))];
        levels.extend(levels_named(&listing.levels).into_iter().rev());
        let mut treated = vec![every(says::every_treatment(phrases))];
        treated.extend(OPTIONS.iter().chain(&["untreated"]).map(|of| ((*of).to_owned(), self.word(of))));
        let mut stages = vec![every(says::present(phrases))];
        stages.extend(STAGES.iter().map(|of| ((*of).to_owned(), self.word(of))));
        let listed = vec![
            every(says::open_risks(phrases)),
            ("closed".to_owned(), says::closed_risks(phrases)),
            ("all".to_owned(), says::all_risks(phrases)),
        ];
        let search = el("div")
            .attr("class", "field grow")
            .with(label(says::search(phrases)).attr("for", "search"))
            .with(
                el("input")
                    .attr("id", "search")
                    .attr("type", "search")
                    .attr("part", "field")
                    .attr("dir", "auto")
                    .attr("autocomplete", "off")
                    .attr("data-do", "search")
                    .value(self.query.text.as_str()),
            );
        let mut filters = el("div")
            .part("filters")
            .attr("role", "search")
            .with(search)
            .with(self.choice(
                "level".into(),
                label(says::level(phrases)),
                "level",
                (levels, self.query.level.clone()),
            ))
            .with(self.choice(
                "treated".into(),
                label(says::treated(phrases)),
                "treated",
                (treated, self.query.treated.clone()),
            ))
            .with(self.choice(
                "stage".into(),
                label(says::picture(phrases)),
                "stage",
                (stages, self.query.stage.clone()),
            ))
            .with(self.choice(
                "listed".into(),
                label(says::listed(phrases)),
                "listed",
                (listed, self.query.listed.clone()),
            ));
        let known = self.methodologies.has.as_deref().unwrap_or_default();
        if known.len() > 1 {
            let shown = if self.query.methodology.is_empty() {
                &listing.methodology
            } else {
                &self.query.methodology
            };
            let all: Vec<(String, String)> =
                known.iter().map(|of| (of.id.clone(), of.title.clone())).collect();
            let mut other = vec![every(says::none(phrases))];
            other.extend(all.iter().filter(|(id, _)| id != shown).cloned());
            filters = filters
                .with(self.choice(
                    "methodology".into(),
                    label(says::methodology(phrases)),
                    "methodology",
                    (all, shown.clone()),
                ))
                .with(self.choice(
                    "beside".into(),
                    label(says::beside(phrases)),
                    "beside",
                    (other, self.query.beside.clone()),
                ));
        }
        filters
    }

    fn new_risk(&self) -> Element<'_> {
        let id = self.free.has.clone().unwrap_or_default();
        let hidden = el("input").attr("type", "hidden").attr("name", "id").value(id);
        self.form(
            says::new_risk(&self.phrases),
            vec![entry("title", says::what_could_happen(&self.phrases), "text"), hidden],
        )
    }

    pub(super) fn count<'a>(&'a self, listing: &'a Listing) -> Element<'a> {
        let clear = self
            .query
            .narrows()
            .then(|| button("clear").attr("class", "link").text(says::clear(&self.phrases)));
        let cell = self.query.cell.map(|_| el("span").text(says::of_cell(&self.phrases)));
        el("p")
            .key(6)
            .attr("class", "count")
            .with(el("b").text(says::risks_found(&self.phrases, listing.rows.len().into())))
            .words(" ")
            .all(cell)
            .words(" ")
            .all(clear)
    }

    pub(super) fn rows_table<'a>(&'a self, listing: &'a Listing) -> Element<'a> {
        let phrases = &self.phrases;
        let beside = !self.query.beside.is_empty();
        let (first, count) = listing.seen;
        let all = listing.rows.len();
        let from = first.saturating_sub(BEYOND).min(all);
        let to = first.saturating_add(count.max(20)).saturating_add(BEYOND).min(all);
        let sorted = |sort: &'static str, title: String, class: &'static str| {
            let by = self.query.sort == sort;
            // urgency and review go down of themselves
            let down = (sort == "urgency") != self.query.descending;
            let order = by.then_some(if down { "descending" } else { "ascending" });
            let mark = if !by {
                ""
            } else if down {
                " ▾"
            } else {
                " ▴"
            };
            el("th").attr("scope", "col").attr("class", class).maybe("aria-sort", order).with(
                button("sort")
                    .attr("class", "link")
                    .attr("data-id", sort)
                    .text(title)
                    .with(el("span").attr("aria-hidden", "true").text(mark)),
            )
        };
        let plain = |title: String, class: &'static str| {
            el("th").attr("scope", "col").attr("class", class).text(title)
        };
        let head = el("tr")
            .attr("aria-rowindex", "1")
            .with(sorted("id", says::id(phrases), "id"))
            .with(sorted("title", says::risk(phrases), "title"))
            .with(sorted("owner", says::owner(phrases), "owner"))
            .with(plain(self.word("inherent"), "more"))
            .with(plain(self.word("current"), "more"))
            .with(plain(says::present(phrases), "less"))
            .with(plain(self.word("target"), "more"))
            .all(beside.then(|| plain(self.beside_title(), "level-of")))
            .with(sorted("treatment", says::treated(phrases), "most"))
            .with(plain(says::verdict(phrases), "more"))
            .with(sorted("review", says::review(phrases), "most"));
        let urgency = el("div").attr("class", "row").with(
            button("sort")
                .attr("class", "link")
                .attr("data-id", "urgency")
                .attr("aria-pressed", if self.query.sort == "urgency" { "true" } else { "false" })
                .text(says::by_urgency(phrases)),
        );
        let columns = 10 + usize::from(beside);
        // tables of their own: a browser shares what is high between the rows of one
        let space = |rows: usize, key: usize| {
            (rows > 0).then(|| {
                let cell = el("td").attr("height", (rows * ROW).to_string());
                el("table")
                    .key(key)
                    .attr("role", "presentation")
                    .attr("aria-hidden", "true")
                    .attr("class", "space")
                    .with(el("tbody").with(el("tr").with(cell)))
            })
        };
        let (stop, column) = self.stop(listing, from..to);
        let rows = (from..to).map(|at| match listing.rows.get(at).and_then(Option::as_ref) {
            Some(row) => self.row(at, row, listing, (at == stop).then_some(column)),
            None => el("tr").key(at).attr("aria-rowindex", (at + 2).to_string()).with(
                el("td")
                    .attr("colspan", columns.to_string())
                    .attr("class", "none")
                    .text(says::coming(phrases)),
            ),
        });
        let table = el("table")
            .part("table")
            .attr("class", "rows")
            .attr("role", "grid")
            .maybe("aria-readonly", (!self.may_change()).then_some("true"))
            .maybe("aria-describedby", self.may_change().then_some("how"))
            .attr("aria-rowcount", (all + 1).to_string())
            .attr("aria-label", self.title(Page::Register))
            .with(el("thead").with(head))
            .with(el("tbody").all(rows));
        let nothing = (all == 0).then(|| el("p").attr("class", "none").text(says::no_risks(phrases)));
        let how = self
            .may_change()
            .then(|| el("p").attr("id", "how").attr("class", "hint").text(says::how_to_edit(phrases)));
        el("div").key(7).with(urgency).all(how).with(
            el("div")
                .attr("id", "rows")
                .attr("class", "scroll")
                .attr("part", "rows")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", self.title(Page::Register))
                .all(space(from, 1))
                .with(table.key(0))
                .all(space(all.saturating_sub(to), 2))
                .all(nothing),
        )
    }

    fn beside_title(&self) -> String {
        let known = self.methodologies.has.as_deref().unwrap_or_default();
        known.iter().find(|of| of.id == self.query.beside).map(|of| of.title.clone()).unwrap_or_default()
    }
}
