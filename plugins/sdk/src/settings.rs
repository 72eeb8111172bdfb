//! Settings: JSON into the author's own types, and what is wrong with it, where.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::texts::Texts;

mod error;
mod reader;

/// What is wrong with settings.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsProblem {
    /// A JSON Pointer (RFC 6901) into the settings: `/table/3/0`.
    pub path: String,
    /// What is wrong and what would do.
    pub message: Texts,
}

impl SettingsProblem {
    /// A problem at this place, a JSON Pointer; empty for the settings as a whole.
    pub fn at(path: impl Into<String>, message: Texts) -> Self {
        Self { path: path.into(), message }
    }
}

/// The settings of a plugin that has none: `{}` and nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoSettings {}

/// Reads settings from JSON; an empty object stands for the default.
///
/// ```
/// use riskwright_sdk::settings::read;
///
/// #[derive(Debug, Default, serde::Deserialize)]
/// #[serde(deny_unknown_fields)]
/// struct Settings {
///     thresholds: Vec<f64>,
/// }
///
/// assert!(read::<Settings>("{}").is_ok());
/// let problem = read::<Settings>(r#"{"thresholds": [1, "two"]}"#).unwrap_err();
/// assert_eq!(problem.path, "/thresholds/1");
/// assert_eq!(problem.message.first(), "expected a number, found a text");
/// ```
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn read<S: DeserializeOwned + Default>(text: &str) -> Result<S, SettingsProblem> {
    if reader::is_empty_object(text) {
        return Ok(S::default());
    }
    from_json(text)
}

/// Reads any value from JSON, as data that a component carries beside its code.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, SettingsProblem> {
    let mut reader = reader::Reader::new(text);
    let read = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.map_err(error::ReadError::into_problem)
}
