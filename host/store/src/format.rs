//! What the file is made of.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::store::StoreError;

/// `RWMS`: tells a Riskwright file from other SQLite files, for instance to file(1).
pub(crate) const APPLICATION_ID: i32 = 0x5257_4d53;
/// The version of the layout below.
pub(crate) const FORMAT: i32 = 3;
/// The version without checkpoints.
pub(crate) const WITHOUT_PAST: i32 = 2;
/// The version without packages. Files of both are read as they are, and brought up with their first package or checkpoint.
pub(crate) const WITHOUT_PACKAGES: i32 = 1;
/// The size of a page in bytes.
pub(crate) const PAGE: usize = 4096;

/// The statements that lay the file out, each with the name of what it makes. `verify` compares them with what is there.
pub(crate) const SCHEMA: [(&str, &str); 9] = [
    (
        "entry",
        "CREATE TABLE entry (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, change TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL) STRICT",
    ),
    (
        "touch",
        "CREATE TABLE touch (record TEXT NOT NULL, seq INTEGER NOT NULL REFERENCES entry, PRIMARY KEY (record, seq)) STRICT, WITHOUT ROWID",
    ),
    (
        "record",
        "CREATE TABLE record (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID",
    ),
    (
        "head",
        "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, at TEXT NOT NULL, hash TEXT NOT NULL) STRICT",
    ),
    ("touch_seq", "CREATE INDEX touch_seq ON touch (seq)"),
    ("package", "CREATE TABLE package (file TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT"),
    (
        "past",
        "CREATE TABLE past (seq INTEGER NOT NULL REFERENCES entry, record TEXT NOT NULL, body TEXT) STRICT",
    ),
    ("past_seq", "CREATE INDEX past_seq ON past (seq)"),
    ("past_record", "CREATE INDEX past_record ON past (record, seq)"),
];

/// What a file of a version lacks, as far as it was made later: the table of packages, each under the SHA-256 of its bytes,
/// and that of checkpoints.
fn added_after(version: i32) -> &'static [&'static str] {
    match version {
        WITHOUT_PACKAGES => &["package", "past", "past_seq", "past_record"],
        WITHOUT_PAST => &["past", "past_seq", "past_record"],
        _ => &[],
    }
}

/// The statements that lay out a file of a version.
pub(crate) fn schema_of(version: i32) -> impl Iterator<Item = (&'static str, &'static str)> {
    SCHEMA.into_iter().filter(move |(name, _)| !added_after(version).contains(name))
}

/// Brings a file of an earlier version to the present layout.
pub(crate) fn bring_up(connection: &Connection) -> rusqlite::Result<()> {
    let version = version(connection)?;
    if version == FORMAT {
        return Ok(());
    }
    let mut statements = String::new();
    for (_, statement) in SCHEMA.into_iter().filter(|(name, _)| added_after(version).contains(name)) {
        statements.push_str(statement);
        statements.push(';');
    }
    statements.push_str(&format!("PRAGMA user_version = {FORMAT};"));
    connection.execute_batch(&statements)
}

/// The version of the layout that a file has.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<i32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Whether a file says of itself that it is one of Riskwright's.
///
/// ```
/// assert!(!riskwright_store::is_file(std::path::Path::new("no such file")));
/// ```
#[must_use]
pub fn is_file(path: &Path) -> bool {
    use std::io::Read;
    let mut header = [0; 72];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok() && header.starts_with(b"SQLite format 3\0") && header[68..72] == APPLICATION_ID.to_be_bytes()
}

/// Opens a file that exists: to write, or only to read where nothing can be written.
pub(crate) fn open(path: &Path) -> Result<Connection, StoreError> {
    let at = || path.to_path_buf();
    if !path.is_file() {
        return Err(StoreError::Missing { path: at() });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    match recognised(path, Connection::open_with_flags(path, flags)?) {
        // a file on read-only media has no room for the log and the locks beside it, and needs none
        Err(StoreError::Sqlite(error)) if is_unwritable(&error) => {
            let name = path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_URI
                | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let beside = |ending: &str| {
                path.with_file_name(format!(
                    "{}{ending}",
                    path.file_name().unwrap_or_default().to_string_lossy()
                ))
            };
            // with a log beside it the file alone would not be what was written last
            if beside("-wal").exists() {
                return Err(error.into());
            }
            recognised(path, Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)?)
        }
        opened => opened,
    }
}

fn is_unwritable(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, ReadOnly};
    matches!(error.sqlite_error_code(), Some(CannotOpen | ReadOnly))
}

/// The connection, if it is to a Riskwright file of this version.
fn recognised(path: &Path, connection: Connection) -> Result<Connection, StoreError> {
    let at = || path.to_path_buf();
    connection.busy_timeout(Duration::from_secs(10))?;
    let number =
        |pragma: &str| connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i32>(0));
    let application = number("application_id").map_err(|error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::Foreign { path: at() },
        _ => StoreError::from(error),
    })?;
    if application != APPLICATION_ID {
        return Err(StoreError::Foreign { path: at() });
    }
    let format = number("user_version")?;
    if ![FORMAT, WITHOUT_PAST, WITHOUT_PACKAGES].contains(&format) {
        return Err(StoreError::Format { path: at(), found: format });
    }
    settle(&connection)?;
    Ok(connection)
}

/// Settings of the connection: every commit reaches the disk, deleted content is overwritten.
pub(crate) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;",
    )
}

/// Lays out an empty file.
pub(crate) fn lay_out(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "PRAGMA page_size = {PAGE}; PRAGMA auto_vacuum = NONE; PRAGMA encoding = 'UTF-8'; PRAGMA journal_mode = WAL;"
    ))?;
    settle(connection)?;
    let mut statements = String::from("BEGIN IMMEDIATE;");
    for (_, statement) in SCHEMA {
        statements.push_str(statement);
        statements.push(';');
    }
    statements.push_str(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT}; COMMIT;"
    ));
    connection.execute_batch(&statements)
}
