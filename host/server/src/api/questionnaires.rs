//! Questionnaires in use.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use riskwright_core::id::QuestionnaireId;
use riskwright_core::isms::Isms;
use riskwright_core::quantity::{Digest, Text, Title};
use riskwright_core::questionnaire::{QuestionnaireFile, Rules};
use riskwright_core::response::{Questionnaire, Source};
use serde::Serialize;

use super::schema;
use crate::actor::{Actor, Person};
use crate::problem::{Kind, Problem};
use crate::said::{Named, parsed};
use crate::server::Server;

/// A questionnaire, in short.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Row {
    /// Its id.
    pub id: QuestionnaireId,
    /// Its name.
    pub title: Title,
    /// Its version.
    pub version: Title,
    /// How many items it has.
    pub items: usize,
    /// How many responses there are.
    pub responses: usize,
    /// How many of them wait for a decision.
    pub waiting: usize,
    /// Whether it is no longer asked.
    pub retired: bool,
}

/// The questionnaires in use.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Questionnaires {
    /// By id.
    pub questionnaires: Vec<Row>,
}

/// A questionnaire, as it is answered.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Questions {
    /// Its id.
    pub id: QuestionnaireId,
    /// Its name.
    pub title: Title,
    /// Its version.
    pub version: Title,
    /// What it is for.
    pub description: Text,
    /// The digest of what is asked: answers name it.
    pub digest: Digest,
    /// What is asked, and the rules or the plugin that work out what follows.
    pub source: Source,
    /// Whether it is no longer asked.
    pub retired: bool,
}

/// The questionnaire of an id that this actor may see.
///
/// # Errors
/// If it is another than the one a respondent was invited to.
pub fn seen_by(actor: &Actor, id: &str) -> Result<QuestionnaireId, Problem> {
    match actor {
        Actor::Respondent(invitation) if invitation.questionnaire != id => Err(Problem::new(
            Kind::NotAllowed,
            format!("the link is for the questionnaire `{}` alone", invitation.questionnaire),
        )),
        _ => parsed("id", id),
    }
}

/// The questionnaire of an id.
///
/// # Errors
/// If there is none.
pub fn find<'a>(isms: &'a Isms, id: &QuestionnaireId) -> Result<&'a Questionnaire, Problem> {
    let found = isms.questionnaires().get(id).map(AsRef::as_ref);
    found.ok_or_else(|| Problem::unknown(format!("questionnaire `{id}`")))
}

/// Lists the questionnaires
#[utoipa::path(
    get, path = "/questionnaires", tag = "questionnaires",
    responses((status = 200, description = "All of them", body = schema::Questionnaires))
)]
pub async fn list(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    server
        .view(&headers, |isms, _| {
            let row = |of: &Questionnaire| {
                let responses = isms.responses().values().filter(|response| response.questionnaire == of.id);
                let (responses, waiting) = responses.fold((0, 0), |(all, waiting), response| {
                    (all + 1, waiting + usize::from(response.waiting().next().is_some()))
                });
                Row {
                    id: of.id.clone(),
                    title: of.title.clone(),
                    version: of.version.clone(),
                    items: of.contents().items.len(),
                    responses,
                    waiting,
                    retired: of.retired,
                }
            };
            Ok(Questionnaires { questionnaires: isms.questionnaires().values().map(|of| row(of)).collect() })
        })
        .await
}

/// Shows a questionnaire
///
/// With a link, the one it was given out for.
#[utoipa::path(
    get, path = "/questionnaires/{id}", tag = "questionnaires",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "What is asked", body = schema::Questions),
        (status = 403, description = "The link is for another", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn one(
    State(server): State<Arc<Server>>,
    actor: Actor,
    headers: HeaderMap,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let id = seen_by(&actor, &id)?;
    server
        .view(&headers, move |isms, _| {
            let of = find(isms, &id)?;
            let digest = of.digest().map_err(|error| Problem::new(Kind::Broken, error.to_string()))?;
            Ok(Questions {
                id: of.id.clone(),
                title: of.title.clone(),
                version: of.version.clone(),
                description: of.description.clone(),
                digest,
                source: of.source.clone(),
                retired: of.retired,
            })
        })
        .await
}

/// Shows a questionnaire as the file that elements read
///
/// One of a plugin is without what works out what follows: that is done when answers are sent.
#[utoipa::path(
    get, path = "/questionnaires/{id}/document", tag = "questionnaires",
    params(("id" = String, Path, description = "Its id")),
    responses((status = 200, description = "A file of the format `riskwright.questionnaire/1`", body = schema::QuestionnaireFile))
)]
pub async fn document(
    State(server): State<Arc<Server>>,
    actor: Actor,
    headers: HeaderMap,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let id = seen_by(&actor, &id)?;
    server
        .view(&headers, move |isms, _| {
            let of = find(isms, &id)?;
            let rules = match &of.source {
                Source::Own(document) => document.rules.clone(),
                Source::Plugin(_) => Rules::default(),
            };
            Ok(QuestionnaireFile {
                format: QuestionnaireFile::FORMAT.to_owned(),
                id: of.id.to_string(),
                version: of.version.to_string(),
                contents: of.contents().clone(),
                rules,
            })
        })
        .await
}
