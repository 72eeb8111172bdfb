//! The proof of a file: its pages, its chain, its scores, and that the snapshot is what the journal says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use riskwright_core::change::{Change, Effects};
use riskwright_core::id::PluginId;
use riskwright_core::identification::Stage;
use riskwright_core::isms::{Isms, Record, RecordRef};
use riskwright_core::journal::{Entry, Head, Replay};
use riskwright_core::methodology::Batch;
use riskwright_core::plugin::{Engines, Plugin};
use riskwright_core::quantity::{Actor, Digest, Title};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use serde::Serialize;

use crate::format::{self, FORMAT, PAGE};
use crate::rows::{each_record, entry, seq_in, seq_out, stored_head};
use crate::seal::{self, Seal};
use crate::store::StoreError;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Damage {
    /// The place: `entry 12`, `risk/R-3`, `file header`.
    pub at: String,
    /// What is wrong with it.
    pub message: String,
}

/// The outcome of a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Whether everything holds.
    pub ok: bool,
    /// How many entries were followed.
    pub entries: u64,
    /// The digest of the last entry that holds.
    pub head: Digest,
    /// All that was found wrong.
    pub problems: Vec<Damage>,
    /// Whether the file bears a seal of this state, by which every byte was held against what was written. A file that
    /// is open elsewhere, or whose last program was killed, bears none until it is changed and closed again.
    pub sealed: bool,
    /// Acceptances and approvals that were not given in this journal but put in place as records, by an import or by
    /// hand. That they stand here is proved; that they were given is not.
    pub taken_over: Vec<TakenOver>,
    /// Packages of plugins that scored something and could not be run: their scores stand as they were recorded, and
    /// only their digests were held against their content.
    pub not_recomputed: Vec<Digest>,
    /// Packages of plugins that are installed and not in the file, which took their records over from another: it goes on
    /// where they are installed again.
    pub not_kept: Vec<NotKept>,
}

/// A package that an installed plugin names and the file does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotKept {
    /// The plugin.
    pub plugin: PluginId,
    /// Its version.
    pub version: Title,
    /// SHA-256 over the package as it was installed.
    pub file: Digest,
}

/// An acceptance or approval that another journal would have to prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakenOver {
    /// The record.
    pub record: RecordRef,
    /// The entry that put it in place.
    pub entry: u64,
    /// Who made that entry.
    pub by: Actor,
}

/// Proves a file: page structure, layout, the journal's chain, every recorded score recomputed, and the snapshot held
/// against the replay. Damage is told, never an error. `progress` hears the number of entries followed so far.
#[must_use]
pub fn verify(path: &Path, engines: Option<Arc<dyn Engines>>, progress: &mut dyn FnMut(u64)) -> Verification {
    let mut proof = Proof {
        problems: Vec::new(),
        head: Head::START,
        given: Given::default(),
        engines,
        by_plugins: BTreeMap::new(),
        installed: BTreeMap::new(),
        not_kept: Vec::new(),
    };
    let seal = proof.header(path);
    match format::open(path) {
        Ok(connection) => {
            // a log beside the file is evidence too: it is read and left
            let left = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
            if let Err(error) = left.map_err(StoreError::from) {
                proof.tell("file", error.to_string());
            }
            if let Err(error) = proof.content(&connection, progress) {
                proof.tell("file", error.to_string());
            }
        }
        Err(error) => proof.tell("file", error.to_string()),
    }
    let sealed = matches!(&seal, Seal::Of { entries, .. } if *entries == proof.head.seq);
    proof.seal(seal);
    let Proof { problems, head, given, by_plugins, not_kept, .. } = proof;
    Verification {
        ok: problems.is_empty(),
        entries: head.seq,
        head: head.hash,
        problems,
        sealed,
        taken_over: given.taken_over.into_values().collect(),
        not_recomputed: {
            let not_run = by_plugins.into_iter().filter(|(_, run)| !run).map(|((package, _), _)| package);
            not_run.collect::<BTreeSet<_>>().into_iter().collect()
        },
        not_kept,
    }
}

struct Proof {
    problems: Vec<Damage>,
    head: Head,
    given: Given,
    engines: Option<Arc<dyn Engines>>,
    /// The packages by which something was scored, with the digest of their settings, and whether they could be run.
    by_plugins: BTreeMap<(Digest, Digest), bool>,
    /// The packages that entries installed and kept with them.
    installed: BTreeMap<Digest, NotKept>,
    not_kept: Vec<NotKept>,
}

/// Which acceptances and approvals the journal shows being given.
#[derive(Default)]
struct Given {
    /// What was given, by record, as it was written then.
    shown: BTreeMap<RecordRef, BTreeSet<String>>,
    /// What was put in place and never given.
    taken_over: BTreeMap<RecordRef, TakenOver>,
}

impl From<&Plugin> for NotKept {
    fn from(plugin: &Plugin) -> Self {
        Self { plugin: plugin.id.clone(), version: plugin.version.clone(), file: plugin.file }
    }
}

/// Whether a change puts records in place as they are.
fn restores(change: &Change) -> bool {
    match change {
        Change::RecordsRestore { .. } => true,
        Change::Together { changes, .. } => changes.iter().any(restores),
        _ => false,
    }
}

impl Given {
    fn follow(&mut self, entry: &Entry, effects: &Effects) {
        let restores = restores(&entry.change);
        for write in &effects.writes {
            let approved = match &write.after {
                Some(Record::RiskAcceptance(_) | Record::SoaVersion(_)) => true,
                Some(Record::Scope(scope)) => scope.approval.is_some(),
                Some(Record::RiskCriteria(criteria)) => criteria.approval.is_some(),
                _ => false,
            };
            self.taken_over.remove(&write.at);
            let Some(text) =
                write.after.as_ref().filter(|_| approved).and_then(|record| record.to_json_text().ok())
            else {
                continue;
            };
            let shown = self.shown.entry(write.at.clone()).or_default();
            if !restores {
                shown.insert(text);
            } else if !shown.contains(&text) {
                let record = write.at.clone();
                let taken = TakenOver { record: record.clone(), entry: entry.seq, by: entry.by.clone() };
                self.taken_over.insert(record, taken);
            }
        }
    }
}

impl Proof {
    fn tell(&mut self, at: impl Into<String>, message: impl Into<String>) {
        let damage = Damage { at: at.into(), message: message.into() };
        // a damaged file can be wrong in very many places
        if self.problems.len() < 200 && !self.problems.contains(&damage) {
            self.problems.push(damage);
        }
    }

    /// The first hundred bytes, which SQLite trusts in good part (<https://sqlite.org/fileformat2.html>, 1.3).
    fn header(&mut self, path: &Path) -> Seal {
        let Ok(bytes) = fs::read(path) else { return Seal::None };
        let seal = seal::read(&bytes);
        let wal = fs::metadata(with_suffix(path, "-wal")).map(|meta| meta.len() > 0).unwrap_or(false);
        let Some(header) = bytes.get(..100) else {
            self.tell("file header", format!("the file has {} bytes, not even a header", bytes.len()));
            return Seal::None;
        };
        let number = |at: usize| {
            header.get(at..at + 4).and_then(|part| part.try_into().ok()).map_or(0, u32::from_be_bytes)
        };
        let byte = |at: usize| header.get(at).copied().unwrap_or(0);
        let mut expect = |at: &str, holds: bool| {
            if !holds {
                self.tell("file header", format!("{at} is not what Riskwright writes"));
            }
        };
        expect("the format's name", header.starts_with(b"SQLite format 3\0"));
        if wal {
            // the page is newer in the log beside the file, and is read from there
            return seal;
        }
        expect("the page size", header.get(16..18) == Some(&(PAGE as u16).to_be_bytes()));
        expect("the journal mode", byte(18) == 2 && byte(19) == 2);
        expect("the reserved space", byte(20) == 0);
        expect("a payload fraction", (byte(21), byte(22), byte(23)) == (64, 32, 32));
        expect("the schema's format", number(44) == 4);
        expect("the cache size", number(48) == 0);
        expect("the vacuum mode", number(52) == 0 && number(64) == 0);
        expect("the text encoding", number(56) == 1);
        let known = [FORMAT, format::WITHOUT_PAST, format::WITHOUT_PACKAGES].map(|version| version as u32);
        expect("the format version", known.contains(&number(60)));
        expect("the application's id", number(68) == format::APPLICATION_ID as u32);
        expect("the reserved part", header.get(72..92).is_some_and(|part| part.iter().all(|b| *b == 0)));
        expect("the change counter", number(24) == number(92));
        expect("SQLite's version", (3_000_000..4_000_000).contains(&number(96)));
        // behind the last page stands a seal, or what a crash left of one: SQLite takes it for pages and fills the last up
        let count = seal::pages(&bytes);
        let rest = bytes.len().checked_sub(count.saturating_mul(PAGE));
        let left = seal::length(count).next_multiple_of(PAGE);
        expect("the number of pages", rest.is_some_and(|rest| rest <= left || seal != Seal::None));
        seal
    }

    /// What the seal shows beyond what was found wrong by reading.
    fn seal(&mut self, seal: Seal) {
        match seal {
            Seal::None => {}
            Seal::Altered => self.tell("seal", "the seal behind the last page is not what it was"),
            // a seal of an earlier state was left by a program that could not close the file
            Seal::Of { entries, .. } if entries != self.head.seq && self.problems.is_empty() => {}
            Seal::Of { pages, .. } => {
                for page in pages {
                    self.tell(format!("page {page}"), "its bytes are not those that were sealed");
                }
            }
        }
    }

    fn content(&mut self, connection: &Connection, progress: &mut dyn FnMut(u64)) -> Result<(), StoreError> {
        self.structure(connection)?;
        let mut replay = Replay::default();
        if let Some(engines) = &self.engines {
            replay = replay.with_engines(Arc::clone(engines));
        }
        let mut touched: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
        let mut checkpoints = checkpoints(connection)?;
        let mut since = BTreeSet::new();
        let mut statement =
            connection.prepare("SELECT seq, at, actor, change, previous, hash FROM entry ORDER BY seq")?;
        let mut rows = statement.query([])?;
        let mut broken = false;
        while let Some(row) = rows.next()? {
            let entry = match entry(row) {
                Ok(entry) => entry,
                Err(StoreError::Damaged { place, message }) => {
                    self.tell(place, message);
                    broken = true;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let at = format!("entry {}", entry.seq);
            // an altered text that reads the same is altered all the same
            let said: String = row.get(3)?;
            if riskwright_core::quantity::canonical_json(&entry.change).ok().as_deref()
                != Some(said.as_bytes())
            {
                self.tell(at.clone(), "the change is not written as it was");
            }
            let instant: String = row.get(1)?;
            if entry.at.to_string() != instant {
                self.tell(at.clone(), "the instant is not written as it was");
            }
            if broken {
                // what follows can't be replayed, but each entry can still be held against its own digest
                if entry.expected_hash().ok() != Some(entry.hash) {
                    self.tell(at, "it was altered: its digest is not that of its content");
                }
                continue;
            }
            match replay.step_recomputing(&entry) {
                Ok(effects) => {
                    self.given.follow(&entry, &effects);
                    self.note_plugins(&replay, &effects);
                    self.note_packages(&entry, &effects);
                    touched.insert(entry.seq, effects.touched().iter().map(|record| record.path()).collect());
                    since.extend(effects.touched());
                    if checkpoints.remove(&entry.seq) {
                        let written = std::mem::take(&mut since);
                        self.checkpoint(connection, entry.seq, written, replay.isms())?;
                    }
                    self.head = Head { seq: entry.seq, hash: entry.hash, at: entry.at };
                }
                Err(error) => {
                    self.tell(at, error.to_string());
                    broken = true;
                }
            }
            if entry.seq % 1000 == 0 {
                progress(entry.seq);
            }
        }
        if broken {
            return Ok(());
        }
        if self.head.seq == 0 {
            self.tell("journal", "it has no entries");
        }
        for seq in checkpoints {
            self.tell(format!("checkpoint of entry {seq}"), "there is no such entry");
        }
        match stored_head(connection)? {
            Some(head) if head == self.head => {}
            Some(head) => self
                .tell("head", format!("it names entry {}, the journal ends at {}", head.seq, self.head.seq)),
            None => self.tell("head", "it is missing"),
        }
        self.touches(connection, touched)?;
        self.packages(connection, replay.isms())?;
        self.snapshot(connection, replay.isms())
    }

    /// Notes which packages scored what an entry recorded.
    fn note_plugins(&mut self, replay: &Replay, effects: &Effects) {
        for write in &effects.writes {
            let Some(Record::ScoreRecord(score)) = &write.after else { continue };
            let Some(in_use) = replay.isms().methodologies().get(&score.methodology) else { continue };
            if in_use.plugin().is_none() {
                continue;
            }
            for stage in Stage::ALL {
                let Some(recorded) = score.score(*stage) else { continue };
                // settings too: under others, what is recorded could only be held against its own digests
                let known = (recorded.methodology, recorded.settings);
                if self.by_plugins.contains_key(&known) {
                    continue;
                }
                let ran = in_use.build(replay.isms()).is_ok_and(|built| {
                    let batch = Batch::new(built.describe(), std::iter::once(&recorded.factors));
                    (built.code(), built.settings()) == known && built.assess(&batch).is_ok()
                });
                self.by_plugins.insert(known, ran);
            }
        }
    }

    /// Notes which packages an entry installed: they came into the file with it.
    fn note_packages(&mut self, entry: &Entry, effects: &Effects) {
        if restores(&entry.change) {
            return;
        }
        for write in &effects.writes {
            if let Some(Record::Plugin(plugin)) = &write.after {
                self.installed.insert(plugin.file, plugin.as_ref().into());
            }
        }
    }

    /// Every package against the digest it is kept under, and those that were installed against those that are there.
    fn packages(&mut self, connection: &Connection, isms: &Isms) -> Result<(), StoreError> {
        let mut missing = std::mem::take(&mut self.installed);
        let mut restored: BTreeMap<Digest, NotKept> =
            isms.plugins().values().map(|plugin| (plugin.file, plugin.as_ref().into())).collect();
        restored.retain(|file, _| !missing.contains_key(file));
        if format::version(connection)? != format::WITHOUT_PACKAGES {
            let mut statement = connection.prepare("SELECT file, bytes FROM package ORDER BY file")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let file: String = row.get(0)?;
                let bytes = row.get_ref(1)?.as_blob().unwrap_or_default();
                let named =
                    file.parse().ok().and_then(|file| missing.remove(&file).or(restored.remove(&file)));
                if Digest::of(bytes).to_string() != file {
                    let at = named.map_or_else(
                        || format!("package {file}"),
                        |package| format!("package of {}", package.plugin),
                    );
                    self.tell(at, "its bytes are not those that were installed");
                }
            }
        }
        for package in missing.into_values() {
            self.tell(
                format!("package of {}", package.plugin),
                format!(
                    "version {} was installed, and its bytes ({}) are not in the file",
                    package.version, package.file
                ),
            );
        }
        self.not_kept = restored.into_values().collect();
        Ok(())
    }

    /// Pages and indexes, and the statements that laid the file out.
    fn structure(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let mut statement = connection.prepare("PRAGMA integrity_check(50)")?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        for line in lines.into_iter().filter(|line| line != "ok") {
            self.tell("file structure", line);
        }
        let mut statement = connection.prepare("SELECT name, sql FROM sqlite_schema ORDER BY rowid")?;
        let found = statement
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        let expected: BTreeMap<&str, &str> = format::schema_of(format::version(connection)?).collect();
        for (name, statement) in &expected {
            if !found.iter().any(|(other, sql)| other == name && sql.as_deref() == Some(statement)) {
                self.tell("file layout", format!("`{name}` is not laid out as it was"));
            }
        }
        for (name, _) in
            found.iter().filter(|(name, sql)| sql.is_some() && !expected.contains_key(name.as_str()))
        {
            self.tell("file layout", format!("`{name}` does not belong to a Riskwright file"));
        }
        Ok(())
    }

    fn touches(
        &mut self,
        connection: &Connection,
        mut expected: BTreeMap<u64, BTreeSet<String>>,
    ) -> Result<(), StoreError> {
        let mut statement = connection.prepare("SELECT seq, record FROM touch ORDER BY seq, record")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (seq, record) = (seq_out(row.get(0)?), row.get::<_, String>(1)?);
            if !expected.get_mut(&seq).is_some_and(|records| records.remove(&record)) {
                self.tell(
                    format!("index of entry {seq}"),
                    format!("it names {record}, which the entry did not write"),
                );
            }
        }
        for (seq, records) in expected {
            for record in records {
                self.tell(format!("index of entry {seq}"), format!("{record} is missing"));
            }
        }
        Ok(())
    }

    /// The rows of a checkpoint, to the byte, against the state that was replayed up to it.
    fn checkpoint(
        &mut self,
        connection: &Connection,
        seq: u64,
        written: BTreeSet<RecordRef>,
        isms: &Isms,
    ) -> Result<(), StoreError> {
        let text = |at: RecordRef| {
            let body = isms.record(&at).and_then(|record| record.to_json_text().ok());
            (at.path(), body)
        };
        let mut expected: BTreeMap<String, Option<String>> = written.into_iter().map(text).collect();
        let at = format!("checkpoint of entry {seq}");
        let mut statement = connection.prepare_cached("SELECT record, body FROM past WHERE seq = ?1")?;
        let mut rows = statement.query([seq_in(seq)])?;
        while let Some(row) = rows.next()? {
            let record: String = row.get(0)?;
            match expected.remove(&record) {
                Some(body) if body == row.get::<_, Option<String>>(1)? => {}
                Some(_) => self.tell(at.clone(), format!("{record} is not what the journal says")),
                None => self.tell(at.clone(), format!("it names {record}, which was not written before it")),
            }
        }
        for record in expected.into_keys() {
            self.tell(at.clone(), format!("{record} is missing"));
        }
        Ok(())
    }

    /// Every row of the snapshot, to the byte, against the replayed state.
    fn snapshot(&mut self, connection: &Connection, isms: &Isms) -> Result<(), StoreError> {
        let mut expected: BTreeMap<String, String> = isms
            .records()
            .filter_map(|record| Some((record.reference().path(), record.to_json_text().ok()?)))
            .collect();
        let mut problems = Vec::new();
        each_record(connection, &mut |place, record: Result<Record, String>| {
            match (expected.remove(&place), record.map(|record| record.to_json_text())) {
                (Some(text), Ok(Ok(found))) if text == found => {}
                (Some(_), Ok(_)) => problems.push((place, "it is not what the journal says".to_owned())),
                (None, _) => problems.push((place, "the journal knows no such record".to_owned())),
                (Some(_), Err(message)) => problems.push((place, message)),
            }
            Ok(())
        })?;
        // texts that parse alike may still be written otherwise
        let mut statement = connection.prepare("SELECT id, body FROM record")?;
        let mut rows = statement.query([])?;
        let texts: BTreeSet<String> =
            isms.records().filter_map(|record| record.to_json_text().ok()).collect();
        while let Some(row) = rows.next()? {
            let (id, body) = (row.get::<_, String>(0)?, row.get::<_, String>(1)?);
            if !texts.contains(&body) {
                problems.push((format!("record {id}"), "it is not written as the journal says".to_owned()));
            }
        }
        for (place, message) in problems {
            self.tell(place, message);
        }
        for place in expected.into_keys() {
            self.tell(place, "it is missing from the snapshot");
        }
        Ok(())
    }
}

/// The entries of which the file keeps a checkpoint.
fn checkpoints(connection: &Connection) -> Result<BTreeSet<u64>, StoreError> {
    if format::version(connection)? != FORMAT {
        return Ok(BTreeSet::new());
    }
    let mut statement = connection.prepare("SELECT DISTINCT seq FROM past")?;
    let rows = statement.query_map([], |row| row.get::<_, i64>(0))?;
    Ok(rows.map(|seq| seq.map(seq_out)).collect::<Result<_, _>>()?)
}

pub(crate) fn with_suffix(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
