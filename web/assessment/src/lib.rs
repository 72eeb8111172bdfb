//! The questionnaire element. What counts is decided by `riskwright_core::questionnaire`; here it is asked, drawn and
//! handed on.
//!
//! - [`model`]: where a person stands; [`filling`]: what they do; [`effect`]: what the page has to do then
//! - [`view`]: what is to be seen of it, as a tree
//! - [`element`]: the same as a class of JavaScript, drawn into a shadow root
//!
//! All but `element` is tried without a browser.
#![forbid(unsafe_code)]

pub mod effect;
pub mod element;
pub mod filling;
pub mod intake;
pub mod model;
mod says;
pub mod view;
mod wording;
