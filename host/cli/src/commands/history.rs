//! `log`, `diff` and `undo`: what was changed, and back.

use riskwright_core::change::{Change, describe};
use riskwright_core::isms::Isms;
use riskwright_core::journal::{Head, diff as difference};
use riskwright_store::Point;
use serde_json::{Value, json};

use super::Answer;
use super::set::told;
use crate::args::{Diff, Log, Undo};
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session, point};

/// So many lines of one entry are shown.
const LINES: usize = 12;

pub fn log(args: &Log, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    let last = session.head().seq;
    let wanted: Option<Vec<u64>> = match &args.record {
        Some(record) => {
            let mut touches = session.store().touches(&session.find(record)?)?;
            touches.retain(|entry| *entry <= last);
            Some(touches)
        }
        None => None,
    };
    let path = args.record.as_deref().map(|record| session.find(record)).transpose()?;
    let first = match &wanted {
        _ if args.last == 0 => 1,
        Some(touches) => touches.iter().rev().nth(args.last - 1).copied().unwrap_or(1),
        None => last.saturating_sub(args.last as u64) + 1,
    };
    let mut text = String::new();
    let mut entries: Vec<Value> = Vec::new();
    session.store().history(&mut |entry, effects, isms| {
        if entry.seq < first
            || entry.seq > last
            || wanted.as_ref().is_some_and(|wanted| !wanted.contains(&entry.seq))
        {
            return;
        }
        let writes = effects.writes.iter().filter(|write| path.as_ref().is_none_or(|path| write.at == *path));
        let lines: Vec<String> = writes.flat_map(|write| describe(isms, write)).collect();
        let title = match &entry.change {
            Change::Together { title, .. } | Change::RecordsRestore { title, .. } => format!(" “{title}”"),
            _ => String::new(),
        };
        let head = format!("{:>5}  {}  {}", entry.seq, entry.at, entry.by);
        text += &format!("{}  {}{title}\n", print::bold(&head), entry.change.name());
        for line in lines.iter().take(LINES) {
            text += &format!("       {line}\n");
        }
        if lines.len() > LINES {
            text += &format!("       … and {} more\n", lines.len() - LINES);
        }
        entries.push(json!({
            "seq": entry.seq,
            "at": entry.at,
            "by": entry.by,
            "change": entry.change.name(),
            "hash": entry.hash,
            "changes": lines,
        }));
    })?;
    Ok(Answer::new(text, json!({ "entries": entries, "total": last })))
}

pub fn diff(args: &Diff, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    let last = session.store().head().seq;
    let state = |text: &str| -> Result<(Isms, Head), Fault> {
        match point(text)? {
            Point::Entry(entry) if entry > last => {
                Err(Fault::new(format!("there is no entry {entry}; the journal ends at {last}")))
            }
            point => Ok(session.store().state_at(point)?),
        }
    };
    let (before, from) = state(&args.from)?;
    let now = || Ok((session.isms().clone(), session.head()));
    let (after, to) = args.to.as_deref().map_or_else(now, state)?;
    let (first, last) = (from.seq.min(to.seq), from.seq.max(to.seq));
    let mut lines = Vec::new();
    let mut records: Vec<Value> = Vec::new();
    for write in difference(&before, &after) {
        let by = session.store().writers(&write.at, first, last)?;
        let names = if by.is_empty() { String::new() } else { format!(", by {}", by.join(" and ")) };
        lines.extend(describe(&after, &write).into_iter().map(|line| format!("{line}{names}")));
        records.push(json!({
            "record": write.at.id,
            "kind": write.at.kind.as_str(),
            "before": write.before,
            "after": write.after,
            "by": by,
        }));
    }
    let text = if lines.is_empty() { "Nothing differs.".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(text, json!({ "changes": lines, "records": records })))
}

pub fn undo(args: &Undo, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let entry = args.entry.unwrap_or(session.head().seq);
    let (by, at) = (hand.by.clone(), hand.at);
    let appended = session.store_mut()?.undo(entry, &by, at)?;
    let mut answer = told(&session, &appended.into());
    answer.text = format!("Took back entry {entry}:\n{}", answer.text);
    session.close();
    Ok(answer)
}
