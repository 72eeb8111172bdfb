//! The packages that ship with Riskwright, compiled in: they need no signature, for the program vouches for them.

use riskwright_package::{Digest, Package};

macro_rules! shipped {
    ($($name:literal),*) => {
        const SHIPPED: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../../../plugins/dist/riskwright.", $name, ".wasm")))),*];
    };
}

shipped!(
    "ebios-rm",
    "fmea",
    "matrix",
    "nist-sp800-30",
    "nist-sp800-53",
    "octave-allegro",
    "open-fair",
    "self-assessment"
);

/// Their names, `fmea`.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

/// The package of this name or id.
pub fn find(name: &str) -> Option<&'static [u8]> {
    let name = name.strip_prefix("riskwright.").unwrap_or(name);
    SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}

/// Every package with its name.
pub fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    SHIPPED.iter().copied()
}

/// By which the trust policy knows them.
pub fn digests() -> Vec<Digest> {
    SHIPPED
        .iter()
        .filter_map(|(_, bytes)| Package::read(bytes).ok().map(|package| package.digest()))
        .collect()
}
