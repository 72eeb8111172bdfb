//! Heat maps and trends as pictures.

use riskwright_core::measurement::Series;
use riskwright_core::methodology::heatmap::HeatMap;
use riskwright_press::drawing::{Anchor, ON_TONE, Paint, shortened};
use riskwright_press::{Block, Drawing, Figure, Tone};

use super::maker::Maker;
use super::said;
use crate::wording;

/// As wide as the text of an upright page.
const WIDTH: u16 = 640;

/// A map with likelihood down and consequence across, the worst corner at the top right.
pub(super) fn map(maker: &Maker<'_>, map: &HeatMap, caption: &str) -> Block {
    let (columns, rows) = (map.across.levels.len().max(1), map.down.levels.len());
    let (left, top, high) = (118, 40, 44);
    let wide = (i32::from(WIDTH) - left) / i32::try_from(columns).unwrap_or(1);
    let place = |at: usize, size: i32| i32::try_from(at).unwrap_or(0) * size;
    let mut drawing = Drawing::new(WIDTH, u16::try_from(top + place(rows, high) + 4).unwrap_or(u16::MAX));
    drawing.text(
        (0, 13),
        11,
        Anchor::Start,
        Paint::Soft,
        false,
        &format!("{} ↓", shortened(&map.down.title, 20)),
    );
    drawing.text(
        (left, 13),
        11,
        Anchor::Start,
        Paint::Soft,
        false,
        &format!("{} →", shortened(&map.across.title, 60)),
    );
    // a letter at size 11 is about five units wide
    let letters = |wide: i32| usize::try_from(wide / 5).unwrap_or(1);
    for (at, level) in map.across.levels.iter().enumerate() {
        let x = left + place(at, wide) + wide / 2;
        drawing.text((x, 32), 11, Anchor::Middle, Paint::Ink, true, &shortened(level, letters(wide)));
    }
    let mut told = Vec::new();
    for (at, (level, cells)) in map.down.levels.iter().zip(&map.cells).rev().enumerate() {
        let y = top + place(at, high);
        drawing.text(
            (left - 8, y + high / 2 + 4),
            11,
            Anchor::End,
            Paint::Ink,
            true,
            &shortened(level, letters(left)),
        );
        for (column, cell) in cells.iter().enumerate() {
            let x = left + place(column, wide);
            let tone = cell.level.map(|level| Tone::level(usize::from(level), map.levels.len()));
            let fill = tone.map_or(Paint::Fixed(0x00ee_f2f5), |tone| Paint::Fixed(tone.fill));
            drawing.rect((x, y), (wide, high), fill, ON_TONE);
            let name = cell.level.and_then(|level| map.levels.get(usize::from(level)));
            let name = name.map_or("–", |name| name.as_str());
            let sign = tone.map_or("", |tone| tone.sign);
            // apart: signs come from another font, which would draw the name too
            drawing.text((x + 5, y + 14), 10, Anchor::Start, ON_TONE, false, sign);
            let name = shortened(name, letters(wide) - 3);
            drawing.text((x + 17, y + 14), 10, Anchor::Start, ON_TONE, false, &name);
            let count = cell.scenarios.len();
            if count > 0 {
                drawing.text((x + wide / 2, y + 35), 18, Anchor::Middle, ON_TONE, true, &count.to_string());
                let across = map.across.levels.get(column).map_or("", |level| level.as_str());
                let risks = wording::list(&cell.scenarios);
                told.push(maker.with(said::MAP_CELL, &[level, &across, &risks, &name]));
            }
        }
    }
    let axes = maker.with(said::MAP_SAID, &[&map.down.title, &map.across.title]);
    let alternative = format!("{caption}. {axes} {}", told.join("; "));
    Block::Figure(Figure {
        drawing,
        alternative: alternative.trim_end().to_owned(),
        caption: caption.to_owned(),
    })
}

/// What a trend shows, in words.
pub(super) fn trend_said(maker: &Maker<'_>, series: &Series<'_>) -> String {
    let unit = series.measure.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let value = |value: f64| format!("{}{unit}", wording::score(value));
    let said = match (series.results.first(), series.results.last()) {
        (Some(one), Some(_)) if series.results.len() == 1 => {
            maker.with(said::TREND_ONE, &[&value(one.value), &one.on])
        }
        (Some(first), Some(last)) => maker.with(
            said::TREND_SAID,
            &[&value(first.value), &first.on, &value(last.value), &last.on, &series.results.len()],
        ),
        _ => return maker.say(said::NO_RESULTS).to_owned(),
    };
    let target = series.measure.target.map(|target| maker.with(said::TARGET_SAID, &[&value(target)]));
    said + &target.unwrap_or_default()
}

/// The results of a measure over time, with lines at target and threshold; none before there are two.
pub(super) fn trend(maker: &Maker<'_>, series: &Series<'_>) -> Option<Block> {
    let (first, last) = (series.results.first()?, series.results.last()?);
    if series.results.len() < 2 || !series.results.iter().all(|result| result.value.is_finite()) {
        return None;
    }
    let measure = series.measure;
    let (wide, high, left, right, top, foot) = (i32::from(WIDTH), 150, 56, 78, 14, 24);
    let aims = [measure.target, measure.threshold].into_iter().flatten().filter(|aim| aim.is_finite());
    let values = series.results.iter().map(|result| result.value).chain(aims);
    let (low, most) =
        values.fold((f64::MAX, f64::MIN), |(low, most), value| (low.min(value), most.max(value)));
    let room = if most > low { (most - low) * 0.08 } else { most.abs().max(1.0) * 0.1 };
    let (low, most) = (if low >= 0.0 { (low - room).max(0.0) } else { low - room }, most + room);
    let y = |value: f64| {
        let share = (value - low) / (most - low);
        // both ends are finite and no picture is higher than a page
        top + (f64::from(high - top - foot) * (1.0 - share.clamp(0.0, 1.0))) as i32
    };
    let days = |on: riskwright_core::quantity::Date| {
        let since = first.on.civil().until(on.civil()).map_or(0, |span| span.get_days());
        i64::from(since)
    };
    let all = days(last.on).max(1);
    let x = |on| left + i32::try_from(i64::from(wide - left - right) * days(on) / all).unwrap_or(0);
    let mut drawing = Drawing::new(WIDTH, u16::try_from(high).unwrap_or(150));
    for value in [low, (low + most) / 2.0, most] {
        drawing.line(&[(left, y(value)), (wide - right, y(value))], Paint::Line, 7, false);
        drawing.text(
            (left - 6, y(value) + 4),
            10,
            Anchor::End,
            Paint::Soft,
            false,
            &shortened(&axis(value, most - low), 10),
        );
    }
    for (aim, paint, label) in
        [(measure.target, Paint::Accent, said::AIM), (measure.threshold, Paint::Late, said::THRESHOLD)]
    {
        if let Some(aim) = aim.filter(|aim| aim.is_finite()) {
            drawing.line(&[(left, y(aim)), (wide - right, y(aim))], paint, 12, true);
            drawing.text((wide - right + 6, y(aim) + 4), 10, Anchor::Start, paint, true, maker.say(label));
        }
    }
    let line: Vec<(i32, i32)> = series.results.iter().map(|result| (x(result.on), y(result.value))).collect();
    drawing.line(&line, Paint::Ink, 18, false);
    for place in &line {
        drawing.dot(*place, 3, Paint::Ink);
    }
    drawing.text((left, high - 6), 10, Anchor::Start, Paint::Soft, false, &first.on.to_string());
    drawing.text((wide - right, high - 6), 10, Anchor::End, Paint::Soft, false, &last.on.to_string());
    let caption = maker.with(said::TREND_OF, &[&measure.title]);
    let alternative = trend_said(maker, series);
    Some(Block::Figure(Figure { drawing, alternative, caption }))
}

/// A number beside an axis: as many places as its reach needs.
fn axis(value: f64, reach: f64) -> String {
    if reach >= 20.0 {
        format!("{value:.0}")
    } else if reach >= 2.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}
