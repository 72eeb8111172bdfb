//! The clauses of ISO/IEC 27001:2022 by number and title, and what keeps each: in own words.

use serde::Serialize;

include!(concat!(env!("OUT_DIR"), "/clauses.rs"));

/// A clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Its number: `9.2.2`.
    pub number: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The step of the cycle it belongs to.
    pub step: &'static str,
    /// Whether the standard asks for documented information.
    pub documented: bool,
    /// The record that keeps it.
    pub record: &'static str,
    /// What to know about it.
    pub note: &'static str,
}

/// A clause by its number.
///
/// ```
/// use riskwright_core::clause;
/// let audit = clause::find("9.2.2").unwrap();
/// assert_eq!((audit.title, audit.documented), ("Internal audit programme", true));
/// ```
#[must_use]
pub fn find(number: &str) -> Option<&'static Clause> {
    CLAUSES.iter().find(|clause| clause.number == number)
}
