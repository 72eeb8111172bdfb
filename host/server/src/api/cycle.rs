//! Steps five to ten as pages show them: what is due, what waits, what an auditor would ask for, measures, audits' coverage,
//! a review's inputs.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use riskwright_core::catalogue::Edition;
use riskwright_core::id::{ProgrammeId, ReviewId};
use riskwright_core::quantity::{Actor, Date};
use riskwright_core::view::Ask;
use serde::Deserialize;

use super::schema;
use super::views::OfEdition;
use crate::actor::Person;
use crate::problem::Problem;
use crate::said::{Asked, Named, parsed, word};
use crate::server::Server;

async fn told(server: &Server, headers: &HeaderMap, ask: Ask) -> Result<Response, Problem> {
    server.view(headers, move |isms, today| ask.answer(isms, today).map_err(Problem::from)).await
}

/// Until when.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Until {
    /// The last day looked at. Without it, three months from today.
    until: Option<String>,
}

/// For whom.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Whose {
    /// The person or role. Without it, whoever asks.
    #[serde(rename = "for")]
    #[param(rename = "for")]
    whose: Option<String>,
}

/// Lists what is due, and what should have been done by now
#[utoipa::path(
    get, path = "/calendar", tag = "cycle", params(Until),
    responses((status = 200, description = "What is due, what is overdue first", body = schema::Calendar))
)]
pub async fn calendar(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Asked(asked): Asked<Until>,
) -> Result<Response, Problem> {
    told(&server, &headers, Ask::Calendar(word::<Date>("until", asked.until)?)).await
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
    Asked(asked): Asked<Whose>,
) -> Result<Response, Problem> {
    let whose = word::<Actor>("for", asked.whose)?.unwrap_or(person.name);
    told(&server, &headers, Ask::Waiting(whose)).await
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
    Asked(of): Asked<OfEdition>,
) -> Result<Response, Problem> {
    told(&server, &headers, Ask::Readiness(word::<Edition>("edition", of.edition)?)).await
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
    Asked(of): Asked<OfEdition>,
) -> Result<Response, Problem> {
    told(&server, &headers, Ask::Required(word::<Edition>("edition", of.edition)?)).await
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
) -> Result<Response, Problem> {
    told(&server, &headers, Ask::Measures).await
}

/// Tells what the audits of a programme cover
#[utoipa::path(
    get, path = "/coverage/{id}", tag = "cycle",
    params(("id" = String, Path, description = "The programme: `PRG-1`"), OfEdition),
    responses((status = 200, description = "Clauses and applicable controls, each with its audits"))
)]
pub async fn coverage(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Named(id): Named<String>,
    Asked(of): Asked<OfEdition>,
) -> Result<Response, Problem> {
    let id = parsed::<ProgrammeId>("id", &id)?;
    told(&server, &headers, Ask::Coverage(id, word::<Edition>("edition", of.edition)?)).await
}

/// Gathers what a management review looks at, as of today
#[utoipa::path(
    get, path = "/inputs/{id}", tag = "cycle",
    params(("id" = String, Path, description = "The review: `REV-1`")),
    responses((status = 200, description = "The inputs by the letters of 9.3.2"))
)]
pub async fn inputs(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    told(&server, &headers, Ask::Inputs(parsed::<ReviewId>("id", &id)?)).await
}
