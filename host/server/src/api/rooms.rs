//! Auditors' rooms: who may look at what by a link, and what was looked at.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use riskwright_core::quantity::{Actor, Date, Timestamp};
use riskwright_store::{Room, ServerFile};
use serde::{Deserialize, Serialize};

use super::invitations::end_of;
use super::schema;
use crate::actor::Person;
use crate::problem::{Kind, Problem};
use crate::room::{self, Opening};
use crate::said::{Named, Said};
use crate::server::{Server, random};
use crate::tag::json;

/// Who is to look at what.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningRoom {
    /// Who looks.
    pub holder: Actor,
    /// Records by id (`DOC-1`, `scope`), all of a kind by its word (`document`), reports (`report:soa`).
    pub shows: Vec<String>,
    /// The last day on which the link is good; absent: in a month.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
}

/// A room.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct OpenRoom {
    /// Its id.
    pub id: String,
    /// Who looks.
    pub holder: Actor,
    /// What is shown: records by their path, kinds by their word, reports.
    pub shows: Vec<String>,
    /// Until when the link is good.
    #[schemars(with = "String")]
    pub until: Timestamp,
    /// Who opened it.
    pub by: Actor,
    /// When.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Since when it is closed.
    #[schemars(with = "Option<String>")]
    pub closed: Option<Timestamp>,
    /// How many looks were taken.
    pub looks: usize,
    /// The address to give to who looks.
    pub address: String,
}

/// Rooms, in the order in which they were opened.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Rooms {
    /// All of them.
    pub rooms: Vec<OpenRoom>,
}

/// A look that was taken.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct TakenLook {
    /// When.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// At what: a record's path, a report, or the list.
    pub what: String,
    /// The entry of the journal as of which it was shown.
    pub entry: u64,
}

/// Looks, in the order in which they were taken.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Looks {
    /// All of them.
    pub looks: Vec<TakenLook>,
}

fn told(server: &Server, of: &Room, looks: usize) -> OpenRoom {
    OpenRoom {
        id: of.id.clone(),
        holder: of.holder.clone(),
        shows: of.shows.clone(),
        until: of.until,
        by: of.by.clone(),
        at: of.at,
        closed: of.closed,
        looks,
        address: room::address(&server.url, of, server.desk.secret()),
    }
}

/// Lists the rooms
#[utoipa::path(
    get, path = "/rooms", tag = "rooms",
    responses((status = 200, description = "All of them, with their addresses", body = schema::Rooms))
)]
pub async fn list(State(server): State<Arc<Server>>, _: Person) -> Result<Response, Problem> {
    let mut all: Vec<Arc<Room>> = server.desk.known().rooms.values().cloned().collect();
    all.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    let ids: Vec<String> = all.iter().map(|of| of.id.clone()).collect();
    let count = move |file: &ServerFile| ids.iter().map(|id| Ok(file.looks(id)?.len())).collect();
    let looks: Vec<usize> = server.desk.ask(count).await?;
    json(
        StatusCode::OK,
        &Rooms { rooms: all.iter().zip(looks).map(|(of, looks)| told(&server, of, looks)).collect() },
    )
}

/// Opens a room
///
/// Whoever has its address sees what it shows, as it is when they look, and nothing else; each look is noted.
#[utoipa::path(
    post, path = "/rooms", tag = "rooms",
    params(("X-CSRF-Token" = String, Header, description = "As `GET /session` tells it")),
    request_body = schema::OpeningRoom,
    responses(
        (status = 201, description = "The room, with the address to give them", body = schema::OpenRoom),
        (status = 422, description = "Something it names is not there", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn open(
    State(server): State<Arc<Server>>,
    person: Person,
    Said(opening): Said<OpeningRoom>,
) -> Result<Response, Problem> {
    let day = opening.until.unwrap_or_else(|| server.clock.today().plus_months(1));
    let opening = Opening { holder: opening.holder, shows: opening.shows, until: end_of(day)? };
    let snapshot = server.keeper.snapshot().await?;
    let made = room::room(&snapshot.isms, opening, (&person.name, server.clock.now()), random()?)
        .map_err(|error| Problem::new(Kind::Refused, error.to_string()))?;
    let kept = made.clone();
    server.desk.alter(move |file| file.open_room(&kept)).await?;
    json(StatusCode::CREATED, &told(&server, &made, 0))
}

/// Closes a room
///
/// Its address is good no more; the looks that were taken stay noted.
#[utoipa::path(
    post, path = "/rooms/{id}/close", tag = "rooms",
    params(
        ("id" = String, Path, description = "Its id"),
        ("X-CSRF-Token" = String, Header, description = "As `GET /session` tells it"),
    ),
    responses((status = 204, description = "It is closed"))
)]
pub async fn close(
    State(server): State<Arc<Server>>,
    _: Person,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let at = server.clock.now();
    if server.desk.alter(move |file| file.close_room(&id, at)).await? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(Problem::unknown("room of that id that is open"))
    }
}

/// Lists the looks that were taken in a room
#[utoipa::path(
    get, path = "/rooms/{id}/looks", tag = "rooms",
    params(("id" = String, Path, description = "Its id")),
    responses((status = 200, description = "All of them", body = schema::Looks))
)]
pub async fn looks(
    State(server): State<Arc<Server>>,
    _: Person,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    if !server.desk.known().rooms.contains_key(&id) {
        return Err(Problem::unknown("room of that id"));
    }
    let looks = server.desk.ask(move |file| file.looks(&id)).await?.into_iter();
    let looks = looks.map(|look| TakenLook { at: look.at, what: look.what, entry: look.entry }).collect();
    json(StatusCode::OK, &Looks { looks })
}
