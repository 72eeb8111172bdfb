//! Registers as they are, record by record.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use riskwright_core::id::AnyId;
use riskwright_core::isms::{Kind, RecordRef};
use riskwright_core::view::Ask;
use serde::Deserialize;

use super::schema;
use crate::actor::Person;
use crate::problem::{self, Problem};
use crate::said::{Asked, Named, parsed};
use crate::server::Server;

const PAGE: usize = 100;
const MOST: usize = 1_000;

/// Which records.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Those after this id: `next` of the page before.
    after: Option<String>,
    /// At most so many, up to 1000.
    limit: Option<usize>,
}

pub(super) fn kind(word: &str) -> Result<Kind, Problem> {
    word.parse().map_err(|error| Problem::new(problem::Kind::Unknown, format!("{error}")).field("kind"))
}

/// Lists the records of a kind
#[utoipa::path(
    get, path = "/records/{kind}", tag = "records",
    params(("kind" = String, Path, description = "`asset`, `control`, `risk` …"), Which),
    responses((status = 200, description = "A page of records", body = schema::Records))
)]
pub async fn list(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Named(word): Named<String>,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    let kind = kind(&word)?;
    let most = which.limit.unwrap_or(PAGE).clamp(1, MOST);
    let after = which.after.map(|after| parsed::<AnyId>("after", &after)).transpose()?;
    server
        .view(&headers, move |isms, today| {
            Ask::Records(kind, after, most)
                .answer(isms, today)
                // the only record that it names
                .map_err(|error| Problem::from(error).field("after"))
        })
        .await
}

/// Shows a record
#[utoipa::path(
    get, path = "/records/{kind}/{id}", tag = "records",
    params(
        ("kind" = String, Path, description = "`asset`, `control`, `risk` …"),
        ("id" = String, Path, description = "Its id; for one of which there is one, its kind again"),
    ),
    responses((status = 200, description = "The record"))
)]
pub async fn one(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Named((word, id)): Named<(String, String)>,
) -> Result<Response, Problem> {
    let at = parsed::<RecordRef>("id", &format!("{}/{id}", kind(&word)?))?;
    server
        .view(&headers, move |isms, _| {
            isms.record(&at).ok_or_else(|| Problem::unknown(format!("{} {}", at.kind, at.id)))
        })
        .await
}
