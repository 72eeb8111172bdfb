//! What the steps make of the factors: their order, what leads nowhere, what raises and what lowers the score.

use std::collections::BTreeSet;

use super::super::declaration::{Declaration, Effect};
use super::super::graph::{self, Direction};
use super::reading::{Names, Reader};
use super::{Factor, Node, Rule};

/// Steps behind what they are made from, with sources counted in the new order; and the new place of each.
pub(super) fn sorted(
    declared: &Declaration,
    names: &Names<'_>,
    nodes: Vec<Node>,
    reader: &mut Reader<'_>,
) -> Option<(Vec<Node>, Vec<usize>)> {
    let factors = names.factors;
    let inner: Vec<Vec<usize>> = nodes
        .iter()
        .map(|node| {
            node.rule.sources().into_iter().filter_map(|source| source.checked_sub(factors)).collect()
        })
        .collect();
    let order = match graph::order(&inner) {
        Ok(order) => order,
        Err(circle) => {
            let named: Vec<String> =
                circle.iter().filter_map(|at| Some(format!("`{}`", nodes.get(*at)?.id))).collect();
            let span = circle
                .first()
                .and_then(|at| names.known.get(at + factors))
                .map_or(declared.result.span(), |(id, _)| id.span());
            reader.flaw(span, "id", format!("{} are made from each other in a circle", named.join(", ")));
            return None;
        }
    };
    let mut places = vec![0; nodes.len()];
    for (new, old) in order.iter().enumerate() {
        if let Some(place) = places.get_mut(*old) {
            *place = new + factors;
        }
    }
    let moved = |at: usize| at.checked_sub(factors).and_then(|at| places.get(at).copied()).unwrap_or(at);
    let nodes = order.iter().filter_map(|old| nodes.get(*old)).cloned().map(|mut node| {
        node.rule = match node.rule {
            Rule::Table { rows, columns, width, cells } => {
                Rule::Table { rows: moved(rows), columns: moved(columns), width, cells }
            }
            Rule::Max(of) => Rule::Max(of.into_iter().map(moved).collect()),
            Rule::Min(of) => Rule::Min(of.into_iter().map(moved).collect()),
        };
        node
    });
    Some((nodes.collect(), places))
}

/// Everything that is declared leads to the result.
pub(super) fn used(
    declared: &Declaration,
    names: &Names<'_>,
    nodes: &[Node],
    place: &dyn Fn(usize) -> Option<usize>,
    result: usize,
    reader: &mut Reader<'_>,
) {
    let mut reached = BTreeSet::from([result + names.factors]);
    for (at, node) in nodes.iter().enumerate().rev() {
        if reached.contains(&(at + names.factors)) {
            reached.extend(node.rule.sources());
        }
    }
    for (at, (id, _)) in names.known.iter().enumerate() {
        if place(at).is_some_and(|at| !reached.contains(&at)) {
            let message = format!(
                "`{}` leads nowhere: the result `{}` is not made from it",
                id.get_ref(),
                declared.result.get_ref()
            );
            reader.flaw(id.span(), "id", message);
        }
    }
}

/// What each factor does to the score, held against what was promised.
pub(super) fn effects(
    declared: &Declaration,
    factors: &mut [Factor],
    nodes: &[Node],
    result: usize,
    reader: &mut Reader<'_>,
) {
    let count = factors.len();
    for (at, (factor, declared)) in factors.iter_mut().zip(&declared.factors).enumerate() {
        let mut directions: Vec<Direction> =
            (0..count).map(|other| if other == at { Direction::Up } else { Direction::Still }).collect();
        let mut breaks = None;
        for node in nodes {
            let mut direction = Direction::Still;
            let mut sources = node.rule.sources();
            sources.sort_unstable();
            sources.dedup();
            for source in sources {
                let before = directions.get(source).copied().unwrap_or(Direction::Still);
                direction = direction.and(before.then(node.rule.direction(source)));
            }
            // where it first goes wrong is where one wants to look
            if breaks.is_none()
                && declared.effect.as_ref().is_some_and(|effect| !direction.keeps(*effect.get_ref()))
            {
                breaks = Some(node.id.clone());
            }
            directions.push(direction);
        }
        let found = directions.get(result + count).copied().unwrap_or(Direction::Still);
        factor.effect = declared.effect.as_ref().map_or(found.effect(), |effect| *effect.get_ref());
        if let Some(effect) = &declared.effect
            && !found.keeps(*effect.get_ref())
        {
            let (claimed, table) = (effect.get_ref().name(), breaks.unwrap_or_default());
            let message = format!(
                "`{}` {claimed} the score, it says here, but {}; correct the cells, or say `effect = \"{}\"`",
                factor.id,
                broken(nodes, &table, at, count, *effect.get_ref()),
                found.effect().name()
            );
            reader.flaw(effect.span(), "effect", message);
        }
    }
}

/// The cells of a table at which a promise is broken, in words.
pub(super) fn broken(nodes: &[Node], table: &str, factor: usize, factors: usize, effect: Effect) -> String {
    // the side of the table by which the factor comes in is the one to look along
    let mut reached = BTreeSet::from([factor]);
    for (at, node) in nodes.iter().enumerate() {
        if node.rule.sources().iter().any(|source| reached.contains(source)) {
            reached.insert(at + factors);
        }
    }
    let Some(node) = nodes.iter().find(|node| node.id == table) else {
        return "the tables do otherwise".to_owned();
    };
    let (Rule::Table { rows, columns, width, cells }, shown) = (&node.rule, |cell: f64| {
        // a level's index is a whole number within the list
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the index of a level")]
        let level = node.levels.as_ref().and_then(|levels| levels.get(cell as usize));
        level.map_or_else(|| cell.to_string(), |(id, _)| id.clone())
    }) else {
        return format!("by way of `{table}` it does otherwise");
    };
    let wrong = |a: f64, b: f64| match effect {
        Effect::Raises => b < a,
        Effect::Lowers => b > a,
        Effect::Mixed => false,
    };
    for (at, cell) in cells.iter().enumerate() {
        let (row, column) = (at / width + 1, at % width + 1);
        let right = (column < *width).then(|| cells.get(at + 1)).flatten();
        if reached.contains(columns)
            && let Some(next) = right.filter(|next| wrong(*cell, **next))
        {
            return format!("in row {row} of `{table}` `{}` is followed by `{}`", shown(*cell), shown(*next));
        }
        if reached.contains(rows)
            && let Some(next) = cells.get(at + width).filter(|next| wrong(*cell, **next))
        {
            return format!(
                "in column {column} of `{table}` `{}` is followed by `{}`",
                shown(*cell),
                shown(*next)
            );
        }
    }
    format!("by way of `{table}` it does otherwise")
}

/// A factor that may be missing has a level in its stead, or is one of several to choose from.
pub(super) fn optional(declared: &Declaration, factors: &[Factor], nodes: &[Node], reader: &mut Reader<'_>) {
    for (at, (factor, declared)) in factors.iter().zip(&declared.factors).enumerate() {
        let in_table = nodes.iter().find(
            |node| matches!(&node.rule, Rule::Table { rows, columns, .. } if *rows == at || *columns == at),
        );
        if !factor.required
            && factor.missing.is_none()
            && let Some(table) = in_table
        {
            let message = format!(
                "`{}` may be missing, and the table `{}` needs it; say `missing = \"LEVEL\"` for what then stands in",
                factor.id, table.id
            );
            reader.flaw(declared.id.span(), "required", message);
        }
    }
}
