//! What the page has to do after something happened: ask, send, tell.

use riskwright_web_parts::json::Json;
use serde::Serialize;

use crate::change::{Change, Deciding, Inviting, OpeningRoom};

/// What is sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Body {
    /// A change.
    Change(Box<Change>),
    /// A decision on a response.
    Deciding(Deciding),
    /// An invitation.
    Inviting(Inviting),
    /// A room.
    Room(OpeningRoom),
    /// A change of any kind of record.
    Said(Json),
    /// Nothing but the wish.
    Nothing {},
}

/// Something to be done by the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Ask for a view, and tell it under the same name. With `calm` when nothing else was asked under that name for a
    /// moment.
    Ask {
        /// The name it is told by.
        name: &'static str,
        /// Counts what was asked under the name: an answer to another is none.
        round: u32,
        /// The first row that is wanted.
        from: usize,
        /// What is asked: `/register?text=backup`.
        path: String,
        /// Whether it may wait for what is typed next.
        calm: bool,
    },
    /// Send a change, and tell what came of it.
    Send {
        /// Where to: `/changes`.
        path: String,
        /// What.
        body: Body,
    },
    /// Tell the page that the first view is there.
    Ready {
        /// Which element it is: `register`.
        view: &'static str,
    },
    /// Tell the page what a person wants to see.
    Show {
        /// Which page of the workspace.
        page: &'static str,
        /// Which record.
        id: String,
    },
    /// Tell another element of the page which cell of the heat map is wanted.
    Filter {
        /// Down and across; none for all.
        cell: Option<(usize, usize)>,
        /// The picture.
        stage: String,
    },
    /// Tell the page that the ISMS was changed.
    Change {
        /// The journal's entry.
        entry: u64,
        /// What changed, in words.
        changes: Vec<String>,
    },
    /// Tell the page that something failed.
    Error {
        /// Why.
        message: String,
    },
    /// Hand the ISMS out as a file.
    TakeOut,
    /// Scroll the register's rows to their beginning.
    ToTop,
    /// Put a text where it can be pasted from.
    Copy {
        /// The text.
        text: String,
    },
    /// Print the page.
    Print,
}
