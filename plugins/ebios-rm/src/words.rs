//! The plugin's own words, in three languages.

use riskwright_sdk::prelude::*;

/// A text in English, German and French.
pub type Words = [&'static str; 3];

/// The text.
pub(crate) fn words([en, de, fr]: Words) -> Texts {
    texts! { en: en, de: de, fr: fr }
}

/// A scale.
pub(crate) fn scale(levels: &[Words]) -> Vec<Texts> {
    levels.iter().copied().map(words).collect()
}
