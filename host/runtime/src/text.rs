//! Texts in several languages.

pub use riskwright_core::questionnaire::{Text, Texts};
use riskwright_package::manifest::LanguageTag;

use crate::limits::{Limits, count};
use crate::problem::Fault;

impl Limits {
    /// What they say of texts and questionnaires. Tags are held to all that packages' tags are.
    pub(crate) fn of_texts(&self) -> riskwright_core::questionnaire::Limits {
        riskwright_core::questionnaire::Limits {
            items: count(self.items),
            languages: count(self.languages),
            text: count(self.text),
            is_tag: LanguageTag::is_well_formed,
        }
    }
}

/// Checks tags and texts. `what` says whose texts they are; at least one is needed unless they are `optional`.
pub(crate) fn check(
    texts: &Texts,
    limits: &Limits,
    optional: bool,
    what: &dyn Fn() -> String,
) -> Result<(), Fault> {
    texts.check(&limits.of_texts(), optional, what).map_err(|error| Fault::answer(error.first()))
}
