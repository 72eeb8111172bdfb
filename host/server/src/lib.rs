//! One ISMS over HTTP: views and changes for who keeps it, a questionnaire for who was invited to answer it.
//!
//! - [`serve()`], [`Options`]: a server from its start to its end
//! - [`keeper`], [`desk`]: the threads that write, in groups: the ISMS, and what is beside it
//! - [`actor`]: who makes a request; [`password`], [`link`], [`invite`]: how they prove it
//! - [`api`]: what can be asked; [`problem`]: what can go wrong
#![forbid(unsafe_code)]

pub mod actor;
pub mod api;
mod clock;
pub mod desk;
mod elements;
mod front;
pub mod invite;
pub mod keeper;
pub mod link;
mod listen;
mod log;
mod once;
mod pages;
pub mod password;
pub mod problem;
pub mod room;
mod said;
mod serve;
mod server;
mod tag;
mod tries;
mod worker;

pub use clock::Clock;
pub use elements::Elements;
pub use log::{Log, log};
pub use serve::{Options, Ready, ServeError, serve};
pub use server::{Server, random};
