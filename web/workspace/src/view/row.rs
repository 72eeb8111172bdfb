//! A row of the register: cells that are looked at, gone through by keyboard, and opened to be changed.

use riskwright_web_parts::tree::{Element, el};

use super::{button, link};
use crate::editing::{Column, Edit};
use crate::model::{Listing, Model};
use crate::says;
use crate::views::{RegisterRow, RiskView};
use crate::wording::OPTIONS;

impl Model {
    /// The row to whose cells the Tab key leads, of those that are drawn: where a person is, or else the first that is seen.
    pub(super) fn stop(&self, listing: &Listing, drawn: std::ops::Range<usize>) -> (usize, Column) {
        let here = self.cursor.as_ref().and_then(|(id, column)| {
            let mut rows = listing.rows.iter().enumerate().skip(drawn.start).take(drawn.len());
            let (at, _) = rows.find(|(_, row)| row.as_ref().is_some_and(|row| row.id == *id))?;
            Some((at, *column))
        });
        here.unwrap_or((listing.seen.0, Column::Title))
    }

    pub(super) fn row<'a>(
        &'a self,
        at: usize,
        row: &'a RegisterRow,
        listing: &'a Listing,
        stop: Option<Column>,
    ) -> Element<'a> {
        let levels = listing.levels.len();
        let tab = |column: Column| if stop == Some(column) { "0" } else { "-1" };
        let cell = |column: Column, class: &'static str, shown: Element<'a>| {
            self.cell((row, column), class, tab(column), shown)
        };
        let stale = row.wants_recording.then(|| {
            el("span").attr("class", "hint").attr("title", says::not_recorded(&self.phrases)).text(" ✎")
        });
        let owner = match &row.owner {
            Some(owner) => el("span").attr("dir", "auto").text(owner.as_str()),
            None => el("span").attr("class", "none").text(says::nobody(&self.phrases)),
        };
        let title = el("span").attr("class", "clamp").attr("dir", "auto").text(row.title.as_str());
        let title = el("th")
            .attr("scope", "row")
            .attr("class", "title")
            .attr("data-at", place(Column::Title))
            .with(link("risk", &row.id).attr("tabindex", tab(Column::Title)).with(title));
        let beside = (!self.query.beside.is_empty()).then(|| {
            let level = self.level(row.beside.as_ref(), listing.beside_levels.len());
            cell(Column::Beside, "level-of", level)
        });
        // where there is no room for all pictures
        let present = row.current.as_ref().or(row.inherent.as_ref());
        let review = row.review_on.as_deref().map(|day| self.day(day)).unwrap_or_default();
        let words = |text: String| el("span").text(text);
        el("tr")
            .key(at)
            .attr("aria-rowindex", (at + 2).to_string())
            .attr("data-id", row.id.as_str())
            .with(cell(Column::Id, "id", words(row.id.clone())))
            .with(title.all(stale))
            .with(cell(Column::Owner, "owner", owner))
            .with(cell(Column::Inherent, "more", self.level(row.inherent.as_ref(), levels)))
            .with(cell(Column::Current, "more", self.level(row.current.as_ref(), levels)))
            .with(cell(Column::Present, "less", self.level(present, levels)))
            .with(cell(Column::Target, "more", self.level(row.target.as_ref(), levels)))
            .all(beside)
            .with(cell(Column::Treatment, "most", words(self.word(&row.treated))))
            .with(cell(Column::Verdict, "more", words(self.word(&row.verdict))))
            .with(cell(Column::Review, "most", words(review)))
    }

    fn cell<'a>(
        &'a self,
        (row, column): (&'a RegisterRow, Column),
        class: &'static str,
        tab: &'static str,
        shown: Element<'a>,
    ) -> Element<'a> {
        let may_change = self.may_change() && column.may_change();
        let open = self.edit.as_ref().filter(|edit| edit.id == row.id && edit.column == column);
        let busy = self.sent.as_ref().is_some_and(|(id, of)| *id == row.id && *of == column);
        let cell = el("td")
            .attr("class", class)
            .flag("data-open", open.is_some())
            .attr("tabindex", tab)
            .attr("data-at", place(column))
            .maybe("aria-readonly", (!may_change).then_some("true"))
            .maybe("aria-busy", busy.then_some("true"));
        let cell = if may_change && open.is_none() {
            cell.attr("data-do", "edit").attr("data-id", row.id.as_str())
        } else {
            cell
        };
        cell.with(shown).all(open.map(|edit| self.editor(edit, row)))
    }

    /// The fields of an open cell.
    fn editor<'a>(&'a self, edit: &'a Edit, row: &'a RegisterRow) -> Element<'a> {
        let phrases = &self.phrases;
        let name = self.column_title(edit.column);
        let about = |element: Element<'a>, does: &'static str, id: &'a str| {
            let element = element.attr("part", "field").attr("data-do", does).attr("data-id", id);
            element.attr("aria-label", format!("{name}: {}", row.id))
        };
        let text = |kind: &'static str, does: &'static str, is: Option<&'a str>| {
            about(el("input").attr("type", kind).attr("dir", "auto"), does, &row.id).value(self.shown(
                does,
                &row.id,
                0,
                is.unwrap_or_default(),
            ))
        };
        let fields = match (edit.column, &self.risk.has) {
            (Column::Owner, _) => vec![text("text", "risk-owner", row.owner.as_deref())],
            (Column::Review, _) => vec![text("date", "risk-review", row.review_on.as_deref())],
            (Column::Treatment, _) => {
                let option = |value: &'static str, word: &'static str| {
                    el("option").attr("value", value).text(self.word(word))
                };
                let is = if row.treated == "untreated" { "" } else { &row.treated };
                let select = about(el("select"), "option", "")
                    .with(option("", "untreated"))
                    .all(OPTIONS.iter().map(|of| option(of, of)))
                    .value(self.shown("option", "", 0, is));
                vec![select]
            }
            (_, Some(risk)) => self.factors_of(risk, edit.column),
            (_, None) => vec![el("p").attr("class", "hint").text(says::coming(phrases))],
        };
        let key = |does: &'static str, sign: &'static str, name: String| {
            button(does).attr("tabindex", "-1").attr("aria-label", name).text(sign)
        };
        el("div")
            .key(1)
            .attr("class", "editor")
            .attr("part", "editor")
            .attr("role", "group")
            .attr("aria-label", format!("{name}: {}", row.id))
            .all(fields)
            .with(el("div").attr("class", "row").with(key("edit-save", "✓", says::save(phrases))).with(key(
                "edit-cancel",
                "✕",
                says::cancel(phrases),
            )))
    }

    /// The factors of the methodology whose levels are shown, for a picture.
    fn factors_of<'a>(&'a self, risk: &'a RiskView, column: Column) -> Vec<Element<'a>> {
        let shown = self.listing.has.as_ref().map_or("", |listing| listing.methodology.as_str());
        let known = risk.assessed.iter().find(|known| known.methodology == shown);
        let stage = self.stage_at(column);
        let scenario = &risk.scenario;
        let estimates = [&scenario.inherent, &scenario.current, &scenario.target];
        let estimate = estimates.get(stage).and_then(|estimate| estimate.as_ref());
        let why = known.and_then(|known| known.unavailable.as_ref());
        let why = why.map(|why| el("p").attr("class", "wrong").attr("dir", "auto").text(why.as_str()));
        let form = known.map(|known| known.form.as_slice()).unwrap_or_default();
        let fields = form.iter().map(|factor| {
            el("div")
                .attr("class", "line")
                .with(
                    el("span")
                        .attr("class", "hint")
                        .attr("dir", "auto")
                        .text(self.factor_title(&factor.title)),
                )
                .with(self.factor(factor, stage, estimate))
        });
        why.into_iter().chain(fields).collect()
    }

    fn column_title(&self, column: Column) -> String {
        let phrases = &self.phrases;
        match column {
            Column::Owner => says::owner(phrases),
            Column::Inherent => self.word("inherent"),
            Column::Current => self.word("current"),
            Column::Present => says::present(phrases),
            Column::Target => self.word("target"),
            Column::Treatment => says::treated(phrases),
            Column::Review => says::review(phrases),
            Column::Id | Column::Title | Column::Beside | Column::Verdict => says::risk(phrases),
        }
    }
}

fn place(column: Column) -> String {
    (column as usize).to_string()
}
