//! Incidents, from the first report to what was learnt (controls A.5.24 to A.5.28).

use std::collections::BTreeSet;

use crate::applicability::Evidence;
use crate::diagnostic::Rejection;
use crate::id::{AssetId, ControlId, IncidentId, ScenarioId};
use crate::lifecycle::{Guarded, Life, Taking, steps};
use crate::quantity::{Actor, Date, Text, Title};
use crate::record::{record, words};

words! {
    /// How grave an incident is.
    pub enum IncidentSeverity {
        /// Hardly felt.
        Low = "low",
        /// Felt, and dealt with in the day's work.
        Medium = "medium",
        /// Needs more than the day's work.
        High = "high",
        /// Endangers what the organisation lives on.
        Critical = "critical",
    }
}

words! {
    /// Where an incident stands.
    #[derive(Default)]
    pub enum IncidentState {
        /// An event was reported.
        #[default]
        Reported = "reported",
        /// It was looked at.
        Assessed = "assessed",
        /// It is no incident.
        Dismissed = "dismissed",
        /// It is an incident.
        Confirmed = "confirmed",
        /// It spreads no further.
        Contained = "contained",
        /// Its cause is removed.
        Eradicated = "eradicated",
        /// Work goes on as before.
        Recovered = "recovered",
        /// What is to be learnt is written down.
        Learnt = "learnt",
        /// Nothing is left to do.
        Closed = "closed",
    }
}

record! {
    /// An information security event or incident.
    pub struct Incident, IncidentRevision {
        /// For instance `INC-1`.
        id: IncidentId,
        required {
            /// What happened, in a sentence.
            title: Title,
        }
        optional {
            /// What happened, at length.
            description: Text,
            /// When it began.
            occurred_on: Option<Date>,
            /// When it was noticed.
            detected_on: Option<Date>,
            /// Who reported it.
            reported_by: Option<Actor>,
            /// Who sees to it.
            owner: Option<Actor>,
            /// How grave it is.
            severity: Option<IncidentSeverity>,
            /// The assets it hit.
            assets: BTreeSet<AssetId>,
            /// The risks that came true, or whose picture it changes: they are assessed again.
            scenarios: BTreeSet<ScenarioId>,
            /// The controls that did not hold.
            controls: BTreeSet<ControlId>,
            /// Whether personal data were touched.
            personal_data: Option<bool>,
            /// Who was told outside, when, and why it was or was not necessary.
            notified: Text,
            /// What followed from it.
            consequences: Text,
            /// What led to it.
            cause: Text,
            /// What is to be learnt from it.
            lessons: Text,
            /// What shows it, kept as evidence (A.5.28).
            evidence: Vec<Evidence>,
            /// Where it stands.
            life: Life<IncidentState>,
        }
    }
}

steps! {
    /// What is done with an incident.
    pub enum IncidentStep of Incident in IncidentState {
        /// Looks at the event (A.5.25).
        "assess" Assess (Reported => Assessed) {
            /// How grave it is or would be.
            severity: IncidentSeverity,
        }
        /// Finds that it is no incident.
        "dismiss" Dismiss (Reported | Assessed => Dismissed) {
            /// Why not.
            reason: Text,
        }
        /// Finds that it is an incident.
        "confirm" Confirm (Assessed | Dismissed => Confirmed) {}
        /// Keeps it from spreading.
        "contain" Contain (Confirmed => Contained) {
            /// What was done.
            done: Text,
        }
        /// Removes what caused it.
        "eradicate" Eradicate (Contained => Eradicated) {
            /// What was done.
            done: Text,
        }
        /// Brings things back to work.
        "recover" Recover (Contained | Eradicated => Recovered) {
            /// What was done.
            done: Text,
        }
        /// Writes down what is to be learnt (A.5.27).
        "learn" Learn (Recovered => Learnt) {
            /// What led to it.
            cause: Text,
            /// What is to be learnt.
            lessons: Text,
        }
        /// Closes it.
        "close" Close (Learnt => Closed) {}
        /// Opens it again.
        "reopen" Reopen (Closed | Learnt | Recovered => Confirmed) {
            /// Why.
            reason: Text,
        }
    }
}

impl Incident {
    /// Whether something is still to be done about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.life.state, IncidentState::Dismissed | IncidentState::Closed)
    }

    /// Since when it is known to be an incident; `None` for an event, and for what was found to be none.
    #[must_use]
    pub fn confirmed_on(&self) -> Option<Date> {
        let event = matches!(
            self.life.state,
            IncidentState::Reported | IncidentState::Assessed | IncidentState::Dismissed
        );
        self.life.last("confirm").filter(|_| !event).map(|passed| passed.on)
    }
}

impl Guarded for Incident {
    fn take(&mut self, step: &IncidentStep, taking: &Taking<'_>) -> Result<(), Rejection> {
        match step {
            IncidentStep::Assess { severity } => {
                self.severity = Some(*severity);
                Ok(())
            }
            IncidentStep::Dismiss { reason } => taking.reason(reason, "A.5.25", "an event is no incident"),
            IncidentStep::Confirm {} => taking.needs(
                self.owner.is_some(),
                "A.5.24",
                "nobody sees to it",
                "give it an `owner` before it is treated as an incident",
            ),
            IncidentStep::Contain { done }
            | IncidentStep::Eradicate { done }
            | IncidentStep::Recover { done } => taking.needs(
                !done.trim().is_empty(),
                "A.5.26",
                "nothing says what was done",
                "say in a sentence what was done",
            ),
            IncidentStep::Learn { cause, lessons } => {
                taking.reason(cause, "A.5.27", "an incident has a cause")?;
                taking.needs(
                    !lessons.trim().is_empty(),
                    "A.5.27",
                    "nothing is said to be learnt from it",
                    "write down what is to be learnt, or why there is nothing",
                )?;
                (self.cause, self.lessons) = (cause.clone(), lessons.clone());
                Ok(())
            }
            IncidentStep::Close {} => {
                let since = self.confirmed_on();
                let left = self.scenarios.iter().find(|id| {
                    let open = taking.isms.scenarios().get(id).is_some_and(|scenario| scenario.is_open());
                    open && !taking.isms.assessed_since(id, since)
                });
                match left {
                    None => Ok(()),
                    Some(risk) => taking.no(
                        "8.2",
                        format!("{risk} was not assessed since the incident was confirmed"),
                        "assess the risks whose picture it changes, then close it",
                    ),
                }
            }
            IncidentStep::Reopen { reason } => taking.reason(reason, "A.5.26", "an incident is opened again"),
        }
    }
}
