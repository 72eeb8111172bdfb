//! What pages show: core's views, a page of rows at a time.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::params::{Findings, HowMuch, OfEdition, Which};
use super::schema;
use crate::actor::Person;
use crate::problem::Problem;
use crate::said::Viewed;
use crate::server::Server;

/// Shows where the ISMS stands
#[utoipa::path(
    get, path = "/overview", tag = "views", params(OfEdition),
    responses((status = 200, description = "Counts of what there is and what is to be done", body = schema::Overview))
)]
pub async fn overview(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Shows a page of the risk register
#[utoipa::path(
    get, path = "/register", tag = "views", params(Which),
    responses((status = 200, description = "Risks that fit, and how many there are in all", body = schema::Register))
)]
pub async fn register(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Shows where the risks lie by two factors
#[utoipa::path(
    get, path = "/heat", tag = "views", params(Which),
    responses((status = 200, description = "Counts by cell; `null` where the methodology has no axes", body = schema::Heat))
)]
pub async fn heat(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Shows a risk with everything
#[utoipa::path(
    get, path = "/risks/{id}", tag = "views", params(("id" = String, Path, description = "Its id: `R-12`")),
    responses((status = 200, description = "Factors, scores, traces, treatment, acceptances", body = schema::RiskView), (status = 404, description = "There is none", body = schema::Problem, content_type = "application/problem+json"))
)]
pub async fn risk(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Shows what is done about risks
#[utoipa::path(
    get, path = "/board", tag = "views", params(HowMuch),
    responses((status = 200, description = "Actions by status, risks by what is to be done", body = schema::Board))
)]
pub async fn board(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Derives the Statement of Applicability
#[utoipa::path(
    get, path = "/soa", tag = "views", params(OfEdition),
    responses((status = 200, description = "A row for each control, with reasons and evidence", body = schema::SoaView))
)]
pub async fn soa(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Lists what an auditor would find
#[utoipa::path(
    get, path = "/check", tag = "views", params(Findings),
    responses((status = 200, description = "The gravest first, each with the record where it is mended", body = schema::CheckView))
)]
pub async fn check(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}

/// Lists the controls of Annex A
#[utoipa::path(
    get, path = "/catalogue", tag = "views", params(OfEdition),
    responses((status = 200, description = "Groups, and controls by id, title and attributes"))
)]
pub async fn catalogue(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Response, Problem> {
    server.told(&headers, ask).await
}
