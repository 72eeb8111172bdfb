//! A measure's results as a line, with what is aimed at; the same in words beside it.

use riskwright_web_parts::tree::{Element, el};

use crate::model::Model;
use crate::says;
use crate::views::MeasureView;

/// The picture's size in its own units, and the room around the line.
const WIDE: f64 = 320.0;
const HIGH: f64 = 120.0;
const ROOM: f64 = 10.0;

/// Days since the beginning of the year 0, near enough to place them.
fn days(day: &str) -> f64 {
    let mut parts = day.split('-').map(|part| part.parse::<u32>().map_or(0.0, f64::from));
    let (year, month, day) =
        (parts.next().unwrap_or(0.0), parts.next().unwrap_or(1.0), parts.next().unwrap_or(1.0));
    year * 365.25 + (month - 1.0) * 30.44 + day
}

/// A place in the picture, to a tenth.
fn tenth(place: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "within the picture")]
    let tenths = (place * 10.0).round() as i32;
    format!("{}.{}", tenths / 10, tenths.rem_euclid(10))
}

impl Model {
    /// The sign of how a measure stands.
    pub(super) fn standing_sign(standing: &str) -> &'static str {
        match standing {
            "on-target" => "✓",
            "short" => "!",
            "alarming" => "✕",
            _ => "?",
        }
    }

    /// A number with its unit.
    pub(super) fn measured(&self, measure: &MeasureView, number: f64) -> String {
        let unit = measure.unit.as_deref().unwrap_or_default();
        let number = self.number(number);
        if unit.is_empty() { number } else { format!("{number}\u{a0}{unit}") }
    }

    pub(super) fn chart<'a>(&'a self, measure: &'a MeasureView) -> Option<Element<'a>> {
        let (first, last) = (measure.results.first()?, measure.results.last()?);
        let lines = [measure.target, measure.threshold];
        let values = || measure.results.iter().map(|(_, value)| *value).chain(lines.into_iter().flatten());
        let low = values().fold(f64::INFINITY, f64::min);
        let high = values().fold(f64::NEG_INFINITY, f64::max);
        let spread = if high > low { high - low } else { 1.0 };
        let (from, to) = (days(&first.0), days(&last.0));
        let span = if to > from { to - from } else { 1.0 };
        let across = |day: &str| ROOM + (days(day) - from) / span * (WIDE - 2.0 * ROOM);
        let up = |value: f64| HIGH - ROOM - (value - low) / spread * (HIGH - 2.0 * ROOM);
        let mut path = String::new();
        for (day, value) in &measure.results {
            path.push(if path.is_empty() { 'M' } else { 'L' });
            path.push_str(&format!("{} {}", tenth(across(day)), tenth(up(*value))));
        }
        let level = |value: Option<f64>, class: &'static str| {
            value.map(|value| {
                let at = tenth(up(value));
                el("line")
                    .attr("class", class)
                    .attr("x1", "0")
                    .attr("x2", tenth(WIDE))
                    .attr("y1", at.clone())
                    .attr("y2", at)
            })
        };
        let dots = measure.results.iter().map(|(day, value)| {
            el("circle").attr("cx", tenth(across(day))).attr("cy", tenth(up(*value))).attr("r", "3")
        });
        let said = says::chart(
            &self.phrases,
            measure.results.len().into(),
            self.day(&first.0).as_str().into(),
            self.measured(measure, first.1).as_str().into(),
            self.day(&last.0).as_str().into(),
            self.measured(measure, last.1).as_str().into(),
        );
        Some(
            el("svg")
                .attr("class", "chart")
                .attr("viewBox", format!("0 0 {} {}", tenth(WIDE), tenth(HIGH)))
                .attr("role", "img")
                .attr("aria-label", said)
                .all(level(measure.target, "aim"))
                .all(level(measure.threshold, "alarm"))
                .with(el("path").attr("d", path))
                .all(dots),
        )
    }

    /// How a measure stands: sign, word, last value, trend, what is aimed at.
    pub(super) fn standing_of<'a>(&'a self, measure: &'a MeasureView) -> Element<'a> {
        let phrases = &self.phrases;
        let last = measure
            .results
            .last()
            .map(|(day, value)| format!(" {} ({})", self.measured(measure, *value), self.day(day)));
        let trend = measure.trend.as_deref().map(|trend| {
            let sign = match trend {
                "better" => "▲",
                "worse" => "▼",
                _ => "=",
            };
            format!(" · {sign} {}", self.named("word", "trend", trend))
        });
        let aims = measure.target.map(|target| {
            let text = says::aimed_at(phrases, self.measured(measure, target).as_str().into());
            el("p").attr("class", "hint").text(format!("┄ {text}"))
        });
        let alarm = measure.threshold.map(|threshold| {
            let text = says::alarm_from(phrases, self.measured(measure, threshold).as_str().into());
            el("p").attr("class", "hint").text(format!("⋯ {text}"))
        });
        let next = measure.next.as_deref().map(|next| {
            el("p")
                .attr("class", "hint")
                .text(format!("{} ", says::next_result(phrases)))
                .with(self.due_day(next, measure.overdue))
        });
        el("div")
            .with(
                el("p")
                    .attr("class", "standing")
                    .attr("data-standing", measure.standing.as_str())
                    .with(el("b").text(format!(
                        "{} {}",
                        Self::standing_sign(&measure.standing),
                        self.named("word", "standing", &measure.standing)
                    )))
                    .words(last.unwrap_or_default())
                    .words(trend.unwrap_or_default()),
            )
            .all(aims)
            .all(alarm)
            .all(next)
    }

    pub(super) fn measures_page(&self) -> Element<'_> {
        self.page_of(&self.measures, |measures| {
            let mut parts = vec![self.heading(self.title(self.page))];
            if measures.measures.is_empty() {
                parts.push(el("p").attr("class", "none").text(says::no_measures(&self.phrases)));
            }
            let tiles = measures.measures.iter().map(|measure| {
                el("section")
                    .attr("class", "tile")
                    .with(el("h3").with(self.to_record("measure", &measure.id, &measure.title)))
                    .with(self.standing_of(measure))
                    .all(self.chart(measure))
            });
            parts.push(el("div").part("cards").all(tiles));
            parts
        })
    }

    /// A measure's picture on its own page, with all results as a table.
    pub(super) fn measure_of<'a>(&'a self, id: &str) -> Option<Element<'a>> {
        let measure = self.measures.has.as_ref()?.measures.iter().find(|measure| measure.id == id)?;
        let phrases = &self.phrases;
        let head = el("tr")
            .with(el("th").attr("scope", "col").text(says::day_of(phrases)))
            .with(el("th").attr("scope", "col").text(says::value(phrases)));
        let rows = measure.results.iter().rev().map(|(day, value)| {
            el("tr")
                .with(el("th").attr("scope", "row").text(self.day(day)))
                .with(el("td").attr("class", "number").text(self.measured(measure, *value)))
        });
        Some(
            el("section")
                .with(el("h3").text(says::results(phrases)))
                .with(self.standing_of(measure))
                .all(self.chart(measure).map(|chart| el("div").attr("class", "large").with(chart)))
                .with(
                    el("details").with(el("summary").text(says::all_results(phrases))).with(
                        el("table")
                            .attr("class", "small")
                            .with(el("thead").with(head))
                            .with(el("tbody").all(rows)),
                    ),
                ),
        )
    }
}
