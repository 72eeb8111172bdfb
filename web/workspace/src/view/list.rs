//! Records of a kind: found, narrowed, a page at a time.

use riskwright_web_parts::tree::{Element, el};

use super::{button, label};
use crate::filling::{PAGE, Purpose};
use crate::model::Model;
use crate::says;
use crate::views::{LifeList, LifeRow};

impl Model {
    pub(super) fn list_page(&self) -> Element<'_> {
        self.page_of(&self.list, |list| {
            let phrases = &self.phrases;
            let mut parts = vec![self.heading(self.title(self.page))];
            let is_new = self.filling.as_ref().filter(|form| matches!(form.purpose, Purpose::New(..)));
            match is_new {
                Some(form) => parts.push(self.filling_form(form)),
                None if self.may_change() && list.add.is_some() => {
                    let text = self.named("new", "", &list.kind);
                    parts.push(el("p").key(902).with(button("new").attr("class", "main").text(text)));
                }
                None => {}
            }
            parts.push(self.list_filters(list));
            let count = says::records_found(phrases, list.total.into());
            parts.push(el("p").attr("class", "count").text(count));
            if list.total > 0 {
                parts.push(self.list_table(list));
            }
            parts.extend(self.list_pages(list));
            parts
        })
    }

    fn list_filters<'a>(&'a self, list: &'a LifeList) -> Element<'a> {
        let phrases = &self.phrases;
        let search = el("div")
            .attr("class", "field grow")
            .with(label(says::search(phrases)).attr("for", "list-text"))
            .with(
                el("input")
                    .attr("id", "list-text")
                    .attr("type", "search")
                    .attr("part", "field")
                    .attr("dir", "auto")
                    .attr("autocomplete", "off")
                    .attr("data-do", "list-text")
                    .value(self.looking.text.as_str()),
            );
        let states = (!list.states.is_empty()).then(|| {
            let all: usize = list.states.iter().map(|(_, count)| *count).sum();
            let mut options = vec![(String::new(), format!("{} ({all})", says::every_state(phrases)))];
            options.extend(list.states.iter().map(|(state, count)| {
                (state.clone(), format!("{} ({count})", self.named("state", &list.kind, state)))
            }));
            self.choice(
                "list-state".into(),
                label(says::state(phrases)),
                "list-state",
                (options, self.looking.state.clone()),
            )
        });
        let open = (!list.states.is_empty()).then(|| {
            el("label")
                .attr("class", "check")
                .with(
                    el("input")
                        .attr("type", "checkbox")
                        .attr("data-do", "list-open")
                        .checked(self.looking.open),
                )
                .with(el("span").text(says::open_only(phrases)))
        });
        el("div").part("filters").attr("role", "search").with(search).all(states).all(open)
    }

    fn list_table<'a>(&'a self, list: &'a LifeList) -> Element<'a> {
        let phrases = &self.phrases;
        let any = |has: fn(&LifeRow) -> bool| list.rows.iter().any(has);
        let with_state = any(|row| row.state.is_some());
        let with_care = any(|row| row.care.is_some());
        let with_due = any(|row| row.due.is_some());
        let head = [
            Some(says::id(phrases)),
            Some(says::title(phrases)),
            with_state.then(|| says::state(phrases)),
            with_care.then(|| says::sees_to_it(phrases)),
            with_due.then(|| says::due(phrases)),
        ];
        let head = head.into_iter().flatten().map(|text| el("th").attr("scope", "col").text(text));
        let rows = list.rows.iter().map(|row| {
            let cell = |label: String| el("td").attr("data-label", label);
            let state = with_state.then(|| {
                let text = row
                    .state
                    .as_ref()
                    .map_or_else(String::new, |state| self.named("state", &list.kind, state));
                cell(says::state(phrases)).text(text)
            });
            let care = with_care.then(|| {
                cell(says::sees_to_it(phrases)).attr("dir", "auto").text(row.care.as_deref().unwrap_or("–"))
            });
            let due = with_due.then(|| {
                let cell = cell(says::due(phrases));
                match &row.due {
                    Some(due) => cell.with(self.due_day(due, row.overdue)),
                    None => cell.text("–"),
                }
            });
            let way = button("record")
                .attr("class", "link")
                .attr("data-id", format!("{}/{}", list.kind, row.id))
                .attr("dir", "auto")
                .text(if row.title.is_empty() { row.id.as_str() } else { row.title.as_str() });
            el("tr")
                .with(el("td").attr("class", "id").text(row.id.as_str()))
                .with(el("th").attr("scope", "row").with(way))
                .all(state)
                .all(care)
                .all(due)
        });
        el("div")
            .attr("class", "scroll low")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr("aria-labelledby", "page")
            .with(
                el("table")
                    .part("table")
                    .attr("class", "list")
                    .attr("aria-labelledby", "page")
                    .with(el("thead").with(el("tr").all(head)))
                    .with(el("tbody").all(rows)),
            )
    }

    /// A day on which something is due, told apart by sign and word where it is past.
    pub(super) fn due_day<'a>(&'a self, day: &str, overdue: bool) -> Element<'a> {
        let text = self.day(day);
        if overdue {
            el("span").attr("class", "wrong").text(format!("! {} – {text}", says::overdue(&self.phrases)))
        } else {
            el("span").text(text)
        }
    }

    fn list_pages<'a>(&'a self, list: &'a LifeList) -> Option<Element<'a>> {
        let from = self.looking.from;
        let end = from + list.rows.len();
        if from == 0 && end >= list.total {
            return None;
        }
        let phrases = &self.phrases;
        let to = |at: usize, text: String| button("list-page").attr("data-at", at.to_string()).text(text);
        let earlier = (from > 0).then(|| to(from.saturating_sub(PAGE), says::earlier(phrases)));
        let later = (end < list.total).then(|| to(end, says::later(phrases)));
        let place = says::rows_of(phrases, (from + 1).into(), end.into(), list.total.into());
        Some(
            el("div")
                .attr("class", "row")
                .all(earlier)
                .with(el("span").attr("class", "hint").text(place))
                .all(later),
        )
    }
}
