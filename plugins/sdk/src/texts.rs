//! Texts in languages.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// A word of the contract: an id, a unit, a language. Literals cost nothing.
pub type Id = Cow<'static, str>;

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// A BCP 47 tag: `en`, `de-CH`.
    pub language: Id,
    /// The text.
    pub text: Cow<'static, str>,
}

/// A text in one or more languages; the first is the default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts(Vec<Text>);

/// A text in one language, to which [`Texts::and`] adds others.
///
/// ```
/// use riskwright_sdk::text;
/// let title = text("en", "Likelihood").and("de", "Wahrscheinlichkeit");
/// assert_eq!(title.get("de"), Some("Wahrscheinlichkeit"));
/// ```
pub fn text(language: impl Into<Id>, text: impl Into<Cow<'static, str>>) -> Texts {
    Texts::none().and(language, text)
}

impl Texts {
    /// No text at all: where help or an introduction is not needed.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// The same text in one more language.
    #[must_use]
    pub fn and(mut self, language: impl Into<Id>, text: impl Into<Cow<'static, str>>) -> Self {
        // most texts come in two languages
        if self.0.is_empty() {
            self.0.reserve_exact(2);
        }
        self.0.push(Text { language: language.into(), text: text.into() });
        self
    }

    /// The text in this language.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<&str> {
        self.0.iter().find(|text| text.language == language).map(|text| text.text.as_ref())
    }

    /// The text in its first language; empty if there is none.
    #[must_use]
    pub fn first(&self) -> &str {
        self.0.first().map_or("", |text| text.text.as_ref())
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The texts, the default first.
    pub fn iter(&self) -> impl Iterator<Item = &Text> {
        self.0.iter()
    }

    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "only components hand texts over"))]
    pub(crate) fn into_list(self) -> Vec<Text> {
        self.0
    }
}

impl FromIterator<Text> for Texts {
    fn from_iter<I: IntoIterator<Item = Text>>(texts: I) -> Self {
        Self(texts.into_iter().collect())
    }
}

/// In settings a text is a string, whose language is not told (`und`), or an object: `{"en": "high", "de": "hoch"}`.
impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextsVisitor)
    }
}

struct TextsVisitor;

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or texts by language")
    }

    fn visit_str<E: Error>(self, words: &str) -> Result<Texts, E> {
        if words.trim_ascii().is_empty() {
            return Err(E::custom("a text is empty"));
        }
        Ok(text("und", words.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Texts, A::Error> {
        let mut texts = Texts::none();
        while let Some((Language(language), words)) = map.next_entry::<Language, String>()? {
            if words.trim_ascii().is_empty() {
                return Err(A::Error::custom("a text is empty"));
            }
            texts = texts.and(language, words);
        }
        if texts.is_empty() {
            Err(A::Error::custom("a text in one language at least is wanted"))
        } else {
            Ok(texts)
        }
    }
}

/// A language as it is read: the most frequent ones take no memory.
struct Language(Id);

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(LanguageVisitor).map(Self)
    }
}

struct LanguageVisitor;

impl Visitor<'_> for LanguageVisitor {
    type Value = Id;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a language")
    }

    fn visit_str<E: Error>(self, tag: &str) -> Result<Id, E> {
        let known = ["en", "de", "fr"].into_iter().find(|known| *known == tag);
        Ok(known.map_or_else(|| Id::Owned(tag.to_owned()), Id::Borrowed))
    }
}

/// A text in languages, the default first.
///
/// ```
/// use riskwright_sdk::texts;
/// let title = texts! { en: "Impact", de: "Auswirkung", "de-CH": "Uswirkig" };
/// assert_eq!(title.first(), "Impact");
/// ```
#[macro_export]
macro_rules! texts {
    () => { $crate::Texts::none() };
    (@tag $tag:ident) => { ::core::stringify!($tag) };
    (@tag $tag:literal) => { $tag };
    ($($tag:tt : $text:expr),+ $(,)?) => {
        $crate::Texts::none()$(.and($crate::texts!(@tag $tag), $text))+
    };
}

/// The names of levels or choices in languages, a line each, lowest first.
///
/// ```
/// use riskwright_sdk::levels;
/// let scale = levels(["en", "de"], [["low", "niedrig"], ["high", "hoch"]]);
/// assert_eq!(scale[1].get("de"), Some("hoch"));
/// ```
#[must_use]
pub fn levels<const L: usize, const N: usize>(
    languages: [&'static str; L],
    names: [[&'static str; L]; N],
) -> Vec<Texts> {
    let line = |line: [&'static str; L]| {
        let texts = languages.into_iter().zip(line);
        texts.map(|(language, text)| Text { language: language.into(), text: text.into() }).collect()
    };
    names.into_iter().map(line).collect()
}

/// A number in digits, for messages: without the standard library's formatting, which a component can do without.
#[must_use]
pub fn digits(number: u32) -> String {
    let mut text = String::new();
    let mut place = 1_000_000_000;
    while place > 0 {
        let digit = number / place % 10;
        if digit > 0 || !text.is_empty() || place == 1 {
            text.push(char::from_digit(digit, 10).unwrap_or('0'));
        }
        place /= 10;
    }
    text
}

/// A number as people write it, for messages, with 12 digits at most.
///
/// ```
/// use riskwright_sdk::texts::decimal;
///
/// assert_eq!([1e12, -0.25, 0.1 + 0.2, 1.5e-7].map(decimal), ["1000000000000", "-0.25", "0.3", "1.5e-7"]);
/// ```
#[must_use]
pub fn decimal(number: f64) -> String {
    const MOST: u64 = 1_000_000_000_000;
    if !number.is_finite() {
        return if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "∞"
        } else {
            "-∞"
        }
        .to_owned();
    }
    // the digits of a whole number, and how many tens have to be multiplied to it
    let (mut size, mut tens) = (number.abs(), 0_i32);
    while size >= 1e12 {
        size /= 10.0;
        tens += 1;
    }
    while size > 0.0 && size < 1e11 {
        size *= 10.0;
        tens -= 1;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10^12, as was seen to")]
    let mut whole = (size + 0.5) as u64;
    if whole == MOST {
        whole /= 10;
        tens += 1;
    }
    let mut figures = [b'0'; 12];
    for figure in figures.iter_mut().rev() {
        *figure = b'0' + u8::try_from(whole % 10).unwrap_or(0);
        whole /= 10;
    }
    let mut text = String::new();
    if number < 0.0 {
        text.push('-');
    }
    // the figure before the point
    let place = tens + 11;
    let last = figures.iter().rposition(|figure| *figure != b'0').unwrap_or(0);
    let put = |text: &mut String, from: usize, to: usize| {
        (from..to).for_each(|at| text.push(figures.get(at).copied().map_or('0', char::from)));
    };
    match usize::try_from(place) {
        _ if number == 0.0 => text.push('0'),
        Ok(place) if place < 15 => {
            put(&mut text, 0, place + 1);
            if last > place {
                text.push('.');
                put(&mut text, place + 1, last + 1);
            }
        }
        Err(_) if place >= -5 => {
            text.push_str("0.");
            (place + 1..0).for_each(|_| text.push('0'));
            put(&mut text, 0, last + 1);
        }
        _ => {
            put(&mut text, 0, 1);
            if last > 0 {
                text.push('.');
                put(&mut text, 1, last + 1);
            }
            text.push_str(if place < 0 { "e-" } else { "e" });
            text.push_str(&digits(place.unsigned_abs()));
        }
    }
    text
}
