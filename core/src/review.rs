//! Step 7, management review (9.3): what top management looks at, what it decides.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Rejection, Rule};
use crate::field::{Field, FieldKind, Filled};
use crate::id::{ActionId, ImprovementId, ReviewId};
use crate::lifecycle::{Guarded, Life, Taking, steps};
use crate::quantity::{Actor, Date, Digest, Text, Title};
use crate::record::{part, record, words};

pub mod inputs;

pub use inputs::{Inputs, inputs};

words! {
    /// The inputs of a management review, by the letters of 9.3.2.
    pub enum Input {
        /// What became of earlier actions.
        Actions = "a",
        /// Changes of external and internal issues.
        Issues = "b",
        /// Changes of needs and expectations of interested parties.
        Expectations = "c",
        /// Performance: nonconformities, measurements, audits, objectives.
        Performance = "d",
        /// Feedback from interested parties.
        Feedback = "e",
        /// Results of the risk assessment and the state of the treatment plan.
        Risks = "f",
        /// Opportunities for continual improvement.
        Improvement = "g",
    }
}

/// What is said to inputs of a review beside what the ISMS shows, by their letter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Remarks(BTreeMap<Input, Text>);

impl Remarks {
    /// What is said to an input.
    #[must_use]
    pub fn get(&self, input: &Input) -> Option<&Text> {
        self.0.get(input)
    }
}

impl Filled for Remarks {
    // a text for each letter: forms ask for them one by one
    const KIND: FieldKind = FieldKind::Group(&[
        said("a", "To actions from earlier reviews."),
        said("b", "To changes of external and internal issues."),
        said("c", "To changes of needs and expectations of interested parties."),
        said("d", "To the performance."),
        said("e", "Feedback from interested parties."),
        said("f", "To the risk assessment and the treatment plan."),
        said("g", "To opportunities for improvement."),
    ]);
}

const fn said(name: &'static str, help: &'static str) -> Field {
    Field { name, kind: FieldKind::Prose, required: false, help }
}

words! {
    /// What a decision is about (9.3.3).
    pub enum Subject {
        /// An opportunity for improvement.
        Improvement = "improvement",
        /// A need to change the ISMS.
        Change = "change",
    }
}

words! {
    /// Where a management review stands.
    #[derive(Default)]
    pub enum ReviewState {
        /// It has a date.
        #[default]
        Planned = "planned",
        /// Its inputs are gathered.
        Prepared = "prepared",
        /// It took place.
        Held = "held",
        /// Its minutes are approved.
        Approved = "approved",
        /// All it decided is done.
        Closed = "closed",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

part! {
    /// Somebody who takes part.
    pub struct Attendee {
        required {
            /// Who.
            person: Actor,
        }
        optional {
            /// Whether they belong to top management.
            top_management: bool,
        }
    }
}

part! {
    /// A decision of a review.
    pub struct ReviewDecision {
        required {
            /// What it is about.
            subject: Subject,
            /// What was decided; that nothing is to be decided is said too.
            text: Text,
        }
        optional {
            /// Who sees to it.
            responsible: Option<Actor>,
            /// By when.
            due: Option<Date>,
            /// What it takes.
            resources: Text,
            /// The actions that carry it out.
            actions: BTreeSet<ActionId>,
            /// The improvement it decides on.
            improvement: Option<ImprovementId>,
        }
    }
}

record! {
    /// A management review (9.3).
    pub struct ManagementReview, ManagementReviewRevision {
        /// For instance `REV-1`.
        id: ReviewId,
        required {
            /// When it is to take place.
            planned_on: Date,
        }
        optional {
            /// Its name.
            title: Option<Title>,
            /// The first day it looks at; absent: the day of the review before.
            from: Option<Date>,
            /// Who leads it.
            chair: Option<Actor>,
            /// Who takes part.
            attendees: Vec<Attendee>,
            /// What is said to each input beside what the ISMS shows.
            remarks: Remarks,
            /// What was decided.
            decisions: Vec<ReviewDecision>,
            /// The minutes, beside inputs and decisions.
            minutes: Text,
            /// As of which day the inputs were gathered.
            inputs_of: Option<Date>,
            /// The digest of the inputs as they were gathered.
            inputs: Option<Digest>,
            /// The inputs as they were gathered, so that what was shown can be shown again.
            gathered: Option<Box<Inputs>>,
            /// Where it stands.
            life: Life<ReviewState>,
        }
    }
}

steps! {
    /// What is done with a management review.
    pub enum ReviewStep of ManagementReview in ReviewState {
        /// Gathers its inputs as the ISMS shows them now; again, if it takes place later.
        "prepare" Prepare (Planned | Prepared => Prepared) {
            ;
            /// The digest of the inputs that were looked at; refused if others are gathered by now.
            digest: Option<Digest>,
        }
        /// Moves it to another day.
        "postpone" Postpone (Planned | Prepared => Planned) {
            /// To when.
            to: Date,
            /// Why.
            reason: Text,
        }
        /// Says that it took place.
        "hold" Hold (Prepared => Held) {
            ;
            /// Who took part; absent: those who were to.
            attendees: Vec<Attendee>,
        }
        /// Approves the minutes.
        "approve" Approve (Held => Approved) {}
        /// Closes it: all it decided is done.
        "close" Close (Approved => Closed) {}
        /// Gives it up.
        "cancel" Cancel (Planned | Prepared => Cancelled) {
            /// Why.
            reason: Text,
        }
    }
}

impl ManagementReview {
    /// When it took place.
    #[must_use]
    pub fn held_on(&self) -> Option<Date> {
        let held = matches!(self.life.state, ReviewState::Held | ReviewState::Approved | ReviewState::Closed);
        self.life.last("hold").filter(|_| held).map(|passed| passed.on)
    }

    pub(crate) fn top_management(&self) -> impl Iterator<Item = &Actor> {
        self.attendees.iter().filter(|attendee| attendee.top_management).map(|attendee| &attendee.person)
    }
}

impl Guarded for ManagementReview {
    fn take(&mut self, step: &ReviewStep, taking: &Taking<'_>) -> Result<(), Rejection> {
        match step {
            ReviewStep::Prepare { digest } => {
                let gathered = inputs(taking.isms, self, taking.on);
                let of_these = Digest::of_json(&gathered).unwrap_or(Digest::ZERO);
                if digest.is_some_and(|seen| seen != of_these) {
                    let message = "the inputs are others than the ones looked at";
                    return Err(Rejection::new(taking.at.clone(), Rule::Conflict, message)
                        .clause("9.3.2")
                        .help("look at them as they are now"));
                }
                self.inputs = Some(of_these);
                self.inputs_of = Some(taking.on);
                self.gathered = Some(Box::new(gathered));
                Ok(())
            }
            ReviewStep::Postpone { to, reason } => {
                taking.reason(reason, "9.3.1", "a review does not take place as planned")?;
                self.planned_on = *to;
                Ok(())
            }
            ReviewStep::Hold { attendees } => {
                if !attendees.is_empty() {
                    self.attendees.clone_from(attendees);
                }
                let top = self.top_management().next().is_some();
                taking.needs(
                    top,
                    "9.3.1",
                    "nobody of top management took part",
                    "name the `attendees`, and who of them is top management",
                )?;
                let feedback = self.remarks.get(&Input::Feedback).is_some_and(|said| !said.trim().is_empty());
                taking.needs(
                    feedback,
                    "9.3.2",
                    "nothing is said of the feedback of interested parties, which no record shows",
                    "say it in `remarks` under `e`, or that there was none",
                )
            }
            ReviewStep::Approve {} => {
                for subject in Subject::ALL {
                    let said = self.decisions.iter().any(|decision| decision.subject == *subject);
                    let message = format!("nothing says what was decided about `{subject}`");
                    taking.needs(
                        said,
                        "9.3.3",
                        &message,
                        "record the decision, or that there was nothing to decide",
                    )?;
                }
                let may = self.top_management().any(|person| taking.is_by(person));
                taking.needs(
                    may,
                    "9.3.1",
                    &format!("{} was not there for top management", taking.by),
                    "somebody of top management who took part approves the minutes",
                )
            }
            ReviewStep::Close {} => {
                let mut actions = self.decisions.iter().flat_map(|decision| &decision.actions);
                let open =
                    actions.find(|id| taking.isms.actions().get(id).is_some_and(|action| action.is_open()));
                match open {
                    None => Ok(()),
                    Some(id) => taking.no(
                        "9.3.2",
                        format!("{id} is not carried out"),
                        "set its status when it is done",
                    ),
                }
            }
            ReviewStep::Cancel { reason } => taking.reason(reason, "9.3.1", "a review does not take place"),
        }
    }

    fn altered(&self, before: Option<&Self>) -> Option<(&'static str, &'static str)> {
        let gathered = |review: &Self| (review.inputs, review.inputs_of, review.gathered.clone());
        if before.map_or((None, None, None), gathered) != gathered(self) {
            return Some(("inputs", "take the step `prepare`"));
        }
        let before = before?;
        let minuted = |review: &Self| {
            (
                review.attendees.clone(),
                review.decisions.clone(),
                review.minutes.clone(),
                review.remarks.clone(),
            )
        };
        let fixed = matches!(self.life.state, ReviewState::Approved | ReviewState::Closed);
        // actions that carry decisions out may still be named
        let bare = |review: &Self| {
            let mut minuted = minuted(review);
            minuted.1.iter_mut().for_each(|decision| decision.actions.clear());
            minuted
        };
        (fixed && bare(before) != bare(self))
            .then_some(("decisions", "minutes that were approved stay as they are"))
    }
}
