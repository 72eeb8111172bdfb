//! The contract between Riskwright and its plugins, version by version; README.md beside it says how versions are added.
//!
//! ```
//! assert!(riskwright_wit::V0_1_0.contains("package riskwright:plugin@0.1.0;"));
//! ```
#![forbid(unsafe_code)]

/// The newest version of the contract.
pub const VERSION: &str = "0.1.0";

/// The text of version 0.1.0.
pub const V0_1_0: &str = include_str!("../v0.1.0/plugin.wit");

#[cfg(test)]
mod tests {
    use super::*;

    /// FNV-1a, 64 bit: enough to see that a file was touched.
    fn digest(text: &str) -> u64 {
        text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    }

    #[test]
    fn published_versions_are_as_they_were_published() {
        assert_eq!(
            digest(V0_1_0),
            0xa3d8_cbe7_6846_ea34,
            "a published version is never edited: add a new one"
        );
    }
}
