//! Recording scores: which of them are missing or no longer hold (8.2).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::assessment::{Row, assess, records};
use crate::change::Change;
use crate::id::{MethodologyId, ScenarioId};
use crate::isms::{Isms, Kind, RecordRef};
use crate::quantity::{Actor, Date};
use crate::view::ViewError;

/// Which scores are to be recorded.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Assessing {
    /// By which methodology; absent: the preferred one.
    pub methodology: Option<MethodologyId>,
    /// Of which risks; none: of all open ones.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub risks: BTreeSet<ScenarioId>,
}

impl Assessing {
    /// The change that records those scores that are missing or no longer hold, as the methodology computes them now; none
    /// where all is recorded.
    ///
    /// # Errors
    /// If the methodology is unknown, not at hand, or gives no answer.
    pub fn change(&self, isms: &Isms, by: &Actor, today: Date) -> Result<Option<Change>, ViewError> {
        let id = self.methodology.as_ref().unwrap_or(&isms.criteria().methodology);
        let in_use = isms.methodologies().get(id);
        let in_use = in_use.ok_or_else(|| ViewError::Unknown(RecordRef::new(Kind::MethodologyInUse, id)))?;
        let engine = in_use.build(isms)?;
        let run = assess(isms, engine.as_ref())?;
        let asked = |row: &&Row<'_>| self.risks.is_empty() || self.risks.contains(&row.scenario.id);
        let rows: Vec<&Row<'_>> = run.rows.iter().filter(|row| row.wants_recording()).filter(asked).collect();
        let scores = records(&rows, engine.as_ref(), by, today)?;
        Ok((!scores.is_empty()).then_some(Change::RiskAssess { scores }))
    }
}
