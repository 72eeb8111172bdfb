//! One ISMS in one SQLite file: the journal, and a snapshot of the records as a cache of it, written in one transaction.
//!
//! - [`Store`]: create, open, append one or a group, replay, undo
//! - [`ServerFile`]: what a server keeps beside it
//! - [`verify()`]: the proof that a file says what its journal says
#![forbid(unsafe_code)]

mod append;
mod format;
mod past;
mod rows;
mod seal;
mod server;
mod store;
mod verify;

pub use append::{Appended, Attempt, Grouped};
pub use format::is_file;
pub use server::{Draft, Invitation, KeptAnswer, KeptSession, Look, Room, ServerFile, User};
pub use store::{Point, Store, StoreError, packages_of};
pub use verify::{Damage, NotKept, TakenOver, Verification, verify};
