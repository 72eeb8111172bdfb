//! What every request passes: its number, the names this server goes by, the log, and headers that browsers heed.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::{Kind, Problem};
use crate::server::Server;

tokio::task_local! {
    static REQUEST: String;
}

/// The number of the request that is being answered.
pub fn request_id() -> Option<String> {
    REQUEST.try_with(Clone::clone).ok()
}

/// For answers that are data.
const DATA: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// For this server's own pages: scripts and styles from here alone, none inline, and no page of others around it.
pub const PAGE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Numbers a request, lets it through if it is for this server, and writes a line about it.
pub async fn front(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let id = format!("{:08x}-{}", server.run, NUMBER.fetch_add(1, Ordering::Relaxed));
    let method = request.method().clone();
    // links carry secrets, and so may whatever else is no route of ours: the pattern is written, not the path
    let route = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let by_link = bearer(request.headers()).is_some();
    let begun = Instant::now();
    let answered = REQUEST.scope(id.clone(), async {
        match server.goes_by(request.headers()) {
            Ok(()) if method == Method::OPTIONS => preflight(request.headers()),
            Ok(()) => next.run(request).await,
            Err(problem) => problem.into_response(),
        }
    });
    let mut response = answered.await;
    let status = response.status();
    let took = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    if status.is_server_error() {
        tracing::error!(request = id, %method, route, status = status.as_u16(), microseconds = took, "answered");
    } else {
        tracing::info!(request = id, %method, route, status = status.as_u16(), microseconds = took, "answered");
    }
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, DATA);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        if by_link { "cross-origin" } else { "same-origin" },
    );
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    );
    set(header::CACHE_CONTROL, "private, no-cache");
    if by_link {
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(header::ACCESS_CONTROL_EXPOSE_HEADERS, "etag, retry-after, x-request-id");
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}

/// A page of another origin may ask with a link, which a browser never sends by itself: nothing else is let in.
fn preflight(headers: &HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        let allow = response.headers_mut();
        let mut set = |name, value| allow.insert(name, HeaderValue::from_static(value));
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, PUT, POST, DELETE");
        set(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, if-match, if-none-match, idempotency-key",
        );
        set(header::ACCESS_CONTROL_MAX_AGE, "600");
    }
    response
}

/// The link that a request shows.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Whether a host, with or without a port, is this machine itself.
pub fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether a page of another site may have made the request, as the browser says.
pub fn from_elsewhere(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text("sec-fetch-site").is_none_or(|site| ["same-origin", "none"].contains(&site));
    let origin = match (text("origin"), text("host")) {
        (None, _) => true,
        (Some(origin), host) => origin.split_once("://").map(|(_, host)| host) == host,
    };
    if site && origin {
        return Ok(());
    }
    Err(Problem::new(Kind::Forged, "a page of another site made it")
        .help("pages of other sites may ask with an invitation's link alone"))
}
