//! Registers as they are, record by record.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use riskwright_core::isms::{Kind, Record, RecordRef};
use serde::{Deserialize, Serialize};

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

/// Records of a kind, by id.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Records {
    /// What they are: `risk`.
    pub kind: String,
    /// How many there are in all.
    pub total: usize,
    /// The records.
    #[schemars(with = "Vec<serde_json::Value>")]
    pub records: Vec<Record>,
    /// `after` of the next page; none where there is none.
    pub next: Option<String>,
    /// The id that a new one gets: the next free number.
    pub free: String,
}

fn kind(word: &str) -> Result<Kind, Problem> {
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
    server
        .view(&headers, move |isms, _| {
            let ids = isms.ids(kind);
            let from = match &which.after {
                None => 0,
                Some(after) => {
                    let at = ids.iter().position(|id| id.as_str() == after.as_str());
                    at.ok_or_else(|| Problem::unknown(format!("{kind} {after}")).field("after"))? + 1
                }
            };
            let page = ids.iter().skip(from).take(most);
            let records: Vec<Record> =
                page.filter_map(|id| isms.record(&RecordRef { kind, id: id.clone() })).collect();
            let more = from + records.len() < ids.len();
            let last = records.last().map(|record| record.reference().id.to_string());
            Ok(Records {
                kind: kind.to_string(),
                total: ids.len(),
                records,
                next: last.filter(|_| more),
                free: isms.next_id(kind).to_string(),
            })
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
