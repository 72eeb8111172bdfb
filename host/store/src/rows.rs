//! The rows of a file: entries, records, touches, packages, and the head.

use riskwright_core::change::Effects;
use riskwright_core::isms::{Isms, Kind, Record, RecordRef};
use riskwright_core::journal::{self, Entry, Head, Replay, Touch};
use rusqlite::{Connection, Row, params};

use crate::format;
use crate::store::StoreError;

pub(crate) fn seq_in(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}
pub(crate) fn seq_out(seq: i64) -> u64 {
    u64::try_from(seq).unwrap_or(0)
}

pub(crate) fn damaged(place: impl Into<String>, message: impl ToString) -> StoreError {
    StoreError::Damaged { place: place.into(), message: message.to_string() }
}

/// An entry from its row.
pub(crate) fn entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    let seq: i64 = row.get(0)?;
    let place = || format!("entry {seq}");
    let text = |at: usize| {
        row.get_ref(at).map_err(StoreError::from)?.as_str().map_err(|error| damaged(place(), error))
    };
    Ok(Entry {
        seq: seq_out(seq),
        at: text(1)?.parse().map_err(|error| damaged(place(), error))?,
        by: text(2)?.parse().map_err(|error| damaged(place(), error))?,
        change: serde_json::from_str(text(3)?).map_err(|error| damaged(place(), error))?,
        previous: text(4)?.parse().map_err(|error| damaged(place(), error))?,
        hash: text(5)?.parse().map_err(|error| damaged(place(), error))?,
    })
}

pub(crate) fn stored_head(connection: &Connection) -> Result<Option<Head>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT seq, at, hash FROM head")?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let text = |at: usize| {
        row.get_ref(at).map_err(StoreError::from)?.as_str().map_err(|error| damaged("head", error))
    };
    Ok(Some(Head {
        seq: seq_out(row.get(0)?),
        at: text(1)?.parse().map_err(|error| damaged("head", error))?,
        hash: text(2)?.parse().map_err(|error| damaged("head", error))?,
    }))
}

/// The records and the head, or, where the head is not the journal's, the replay of the journal.
pub(crate) fn snapshot(connection: &Connection) -> Result<(Isms, Head), StoreError> {
    let head = stored_head(connection)?;
    let last: Option<(i64, String)> = connection
        .query_row("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map(Some)
        .or_else(|error| if error == rusqlite::Error::QueryReturnedNoRows { Ok(None) } else { Err(error) })?;
    match (head, last) {
        (Some(head), Some((seq, hash))) if head.seq == seq_out(seq) && head.hash.to_string() == hash => {
            let mut records = Vec::new();
            each_record(connection, &mut |place, record| match record {
                Ok(record) => {
                    records.push(record);
                    Ok(())
                }
                Err(error) => Err(damaged(place, error)),
            })?;
            Ok((Isms::load(records)?, head))
        }
        (None, None) => Ok((journal::blank(), Head::START)),
        // the snapshot is a cache: the journal tells what is
        _ => {
            let mut replay = Replay::default();
            let mut statement = connection
                .prepare("SELECT seq, at, actor, change, previous, hash FROM entry ORDER BY seq")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                replay.step(&entry(row)?)?;
            }
            Ok(replay.finish())
        }
    }
}

pub(crate) type EachRecord<'a> = &'a mut dyn FnMut(String, Result<Record, String>) -> Result<(), StoreError>;

/// Every row of the snapshot, with its place, as a record.
pub(crate) fn each_record(connection: &Connection, each: EachRecord<'_>) -> Result<(), StoreError> {
    let mut statement = connection.prepare("SELECT kind, id, body FROM record ORDER BY kind, id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let word = row.get_ref(0)?.as_str().unwrap_or("(unreadable)").to_owned();
        let found: Option<Kind> = word.parse().ok();
        let id = row.get_ref(1)?.as_str().unwrap_or("(unreadable)").to_owned();
        let record = match (found, row.get_ref(2)?.as_str()) {
            (Some(kind), Ok(body)) => Record::from_json_text(kind, body).map_err(|error| error.to_string()),
            (None, _) => Err("there is no such kind of record".to_owned()),
            (_, Err(error)) => Err(error.to_string()),
        };
        each(format!("{word}/{id}"), record)?;
    }
    Ok(())
}

/// The record that a text tells, by its path: `risk/R-12`.
pub(crate) fn record_of(path: &str, body: &str) -> Result<Record, String> {
    let at: RecordRef = path.parse().map_err(|_| "there is no such kind of record".to_owned())?;
    let record = Record::from_json_text(at.kind, body).map_err(|error| error.to_string())?;
    if record.reference() == at { Ok(record) } else { Err(format!("it is {}", record.reference().path())) }
}

/// The packages of a file, each as its bytes.
pub(crate) fn packages(connection: &Connection) -> Result<Vec<Vec<u8>>, StoreError> {
    if format::version(connection)? == format::WITHOUT_PACKAGES {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached("SELECT bytes FROM package ORDER BY file")?;
    let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn put_packages(connection: &Connection, packages: &[&[u8]]) -> Result<(), StoreError> {
    if packages.is_empty() {
        return Ok(());
    }
    format::bring_up(connection)?;
    let mut put = connection.prepare_cached("INSERT OR IGNORE INTO package (file, bytes) VALUES (?1, ?2)")?;
    for bytes in packages {
        put.execute(params![riskwright_core::quantity::Digest::of(bytes).to_string(), bytes])?;
    }
    Ok(())
}

pub(crate) fn touches_since(connection: &Connection, base: u64) -> Result<Vec<Touch>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT touch.seq, entry.actor, entry.at, touch.record FROM touch JOIN entry USING (seq) WHERE touch.seq > ?1 ORDER BY touch.seq",
    )?;
    let mut rows = statement.query([seq_in(base)])?;
    let mut touches = Vec::new();
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let place = || format!("touch {seq}");
        touches.push(Touch {
            seq: seq_out(seq),
            by: row.get::<_, String>(1)?.parse().map_err(|error| damaged(place(), error))?,
            at: row.get::<_, String>(2)?.parse().map_err(|error| damaged(place(), error))?,
            record: row.get::<_, String>(3)?.parse().map_err(|error| damaged(place(), error))?,
        });
    }
    Ok(touches)
}

/// The rows of an entry and of the records it wrote.
pub(crate) fn write(connection: &Connection, entry: &Entry, effects: &Effects) -> Result<(), StoreError> {
    let change = riskwright_core::quantity::canonical_json(&entry.change)
        .map_err(|error| damaged("the change", error))?;
    let change = String::from_utf8(change).map_err(|error| damaged("the change", error))?;
    connection
        .prepare_cached(
            "INSERT INTO entry (seq, at, actor, change, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            seq_in(entry.seq),
            entry.at.to_string(),
            entry.by.as_str(),
            change,
            entry.previous.to_string(),
            entry.hash.to_string()
        ])?;
    let mut touch = connection.prepare_cached("INSERT INTO touch (record, seq) VALUES (?1, ?2)")?;
    let mut put =
        connection.prepare_cached("INSERT OR REPLACE INTO record (kind, id, body) VALUES (?1, ?2, ?3)")?;
    let mut take = connection.prepare_cached("DELETE FROM record WHERE kind = ?1 AND id = ?2")?;
    // the first entry makes everything an ISMS begins with
    let begins: Vec<(RecordRef, Option<Record>)> = if entry.seq == 1 {
        journal::blank().records().map(|record| (record.reference(), Some(record))).collect()
    } else {
        Vec::new()
    };
    for (at, after) in
        begins.into_iter().chain(effects.writes.iter().map(|write| (write.at.clone(), write.after.clone())))
    {
        match after {
            Some(record) => {
                let body = record.to_json_text().map_err(|error| damaged(at.path(), error))?;
                put.execute(params![at.kind.as_str(), at.id.as_str(), body])?
            }
            None => take.execute(params![at.kind.as_str(), at.id.as_str()])?,
        };
    }
    for write in &effects.writes {
        touch.execute(params![write.at.path(), seq_in(entry.seq)])?;
    }
    connection
        .prepare_cached("INSERT OR REPLACE INTO head (one, seq, at, hash) VALUES (1, ?1, ?2, ?3)")?
        .execute(params![seq_in(entry.seq), entry.at.to_string(), entry.hash.to_string()])?;
    Ok(())
}
