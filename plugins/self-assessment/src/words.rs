//! Texts in the three languages of the questionnaire.

use riskwright_sdk::Texts;
use riskwright_sdk::texts::{Text, digits};

use crate::questions::{LANGUAGES, Words};

pub(crate) fn texts(words: Words) -> Texts {
    let texts = LANGUAGES.into_iter().zip(words);
    texts.map(|(language, text)| Text { language: language.into(), text: text.into() }).collect()
}

/// A text made for each language, by its place among them.
pub(crate) fn each(make: impl Fn(usize) -> String) -> Texts {
    let languages = LANGUAGES.into_iter().enumerate();
    languages.map(|(at, language)| Text { language: language.into(), text: make(at).into() }).collect()
}

pub(crate) fn quoted(text: &str, language: usize) -> String {
    let (open, close) = [("“", "”"), ("„", "“"), ("«\u{a0}", "\u{a0}»")][language];
    [open, text, close].concat()
}

pub(crate) fn count(number: usize) -> String {
    digits(u32::try_from(number).unwrap_or(u32::MAX))
}

/// A share from 0 to 100 without its decimals.
pub(crate) fn percent(share: f64, language: usize) -> String {
    let whole = share.clamp(0.0, 100.0).round();
    // clamped: it fits
    let mut text = digits(whole as u32);
    text.push_str(if language == 0 { "%" } else { "\u{a0}%" });
    text
}

/// A number with at most one decimal.
pub(crate) fn number(value: f64, language: usize) -> String {
    let tenths = (value.abs().min(1e8) * 10.0).round() as u32;
    let mut text = String::from(if value < 0.0 && tenths > 0 { "-" } else { "" });
    text.push_str(&digits(tenths / 10));
    if !tenths.is_multiple_of(10) {
        text.push(if language == 0 { '.' } else { ',' });
        text.push_str(&digits(tenths % 10));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{number, percent};

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(336.0, 0), "336");
        assert_eq!(number(0.25, 1), "0,3");
        assert_eq!(number(-1.5, 0), "-1.5");
        assert_eq!(number(1e300, 2), "100000000");
        assert_eq!(percent(49.6, 0), "50%");
        assert_eq!(percent(f64::NAN, 0), "0%");
    }
}
