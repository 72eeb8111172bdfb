//! Who makes a request: decided here and nowhere else.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use riskwright_core::quantity::{self, Digest};
use riskwright_store::Invitation;

use crate::front::{bearer, from_elsewhere};
use crate::link::{self, Leads, Link};
use crate::problem::{Kind, Problem};
use crate::server::Server;

/// The cookie of a session.
pub const COOKIE: &str = "riskwright-session";
/// The header that shows that a page of this server makes a request.
pub const CSRF: &str = "x-csrf-token";

const PURPOSE: &str = "riskwright.csrf/1";

/// Who makes a request.
#[derive(Debug, Clone)]
pub enum Actor {
    /// Someone who keeps the ISMS: signed in, or at this machine.
    Person(Person),
    /// Someone with a link.
    Respondent(Arc<Invitation>),
}

/// Someone who keeps the ISMS.
#[derive(Debug, Clone)]
pub struct Person {
    /// The name that stands in the journal.
    pub name: quantity::Actor,
    /// The digest of the session's token; none for who sits at this machine.
    pub session: Option<Digest>,
}

impl Actor {
    /// The name that stands in the journal.
    #[must_use]
    pub fn name(&self) -> &quantity::Actor {
        match self {
            Self::Person(person) => &person.name,
            Self::Respondent(invitation) => &invitation.respondent,
        }
    }

    /// Under which drafts and keys are kept.
    #[must_use]
    pub fn owner(&self) -> String {
        match self {
            Self::Person(person) => format!("user/{}", person.name.to_lowercase()),
            Self::Respondent(invitation) => format!("invitation/{}", invitation.id),
        }
    }

    /// Whoever makes a request, as its headers say.
    fn of(server: &Server, method: &Method, headers: &HeaderMap) -> Result<Self, Problem> {
        if let Some(token) = bearer(headers) {
            return invited(server, token).map(Self::Respondent);
        }
        from_elsewhere(headers)?;
        let person = match cookie(headers, COOKIE) {
            Some(token) => {
                let digest = Digest::of(token.as_bytes());
                let known = server.desk.known();
                let kept = known.sessions.get(&digest).filter(|kept| kept.until > server.clock.now());
                kept.map(|kept| Person { name: kept.user.clone(), session: Some(digest) })
            }
            None => None,
        };
        let here = || server.is_open().then(|| Person { name: server.at_machine.clone(), session: None });
        let person = person.or_else(here).ok_or_else(|| {
            Problem::new(Kind::SignIn, "nobody is signed in")
                .help("sign in, or open the link of your invitation")
        })?;
        let reads = [Method::GET, Method::HEAD].contains(method);
        if !reads && !person.shows_token(server, headers) {
            return Err(Problem::new(Kind::Forged, format!("the header {CSRF} is missing or another"))
                .help("GET /api/v1/session tells it"));
        }
        Ok(Self::Person(person))
    }
}

impl Person {
    /// What a page of this server shows with each request that changes something.
    #[must_use]
    pub fn csrf(&self, server: &Server) -> String {
        let (secret, of) = self.signed(server);
        link::token(secret, PURPOSE, &of)
    }

    fn shows_token(&self, server: &Server, headers: &HeaderMap) -> bool {
        let (secret, of) = self.signed(server);
        let given = headers.get(CSRF).and_then(|value| value.to_str().ok());
        given.is_some_and(|given| link::is_token(given, secret, PURPOSE, &of))
    }

    fn signed<'a>(&self, server: &'a Server) -> (&'a [u8; 32], Vec<u8>) {
        match &self.session {
            Some(session) => (server.desk.secret(), session.bytes().to_vec()),
            None => (&server.seed, Vec::new()),
        }
    }
}

/// The value of a cookie that the browser shows.
pub fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == wanted).map(|(_, token)| token)
}

/// A cookie by name, for the addresses below a path, that scripts can't read and that goes with requests of this server's pages alone. Its value must be base64url, of which nothing ends a cookie.
pub fn give_cookie(
    server: &Server,
    response: &mut Response,
    (name, path): (&str, &str),
    value: &str,
    seconds: i64,
) {
    let secure = if server.url.starts_with("https:") { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
}

/// Who was invited by a link that is still good.
fn invited(server: &Server, token: &str) -> Result<Arc<Invitation>, Problem> {
    let unknown = || {
        Problem::new(Kind::Link, "the link was not given out by this server, or was altered on its way")
            .help("copy the whole link out of the invitation, or ask for another")
    };
    let link = Link::read(token, Leads::ToQuestionnaire, server.desk.secret()).ok_or_else(unknown)?;
    let known = server.desk.known();
    let invitation = known.invitations.get(&link.of).ok_or_else(unknown)?;
    let other = format!("ask {} for another", invitation.by);
    if let Some(at) = invitation.withdrawn {
        return Err(Problem::new(Kind::Withdrawn, format!("the link was withdrawn on {at}")).help(other));
    }
    if link.until <= server.clock.now() {
        return Err(
            Problem::new(Kind::Expired, format!("the link was good until {}", link.until)).help(other)
        );
    }
    Ok(Arc::clone(invitation))
}

impl FromRequestParts<Arc<Server>> for Actor {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        Self::of(server, &parts.method, &parts.headers)
    }
}

impl FromRequestParts<Arc<Server>> for Person {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        match Actor::of(server, &parts.method, &parts.headers)? {
            Actor::Person(person) => Ok(person),
            Actor::Respondent(invitation) => Err(Problem::new(
                Kind::NotAllowed,
                format!("the link is for the questionnaire `{}` alone", invitation.questionnaire),
            )),
        }
    }
}
