//! A decision as it is asked for: proposals by place, or all that wait.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Response;
use crate::change::Change;
use crate::id::ResponseId;
use crate::isms::{Isms, Kind, RecordRef};
use crate::quantity::Text;
use crate::view::ViewError;

/// Which proposals.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Places {
    /// None.
    #[default]
    None,
    /// These, by their place from 0.
    These(BTreeSet<u16>),
    /// `"waiting"`: all that wait for a decision.
    Word(Waiting),
}

/// All that wait for a decision.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Waiting {
    /// All that wait for a decision.
    Waiting,
}

impl Places {
    fn of(self, response: &Response) -> BTreeSet<u16> {
        match self {
            Self::None => BTreeSet::new(),
            Self::These(places) => places,
            Self::Word(Waiting::Waiting) => response.waiting().collect(),
        }
    }
}

/// A decision on what a response proposes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deciding {
    /// What is accepted.
    #[serde(default)]
    pub accept: Places,
    /// What is dismissed.
    #[serde(default)]
    pub dismiss: Places,
    /// Why; a dismissal needs it.
    #[serde(default)]
    pub reason: Text,
}

impl Deciding {
    /// The change that decides so.
    ///
    /// # Errors
    /// If there is no such response.
    pub fn change(self, isms: &Isms, id: &ResponseId) -> Result<Change, ViewError> {
        let known = isms.responses().get(id);
        let response = known.ok_or_else(|| ViewError::Unknown(RecordRef::new(Kind::Response, id)))?;
        let (accept, dismiss) = (self.accept.of(response), self.dismiss.of(response));
        Ok(Change::ResponseDecide { id: id.clone(), accept, dismiss, reason: self.reason })
    }
}
