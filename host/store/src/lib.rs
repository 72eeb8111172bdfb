//! One ISMS in one SQLite file: the journal, and a snapshot of the records as a cache of it, written in one transaction.
//!
//! - [`Store`]: create, open, append, replay, undo
//! - [`verify()`]: the proof that a file says what its journal says
#![forbid(unsafe_code)]

mod format;
mod rows;
mod seal;
mod store;
mod verify;

pub use format::is_file;
pub use store::{Appended, Point, Store, StoreError, packages_of};
pub use verify::{Damage, NotKept, TakenOver, Verification, verify};
