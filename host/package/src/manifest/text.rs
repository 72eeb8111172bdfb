//! The manifest's texts: ids, versions, lines, addresses.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::shown::{is_unseen, shown};

/// Why a text does not fit its field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// No package id.
    #[error(
        "`{0}` is no package id; one has 3 to 64 characters in two or more parts between dots, each of lower-case letters, digits and single hyphens: `acme.fmea`"
    )]
    Id(String),
    /// No pattern of package ids.
    #[error(
        "`{0}` is no pattern of package ids; one is an id (`acme.fmea`), the beginning of ids (`acme.*`) or `*`"
    )]
    Pattern(String),
    /// No version.
    #[error("`{found}` is no version: {why}; one is like `1.2.0` or `1.2.0-rc.1`")]
    Version {
        /// The text, cut short.
        found: String,
        /// What is wrong.
        why: String,
    },
    /// No language tag.
    #[error("`{0}` is no language tag as BCP 47 spells them; one is like `en`, `de-CH` or `zh-Hant`")]
    Language(String),
    /// A line that is empty, too long, or has something in it that can't be seen.
    #[error("`{found}` is no line of text: {why}")]
    Line {
        /// The text, cut short.
        found: String,
        /// What is wrong.
        why: &'static str,
    },
    /// No licence.
    #[error(
        "`{0}` is no licence; write an SPDX expression, like `MIT OR Apache-2.0`, or `LicenseRef-` and a name of yours"
    )]
    Licence(String),
    /// No address of a page.
    #[error("`{0}` is no address of a page; one begins `https://` and has no spaces")]
    Homepage(String),
}

/// A type that is a checked text: parsed, shown, read and written as one.
macro_rules! texts {
    ($($name:ty),*) => {$(
        impl TryFrom<String> for $name {
            type Error = FieldError;
            fn try_from(text: String) -> Result<Self, FieldError> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.to_string()
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0.to_string(), f)
            }
        }
    )*};
}
pub(crate) use texts;

texts!(PackageId, Version, Line, Prose, Licence, Homepage);

/// What a package is called by machines: reverse-dotted, lower case, 3 to 64 characters.
///
/// ```
/// use riskwright_package::PackageId;
/// assert!("riskwright.nist-sp800-30".parse::<PackageId>().is_ok());
/// assert!("fmea".parse::<PackageId>().is_err());
/// assert!("Acme.FMEA".parse::<PackageId>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PackageId(String);

impl PackageId {
    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether the name is kept for the packages that come with Riskwright.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        self.0.starts_with("riskwright.")
    }
}

/// A part of an id: letters and digits, with single hyphens between them.
pub(crate) fn is_part(part: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    part.split('-').all(word)
}

impl FromStr for PackageId {
    type Err = FieldError;
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let fits = (3..=64).contains(&text.len()) && text.contains('.') && text.split('.').all(is_part);
        if fits { Ok(Self(text.to_owned())) } else { Err(FieldError::Id(shown(text, 80))) }
    }
}

/// A version (semver.org), without build metadata: two packages that differ in it alone could not be put in order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version(semver::Version);

impl Version {
    /// The version `major.minor.patch`.
    #[must_use]
    pub fn new(major: u64, minor: u64, patch: u64) -> Self {
        Self(semver::Version::new(major, minor, patch))
    }
    /// The parts.
    #[must_use]
    pub fn as_semver(&self) -> &semver::Version {
        &self.0
    }
}

impl FromStr for Version {
    type Err = FieldError;
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let wrong = |why: &str| FieldError::Version { found: shown(text, 80), why: why.to_owned() };
        if text.len() > 64 {
            return Err(wrong("it has more than 64 characters"));
        }
        let version = semver::Version::parse(text).map_err(|error| wrong(&shown(&error.to_string(), 120)))?;
        if !version.build.is_empty() {
            return Err(wrong("what stands behind `+` puts no versions in order"));
        }
        Ok(Self(version))
    }
}

/// One line of text: 1 to 200 characters, all of them seen, none of them space at either end.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line(String);

impl Line {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Line {
    type Err = FieldError;
    fn from_str(text: &str) -> Result<Self, FieldError> {
        plain(text, 200, |_| false).map(Self)
    }
}

/// Some sentences: 1 to 4,000 characters, and line breaks.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prose(String);

impl Prose {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Prose {
    type Err = FieldError;
    fn from_str(text: &str) -> Result<Self, FieldError> {
        plain(text, 4000, |c| c == '\n').map(Self)
    }
}

fn plain(text: &str, most: usize, also: impl Fn(char) -> bool) -> Result<String, FieldError> {
    let wrong = |why| Err(FieldError::Line { found: shown(text, 80), why });
    if text.is_empty() {
        return wrong("it is empty");
    }
    if text.trim() != text {
        return wrong("it begins or ends with space");
    }
    if text.chars().count() > most {
        return wrong("it is too long");
    }
    if text.chars().any(|c| is_unseen(c) && !also(c)) {
        return wrong("it has characters that can't be seen");
    }
    Ok(text.to_owned())
}

/// An SPDX licence expression. That its names are on SPDX's list is not checked: the list grows.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Licence(String);

impl Licence {
    /// The expression.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Licence {
    type Err = FieldError;
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let known =
            |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'+' | b'(' | b')' | b' ' | b':');
        let fits = (1..=200).contains(&text.len()) && text.trim() == text && text.bytes().all(known);
        if fits { Ok(Self(text.to_owned())) } else { Err(FieldError::Licence(shown(text, 80))) }
    }
}

/// The address of a page, `https://` or `http://`, nothing that a click would run.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Homepage(String);

impl Homepage {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Homepage {
    type Err = FieldError;
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        // a name before `@` would pass for the host at a glance
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        let fits = text.len() <= 1000
            && host.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'[')
            && !host.contains('@')
            && text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\' | b'`'));
        if fits { Ok(Self(text.to_owned())) } else { Err(FieldError::Homepage(shown(text, 80))) }
    }
}
