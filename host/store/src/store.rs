//! Creating, opening and changing a file.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use riskwright_core::change::{Change, Effects};
use riskwright_core::diagnostic::{Rejection, Rule};
use riskwright_core::isms::{Isms, RecordRef};
use riskwright_core::journal::{self, Entry, Head, Replay, ReplayError, Touch};
use riskwright_core::plugin::Engines;
use riskwright_core::quantity::{Actor, Timestamp, Title};
use rusqlite::{Connection, TransactionBehavior, params};

use crate::append::Appended;
use crate::format;
use crate::past;
use crate::rows::{entry, packages, put_packages, seq_in, seq_out, snapshot, stored_head, touches_since};
use crate::seal::Sealing;

/// Why a file can't be opened or changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("there is no file {}; `riskwright init` makes one", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// A file is there already.
    #[error("{} exists already", path.display())]
    Exists {
        /// The path.
        path: PathBuf,
    },
    /// A file of another kind.
    #[error("{} is no Riskwright file", path.display())]
    Foreign {
        /// The path.
        path: PathBuf,
    },
    /// A file of another version's layout.
    #[error("{} has format {found}, this program reads format {}", path.display(), format::FORMAT)]
    Format {
        /// The path.
        path: PathBuf,
        /// The format found.
        found: i32,
    },
    /// The change is not possible.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// The journal does not replay.
    #[error("the journal is damaged: {0}; run `riskwright verify`")]
    Replay(#[from] ReplayError),
    /// A row that is no entry or record.
    #[error("the file is damaged at {place}: {message}; run `riskwright verify`")]
    Damaged {
        /// Which row.
        place: String,
        /// What is wrong with it.
        message: String,
    },
    /// What SQLite says: a full disk, a lock that is not released, damage.
    #[error("the file could not be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// What the system says.
    #[error("the file could not be made: {0}")]
    Io(#[from] std::io::Error),
}

/// A point in the history of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// After this entry; 0 is before the first.
    Entry(u64),
    /// After the last entry made at or before this instant.
    Instant(Timestamp),
}

/// An open file.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    pub(crate) connection: Connection,
    pub(crate) isms: Isms,
    pub(crate) head: Head,
    pub(crate) engines: Option<Arc<dyn Engines>>,
}

impl Store {
    /// Makes a file for an organisation's ISMS.
    ///
    /// # Errors
    /// If there is a file already, or none can be made.
    pub fn create(path: &Path, name: Title, by: &Actor, at: Timestamp) -> Result<Self, StoreError> {
        // the file is claimed first, so that two creators can't both succeed
        OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists { path: path.to_path_buf() },
            _ => StoreError::Io(error),
        })?;
        let made = Self::fill(path, name, by, at);
        if made.is_err() {
            // nothing half-made stays behind; if even that fails the error told is the first one
            let _ = std::fs::remove_file(path);
        }
        made
    }

    fn fill(path: &Path, name: Title, by: &Actor, at: Timestamp) -> Result<Self, StoreError> {
        let connection = Connection::open(path)?;
        format::lay_out(&connection)?;
        let mut store = Self {
            path: path.to_path_buf(),
            connection,
            isms: journal::blank(),
            head: Head::START,
            engines: None,
        };
        store.append(Change::IsmsBegin { name }, by, at, None)?;
        Ok(store)
    }

    /// Opens a file to read and change it.
    ///
    /// # Errors
    /// If it is missing, of another kind or version, or damaged.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::load(path, format::open(path)?)
    }

    fn load(path: &Path, mut connection: Connection) -> Result<Self, StoreError> {
        let transaction = connection.transaction()?;
        let (isms, head) = snapshot(&transaction)?;
        transaction.commit()?;
        Ok(Self { path: path.to_path_buf(), connection, isms, head, engines: None })
    }

    /// The state.
    #[must_use]
    pub fn isms(&self) -> &Isms {
        &self.isms
    }

    /// Where the journal ends.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    /// Takes in what others wrote since the file was opened.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn refresh(&mut self) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        if stored_head(&transaction)? != Some(self.head) {
            (self.isms, self.head) = snapshot(&transaction)?;
            self.isms.set_engines(self.engines.clone());
        }
        Ok(transaction.commit()?)
    }

    /// Keeps a package that an installed plugin names and the file does not have, as one made from an export.
    ///
    /// # Errors
    /// If no plugin names it, or the file can't be written.
    pub fn keep_package(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        let digest = riskwright_core::quantity::Digest::of(bytes);
        if !self.isms.plugins().values().any(|plugin| plugin.file == digest) {
            let message = format!("no installed plugin names the package {digest}");
            return Err(
                Rejection { record: None, rule: Rule::State, clause: None, message, help: None }.into()
            );
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        put_packages(&transaction, &[bytes])?;
        Ok(transaction.commit()?)
    }

    /// Hands in what runs plugins, see [`Isms::with_engines`].
    pub fn set_engines(&mut self, engines: Arc<dyn Engines>) {
        self.engines = Some(Arc::clone(&engines));
        self.isms.set_engines(Some(engines));
    }

    /// The packages the file keeps, of every version that was ever installed.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn packages(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        packages(&self.connection)
    }

    /// The entries from `first` on, in order, given to `each` one by one.
    ///
    /// # Errors
    /// If a row is no entry.
    pub fn entries(&self, first: u64, each: &mut dyn FnMut(Entry)) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT seq, at, actor, change, previous, hash FROM entry WHERE seq >= ?1 ORDER BY seq",
        )?;
        let mut rows = statement.query([seq_in(first)])?;
        while let Some(row) = rows.next()? {
            each(entry(row)?);
        }
        Ok(())
    }

    /// At most so many entries from `first` on.
    ///
    /// # Errors
    /// If a row is no entry.
    pub fn page(&self, first: u64, most: usize) -> Result<Vec<Entry>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT seq, at, actor, change, previous, hash FROM entry WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
        )?;
        let mut rows = statement.query([seq_in(first), i64::try_from(most).unwrap_or(i64::MAX)])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(entry(row)?);
        }
        Ok(entries)
    }

    /// What was written after an entry, and by whom.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn touched_since(&self, base: u64) -> Result<Vec<Touch>, StoreError> {
        touches_since(&self.connection, base)
    }

    /// The state at a point, by replaying the journal up to it from the last checkpoint before.
    ///
    /// # Errors
    /// If the journal is damaged.
    pub fn state_at(&self, point: Point) -> Result<(Isms, Head), StoreError> {
        past::state_at(&self.connection, point)
    }

    /// Every entry with what it did and the state after it, given to `each` in order.
    ///
    /// # Errors
    /// If the journal is damaged.
    pub fn history(&self, each: &mut dyn FnMut(&Entry, &Effects, &Isms)) -> Result<(), StoreError> {
        let mut replay = Replay::default();
        let mut failed = None;
        self.entries(1, &mut |entry| {
            if failed.is_none() {
                match replay.step(&entry) {
                    Ok(effects) => each(&entry, &effects, replay.isms()),
                    Err(error) => failed = Some(error),
                }
            }
        })?;
        failed.map_or(Ok(()), |error| Err(error.into()))
    }

    /// The numbers of the entries that wrote a record.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn touches(&self, record: &RecordRef) -> Result<Vec<u64>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT seq FROM touch WHERE record = ?1 ORDER BY seq")?;
        let rows = statement.query_map([record.path()], |row| row.get::<_, i64>(0))?;
        Ok(rows.map(|seq| seq.map(seq_out)).collect::<Result<_, _>>()?)
    }

    /// Who wrote a record after one entry and up to another, each once, in the order of their first entry.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn writers(&self, record: &RecordRef, after: u64, upto: u64) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT actor FROM touch JOIN entry USING (seq) WHERE record = ?1 AND seq > ?2 AND seq <= ?3 GROUP BY actor ORDER BY min(seq)",
        )?;
        let rows =
            statement.query_map(params![record.path(), seq_in(after), seq_in(upto)], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes an entry back by a new one that restores what it wrote.
    ///
    /// # Errors
    /// A rejection if a later entry wrote one of the same records, or if others need what would go.
    pub fn undo(&mut self, seq: u64, by: &Actor, at: Timestamp) -> Result<Appended, StoreError> {
        let entry = self.page(seq.max(1), 1)?.into_iter().find(|entry| entry.seq == seq);
        let entry = entry.ok_or_else(|| {
            let message = format!("there is no entry {seq}; the journal ends at {}", self.head.seq);
            Rejection { record: None, rule: Rule::State, clause: None, message, help: None }
        })?;
        let (isms, head) = self.state_at(Point::Entry(seq - 1))?;
        let effects = Replay::from(isms, head).step(&entry)?;
        let change = journal::undoing(&entry, &effects)?;
        self.append(change, by, at, Some(seq))
    }

    /// Packs the file after much was written at once.
    ///
    /// # Errors
    /// If the disk is too full for a second copy; the file is as it was.
    pub fn pack(&self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")?)
    }
}

/// The packages a file keeps, without a change to a byte of it, not even a log that is taken in.
///
/// # Errors
/// If the file can't be read.
pub fn packages_of(path: &Path) -> Result<Vec<Vec<u8>>, StoreError> {
    let connection = format::open(path)?;
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    packages(&connection)
}

impl Store {
    /// Closes the file and seals it, unless another program has it open: then whoever closes it last does.
    ///
    /// # Errors
    /// If the file can't be written; every change made is durable all the same.
    pub fn close(self) -> Result<(), StoreError> {
        let Self { path, connection, head, .. } = self;
        connection.busy_timeout(std::time::Duration::ZERO)?;
        let alone =
            connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT;").is_ok();
        // the lock is SQLite's until the handle goes
        let mut sealing = alone.then(|| Sealing::begin(&path)).transpose();
        let sealed = match &mut sealing {
            Ok(Some(sealing)) => {
                let whole =
                    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
                if matches!(whole, Ok(0)) { sealing.finish(head.seq) } else { Ok(()) }
            }
            _ => Ok(()),
        };
        connection.close().map_err(|(_, error)| error)?;
        Ok(sealing.map(drop).and(sealed)?)
    }
}
