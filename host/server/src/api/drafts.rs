//! Answers that are not sent yet: each actor has their own, one for each questionnaire.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use riskwright_core::quantity::{Digest, Timestamp};
use riskwright_core::questionnaire::Answers;
use riskwright_store::Draft;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::questionnaires::{find, seen_by};
use super::schema;
use crate::actor::Actor;
use crate::problem::{Kind, Problem};
use crate::said::{Named, Said};
use crate::server::Server;
use crate::tag;

/// Answers as they are saved.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Saving {
    /// The digest of the contents that are answered.
    pub digest: Digest,
    /// The answers so far.
    pub answers: Answers,
}

/// Answers as they were left.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Left {
    /// How often they were saved: their ETag.
    pub version: u64,
    /// When they were last.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// The answers.
    #[serde(flatten)]
    pub saved: Saving,
}

/// That they were saved.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Saved {
    /// How often they were saved by now: their ETag.
    pub version: u64,
}

fn left(draft: &Draft) -> Result<Left, Problem> {
    let saved = serde_json::from_str(&draft.body).map_err(|error| {
        Problem::new(Kind::Broken, format!("the answers that were left can't be read: {error}"))
    })?;
    Ok(Left { version: draft.version, at: draft.at, saved })
}

fn tagged(mut response: Response, version: u64) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// The version over which answers are saved.
fn seen(headers: &HeaderMap) -> Result<u64, Problem> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).map(str::trim);
    let version = match (text(header::IF_MATCH), text(header::IF_NONE_MATCH)) {
        (Some(tag), _) => tag.trim_matches('"').parse().ok(),
        (None, Some("*")) => Some(0),
        _ => None,
    };
    version.ok_or_else(|| {
        Problem::new(Kind::Unseen, "the version over which the answers are saved is not said")
            .field("If-Match")
            .help("send `If-Match` with the ETag of the answers as they were read, or `If-None-Match: *` for the first")
    })
}

/// Shows answers that are not sent yet
#[utoipa::path(
    get, path = "/questionnaires/{id}/draft", tag = "questionnaires",
    params(("id" = String, Path, description = "The questionnaire")),
    responses(
        (status = 200, description = "The answers so far; their ETag is their version", body = schema::Left),
        (status = 204, description = "There are none"),
    )
)]
pub async fn read(
    State(server): State<Arc<Server>>,
    actor: Actor,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let id = seen_by(&actor, &id)?;
    let owner = actor.owner();
    let draft = server.desk.ask(move |file| file.draft(&owner, id.as_str())).await?;
    // a page that asks first has done nothing wrong: browsers would complain of an error
    let Some(draft) = draft else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    Ok(tagged(tag::json(StatusCode::OK, &left(&draft)?)?, draft.version))
}

/// Saves answers that are not sent yet
///
/// They are durable when the answer comes. Nothing is written over that was not seen: another tab's answers are told with
/// the refusal.
#[utoipa::path(
    put, path = "/questionnaires/{id}/draft", tag = "questionnaires",
    params(
        ("id" = String, Path, description = "The questionnaire"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the answers as they were read"),
        ("If-None-Match" = Option<String>, Header, description = "`*` where there were none"),
        ("X-CSRF-Token" = Option<String>, Header, description = "As `GET /session` tells it; not with a link"),
    ),
    request_body = schema::Saving,
    responses(
        (status = 200, description = "They are saved", body = schema::Saved),
        (status = 412, description = "Others were saved since: they are told as `draft`", body = schema::Problem, content_type = "application/problem+json"),
        (status = 413, description = "More than 1 MB", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn save(
    State(server): State<Arc<Server>>,
    actor: Actor,
    headers: HeaderMap,
    Named(id): Named<String>,
    Said(saving): Said<Saving>,
) -> Result<Response, Problem> {
    let id = seen_by(&actor, &id)?;
    let seen = seen(&headers)?;
    match &actor {
        Actor::Respondent(invitation) => {
            if let Some(response) = &invitation.sent {
                return Err(super::responses::already_sent(response, &invitation.by));
            }
        }
        // a link names one that was there
        Actor::Person(_) => {
            find(&server.keeper.snapshot().await?.isms, &id)?;
        }
    }
    let body = serde_json::to_string(&saving).map_err(|error| {
        Problem::new(Kind::Malformed, format!("the answers can't be written down: {error}"))
    })?;
    let (owner, at) = (actor.owner(), server.clock.now());
    let saved =
        server.desk.ask(move |file| file.save_draft((&owner, id.as_str()), seen, (&body, at))).await?;
    match saved {
        Ok(version) => Ok(tagged(tag::json(StatusCode::OK, &Saved { version })?, version)),
        Err(other) => {
            let draft = other.as_ref().map(left).transpose()?;
            Err(Problem::new(Kind::Changed, "other answers were saved since, perhaps in another tab")
                .help("bring both together, and save over the version that is there now")
                .with("draft", json!(draft)))
        }
    }
}

/// Forgets answers that are not sent yet
#[utoipa::path(
    delete, path = "/questionnaires/{id}/draft", tag = "questionnaires",
    params(
        ("id" = String, Path, description = "The questionnaire"),
        ("X-CSRF-Token" = Option<String>, Header, description = "As `GET /session` tells it; not with a link"),
    ),
    responses((status = 204, description = "There are none any more"))
)]
pub async fn drop(
    State(server): State<Arc<Server>>,
    actor: Actor,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let id = seen_by(&actor, &id)?;
    let owner = actor.owner();
    server.desk.ask(move |file| file.drop_draft(&owner, id.as_str())).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
