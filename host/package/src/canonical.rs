//! JSON in its one spelling (RFC 8785): what is signed can be written in one way only.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::shown::shown;

/// A value's canonical JSON.
pub(crate) fn write(value: &impl Serialize) -> Result<Vec<u8>, String> {
    serde_json_canonicalizer::to_vec(value).map_err(|error| message(&error))
}

/// Reads JSON in any spelling.
pub(crate) fn read_loosely<T: DeserializeOwned>(json: &[u8]) -> Result<T, String> {
    serde_json::from_slice(json).map_err(|error| message(&error))
}

/// Reads JSON, and refuses every spelling but the canonical one.
pub(crate) fn read<T: DeserializeOwned + Serialize>(json: &[u8]) -> Result<T, String> {
    let value = read_loosely(json)?;
    let canonical = write(&value)?;
    if canonical == json {
        return Ok(value);
    }
    // also if one is the other's beginning: then they part where the shorter one ends
    let at = canonical.iter().zip(json).take_while(|(a, b)| a == b).count();
    let text = |bytes: &[u8]| match bytes.get(at..) {
        None | Some([]) => "the end".to_owned(),
        Some(rest) => format!("`{}`", shown(&String::from_utf8_lossy(rest), 24)),
    };
    Err(format!(
        "it is not spelled canonically (RFC 8785): byte {at} begins {}, where {} is due",
        text(json),
        text(&canonical)
    ))
}

fn message(error: &serde_json::Error) -> String {
    shown(&error.to_string(), 400)
}
