//! Which plugins failed how often, and which were set aside for it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use riskwright_package::Digest;
use serde::{Deserialize, Serialize};

use crate::problem::{Call, Problem};

/// So many failures of the same call in a row set a plugin aside.
pub const PATIENCE: u32 = 3;

/// How a plugin has been doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its id.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// Failures in a row, by call.
    pub failures: BTreeMap<String, u32>,
    /// The last of them.
    pub reason: String,
}

impl Record {
    /// Whether it failed too often.
    #[must_use]
    pub fn is_set_aside(&self) -> bool {
        self.failures.values().any(|count| *count >= PATIENCE)
    }
}

/// A plugin's own mark: nearly all have nothing on record, and are not to wait for the book.
#[derive(Default)]
pub(crate) struct Mark {
    recorded: AtomicBool,
}

/// The book of all plugins that failed.
pub(crate) struct Health {
    path: Option<PathBuf>,
    book: Mutex<Book>,
}

#[derive(Default)]
struct Book {
    records: BTreeMap<Digest, Record>,
    marks: BTreeMap<Digest, Arc<Mark>>,
}

impl Health {
    pub(crate) fn open(path: Option<PathBuf>) -> io::Result<Self> {
        let mut book = Book::default();
        if let Some(path) = &path {
            book.records = read(path)?;
        }
        Ok(Self { path, book: Mutex::new(book) })
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn mark(&self, digest: &Digest) -> Arc<Mark> {
        let mut book = self.book();
        let recorded = book.records.contains_key(digest);
        let mark = Arc::clone(book.marks.entry(*digest).or_default());
        mark.recorded.store(recorded, Ordering::Release);
        mark
    }

    /// Why a plugin was set aside, if it was.
    pub(crate) fn set_aside(&self, digest: &Digest, mark: &Mark) -> Option<String> {
        if !mark.recorded.load(Ordering::Acquire) {
            return None;
        }
        let book = self.book();
        let record = book.records.get(digest).filter(|record| record.is_set_aside())?;
        Some(record.reason.clone())
    }

    /// A call was answered as it should be.
    pub(crate) fn succeeded(&self, digest: &Digest, mark: &Mark, call: Call) {
        if !mark.recorded.load(Ordering::Acquire) {
            return;
        }
        let mut book = self.book();
        let Some(record) = book.records.get_mut(digest) else { return };
        if record.failures.remove(&call.to_string()).is_none() {
            return;
        }
        if record.failures.is_empty() {
            book.records.remove(digest);
            mark.recorded.store(false, Ordering::Release);
        }
        self.write(&mut book, digest);
    }

    /// A call failed.
    pub(crate) fn failed(&self, digest: &Digest, mark: &Mark, problem: &Problem) {
        let mut book = self.book();
        let record = book.records.entry(*digest).or_insert_with(|| Record {
            plugin: problem.plugin.clone(),
            version: problem.version.clone(),
            failures: BTreeMap::new(),
            reason: String::new(),
        });
        let count = record.failures.entry(problem.call.to_string()).or_default();
        *count = count.saturating_add(1);
        record.reason = problem.to_string();
        mark.recorded.store(true, Ordering::Release);
        self.write(&mut book, digest);
    }

    pub(crate) fn bring_back(&self, digest: &Digest) -> io::Result<bool> {
        let mut book = self.book();
        let was = book.records.remove(digest).is_some();
        if let Some(mark) = book.marks.get(digest) {
            mark.recorded.store(false, Ordering::Release);
        }
        self.save(&mut book, digest)?;
        Ok(was)
    }

    pub(crate) fn records(&self) -> BTreeMap<Digest, Record> {
        self.book().records.clone()
    }

    /// An answer is not withheld because the book can't be written: it is in memory, and tried again the next time.
    fn write(&self, book: &mut Book, digest: &Digest) {
        let _ = self.save(book, digest);
    }

    /// Writes one plugin's record into the file, beside what other processes wrote of others.
    fn save(&self, book: &mut Book, digest: &Digest) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let mut records = read(path)?;
        if let Some(folder) = path.parent() {
            // on a fresh machine there is no such folder yet
            fs::create_dir_all(folder)?;
        }
        match book.records.get(digest) {
            Some(record) => records.insert(*digest, record.clone()),
            None => records.remove(digest),
        };
        let text = serde_json::to_vec_pretty(&records).map_err(io::Error::other)?;
        let beside = path.with_extension(format!("{}.new", std::process::id()));
        fs::write(&beside, text)?;
        fs::rename(&beside, path)
    }
}

fn read(path: &PathBuf) -> io::Result<BTreeMap<Digest, Record>> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error),
    }
}
