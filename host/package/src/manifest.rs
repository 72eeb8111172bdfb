//! What a package says of itself, readable without running a line of it.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

mod language;
pub(crate) mod text;

pub use language::LanguageTag;
pub use text::{FieldError, Homepage, Licence, Line, PackageId, Prose, Version};

use crate::canonical;

/// The longest manifest that is read, in bytes.
pub const MAX_MANIFEST: usize = 1 << 20;

/// Why something is no manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// Not the JSON it should be: a field is unknown, missing or of another type, or the spelling is not canonical.
    #[error("the manifest can't be read: {0}")]
    Json(String),
    /// Longer than [`MAX_MANIFEST`].
    #[error("the manifest has {0} bytes; at most {MAX_MANIFEST} are read")]
    TooLong(usize),
    /// The package offers nothing.
    #[error(
        "the manifest's `exports` are empty; name one or several of methodology, catalogue, questionnaire"
    )]
    NoExports,
    /// A text by language lacks the default language.
    #[error("the manifest's `{field}` has no text in its default language `{language}`")]
    Language {
        /// `titles` or `description`.
        field: &'static str,
        /// The default language.
        language: LanguageTag,
    },
    /// A limit that no plugin can ask for.
    #[error("the manifest asks for {found} {unit}; at most {most} can be asked for")]
    Limit {
        /// What it asks for.
        found: u32,
        /// What can be asked for.
        most: u32,
        /// Of what.
        unit: &'static str,
    },
    /// Something other than a JSON object.
    #[error("the manifest's `{0}` must be a JSON object")]
    NoObject(&'static str),
    /// A number that JSON's readers do not agree on.
    #[error(
        "the manifest's `{field}` has the number {found}; whole numbers beyond 9007199254740991 are not the same to every reader of JSON, so write it as text"
    )]
    Number {
        /// `settings_schema` or `kit`.
        field: &'static str,
        /// The number.
        found: String,
    },
}

/// An interface of the contract that a component exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Export {
    /// Groups, controls and mappings. Exports are listed by the alphabet.
    Catalogue,
    /// From factors to scores.
    Methodology,
    /// Sections, items and their evaluation.
    Questionnaire,
}

impl Export {
    /// The interface's name in the contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Export::Catalogue => "catalogue",
            Export::Methodology => "methodology",
            Export::Questionnaire => "questionnaire",
        }
    }
}

impl std::fmt::Display for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a plugin asks for, per call. The operator's limits hold all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Memory in MiB, up to 4,096.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_mib: Option<NonZeroU32>,
    /// Time in milliseconds, up to an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_ms: Option<NonZeroU32>,
}

impl Limits {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
    fn check(&self) -> Result<(), ManifestError> {
        for (found, most, unit) in
            [(self.memory_mib, 4096, "MiB of memory"), (self.time_ms, 3_600_000, "milliseconds")]
        {
            if let Some(found) = found.filter(|found| found.get() > most) {
                return Err(ManifestError::Limit { found: found.get(), most, unit });
            }
        }
        Ok(())
    }
}

/// The fields of a manifest, each checked for itself. [`Manifest::new`] checks them together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestFields {
    /// What the package is called by machines.
    pub id: PackageId,
    /// The package's version.
    pub version: Version,
    /// Who made it, as they say themselves: who did, the signatures tell.
    pub publisher: Line,
    /// Under which licence.
    pub licence: Licence,
    /// The version of the contract it is built for.
    pub contract: Version,
    /// What it exports, one interface at least.
    pub exports: BTreeSet<Export>,
    /// The language that stands in for those it does not speak.
    pub default_language: LanguageTag,
    /// What it is called by people, by language.
    pub titles: BTreeMap<LanguageTag, Line>,
    /// What it does, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub description: BTreeMap<LanguageTag, Prose>,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homepage: Option<Homepage>,
    /// What it asks for.
    #[serde(default, skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// JSON Schema of its settings, an object. Whether it is a good schema shows to those who check settings.
    pub settings_schema: Value,
    /// Hints to the conformance kit, an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kit: Option<Value>,
}

/// What a package says of itself. As JSON it has one spelling (RFC 8785), and fields nobody knows are refused: who
/// signs it signs everything that will be read.
///
/// ```
/// use riskwright_package::Manifest;
/// let manifest = Manifest::from_json(
///     br#"{
///         "id": "acme.fmea", "version": "1.2.0", "publisher": "Acme Ltd", "licence": "MIT",
///         "contract": "0.1.0", "exports": ["methodology"], "default_language": "en",
///         "titles": {"en": "Failure modes", "de": "Fehleranalyse"}, "settings_schema": {}
///     }"#,
/// )?;
/// assert_eq!(manifest.title("de-AT"), "Fehleranalyse");
/// assert_eq!(manifest.title("fr"), "Failure modes");
/// assert_eq!(Manifest::from_canonical(&manifest.to_canonical()?)?, manifest);
/// # Ok::<(), riskwright_package::manifest::ManifestError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ManifestFields", into = "ManifestFields")]
pub struct Manifest(ManifestFields);

impl Manifest {
    /// The manifest with these fields.
    ///
    /// # Errors
    /// If nothing is exported, a text lacks the default language, a limit is out of reach, the schema or the hints are
    /// no objects, or a number in them is not the same to every reader.
    pub fn new(mut fields: ManifestFields) -> Result<Self, ManifestError> {
        if fields.exports.is_empty() {
            return Err(ManifestError::NoExports);
        }
        let language = &fields.default_language;
        let lacks = |field| ManifestError::Language { field, language: language.clone() };
        if !fields.titles.contains_key(language) {
            return Err(lacks("titles"));
        }
        if !fields.description.is_empty() && !fields.description.contains_key(language) {
            return Err(lacks("description"));
        }
        fields.limits.check()?;
        fields.settings_schema = object("settings_schema", fields.settings_schema)?;
        fields.kit = fields.kit.map(|kit| object("kit", kit)).transpose()?;
        Ok(Self(fields))
    }

    /// Reads a manifest in any spelling of JSON, as people write it.
    ///
    /// # Errors
    /// If it is no manifest; the message names line and column.
    pub fn from_json(json: &[u8]) -> Result<Self, ManifestError> {
        if json.len() > MAX_MANIFEST {
            return Err(ManifestError::TooLong(json.len()));
        }
        // fields first, so that the whole's errors keep their type
        Self::new(canonical::read_loosely(json).map_err(ManifestError::Json)?)
    }

    /// Reads a manifest as packages hold it.
    ///
    /// # Errors
    /// If it is no manifest, or not spelled canonically.
    pub fn from_canonical(json: &[u8]) -> Result<Self, ManifestError> {
        if json.len() > MAX_MANIFEST {
            return Err(ManifestError::TooLong(json.len()));
        }
        Self::new(canonical::read(json).map_err(ManifestError::Json)?)
    }

    /// The manifest as packages hold it.
    ///
    /// # Errors
    /// If it is longer than [`MAX_MANIFEST`].
    pub fn to_canonical(&self) -> Result<Vec<u8>, ManifestError> {
        let json = canonical::write(&self.0).map_err(ManifestError::Json)?;
        if json.len() > MAX_MANIFEST { Err(ManifestError::TooLong(json.len())) } else { Ok(json) }
    }

    /// What the package is called by machines.
    #[must_use]
    pub fn id(&self) -> &PackageId {
        &self.0.id
    }
    /// The package's version.
    #[must_use]
    pub fn version(&self) -> &Version {
        &self.0.version
    }
    /// Who made it, as they say themselves.
    #[must_use]
    pub fn publisher(&self) -> &str {
        self.0.publisher.as_str()
    }
    pub(crate) fn publisher_line(&self) -> &Line {
        &self.0.publisher
    }
    /// Under which licence, an SPDX expression.
    #[must_use]
    pub fn licence(&self) -> &str {
        self.0.licence.as_str()
    }
    /// The version of the contract it is built for.
    #[must_use]
    pub fn contract(&self) -> &Version {
        &self.0.contract
    }
    /// What it exports, one interface at least.
    #[must_use]
    pub fn exports(&self) -> &BTreeSet<Export> {
        &self.0.exports
    }
    /// The language that stands in for those it does not speak.
    #[must_use]
    pub fn default_language(&self) -> &LanguageTag {
        &self.0.default_language
    }
    /// What it is called, by language.
    #[must_use]
    pub fn titles(&self) -> &BTreeMap<LanguageTag, Line> {
        &self.0.titles
    }
    /// What it is called in a language, or in the one nearest to it (RFC 4647, 3.4).
    #[must_use]
    pub fn title(&self, language: &str) -> &str {
        nearest(&self.0.titles, language, &self.0.default_language).map_or("", Line::as_str)
    }
    /// What it does, in a language or the one nearest to it.
    #[must_use]
    pub fn description(&self, language: &str) -> Option<&str> {
        nearest(&self.0.description, language, &self.0.default_language).map(Prose::as_str)
    }
    /// Where to read more.
    #[must_use]
    pub fn homepage(&self) -> Option<&str> {
        self.0.homepage.as_ref().map(Homepage::as_str)
    }
    /// What it asks for.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.0.limits
    }
    /// JSON Schema of its settings, an object.
    #[must_use]
    pub fn settings_schema(&self) -> &Value {
        &self.0.settings_schema
    }
    /// Hints to the conformance kit, an object.
    #[must_use]
    pub fn kit(&self) -> Option<&Value> {
        self.0.kit.as_ref()
    }
    /// All fields, to make another manifest of.
    #[must_use]
    pub fn into_fields(self) -> ManifestFields {
        self.0
    }
}

impl TryFrom<ManifestFields> for Manifest {
    type Error = ManifestError;
    fn try_from(fields: ManifestFields) -> Result<Self, ManifestError> {
        Self::new(fields)
    }
}
impl From<Manifest> for ManifestFields {
    fn from(manifest: Manifest) -> ManifestFields {
        manifest.0
    }
}

/// The text of the tag, or of the tag cut at its hyphens from the end, or of the default language.
fn nearest<'a, T>(
    texts: &'a BTreeMap<LanguageTag, T>,
    language: &str,
    default: &LanguageTag,
) -> Option<&'a T> {
    let mut range = Some(language);
    while let Some(tag) = range {
        let text = texts.iter().find(|(known, _)| known.as_str().eq_ignore_ascii_case(tag));
        if let Some((_, text)) = text {
            return Some(text);
        }
        range = tag.rsplit_once('-').map(|(rest, _)| rest);
    }
    texts.get(default)
}

/// The object as it will be read again: `1.0` is `1` in canonical JSON, and a large number is not what it was.
fn object(field: &'static str, value: Value) -> Result<Value, ManifestError> {
    if !value.is_object() {
        return Err(ManifestError::NoObject(field));
    }
    whole_numbers(field, &value)?;
    let json = canonical::write(&value).map_err(ManifestError::Json)?;
    let value: Map<String, Value> = canonical::read(&json).map_err(ManifestError::Json)?;
    let value = Value::Object(value);
    whole_numbers(field, &value)?;
    Ok(value)
}

fn whole_numbers(field: &'static str, value: &Value) -> Result<(), ManifestError> {
    const MOST: u64 = (1 << 53) - 1;
    match value {
        Value::Array(values) => values.iter().try_for_each(|value| whole_numbers(field, value)),
        Value::Object(values) => values.values().try_for_each(|value| whole_numbers(field, value)),
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            if size.is_some_and(|size| size > MOST) {
                return Err(ManifestError::Number { field, found: number.to_string() });
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
