//! What every paper says of itself: whose it is, as of when, and from which state of the journal it was made.

use riskwright_core::applicability::{standing, statement};
use riskwright_core::catalogue::Edition;
use riskwright_core::isms::Isms;
use riskwright_core::quantity::{Date, Digest};

use crate::wording;

/// The label of the scope statement, which takes more room than the others.
pub(crate) const SCOPE: &str = "Scope of the ISMS";

/// The state a paper is made from.
///
/// ```
/// use riskwright_core::{catalogue::Edition, isms::Isms, quantity::Digest};
/// use riskwright_reports::{Context, soa};
/// let isms = Isms::new("Example Ltd".parse().unwrap());
/// let context = Context {
///     isms: &isms,
///     edition: Edition::E2022,
///     as_of: "2026-11-20".parse().unwrap(),
///     entries: 1,
///     head: Digest::of(b"the last entry"),
/// };
/// assert!(soa::html(&context).contains("Example Ltd"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The ISMS.
    pub isms: &'a Isms,
    /// The edition of Annex A the paper follows.
    pub edition: Edition,
    /// The day as of which it is true: what is due before is overdue, acceptances that end before have expired.
    pub as_of: Date,
    /// How many entries the journal has.
    pub entries: u64,
    /// The digest of the last one.
    pub head: Digest,
}

impl Context<'_> {
    /// `ISO/IEC 27001:2022`
    pub(crate) fn standard(&self) -> String {
        format!("ISO/IEC 27001:{}", self.edition)
    }

    /// The scope statement, or that there is none.
    pub(crate) fn scope(&self) -> String {
        let scope = self.isms.scope();
        if scope.purpose.is_empty() {
            return "No scope statement has been recorded.".to_owned();
        }
        scope.purpose.to_string()
    }

    /// The state of the scope's approval.
    pub(crate) fn scope_approval(&self) -> String {
        match &self.isms.scope().approval {
            Some(approval) => format!("Approved by {} on {}", approval.by, approval.on),
            None => "Draft: not approved".to_owned(),
        }
    }

    /// The first 12 digits of the head.
    pub(crate) fn short_head(&self) -> String {
        self.head.to_string().chars().take(12).collect()
    }

    /// `1 204 entries, head 3f9a…`
    pub(crate) fn journal(&self) -> String {
        format!("{}, head {}", wording::counted(self.entries, "entry", "entries"), self.short_head())
    }

    /// How anybody can check that the paper belongs to its journal.
    pub(crate) fn verification(&self) -> String {
        format!(
            "run `riskwright verify FILE` on the ISMS file. It recomputes the journal from its first entry; entry {} \
             must carry the head hash above.",
            self.entries
        )
    }

    /// What every paper says of itself, as pairs of label and text.
    pub(crate) fn facts(&self) -> Vec<(&'static str, String)> {
        vec![
            ("Organisation", self.isms.organisation().name.to_string()),
            ("Standard", self.standard()),
            ("As of", self.as_of.to_string()),
            (
                "Statement of Applicability",
                standing(self.isms, &statement(self.isms, self.edition)).to_string(),
            ),
            ("Scope approval", self.scope_approval()),
            ("Journal", self.journal()),
            (SCOPE, self.scope()),
        ]
    }
}
