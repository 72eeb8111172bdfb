//! Changes: the only way the ISMS becomes another.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use riskwright_core::change::Change;
use riskwright_core::methodology::recording::Assessing;
use riskwright_core::quantity::Digest;

use super::schema;
use crate::actor::Person;
use crate::keeper::Made;
use crate::once::{self, Key, Request};
use crate::problem::{Kind, Problem};
use crate::said::Said;
use crate::server::Server;
use crate::tag::{base, json};

/// Makes a change
///
/// Wholly or not at all; it is durable when the answer comes. With `If-Match` it rests on the state of that ETag: if
/// someone wrote one of its records since, it is refused with what they did. With `Idempotency-Key` it is made once,
/// however often it is sent within a week.
#[utoipa::path(
    post, path = "/changes", tag = "changes",
    params(
        ("If-Match" = Option<String>, Header, description = "The ETag of the state that the change rests on"),
        ("Idempotency-Key" = Option<String>, Header, description = "A name for this request, of 1 to 200 characters"),
        ("X-CSRF-Token" = String, Header, description = "As `GET /session` tells it"),
    ),
    request_body = schema::Change,
    responses(
        (status = 200, description = "What it did", body = schema::Made),
        (status = 409, description = "It is no longer as it was", body = schema::Problem, content_type = "application/problem+json"),
        (status = 412, description = "Someone wrote one of its records since", body = schema::Problem, content_type = "application/problem+json"),
        (status = 422, description = "A rule forbids it", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn make(
    State(server): State<Arc<Server>>,
    person: Person,
    headers: HeaderMap,
    Said(change): Said<Change>,
) -> Result<Response, Problem> {
    let actor = crate::actor::Actor::Person(person);
    let key = Key::of(&headers, actor.owner())?;
    let base = base(&server, &headers).await?;
    let digest = Digest::of_json(&change).map_err(|error| {
        Problem::new(Kind::Malformed, format!("the change can't be written down: {error}"))
    })?;
    let request = Request { change, by: actor.name().clone(), base, digest };
    json(StatusCode::OK, &once::make(&server, key, request).await?)
}

/// Records scores
///
/// Those that are missing or no longer hold, as the methodology computes them now.
#[utoipa::path(
    post, path = "/assessments", tag = "changes",
    params(("X-CSRF-Token" = String, Header, description = "As `GET /session` tells it")),
    request_body = schema::Assessing,
    responses(
        (status = 200, description = "What it did; no entry where all was recorded", body = schema::Made),
        (status = 412, description = "Someone wrote one of its records meanwhile", body = schema::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The methodology gives no answer", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn assess(
    State(server): State<Arc<Server>>,
    person: Person,
    Said(assessing): Said<Assessing>,
) -> Result<Response, Problem> {
    let snapshot = server.keeper.snapshot().await?;
    let base = snapshot.head.seq;
    let by = person.name.clone();
    let change = server.compute(snapshot, move |isms, today| Ok(assessing.change(isms, &by, today)?)).await?;
    let made = match change {
        Some(change) => server.keeper.make(change, person.name, Some(base)).await?,
        None => Made::default(),
    };
    json(StatusCode::OK, &made)
}
