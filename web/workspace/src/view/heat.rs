//! The heat map: a table of counts that filter.

use riskwright_web_parts::tree::{Element, el};

use super::{button, label, shade, sign};
use crate::model::Model;
use crate::says;
use crate::views::Heat;
use crate::wording::STAGES;

impl Model {
    pub(super) fn heat_page(&self) -> Element<'_> {
        self.page_of(&self.heat, |heat| {
            let phrases = &self.phrases;
            let mut stages = vec![(String::new(), says::present(phrases))];
            stages.extend(STAGES.iter().map(|of| ((*of).to_owned(), self.word(of))));
            let stage = self.choice(
                "stage".into(),
                label(says::picture(phrases)),
                "stage",
                (stages, self.query.stage.clone()),
            );
            let mut parts = vec![self.heading(self.title(self.page)), el("div").part("filters").with(stage)];
            match heat {
                None => parts.push(el("p").text(says::no_axes(phrases))),
                Some(heat) => {
                    parts.push(self.heat_table(heat));
                    parts.push(
                        el("p").attr("class", "hint").text(says::elsewhere(phrases, heat.elsewhere.into())),
                    );
                }
            }
            if self.query.cell.is_some()
                && !self.linked
                && let Some(listing) = &self.listing.has
            {
                parts.push(self.count(listing));
                parts.push(self.rows_table(listing));
            }
            parts
        })
    }

    fn heat_table<'a>(&'a self, heat: &'a Heat) -> Element<'a> {
        let levels = heat.levels.len();
        let head = el("tr")
            .with(el("td").attr("class", "corner").text(self.arrows(says::axes(
                &self.phrases,
                self.factor_title(&heat.down.title).as_str().into(),
                self.factor_title(&heat.across.title).as_str().into(),
            ))))
            .all(
                heat.across
                    .levels
                    .iter()
                    .map(|level| el("th").attr("scope", "col").attr("dir", "auto").text(level.as_str())),
            );
        // the highest on top
        let rows = heat.cells.iter().enumerate().rev().map(|(down, cells)| {
            let name = heat.down.levels.get(down).map_or("", String::as_str);
            el("tr").with(el("th").attr("scope", "row").attr("dir", "auto").text(name)).all(
                cells.iter().enumerate().map(|(across, cell)| {
                    let chosen = self.query.cell == Some((down, across));
                    let name = cell.level.and_then(|level| heat.levels.get(level)).map_or("", String::as_str);
                    let inside = el("span")
                        .attr("class", "level")
                        .with(
                            el("span")
                                .attr("aria-hidden", "true")
                                .text(cell.level.map_or("", |level| sign(level, levels))),
                        )
                        .words(" ")
                        .with(el("span").attr("dir", "auto").text(name));
                    let td = el("td").maybe("data-level", cell.level.map(|level| shade(level, levels)));
                    if cell.count == 0 {
                        return td.with(inside);
                    }
                    td.with(
                        button("cell")
                            .attr("data-at", (down * 256 + across).to_string())
                            .attr("aria-pressed", if chosen { "true" } else { "false" })
                            .with(el("b").text(says::risks_found(&self.phrases, cell.count.into())))
                            .with(inside),
                    )
                }),
            )
        });
        el("div")
            .attr("class", "scroll")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr("aria-labelledby", "page")
            .with(
                el("table")
                    .part("heat")
                    .attr("aria-labelledby", "page")
                    .with(el("thead").with(head))
                    .with(el("tbody").all(rows)),
            )
    }
}
