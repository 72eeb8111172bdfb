//! The policy as a file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::num::NonZeroU8;

use serde::Deserialize;
use toml::Spanned;

use super::{TrustPolicy, TrustedKey};
use crate::key::PublicKey;
use crate::shown::shown;

/// Why a text is no policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("trust policy, line {line}: {message}")]
pub struct PolicyError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    required: Option<NonZeroU8>,
    #[serde(default)]
    allow_unsigned: bool,
    #[serde(default)]
    key: Vec<Spanned<TrustedKey>>,
}

impl TrustPolicy {
    /// Reads a policy. Words it does not know are refused: a misspelt `revoked` would trust a stolen key.
    ///
    /// # Errors
    /// With the line, if the text is no TOML, a field is unknown, missing or wrong, a key is weak or stands twice, has no
    /// ids, or a reason without a revocation.
    pub fn from_toml(text: &str) -> Result<Self, PolicyError> {
        let at = |offset: usize| 1 + text.bytes().take(offset).filter(|&byte| byte == b'\n').count();
        let fields: Fields = toml::from_str(text).map_err(|error| PolicyError {
            line: at(error.span().map_or(0, |span| span.start)),
            message: shown(error.message(), 400),
        })?;
        let mut lines: BTreeMap<PublicKey, usize> = BTreeMap::new();
        let mut keys = Vec::with_capacity(fields.key.len());
        for entry in fields.key {
            let line = at(entry.span().start);
            let wrong = |message: String| PolicyError { line, message };
            let entry = entry.into_inner();
            if entry.ids.is_empty() {
                return Err(wrong(
                    "`ids` is empty; say what the key may sign, like `[\"acme.*\"]`".to_owned(),
                ));
            }
            if entry.reason.is_some() && entry.revoked.is_none() {
                return Err(wrong("a `reason` without `revoked`; say from which day".to_owned()));
            }
            if let Some(first) = lines.insert(entry.key.clone(), line) {
                let key = &entry.key;
                return Err(wrong(format!("`{key}` stands in line {first} already; make one of both")));
            }
            keys.push(entry);
        }
        let required = fields.required.map_or(1, NonZeroU8::get);
        Ok(Self { required, allow_unsigned: fields.allow_unsigned, keys })
    }

    /// The policy as a file.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut text = format!("required = {}\nallow_unsigned = {}\n", self.required, self.allow_unsigned);
        for key in &self.keys {
            // writing to a text can't fail
            let _ = write!(text, "\n{key}");
        }
        text
    }

    /// The file with one key more, its comments and order kept.
    ///
    /// ```
    /// use riskwright_package::{SecretKey, TrustPolicy, trust::TrustedKey};
    /// let key = SecretKey::from_seed([7; 32]).public();
    /// let file = "required = 1 # four eyes are for later\n";
    /// let file = TrustPolicy::add_key(file, &TrustedKey::new("Acme Ltd".parse()?, key, vec!["acme.*".parse()?]))?;
    /// assert!(file.starts_with("required = 1 # four eyes are for later\n\n[[key]]\nowner = \"Acme Ltd\"\n"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the file is no policy, the key stands in it already, or the entry is none that a policy may have.
    pub fn add_key(text: &str, entry: &TrustedKey) -> Result<String, PolicyError> {
        Self::from_toml(text)?;
        let mut file = text.trim_end().to_owned();
        if !file.is_empty() {
            file.push_str("\n\n");
        }
        // a block at the end is a block of its own, whatever stands before it
        let _ = write!(file, "{entry}");
        Self::from_toml(&file)?;
        Ok(file)
    }
}
