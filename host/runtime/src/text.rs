//! Texts in several languages.

use riskwright_package::manifest::LanguageTag;
use serde::{Deserialize, Serialize};

use crate::limits::{Limits, count};
use crate::problem::{Fault, shown};

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// A BCP 47 tag: `en`, `de-CH`.
    pub language: String,
    /// The text.
    pub text: String,
}

/// A text in one or several languages; the first is the default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(pub Vec<Text>);

impl Texts {
    /// The text in a language, or in the one nearest to it (RFC 4647, 3.4: the tag cut at its hyphens from the end), or the
    /// default. Empty if there is none at all.
    #[must_use]
    pub fn pick(&self, language: &str) -> &str {
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

    /// Checks tags and texts. `what` says whose texts they are; at least one is needed unless they are `optional`.
    pub(crate) fn check(
        &self,
        limits: &Limits,
        optional: bool,
        what: &dyn Fn() -> String,
    ) -> Result<(), Fault> {
        let wrong = |found: String| Err(Fault::answer(format!("{} {found}", what())));
        if self.0.is_empty() && !optional {
            return wrong("has no text in any language".to_owned());
        }
        if self.0.len() > count(limits.languages) {
            return wrong(format!("has {} texts, at most {} are taken", self.0.len(), limits.languages));
        }
        for (at, text) in self.0.iter().enumerate() {
            if text.language.parse::<LanguageTag>().is_err() {
                return wrong(format!(
                    "has a text in `{}`, which is no language tag; write it like `en` or `de-CH`",
                    shown(&text.language)
                ));
            }
            if self.0.iter().take(at).any(|before| before.language == text.language) {
                return wrong(format!("has two texts in `{}`", text.language));
            }
            if text.text.trim().is_empty() {
                return wrong(format!("has an empty text in `{}`", text.language));
            }
            let most = count(limits.text);
            if text.text.len() > most && text.text.chars().count() > most {
                return wrong(format!("has a text of more than {most} characters in `{}`", text.language));
            }
            if let Some(c) = text.text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
                return wrong(format!("has the control character {c:?} in its text in `{}`", text.language));
            }
        }
        Ok(())
    }
}
