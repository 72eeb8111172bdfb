//! Runs plugins, sandboxed and within limits.
//!
//! A plugin can be wrong, greedy or hostile, and the worst it can do is fail its own call: every call gets a fresh instance
//! within limits of memory, time and size, and every answer is checked before anyone sees it. What goes wrong is a
//! [`Problem`] that names plugin, version, call and row.
//!
//! - [`runtime`]: loading packages
//! - [`plugin`]: what a plugin offers
//! - [`methodology`]: a plugin behind the trait of the engine
//! - [`catalogue`], [`questionnaire`]: what plugins of these kinds answer
//! - [`limits`], [`health`]: what a plugin may use, and what becomes of one that fails
//! - [`deterministic`]: why it answers with the same bits everywhere
//!
//! ```no_run
//! use riskwright_core::methodology::Methodology;
//! use riskwright_runtime::{Runtime, RuntimeOptions};
//!
//! let runtime = Runtime::new(RuntimeOptions { cache: Some("cache".into()), ..RuntimeOptions::default() })?;
//! let plugin = runtime.load(&std::fs::read("fmea.wasm")?)?;
//! let methodology = plugin.methodology(&serde_json::json!({}), "en")?;
//! println!("{} asks for {} factors", methodology.describe().title, methodology.describe().factors.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![deny(unsafe_code)]
// no plugin makes the host panic
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod cache;
pub mod catalogue;
mod clock;
mod contract;
mod cost;
pub mod deterministic;
mod engine;
pub mod health;
mod helpers;
pub mod limits;
pub mod methodology;
pub mod plugin;
pub mod problem;
pub mod questionnaire;
pub mod runtime;
mod settings;
mod size;
pub mod text;

pub use limits::Limits;
pub use methodology::PluginMethodology;
pub use plugin::Plugin;
pub use problem::{Call, Kind, Problem};
pub use runtime::{Runtime, RuntimeError, RuntimeOptions};
