//! Levels in cells: by name, by number, by sign; and taking over a source's scale.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{LADDERS, plain};
use super::problem::Mapping;
use super::table::Column;
use crate::id::FactorId;
use crate::identification::FactorValue;
use crate::methodology::criteria::{Level, Scale};
use crate::methodology::matrix::{Acceptance, Band, MatrixSettings};
use crate::methodology::{Factor, FactorKind};
use crate::quantity::{Text, Title};

const SIGNS: [&str; 5] = ["--", "-", "0", "+", "++"];

/// The level that a cell means on a scale. `None` if the scale has no such level.
#[must_use]
pub fn read(scale: &Scale, factor: &FactorId, text: &str, column: &Column, mapping: &Mapping) -> Option<u8> {
    let text = text.trim().trim_matches(|c: char| c == '*' || c == '`').trim();
    let mapped = mapping
        .levels
        .get(factor.as_str())
        .into_iter()
        .flatten()
        .find(|(own, _)| plain(own) == plain(text) || own.as_str() == text);
    let text = mapped.map_or(text, |(_, meant)| meant.as_str());
    let (number, name) = parts(text);
    if let Some(level) = scale.index(text).or_else(|| by_plain_name(scale, &name)) {
        return Some(level);
    }
    let count = u8::try_from(scale.levels.len()).ok()?;
    if column.signs
        && count == 5
        && let Some(at) = SIGNS.iter().position(|sign| {
            *sign == text.replace(['–', '−'], "-") || (*sign == "0" && text.eq_ignore_ascii_case("o"))
        })
    {
        return u8::try_from(at).ok();
    }
    if name.is_empty()
        && let Some(number) = number
    {
        let index = if column.from_zero { number } else { number.checked_sub(1)? };
        return u8::try_from(index).ok().filter(|index| *index < count);
    }
    by_initials(scale, text)
}

/// The value that a text means for a plugin's own factor.
///
/// # Errors
/// What the factor takes.
pub fn read_own(
    factor: &Factor,
    text: &str,
    column: &Column,
    mapping: &Mapping,
) -> Result<FactorValue, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let value = match &factor.kind {
        FactorKind::Ordinal(levels) => {
            let level =
                |name: &Title| Level { name: name.clone(), description: Text::default(), range: None };
            let scale = Scale { levels: levels.iter().map(level).collect() };
            read(&scale, &factor.id, text, column, mapping).map(FactorValue::Level)
        }
        FactorKind::Number { .. } => number(text).map(FactorValue::Number),
        FactorKind::Range { .. } => {
            let points: Option<Vec<f64>> = text.split(['/', ';', '|']).map(number).collect();
            match points.as_deref() {
                Some([low, mode, high]) => Some(FactorValue::Range([*low, *mode, *high])),
                Some([sure]) => Some(FactorValue::Range([*sure; 3])),
                _ => None,
            }
        }
        FactorKind::Flag => match plain(text).as_str() {
            "yes" | "y" | "true" | "1" | "x" | "ja" | "oui" => Some(FactorValue::Flag(true)),
            "no" | "n" | "false" | "0" | "nein" | "non" => Some(FactorValue::Flag(false)),
            _ => None,
        },
    };
    let takes = || match &factor.kind {
        FactorKind::Range { .. } => format!("{}, such as `1/2/9`", factor.kind.in_words()),
        // typed numbers count from 1, as on the organisation's own scales
        FactorKind::Ordinal(levels) => {
            let names = levels.iter().zip(1_usize..).map(|(name, number)| format!("{number} {name}"));
            format!("a level: {}", names.collect::<Vec<_>>().join(", "))
        }
        kind => kind.in_words(),
    };
    value.filter(|value| factor.takes(value).is_ok()).ok_or_else(takes)
}

fn by_plain_name(scale: &Scale, name: &str) -> Option<u8> {
    if name.is_empty() {
        return None;
    }
    let at =
        scale.levels.iter().position(|level| plain(&level.name) == name || parts(&level.name).1 == name)?;
    u8::try_from(at).ok()
}

/// `VH` for very high, where only one level has these initials.
fn by_initials(scale: &Scale, text: &str) -> Option<u8> {
    if text.is_empty() || text.len() > 2 || !text.chars().all(|c| c.is_ascii_uppercase()) {
        return None;
    }
    let initials =
        |name: &str| -> String { plain(name).split(' ').filter_map(|word| word.chars().next()).collect() };
    let wanted = text.to_lowercase();
    let mut fits = scale.levels.iter().enumerate().filter(|(_, level)| initials(&level.name) == wanted);
    let (at, _) = fits.next()?;
    if fits.next().is_some() { None } else { u8::try_from(at).ok() }
}

/// The number and the plain name in a cell such as `3 - High`, `High (3)`, `4`.
fn parts(text: &str) -> (Option<u32>, String) {
    // a comma may be the decimal mark: `2,0`
    if let Ok(number) = text.trim().replace(',', ".").parse::<f64>() {
        let whole = number.fract() == 0.0 && (0.0..1000.0).contains(&number);
        return if whole { (Some(number as u32), String::new()) } else { (None, plain(text)) };
    }
    let digits = |part: &str| {
        part.trim().trim_matches(['(', ')', '[', ']', '.', ':', '-', '–']).trim().parse::<u32>().ok()
    };
    let bracket = text.rsplit_once(['(', '[']).and_then(|(_, inside)| digits(inside));
    let mut words = plain(text);
    let mut number = bracket;
    if number.is_none() {
        let leading = words.split(' ').next().and_then(|word| word.parse::<u32>().ok());
        if let Some(value) = leading {
            number = Some(value);
            words = words.split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
        }
    }
    (number, words)
}

/// The name in a cell such as `3 - High`, `HIGH`, `High (12)`, made plain: `high`.
pub(crate) fn plain_name(text: &str) -> String {
    parts(text).1
}

/// The scale that a source's cells speak of. `None` if their order can't be told.
///
/// Numbers make a scale of numbers; numbered names are ordered by their numbers; names of a ladder people commonly use
/// take the whole of it, since a register rarely has every level.
#[must_use]
pub fn infer(cells: &BTreeSet<String>) -> Option<Scale> {
    if cells.is_empty() {
        return None;
    }
    let mut numbered: BTreeMap<u32, String> = BTreeMap::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for cell in cells {
        match parts(cell) {
            (Some(number), name) => {
                let known = numbered.entry(number).or_default();
                if known.is_empty() && !name.is_empty() {
                    *known = name_part(cell);
                }
            }
            (None, name) if !name.is_empty() => {
                names.insert(name, cell.trim().to_owned());
            }
            (None, _) => return None,
        }
    }
    if names.is_empty() {
        by_numbers(&numbered)
    } else if numbered.values().all(String::is_empty) && !numbered.is_empty() {
        None
    } else {
        by_ladder(&names, &numbered)
    }
}

/// The name in `3 - High` or `High (3)` as written.
fn name_part(cell: &str) -> String {
    let cell = cell.split(['(', '[']).next().unwrap_or(cell);
    cell.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '–' | ':' | '.' | ')'))
        .trim()
        .to_owned()
}

fn by_numbers(numbered: &BTreeMap<u32, String>) -> Option<Scale> {
    let (lowest, highest) = (*numbered.keys().next()?, *numbered.keys().next_back()?);
    let first = if lowest == 0 { 0 } else { 1 };
    // a register rarely uses its highest level: scales of 3, 4, 5 and 10 are the usual ones
    let named = numbered.values().any(|name| !name.is_empty());
    // with a name for each number up to the highest, no level is missing
    let complete = (1..=highest).all(|number| numbered.get(&number).is_some_and(|name| !name.is_empty()));
    let last = if first == 0 || complete {
        highest.max(first + 1)
    } else if named {
        [3, 5, 10].into_iter().find(|size| *size >= highest)?
    } else {
        [3, 4, 5, 10].into_iter().find(|size| *size >= highest)?
    };
    let count = last.checked_sub(first)?.checked_add(1)?;
    if !(2..=10).contains(&count) {
        return None;
    }
    let names: Vec<String> = (first..=last)
        .map(|number| {
            numbered
                .get(&number)
                .filter(|name| !name.is_empty())
                .cloned()
                .unwrap_or_else(|| number.to_string())
        })
        .collect();
    Scale::named(names.iter().map(String::as_str))
        .ok()
        .filter(|scale| scale.validate("the source's scale").is_ok())
}

fn by_ladder(names: &BTreeMap<String, String>, numbered: &BTreeMap<u32, String>) -> Option<Scale> {
    let mut all = names.clone();
    all.extend(numbered.values().filter(|name| !name.is_empty()).map(|name| (plain(name), name.clone())));
    let fits = |ladder: &&&[&str]| all.keys().all(|name| ladder.iter().any(|rung| plain(rung) == *name));
    let ladder = LADDERS.iter().filter(fits).min_by_key(|ladder| ladder.len())?;
    let capital = all.values().all(|name| name.chars().next().is_some_and(char::is_uppercase));
    let rungs: Vec<String> = ladder
        .iter()
        .map(|rung| {
            all.get(&plain(rung)).cloned().unwrap_or_else(|| {
                let mut letters = rung.chars();
                match letters.next() {
                    Some(first) if capital => first.to_uppercase().chain(letters).collect(),
                    _ => (*rung).to_owned(),
                }
            })
        })
        .collect();
    Scale::named(rungs.iter().map(String::as_str)).ok()
}

/// A likelihood, a consequence (both by index) and the level that a source says follows.
pub type Stated = (u8, u8, String);

/// The table and bands for scales taken over from a source, as near as can be to the levels it states.
///
/// Where the source states nothing, the level rises evenly from the lowest corner to the highest. Where it states scores
/// that are the products of its numbers, products it is.
#[must_use]
pub fn combine(likelihood: &Scale, consequence: &Scale, stated: &[Stated]) -> MatrixSettings {
    let (rows, columns) = (likelihood.levels.len(), consequence.levels.len());
    let product = |l: u8, c: u8| (u32::from(l) + 1) * (u32::from(c) + 1);
    let products = !stated.is_empty()
        && stated
            .iter()
            .all(|(l, c, level)| level.trim().parse::<f64>().is_ok_and(|s| s == f64::from(product(*l, *c))));
    if products {
        let cell = |l: usize, c: usize| ((l + 1) * (c + 1)) as u32;
        let table: Vec<Vec<u32>> = (0..rows).map(|l| (0..columns).map(|c| cell(l, c)).collect()).collect();
        let top = cell(rows.saturating_sub(1), columns.saturating_sub(1));
        // the usual bands of the 5 × 5 product, 1 to 4, 5 to 9, 10 to 15, 16 to 25, in proportion
        let from = |share: u32| (top * share / 25).max(1);
        let bands = bands(&[
            Title::fixed("low"),
            Title::fixed("medium"),
            Title::fixed("high"),
            Title::fixed("very high"),
        ]);
        let starts = [1, from(5).max(2), from(10).max(3), from(16).max(4)];
        let bands = bands.into_iter().zip(starts).map(|(band, from)| Band { from, ..band }).collect();
        return MatrixSettings { table, bands };
    }
    let names: BTreeSet<String> = stated.iter().map(|(_, _, level)| level.clone()).collect();
    let levels = infer(&names).map(|scale| scale.names()).unwrap_or_else(|| {
        let few = rows.max(columns) <= 3;
        let names: &[&'static str] = if few {
            &["low", "medium", "high"]
        } else {
            &["very low", "low", "medium", "high", "very high"]
        };
        names.iter().map(|name| Title::fixed(name)).collect()
    });
    let index = |name: &str| {
        levels.iter().position(|level| {
            plain(level) == parts(name).1 || level.to_lowercase() == name.trim().to_lowercase()
        })
    };
    let known: Vec<(usize, usize, u32)> = stated
        .iter()
        .filter_map(|(l, c, level)| {
            Some((usize::from(*l), usize::from(*c), u32::try_from(index(level)?).ok()?))
        })
        .collect();
    let consistent = known
        .iter()
        .all(|(l, c, level)| known.iter().all(|(l2, c2, other)| !(l <= l2 && c <= c2) || level <= other));
    let top = levels.len().saturating_sub(1);
    let cell = |l: usize, c: usize| {
        let even = even(l, rows, c, columns, top);
        if !consistent {
            return even;
        }
        let least =
            known.iter().filter(|(l2, c2, _)| *l2 <= l && *c2 <= c).map(|known| known.2).max().unwrap_or(0);
        let most = known
            .iter()
            .filter(|(l2, c2, _)| *l2 >= l && *c2 >= c)
            .map(|known| known.2)
            .min()
            .unwrap_or(top as u32);
        even.clamp(least, most.max(least))
    };
    let mut table: Vec<Vec<u32>> = (0..rows).map(|l| (0..columns).map(|c| cell(l, c)).collect()).collect();
    // the worst combination is in the worst band
    if let Some(worst) = table.last_mut().and_then(|row| row.last_mut()) {
        *worst = top as u32;
    }
    let bands = bands(&levels).into_iter().zip(0..).map(|(band, from)| Band { from, ..band }).collect();
    MatrixSettings { table, bands }
}

/// The level of a cell when levels rise evenly; halves go away from the middle.
fn even(l: usize, rows: usize, c: usize, columns: usize, top: usize) -> u32 {
    // (l / (rows-1) + c / (columns-1)) / 2 * top, in whole numbers
    let (down, across) = (rows.max(2) - 1, columns.max(2) - 1);
    let (numerator, denominator) = ((l * across + c * down) * top, 2 * down * across);
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    let up = match (rest * 2).cmp(&denominator) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => numerator * 2 > top * denominator,
    };
    (whole + usize::from(up)) as u32
}

/// Bands of these names: the lower part acceptable, one in the middle tolerable, the rest not.
fn bands(names: &[Title]) -> Vec<Band> {
    let count = names.len();
    let tolerable = (count.max(2) - 1) / 2;
    let acceptance = |at: usize| match at.cmp(&tolerable) {
        std::cmp::Ordering::Less => Acceptance::Acceptable,
        std::cmp::Ordering::Equal if count > 2 => Acceptance::Tolerable,
        std::cmp::Ordering::Equal => Acceptance::Acceptable,
        std::cmp::Ordering::Greater => Acceptance::Unacceptable,
    };
    let band = |(at, name): (usize, &Title)| Band {
        name: name.clone(),
        from: 0,
        acceptance: acceptance(at),
        appetite: None,
        description: Text::default(),
    };
    names.iter().enumerate().map(band).collect()
}

/// Levels in words, for a problem's text.
#[must_use]
pub fn spelled(scale: &Scale) -> String {
    let names: Vec<String> = scale
        .levels
        .iter()
        .enumerate()
        .map(|(at, level): (usize, &Level)| format!("{} {}", at + 1, level.name))
        .collect();
    format!("a level of the organisation's scale ({})", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> BTreeSet<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }
    fn names(scale: Option<Scale>) -> Vec<String> {
        scale.map(|scale| scale.names().iter().map(ToString::to_string).collect()).unwrap_or_default()
    }

    #[test]
    fn scales_are_told_from_what_a_register_says() {
        assert_eq!(names(infer(&cells(&["High", "Medium"]))), ["Low", "Medium", "High"]);
        assert_eq!(names(infer(&cells(&["2", "4"]))), ["1", "2", "3", "4"]);
        assert_eq!(names(infer(&cells(&["1 - Rare", "3 - Sure", "2 - Maybe"]))), ["Rare", "Maybe", "Sure"]);
        let seen = cells(&["2 - Unlikely", "3 - Credible", "4 - Likely"]);
        assert_eq!(names(infer(&seen)), ["1", "Unlikely", "Credible", "Likely", "5"]);
        assert_eq!(names(infer(&cells(&["purple", "green"]))), Vec::<String>::new());
        assert_eq!(names(infer(&cells(&["2,0", "3", "1.0"]))), ["1", "2", "3"]);
    }

    #[test]
    fn the_usual_three_by_three_comes_of_nothing_but_names() {
        let three = Scale::named(["low", "medium", "high"]).unwrap();
        let stated = [(2, 1, "High".to_owned()), (1, 2, "High".to_owned())];
        assert_eq!(combine(&three, &three, &stated).table, [[0, 0, 1], [0, 1, 2], [1, 2, 2]]);
        assert_eq!(combine(&three, &three, &[]).table, [[0, 0, 1], [0, 1, 2], [1, 2, 2]]);
    }

    #[test]
    fn a_plugin_s_levels_are_refused_as_they_are_counted() {
        let factor: Factor = serde_json::from_value(serde_json::json!({
            "id": "kinney/exposure", "title": "Exposure", "effect": "raises", "required": true,
            "kind": {"ordinal": ["very rare", "rare"]},
        }))
        .unwrap();
        let column = Column {
            at: 0,
            heading: String::new(),
            target: crate::exchange::table::Target::Ignored,
            from_zero: false,
            signs: false,
            other_status: false,
        };
        let read = |text: &str| read_own(&factor, text, &column, &Mapping::default());
        assert_eq!(read("1"), Ok(FactorValue::Level(0)));
        assert_eq!(read("0"), Err("a level: 1 very rare, 2 rare".to_owned()));
    }

    #[test]
    fn products_are_recognised() {
        let five = Scale::named(["1", "2", "3", "4", "5"]).unwrap();
        let settings = combine(&five, &five, &[(3, 4, "20".to_owned()), (1, 1, "4".to_owned())]);
        assert_eq!(settings.table[4], [5, 10, 15, 20, 25]);
        assert_eq!(settings.bands.iter().map(|band| band.from).collect::<Vec<_>>(), [1, 5, 10, 16]);
    }
}
