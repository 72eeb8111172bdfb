//! Records of any kind as pages list and show them: state, care, date, steps.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::params::Listed;
use super::schema;
use crate::actor::Person;
use crate::problem::Problem;
use crate::said::Viewed;
use crate::server::Server;

/// Lists records of a kind with state, care and date
#[utoipa::path(
    get, path = "/lists/{kind}", tag = "views", params(("kind" = String, Path, description = "`asset`, `document`, `risk` …"), Listed),
    responses((status = 200, description = "A page of records, and how many there are in each state", body = schema::LifeList))
)]
pub async fn list(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Shows a record with its fields, the steps that can be taken with it, and what names it
#[utoipa::path(
    get, path = "/lists/{kind}/{id}", tag = "views", params(("kind" = String, Path, description = "`asset`, `document`, `risk` …"), ("id" = String, Path, description = "Its id; for one of which there is one, its kind again")),
    responses((status = 200, description = "The record and all that belongs to it", body = schema::LifeView))
)]
pub async fn one(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}
