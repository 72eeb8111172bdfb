//! An open file, who works on it, and what time it is.

use std::path::Path;
use std::time::SystemTime;

use riskwright_core::catalogue::Edition;
use riskwright_core::change::Change;
use riskwright_core::isms::{Isms, Kind, RecordRef};
use riskwright_core::methodology::{Methodology, MethodologyInUse};
use riskwright_core::quantity::{Actor, Date, Timestamp};
use riskwright_store::{Appended, Store};

use crate::fault::Fault;

/// Who makes changes, and when.
#[derive(Debug, Clone)]
pub struct Hand {
    pub by: Actor,
    pub at: Timestamp,
}

impl Hand {
    pub fn new(by: Option<Actor>, at: Option<Timestamp>) -> Self {
        let user =
            || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()?.parse().ok());
        let by = by.or_else(user).unwrap_or_else(nobody);
        let at = at.unwrap_or_else(|| {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            let milliseconds = i64::try_from(since.as_millis()).unwrap_or(0);
            Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
        });
        Self { by, at }
    }

    pub fn today(&self) -> Date {
        Date::of(self.at)
    }
}

fn nobody() -> Actor {
    // a fixed text of 1 to 200 characters is an actor
    "unknown".parse().unwrap_or_else(|_| unreachable!())
}

/// A file that is read and changed.
pub struct Session {
    store: Store,
    hand: Hand,
}

impl Session {
    pub fn open(path: &Path, hand: &Hand) -> Result<Self, Fault> {
        Ok(Self { store: Store::open(path)?, hand: hand.clone() })
    }

    pub fn isms(&self) -> &Isms {
        self.store.isms()
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    pub fn hand(&self) -> &Hand {
        &self.hand
    }

    pub fn today(&self) -> Date {
        self.hand.today()
    }

    pub fn make(&mut self, change: Change) -> Result<Appended, Fault> {
        self.make_after(change, None)
    }

    /// Makes a change that was thought out after the entry `base`.
    pub fn make_after(&mut self, change: Change, base: Option<u64>) -> Result<Appended, Fault> {
        let (by, at) = (self.hand.by.clone(), self.hand.at);
        Ok(self.store.append(change, &by, at, base)?)
    }

    /// Lets go of the file. A change made is durable already, so what goes wrong now is told and no more.
    pub fn close(self) {
        if let Err(error) = self.store.close() {
            anstream::eprintln!("what was changed is kept, but the file could not be sealed: {error}");
        }
    }

    pub fn edition(&self, asked: Option<Edition>) -> Edition {
        asked.unwrap_or(self.isms().organisation().edition)
    }

    /// The methodology with this id, or the preferred one.
    pub fn methodology(&self, asked: Option<&str>) -> Result<&MethodologyInUse, Fault> {
        let isms = self.isms();
        let found = match asked {
            None => isms.preferred_methodology(),
            Some(id) => {
                isms.methodologies().values().find(|known| known.id.as_str() == id).map(AsRef::as_ref)
            }
        };
        found.ok_or_else(|| {
            let known: Vec<&str> = isms.methodologies().keys().map(|id| id.as_str()).collect();
            Fault::new(format!("there is no methodology `{}`", asked.unwrap_or_default()))
                .help(format!("in use are: {}", known.join(", ")))
        })
    }

    pub fn built(&self, methodology: &MethodologyInUse) -> Result<Box<dyn Methodology + Send + Sync>, Fault> {
        methodology.build(self.isms().criteria()).map_err(|error| Fault::new(error.to_string()))
    }

    /// The record that a text names.
    pub fn find(&self, text: &str) -> Result<RecordRef, Fault> {
        let found = self.isms().find(text);
        match found.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(self.unknown(text)),
            several => {
                let paths: Vec<String> = several.iter().map(RecordRef::path).collect();
                Err(Fault::new(format!("`{text}` names more than one record"))
                    .help(format!("say which: {}", paths.join(", "))))
            }
        }
    }

    fn unknown(&self, text: &str) -> Fault {
        let lower = text.to_lowercase();
        let near = self.isms().records().map(|record| record.reference()).filter(|at| {
            let id = at.id.as_str().to_lowercase();
            at.kind != Kind::ScoreRecord
                && (id == lower || id.replace(['-', '.'], "") == lower.replace(['-', '.'], ""))
        });
        let near: Vec<String> = near.take(3).map(|at| at.path()).collect();
        let fault = Fault::new(format!("there is no record `{text}`"));
        if near.is_empty() {
            fault.help("write an id such as R-12 or A.8.24, or a kind and an id such as risk/R-12; `riskwright show FILE risks` lists the risks")
        } else {
            fault.help(format!("did you mean {}?", near.join(" or ")))
        }
    }
}
