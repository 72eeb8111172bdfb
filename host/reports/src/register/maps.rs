//! Heat maps as real tables: likelihood down, consequence across, the worst corner at the top right.

use maud::{Markup, html};
use riskwright_core::id::ScenarioId;
use riskwright_core::methodology::heatmap::{HeatCell, HeatMap};

use super::view::View;
use crate::page::linked;
use crate::{palette, wording};

/// `high, score 3`, or that the methodology gives nothing for this combination.
pub(super) fn combination(map: &HeatMap, cell: &HeatCell) -> (String, Option<usize>) {
    let level = cell.level.map(usize::from);
    match (level.and_then(|level| map.levels.get(level)), cell.score) {
        (Some(name), Some(score)) => (format!("{name}, score {}", wording::score(score)), level),
        _ => ("no score".to_owned(), None),
    }
}

/// The rows of a map, the highest level first.
pub(super) fn rows(map: &HeatMap) -> impl Iterator<Item = (&str, &[HeatCell])> {
    map.down.levels.iter().map(|level| level.as_str()).zip(map.cells.iter().map(Vec::as_slice)).rev()
}

/// The risks that lie nowhere on a map, in words.
pub(super) fn elsewhere(map: &HeatMap) -> Option<String> {
    let ids = &map.elsewhere;
    (!ids.is_empty()).then(|| format!("{}: {}", missing(map), wording::list(ids)))
}

fn missing(map: &HeatMap) -> String {
    let count = wording::counted(map.elsewhere.len() as u64, "open risk is", "open risks are");
    format!("{count} not on this map, for want of an estimate")
}

pub(super) fn render(view: &View<'_>) -> Markup {
    if view.maps.is_empty() {
        return html! { p { "The methodology has no two factors with levels, so there is no heat map." } };
    }
    html! {
        @if view.risks.is_empty() {
            p { "There are no open risks: the map shows how the criteria combine." }
        }
        @for (at, (picture, map)) in view.maps.iter().enumerate() { (table(at, picture.title(), map)) }
    }
}

fn table(at: usize, title: &str, map: &HeatMap) -> Markup {
    let caption = format!("caption-map-{at}");
    let size = if map.across.levels.len() > 5 { "wide" } else { "middle" };
    html! {
        div .whole {
            div .scroll role="region" tabindex="0" aria-labelledby=(caption) {
                table class=(format!("map {size}")) {
                    caption id=(caption) { (title) }
                    thead {
                        tr {
                            th scope="col" rowspan="2" { (map.down.title) }
                            th scope="colgroup" colspan=(map.across.levels.len()) { (map.across.title) }
                        }
                        tr { @for level in &map.across.levels { th scope="col" dir="auto" { (level) } } }
                    }
                    tbody {
                        @for (level, cells) in rows(map) {
                            tr { th scope="row" dir="auto" { (level) } @for cell in cells { (render_cell(map, cell)) } }
                        }
                    }
                }
            }
            @if !map.elsewhere.is_empty() {
                p { (missing(map)) ": " (linked("risk", map.elsewhere.iter().map(|id| id.as_str()))) }
            }
        }
    }
}

fn render_cell(map: &HeatMap, cell: &HeatCell) -> Markup {
    let (words, level) = combination(map, cell);
    let class = level.map_or_else(|| "none".to_owned(), |level| format!("l{level}"));
    let count = cell.scenarios.len() as u64;
    html! {
        td class=(class) {
            span .cell {
                @if let Some(level) = level { (palette::sign(level, map.levels.len())) }
                span dir="auto" { (words) }
            }
            @if count == 0 {
                span .count.zero { "no risk" }
            } @else {
                span .count { (wording::counted(count, "risk", "risks")) }
                span .ids { (linked("risk", cell.scenarios.iter().map(ScenarioId::as_str))) }
            }
        }
    }
}
