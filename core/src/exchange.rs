//! Registers in and out: what people keep in tables, read by meaning and written without loss.

pub mod grid;
