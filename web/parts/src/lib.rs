//! What the elements are made of.
//!
//! - [`tree`]: what is to be seen, as plain values that can be tried without a browser
//! - [`crossing`]: values between JavaScript and the engine's types
//! - [`dom`]: draws a tree, and changes of what was drawn before only what differs
//! - [`json`]: values whose shape is known only when they come
//! - [`phrases`]: what is said, by language; [`intl`]: numbers, plurals and days as the browser writes them
#![forbid(unsafe_code)]

pub mod crossing;
pub mod dom;
pub mod intl;
pub mod json;
pub mod phrases;
pub mod tree;
