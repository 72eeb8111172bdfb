//! Records of any kind as pages list and show them: state, care, date, steps.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use riskwright_core::isms::RecordRef;
use riskwright_core::view::{Ask, LifeQuery};
use serde::Deserialize;

use super::records::kind;
use super::schema;
use crate::actor::Person;
use crate::problem::Problem;
use crate::said::{Asked, Named, parsed};
use crate::server::Server;

const PAGE: usize = 100;
const MOST: usize = 1_000;

/// Which records. All that is given has to hold.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Words that id or title have in them.
    text: String,
    /// The state they are in.
    state: Option<String>,
    /// Those alone about which something is left to do.
    open: bool,
    /// Where the page begins: `next` of the one before, or the number of rows before it.
    cursor: Option<usize>,
    /// At most so many rows, up to 1000.
    limit: Option<usize>,
}

/// Lists records of a kind with state, care and date
#[utoipa::path(
    get, path = "/lists/{kind}", tag = "views",
    params(("kind" = String, Path, description = "`document`, `incident`, `audit` …"), Which),
    responses((status = 200, description = "A page of records, and how many there are in each state", body = schema::LifeList))
)]
pub async fn list(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Named(word): Named<String>,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    let kind = kind(&word)?;
    let query = LifeQuery {
        text: which.text,
        state: which.state,
        open: which.open,
        offset: which.cursor.unwrap_or(0),
        limit: which.limit.unwrap_or(PAGE).clamp(1, MOST),
    };
    server
        .view(&headers, move |isms, today| Ask::List(kind, query).answer(isms, today).map_err(Problem::from))
        .await
}

/// Shows a record with its fields, the steps that can be taken with it, and what names it
#[utoipa::path(
    get, path = "/lists/{kind}/{id}", tag = "views",
    params(
        ("kind" = String, Path, description = "`document`, `incident`, `audit` …"),
        ("id" = String, Path, description = "Its id; for one of which there is one, its kind again"),
    ),
    responses((status = 200, description = "The record and all that belongs to it", body = schema::LifeView))
)]
pub async fn one(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Named((word, id)): Named<(String, String)>,
) -> Result<Response, Problem> {
    let at = parsed::<RecordRef>("id", &format!("{}/{id}", kind(&word)?))?;
    server.view(&headers, move |isms, today| Ask::Life(at).answer(isms, today).map_err(Problem::from)).await
}
