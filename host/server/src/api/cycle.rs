//! Steps five to ten as pages show them: what is due, what an auditor would ask for, measures, audits' coverage, a
//! review's inputs.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use riskwright_core::quantity::Actor;
use riskwright_core::view::Ask;
use serde::Deserialize;

use super::params::{OfEdition, Until, Whose};
use super::schema;
use crate::actor::Person;
use crate::problem::Problem;
use crate::said::{Asked, Viewed, word};
use crate::server::Server;

/// Lists what is due, and what should have been done by now
#[utoipa::path(
    get, path = "/calendar", tag = "cycle", params(Until),
    responses((status = 200, description = "What is due, what is overdue first", body = schema::Calendar))
)]
pub async fn calendar(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// For whom.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct For {
    #[serde(rename = "for")]
    whose: Option<String>,
}

/// Lists what waits for somebody
#[utoipa::path(
    get, path = "/waiting", tag = "cycle", params(Whose),
    responses((status = 200, description = "What is theirs to do, approve, read and decide", body = schema::Waiting))
)]
pub async fn waiting(
    State(server): State<Arc<Server>>,
    person: Person,
    headers: HeaderMap,
    Asked(asked): Asked<For>,
) -> Result<Response, Problem> {
    // who is signed in is known here alone
    let whose = word::<Actor>("for", asked.whose)?.unwrap_or(person.name);
    server.told(&headers, Ask::Waiting(whose)).await
}

/// Tells clause by clause and control by control what an auditor would ask for, and what of it is there
#[utoipa::path(
    get, path = "/readiness", tag = "cycle", params(OfEdition),
    responses((status = 200, description = "Clauses and applicable controls", body = schema::Readiness))
)]
pub async fn readiness(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Lists the documented information that is asked for, and what fulfils it
#[utoipa::path(
    get, path = "/required", tag = "cycle", params(OfEdition),
    responses((status = 200, description = "What is asked for, whether it is there, and the records that fulfil it"))
)]
pub async fn required(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Lists the measures in use with their results
#[utoipa::path(
    get, path = "/measures", tag = "cycle",
    responses((status = 200, description = "Measures, targets, results, how they stand", body = schema::Measures))
)]
pub async fn measures(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Tells what the audits of a programme cover
#[utoipa::path(
    get, path = "/coverage/{id}", tag = "cycle", params(("id" = String, Path, description = "The programme: `PRG-1`"), OfEdition),
    responses((status = 200, description = "Clauses and applicable controls, each with its audits"))
)]
pub async fn coverage(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Gathers what a management review looks at, as of today
#[utoipa::path(
    get, path = "/inputs/{id}", tag = "cycle", params(("id" = String, Path, description = "The review: `REV-1`")),
    responses((status = 200, description = "The inputs by the letters of 9.3.2"))
)]
pub async fn inputs(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}
