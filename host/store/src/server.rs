//! What a server keeps beside an ISMS and is no part of it: who may sign in, who is, links that were given out, answers
//! that are not sent yet, and requests that were answered.

use std::path::{Path, PathBuf};
use std::time::Duration;

use riskwright_core::quantity::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::format::settle;
use crate::rows::damaged;
use crate::store::StoreError;
use crate::verify::with_suffix;

mod people;
mod requests;
mod respondents;
mod rooms;

pub use people::{KeptSession, User};
pub use requests::KeptAnswer;
pub use respondents::{Draft, Invitation};
pub use rooms::{Look, Room};

/// `RWSV`.
const APPLICATION_ID: i32 = 0x5257_5356;
const FORMAT: i32 = 2;
/// The version without rooms.
const WITHOUT_ROOMS: i32 = 1;

const SCHEMA: &str = "
    CREATE TABLE secret (one INTEGER PRIMARY KEY CHECK (one = 1), bytes BLOB NOT NULL) STRICT;
    CREATE TABLE user (folded TEXT PRIMARY KEY, name TEXT NOT NULL, password TEXT NOT NULL, since TEXT NOT NULL) STRICT;
    CREATE TABLE session (token TEXT PRIMARY KEY, folded TEXT NOT NULL REFERENCES user ON DELETE CASCADE, until INTEGER NOT NULL) STRICT;
    CREATE TABLE invitation (id TEXT PRIMARY KEY, questionnaire TEXT NOT NULL, respondent TEXT NOT NULL, answers_for TEXT NOT NULL, until TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, withdrawn TEXT, sent TEXT) STRICT;
    CREATE TABLE draft (owner TEXT NOT NULL, questionnaire TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (owner, questionnaire)) STRICT;
    CREATE TABLE request (owner TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, base INTEGER NOT NULL, at INTEGER NOT NULL, answer TEXT, PRIMARY KEY (owner, key)) STRICT;
";

const ROOMS: &str = "
    CREATE TABLE room (id TEXT PRIMARY KEY, holder TEXT NOT NULL, shows TEXT NOT NULL, until TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, closed TEXT) STRICT;
    CREATE TABLE look (room TEXT NOT NULL REFERENCES room, at TEXT NOT NULL, what TEXT NOT NULL, entry INTEGER NOT NULL) STRICT;
    CREATE INDEX look_room ON look (room);
";

/// An open file of a server.
#[derive(Debug)]
pub struct ServerFile {
    connection: Connection,
}

impl ServerFile {
    /// Where the file of an ISMS's server lies: beside it, with `-server` after its name.
    #[must_use]
    pub fn beside(isms: &Path) -> PathBuf {
        with_suffix(isms, "-server")
    }

    /// Opens a file, and makes one where there is none. Only its owner may read it.
    ///
    /// # Errors
    /// If it is of another kind or version, or can't be made.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        claim(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.execute_batch("PRAGMA journal_mode = WAL;").map_err(|error| {
            match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::NotADatabase) => StoreError::Foreign { path: path.to_path_buf() },
                _ => error.into(),
            }
        })?;
        settle(&connection)?;
        let file = Self { connection };
        file.lay_out(path)?;
        Ok(file)
    }

    fn lay_out(&self, path: &Path) -> Result<(), StoreError> {
        self.together(|file| {
            let number = |pragma: &str| {
                file.connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i32>(0))
            };
            match (number("application_id")?, number("user_version")?) {
                (APPLICATION_ID, FORMAT) => Ok(()),
                (APPLICATION_ID, WITHOUT_ROOMS) => {
                    Ok(file.connection.execute_batch(&format!("{ROOMS}PRAGMA user_version = {FORMAT};"))?)
                }
                (APPLICATION_ID, found) => Err(StoreError::Format { path: path.to_path_buf(), found }),
                (0, 0) => {
                    let marks =
                        format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT};");
                    Ok(file.connection.execute_batch(&format!("{SCHEMA}{ROOMS}{marks}"))?)
                }
                _ => Err(StoreError::Foreign { path: path.to_path_buf() }),
            }
        })?
    }

    /// Does several things in one transaction, which waits for the disk once.
    ///
    /// # Errors
    /// If nothing of it could be kept.
    pub fn together<T>(&self, doing: impl FnOnce(&Self) -> T) -> Result<T, StoreError> {
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let value = doing(self);
        transaction.commit()?;
        Ok(value)
    }

    /// A number that another program's writing changes.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn others_wrote(&self) -> Result<i64, StoreError> {
        Ok(self.connection.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// The secret by which links are signed; `fresh` becomes it if there is none yet.
    ///
    /// # Errors
    /// If the file can't be read or written.
    pub fn secret(&self, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
        self.connection
            .execute("INSERT OR IGNORE INTO secret (one, bytes) VALUES (1, ?1)", params![fresh.as_slice()])?;
        let bytes: Vec<u8> = self.connection.query_row("SELECT bytes FROM secret", [], |row| row.get(0))?;
        bytes.try_into().map_err(|_| damaged("the secret", "it has not 32 bytes"))
    }

    fn one<T, P: rusqlite::Params>(
        &self,
        statement: &str,
        values: P,
        read: impl FnOnce(&rusqlite::Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(statement)?;
        let found = statement.query_row(values, |row| Ok(read(row))).optional()?;
        found.transpose()
    }

    fn list<T, P: rusqlite::Params>(
        &self,
        statement: &str,
        values: P,
        mut read: impl FnMut(&rusqlite::Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(statement)?;
        let mut rows = statement.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }

    /// How many rows it altered.
    fn write<P: rusqlite::Params>(&self, statement: &str, values: P) -> Result<usize, StoreError> {
        Ok(self.connection.prepare_cached(statement)?.execute(values)?)
    }
}

/// Makes the file where there is none, for its owner alone: SQLite's log beside it is made alike.
fn claim(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

/// The text of a column as what it stands for.
fn parsed<T: std::str::FromStr<Err: ToString>>(
    row: &rusqlite::Row<'_>,
    column: &'static str,
) -> Result<T, StoreError> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error: T::Err| damaged(column, error))
}

/// As [`parsed`], of a column that may be empty.
fn parsed_if_any<T: std::str::FromStr<Err: ToString>>(
    row: &rusqlite::Row<'_>,
    column: &'static str,
) -> Result<Option<T>, StoreError> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|error: T::Err| damaged(column, error))).transpose()
}

fn second(instant: Timestamp) -> i64 {
    instant.as_second()
}
