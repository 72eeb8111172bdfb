//! What pages show: core's views, a page of rows at a time.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use riskwright_core::catalogue::{self, Edition};
use riskwright_core::check::Severity;
use riskwright_core::id::{AssetId, MethodologyId, ScenarioId};
use riskwright_core::identification::Stage;
use riskwright_core::isms::Isms;
use riskwright_core::quantity::Actor;
use riskwright_core::view::{
    Board, CheckView, Heat, Listed, Overview, Page, Query, Register, RiskView, SoaView, Sort, Treated,
};
use serde::Deserialize;

use super::schema;
use crate::actor::Person;
use crate::problem::{Kind, Problem};
use crate::said::{Asked, Named, parsed, word};
use crate::server::Server;

/// Which risks, and how they are listed. All that is given has to hold.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Words that id, title, description or owner have in them.
    text: String,
    /// The owner.
    owner: Option<String>,
    /// An asset they hit.
    asset: Option<String>,
    /// The level, by index.
    level: Option<u8>,
    /// `avoid`, `modify`, `share`, `retain` or `untreated`.
    treated: Option<String>,
    /// A cell of the heat map, by index, down and across: `3,2`.
    cell: Option<String>,
    /// `inherent`, `current` or `target`: the picture that level, cell and urgency are taken from. Without it, the present one.
    stage: Option<String>,
    /// By which methodology. Without it, the preferred one.
    methodology: Option<String>,
    /// Another methodology, whose present scores stand beside.
    beside: Option<String>,
    /// `open`, `closed` or `all`.
    listed: Option<String>,
    /// `urgency`, `id`, `title`, `owner`, `review` or `treatment`.
    sort: Option<String>,
    /// The other way round.
    descending: bool,
    /// Where the page begins: `next` of the one before, or the number of rows before it.
    cursor: Option<usize>,
    /// At most so many rows, up to 1000.
    limit: Option<usize>,
}

impl Which {
    fn query(self) -> Result<Query, Problem> {
        let blank = Query::default();
        Ok(Query {
            text: self.text,
            owner: word::<Actor>("owner", self.owner)?,
            asset: word::<AssetId>("asset", self.asset)?,
            level: self.level,
            treated: word::<Treated>("treated", self.treated)?,
            cell: self.cell.as_deref().map(cell).transpose()?,
            stage: word::<Stage>("stage", self.stage)?,
            methodology: word::<MethodologyId>("methodology", self.methodology)?,
            beside: word::<MethodologyId>("beside", self.beside)?,
            listed: word::<Listed>("listed", self.listed)?.unwrap_or(blank.listed),
            sort: word::<Sort>("sort", self.sort)?.unwrap_or(blank.sort),
            descending: self.descending,
            offset: self.cursor.unwrap_or(blank.offset),
            limit: self.limit.unwrap_or(blank.limit).clamp(1, MOST),
        })
    }
}

const MOST: usize = 1_000;

fn cell(text: &str) -> Result<(u8, u8), Problem> {
    let both =
        text.split_once(',').and_then(|(down, across)| Some((down.parse().ok()?, across.parse().ok()?)));
    both.ok_or_else(|| {
        Problem::new(Kind::Malformed, format!("`{text}` is no cell; write its indexes like `3,2`"))
            .field("cell")
    })
}

/// Which edition of Annex A.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OfEdition {
    /// `2022` or `2013`. Without it, the one the organisation works to.
    pub(super) edition: Option<String>,
}

fn edition(isms: &Isms, asked: Option<Edition>) -> Edition {
    asked.unwrap_or(isms.organisation().edition)
}

/// Shows where the ISMS stands
#[utoipa::path(
    get, path = "/overview", tag = "views", params(OfEdition),
    responses((status = 200, description = "Counts of what there is and what is to be done", body = schema::Overview))
)]
pub async fn overview(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Asked(of): Asked<OfEdition>,
) -> Result<Response, Problem> {
    let asked = word::<Edition>("edition", of.edition)?;
    server.view(&headers, move |isms, today| Ok(Overview::of(isms, edition(isms, asked), today)?)).await
}

/// Shows a page of the risk register
#[utoipa::path(
    get, path = "/register", tag = "views", params(Which),
    responses((status = 200, description = "Risks that fit, and how many there are in all", body = schema::Register))
)]
pub async fn register(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    let query = which.query()?;
    server
        .view(&headers, move |isms, today| {
            let register = Register::of(isms, &query, today)?;
            let (rows, total) = (register.rows.len(), register.total);
            Ok(Page::new(register, query.offset, rows, total))
        })
        .await
}

/// Shows where the risks lie by two factors
#[utoipa::path(
    get, path = "/heat", tag = "views", params(Which),
    responses((status = 200, description = "Counts by cell; `null` where the methodology has no axes", body = schema::Heat))
)]
pub async fn heat(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Asked(which): Asked<Which>,
) -> Result<Response, Problem> {
    let query = which.query()?;
    server.view(&headers, move |isms, _| Ok(Heat::of(isms, &query)?)).await
}

/// Shows a risk with everything
#[utoipa::path(
    get, path = "/risks/{id}", tag = "views",
    params(("id" = String, Path, description = "Its id: `R-12`")),
    responses(
        (status = 200, description = "Factors, scores, traces, treatment, acceptances", body = schema::RiskView),
        (status = 404, description = "There is none", body = schema::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn risk(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Named(id): Named<String>,
) -> Result<Response, Problem> {
    let id = parsed::<ScenarioId>("id", &id)?;
    server.view(&headers, move |isms, today| Ok(RiskView::of(isms, &id, today)?)).await
}

/// How much of the board.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HowMuch {
    /// At most so many cards in a column, up to 1000.
    limit: Option<usize>,
}

/// Shows what is done about risks
#[utoipa::path(
    get, path = "/board", tag = "views", params(HowMuch),
    responses((status = 200, description = "Actions by status, risks by what is to be done", body = schema::Board))
)]
pub async fn board(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Asked(much): Asked<HowMuch>,
) -> Result<Response, Problem> {
    let most = much.limit.unwrap_or(100).clamp(1, MOST);
    server.view(&headers, move |isms, today| Ok(Board::of(isms, today, most)?)).await
}

/// Derives the Statement of Applicability
#[utoipa::path(
    get, path = "/soa", tag = "views", params(OfEdition),
    responses((status = 200, description = "A row for each control, with reasons and evidence", body = schema::SoaView))
)]
pub async fn soa(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Asked(of): Asked<OfEdition>,
) -> Result<Response, Problem> {
    let asked = word::<Edition>("edition", of.edition)?;
    server.view(&headers, move |isms, _| Ok(SoaView::of(isms, edition(isms, asked)))).await
}

/// Which findings.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Findings {
    /// `2022` or `2013`. Without it, the one the organisation works to.
    edition: Option<String>,
    /// `error`, `warning` or `information`.
    severity: Option<String>,
    /// Where the page begins: `next` of the one before.
    cursor: Option<usize>,
    /// At most so many, up to 1000.
    limit: Option<usize>,
}

/// Lists what an auditor would find
#[utoipa::path(
    get, path = "/check", tag = "views", params(Findings),
    responses((status = 200, description = "The gravest first, each with the record where it is mended", body = schema::CheckView))
)]
pub async fn check(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Asked(which): Asked<Findings>,
) -> Result<Response, Problem> {
    let asked = word::<Edition>("edition", which.edition)?;
    let severity = word::<Severity>("severity", which.severity)?;
    let (offset, limit) = (which.cursor.unwrap_or(0), which.limit.unwrap_or(100).clamp(1, MOST));
    server
        .view(&headers, move |isms, today| {
            let view = CheckView::of(isms, (edition(isms, asked), today), severity, (offset, limit));
            let (rows, total) = (view.findings.len(), view.total);
            Ok(Page::new(view, offset, rows, total))
        })
        .await
}

/// Lists the controls of Annex A
#[utoipa::path(
    get, path = "/catalogue", tag = "views", params(OfEdition),
    responses((status = 200, description = "Groups, and controls by id, title and attributes"))
)]
pub async fn catalogue(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
    Asked(of): Asked<OfEdition>,
) -> Result<Response, Problem> {
    let asked = word::<Edition>("edition", of.edition)?;
    server
        .view(&headers, move |isms, _| {
            let edition = edition(isms, asked);
            let (groups, controls) = (catalogue::groups(edition), catalogue::controls(edition));
            Ok(serde_json::json!({ "edition": edition, "groups": groups, "controls": controls }))
        })
        .await
}
