//! The JSON API, and its description. Each handler is routed and described by the same line.

use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::{Kind, Problem};
use crate::server::Server;

/// Handlers of what is asked of the ISMS: each a line of the description, answered by the engine.
macro_rules! asked {
    ($($(#[doc = $doc:literal])* $name:ident($($described:tt)*);)*) => {$(
        $(#[doc = $doc])*
        #[utoipa::path($($described)*)]
        pub async fn $name(
            axum::extract::State(server): axum::extract::State<std::sync::Arc<crate::server::Server>>,
            _: crate::actor::Person,
            headers: axum::http::HeaderMap,
            crate::said::Viewed(ask): crate::said::Viewed,
        ) -> Result<axum::response::Response, crate::problem::Problem> {
            server.told(&headers, ask).await
        }
    )*};
}

mod changes;
mod cycle;
mod drafts;
mod events;
mod feed;
mod invitations;
mod journal;
mod lists;
mod params;
mod questionnaires;
mod records;
mod responses;
mod rooms;
mod session;
mod views;

pub mod description;
pub mod schema;

/// Where the API is.
pub const ROOT: &str = "/api/v1";

/// The handlers, and the description that goes with them.
pub fn routes() -> (Router<Arc<Server>>, utoipa::openapi::OpenApi) {
    let api = OpenApiRouter::new()
        .routes(routes!(session::who))
        .routes(routes!(session::sign_in))
        .routes(routes!(session::sign_out))
        .routes(routes!(views::overview))
        .routes(routes!(views::register))
        .routes(routes!(views::heat))
        .routes(routes!(views::risk))
        .routes(routes!(views::board))
        .routes(routes!(views::soa))
        .routes(routes!(views::check))
        .routes(routes!(views::catalogue))
        .routes(routes!(changes::make))
        .routes(routes!(changes::assess))
        .routes(routes!(events::listen))
        .routes(routes!(journal::list))
        .routes(routes!(journal::one))
        .routes(routes!(journal::undo))
        .routes(routes!(cycle::calendar))
        .routes(routes!(feed::feeds))
        .routes(routes!(feed::fetch))
        .routes(routes!(cycle::waiting))
        .routes(routes!(cycle::readiness))
        .routes(routes!(cycle::required))
        .routes(routes!(cycle::measures))
        .routes(routes!(cycle::coverage))
        .routes(routes!(cycle::checklist))
        .routes(routes!(cycle::inputs))
        .routes(routes!(lists::list))
        .routes(routes!(lists::one))
        .routes(routes!(records::list))
        .routes(routes!(records::one))
        .routes(routes!(questionnaires::list))
        .routes(routes!(questionnaires::one))
        .routes(routes!(questionnaires::document))
        .routes(routes!(drafts::read))
        .routes(routes!(drafts::save))
        .routes(routes!(drafts::drop))
        .routes(routes!(responses::send))
        .routes(routes!(responses::to_questionnaire))
        .routes(routes!(responses::list))
        .routes(routes!(responses::one))
        .routes(routes!(responses::decide))
        .routes(routes!(invitations::list))
        .routes(routes!(invitations::invite))
        .routes(routes!(invitations::readers))
        .routes(routes!(invitations::withdraw))
        .routes(routes!(invitations::own))
        .routes(routes!(rooms::list))
        .routes(routes!(rooms::open))
        .routes(routes!(rooms::close))
        .routes(routes!(rooms::looks));
    OpenApiRouter::with_openapi(description::head()).nest(ROOT, api).split_for_parts()
}

/// What is answered where there is nothing.
pub async fn nothing_there() -> impl IntoResponse {
    Problem::new(Kind::Unknown, "there is nothing at this address").help("/api lists what there is")
}

/// What is answered to a method that an address does not take.
pub async fn not_so() -> impl IntoResponse {
    Problem::new(Kind::Method, "this address does not take this method").help("/api lists what there is")
}
