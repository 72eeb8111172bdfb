//! What changes, as it changes.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse;
use axum::response::{IntoResponse, Response, Sse};
use tokio::sync::broadcast::error::RecvError;
use tokio_stream::Stream;

use super::schema;
use crate::actor::Person;
use crate::keeper::Event;
use crate::problem::Problem;
use crate::server::Server;

/// Tells what changes
///
/// Server-sent events: `change` for each entry of the journal, with its number as id; a browser that comes back is told
/// what it missed. `reset` where that is too much: load everything anew.
#[utoipa::path(
    get, path = "/events", tag = "changes",
    params(("Last-Event-ID" = Option<u64>, Header, description = "The last entry that was told")),
    responses((status = 200, description = "Events, until one of both sides ends it", body = schema::Event, content_type = "text/event-stream"))
)]
pub async fn listen(
    State(server): State<Arc<Server>>,
    _: Person,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    const MISSED: usize = 1_000;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.trim().parse().ok());
    let (missed, mut news) = server.keeper.events_after(last).await?;
    let mut stopping = server.stopping.clone();
    let (sender, receiver) = tokio::sync::mpsc::channel::<sse::Event>(16);
    tokio::spawn(async move {
        if missed.len() > MISSED {
            let _ = sender.send(reset()).await;
        } else {
            for event in &missed {
                if sender.send(told(event)).await.is_err() {
                    return;
                }
            }
        }
        loop {
            let event = tokio::select! {
                // what was made before the end is told before it
                biased;
                event = news.recv() => event,
                _ = stopping.changed() => return,
                () = sender.closed() => return,
            };
            let event = match event {
                Ok(event) => told(&event),
                // who listens too slowly begins anew
                Err(RecvError::Lagged(_)) => reset(),
                Err(RecvError::Closed) => return,
            };
            if sender.send(event).await.is_err() {
                return;
            }
        }
    });
    let alive = sse::KeepAlive::new().interval(Duration::from_secs(15));
    Ok(Sse::new(Told(receiver)).keep_alive(alive).into_response())
}

/// Events as they come through a channel.
struct Told(tokio::sync::mpsc::Receiver<sse::Event>);

impl Stream for Told {
    type Item = Result<sse::Event, Infallible>;
    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|event| event.map(Ok))
    }
}

fn told(event: &Event) -> sse::Event {
    let text = serde_json::to_string(event).unwrap_or_default();
    sse::Event::default().event("change").id(event.entry.to_string()).data(text)
}

fn reset() -> sse::Event {
    sse::Event::default().event("reset").data("{}")
}
