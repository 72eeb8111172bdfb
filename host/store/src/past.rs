//! The state at any point: from the last checkpoint before it, and the entries since.
//!
//! A checkpoint keeps the records that were written since the one before it, as they are then: together, the last of each
//! record, they are the state. Like the snapshot they are a cache, which `verify` holds against the replay.

use std::collections::BTreeMap;

use riskwright_core::isms::{Isms, Record};
use riskwright_core::journal::{self, Head, Replay};
use rusqlite::{Connection, OptionalExtension, params};

use crate::format;
use crate::rows::{damaged, entry, record_of, seq_in, seq_out};
use crate::store::{Point, StoreError};

/// After so many entries there is a checkpoint: what lies between two is replayed in some twenty milliseconds.
pub(crate) const INTERVAL: u64 = 1000;

/// Keeps a checkpoint, if one is due where the journal went on from one entry to another.
pub(crate) fn keep(connection: &Connection, before: u64, now: u64) -> Result<(), StoreError> {
    if before / INTERVAL == now / INTERVAL {
        return Ok(());
    }
    format::bring_up(connection)?;
    let last: Option<i64> = connection.query_row("SELECT max(seq) FROM past", [], |row| row.get(0))?;
    connection.execute(
        "INSERT INTO past (seq, record, body) \
         SELECT ?1, written.record, record.body \
         FROM (SELECT DISTINCT record FROM touch WHERE seq > ?2 AND seq <= ?1) AS written \
         LEFT JOIN record ON record.kind = substr(written.record, 1, instr(written.record, '/') - 1) \
         AND record.id = substr(written.record, instr(written.record, '/') + 1) \
         ORDER BY written.record",
        params![seq_in(now), last.unwrap_or(0)],
    )?;
    Ok(())
}

/// The state at a point, and where the journal ended then.
pub(crate) fn state_at(connection: &Connection, point: Point) -> Result<(Isms, Head), StoreError> {
    let last = match point {
        Point::Entry(seq) => seq,
        Point::Instant(instant) => last_by(connection, instant)?,
    };
    let (isms, head) = checkpoint(connection, last)?.unwrap_or_else(|| (journal::blank(), Head::START));
    let mut replay = Replay::from(isms, head);
    let mut statement = connection.prepare_cached(
        "SELECT seq, at, actor, change, previous, hash FROM entry WHERE seq > ?1 AND seq <= ?2 ORDER BY seq",
    )?;
    let mut rows = statement.query([seq_in(head.seq), seq_in(last)])?;
    while let Some(row) = rows.next()? {
        replay.step(&entry(row)?)?;
    }
    Ok(replay.finish())
}

/// The last entry made at or before an instant: time in a journal never runs backwards.
fn last_by(
    connection: &Connection,
    instant: riskwright_core::quantity::Timestamp,
) -> Result<u64, StoreError> {
    let mut read = connection.prepare_cached("SELECT at FROM entry WHERE seq = ?1")?;
    let last: Option<i64> = connection.query_row("SELECT max(seq) FROM entry", [], |row| row.get(0))?;
    let (mut before, mut beyond) = (0, last.map_or(0, seq_out).saturating_add(1));
    while beyond - before > 1 {
        let middle = before + (beyond - before) / 2;
        let text: Option<String> = read.query_row([seq_in(middle)], |row| row.get(0)).optional()?;
        let place = || format!("entry {middle}");
        let text = text.ok_or_else(|| damaged(place(), "it is missing"))?;
        let at: riskwright_core::quantity::Timestamp =
            text.parse().map_err(|error| damaged(place(), error))?;
        if at <= instant { before = middle } else { beyond = middle }
    }
    Ok(before)
}

/// The last checkpoint at or before an entry.
fn checkpoint(connection: &Connection, last: u64) -> Result<Option<(Isms, Head)>, StoreError> {
    if format::version(connection)? != format::FORMAT {
        return Ok(None);
    }
    let newest = "SELECT max(seq) FROM past WHERE seq <= ?1";
    let found: Option<i64> = connection.query_row(newest, [seq_in(last)], |row| row.get(0))?;
    let Some(seq) = found else { return Ok(None) };
    let head = connection
        .query_row("SELECT at, hash FROM entry WHERE seq = ?1", [seq], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    let place = || format!("entry {seq}");
    let (at, hash) = head.ok_or_else(|| damaged(place(), "it is missing"))?;
    let head = Head {
        seq: seq_out(seq),
        at: at.parse().map_err(|error| damaged(place(), error))?,
        hash: hash.parse().map_err(|error| damaged(place(), error))?,
    };
    // with a bare max, SQLite takes the other columns from the row that has it
    let mut statement = connection.prepare_cached(
        "SELECT past.record, past.body FROM (SELECT record, max(seq) AS seq FROM past WHERE seq <= ?1 GROUP BY record) AS latest \
         JOIN past ON past.record = latest.record AND past.seq = latest.seq",
    )?;
    let mut records: BTreeMap<String, Record> =
        journal::blank().records().map(|record| (record.reference().path(), record)).collect();
    let mut rows = statement.query([seq])?;
    while let Some(row) = rows.next()? {
        let path: String = row.get(0)?;
        match row.get_ref(1)?.as_str_or_null().map_err(|error| damaged(path.clone(), error))? {
            Some(body) => {
                let record = record_of(&path, body).map_err(|error| damaged(path.clone(), error))?;
                records.insert(path, record)
            }
            None => records.remove(&path),
        };
    }
    Ok(Some((Isms::load(records.into_values())?, head)))
}
