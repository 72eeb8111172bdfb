//! The file: a component, and behind it two custom sections, the manifest's and the signatures'.
//!
//! | what | is |
//! |---|---|
//! | code digest | SHA-256 of the component, which is the file without the two sections |
//! | manifest digest | SHA-256 of the manifest section's content |
//! | message | `riskwright.package/1`, a zero byte, manifest digest, code digest |
//! | package digest | SHA-256 of the message: the package's name in records of scores, which signing does not change |
//! | signature | ed25519 of the message |

use crate::digest::Digest;
use crate::key::{PublicKey, SecretKey, Signature};
use crate::manifest::{Manifest, ManifestError};

mod sections;
mod signatures;

pub use signatures::MAX_SIGNATURES;

/// The custom section that holds the manifest.
pub const MANIFEST: &str = "riskwright:manifest";
/// The custom section that holds the signatures.
pub const SIGNATURES: &str = "riskwright:signatures";
/// What every signed message begins with, so that a signature made for something else is none of a package.
const CONTEXT: &[u8] = b"riskwright.package/1\0";

/// Why a file is no package.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// No WebAssembly, or cut short, or altered so that it does not hold together.
    #[error(
        "the file is no whole WebAssembly component: at byte {at}: {message}; get it again from where it came from"
    )]
    Damaged {
        /// Where, in bytes from the beginning.
        at: usize,
        /// What is wrong.
        message: String,
    },
    /// A core module.
    #[error(
        "the file is a WebAssembly module; a package is a component, which `riskwright plugin build` makes of it"
    )]
    Module,
    /// A component without a manifest.
    #[error(
        "the component has no section `{MANIFEST}`, so it is no Riskwright package; `riskwright plugin build` writes one"
    )]
    NoManifest,
    /// A component that is to become a package and is one.
    #[error("the component has a section `{0}` already; take the component that the package was made of")]
    Assembled(&'static str),
    /// One of the sections stands twice.
    #[error("the section `{0}` stands twice; a package has one, at its end")]
    Twice(&'static str),
    /// One of the sections is in a module or component inside.
    #[error("a section `{0}` lies inside of a nested module or component; a package has one, at its end")]
    Nested(&'static str),
    /// Something follows where nothing may.
    #[error(
        "the section `{0}` is not where it belongs; `{MANIFEST}` and then `{SIGNATURES}` are a package's last sections"
    )]
    NotLast(&'static str),
    /// A length is written with more bytes than it needs.
    #[error("the section `{0}` is not written the shortest way, so it is not from `riskwright plugin build`")]
    Length(&'static str),
    /// The manifest is wrong.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The signature section is wrong.
    #[error("the signatures can't be read: {0}; get the package again from where it came from")]
    Signatures(String),
    /// Too many signatures.
    #[error("a package carries at most {MAX_SIGNATURES} signatures")]
    TooMany,
    /// A signature that is there does not fit, so there is nothing to add another to.
    #[error("the signature of `{0}` does not fit the package; get it again from where it came from")]
    Altered(PublicKey),
}

/// Whether a signature fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The key that it says to be of.
    pub key: PublicKey,
    /// Whether that key signed this package. Whether the key is anyone's, the trust policy knows.
    pub valid: bool,
}

/// A package, taken apart and found whole. It borrows the file.
///
/// ```
/// use riskwright_package::{Package, PackageError};
/// assert_eq!(Package::read(b"\0asm\x0d\0\x01\0").unwrap_err(), PackageError::NoManifest);
/// ```
#[derive(Debug, Clone)]
pub struct Package<'a> {
    component: &'a [u8],
    manifest: Manifest,
    manifest_digest: Digest,
    code_digest: Digest,
    signatures: Vec<(PublicKey, Signature)>,
}

impl<'a> Package<'a> {
    /// Takes a file apart. Signatures are read and not checked: see [`Package::verify_signatures`] and
    /// [`TrustPolicy::judge`](crate::trust::TrustPolicy::judge).
    ///
    /// # Errors
    /// If it is no component, if one of the two sections is missing (the manifest's), doubled, nested, or not at the
    /// end, or if what stands in them is not exactly what [`Package::assemble`] and [`Package::sign`] write.
    pub fn read(file: &'a [u8]) -> Result<Self, PackageError> {
        let sections = sections::split(file)?;
        let json = sections.manifest.ok_or(PackageError::NoManifest)?;
        let manifest = Manifest::from_canonical(json)?;
        let signatures = sections.signatures.map(signatures::read).transpose()?.unwrap_or_default();
        Ok(Self {
            component: sections.component,
            manifest,
            manifest_digest: Digest::of(json),
            code_digest: Digest::of(sections.component),
            signatures,
        })
    }

    /// Makes the unsigned package of a component and its manifest.
    ///
    /// # Errors
    /// If the component is none, or is a package already, or the manifest is too long.
    pub fn assemble(component: &[u8], manifest: &Manifest) -> Result<Vec<u8>, PackageError> {
        let sections = sections::split(component)?;
        for (found, name) in [(sections.manifest, MANIFEST), (sections.signatures, SIGNATURES)] {
            if found.is_some() {
                return Err(PackageError::Assembled(name));
            }
        }
        let mut file = component.to_vec();
        file.extend(sections::section(MANIFEST, &manifest.to_canonical()?));
        Ok(file)
    }

    /// The file with one more signature, or with the same ones if the key has signed before.
    ///
    /// # Errors
    /// If a signature that is there does not fit, or there is no room for one more.
    pub fn sign(&self, key: &SecretKey) -> Result<Vec<u8>, PackageError> {
        if let Some(signed) = self.verify_signatures().into_iter().find(|signed| !signed.valid) {
            return Err(PackageError::Altered(signed.key));
        }
        let public = key.public();
        let mut signatures = self.signatures.clone();
        if let Err(place) = signatures.binary_search_by(|(other, _)| other.cmp(&public)) {
            signatures.insert(place, (public, key.sign(&self.message())));
        }
        if signatures.len() > MAX_SIGNATURES {
            return Err(PackageError::TooMany);
        }
        let mut file = self.without_signatures()?;
        file.extend(sections::section(SIGNATURES, &signatures::write(&signatures)?));
        Ok(file)
    }

    /// The file without signatures: the same package, with the same digest.
    ///
    /// # Errors
    /// None that a package which was read can have.
    pub fn without_signatures(&self) -> Result<Vec<u8>, PackageError> {
        let mut file = self.component.to_vec();
        file.extend(sections::section(MANIFEST, &self.manifest.to_canonical()?));
        Ok(file)
    }

    /// Checks each signature against the key it says to be of, in the order of the keys.
    #[must_use]
    pub fn verify_signatures(&self) -> Vec<Signed> {
        let message = self.message();
        self.signatures
            .iter()
            .map(|(key, signature)| Signed { key: key.clone(), valid: key.verifies(&message, signature) })
            .collect()
    }

    /// What the package says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
    /// The component, without the package's own sections: what is compiled and run.
    #[must_use]
    pub fn component(&self) -> &'a [u8] {
        self.component
    }
    /// The digest of the component.
    #[must_use]
    pub fn code_digest(&self) -> Digest {
        self.code_digest
    }
    /// The digest of the manifest.
    #[must_use]
    pub fn manifest_digest(&self) -> Digest {
        self.manifest_digest
    }
    /// The package's digest, which names what is run: manifest and code, whoever signed them.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.message())
    }
    /// The signatures with their keys, unchecked, in the order of the keys.
    #[must_use]
    pub fn signatures(&self) -> &[(PublicKey, Signature)] {
        &self.signatures
    }
    /// What signatures are made of.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        [CONTEXT, self.manifest_digest.bytes(), self.code_digest.bytes()].concat()
    }
}
