//! Responses: sent by who answers, decided on by who keeps the ISMS.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response as Answer;
use riskwright_core::id::{AssetId, QuestionnaireId, ResponseId, ScenarioId};
use riskwright_core::isms::{Isms, Kind, RecordRef};
use riskwright_core::quantity::{self, Digest};
use riskwright_core::questionnaire::Answers;
use riskwright_core::response::{Deciding, Sending, send as sending};
use riskwright_core::view::{Ask, Page, ResponseRow, Responses};
use riskwright_store::Invitation;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::params;
use super::questionnaires::seen_by;
use super::schema;
use crate::actor::{Actor, Person};
use crate::invite;
use crate::keeper::Made;
use crate::once::{self, Key, Request};
use crate::problem::{self, Problem};
use crate::said::{Named, Said, Viewed, parsed};
use crate::server::Server;
use crate::tag::{base, json};

/// Answers that are sent.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The digest of the contents that were answered.
    pub digest: Digest,
    /// The answers.
    pub answers: Answers,
    /// Who answered, where it is not who sends them. A link says it itself.
    #[serde(default)]
    pub respondent: Option<quantity::Actor>,
    /// The assets they answer for. A link says it itself.
    #[serde(default)]
    pub assets: BTreeSet<AssetId>,
    /// The risks they answer for. A link says it itself.
    #[serde(default)]
    pub scenarios: BTreeSet<ScenarioId>,
}

/// A response that was sent.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Sent {
    /// The response.
    pub response: ResponseId,
    /// What sending it did; nothing where it was sent before.
    pub made: Option<Made>,
}

/// What is told to who sends other answers by a link that was used.
pub fn already_sent(response: &str, by: &quantity::Actor) -> Problem {
    Problem::new(problem::Kind::Sent, format!("the answers to this link were sent, as {response}"))
        .help(format!("if they have to be others, ask {by} for another link"))
        .with("response", json!(response))
}

/// Sends answers
///
/// Once by a link; by others as often as they like. What follows from the answers is worked out here.
#[utoipa::path(
    post, path = "/questionnaires/{id}/responses", tag = "questionnaires",
    params(
        ("id" = String, Path, description = "The questionnaire"),
        ("Idempotency-Key" = Option<String>, Header, description = "A name for this request; not needed with a link"),
        ("X-CSRF-Token" = Option<String>, Header, description = "As `GET /session` tells it; not with a link"),
    ),
    request_body = schema::Answered,
    responses(
        (status = 201, description = "They are sent", body = schema::Sent),
        (status = 200, description = "They were sent before", body = schema::Sent),
        (status = 409, description = "Others were sent by this link, or another version was answered", body = schema::Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something is missing or wrong", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn send(
    State(server): State<Arc<Server>>,
    actor: Actor,
    headers: HeaderMap,
    Named(id): Named<String>,
    Said(answered): Said<Answered>,
) -> Result<Answer, Problem> {
    let id = seen_by(&actor, &id)?;
    let snapshot = server.keeper.snapshot().await?;
    let key = match &actor {
        Actor::Person(_) => Key::of(&headers, actor.owner())?,
        Actor::Respondent(invitation) => {
            if let Some(response) = &invitation.sent {
                return sent_before(&snapshot.isms, invitation, response, &answered);
            }
            Some(Key { owner: actor.owner(), key: "send".to_owned() })
        }
    };
    let digest = Digest::of_json(&(&id, &answered)).map_err(|error| {
        Problem::new(problem::Kind::Malformed, format!("the answers can't be written down: {error}"))
    })?;
    let respondent = answered.respondent.filter(|_| matches!(actor, Actor::Person(_)));
    let mut sent = Sending {
        questionnaire: id.clone(),
        respondent: respondent.unwrap_or_else(|| actor.name().clone()),
        assets: answered.assets,
        scenarios: answered.scenarios,
        answers: answered.answers,
        contents: answered.digest,
    };
    if let Actor::Respondent(invitation) = &actor {
        (sent.assets, sent.scenarios) = answers_for(&snapshot.isms, invitation);
    }
    let change = server.compute(snapshot, |isms, _| Ok(sending(isms, sent)?)).await?;
    let request = Request { change, by: actor.name().clone(), base: None, digest };
    let made = match (once::make(&server, key, request).await, &actor) {
        (Err(error), Actor::Respondent(invitation)) if error.kind == problem::Kind::KeyReused => {
            return Err(already_sent("another response", &invitation.by));
        }
        (made, _) => made?,
    };
    let response: Option<ResponseId> =
        made.records.iter().find(|at| at.kind == Kind::Response).and_then(|at| at.id.as_str().parse().ok());
    let response = response.ok_or_else(|| {
        Problem::new(problem::Kind::Broken, "the answers were sent, and no response came of it")
    })?;
    put_away(&server, &actor, &id, &response).await;
    json(StatusCode::CREATED, &Sent { response, made: Some(made) })
}

/// Notes by which link a response was sent, and forgets the draft. If that fails, the journal tells when it is sent again.
async fn put_away(server: &Server, actor: &Actor, questionnaire: &QuestionnaireId, response: &ResponseId) {
    let invitation = match actor {
        Actor::Respondent(invitation) => Some(invitation.id.clone()),
        Actor::Person(_) => None,
    };
    let (owner, questionnaire, response) = (actor.owner(), questionnaire.clone(), response.to_string());
    let put = server.desk.alter(move |file| {
        if let Some(invitation) = invitation {
            file.sent_by_invitation(&invitation, &response)?;
        }
        file.drop_draft(&owner, questionnaire.as_str())
    });
    if let Err(error) = put.await {
        tracing::warn!("a draft that was sent could not be put away: {error}");
    }
}

/// What is told where a link was used before: the same where the same is sent again.
fn sent_before(
    isms: &Isms,
    invitation: &Invitation,
    response: &str,
    answered: &Answered,
) -> Result<Answer, Problem> {
    let id: Option<ResponseId> = response.parse().ok();
    let known = id.and_then(|id| isms.responses().get(&id));
    match known.filter(|known| known.answers == answered.answers && known.contents == answered.digest) {
        Some(known) => json(StatusCode::OK, &Sent { response: known.id.clone(), made: None }),
        None => Err(already_sent(response, &invitation.by)),
    }
}

/// The assets and risks of an invitation that are there still.
fn answers_for(isms: &Isms, invitation: &Invitation) -> (BTreeSet<AssetId>, BTreeSet<ScenarioId>) {
    let places = invitation.answers_for.iter().filter_map(|path| path.parse().ok());
    let there: Vec<RecordRef> = places.filter(|at| isms.record(at).is_some()).collect();
    invite::assets_and_risks(&there)
}

/// Lists the responses to a questionnaire
///
/// With a link, the one that was sent by it.
#[utoipa::path(
    get, path = "/questionnaires/{id}/responses", tag = "questionnaires",
    params(("id" = String, Path, description = "The questionnaire")),
    responses((status = 200, description = "The latest first, 500 at most", body = schema::Responses))
)]
pub async fn to_questionnaire(
    State(server): State<Arc<Server>>,
    actor: Actor,
    headers: HeaderMap,
    Named(id): Named<String>,
) -> Result<Answer, Problem> {
    let id = seen_by(&actor, &id)?;
    let own = match actor {
        Actor::Respondent(invitation) => Some(invitation.sent.clone().unwrap_or_default()),
        Actor::Person(_) => None,
    };
    server
        .view(&headers, move |isms, _| {
            let mut all = ResponseRow::all(isms, Some(&id));
            all.retain(|row| own.as_ref().is_none_or(|own| row.id.as_str() == own));
            let total = all.len();
            all.truncate(MOST);
            let rows = all.len();
            Ok(Page::new(Responses { total, responses: all }, 0, rows, total))
        })
        .await
}

const MOST: usize = 500;

/// Lists responses, the latest first
#[utoipa::path(
    get, path = "/responses", tag = "responses", params(params::Answers),
    responses((status = 200, description = "A page of responses", body = schema::Responses))
)]
pub async fn list(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Answer, Problem> {
    server.told(&headers, ask).await
}

/// Shows a response
///
/// With a link, the one that was sent by it.
#[utoipa::path(
    get, path = "/responses/{id}", tag = "responses",
    params(("id" = String, Path, description = "Its id"), params::InLanguage),
    responses(
        (status = 200, description = "Answers, scores, proposals, and what was decided", body = schema::ResponseView),
        (status = 403, description = "It is another's", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn one(
    State(server): State<Arc<Server>>,
    actor: Actor,
    headers: HeaderMap,
    Viewed(ask): Viewed,
) -> Result<Answer, Problem> {
    if let Actor::Respondent(invitation) = &actor
        && !matches!(&ask, Ask::Response(id, _) if invitation.sent.as_deref() == Some(id.as_str()))
    {
        return Err(Problem::new(
            problem::Kind::NotAllowed,
            "the link shows the answers alone that were sent by it",
        ));
    }
    server.told(&headers, ask).await
}

/// Decides on what a response proposes
///
/// What is accepted is made so by the same entry of the journal.
#[utoipa::path(
    post, path = "/responses/{id}/decisions", tag = "responses",
    params(
        ("id" = String, Path, description = "The response"),
        ("If-Match" = Option<String>, Header, description = "The ETag of the state that the decision rests on"),
        ("Idempotency-Key" = Option<String>, Header, description = "A name for this request"),
        ("X-CSRF-Token" = String, Header, description = "As `GET /session` tells it"),
    ),
    request_body = schema::Deciding,
    responses(
        (status = 200, description = "What it did", body = schema::Made),
        (status = 412, description = "Someone else decided since", body = schema::Problem, content_type = "application/problem+json"),
        (status = 422, description = "A rule forbids it", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn decide(
    State(server): State<Arc<Server>>,
    person: Person,
    headers: HeaderMap,
    Named(id): Named<String>,
    Said(deciding): Said<Deciding>,
) -> Result<Answer, Problem> {
    let id = parsed::<ResponseId>("id", &id)?;
    let actor = Actor::Person(person);
    let key = Key::of(&headers, actor.owner())?;
    let base = base(&server, &headers).await?;
    let digest = Digest::of_json(&(&id, &deciding)).map_err(|error| {
        Problem::new(problem::Kind::Malformed, format!("it can't be written down: {error}"))
    })?;
    let snapshot = server.keeper.snapshot().await?;
    let change = deciding.change(&snapshot.isms, &id)?;
    let request = Request { change, by: actor.name().clone(), base, digest };
    json(StatusCode::OK, &once::make(&server, key, request).await?)
}
