//! What is due, as a calendar that other programs fetch for themselves: they can't sign in, so that the address has a key.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use riskwright_core::calendar;
use riskwright_core::quantity::Actor;
use riskwright_reports::calendar::ics;
use serde::{Deserialize, Serialize};

use super::{ROOT, schema};
use crate::actor::Person;
use crate::link;
use crate::problem::{Kind, Problem};
use crate::said::{Asked, word};
use crate::server::Server;
use crate::tag::json;

const PURPOSE: &str = "riskwright.calendar/1";
/// So many months ahead a calendar tells of.
const MONTHS: u16 = 15;

/// The addresses that a calendar program subscribes to. Whoever has one sees what is due; another password makes others.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Feeds {
    /// All that is due.
    pub all: String,
    /// What is theirs.
    pub mine: String,
}

/// Tells the addresses that a calendar program subscribes to
#[utoipa::path(
    get, path = "/calendar/feeds", tag = "cycle",
    responses((status = 200, description = "Addresses that need no signing in", body = schema::Feeds))
)]
pub async fn feeds(State(server): State<Arc<Server>>, person: Person) -> Result<Response, Problem> {
    let address = |whose: &str| {
        let key = link::token(server.desk.secret(), PURPOSE, &signed(&server, &person.name, whose));
        let name = percent_encoding::utf8_percent_encode(&person.name, percent_encoding::NON_ALPHANUMERIC);
        format!("{}{ROOT}/calendar.ics?of={name}&whose={whose}&key={key}", server.url)
    };
    json(StatusCode::OK, &Feeds { all: address("all"), mine: address("mine") })
}

/// What a key stands for: a name, what is shown, and the password that the name has at present.
fn signed(server: &Server, name: &Actor, whose: &str) -> Vec<u8> {
    let known = server.desk.known();
    let password = known.user(name).map(|user| user.password.as_str()).unwrap_or_default();
    [name.to_lowercase().as_str(), whose, password].join("\0").into_bytes()
}

/// Whose calendar.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wanted {
    of: Option<String>,
    whose: Option<String>,
    key: Option<String>,
}

/// Tells what is due as an iCalendar (RFC 5545)
#[utoipa::path(
    get, path = "/calendar.ics", tag = "cycle",
    params(
        ("of" = String, Query, description = "Whose address it is"),
        ("whose" = String, Query, description = "`all` or `mine`"),
        ("key" = String, Query, description = "The key of the address"),
    ),
    responses(
        (status = 200, description = "What is due in fifteen months, and what is overdue", content_type = "text/calendar"),
        (status = 401, description = "No such key, or one of a password that was changed", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn fetch(
    State(server): State<Arc<Server>>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Problem> {
    let stale = || {
        Problem::new(Kind::SignIn, "this address of a calendar is not good, or not any more")
            .help("sign in, and take the new one from the calendar's page")
    };
    let (of, whose, key) = (word::<Actor>("of", wanted.of)?, wanted.whose, wanted.key);
    let (of, whose, key) =
        of.zip(whose).zip(key).map(|((of, whose), key)| (of, whose, key)).ok_or_else(stale)?;
    let is_known = server.is_open() || server.desk.known().user(&of).is_some();
    let good = link::is_token(&key, server.desk.secret(), PURPOSE, &signed(&server, &of, &whose));
    if !is_known || !good {
        return Err(stale());
    }
    let snapshot = server.keeper.snapshot().await?;
    let now = server.clock.now();
    let text = server
        .compute(snapshot, move |isms, today| {
            let mut due = calendar::due(isms, today, today.plus_months(MONTHS));
            if whose == "mine" {
                due.retain(|due| due.who.as_ref().is_some_and(|who| isms.stands_for(who, &of)));
            }
            Ok(ics(&isms.organisation().name, &due, now))
        })
        .await?;
    let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((StatusCode::OK, kind, text).into_response())
}
