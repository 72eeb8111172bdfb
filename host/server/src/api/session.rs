//! Who is here: signing in and out.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64ct::{Base64UrlUnpadded, Encoding};
use riskwright_core::quantity::{self, Digest, Timestamp};
use riskwright_store::KeptSession;
use serde::{Deserialize, Serialize};

use super::schema;
use crate::actor::{COOKIE, Person, give_cookie};
use crate::front::from_elsewhere;
use crate::password;
use crate::problem::{Kind, Problem};
use crate::said::Said;
use crate::server::{Server, random};
use crate::tag::json;

/// A session is good for so many seconds.
const GOOD: i64 = 12 * 3600;

/// Who signs in.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SigningIn {
    /// The name.
    pub name: quantity::Actor,
    /// The password.
    pub password: String,
}

/// Who is here.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Session {
    /// The name that stands in the journal.
    pub name: quantity::Actor,
    /// Until when; none for who sits at this machine.
    #[schemars(with = "Option<String>")]
    pub until: Option<Timestamp>,
    /// What each request that changes something shows as `X-CSRF-Token`.
    pub csrf: String,
}

fn told(server: &Server, person: &Person, until: Option<Timestamp>) -> Session {
    Session { name: person.name.clone(), until, csrf: person.csrf(server) }
}

/// Tells who is signed in
#[utoipa::path(
    get, path = "/session", tag = "session",
    responses(
        (status = 200, description = "Who is here", body = schema::Session),
        (status = 401, description = "Nobody", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn who(State(server): State<Arc<Server>>, person: Person) -> Result<Response, Problem> {
    let known = server.desk.known();
    let until =
        person.session.as_ref().and_then(|session| known.sessions.get(session)).map(|kept| kept.until);
    json(StatusCode::OK, &told(&server, &person, until))
}

/// Signs someone in
#[utoipa::path(
    post, path = "/session", tag = "session", request_body = schema::SigningIn,
    responses(
        (status = 200, description = "Who is here by now; a cookie goes with it", body = schema::Session),
        (status = 401, description = "Name or password is not right", body = schema::Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many tries; `Retry-After` tells the seconds to wait", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn sign_in(
    State(server): State<Arc<Server>>,
    peer: Option<Extension<SocketAddr>>,
    headers: HeaderMap,
    Said(SigningIn { name, password }): Said<SigningIn>,
) -> Result<Response, Problem> {
    from_elsewhere(&headers)?;
    let address = peer.map_or_else(|| [0, 0, 0, 0].into(), |Extension(peer)| peer.ip());
    let wait = server.tries.wait(&name, address, Instant::now());
    if !wait.is_zero() {
        let seconds = wait.as_secs().max(1);
        return Err(Problem::new(
            Kind::TooMany,
            format!("there were too many tries to sign in as {name}, or from this address"),
        )
        .help(format!("try again in {seconds} s"))
        .header(header::RETRY_AFTER, HeaderValue::from(seconds)));
    }
    let known = server.desk.known();
    let user = known.user(&name).cloned();
    // no more of them at once than there are processors: each takes some 19 MB and as many milliseconds
    let permit = server.hashing.acquire().await;
    let fits = tokio::task::spawn_blocking(move || match user {
        Some(user) => password::fits(&password, &user.password).then_some(user.name),
        None => {
            password::fits_nobody(&password);
            None
        }
    });
    let fits = fits.await.unwrap_or_default();
    std::mem::drop(permit);
    let Some(user) = fits else {
        server.tries.failed(&name, address, Instant::now());
        tracing::warn!(name = name.as_str(), %address, "someone failed to sign in");
        return Err(Problem::new(Kind::Password, "name or password is not right"));
    };
    server.tries.succeeded(&name);
    let token = Base64UrlUnpadded::encode_string(&random::<32>()?);
    let now = server.clock.now();
    let until = Timestamp::from_second(now.as_second().saturating_add(GOOD)).unwrap_or(now);
    let session = KeptSession { token: Digest::of(token.as_bytes()), user: user.clone(), until };
    let person = Person { name: user, session: Some(session.token) };
    server.desk.alter(move |file| file.begin_session(&session)).await?;
    let mut response = json(StatusCode::OK, &told(&server, &person, Some(until)))?;
    give_cookie(&server, &mut response, (COOKIE, "/"), &token, GOOD);
    Ok(response)
}

/// Signs out
#[utoipa::path(
    delete, path = "/session", tag = "session",
    params(("X-CSRF-Token" = String, Header, description = "As `GET /session` tells it")),
    responses((status = 204, description = "The session has ended"))
)]
pub async fn sign_out(State(server): State<Arc<Server>>, person: Person) -> Result<Response, Problem> {
    if let Some(session) = person.session {
        server.desk.alter(move |file| file.end_session(&session)).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    give_cookie(&server, &mut response, (COOKIE, "/"), "", 0);
    Ok(response)
}
