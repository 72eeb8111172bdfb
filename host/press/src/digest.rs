//! The digest of what a paper says.

use sha2::{Digest as _, Sha256};

use crate::Paper;

impl Paper {
    /// SHA-256 over `riskwright.paper/1`, a zero byte and the paper as JSON: the same for every format.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(b"riskwright.paper/1\0");
        // a paper holds texts and numbers alone, so that it can always be written
        hasher.update(serde_json::to_vec(self).unwrap_or_default());
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
