//! ed25519 keys and signatures (RFC 8032), and their texts.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::hex;
use crate::shown::shown;

const PUBLIC: &str = "riskwright-key:ed25519:";
const SECRET: &str = "riskwright-secret:ed25519:";

/// Why a text is no key. What a secret key's text was is never repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not the form of a public key.
    #[error("`{found}` is no public key; one is `{PUBLIC}` and 64 hexadecimal digits in lower case")]
    Form {
        /// The text, cut short.
        found: String,
    },
    /// A secret key where a public one is due.
    #[error(
        "this is a secret key, where a public one (`{PUBLIC}…`) is due; keep it to yourself, and replace it if others have seen it"
    )]
    Secret,
    /// Not the form of a secret key.
    #[error("the text is no secret key; one is `{SECRET}` and 64 hexadecimal digits in lower case")]
    SecretForm,
    /// A public key that nobody made from a secret one: not on the curve, spelled in another than its shortest way, or
    /// of small order, for which signatures can be made up.
    #[error(
        "`{found}` is no key that `riskwright plugin keygen` makes: {why}; compare it with the publisher's"
    )]
    Weak {
        /// The key's digits.
        found: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// Whom a signature is checked against. Keys of small or mixed order and in other than their canonical spelling are
/// refused, so that one signature fits one key.
///
/// ```
/// use riskwright_package::{PublicKey, SecretKey};
/// let key = SecretKey::from_seed([7; 32]).public();
/// assert_eq!(key.to_string(), "riskwright-key:ed25519:ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c");
/// assert_eq!(key.to_string().parse::<PublicKey>()?, key);
/// # Ok::<(), riskwright_package::key::KeyError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// The key with these 32 bytes (RFC 8032, 5.1.5).
    ///
    /// # Errors
    /// If they are no point, not its canonical spelling, or a point outside the group that keys come from.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        let weak = |why| KeyError::Weak { found: hex::encode(bytes), why };
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| weak("it is no point of the curve"))?;
        let point = key.to_edwards();
        if point.compress().as_bytes() != bytes {
            return Err(weak("it is not spelled canonically"));
        }
        if key.is_weak() {
            return Err(weak("it is of small order, so that anyone can sign for it"));
        }
        if !point.is_torsion_free() {
            return Err(weak("it is of mixed order"));
        }
        Ok(Self(*bytes))
    }
    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
    /// Whether the signature is this key's for the message, in the strict reading: no other bytes pass as well.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }
}

impl FromStr for PublicKey {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, KeyError> {
        if text.starts_with("riskwright-secret:") {
            return Err(KeyError::Secret);
        }
        let bytes = text.strip_prefix(PUBLIC).and_then(hex::decode);
        Self::from_bytes(&bytes.ok_or_else(|| KeyError::Form { found: shown(text, 100) })?)
    }
}
impl TryFrom<String> for PublicKey {
    type Error = KeyError;
    fn try_from(text: String) -> Result<Self, KeyError> {
        text.parse()
    }
}
impl From<PublicKey> for String {
    fn from(key: PublicKey) -> String {
        key.to_string()
    }
}
impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PUBLIC}{}", hex::encode(self.bytes()))
    }
}
impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
/// What signs. Its bytes are wiped when it goes, and it shows itself to no log.
///
/// ```
/// use riskwright_package::SecretKey;
/// let key = SecretKey::from_seed([7; 32]);
/// assert_eq!(SecretKey::from_text(&key.to_text())?.public(), key.public());
/// assert_eq!(format!("{key:?}"), "SecretKey(…)");
/// # Ok::<(), riskwright_package::key::KeyError>(())
/// ```
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// The key that grows from 32 bytes, which are as secret as it is: take them from the system's random numbers.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }
    /// Reads [`SecretKey::to_text`]; space around it, as files have it, does not matter.
    ///
    /// # Errors
    /// If it is no such text. The error does not repeat it.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        let seed = text.trim().strip_prefix(SECRET).and_then(hex::decode);
        seed.map(Self::from_seed).ok_or(KeyError::SecretForm)
    }
    /// The key as text, for a file that only its owner reads.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{SECRET}{}", hex::encode(self.0.as_bytes()))
    }
    /// The public key that goes with it.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }
    /// The signature of a message: the same each time.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// A signature, 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl Signature {
    /// The signature with these bytes; whether it is anyone's shows when it is checked.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }
    /// The 64 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}
