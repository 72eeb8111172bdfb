//! The journal: what was changed, by whom, when.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use riskwright_core::isms::RecordRef;
use riskwright_core::journal::Entry;
use serde::{Deserialize, Serialize};

use super::schema;
use crate::actor::Person;
use crate::problem::Problem;
use crate::said::{Asked, Named, parsed};
use crate::server::Server;
use crate::tag::{Tag, json};

/// So many are told at once, unless fewer are asked for.
const PAGE: usize = 50;
/// And never more than that.
const MOST: usize = 500;

/// Which entries.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Those before this one: `next` of the page before.
    before: Option<u64>,
    /// At most so many, up to 500.
    limit: Option<usize>,
    /// Those that wrote this record: `risk/R-12`.
    record: Option<String>,
}

/// Entries, the latest first.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Entries {
    /// The entries.
    pub entries: Vec<Entry>,
    /// `before` of the next page; none where there is none.
    pub next: Option<u64>,
}

/// Lists the entries of the journal, the latest first
#[utoipa::path(
    get, path = "/entries", tag = "changes", params(Which),
    responses((status = 200, description = "A page of entries", body = schema::Entries))
)]
pub async fn list(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    let most = which.limit.unwrap_or(PAGE).clamp(1, MOST);
    let snapshot = server.keeper.snapshot().await?;
    let tag = Tag::new(snapshot.head, server.clock.today());
    let before = which.before.unwrap_or(u64::MAX).min(snapshot.head.seq.saturating_add(1));
    let entries = if tag.is_known_by(&headers) {
        let mut response = Response::new(axum::body::Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    } else if let Some(record) = &which.record {
        let at = parsed::<RecordRef>("record", record)?;
        let touches = server.keeper.touches(at).await?;
        let wanted = touches.into_iter().rev().filter(|seq| *seq < before).take(most);
        let mut entries = Vec::new();
        for seq in wanted {
            entries.extend(server.keeper.page(seq, 1).await?);
        }
        entries
    } else {
        let first = before.saturating_sub(most as u64).max(1);
        let mut entries = server.keeper.page(first, most).await?;
        entries.retain(|entry| entry.seq < before);
        entries.reverse();
        entries
    };
    let next = entries.last().map(|entry| entry.seq).filter(|seq| *seq > 1 && entries.len() == most);
    let mut response = json(StatusCode::OK, &Entries { entries, next })?;
    response.headers_mut().insert(header::ETAG, tag.header());
    Ok(response)
}

/// Shows an entry of the journal
#[utoipa::path(
    get, path = "/entries/{entry}", tag = "changes",
    params(("entry" = u64, Path, description = "Its number")),
    responses((status = 200, description = "The entry", body = schema::Entry))
)]
pub async fn one(
    State(server): State<Arc<Server>>,
    _: Person,
    Named(seq): Named<u64>,
) -> Result<Response, Problem> {
    let entry = server.keeper.page(seq, 1).await?.into_iter().next().filter(|entry| entry.seq == seq);
    json(StatusCode::OK, &entry.ok_or_else(|| Problem::unknown(format!("entry {seq}")))?)
}

/// Takes an entry back by a new one
#[utoipa::path(
    post, path = "/entries/{entry}/undo", tag = "changes",
    params(
        ("entry" = u64, Path, description = "Its number"),
        ("X-CSRF-Token" = String, Header, description = "As `GET /session` tells it"),
    ),
    responses(
        (status = 200, description = "What that did", body = schema::Made),
        (status = 409, description = "A later entry wrote one of the same records", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn undo(
    State(server): State<Arc<Server>>,
    person: Person,
    Named(seq): Named<u64>,
) -> Result<Response, Problem> {
    json(StatusCode::OK, &server.keeper.undo(seq, person.name).await?)
}
