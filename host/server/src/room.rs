//! Auditors' rooms: chosen records and reports shown by a link until a day, each look noted before it is answered.

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use riskwright_core::change::fields_in_words;
use riskwright_core::isms::{Isms, Kind as RecordKind, Record, RecordRef};
use riskwright_core::quantity::{Actor, Timestamp};
use riskwright_core::view::named;
use riskwright_reports::papers;
use riskwright_reports::{Context, Format, Language};
use riskwright_store::{Look, Room};
use serde::Deserialize;
use serde_json::Value;

use crate::actor::{cookie, give_cookie};
use crate::front::from_elsewhere;
use crate::link::{self, Leads, Link};
use crate::pages::{file, shell};
use crate::problem::{Kind, Problem};
use crate::said::{Named, Said};
use crate::server::Server;

/// A link is good for at most so many days.
const LONGEST: i64 = 400;
/// The cookie that goes with the pages of a room.
const COOKIE: &str = "riskwright-room";
/// So many entries of a record's history are shown.
const HISTORY: usize = 200;
/// The languages in which reports are there, each by its own name.
const LANGUAGES: [(Language, &str); 3] =
    [(Language::English, "English"), (Language::German, "Deutsch"), (Language::French, "Français")];
/// Before the name of a report.
const REPORT: &str = "report:";

/// Who is to look at what.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Who looks.
    pub holder: Actor,
    /// Records by id (`DOC-1`, `scope`), all of a kind by its word (`document`), reports (`report:soa`).
    pub shows: Vec<String>,
    /// Until when.
    pub until: Timestamp,
}

/// Why a room can't be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoomError {
    /// Nothing would be in it.
    #[error("it is not said what the room shows")]
    Empty,
    /// There is no such thing to show.
    #[error(
        "`{0}` is neither a record of this ISMS, nor a kind of record, nor a report such as `report:soa`"
    )]
    Unknown(String),
    /// Too early or too late.
    #[error("a room is open for 1 to {LONGEST} days from now, not until {0}")]
    Until(Timestamp),
}

/// The room, once everything it is to show is there. `random` becomes its id.
///
/// # Errors
/// What is not there.
pub fn room(
    isms: &Isms,
    opening: Opening,
    (by, at): (&Actor, Timestamp),
    random: [u8; 16],
) -> Result<Room, RoomError> {
    let Opening { holder, shows, until } = opening;
    if shows.is_empty() {
        return Err(RoomError::Empty);
    }
    if until <= at || until.duration_since(at).as_hours() > LONGEST * 24 {
        return Err(RoomError::Until(until));
    }
    let mut known = Vec::with_capacity(shows.len());
    for word in shows {
        let found = shown(isms, &word).ok_or(RoomError::Unknown(word))?;
        if !known.contains(&found) {
            known.push(found);
        }
    }
    Ok(Room { id: link::id(random), holder, shows: known, until, by: by.clone(), at, closed: None })
}

/// What a word stands for, as a room keeps it.
fn shown(isms: &Isms, word: &str) -> Option<String> {
    if let Some(report) = word.strip_prefix(REPORT) {
        let kind: papers::Kind = report.parse().ok()?;
        return Some(format!("{REPORT}{kind}"));
    }
    if let Ok(kind) = word.parse::<RecordKind>() {
        return Some(kind.to_string());
    }
    isms.find(word).into_iter().next().map(|at| at.path())
}

/// The address that is given to who looks. What is secret stands behind the `#`, which browsers send to nobody.
#[must_use]
pub fn address(url: &str, room: &Room, secret: &[u8; 32]) -> String {
    let link = Link { of: room.id.clone(), until: room.until };
    format!("{}/room#{}", url.trim_end_matches('/'), link.sign(Leads::ToRoom, secret))
}

/// Whether a room shows a record.
fn holds(room: &Room, at: &RecordRef) -> bool {
    room.shows.iter().any(|word| *word == at.path() || *word == at.kind.to_string())
}

/// The records that a room shows, as they are now.
fn records(room: &Room, isms: &Isms) -> Vec<RecordRef> {
    let mut all = Vec::new();
    for word in &room.shows {
        if let Ok(at) = word.parse::<RecordRef>() {
            all.extend(isms.record(&at).map(|_| at));
        } else if let Ok(kind) = word.parse::<RecordKind>() {
            all.extend(isms.ids(kind).into_iter().map(|id| RecordRef { kind, id }));
        }
    }
    all
}

/// The reports that it shows.
fn reports(room: &Room) -> impl Iterator<Item = papers::Kind> + '_ {
    room.shows.iter().filter_map(|word| word.strip_prefix(REPORT)?.parse().ok())
}

/// The pages.
pub fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/room", get(door))
        .route("/room.js", get(script))
        .route("/room/enter", post(enter))
        .route("/room/", get(list))
        .route("/room/record/{kind}/{id}", get(record))
        .route("/room/report/{kind}", get(report))
}

/// The room of a link that is still good.
fn opened(server: &Server, token: &str) -> Result<Arc<Room>, Problem> {
    let unknown = || {
        Problem::new(Kind::Link, "the link was not given out by this server, or was altered on its way")
            .help("copy the whole link, or ask for another")
    };
    let link = Link::read(token, Leads::ToRoom, server.desk.secret()).ok_or_else(unknown)?;
    let known = server.desk.known();
    let room = known.rooms.get(&link.of).ok_or_else(unknown)?;
    if let Some(at) = room.closed {
        return Err(Problem::new(Kind::Withdrawn, format!("the room was closed on {at}")));
    }
    if link.until <= server.clock.now() {
        return Err(Problem::new(Kind::Expired, format!("the room was open until {}", link.until)));
    }
    Ok(Arc::clone(room))
}

/// The room whose cookie a request shows.
fn entered(server: &Server, headers: &HeaderMap) -> Result<Arc<Room>, Problem> {
    from_elsewhere(headers)?;
    let token = cookie(headers, COOKIE);
    let token = token.ok_or_else(|| {
        Problem::new(Kind::SignIn, "no room was entered").help("open the link that you were given")
    })?;
    opened(server, token)
}

/// Notes a look; it is durable when this returns.
async fn note(server: &Server, room: &Arc<Room>, what: String, entry: u64) -> Result<(), Problem> {
    let (room, at) = (Arc::clone(room), server.clock.now());
    server.desk.ask(move |file| file.note_look(&room.id, &Look { at, what, entry })).await?;
    Ok(())
}

fn framed(title: &str, body: &Markup) -> Response {
    shell(title, "room", None, &html! { main { (body) } })
}

/// A refusal as a page: who looks is a person.
fn told(problem: &Problem) -> Response {
    let body = html! {
        h1 { (problem.kind.title()) }
        p { (problem.detail) }
        @if let Some(help) = problem.helped() { p { (help) } }
    };
    let mut response = framed(problem.kind.title(), &body);
    *response.status_mut() = problem.kind.status();
    response
}

/// The page behind a room's address: its script takes what stands behind the `#`, and goes in.
async fn door() -> Response {
    let body = html! {
        main {
            p id="said" role="status" {}
            noscript { p { "This page needs JavaScript to open the door; the room itself does without." } }
        }
    };
    shell("Room", "door", Some("/room.js"), &body)
}

async fn script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("room.js"))
}

/// The secret part of a link.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entering {
    link: String,
}

async fn enter(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Said(Entering { link }): Said<Entering>,
) -> Result<Response, Problem> {
    from_elsewhere(&headers)?;
    let room = opened(&server, &link)?;
    let entry = server.keeper.head();
    note(&server, &room, "entered".to_owned(), entry).await?;
    let left = room.until.duration_since(server.clock.now()).as_secs().max(0);
    let mut response = StatusCode::NO_CONTENT.into_response();
    give_cookie(&server, &mut response, (COOKIE, "/room"), &link, left);
    Ok(response)
}

fn until(room: &Room) -> String {
    riskwright_core::quantity::Date::of(room.until).to_string()
}

async fn list(State(server): State<Arc<Server>>, headers: HeaderMap) -> Response {
    listed(&server, &headers).await.unwrap_or_else(|problem| told(&problem))
}

async fn listed(server: &Server, headers: &HeaderMap) -> Result<Response, Problem> {
    let room = entered(server, headers)?;
    let snapshot = server.keeper.snapshot().await?;
    let entry = snapshot.head.seq;
    let shown = Arc::clone(&room);
    let body = server
        .compute(snapshot, move |isms, _| {
            let mut kinds: Vec<(RecordKind, Vec<(RecordRef, Record)>)> = Vec::new();
            for at in records(&shown, isms) {
                let Some(record) = isms.record(&at) else { continue };
                match kinds.iter_mut().find(|(kind, _)| *kind == at.kind) {
                    Some((_, list)) => list.push((at, record)),
                    None => kinds.push((at.kind, vec![(at, record)])),
                }
            }
            let reports: Vec<papers::Kind> = reports(&shown).collect();
            Ok(html! {
                h1 { (isms.organisation().name) }
                p { "Open to " (shown.holder) " until " (until(&shown)) ". Each page you open here is noted." }
                @if !reports.is_empty() {
                    h2 { "Reports" }
                    ul { @for kind in &reports {
                        li {
                            (kind.help().trim()) " (PDF): "
                            @for (language, name) in LANGUAGES {
                                a href={ "/room/report/" (kind) "?language=" (language.tag()) } hreflang=(language.tag()) { (name) }
                                " "
                            }
                        }
                    } }
                }
                @for (kind, list) in &kinds {
                    h2 { (capital(kind.as_str())) " (" (list.len()) ")" }
                    table {
                        thead { tr { th { "ID" } th { "Title" } th { "State" } } }
                        tbody { @for (at, record) in list { tr {
                            td { a href={ "/room/record/" (path(at)) } { (at.id) } }
                            td { (named(isms, record)) }
                            td { (record.state().unwrap_or_default()) }
                        } } }
                    }
                }
                @if kinds.is_empty() && reports.is_empty() { p { "What was to be shown here is not there any more." } }
            })
        })
        .await?;
    note(server, &room, "list".to_owned(), entry).await?;
    Ok(framed("Room", &body))
}

/// What a record says, field by field: what its lists hold one below the other.
fn facts(isms: &Isms, record: &Record) -> Vec<(String, Markup)> {
    let json = record.to_json().unwrap_or_default();
    let words = fields_in_words(isms, record).into_iter().filter(|(field, _)| field != "id");
    let fact = |(field, value): (String, String)| {
        let list = json.get(field.replace(' ', "_")).and_then(Value::as_array);
        let shown = list.map_or_else(|| html! { span class="value" { (value) } }, |list| listed_in(list));
        (field, shown)
    };
    words.map(fact).collect()
}

/// The items of a list: words in a line, groups of fields one below the other.
fn listed_in(list: &[Value]) -> Markup {
    if list.iter().all(|item| !item.is_object() && !item.is_array()) {
        let items: Vec<String> = list.iter().map(plain).collect();
        return html! { (items.join(", ")) };
    }
    html! { @for item in list { dl {
        @for (name, value) in item.as_object().into_iter().flatten() {
            dt { (capital(&name.replace('_', " "))) }
            dd { @match value { Value::Array(list) => (listed_in(list)), value => span class="value" { (plain(value)) } } }
        }
    } } }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

fn capital(word: &str) -> String {
    let word = word.replace('-', " ");
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A record's place as part of an address.
fn path(at: &RecordRef) -> String {
    let id = percent_encoding::utf8_percent_encode(at.id.as_str(), percent_encoding::NON_ALPHANUMERIC);
    format!("{}/{id}", at.kind)
}

async fn record(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Named((kind, id)): Named<(String, String)>,
) -> Response {
    recorded(&server, &headers, &format!("{kind}/{id}")).await.unwrap_or_else(|problem| told(&problem))
}

async fn recorded(server: &Server, headers: &HeaderMap, path: &str) -> Result<Response, Problem> {
    let room = entered(server, headers)?;
    let unknown = || Problem::unknown("such record in this room");
    let at: RecordRef = path.parse().map_err(|_| unknown())?;
    if !holds(&room, &at) {
        return Err(unknown());
    }
    let snapshot = server.keeper.snapshot().await?;
    let entry = snapshot.head.seq;
    let (entries, history) = server.keeper.history(at.clone(), HISTORY).await?;
    let of = at.clone();
    let body = server
        .compute(snapshot, move |isms, _| {
            let record = isms.record(&of).ok_or_else(unknown)?;
            Ok(html! {
                p { a href="/room/" { "All of this room" } }
                h1 { (of) " " (named(isms, &record)) }
                table { tbody { @for (field, value) in facts(isms, &record) { tr {
                    th scope="row" { (capital(&field)) }
                    td { (value) }
                } } } }
                @if !record.passed().is_empty() {
                    h2 { "Steps" }
                    table {
                        thead { tr { th { "When" } th { "Step" } th { "By" } th { "Note" } } }
                        tbody { @for passed in record.passed() { tr {
                            td { (passed.on) } td { (passed.step) } td { (passed.by) } td { (passed.note) }
                        } } }
                    }
                }
                h2 { "In the journal" }
                @if entries > history.len() { p { "The last " (history.len()) " of " (entries) " entries." } }
                table {
                    thead { tr { th { "Entry" } th { "When" } th { "By" } th { "SHA-256" } } }
                    tbody { @for entry in &history { tr {
                        td { (entry.seq) } td { (entry.at.to_string().replace('T', " ")) } td { (entry.by) }
                        td { code { (entry.hash) } }
                    } } }
                }
            })
        })
        .await?;
    note(server, &room, at.path(), entry).await?;
    Ok(framed(&at.to_string(), &body))
}

async fn report(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Named(kind): Named<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let made = match language_of(query.as_deref()) {
        Ok(language) => reported(&server, &headers, &kind, language).await,
        Err(problem) => Err(problem),
    };
    made.unwrap_or_else(|problem| told(&problem))
}

/// The language that the links of a room ask for: `language=de`; English where nothing is said.
fn language_of(query: Option<&str>) -> Result<Language, Problem> {
    let Some(query) = query.filter(|query| !query.is_empty()) else { return Ok(Language::English) };
    let asked = query.strip_prefix("language=");
    let language = Language::ALL.into_iter().find(|language| asked == Some(language.tag()));
    language.ok_or_else(|| Problem::unknown("report in that language: there are en, de and fr"))
}

async fn reported(
    server: &Server,
    headers: &HeaderMap,
    kind: &str,
    language: Language,
) -> Result<Response, Problem> {
    let room = entered(server, headers)?;
    let wanted = reports(&room).find(|known| known.as_str() == kind);
    let kind = wanted.ok_or_else(|| Problem::unknown("such report in this room"))?;
    let snapshot = server.keeper.snapshot().await?;
    let head = snapshot.head;
    let permit = server.hashing.acquire().await;
    let bytes = server
        .compute(snapshot, move |isms, today| {
            let edition = isms.organisation().edition;
            let context = Context { isms, edition, as_of: today, entries: head.seq, head: head.hash };
            let failed =
                |error: riskwright_reports::ReportError| Problem::new(Kind::Refused, error.to_string());
            let paper = papers::paper(kind, &context, None, language).map_err(failed)?;
            papers::render(&paper, Format::Pdf, None).map_err(failed)
        })
        .await?;
    std::mem::drop(permit);
    note(server, &room, format!("{REPORT}{kind}"), head.seq).await?;
    Ok(file("application/pdf", bytes))
}
