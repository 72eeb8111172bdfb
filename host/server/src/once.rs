//! Requests that are carried out once, however often they come: by the key that their sender gives them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use riskwright_core::change::Change;
use riskwright_core::journal::Entry;
use riskwright_core::quantity::{Actor, Digest};
use serde_json::Value;

use crate::keeper::{Made, Refusal};
use crate::problem::{Kind, Problem};
use crate::server::Server;

/// The header with the key.
pub const HEADER: &str = "idempotency-key";
/// A key has at most so many characters.
const LONGEST: usize = 200;
/// So many entries are looked through at once.
const AT_ONCE: usize = 500;

/// A request's key, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Whose.
    pub owner: String,
    /// The key.
    pub key: String,
}

impl Key {
    /// The key that a request has.
    ///
    /// # Errors
    /// If it is none.
    pub fn of(headers: &HeaderMap, owner: String) -> Result<Option<Self>, Problem> {
        let Some(value) = headers.get(HEADER) else { return Ok(None) };
        match value.to_str().map(str::trim) {
            Ok(key) if !key.is_empty() && key.len() <= LONGEST => {
                Ok(Some(Self { owner, key: key.to_owned() }))
            }
            _ => Err(Problem::new(Kind::Malformed, "the key is none")
                .field(HEADER)
                .help("write 1 to 200 plain characters, for instance a UUID")),
        }
    }

    fn pair(&self) -> (&str, &str) {
        (&self.owner, &self.key)
    }
}

/// A change that is to be made once.
#[derive(Debug)]
pub struct Request {
    /// The change.
    pub change: Change,
    /// Who makes it.
    pub by: Actor,
    /// The entry after which it was thought out.
    pub base: Option<u64>,
    /// The digest of what was asked.
    pub digest: Digest,
}

/// Marks a request as under way for as long as it lives.
struct UnderWay<'a> {
    all: &'a Mutex<BTreeSet<(String, String)>>,
    own: (String, String),
}

impl<'a> UnderWay<'a> {
    fn begin(all: &'a Mutex<BTreeSet<(String, String)>>, key: &Key) -> Result<Self, Problem> {
        let own = (key.owner.clone(), key.key.clone());
        if all.lock().unwrap_or_else(PoisonError::into_inner).insert(own.clone()) {
            Ok(Self { all, own })
        } else {
            Err(Problem::new(Kind::UnderWay, "a request with this key has come, and is not answered yet")
                .help("ask again in a moment"))
        }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.own);
    }
}

/// Makes a change; with a key, once. What was made is told again to who asks again, even where this program was ended
/// before it could answer: the journal has it.
///
/// # Errors
/// Why it is not made.
pub async fn make(server: &Arc<Server>, key: Option<Key>, request: Request) -> Result<Made, Problem> {
    let Some(key) = key else {
        let Request { change, by, base, .. } = request;
        return Ok(server.keeper.make(change, by, base).await?);
    };
    // whoever asked may go: what was begun is finished, and told to who asks again
    let server = Arc::clone(server);
    let making = tokio::spawn(async move { make_once(&server, key, request).await });
    making.await.unwrap_or_else(|error| {
        tracing::error!("a change could not be made: {error}");
        Err(Problem::new(Kind::Broken, "the change could not be made; the log has more"))
    })
}

async fn make_once(server: &Server, key: Key, request: Request) -> Result<Made, Problem> {
    let _under_way = UnderWay::begin(&server.under_way, &key)?;
    let Request { change, by, base, digest } = request;
    let (here, now) = (server.keeper.head(), server.clock.now());
    let claimed = key.clone();
    let known = server.desk.ask(move |file| file.claim(claimed.pair(), &digest, (here, now))).await?;
    if let Some(known) = known {
        if known.digest != digest {
            return Err(
                Problem::new(Kind::KeyReused, "another request came with this key before").field(HEADER)
            );
        }
        let told = known.answer.as_deref().map(serde_json::from_str::<Made>);
        if let Some(Ok(made)) = told {
            return Ok(made);
        }
        if let Some(made) = find(server, known.base, (&by, &change)).await? {
            return Ok(made);
        }
    }
    match server.keeper.make(change, by, base).await {
        Ok(made) => {
            let text = serde_json::to_string(&made).unwrap_or_default();
            // without it the journal tells
            if let Err(error) = server.desk.ask(move |file| file.answered(key.pair(), &text)).await {
                tracing::warn!("an answer could not be kept: {error}");
            }
            Ok(made)
        }
        Err(refusal) => {
            // it may have been kept all the same if what failed came after
            if !matches!(refusal, Refusal::NotKept(_) | Refusal::Stopped) {
                server.desk.ask(move |file| file.release(key.pair())).await?;
            }
            Err(refusal.into())
        }
    }
}

/// The entry after `base` that records this change.
async fn find(server: &Server, base: u64, (by, change): (&Actor, &Change)) -> Result<Option<Made>, Problem> {
    let mut first = base.saturating_add(1);
    loop {
        let entries = server.keeper.page(first, AT_ONCE).await?;
        let Some(last) = entries.last().map(|entry| entry.seq) else { return Ok(None) };
        if let Some(entry) = entries.into_iter().find(|entry| entry.by == *by && alike(&entry.change, change))
        {
            let Entry { seq, at, hash, .. } = entry;
            let records = server.keeper.written(seq).await?;
            return Ok(Some(Made {
                entry: Some(seq),
                hash: Some(hash),
                at: Some(at),
                records,
                changes: Vec::new(),
            }));
        }
        first = last.saturating_add(1);
    }
}

/// Whether two changes are written alike.
fn alike(one: &Change, other: &Change) -> bool {
    let written = |change: &Change| serde_json::to_value(change).unwrap_or(Value::Null);
    one.name() == other.name() && written(one) == written(other)
}
