//! The whole engine for pages: opens an ISMS that no server has, tells what there is to see, makes changes. All of it is
//! `riskwright-core`'s; what is here puts it between a page and its texts.
//!
//! - [`desk`]: an ISMS at work, in texts; [`refusal`]: why something is not told or made
//! - [`plugins`]: methodologies of plugins, whose modules the page fetches
//! - [`engine`]: the same as a class of JavaScript
#![forbid(unsafe_code)]

pub mod desk;
pub mod engine;
pub mod plugins;
pub mod refusal;
