//! The signature section: canonical JSON, sorted by key, each key once.

use serde::{Deserialize, Serialize};

use super::PackageError;
use crate::canonical;
use crate::hex;
use crate::key::{PublicKey, Signature};
use crate::shown::shown;

/// How many signatures a package may carry.
pub const MAX_SIGNATURES: usize = 16;

/// An entry as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: String,
    signature: String,
}

/// Reads the section's content.
pub(super) fn read(content: &[u8]) -> Result<Vec<(PublicKey, Signature)>, PackageError> {
    // an entry has 215 bytes: what is longer than this holds too many, and need not be read
    if content.len() > MAX_SIGNATURES * 256 {
        return Err(PackageError::TooMany);
    }
    let entries: Vec<Entry> = canonical::read(content).map_err(PackageError::Signatures)?;
    if entries.len() > MAX_SIGNATURES {
        return Err(PackageError::TooMany);
    }
    let mut signatures: Vec<(PublicKey, Signature)> = Vec::with_capacity(entries.len());
    for entry in entries {
        let wrong = |what: String| PackageError::Signatures(what);
        let key = hex::decode(&entry.key)
            .ok_or_else(|| wrong(format!("`{}` is no key of 64 digits", shown(&entry.key, 80))))?;
        let key = PublicKey::from_bytes(&key).map_err(|error| wrong(error.to_string()))?;
        let signature = hex::decode(&entry.signature).map(Signature::from_bytes).ok_or_else(|| {
            wrong(format!("`{}` is no signature of 128 digits", shown(&entry.signature, 80)))
        })?;
        if signatures.last().is_some_and(|(last, _)| *last >= key) {
            return Err(wrong(format!("`{}` does not stand in its place, or twice", entry.key)));
        }
        signatures.push((key, signature));
    }
    if signatures.is_empty() {
        return Err(PackageError::Signatures("it is empty, and then left out".to_owned()));
    }
    Ok(signatures)
}

/// The section's content.
pub(super) fn write(signatures: &[(PublicKey, Signature)]) -> Result<Vec<u8>, PackageError> {
    let entries: Vec<Entry> = signatures
        .iter()
        .map(|(key, signature)| Entry {
            key: hex::encode(key.bytes()),
            signature: hex::encode(signature.bytes()),
        })
        .collect();
    canonical::write(&entries).map_err(PackageError::Signatures)
}
