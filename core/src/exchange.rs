//! Registers in and out: what people keep in tables, read by meaning and written without loss.
//!
//! [`grid`] is a sheet as its author left it; [`table`] finds tables in it, [`level`] and [`fields`] know headings, words
//! and scales; [`intake`] makes changes or [`problem`]s of them; [`outlet`] writes tables back; [`edit`] reads single
//! fields as a person types them, [`step`] what records that live go through.

pub mod document;
pub mod edit;
pub mod fields;
pub mod grid;
pub mod intake;
pub mod level;
pub mod outlet;
pub mod problem;
pub mod step;
pub mod table;

pub use document::{export_json, import_json, open_json};
pub use intake::import;
pub use outlet::export;
pub use problem::{Intake, Mapping, Options, Problem, Skipped};
