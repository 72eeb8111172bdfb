//! Auditors' rooms: what is shown to somebody by a link until a day, and each look that was taken.

use riskwright_core::quantity::{Actor, Timestamp};
use rusqlite::params;

use super::{ServerFile, parsed, parsed_if_any};
use crate::rows::{damaged, seq_in, seq_out};
use crate::store::StoreError;

/// A room: what somebody without an account may look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Its id, which the link carries.
    pub id: String,
    /// Who looks.
    pub holder: Actor,
    /// What is shown: records by their path, kinds by their word, reports as `report:soa`.
    pub shows: Vec<String>,
    /// Until when the link is good.
    pub until: Timestamp,
    /// Who opened it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Since when it is closed.
    pub closed: Option<Timestamp>,
}

/// A look that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// At what: a record's path, a report, or the list.
    pub what: String,
    /// The entry of the journal as of which it was shown.
    pub entry: u64,
}

impl ServerFile {
    /// Keeps a room.
    ///
    /// # Errors
    /// If there is one of that id, or the file can't be written.
    pub fn open_room(&self, room: &Room) -> Result<(), StoreError> {
        let Room { id, holder, shows, until, by, at, closed } = room;
        let shows = serde_json::to_string(shows).map_err(|error| damaged("a room", error))?;
        self.write(
            "INSERT INTO room (id, holder, shows, until, by, at, closed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                id,
                holder.as_str(),
                shows,
                until.to_string(),
                by.as_str(),
                at.to_string(),
                closed.map(|at| at.to_string())
            ],
        )?;
        Ok(())
    }

    /// The rooms, in the order in which they were opened.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn rooms(&self) -> Result<Vec<Room>, StoreError> {
        let all = "SELECT id, holder, shows, until, by, at, closed FROM room ORDER BY at, id";
        self.list(all, [], |row| {
            let shows: String = row.get("shows")?;
            Ok(Room {
                id: row.get("id")?,
                holder: parsed(row, "holder")?,
                shows: serde_json::from_str(&shows).map_err(|error| damaged("a room", error))?,
                until: parsed(row, "until")?,
                by: parsed(row, "by")?,
                at: parsed(row, "at")?,
                closed: parsed_if_any(row, "closed")?,
            })
        })
    }

    /// Closes a room. `false` if there is none of that id that is open.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn close_room(&self, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        let close = "UPDATE room SET closed = ?2 WHERE id = ?1 AND closed IS NULL";
        Ok(self.write(close, params![id, at.to_string()])? == 1)
    }

    /// Notes a look.
    ///
    /// # Errors
    /// If there is no such room, or the file can't be written.
    pub fn note_look(&self, room: &str, look: &Look) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO look (room, at, what, entry) VALUES (?1, ?2, ?3, ?4)",
            params![room, look.at.to_string(), look.what, seq_in(look.entry)],
        )?;
        Ok(())
    }

    /// The looks taken in a room, in their order.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn looks(&self, room: &str) -> Result<Vec<Look>, StoreError> {
        self.list("SELECT at, what, entry FROM look WHERE room = ?1 ORDER BY rowid", [room], |row| {
            Ok(Look { at: parsed(row, "at")?, what: row.get("what")?, entry: seq_out(row.get("entry")?) })
        })
    }
}
