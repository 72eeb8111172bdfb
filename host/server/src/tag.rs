//! Which state an answer shows: an ETag, by which it need not be sent again, and by which a change says what it rests on.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use riskwright_core::isms::Isms;
use riskwright_core::journal::Head;
use riskwright_core::quantity::Date;
use riskwright_core::view::Ask;
use serde::Serialize;

use crate::problem::{Kind, Problem};
use crate::server::Server;

/// The state after an entry, as it is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// The entry.
    head: Head,
    /// The day: what is due depends on it.
    today: Date,
}

impl Tag {
    /// The tag of a state on a day.
    #[must_use]
    pub fn new(head: Head, today: Date) -> Self {
        Self { head, today }
    }

    /// The header.
    #[must_use]
    pub fn header(&self) -> HeaderValue {
        let Head { seq, hash, .. } = self.head;
        let hash = hash.to_string();
        let text = format!("\"{seq}-{}-{}\"", hash.get(..16).unwrap_or_default(), self.today);
        // digits, letters and hyphens
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("\"\""))
    }

    /// Whether who asks has seen it already.
    #[must_use]
    pub fn is_known_by(&self, headers: &HeaderMap) -> bool {
        let own = self.header();
        tags(headers, &header::IF_NONE_MATCH).any(|tag| tag.as_bytes() == own.as_bytes())
    }
}

/// The tags of a header, without the mark of weak ones.
fn tags<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(|tag| tag.trim().trim_start_matches("W/"))
}

/// The entry after which a change was thought out, by `If-Match`; none where it does not say, or any will do.
///
/// # Errors
/// If the tag is of no state that ever was in this journal.
pub async fn base(server: &Server, headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(tag) = tags(headers, &header::IF_MATCH).next().filter(|tag| *tag != "*") else {
        return Ok(None);
    };
    let other = || {
        let problem = Problem::new(Kind::Changed, format!("{tag} is no state of this ISMS"));
        problem.help("look at what is there now, and make the change again with its ETag").field("If-Match")
    };
    let mut parts = tag.trim_matches('"').splitn(3, '-');
    let seq: u64 = parts.next().and_then(|seq| seq.parse().ok()).ok_or_else(other)?;
    let hash = parts.next().filter(|hash| hash.len() == 16).ok_or_else(other)?;
    let entry = server.keeper.page(seq, 1).await?.into_iter().next().filter(|entry| entry.seq == seq);
    match entry.filter(|entry| entry.hash.to_string().starts_with(hash)) {
        Some(_) => Ok(Some(seq)),
        None => Err(other()),
    }
}

/// JSON, with these headers.
///
/// # Errors
/// If a number in it is not finite.
pub fn json(status: StatusCode, value: &impl Serialize) -> Result<Response, Problem> {
    let bytes = serde_json::to_vec(value)
        .map_err(|error| Problem::new(Kind::Broken, format!("the answer can't be written: {error}")))?;
    let kind = HeaderValue::from_static("application/json");
    Ok((status, [(header::CONTENT_TYPE, kind)], Body::from(bytes)).into_response())
}

impl Server {
    /// What is made of the state, with its tag; nothing where who asks has seen it already.
    pub async fn view<T: Serialize + Send + 'static>(
        &self,
        headers: &HeaderMap,
        making: impl FnOnce(&Isms, Date) -> Result<T, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let snapshot = self.keeper.snapshot().await?;
        let tag = Tag::new(snapshot.head, self.clock.today());
        let mut response = if tag.is_known_by(headers) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.compute(snapshot, |isms, today| json(StatusCode::OK, &making(isms, today)?)).await?
        };
        response.headers_mut().insert(header::ETAG, tag.header());
        Ok(response)
    }

    /// Answers what is asked of the ISMS.
    ///
    /// # Errors
    /// What is not there, by the field that names it.
    pub async fn told(&self, headers: &HeaderMap, ask: Ask) -> Result<Response, Problem> {
        self.view(headers, move |isms, today| {
            ask.answer(isms, today).map_err(|error| match &ask {
                // the only record that it names
                Ask::Records(..) => Problem::from(error).field("after"),
                _ => error.into(),
            })
        })
        .await
    }
}
