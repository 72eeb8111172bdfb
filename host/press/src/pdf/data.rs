//! What a template is filled with: the paper as JSON.

use serde_json::{Value, json};

use crate::words::words;
use crate::{Block, Cell, Fact, Paper, PressError, Run, Section, Table, Text};

/// A word longer than this may break where its parts meet.
const LONG: usize = 14;
/// One longer than this is no word, and may break everywhere.
const ENDLESS: usize = 34;
/// So many letters stay together then.
const UNBROKEN: usize = 8;
/// A row whose cells have no more letters than this is not torn between pages.
const WHOLE: usize = 900;

pub(super) fn of(paper: &Paper) -> Result<Vec<u8>, PressError> {
    let foot = &paper.foot;
    let value = json!({
        "language": paper.language,
        "title": line(&paper.title),
        "subtitle": line(&paper.subtitle),
        "wide": paper.wide,
        "facts": facts(&paper.facts),
        "sections": paper.sections.iter().map(section).collect::<Vec<_>>(),
        "words": words(paper.language),
        "foot": {
            "organisation": line(&foot.organisation),
            "as-of": foot.as_of,
            "year": foot.as_of.year,
            "month": foot.as_of.month,
            "day": foot.as_of.day,
            "head": foot.head,
            "short-head": foot.short_head(),
            "entries": foot.entries,
            "digest": paper.digest(),
            "remarks": foot.remarks.iter().map(text).collect::<Vec<_>>(),
        },
    });
    Ok(serde_json::to_vec(&value)?)
}

fn line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

fn facts(facts: &[Fact]) -> Vec<Value> {
    let fact =
        |fact: &Fact| json!({ "label": line(&fact.label), "text": text(&fact.text), "long": fact.long });
    facts.iter().map(fact).collect()
}

fn section(of: &Section) -> Value {
    json!({
        "title": line(&of.title),
        "blocks": of.blocks.iter().map(block).collect::<Vec<_>>(),
        "sections": of.sections.iter().map(section).collect::<Vec<_>>(),
    })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Paragraph(said) => json!({ "kind": "paragraph", "text": text(said) }),
        Block::List(list) => json!({
            "kind": "list", "numbered": list.numbered,
            "items": list.items.iter().map(text).collect::<Vec<_>>(),
        }),
        Block::Table(of) => table(of),
        Block::Figure(figure) => json!({
            "kind": "figure",
            "svg": figure.drawing.svg(),
            "width": figure.drawing.width(),
            "alternative": line(&figure.alternative),
            "caption": line(&figure.caption),
        }),
        Block::Note(note) => json!({
            "kind": "note", "fill": note.tone.hex(), "sign": note.tone.sign,
            "title": line(&note.title), "text": text(&note.text),
        }),
        Block::Definitions(all) => json!({ "kind": "definitions", "facts": facts(all) }),
        Block::Counts(counts) => json!({
            "kind": "counts",
            "counts": counts.iter().map(|(label, count)| json!({ "label": label, "count": count })).collect::<Vec<_>>(),
        }),
        Block::PageBreak => json!({ "kind": "page-break" }),
    }
}

fn table(of: &Table) -> Value {
    let cell = |cell: &Cell| {
        let tone = cell.tone.map(|tone| json!({ "fill": tone.hex(), "sign": tone.sign }));
        json!({ "text": text(&cell.text), "tone": tone })
    };
    // a row is as wide as the table, whatever it was given
    let row = |row: &Vec<Cell>| {
        let mut cells: Vec<Value> = row.iter().take(of.columns.len()).map(cell).collect();
        cells.resize_with(of.columns.len(), || json!({ "text": [], "tone": null }));
        let longest = row.iter().map(|cell| cell.text.said().chars().count()).max().unwrap_or_default();
        json!({ "cells": cells, "whole": longest <= WHOLE })
    };
    json!({
        "kind": "table",
        "caption": line(&of.caption),
        "columns": of.columns.iter().map(|column| json!({
            "title": softened(&line(&column.title)), "share": column.share.max(1), "align": column.align,
        })).collect::<Vec<_>>(),
        "rows": of.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

/// A text as runs of one line each.
fn text(of: &Text) -> Value {
    let mut runs: Vec<Value> = Vec::new();
    for run in &of.0 {
        let kind = match run {
            Run::Plain(_) => "plain",
            Run::Strong(_) => "strong",
            Run::Emphasis(_) => "emphasis",
            Run::Code(_) => "code",
            Run::Soft(_) => "soft",
            Run::Late(_) => "late",
            Run::Link { .. } if run.address().is_some() => "link",
            Run::Link { .. } => "plain",
            Run::Break => {
                runs.push(json!({ "kind": "break" }));
                continue;
            }
        };
        for (at, said) in run.said().lines().enumerate() {
            if at > 0 {
                runs.push(json!({ "kind": "break" }));
            }
            runs.push(json!({ "kind": kind, "text": softened(&line(said)), "to": run.address() }));
        }
    }
    Value::Array(runs)
}

/// The text with places where long words may break: Typst lets them run out of their column.
fn softened(text: &str) -> String {
    let mut soft = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        let length = word.chars().count();
        if length <= LONG {
            soft.push_str(word);
            continue;
        }
        let mut unbroken = 0;
        for letter in word.chars() {
            if length > ENDLESS && unbroken >= UNBROKEN {
                soft.push('\u{200b}');
                unbroken = 0;
            }
            soft.push(letter);
            unbroken += 1;
            if matches!(letter, '/' | '\\' | '_' | '?' | '&' | '=' | '.' | '-' | ':' | '@' | ',') {
                soft.push('\u{200b}');
                unbroken = 0;
            }
        }
    }
    soft
}
