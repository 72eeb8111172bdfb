//! Riskwright's engine. Under construction.
#![forbid(unsafe_code)]

pub mod exchange;
