//! This server's own pages.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use maud::{DOCTYPE, Markup, html};
use serde_json::Value;

use crate::api::description;
use crate::elements::Elements;
use crate::front;
use crate::problem::Problem;
use crate::server::Server;

/// The description of the API, as it is served.
#[derive(Clone)]
pub struct Description {
    json: Arc<str>,
    page: Arc<str>,
}

impl Description {
    /// The description that goes with these handlers.
    #[must_use]
    pub fn new(document: &Value) -> Self {
        Self { json: document.to_string().into(), page: description::page(document).into_string().into() }
    }
}

/// The pages.
pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/", get(home))
        .route("/workspace.js", get(script))
        .route("/icon.svg", get(icon))
        .route("/api", get(api))
        .route("/api/v1/openapi.json", get(openapi))
        .route("/style.css", get(style))
        .route("/healthz", get(healthy))
}

/// A file of a kind.
pub fn file(kind: &'static str, body: impl Into<axum::body::Body>) -> Response {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// A page, under the policy of pages.
pub fn page(body: String) -> Response {
    let mut response = file("text/html; charset=utf-8", body);
    let policy = HeaderValue::from_static(front::PAGE);
    response.headers_mut().insert(HeaderName::from_static("content-security-policy"), policy);
    response
}

/// A page with this server's head: what stands in its body, the body's class, and the script that goes with it.
pub fn shell(title: &str, class: &str, script: Option<&str>, body: &Markup) -> Response {
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                @if let Some(script) = script { script type="module" src=(script) {} }
            }
            body class=(class) { (body) }
        }
    };
    page(whole.into_string())
}

async fn api(Extension(description): Extension<Description>) -> Response {
    page(description.page.to_string())
}

async fn openapi(Extension(description): Extension<Description>) -> Response {
    file("application/json", description.json.to_string())
}

async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("style.css"))
}

/// Whether the file can be read: for whoever watches over this program.
async fn healthy(State(server): State<Arc<Server>>) -> Result<Response, Problem> {
    server.keeper.snapshot().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The workspace; without the elements, what this is.
async fn home(Extension(elements): Extension<Elements>) -> Response {
    let body = html! {
        header {
            h1 { a href="/" { "Riskwright" } }
            p id="who" {}
        }
        main {
            @if elements.are_there() {
                p id="said" role="status" {}
                noscript { p { "This page needs JavaScript." } }
            } @else {
                p { "This server keeps one information security management system." }
                p { "It was built without its pages: " code { "cargo xtask web" } " before " code { "cargo build" } " puts them in." }
                p { a href="/api" { "What programs can ask it" } }
            }
        }
    };
    shell("Riskwright", "workspace", elements.are_there().then_some("/workspace.js"), &body)
}

async fn icon() -> Response {
    file("image/svg+xml", include_str!("icon.svg"))
}

async fn script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("workspace.js"))
}
