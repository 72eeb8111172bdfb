//! Registers as they are, record by record.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::params::After;
use super::schema;
use crate::actor::Person;
use crate::problem::Problem;
use crate::said::Viewed;
use crate::server::Server;

/// Lists the records of a kind
#[utoipa::path(
    get, path = "/records/{kind}", tag = "records", params(("kind" = String, Path, description = "`asset`, `document`, `risk` …"), After),
    responses((status = 200, description = "A page of records", body = schema::Records))
)]
pub async fn list(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Shows a record
#[utoipa::path(
    get, path = "/records/{kind}/{id}", tag = "records", params(("kind" = String, Path, description = "`asset`, `document`, `risk` …"), ("id" = String, Path, description = "Its id; for one of which there is one, its kind again")),
    responses((status = 200, description = "The record"))
)]
pub async fn one(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}
