//! The elements for web pages, and the page on which who was invited answers.

use std::sync::Arc;

use axum::Extension;
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::html;
use riskwright_core::quantity::Digest;

use crate::pages::{file, shell};
use crate::problem::Problem;
use crate::server::Server;

/// Files by name, as they are served under `/elements`.
#[derive(Debug, Clone, Default)]
pub struct Elements(Arc<[Element]>);

#[derive(Debug)]
struct Element {
    name: &'static str,
    bytes: &'static [u8],
    tag: HeaderValue,
}

impl Elements {
    /// These files.
    #[must_use]
    pub fn new(files: &'static [(&'static str, &'static [u8])]) -> Self {
        let element = |(name, bytes): &(&'static str, &'static [u8])| {
            let digest = Digest::of(bytes).to_string();
            let tag = HeaderValue::from_str(&format!("\"{digest}\""));
            Element { name, bytes, tag: tag.unwrap_or(HeaderValue::from_static("\"\"")) }
        };
        Self(files.iter().map(element).collect())
    }

    /// Whether there are any.
    #[must_use]
    pub fn are_there(&self) -> bool {
        self.find("riskwright.js").is_some()
    }

    fn find(&self, name: &str) -> Option<&Element> {
        self.0.iter().find(|element| element.name == name)
    }
}

/// Where they are.
pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/elements/{name}", get(element))
        .route("/respond", get(respond))
        .route("/respond.js", get(script))
}

/// A file, for pages of any origin: there is nothing in it that is anyone's own.
async fn element(
    Extension(elements): Extension<Elements>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let element = elements.find(&name).ok_or_else(|| Problem::unknown("such file"))?;
    let known = headers.get_all(header::IF_NONE_MATCH).iter().any(|tag| *tag == element.tag);
    // one that was packed beforehand goes as it is to who can unpack it
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|line| line.to_str().ok()).unwrap_or_default();
    let takes =
        accepted.split(',').any(|word| word.split(';').next().is_some_and(|word| word.trim() == "br"));
    let packed = elements.find(&format!("{name}.br")).filter(|_| takes);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        file(kind(&name), packed.unwrap_or(element).bytes)
    };
    let set = response.headers_mut();
    set.insert(header::ETAG, element.tag.clone());
    set.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    set.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let shared = HeaderName::from_static("cross-origin-resource-policy");
    set.insert(shared, HeaderValue::from_static("cross-origin"));
    if packed.is_some() && !known {
        set.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Ok(response)
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "json" => "application/json",
        _ => "text/plain; charset=utf-8",
    }
}

/// The page behind an invitation's address. It is the same for everyone: what is secret stands behind the `#`.
async fn respond() -> Response {
    let body = html! {
        header { h1 { "Riskwright" } }
        main {
            p id="said" role="status" {}
            noscript { p { "This page needs JavaScript." } }
        }
    };
    shell("Riskwright", "respond", Some("/respond.js"), &body)
}

async fn script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("respond.js"))
}
