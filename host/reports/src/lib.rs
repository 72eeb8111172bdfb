//! Papers to hand to an auditor, made from the views of `riskwright-core`.
//!
//! Pure functions from a [`Context`] to bytes: no clock, no files, and the same state gives the same bytes. What a risk
//! or a control is worth is decided in core; here it is only written down.
//!
//! - [`soa`]: the Statement of Applicability (6.1.3 d)
//! - [`register`]: the risk register with heat maps, treatment plan and criteria (6.1.2, 6.1.3, 8.2, 8.3)
//! - [`calendar`]: what is due, for other programs
//! - [`papers`]: each report in every format, in English, German and French
//! - [`context`]: what every paper says of itself
#![forbid(unsafe_code)]

pub mod calendar;
pub mod context;
mod error;
mod page;
mod palette;
pub mod papers;
pub mod register;
pub mod soa;
mod wording;
mod workbook;

pub use context::Context;
pub use error::ReportError;
pub use riskwright_press::html::style as page_style;
pub use riskwright_press::{Format, Language, PressError, TEMPLATE};
