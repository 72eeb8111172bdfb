//! An ISMS at work, as a page says and hears it: texts in, views and what was made out. Time comes from the page.

use std::sync::Arc;

use riskwright_core::change::Change;
use riskwright_core::exchange::{export_json, open_json};
use riskwright_core::id::ResponseId;
use riskwright_core::isms::{Isms, RecordRef};
use riskwright_core::journal::{Entry, Ledger, Made};
use riskwright_core::methodology::recording::Assessing;
use riskwright_core::quantity::{Actor, Date, Timestamp};
use riskwright_core::response::Deciding;
use riskwright_core::view::{Ask, Told};
use serde::de::DeserializeOwned;

use crate::plugins::{self, Shelf, Wanted};
use crate::refusal::Refusal;

/// Who does something, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Who {
    by: Actor,
    at: Timestamp,
}

impl Who {
    /// A person by name, and the instant in milliseconds since 1970 by UTC.
    ///
    /// # Errors
    /// If the name is empty or too long, or there is no such instant.
    pub fn new(by: &str, at: f64) -> Result<Self, Refusal> {
        let by = by.parse().map_err(|error| Refusal::new(error).field("by"))?;
        Ok(Self { by, at: instant(at)? })
    }

    fn on(&self) -> (&Actor, Timestamp) {
        (&self.by, self.at)
    }
}

fn instant(at: f64) -> Result<Timestamp, Refusal> {
    let wrong = || Refusal::new(format!("{at} ms since 1970 is no instant")).field("at");
    if !at.is_finite() {
        return Err(wrong());
    }
    Timestamp::from_millisecond(at as i64).map_err(|_| wrong())
}

/// JSON of what is wanted, refused with the place that is wrong.
fn read<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    let mut from = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut from).map_err(|error| {
        let path = error.path().to_string();
        let refusal = Refusal::new(error.into_inner());
        if path == "." { refusal } else { refusal.field(path) }
    })?;
    from.end().map_err(Refusal::new)?;
    Ok(value)
}

/// An ISMS at work.
#[derive(Debug, Clone)]
pub struct Desk(Ledger);

impl Desk {
    /// The ISMS of a document, as `riskwright export --format json` writes it.
    ///
    /// # Errors
    /// What is wrong with it, with its place.
    pub fn open(document: &str) -> Result<Self, Refusal> {
        Ok(Self::of(open_json("the document", document)?))
    }

    /// A new ISMS for an organisation.
    ///
    /// # Errors
    /// If it has no name.
    pub fn new(organisation: &str) -> Result<Self, Refusal> {
        let name = organisation.parse().map_err(|error| Refusal::new(error).field("name"))?;
        Ok(Self::of(Isms::new(name)))
    }

    fn of(isms: Isms) -> Self {
        Self(Ledger::from(isms.with_engines(Arc::new(Shelf))))
    }

    /// The packages whose modules are still to be fetched.
    #[must_use]
    pub fn wanted(&self) -> Vec<Wanted> {
        plugins::wanted(self.0.isms())
    }

    /// The number of changes since it was opened.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.0.head().seq
    }

    /// The journal's entries after one, each as JSON, to be kept and taken in again.
    ///
    /// # Errors
    /// If a number in it is not finite.
    pub fn entries_after(&self, seq: u64) -> Result<Vec<String>, Refusal> {
        self.0.entries_after(seq).map(|entry| serde_json::to_string(entry).map_err(Refusal::new)).collect()
    }

    /// Takes in entries that were made elsewhere, and gives the records they wrote.
    ///
    /// # Errors
    /// What is wrong with one of them; those before it were taken in.
    pub fn take(&mut self, entries: &[String]) -> Result<Vec<RecordRef>, Refusal> {
        let entries: Vec<Entry> = entries.iter().map(|entry| read(entry)).collect::<Result<_, _>>()?;
        let touches = self.0.take(entries)?;
        Ok(touches.into_iter().map(|touch| touch.record).collect())
    }

    /// What there is to see at a path of the server's API, as of an instant.
    ///
    /// # Errors
    /// If nothing is there, a word is not what it should be, or the methodology gives no answer.
    pub fn ask(&self, path: &[&str], words: &[(&str, &str)], at: f64) -> Result<Told, Refusal> {
        let today = Date::of(instant(at)?);
        Ok(Ask::read(path, words)?.answer(self.0.isms(), today)?)
    }

    /// Makes a change that was thought out after an entry, or on what there is.
    ///
    /// # Errors
    /// If it can't be read, or a rule forbids it.
    pub fn change(&mut self, change: &str, who: &Who, base: Option<u64>) -> Result<Made, Refusal> {
        Ok(self.0.make(read::<Change>(change)?, who.on(), base)?)
    }

    /// Takes an entry back by a new one.
    ///
    /// # Errors
    /// If a later entry wrote one of the same records.
    pub fn undo(&mut self, entry: u64, who: &Who) -> Result<Made, Refusal> {
        Ok(self.0.undo(entry, who.on())?)
    }

    /// Records the scores that are missing or no longer hold.
    ///
    /// # Errors
    /// If the methodology gives no answer.
    pub fn assess(&mut self, assessing: &str, who: &Who) -> Result<Made, Refusal> {
        let assessing: Assessing = read(assessing)?;
        match assessing.change(self.0.isms(), &who.by, Date::of(who.at))? {
            Some(change) => Ok(self.0.make(change, who.on(), None)?),
            None => Ok(Made::default()),
        }
    }

    /// Decides on what a response proposes.
    ///
    /// # Errors
    /// If there is no such response, or a rule forbids it.
    pub fn decide(
        &mut self,
        response: &str,
        deciding: &str,
        who: &Who,
        base: Option<u64>,
    ) -> Result<Made, Refusal> {
        let id: ResponseId = response.parse().map_err(|error| Refusal::new(error).field("id"))?;
        let change = read::<Deciding>(deciding)?.change(self.0.isms(), &id)?;
        Ok(self.0.make(change, who.on(), base)?)
    }

    /// The whole as a document, as `riskwright export --format json` writes it.
    ///
    /// # Errors
    /// If a number in it is not finite.
    pub fn export(&self) -> Result<String, Refusal> {
        serde_json::to_string(&export_json(self.0.isms())).map_err(Refusal::new)
    }
}
