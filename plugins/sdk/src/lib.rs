//! What the author of a Riskwright plugin depends on: plain traits and types, and one macro, [`export!`].
//!
#![doc = include_str!("guide.md")]
#![deny(unsafe_code)]
#![deny(clippy::disallowed_methods)]

mod export;
#[cfg(target_arch = "wasm32")]
mod guest;

pub mod catalogue;
pub mod math;
pub mod methodology;
pub mod questionnaire;
pub mod settings;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;
pub mod texts;

pub use methodology::ready::Ready;
pub use methodology::{Methodology, RowMethodology};
pub use settings::NoSettings;
pub use texts::{Id, Text, Texts, levels, text};

/// All that a methodology's author needs by name.
pub mod prelude {
    pub use crate::math;
    pub use crate::methodology::answer::{Answer, RowsProblem};
    pub use crate::methodology::batch::{Batch, Column, Estimate, Estimates, Row};
    pub use crate::methodology::columns::{Columns, Refused};
    pub use crate::methodology::description::{Bounds, Description, Effect, Factor, FactorKind, Node};
    pub use crate::methodology::loss::{Distribution, LossModel, SecondaryLoss, Susceptibility};
    pub use crate::methodology::trace::{Step, Trace, Value};
    pub use crate::methodology::{Methodology, RowMethodology, Scored, not_estimated};
    pub use crate::settings::{NoSettings, SettingsProblem};
    pub use crate::texts::{Id, Text, Texts, levels, text};
    pub use crate::{Ready, texts};
    pub use serde::Deserialize;
}

/// What [`export!`] leads to.
#[doc(hidden)]
pub mod __private {
    #[cfg(target_arch = "wasm32")]
    pub use crate::guest::*;

    pub fn is_methodology<T: crate::Methodology>() {}
    pub fn is_catalogue<T: crate::catalogue::Catalogue>() {}
    pub fn is_questionnaire<T: crate::questionnaire::Questionnaire>() {}
}
