//! A trusted key, and what it is trusted with.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use crate::key::PublicKey;
use crate::manifest::text::{is_part, texts};
use crate::manifest::{FieldError, Line, PackageId};
use crate::shown::shown;

/// Ids that a key may sign: one (`acme.fmea`), all with a beginning (`acme.*`), or all (`*`) but Riskwright's own.
///
/// ```
/// use riskwright_package::trust::IdPattern;
/// let pattern: IdPattern = "acme.*".parse()?;
/// assert!(pattern.fits(&"acme.fmea".parse()?));
/// assert!(!pattern.fits(&"acme-labs.fmea".parse()?));
/// assert!(!"*".parse::<IdPattern>()?.fits(&"riskwright.fmea".parse()?));
/// # Ok::<(), riskwright_package::manifest::FieldError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdPattern(String);

texts!(IdPattern);

impl IdPattern {
    /// The pattern of one id.
    #[must_use]
    pub fn of(id: &PackageId) -> Self {
        Self(id.as_str().to_owned())
    }
    /// Whether the id is one of those.
    #[must_use]
    pub fn fits(&self, id: &PackageId) -> bool {
        match self.0.strip_suffix('*') {
            Some("") => !id.is_reserved(),
            Some(beginning) => id.as_str().starts_with(beginning),
            None => self.0 == id.as_str(),
        }
    }
}

impl FromStr for IdPattern {
    type Err = FieldError;
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let beginning = |text: &str| text.len() <= 64 && text.split('.').all(is_part);
        let fits = text == "*"
            || text.strip_suffix(".*").is_some_and(beginning)
            || text.parse::<PackageId>().is_ok();
        if fits { Ok(Self(text.to_owned())) } else { Err(FieldError::Pattern(shown(text, 80))) }
    }
}

/// A key, whose it is, and what it may sign.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedKey {
    /// Whose key it is, by the operator's word. Owners are counted, so that two keys of one owner are one voice.
    pub owner: Line,
    /// The key.
    pub key: PublicKey,
    /// Which packages it may sign.
    pub ids: Vec<IdPattern>,
    /// The last day on which it counts.
    #[serde(default, deserialize_with = "day")]
    pub expires: Option<Date>,
    /// The day from which it does not count any more.
    #[serde(default, deserialize_with = "day")]
    pub revoked: Option<Date>,
    /// Why it was revoked.
    #[serde(default)]
    pub reason: Option<Line>,
}

impl TrustedKey {
    /// A key that counts until further notice.
    #[must_use]
    pub fn new(owner: Line, key: PublicKey, ids: Vec<IdPattern>) -> Self {
        Self { owner, key, ids, expires: None, revoked: None, reason: None }
    }
}

/// The block of trust.toml.
///
/// ```
/// use riskwright_package::{SecretKey, trust::TrustedKey};
/// let key = SecretKey::from_seed([7; 32]).public();
/// let block = TrustedKey::new("Acme Ltd".parse()?, key, vec!["acme.*".parse()?]).to_string();
/// assert!(block.starts_with("[[key]]\nowner = \"Acme Ltd\"\nkey = \"riskwright-key:ed25519:"));
/// assert!(block.ends_with("\nids = [\"acme.*\"]\n"));
/// # Ok::<(), riskwright_package::manifest::FieldError>(())
/// ```
impl fmt::Display for TrustedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<String> = self.ids.iter().map(|id| quoted(&id.0)).collect();
        writeln!(f, "[[key]]")?;
        writeln!(f, "owner = {}", quoted(self.owner.as_str()))?;
        writeln!(f, "key = \"{}\"", self.key)?;
        writeln!(f, "ids = [{}]", ids.join(", "))?;
        if let Some(day) = self.expires {
            writeln!(f, "expires = {day}")?;
        }
        if let Some(day) = self.revoked {
            writeln!(f, "revoked = {day}")?;
        }
        if let Some(reason) = &self.reason {
            writeln!(f, "reason = {}", quoted(reason.as_str()))?;
        }
        Ok(())
    }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A TOML date, without a time of day.
fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let wrong = |found: &dyn fmt::Display| {
        serde::de::Error::custom(format!(
            "`{found}` is no day; one is like 2027-12-31, without quotes or time"
        ))
    };
    let found = toml::value::Datetime::deserialize(from)?;
    match found {
        toml::value::Datetime { date: Some(date), time: None, offset: None } => {
            let parts = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
            let (Ok(year), Ok(month), Ok(day)) = parts else { return Err(wrong(&found)) };
            Date::new(year, month, day).map(Some).map_err(|_| wrong(&found))
        }
        _ => Err(wrong(&found)),
    }
}
