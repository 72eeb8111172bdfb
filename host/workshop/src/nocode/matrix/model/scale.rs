//! The scale of the result: levels, bands, and the axes of the picture.

use super::super::Texts;
use super::super::declaration::Declaration;
use super::reading::{Names, Reader};
use super::{Node, Rule, number};

/// The values a step can have.
pub(super) fn bounds(node: &Node) -> (f64, f64) {
    match (&node.rule, &node.levels) {
        (Rule::Table { cells, .. }, None) => (
            cells.iter().copied().fold(f64::INFINITY, f64::min),
            cells.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        ),
        (_, levels) => (0.0, number(levels.as_ref().map_or(1, Vec::len).saturating_sub(1))),
    }
}

pub(super) type Bands = (Vec<Texts>, Vec<f64>, (f64, f64));

/// The levels of risk, from which score each holds, and the bounds of scores.
pub(super) fn scale(declared: &Declaration, result: &Node, reader: &mut Reader<'_>) -> Option<Bands> {
    let (min, max) = match &result.levels {
        Some(levels) => (1.0, number(levels.len())),
        None => bounds(result),
    };
    if declared.bands.is_empty() {
        let Some(levels) = &result.levels else {
            let message = format!(
                "`{}` is a number, so levels are needed: add `[[band]]` with `title` and `from`, lowest first",
                result.id
            );
            reader.flaw(declared.result.span(), "band", message);
            return None;
        };
        let from = (1..=levels.len()).map(number).collect();
        return Some((levels.iter().map(|(_, title)| title.clone()).collect(), from, (min, max)));
    }
    let count = declared.bands.len();
    if !(2..=100).contains(&count) {
        reader.flaw(declared.result.span(), "band", format!("{count} bands; 2 to 100 are possible"));
    }
    let mut before: Option<f64> = None;
    for band in &declared.bands {
        reader.texts("title", &band.title);
        let from = *band.from.get_ref();
        match before {
            _ if !from.is_finite() => reader.flaw(band.from.span(), "from", format!("`{from}` is no score")),
            None if from > min => {
                reader.flaw(
                    band.from.span(),
                    "from",
                    format!("the lowest band begins at {from}, but scores begin at {min}"),
                );
            }
            Some(before) if from <= before => {
                reader.flaw(
                    band.from.span(),
                    "from",
                    format!("bands rise, but {from} is not above {before}"),
                );
            }
            Some(_) if from > max => {
                reader.flaw(
                    band.from.span(),
                    "from",
                    format!("no score reaches this band: the greatest is {max}"),
                );
            }
            _ => {}
        }
        before = Some(from);
    }
    let from = declared.bands.iter().map(|band| *band.from.get_ref()).collect();
    Some((declared.bands.iter().map(|band| band.title.get_ref().clone()).collect(), from, (min, max)))
}

pub(super) fn axes(
    declared: &Declaration,
    names: &Names<'_>,
    result: &Node,
    reader: &mut Reader<'_>,
) -> Option<(usize, usize)> {
    match &declared.axes {
        Some(axes) => {
            let factor = |id: &String| names.find(id).filter(|at| *at < names.factors);
            let [down, across] = axes.get_ref();
            let found = factor(down).zip(factor(across)).filter(|(down, across)| down != across);
            if found.is_none() {
                reader.flaw(
                    axes.span(),
                    "axes",
                    "axes are two different factors, the one that goes down first",
                );
            }
            found
        }
        None => match &result.rule {
            Rule::Table { rows, columns, .. } if rows != columns && (*rows).max(*columns) < names.factors => {
                Some((*rows, *columns))
            }
            _ => None,
        },
    }
}
