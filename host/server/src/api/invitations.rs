//! Invitations: who answers without an account, by a link.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use riskwright_core::id::DocumentId;
use riskwright_core::quantity::{Actor, Date, Timestamp};
use riskwright_store::Invitation;
use serde::{Deserialize, Serialize};

use super::schema;
use crate::actor::{self, Person};
use crate::invite::{self, Asking};
use crate::problem::{Kind, Problem};
use crate::said::{Named, Said};
use crate::server::{Server, random};
use crate::tag::json;

/// Who is to answer what.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inviting {
    /// The questionnaire.
    pub questionnaire: String,
    /// Who is to answer.
    pub respondent: Actor,
    /// The risks and assets they answer for: `R-1`, `AS-3`.
    #[serde(default)]
    pub answers_for: Vec<String>,
    /// Until when the link is good: `2026-12-01T00:00:00Z`; absent: for a month.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub until: Option<Timestamp>,
}

/// An invitation.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Invited {
    /// Its id.
    pub id: String,
    /// The questionnaire.
    pub questionnaire: String,
    /// Who is to answer.
    pub respondent: Actor,
    /// The risks and assets they answer for.
    pub answers_for: Vec<String>,
    /// Until when the link is good.
    #[schemars(with = "String")]
    pub until: Timestamp,
    /// Who invited.
    pub by: Actor,
    /// When.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Since when it is good no more.
    #[schemars(with = "Option<String>")]
    pub withdrawn: Option<Timestamp>,
    /// The response that was sent by it.
    pub sent: Option<String>,
    /// The address to give to who is invited; told to those alone who keep the ISMS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// Invitations, in the order in which they were made.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Invitations {
    /// All of them.
    pub invitations: Vec<Invited>,
}

fn told(server: &Server, of: &Invitation, with_address: bool) -> Invited {
    Invited {
        id: of.id.clone(),
        questionnaire: of.questionnaire.clone(),
        respondent: of.respondent.clone(),
        answers_for: of.answers_for.clone(),
        until: of.until,
        by: of.by.clone(),
        at: of.at,
        withdrawn: of.withdrawn,
        sent: of.sent.clone(),
        address: with_address.then(|| invite::address(&server.url, of, server.desk.secret())),
    }
}

/// Lists the invitations
#[utoipa::path(
    get, path = "/invitations", tag = "invitations",
    responses((status = 200, description = "All of them, with their addresses", body = schema::Invitations))
)]
pub async fn list(State(server): State<Arc<Server>>, _: Person) -> Result<Response, Problem> {
    let mut all: Vec<Arc<Invitation>> = server.desk.known().invitations.values().cloned().collect();
    all.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    let invitations = all.iter().map(|of| told(&server, of, true)).collect();
    json(StatusCode::OK, &Invitations { invitations })
}

/// Invites someone to answer a questionnaire
#[utoipa::path(
    post, path = "/invitations", tag = "invitations",
    params(("X-CSRF-Token" = String, Header, description = "As `GET /session` tells it")),
    request_body = schema::Inviting,
    responses(
        (status = 201, description = "The invitation, with the address to give them", body = schema::Invited),
        (status = 422, description = "Something it names is not there", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn invite(
    State(server): State<Arc<Server>>,
    person: Person,
    Said(inviting): Said<Inviting>,
) -> Result<Response, Problem> {
    let Inviting { questionnaire, respondent, answers_for, until } = inviting;
    let until = match until {
        Some(until) => until,
        None => end_of(server.clock.today().plus_months(1))?,
    };
    let asking = Asking { questionnaire, respondent, answers_for, until };
    let snapshot = server.keeper.snapshot().await?;
    let made = invite::invitation(&snapshot.isms, asking, (&person.name, server.clock.now()), random()?)
        .map_err(|error| Problem::new(Kind::Refused, error.to_string()))?;
    let kept = made.clone();
    server.desk.alter(move |file| file.invite(&kept)).await?;
    json(StatusCode::CREATED, &told(&server, &made, true))
}

/// Who is to read a document.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Who; absent: all in its distribution who have not confirmed the version in force.
    #[serde(default)]
    pub respondents: Option<Vec<Actor>>,
    /// Until when the links are good: `2026-12-01T00:00:00Z`; absent: for a month.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub until: Option<Timestamp>,
}

/// Asks people to read a document
///
/// Each gets a link to the version in force as a questionnaire. Who answers that they understood it has confirmed it.
#[utoipa::path(
    post, path = "/documents/{id}/readers", tag = "invitations",
    params(
        ("id" = String, Path, description = "The document"),
        ("X-CSRF-Token" = String, Header, description = "As `GET /session` tells it"),
    ),
    request_body = schema::Reading,
    responses(
        (status = 201, description = "The invitations, with the addresses to give them", body = schema::Invitations),
        (status = 422, description = "No version of it is in force", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn readers(
    State(server): State<Arc<Server>>,
    person: Person,
    Named(id): Named<String>,
    Said(reading): Said<Reading>,
) -> Result<Response, Problem> {
    let document: DocumentId = id.parse().map_err(|_| Problem::unknown("document of that id"))?;
    let until = match reading.until {
        Some(until) => until,
        None => end_of(server.clock.today().plus_months(1))?,
    };
    let mut snapshot = server.keeper.snapshot().await?;
    let (questionnaire, change) = invite::asked(&snapshot.isms, &document)?;
    if let Some(change) = change {
        server.keeper.make(change, person.name.clone(), Some(snapshot.head.seq)).await?;
        snapshot = server.keeper.snapshot().await?;
    }
    let respondents = reading.respondents.unwrap_or_else(|| invite::readers(&snapshot.isms, &document));
    let mut all = Vec::with_capacity(respondents.len());
    for respondent in respondents {
        let questionnaire = questionnaire.to_string();
        let asking = Asking { questionnaire, respondent, answers_for: Vec::new(), until };
        let made = invite::invitation(&snapshot.isms, asking, (&person.name, server.clock.now()), random()?);
        all.push(made.map_err(|error| Problem::new(Kind::Refused, error.to_string()))?);
    }
    let invitations = all.iter().map(|of| told(&server, of, true)).collect();
    server.desk.alter(move |file| file.invite_all(&all)).await?;
    json(StatusCode::CREATED, &Invitations { invitations })
}

/// The last instant of a day.
pub(super) fn end_of(day: Date) -> Result<Timestamp, Problem> {
    let end = format!("{day}T23:59:59Z").parse();
    end.map_err(|_| Problem::new(Kind::Malformed, format!("{day} is no day on which a link could end")))
}

/// Withdraws an invitation
///
/// Its link is good no more; what was sent by it stays.
#[utoipa::path(
    delete, path = "/invitations/{id}", tag = "invitations",
    params(
        ("id" = String, Path, description = "Its id"),
        ("X-CSRF-Token" = String, Header, description = "As `GET /session` tells it"),
    ),
    responses((status = 204, description = "The link is good no more"))
)]
pub async fn withdraw(
    State(server): State<Arc<Server>>,
    _: Person,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let (of, at) = (id.clone(), server.clock.now());
    if server.desk.alter(move |file| file.withdraw_invitation(&of, at)).await? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(Problem::unknown("invitation of that id that is still good"))
    }
}

/// Shows the invitation whose link is used
#[utoipa::path(
    get, path = "/invitation", tag = "invitations",
    responses(
        (status = 200, description = "What the link is for", body = schema::Invited),
        (status = 401, description = "The link was not given out here", body = schema::Problem, content_type = "application/problem+json"),
        (status = 410, description = "It has expired, or was withdrawn", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn own(State(server): State<Arc<Server>>, actor: actor::Actor) -> Result<Response, Problem> {
    match actor {
        actor::Actor::Respondent(invitation) => json(StatusCode::OK, &told(&server, &invitation, false)),
        actor::Actor::Person(_) => Err(Problem::new(Kind::Link, "no link was used")
            .help("send `Authorization: Bearer` with the link's part after `#`")),
    }
}
