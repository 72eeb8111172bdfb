//! Plugins that mean harm: real components, built by the tests from a few lines each.
//!
//! [`Guest::methodology`] behaves. A hostile one is the same with one function replaced: by instructions
//! ([`Body::Text`]) or by a constant answer ([`Body::Returns`]) that can say things no language would let one say.
#![forbid(unsafe_code)]

mod arena;
pub mod cases;
mod catalogue;
mod guest;
mod layout;
mod loss;
mod memory;
mod methodology;
mod questionnaire;
mod random;
mod shaped;

pub use arena::{Arena, ask, batch, is_clear};
pub use catalogue::{Contents, Control, Group};
pub use guest::{Body, Guest, package};
pub use layout::{Image, Value};
pub use loss::{Loss, constant, losses, secondary};
pub use memory::resident_bytes;
pub use methodology::{Description, answer, problem};
pub use questionnaire::{Follows, Item, Questions};
pub use random::{Seed, random_component, random_core_module, random_plugin};
pub use shaped::{altered, shaped_catalogue, shaped_methodology, shaped_questionnaire};
