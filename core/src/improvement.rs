//! Step 10, continual improvement: nonconformities and what is done about their causes, ideas, planned changes of the ISMS
//! (6.3, 10.1, 10.2).

use crate::record::words;

mod idea;
mod nonconformity;
mod planned;

pub use idea::*;
pub use nonconformity::*;
pub use planned::*;

words! {
    /// What brought something to light.
    pub enum Origin {
        /// An internal audit.
        InternalAudit = "internal-audit",
        /// An audit by a certification body, a customer or an authority.
        ExternalAudit = "external-audit",
        /// An incident.
        Incident = "incident",
        /// A measurement.
        Measurement = "measurement",
        /// A management review.
        Review = "review",
        /// A complaint.
        Complaint = "complaint",
        /// A suggestion.
        Suggestion = "suggestion",
        /// Daily work.
        Work = "work",
    }
}
