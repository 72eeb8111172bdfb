//! Language tags.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::text::{FieldError, texts};
use crate::shown::shown;

/// A language tag, well-formed and in the case that BCP 47 (RFC 5646, 2.1.1) recommends, so that equal tags are equal
/// texts. Whether its parts are registered is not checked, nor are the tags kept from before 2006 (`i-klingon`).
///
/// ```
/// use riskwright_package::manifest::LanguageTag;
/// assert!("de-CH".parse::<LanguageTag>().is_ok());
/// assert!("de-ch".parse::<LanguageTag>().is_err());
/// assert!("german".parse::<LanguageTag>().is_ok()); // room that BCP 47 keeps for later
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LanguageTag(String);

texts!(LanguageTag);

impl LanguageTag {
    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is such a tag.
    #[must_use]
    pub fn is_well_formed(text: &str) -> bool {
        text.len() <= 35 && well_formed(text)
    }
}

impl FromStr for LanguageTag {
    type Err = FieldError;
    fn from_str(text: &str) -> Result<Self, FieldError> {
        if Self::is_well_formed(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(FieldError::Language(shown(text, 80)))
        }
    }
}

/// RFC 5646, 2.1: language, script, region, variants, extensions, private use.
fn well_formed(tag: &str) -> bool {
    let mut parts = tag.split('-').peekable();
    let mut language = parts.next().unwrap_or_default();
    if language == "x" {
        return private_use(parts);
    }
    if !lower(language) || !(2..=8).contains(&language.len()) {
        return false;
    }
    // extended languages, up to three, behind two or three letters
    for _ in 0..3 {
        match parts.peek() {
            Some(part) if language.len() <= 3 && part.len() == 3 && lower(part) => {
                language = parts.next().unwrap_or_default();
            }
            _ => break,
        }
    }
    let _ = parts.next_if(|part| is_script(part));
    let _ = parts.next_if(|part| is_region(part));
    let mut variants = Vec::new();
    while let Some(variant) = parts.next_if(|part| is_variant(part)) {
        if variants.contains(&variant) {
            return false;
        }
        variants.push(variant);
    }
    let mut singletons = Vec::new();
    while let Some(singleton) = parts.next() {
        if singleton == "x" {
            return private_use(parts);
        }
        if singleton.len() != 1 || !lower_or_digit(singleton) || singletons.contains(&singleton) {
            return false;
        }
        singletons.push(singleton);
        let mut some = false;
        while parts.next_if(|part| (2..=8).contains(&part.len()) && lower_or_digit(part)).is_some() {
            some = true;
        }
        if !some {
            return false;
        }
    }
    true
}

fn private_use<'a>(mut parts: impl Iterator<Item = &'a str>) -> bool {
    let fits = |part: &str| (1..=8).contains(&part.len()) && lower_or_digit(part);
    parts.next().is_some_and(fits) && parts.all(fits)
}

fn lower(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_lowercase())
}
fn lower_or_digit(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}
fn is_script(part: &str) -> bool {
    matches!(part.as_bytes(), [first, rest @ ..] if rest.len() == 3 && first.is_ascii_uppercase() && rest.iter().all(u8::is_ascii_lowercase))
}
fn is_region(part: &str) -> bool {
    match part.len() {
        2 => part.bytes().all(|b| b.is_ascii_uppercase()),
        3 => part.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}
fn is_variant(part: &str) -> bool {
    let long = (5..=8).contains(&part.len());
    let short = part.len() == 4 && part.starts_with(|c: char| c.is_ascii_digit());
    lower_or_digit(part) && (long || short)
}

#[cfg(test)]
mod tests {
    use super::well_formed;

    #[test]
    fn tags_are_those_of_rfc_5646() {
        // appendix A
        for tag in [
            "de",
            "fr",
            "ja",
            "zh-Hant",
            "zh-Hans",
            "sr-Cyrl",
            "zh-cmn-Hans-CN",
            "cmn-Hans-CN",
            "zh-yue-HK",
            "sr-Latn-RS",
            "sl-rozaj",
            "sl-rozaj-biske",
            "sl-nedis",
            "de-CH-1901",
            "sl-IT-nedis",
            "hy-Latn-IT-arevela",
            "de-DE",
            "en-US",
            "es-419",
            "de-CH-x-phonebk",
            "az-Arab-x-aze-derbend",
            "x-whatever",
            "qaa-Qaaa-QM-x-southern",
            "de-Qaaa",
            "sr-Latn-QM",
            "en-US-u-islamcal",
            "zh-CN-a-myext-x-private",
            "en-a-myext-b-another",
        ] {
            assert!(well_formed(tag), "{tag}");
        }
        for tag in [
            "",
            "d",
            "-",
            "de-",
            "-de",
            "de--CH",
            "a-DE",
            "de-419-DE",
            "ar-a-aaa-b-bbb-a-ccc",
            "DE",
            "de-ch",
            "de_CH",
            "en-a",
            "en-x",
            "x",
            "de-1901-1901",
            "ü",
            "de-Ü",
            "englishlanguage",
            "zh-hant",
        ] {
            assert!(!well_formed(tag), "{tag}");
        }
    }
}
