//! The workspace elements. What counts is worked out by `riskwright_core`, at a server or in a worker of the page; here it
//! is asked for, drawn and changed.
//!
//! - [`views`]: what is told of the ISMS; [`change`]: what is asked to be changed
//! - [`page`], [`query`], [`model`]: what is looked at; [`hearing`]: what a person does, [`editing`]: in the register's cells; [`telling`]: what
//!   the page tells; [`effect`]: what the page has to do then
//! - [`filling`]: forms that are made of fields, [`draft`]: what they hold; [`ways`]: the pages by the steps of the cycle
//! - [`view`]: what is to be seen of it, as a tree
//! - [`element`]: the same as a class of JavaScript, drawn into a shadow root
//!
//! All but `element` is tried without a browser.
#![forbid(unsafe_code)]

pub mod change;
pub mod draft;
pub mod editing;
pub mod effect;
pub mod element;
pub mod filling;
pub mod hearing;
pub mod model;
pub mod page;
pub mod query;
mod says;
pub mod telling;
pub mod view;
pub mod views;
pub mod ways;
mod wording;
