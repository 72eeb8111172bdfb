//! The description of the API: OpenAPI 3.1, and a page of it for people.

use maud::{DOCTYPE, Markup, html};
use serde_json::{Map, Value, json};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};

use super::schema;
use crate::problem::Kind;

/// What stands before the handlers.
pub fn head() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Riskwright")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "One ISMS: read it in views, change it by changes. Problems are told as RFC 9457 writes them.",
        ))
        .build();
    OpenApiBuilder::new().info(info).build()
}

/// The description as it is served. What handlers refer to by name is put in place.
///
/// # Errors
/// If it can't be written as JSON.
pub fn document(api: &OpenApi) -> Result<Value, serde_json::Error> {
    let mut document = serde_json::to_value(api)?;
    let known = document.as_object_mut();
    if let Some(known) = known {
        known.insert("openapi".to_owned(), json!("3.1.0"));
        known.insert(
            "components".to_owned(),
            json!({
                "schemas": schema::all(),
                "securitySchemes": {
                    "session": { "type": "apiKey", "in": "cookie", "name": crate::actor::COOKIE },
                    "link": { "type": "http", "scheme": "bearer", "description": "What stands behind the `#` of an invitation" },
                },
            }),
        );
        known.insert("security".to_owned(), json!([{ "session": [] }, { "link": [] }, {}]));
    }
    Ok(document)
}

/// The description as a page.
pub fn page(document: &Value) -> Markup {
    let empty = Map::new();
    let object = |pointer: &str| document.pointer(pointer).and_then(Value::as_object).unwrap_or(&empty);
    let operations = object("/paths").iter().flat_map(|(path, item)| {
        let methods = ["get", "put", "post", "delete"];
        methods.into_iter().filter_map(move |method| Some((path, method, item.get(method)?)))
    });
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Riskwright: the API" }
                link rel="stylesheet" href="/style.css";
            }
            body {
                main {
                    h1 { "The API" }
                    p { (text(document.pointer("/info/description"))) }
                    p { "For programs: " a href="/api/v1/openapi.json" { "OpenAPI 3.1" } "." }
                    h2 { "What can be asked" }
                    @for (path, method, operation) in operations { (self::operation(path, method, operation)) }
                    h2 { "What can go wrong" }
                    table {
                        thead { tr { th scope="col" { "Type" } th scope="col" { "Status" } th scope="col" { "What it is" } } }
                        tbody {
                            @for kind in Kind::ALL {
                                tr id=(kind.as_str()) {
                                    td { code { "/api#" (kind.as_str()) } }
                                    td { (kind.status().as_u16()) }
                                    td { (kind.title()) }
                                }
                            }
                        }
                    }
                    h2 { "What goes over the wire" }
                    @for (name, schema) in object("/components/schemas") {
                        details id=(anchor(name)) {
                            summary { code { (name) } " " (text(schema.get("description"))) }
                            pre { code { (serde_json::to_string_pretty(schema).unwrap_or_default()) } }
                        }
                    }
                }
            }
        }
    }
}

fn operation(path: &str, method: &str, operation: &Value) -> Markup {
    let list = |key: &str| operation.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let parameters = list("parameters");
    let responses = operation.get("responses").and_then(Value::as_object).cloned().unwrap_or_default();
    html! {
        section {
            h3 { code { (method.to_uppercase()) " " (path) } }
            p { (text(operation.get("summary"))) }
            @if operation.get("description").is_some() { p { (text(operation.get("description"))) } }
            @if !parameters.is_empty() {
                table {
                    thead { tr { th scope="col" { "Parameter" } th scope="col" { "In" } th scope="col" { "What it is" } } }
                    tbody {
                        @for parameter in &parameters {
                            tr {
                                td { code { (text(parameter.get("name"))) } }
                                td { (text(parameter.get("in"))) }
                                td { (text(parameter.get("description"))) }
                            }
                        }
                    }
                }
            }
            @if let Some(body) = operation.get("requestBody") { p { "Takes " (schema_of(body)) "." } }
            dl {
                @for (status, response) in &responses {
                    dt { code { (status) } }
                    dd { (text(response.get("description"))) " " (schema_of(response)) }
                }
            }
        }
    }
}

/// The name of the schema of a body, with a link to it.
fn schema_of(body: &Value) -> Markup {
    let content = body.get("content").and_then(Value::as_object);
    let of =
        content.and_then(|content| content.values().next()).and_then(|kind| kind.pointer("/schema/$ref"));
    let name = of.and_then(Value::as_str).and_then(|of| of.rsplit('/').next()).unwrap_or_default();
    html! { @if !name.is_empty() { a href={ "#" (anchor(name)) } { code { (name) } } } }
}

fn anchor(name: &str) -> String {
    format!("schema-{name}")
}

fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}
