//! Step 9, audit: what was found against a clause or control (9.2, 10.2).

use crate::record::words;

words! {
    /// How grave a finding is.
    pub enum Severity {
        /// It could be better.
        Opportunity = "opportunity",
        /// A minor nonconformity.
        Minor = "minor",
        /// A major nonconformity.
        Major = "major",
    }
}
