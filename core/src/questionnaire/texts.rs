//! Texts in several languages.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// A BCP 47 tag: `en`, `de-CH`; `und` where none was said.
    pub language: String,
    /// The text.
    pub text: String,
}

/// A text in one or several languages; the first is the default.
///
/// Written as a list. Read also from what is easier to write by hand: an object by language, or a single text.
///
/// ```
/// use riskwright_core::questionnaire::Texts;
/// let title: Texts = serde_json::from_str(r#"{"en": "Backups", "de": "Sicherungen"}"#).unwrap();
/// assert_eq!(title.in_language("de-CH"), "Sicherungen");
/// assert_eq!(title.in_language("it"), "Backups");
/// assert_eq!(serde_json::from_str::<Texts>(r#""Backups""#).unwrap().in_language("de"), "Backups");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Texts(pub Vec<Text>);

impl Texts {
    /// A text in English, German and French: what the engine itself says.
    #[must_use]
    pub(crate) fn said([en, de, fr]: [String; 3]) -> Self {
        let text = |language: &str, text| Text { language: language.to_owned(), text };
        Self(vec![text("en", en), text("de", de), text("fr", fr)])
    }

    /// The text in a language, or in the one nearest to it (RFC 4647, 3.4: the tag cut at its hyphens from the end), or the
    /// default. Empty if there is none at all.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        let mut range = Some(language);
        while let Some(tag) = range {
            if let Some(text) = self.0.iter().find(|text| text.language.eq_ignore_ascii_case(tag)) {
                return &text.text;
            }
            range = tag.rsplit_once('-').map(|(rest, _)| rest);
        }
        self.0.first().map_or("", |text| text.text.as_str())
    }

    /// Whether there is no text in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Texts;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, texts by language, or a list of texts with their languages")
            }
            fn visit_str<E>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts(vec![Text { language: "und".to_owned(), text: text.to_owned() }]))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Texts, A::Error> {
                let mut texts = Vec::new();
                while let Some((language, text)) = map.next_entry()? {
                    texts.push(Text { language, text });
                }
                Ok(Texts(texts))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Texts, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = seq.next_element()? {
                    texts.push(text);
                }
                Ok(Texts(texts))
            }
        }
        from.deserialize_any(Any)
    }
}
