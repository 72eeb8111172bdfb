//! Plugin packages: what they say of themselves, what they are made of, who vouches for them, and whether that will do.
//!
//! A package is one file: a WebAssembly component whose last two custom sections are the manifest and the signatures.
//! Nothing here runs it, opens files or asks for the time: bytes and today's date come from the caller.
//!
//! - [`manifest`]: the manifest and the types of its fields
//! - [`package`]: reading, assembling and signing the file
//! - [`key`], [`digest`]: ed25519 keys and signatures, SHA-256 digests, and how they are written
//! - [`trust`]: the operator's policy, and its judgement of a package
//! - [`upgrade`]: whether a package may take the place of an installed one
//!
//! ```
//! use riskwright_package::key::SecretKey;
//! use riskwright_package::manifest::Manifest;
//! use riskwright_package::package::Package;
//! use riskwright_package::trust::TrustPolicy;
//!
//! // the author: a component, its manifest, a key
//! let component = b"\0asm\x0d\0\x01\0"; // the empty component
//! let manifest = Manifest::from_json(
//!     br#"{
//!         "id": "acme.fmea", "version": "1.2.0", "publisher": "Acme Ltd", "licence": "MIT",
//!         "contract": "0.1.0", "exports": ["methodology"],
//!         "default_language": "en", "titles": {"en": "Failure modes", "de": "Fehleranalyse"},
//!         "limits": {"memory_mib": 16, "time_ms": 1000},
//!         "settings_schema": {"type": "object"}
//!     }"#,
//! )?;
//! let key = SecretKey::from_seed([7; 32]); // from the system's random numbers, in earnest
//! let unsigned = Package::assemble(component, &manifest)?;
//! let file = Package::read(&unsigned)?.sign(&key)?;
//!
//! // the customer
//! let policy = TrustPolicy::from_toml(&format!(
//!     "[[key]]\nowner = 'Acme Ltd'\nkey = '{}'\nids = ['acme.*']\n",
//!     key.public()
//! ))?;
//! let package = Package::read(&file)?;
//! let trust = policy.judge(&package, "2026-11-24".parse()?, &[])?;
//! assert_eq!(trust.owners(), ["Acme Ltd"]);
//! assert_eq!(package.component(), component);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]
// no file makes the host panic
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod canonical;
pub mod digest;
mod hex;
pub mod key;
pub mod manifest;
pub mod package;
mod shown;
pub mod trust;
pub mod upgrade;

pub use digest::Digest;
pub use key::{PublicKey, SecretKey};
pub use manifest::{Manifest, PackageId, Version};
pub use package::{Package, PackageError};
pub use trust::{Refusal, Trust, TrustPolicy};
