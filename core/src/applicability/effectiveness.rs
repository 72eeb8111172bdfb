//! Whether controls work: what was looked at on a day, and what came of it (8.1, 9.1).

use std::collections::BTreeMap;

use super::Evidence;
use crate::catalogue::counterparts;
use crate::id::{ControlCheckId, ControlId, NonconformityId};
use crate::isms::Isms;
use crate::quantity::{Actor, Date, Text};
use crate::record::{record, words};

words! {
    /// How it was looked at, from the weakest to the strongest.
    pub enum CheckMethod {
        /// People were asked.
        Inquiry = "inquiry",
        /// Somebody watched.
        Observation = "observation",
        /// Records or settings were looked at.
        Inspection = "inspection",
        /// It was tried.
        Test = "test",
    }
}

words! {
    /// What came of it.
    pub enum CheckResult {
        /// It does what it is there for.
        Effective = "effective",
        /// It does so in part.
        PartlyEffective = "partly-effective",
        /// It does not.
        NotEffective = "not-effective",
    }
}

record! {
    /// A check whether a control works.
    pub struct ControlCheck, ControlCheckRevision {
        /// For instance `CHK-1`.
        id: ControlCheckId,
        required {
            /// The control.
            control: ControlId,
            /// When.
            on: Date,
            /// What came of it.
            result: CheckResult,
        }
        optional {
            /// Who looked.
            by: Option<Actor>,
            /// How.
            method: Option<CheckMethod>,
            /// What was looked at, and how much of it.
            sample: Text,
            /// What was found.
            found: Text,
            /// What shows it.
            evidence: Vec<Evidence>,
            /// The nonconformity that takes up what was found.
            nonconformity: Option<NonconformityId>,
            /// When it is to be looked at again.
            again_on: Option<Date>,
        }
    }
}

/// The last check of each control by a day; of several on one day, the last id.
#[derive(Debug, Clone, Default)]
pub struct LastChecks<'a>(BTreeMap<&'a str, &'a ControlCheck>);

impl<'a> LastChecks<'a> {
    /// As of a day: later checks don't count.
    ///
    /// ```
    /// use riskwright_core::applicability::effectiveness::{CheckResult, LastChecks};
    /// use riskwright_core::{change::Change, isms::Isms};
    /// let mut isms = Isms::new("Example Ltd".parse().unwrap());
    /// let change: Change = serde_json::from_str(
    ///     r#"{"control-check.record":{"id":"CHK-1","control":"A.8.13","on":"2026-10-05","result":"effective"}}"#,
    /// ).unwrap();
    /// isms.apply(&change, &"Ann".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap()).unwrap();
    /// let last = LastChecks::of(&isms, "2026-11-02".parse().unwrap());
    /// assert_eq!(last.get(&"A.8.13".parse().unwrap()).unwrap().result, CheckResult::Effective);
    /// // what was seen of the control of 2022 is so for the one of 2013 too
    /// assert!(last.get(&"A.12.3.1".parse().unwrap()).is_some());
    /// ```
    #[must_use]
    pub fn of(isms: &'a Isms, today: Date) -> Self {
        let mut last: BTreeMap<&str, &ControlCheck> = BTreeMap::new();
        for check in isms.control_checks().values().filter(|check| check.on <= today) {
            let known = last.entry(check.control.as_str()).or_insert(check);
            if known.on <= check.on {
                *known = check;
            }
        }
        Self(last)
    }

    /// The last check of a control, or of its counterparts in the other edition where it has none of its own.
    #[must_use]
    pub fn get(&self, control: &ControlId) -> Option<&'a ControlCheck> {
        let own = self.0.get(control.as_str()).copied();
        own.or_else(|| {
            if self.0.is_empty() {
                return None;
            }
            let theirs = counterparts(control.as_str());
            theirs.iter().filter_map(|id| self.0.get(id).copied()).max_by_key(|check| check.on)
        })
    }

    /// Every one, in the order of controls.
    pub fn all(&self) -> impl Iterator<Item = &'a ControlCheck> + '_ {
        self.0.values().copied()
    }
}
