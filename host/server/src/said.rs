//! What a request says: its path, its query and its body, each refused by name of the field.

use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use http_body_util::BodyExt;
use percent_encoding::percent_decode_str;
use riskwright_core::view::Ask;
use serde::de::DeserializeOwned;

use crate::problem::{Kind, Problem};
use crate::server::Server;

/// A body has at most so many bytes.
pub const MOST: usize = 1_000_000 - 1;
/// Of one that has more, so many are read and thrown away: who sends it must get to the answer.
const THROWN_AWAY: usize = 16 * 1_000_000;
/// A body has come whole by then.
const WHOLE: Duration = Duration::from_secs(30);

/// A JSON body.
pub struct Said<T>(pub T);

/// A query.
pub struct Asked<T>(pub T);

/// The places of a path.
pub struct Named<T>(pub T);

/// What is asked of the ISMS: path and query as the engine itself reads them.
pub struct Viewed(pub Ask);

impl<T: DeserializeOwned> FromRequest<Arc<Server>> for Said<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, _: &Arc<Server>) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            let found = request.headers().get(header::CONTENT_TYPE).map(|kind| format!("{kind:?}"));
            let found = found.unwrap_or_else(|| "nothing".to_owned());
            return Err(Problem::new(Kind::MediaType, format!("the content-type is {found}"))
                .help("send `content-type: application/json`"));
        }
        let bytes = tokio::time::timeout(WHOLE, whole(request.into_body())).await.map_err(|_| {
            Problem::new(Kind::TooSlow, format!("the body had not come whole after {} s", WHOLE.as_secs()))
        })??;
        read(&bytes).map(Self)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

async fn whole(mut body: Body) -> Result<Bytes, Problem> {
    let mut bytes = Vec::new();
    let mut seen = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame =
            frame.map_err(|error| Problem::new(Kind::Malformed, format!("the body broke off: {error}")))?;
        let Ok(data) = frame.into_data() else { continue };
        seen = seen.saturating_add(data.len());
        if seen <= MOST {
            bytes.extend_from_slice(&data);
        } else {
            bytes = Vec::new();
            if seen > THROWN_AWAY {
                break;
            }
        }
    }
    if seen > MOST {
        let found = if seen > THROWN_AWAY { format!("more than {THROWN_AWAY}") } else { seen.to_string() };
        return Err(Problem::new(
            Kind::TooLarge,
            format!("the body has {found} bytes, at most {MOST} are taken"),
        )
        .help("send less at once; files stay where they are, and only their digests are sent"));
    }
    Ok(bytes.into())
}

/// JSON of any kind that is wanted.
///
/// # Errors
/// What is wrong, with the field.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut from = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut from).map_err(|error| {
        let path = error.path().to_string();
        let problem = Problem::new(Kind::Malformed, error.into_inner().to_string());
        if path == "." { problem } else { problem.field(path) }
    })?;
    from.end().map_err(|error| Problem::new(Kind::Malformed, error.to_string()))?;
    Ok(value)
}

/// What a text stands for, such as an id.
///
/// # Errors
/// If it stands for nothing of the kind.
pub fn parsed<T: FromStr<Err: Display>>(field: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|error: T::Err| Problem::new(Kind::Malformed, error.to_string()).field(field))
}

/// As [`parsed`], where there need be none.
///
/// # Errors
/// As [`parsed`].
pub fn word<T: FromStr<Err: Display>>(field: &str, text: Option<String>) -> Result<Option<T>, Problem> {
    text.filter(|text| !text.is_empty()).map(|text| parsed(field, &text)).transpose()
}

impl<T: DeserializeOwned> FromRequestParts<Arc<Server>> for Asked<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        let query = Query::from_request_parts(parts, server).await;
        query
            .map(|Query(asked)| Self(asked))
            .map_err(|error| Problem::new(Kind::Malformed, format!("in the query: {}", error.body_text())))
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<Server>> for Named<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        let path = Path::from_request_parts(parts, server).await;
        path.map(|Path(named)| Self(named))
            .map_err(|error| Problem::new(Kind::Malformed, format!("in the path: {}", error.body_text())))
    }
}

impl FromRequestParts<Arc<Server>> for Viewed {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &Arc<Server>) -> Result<Self, Problem> {
        let garbled = |what: &str| Problem::new(Kind::Malformed, format!("the {what} is no text"));
        let steps = parts.uri.path().trim_matches('/').split('/');
        let steps: Result<Vec<_>, _> = steps.map(|step| percent_decode_str(step).decode_utf8()).collect();
        let steps = steps.map_err(|_| garbled("path"))?;
        let words = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_err(|_| garbled("query"))?.0;
        let steps: Vec<&str> = steps.iter().map(AsRef::as_ref).collect();
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (&**name, &**value)).collect();
        Ok(Self(Ask::read(&steps, &words)?))
    }
}
