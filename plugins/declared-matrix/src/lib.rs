//! A method made of tables, read from the data that `riskwright plugin build method.toml` puts into it.
#![deny(unsafe_code)]

mod embedded;
mod method;
mod model;

pub use method::Declared;

riskwright_sdk::export!(methodology: Declared);
