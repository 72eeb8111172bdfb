//! Steps five to ten as pages show them: what is due, what an auditor would ask for, measures, audits' coverage, a
//! review's inputs.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use riskwright_core::quantity::Actor;
use riskwright_core::view::Ask;
use serde::Deserialize;

use super::params::{OfEdition, Until, Whose};
use super::schema;
use crate::actor::Person;
use crate::problem::Problem;
use crate::said::{Asked, word};
use crate::server::Server;

/// For whom.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct For {
    #[serde(rename = "for")]
    whose: Option<String>,
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
    Asked(asked): Asked<For>,
) -> Result<Response, Problem> {
    // who is signed in is known here alone
    let whose = word::<Actor>("for", asked.whose)?.unwrap_or(person.name);
    server.told(&headers, Ask::Waiting(whose)).await
}

asked! {
    /// Lists what is due, and what should have been done by now
    calendar(
        get, path = "/calendar", tag = "cycle", params(Until),
        responses((status = 200, description = "What is due, what is overdue first", body = schema::Calendar))
    );
    /// Tells clause by clause and control by control what an auditor would ask for, and what of it is there
    readiness(
        get, path = "/readiness", tag = "cycle", params(OfEdition),
        responses((status = 200, description = "Clauses and applicable controls", body = schema::Readiness))
    );
    /// Lists the documented information that is asked for, and what fulfils it
    required(
        get, path = "/required", tag = "cycle", params(OfEdition),
        responses((status = 200, description = "What is asked for, whether it is there, and the records that fulfil it"))
    );
    /// Lists the measures in use with their results
    measures(
        get, path = "/measures", tag = "cycle",
        responses((status = 200, description = "Measures, targets, results, how they stand", body = schema::Measures))
    );
    /// Tells what the audits of a programme cover
    coverage(
        get, path = "/coverage/{id}", tag = "cycle",
        params(("id" = String, Path, description = "The programme: `PRG-1`"), OfEdition),
        responses((status = 200, description = "Clauses and applicable controls, each with its audits"))
    );
    /// Tells what an audit could ask and does not yet, clause by clause and control by control
    checklist(
        get, path = "/checklist/{id}", tag = "cycle",
        params(
            ("id" = String, Path, description = "The audit: `AUD-1`"),
            ("questionnaire" = Option<String>, Query, description = "A questionnaire in use, whose questions are taken too"),
            ("language" = Option<String>, Query, description = "The language of its questions: `de`; absent: English"),
            OfEdition
        ),
        responses((status = 200, description = "Questions, each with where to begin to look", body = schema::Checklist))
    );
    /// Tells what a management review looked at, as it was gathered; before that, what it would look at today
    inputs(
        get, path = "/inputs/{id}", tag = "cycle",
        params(("id" = String, Path, description = "The review: `REV-1`")),
        responses((status = 200, description = "The inputs by the letters of 9.3.2"))
    );
}
