//! The plugin author's tools. Each gives plain results that serialise, and errors that say what to do.
//!
//! - [`scaffold`]: a crate to start from
//! - [`build`]: a crate to a package, the same bytes wherever it is built
//! - [`nocode`]: a declared method or catalogue to a package
//! - [`component`]: modules and components against the contract
//! - [`embed`]: data into a guest that is compiled already
//! - [`conformance`]: whether a package keeps what the contract promises
//! - [`mod@crate::bench`]: how fast and how large it is
//! - [`transpile`]: a package as an ES module
#![forbid(unsafe_code)]

pub mod bench;
pub mod build;
pub mod component;
pub mod conformance;
pub mod embed;
pub mod nocode;
pub mod scaffold;
pub mod transpile;

/// Told what is being done now; `false` stops it.
pub type Progress<'a> = &'a mut dyn FnMut(&str) -> bool;
