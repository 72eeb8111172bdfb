//! Several persons' answers side by side.

use riskwright_core::questionnaire::{Agreement, Beside, Cell, side_by_side};
use riskwright_web_parts::tree::{Element, el};

use super::does;
use crate::model::Model;
use crate::says;

impl Model {
    pub(super) fn compare_page(&self) -> Element<'_> {
        let beside = side_by_side(&self.asked.form, &self.respondents);
        let heading = el("h3").attr("id", "page").attr("tabindex", "-1").text(says::compare(&self.phrases));
        let column = |text: String| el("th").attr("scope", "col").text(text);
        let head = el("tr")
            .with(column(says::question(&self.phrases)))
            .all(self.respondents.iter().map(|(name, _)| column(name.clone())))
            .with(column(says::agreement(&self.phrases)));
        let wanted = |row: &&Beside<'_>| !self.only_differences || row.agreement == Agreement::Differ;
        let rows = beside.rows.iter().filter(wanted).map(|row| self.compared(row)).collect::<Vec<_>>();
        let only = el("label")
            .part("option")
            .with(
                does(el("input").attr("type", "checkbox"), "only-differences", 0)
                    .checked(self.only_differences),
            )
            .with(el("span").text(says::only_differences(&self.phrases)));
        let table = el("table")
            .part("compare")
            .attr("aria-labelledby", "page")
            .with(el("thead").with(head))
            .with(el("tbody").all(rows));
        el("section").key(12).with(heading).with(only).with(
            el("div")
                .attr("class", "wide")
                .attr("role", "region")
                .attr("aria-labelledby", "page")
                .attr("tabindex", "0")
                .with(table),
        )
    }

    fn compared(&self, row: &Beside<'_>) -> Element<'_> {
        let Some(item) = self.item(row.item) else { return el("tr") };
        let cells = row.cells.iter().map(|cell| {
            let (class, text) = match cell {
                Cell::Hidden => ("none", says::not_asked(&self.phrases)),
                Cell::Open => ("none", says::unanswered(&self.phrases)),
                Cell::Answered(value) => ("", self.answer_in_words(item, value)),
            };
            el("td").attr("class", class).attr("dir", "auto").text(text)
        });
        let (class, agreement) = match row.agreement {
            Agreement::Single => ("none", says::single(&self.phrases)),
            Agreement::Agree => ("", says::agree(&self.phrases)),
            Agreement::Differ => ("differs", says::differ(&self.phrases)),
        };
        el("tr")
            .key(row.item)
            .with(self.written(el("th").attr("scope", "row"), &item.title))
            .all(cells.collect::<Vec<_>>())
            .with(el("td").attr("class", class).text(agreement))
    }
}
