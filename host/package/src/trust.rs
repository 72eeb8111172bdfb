//! Whom the operator trusts to sign what, as a TOML file, and what follows for a package.
//!
//! ```toml
//! # how many owners must have signed a package; 1 if not said
//! required = 1
//! # whether packages that nobody signed are run as well; false if not said
//! allow_unsigned = false
//!
//! [[key]]
//! owner = "Acme Ltd"
//! key = "riskwright-key:ed25519:ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c"
//! # which packages the key may sign: ids, or their beginnings
//! ids = ["acme.*"]
//! # the last day on which it counts
//! expires = 2027-12-31
//! # the day from which it does not count any more, whenever the signature was made: signatures bear no proven date
//! revoked = 2026-05-01
//! reason = "laptop stolen"
//! ```
//!
//! Ids that begin with `riskwright.` are kept for the packages that come with Riskwright. Those are known by their
//! digests and need no signature; another package of such a name needs a key whose `ids` say `riskwright.`, for `*` does
//! not take them in, nor does `allow_unsigned`.

mod entry;
mod file;
mod judgement;

pub use entry::{IdPattern, TrustedKey};
pub use file::PolicyError;
pub use judgement::{Fault, Refusal, TooFew, Trust};

/// Whom the operator trusts. The empty policy, which is the default one, trusts nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustPolicy {
    required: u8,
    allow_unsigned: bool,
    keys: Vec<TrustedKey>,
}

impl Default for TrustPolicy {
    fn default() -> Self {
        Self { required: 1, allow_unsigned: false, keys: Vec::new() }
    }
}

impl TrustPolicy {
    /// How many owners must have signed a package, one at least.
    #[must_use]
    pub fn required(&self) -> u8 {
        self.required
    }
    /// Whether packages that nobody signed are run as well.
    #[must_use]
    pub fn allow_unsigned(&self) -> bool {
        self.allow_unsigned
    }
    /// The keys, in the order of the file.
    #[must_use]
    pub fn keys(&self) -> &[TrustedKey] {
        &self.keys
    }
}
