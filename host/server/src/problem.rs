//! What goes wrong, as RFC 9457 writes it: `application/problem+json`.

use std::borrow::Cow;
use std::fmt;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use riskwright_core::diagnostic::{Rejection, Rule};
use riskwright_core::isms::RecordRef;
use riskwright_core::view::{AskError, ViewError};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::desk::DeskError;
use crate::front;
use crate::keeper::{Conflict, Refusal};
use crate::worker::Stopped;

macro_rules! kinds {
    ($($(#[$meta:meta])* $variant:ident $word:literal $status:literal $title:literal,)*) => {
        /// What kind of problem it is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($(#[$meta])* $variant,)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)*];
            /// Its name, the last part of its `type`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
            /// The HTTP status that goes with it.
            #[must_use]
            pub fn status(self) -> StatusCode {
                // each is a status between 400 and 599
                StatusCode::from_u16(match self { $(Self::$variant => $status,)* }).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            /// What it is, in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

kinds! {
    /// Not the JSON, the number or the word that is wanted.
    Malformed "malformed" 400 "The request can't be read",
    /// Nobody is signed in.
    SignIn "sign-in-needed" 401 "Sign in first",
    /// A name or password that is not right.
    Password "wrong-password" 401 "Name or password is not right",
    /// A link that was never given out, or was altered.
    Link "link-unknown" 401 "This link was not given out here",
    /// Not for this actor.
    NotAllowed "not-allowed" 403 "This is not yours to see or do",
    /// A request that a page of another site may have made.
    Forged "not-from-here" 403 "The request does not come from a page of this server",
    /// There is nothing there.
    Unknown "unknown" 404 "There is no such thing",
    /// Not with this method.
    Method "method" 405 "This can't be done here",
    /// The sender took too long.
    TooSlow "too-slow" 408 "The request did not come in time",
    /// Not possible in the state that is there.
    Conflicting "conflict" 409 "It is no longer as it was",
    /// The answers were sent already.
    Sent "already-sent" 409 "The answers were sent already",
    /// A request with this key is being carried out.
    UnderWay "under-way" 409 "The same request is being carried out",
    /// A link whose time is over.
    Expired "link-expired" 410 "This link has expired",
    /// A link that was withdrawn.
    Withdrawn "link-withdrawn" 410 "This link was withdrawn",
    /// Someone changed the record since.
    Changed "changed-since" 412 "It was changed since",
    /// Too many bytes.
    TooLarge "too-large" 413 "The request is too large",
    /// Not JSON.
    MediaType "media-type" 415 "JSON is wanted",
    /// A name of a host that this server does not go by.
    Host "other-host" 421 "This server does not go by that name",
    /// What was seen before is not said.
    Unseen "say-what-you-saw" 428 "Say what you saw",
    /// A rule of the ISMS forbids it.
    Refused "refused" 422 "The change is not possible",
    /// The methodology gives no answer.
    NotAtHand "no-answer" 422 "The methodology gives no answer",
    /// The key stands for another request.
    KeyReused "key-reused" 422 "The key stands for another request",
    /// Too many tries.
    TooMany "too-many" 429 "Too many tries",
    /// A fault of this program.
    Broken "broken" 500 "Something went wrong here",
    /// The change could not be kept, or the server is about to stop.
    NotKept "not-kept" 503 "It could not be kept",
}

/// A problem. Nothing was changed.
#[derive(Debug)]
pub struct Problem {
    /// What kind it is.
    pub kind: Kind,
    /// What was found, in a sentence.
    pub detail: String,
    told: Box<Told>,
}

#[derive(Debug, Default)]
struct Told {
    record: Option<RecordRef>,
    field: Option<String>,
    rule: Option<Rule>,
    clause: Option<&'static str>,
    help: Option<Cow<'static, str>>,
    more: Map<String, Value>,
    headers: Vec<(header::HeaderName, HeaderValue)>,
}

/// How a problem is written.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "Problem")]
pub struct Written {
    /// Its kind: a place in the description of this API.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is, in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What was found, in a sentence.
    pub detail: String,
    /// The record at fault: `risk/R-12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordRef>,
    /// Where in the request: `risk.estimate.stage`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The rule that forbids it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub rule: Option<Rule>,
    /// The clause of ISO/IEC 27001:2022 the rule serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// What would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The number of the request, as the log has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// What goes with the kind.
    #[serde(flatten)]
    #[schemars(with = "std::collections::BTreeMap<String, Value>")]
    pub more: Map<String, Value>,
}

impl Problem {
    /// A problem, with what was found.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), told: Box::default() }
    }

    /// There is no such thing.
    pub fn unknown(what: impl fmt::Display) -> Self {
        Self::new(Kind::Unknown, format!("there is no {what}"))
    }

    /// What can be done, where there is something.
    #[must_use]
    pub fn helped(&self) -> Option<&str> {
        self.told.help.as_deref()
    }

    /// Says what would do.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.told.help = Some(help.into());
        self
    }

    /// Says where in the request.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.told.field = Some(field.into());
        self
    }

    /// Says something more.
    #[must_use]
    pub fn with(mut self, key: &str, value: Value) -> Self {
        self.told.more.insert(key.to_owned(), value);
        self
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: header::HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.told.headers.push((name, value.into()));
        self
    }

    fn written(self) -> (StatusCode, Vec<(header::HeaderName, HeaderValue)>, Written) {
        let Self { kind, detail, told } = self;
        let Told { record, field, rule, clause, help, more, headers } = *told;
        let written = Written {
            kind: format!("/api#{}", kind.as_str()),
            title: kind.title().to_owned(),
            status: kind.status().as_u16(),
            detail,
            record,
            field,
            rule,
            clause: clause.map(ToOwned::to_owned),
            help: help.map(Cow::into_owned),
            request: front::request_id(),
            more,
        };
        (kind.status(), headers, written)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, headers, written) = self.written();
        let body = serde_json::to_vec(&written).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
        response.headers_mut().extend(headers.into_iter().map(|(name, value)| (Some(name), value)));
        response
    }
}

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        let Rejection { record, rule, clause, message, help } = rejection;
        let kind = if rule == Rule::Conflict { Kind::Conflicting } else { Kind::Refused };
        let told = Told { record, rule: Some(rule), clause, help: help.map(Cow::Owned), ..Told::default() };
        Self { kind, detail: message, told: Box::new(told) }
    }
}

impl From<Conflict> for Problem {
    fn from(conflict: Conflict) -> Self {
        let Conflict { rejection, entries, now } = conflict;
        let entries: Vec<Value> = entries
            .iter()
            .map(|touch| json!({ "entry": touch.seq, "by": touch.by, "at": touch.at }))
            .collect();
        let problem = Self { kind: Kind::Changed, ..Self::from(rejection) };
        problem.with("entries", Value::Array(entries)).with("now", json!(now))
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Rejected(rejection) => (*rejection).into(),
            Refusal::Conflict(conflict) => (*conflict).into(),
            Refusal::NotKept(message) => Self::new(Kind::NotKept, message).help("try again in a while"),
            Refusal::Stopped => Stopped.into(),
        }
    }
}

impl From<ViewError> for Problem {
    fn from(error: ViewError) -> Self {
        match error {
            ViewError::Unknown(at) => {
                let problem = Self::unknown(format!("{} {}", at.kind, at.id));
                Self { told: Box::new(Told { record: Some(at), ..*problem.told }), ..problem }
            }
            ViewError::Build(error) => Self::new(Kind::NotAtHand, error.to_string()),
            ViewError::Methodology(error) => Self::new(Kind::NotAtHand, error.to_string()),
        }
    }
}

impl From<AskError> for Problem {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Nowhere(path) => Self::unknown(path),
            AskError::Misread { field, message } if field == "kind" => {
                Self::new(Kind::Unknown, message).field(field)
            }
            AskError::Misread { field, message } => Self::new(Kind::Malformed, message).field(field),
        }
    }
}

impl From<Stopped> for Problem {
    fn from(_: Stopped) -> Self {
        Self::new(Kind::NotKept, "the server is about to stop").help("try again in a while")
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Stopped => Stopped.into(),
            DeskError::NotKept(message) => Self::new(Kind::NotKept, message).help("try again in a while"),
        }
    }
}
