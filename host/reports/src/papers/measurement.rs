//! The measurement report.

use riskwright_core::measurement::{self, Series, Standing, Trend};
use riskwright_press::{Block, Cell, Fact, Paper, Section, Table, Text, Tone};

use super::maker::{Maker, day, id};
use super::{figure, said};
use crate::wording;

pub(super) fn paper(maker: &Maker<'_>) -> Paper {
    let all = measurement::all(maker.context.isms, maker.context.as_of);
    let mut paper = maker.paper(said::MEASUREMENT, "9.1", false);
    let standing = |standing| all.iter().filter(|series| series.standing == standing).count();
    let figures = vec![
        (maker.say(said::MEASURES_COUNT).to_owned(), all.len().to_string()),
        (maker.word("on-target").to_lowercase(), standing(Standing::OnTarget).to_string()),
        (maker.word("short").to_lowercase(), standing(Standing::Short).to_string()),
        (maker.word("alarming").to_lowercase(), standing(Standing::Alarming).to_string()),
    ];
    let rows = all.iter().map(|series| row(maker, series)).collect();
    let columns = vec![
        maker.column(said::ID, 10),
        maker.column(said::MEASURE, 30),
        maker.column(said::LAST_RESULT, 15),
        maker.column(said::AIM, 10),
        maker.column(said::STANDING, 14),
        maker.column(said::TREND, 10),
        maker.column(said::NEXT_RESULT, 14),
    ];
    let mut table = maker.table(said::MEASURES, columns, rows);
    table.caption = String::new();
    paper.sections = vec![Section::new(maker.say(said::SUMMARY)).with(Block::Counts(figures)).table(table)];
    let mut each = Section::new(maker.say(said::MEASURES));
    for series in &all {
        each = each.section(of(maker, series));
    }
    if !all.is_empty() {
        paper.sections.push(each);
    }
    paper
}

fn value(series: &Series<'_>, value: Option<f64>) -> String {
    let unit = series.measure.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    value.map_or_else(String::new, |value| format!("{}{unit}", wording::score(value)))
}

/// How a measure stands, in its tone.
pub(super) fn standing(maker: &Maker<'_>, standing: Standing) -> Cell {
    let cell = Cell::from(maker.word(standing.as_str()));
    match standing {
        Standing::OnTarget => cell.toned(Tone::GOOD),
        Standing::Short => cell.toned(Tone::PARTLY),
        Standing::Alarming => cell.toned(Tone::BAD),
        Standing::Unknown => cell,
    }
}

/// Whether results get better, with an arrow.
pub(super) fn trend(maker: &Maker<'_>, trend: Option<Trend>) -> Text {
    let Some(trend) = trend else { return Text::from("–") };
    let sign = match trend {
        Trend::Better => "↗",
        Trend::Steady => "→",
        Trend::Worse => "↘",
    };
    Text::from(format!("{sign} {}", maker.word(trend.as_str())))
}

fn row(maker: &Maker<'_>, series: &Series<'_>) -> Vec<Cell> {
    let last = series.results.last();
    let result = match last {
        Some(last) => Text::from(value(series, Some(last.value))).remark(last.on.to_string()),
        None => maker.soft(said::NONE),
    };
    vec![
        id(&series.measure.id),
        Cell::from(series.measure.title.as_str()),
        Cell::from(result),
        Cell::from(maker.or(&value(series, series.measure.target), said::NOT_STATED)),
        standing(maker, series.standing),
        Cell::from(trend(maker, series.trend)),
        maker.due(series.next, series.overdue),
    ]
}

fn of(maker: &Maker<'_>, series: &Series<'_>) -> Section {
    let measure = series.measure;
    let mut facts: Vec<Fact> = [
        maker.told(said::PURPOSE, &measure.purpose),
        maker.told(said::HOW_MEASURED, &measure.method),
        maker.told(said::DIRECTION, measure.direction.map_or("", |direction| maker.word(direction.as_str()))),
        maker.told(said::AIM, &value(series, measure.target)),
        maker.told(said::THRESHOLD, &value(series, measure.threshold)),
        maker.told(said::CONTROLS, &wording::list(&measure.controls)),
        maker.told(said::RISKS, &wording::list(&measure.scenarios)),
    ]
    .into_iter()
    .flatten()
    .collect();
    facts.push(Fact::new(maker.say(said::MEASURED_BY), maker.actor(measure.measured_by.as_ref())));
    facts.push(Fact::new(maker.say(said::ANALYSED_BY), maker.actor(measure.analysed_by.as_ref())));
    let mut section = Section::new(format!("{} {}", measure.id, measure.title))
        .paragraph(figure::trend_said(maker, series))
        .with(Block::Definitions(facts));
    if let Some(figure) = figure::trend(maker, series) {
        section = section.with(figure);
    }
    if !series.results.is_empty() {
        section = section.table(results(maker, series));
    }
    if !measure.conclusions.is_empty() {
        let said = measure.conclusions.iter().map(|conclusion| {
            Text::new()
                .strong(format!("{}, {}: ", conclusion.on, conclusion.by))
                .plain(conclusion.text.as_str())
        });
        let items = std::iter::once(Text::new().strong(maker.say(said::CONCLUSIONS))).chain(said);
        for text in items {
            section = section.paragraph(text);
        }
    }
    section
}

fn results(maker: &Maker<'_>, series: &Series<'_>) -> Table {
    let rows = series.results.iter().rev().map(|result| {
        vec![
            Cell::day(day(result.on)),
            Cell::number(value(series, Some(result.value)), result.value),
            standing(maker, series.measure.stands(result.value)),
            Cell::from(result.comment.as_str()),
        ]
    });
    let columns = vec![
        maker.column(said::DATE, 16),
        maker.number(said::VALUE, 16),
        maker.column(said::STANDING, 24),
        maker.column(said::COMMENT, 44),
    ];
    Table { name: series.measure.id.to_string(), caption: String::new(), columns, rows: rows.collect() }
}
