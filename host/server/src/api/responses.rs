//! Responses: sent by who answers, decided on by who keeps the ISMS.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response as Answer;
use riskwright_core::change::Change;
use riskwright_core::id::{AssetId, Identifier, QuestionnaireId, ResponseId, ScenarioId};
use riskwright_core::isms::{Isms, Kind};
use riskwright_core::quantity::{self, Digest, Text, Timestamp};
use riskwright_core::questionnaire::Answers;
use riskwright_core::response::{Ground, Response, Sending, ground, send as sending};
use riskwright_store::Invitation;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::questionnaires::seen_by;
use super::schema;
use crate::actor::{Actor, Person};
use crate::invite;
use crate::keeper::Made;
use crate::once::{self, Key, Request};
use crate::problem::{self, Problem};
use crate::said::{Asked, Named, Said};
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

/// A response, in short.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Row {
    /// Its id.
    pub id: ResponseId,
    /// The questionnaire.
    pub questionnaire: QuestionnaireId,
    /// Who answered.
    pub respondent: quantity::Actor,
    /// When.
    #[schemars(with = "String")]
    pub sent_at: Timestamp,
    /// How much it proposes.
    pub proposals: usize,
    /// How much of that waits for a decision.
    pub waiting: usize,
}

/// Responses, the latest first.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Responses {
    /// How many there are in all.
    pub total: usize,
    /// The responses.
    pub responses: Vec<Row>,
    /// `after` of the next page; none where there is none.
    pub next: Option<ResponseId>,
}

/// A response, with how the ISMS stands to what it proposes.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Shown {
    /// The response.
    pub response: Response,
    /// How the ISMS stands to each proposal now, in their order.
    #[schemars(with = "Vec<serde_json::Value>")]
    pub grounds: Vec<Option<Ground>>,
}

/// Which proposals.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Places {
    /// None.
    #[default]
    None,
    /// These, by their place from 0.
    These(BTreeSet<u16>),
    /// `"waiting"`: all that wait for a decision.
    Word(Waiting),
}

/// All that wait for a decision.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Waiting {
    /// All that wait for a decision.
    Waiting,
}

/// A decision on what a response proposes.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deciding {
    /// What is accepted.
    #[serde(default)]
    pub accept: Places,
    /// What is dismissed.
    #[serde(default)]
    pub dismiss: Places,
    /// Why; a dismissal needs it.
    #[serde(default)]
    pub reason: Text,
}

/// Which responses.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Those after this one: `next` of the page before.
    after: Option<String>,
    /// At most so many, up to 500.
    limit: Option<usize>,
    /// Those to this questionnaire.
    questionnaire: Option<String>,
    /// Those alone that wait for a decision.
    #[serde(default)]
    waiting: bool,
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
    let response = made.records.iter().find(|at| at.kind == Kind::Response).map(|at| ResponseId::like(&at.id));
    let response = response
        .ok_or_else(|| Problem::new(problem::Kind::Broken, "the answers were sent, and no response came of it"))?;
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
    let places = invite::places(invitation);
    let there = || places.iter().filter(|at| isms.record(at).is_some());
    let of = |kind| move |at: &&riskwright_core::isms::RecordRef| at.kind == kind;
    (
        there().filter(of(Kind::Asset)).map(|at| AssetId::like(&at.id)).collect(),
        there().filter(of(Kind::RiskScenario)).map(|at| ScenarioId::like(&at.id)).collect(),
    )
}

fn row(response: &Response) -> Row {
    Row {
        id: response.id.clone(),
        questionnaire: response.questionnaire.clone(),
        respondent: response.respondent.clone(),
        sent_at: response.sent_at,
        proposals: response.proposals.len(),
        waiting: response.waiting().count(),
    }
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
            let wanted = |response: &&Response| {
                response.questionnaire == id && own.as_ref().is_none_or(|own| response.id.as_str() == own)
            };
            let all: Vec<Row> =
                isms.responses().values().rev().map(AsRef::as_ref).filter(wanted).map(row).collect();
            Ok(Responses { total: all.len(), responses: all.into_iter().take(MOST).collect(), next: None })
        })
        .await
}

const PAGE: usize = 50;
const MOST: usize = 500;

/// Lists responses, the latest first
#[utoipa::path(
    get, path = "/responses", tag = "responses", params(Which),
    responses((status = 200, description = "A page of responses", body = schema::Responses))
)]
pub async fn list(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Asked(which): Asked<Which>,
) -> Result<Answer, Problem> {
    let most = which.limit.unwrap_or(PAGE).clamp(1, MOST);
    server
        .view(&headers, move |isms, _| {
            let wanted = |response: &&Response| {
                let to = which.questionnaire.as_deref();
                to.is_none_or(|to| response.questionnaire.as_str() == to)
                    && (!which.waiting || response.waiting().next().is_some())
            };
            let all: Vec<&Response> =
                isms.responses().values().rev().map(AsRef::as_ref).filter(wanted).collect();
            let from = match &which.after {
                None => 0,
                Some(after) => {
                    let at = all.iter().position(|response| response.id.as_str() == after.as_str());
                    at.ok_or_else(|| Problem::unknown(format!("response {after}")).field("after"))? + 1
                }
            };
            let responses: Vec<Row> = all.iter().skip(from).take(most).map(|response| row(response)).collect();
            let more = from + responses.len() < all.len();
            let next = responses.last().map(|row| row.id.clone()).filter(|_| more);
            Ok(Responses { total: all.len(), responses, next })
        })
        .await
}

/// Shows a response
///
/// With a link, the one that was sent by it.
#[utoipa::path(
    get, path = "/responses/{id}", tag = "responses",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "Answers, scores, proposals, and what was decided", body = schema::Shown),
        (status = 403, description = "It is another's", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn one(
    State(server): State<Arc<Server>>,
    actor: Actor,
    headers: HeaderMap,
    Named(id): Named<String>,
) -> Result<Answer, Problem> {
    if let Actor::Respondent(invitation) = &actor
        && invitation.sent.as_ref() != Some(&id)
    {
        return Err(Problem::new(problem::Kind::NotAllowed, "the link shows the answers alone that were sent by it"));
    }
    let id: ResponseId = id
        .parse()
        .map_err(|error| Problem::new(problem::Kind::Malformed, format!("{error}")).field("id"))?;
    server
        .view(&headers, move |isms, _| {
            let response = isms.responses().get(&id).ok_or_else(|| Problem::unknown(format!("response {id}")))?;
            let places = (0..=u16::MAX).zip(&response.proposals);
            let grounds = places.map(|(place, _)| ground(isms, response, place)).collect();
            Ok(Shown { response: response.as_ref().clone(), grounds })
        })
        .await
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
    let id: ResponseId = id
        .parse()
        .map_err(|error| Problem::new(problem::Kind::Malformed, format!("{error}")).field("id"))?;
    let actor = Actor::Person(person);
    let key = Key::of(&headers, actor.owner())?;
    let base = base(&server, &headers).await?;
    let snapshot = server.keeper.snapshot().await?;
    let response =
        snapshot.isms.responses().get(&id).ok_or_else(|| Problem::unknown(format!("response {id}")))?;
    let digest = Digest::of_json(&(&id, &deciding))
        .map_err(|error| Problem::new(problem::Kind::Malformed, format!("it can't be written down: {error}")))?;
    let places = |of: Places| match of {
        Places::None => BTreeSet::new(),
        Places::These(places) => places,
        Places::Word(Waiting::Waiting) => response.waiting().collect(),
    };
    let Deciding { accept, dismiss, reason } = deciding;
    let change = Change::ResponseDecide { id, accept: places(accept), dismiss: places(dismiss), reason };
    let request = Request { change, by: actor.name().clone(), base, digest };
    json(StatusCode::OK, &once::make(&server, key, request).await?)
}
