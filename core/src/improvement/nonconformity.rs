//! Nonconformities, their causes, and what is done about them (10.2).

use std::collections::BTreeSet;

use super::Origin;
use crate::applicability::Evidence;
use crate::audit::Severity;
use crate::diagnostic::Rejection;
use crate::id::{ActionId, FindingId, IncidentId, MeasureId, NonconformityId, ReviewId};
use crate::isms::Isms;
use crate::lifecycle::{Guarded, Life, Taking, steps};
use crate::quantity::{Actor, Date, Text, Title};
use crate::record::{part, record, words};

words! {
    /// Where a nonconformity stands. A failed check of effectiveness brings it back to where its cause is looked for.
    #[derive(Default)]
    pub enum NonconformityState {
        /// It was found.
        #[default]
        Raised = "raised",
        /// It is none after all.
        Rejected = "rejected",
        /// It is under control, and its consequences are dealt with.
        Contained = "contained",
        /// Its cause is known.
        CauseKnown = "cause-known",
        /// What is done about the cause is agreed upon.
        ActionAgreed = "action-agreed",
        /// That is done.
        ActionDone = "action-done",
        /// It was shown to have worked.
        Verified = "verified",
        /// What was done did not remove the cause.
        Reopened = "reopened",
        /// Nothing is left to do.
        Closed = "closed",
    }
}

words! {
    /// How a cause was found.
    pub enum CauseMethod {
        /// Asking why, five times or as often as it takes.
        FiveWhys = "five-whys",
        /// A tree of causes.
        CauseTree = "cause-tree",
        /// Otherwise.
        Other = "other",
    }
}

part! {
    /// A cause and what led to it. Whys in a row are five whys; those with a parent make a tree.
    pub struct Why {
        required {
            /// The answer to why.
            text: Text,
        }
        optional {
            /// The place, from 1, of what it explains; absent: the one before it, or the nonconformity itself.
            explains: Option<u16>,
            /// Whether it is a root: removing it removes the nonconformity.
            root: bool,
        }
    }
}

part! {
    /// A check whether what was done removed the cause.
    pub struct EffectivenessCheck {
        required {
            /// Whether it did.
            effective: bool,
            /// By whom it was checked.
            by: Actor,
            /// When.
            on: Date,
            /// What was looked at and found.
            finding: Text,
        }
    }
}

record! {
    /// A nonconformity and what is done about it (10.2).
    pub struct Nonconformity, NonconformityRevision {
        /// For instance `NC-1`.
        id: NonconformityId,
        required {
            /// What deviates, in a sentence.
            title: Title,
        }
        optional {
            /// What brought it to light.
            origin: Option<Origin>,
            /// The finding it follows from.
            finding: Option<FindingId>,
            /// The incident.
            incident: Option<IncidentId>,
            /// The measure.
            measure: Option<MeasureId>,
            /// The management review.
            review: Option<ReviewId>,
            /// What was required, what was found instead, and what shows it.
            description: Text,
            /// The clause or control it is against: `9.2.2`, `A.8.13`.
            against: Option<Title>,
            /// How grave it is.
            grade: Option<Severity>,
            /// Who found it.
            found_by: Option<Actor>,
            /// When.
            found_on: Option<Date>,
            /// Who sees to it.
            owner: Option<Actor>,
            /// By when it is to be closed.
            due: Option<Date>,
            /// What was done at once, also about its consequences.
            containment: Text,
            /// How its cause was found.
            method: Option<CauseMethod>,
            /// Why, and why that.
            whys: Vec<Why>,
            /// The cause, in a sentence.
            cause: Text,
            /// Whether the like exists or could happen elsewhere.
            similar: Text,
            /// Others of the like.
            alike: BTreeSet<NonconformityId>,
            /// The corrective actions.
            actions: BTreeSet<ActionId>,
            /// By what it will be seen whether they worked: set before they are done.
            criterion: Text,
            /// Whether they did.
            checks: Vec<EffectivenessCheck>,
            /// What the ISMS itself has to change; blank: nothing.
            isms_change: Text,
            /// What shows it.
            evidence: Vec<Evidence>,
            /// Where it stands.
            life: Life<NonconformityState>,
        }
    }
}

steps! {
    /// What is done with a nonconformity.
    pub enum NonconformityStep of Nonconformity in NonconformityState {
        /// Finds that it is none.
        "reject" Reject (Raised => Rejected) {
            /// Why.
            reason: Text,
        }
        /// Brings it under control and deals with its consequences (10.2 a).
        "contain" Contain (Raised => Contained) {
            /// What was done at once.
            containment: Text,
        }
        /// Says what caused it, and whether the like exists elsewhere (10.2 b).
        "analyse" Analyse (Contained | Reopened => CauseKnown) {
            /// The cause, in a sentence.
            cause: Text,
            /// Whether the like exists or could happen elsewhere.
            similar: Text,
            ;
            /// How the cause was found.
            method: Option<CauseMethod>,
            /// Why, and why that.
            whys: Vec<Why>,
        }
        /// Agrees on what is done about the cause, and by what its success will be seen (10.2 c).
        "agree" Agree (CauseKnown => ActionAgreed) {
            /// The corrective actions.
            actions: BTreeSet<ActionId>,
            /// By what it will be seen whether they worked.
            criterion: Text,
        }
        /// Says that the actions are carried out.
        "carry-out" CarryOut (ActionAgreed => ActionDone) {}
        /// Shows that they worked (10.2 d). Whoever carried them out can't.
        "verify" Verify (ActionDone => Verified) {
            /// What was looked at and found.
            finding: Text,
        }
        /// Shows that they did not.
        "fail" Fail (ActionDone | Verified => Reopened) {
            /// What was looked at and found.
            finding: Text,
        }
        /// Closes it.
        "close" Close (Verified => Closed) {
            ;
            /// What the ISMS itself had to change; blank: nothing (10.2 e).
            isms_change: Text,
        }
        /// Opens it again: it came back.
        "reopen" Reopen (Closed => Reopened) {
            /// What came back.
            finding: Text,
        }
    }
}

impl Nonconformity {
    /// Whether something is still to be done about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.life.state, NonconformityState::Rejected | NonconformityState::Closed)
    }

    /// Others that look alike: against the same clause or control, or of the same cause; by id.
    #[must_use]
    pub fn similar_ones<'a>(&self, isms: &'a Isms) -> Vec<&'a Nonconformity> {
        let mine = self.cause_in_words();
        let alike = |other: &&Nonconformity| {
            let against = self.against.is_some() && self.against == other.against;
            let cause = || share(&mine, &other.cause_in_words()) >= 1.0 / 3.0;
            other.id != self.id && (against || self.alike.contains(&other.id) || cause())
        };
        isms.nonconformities().values().map(AsRef::as_ref).filter(alike).collect()
    }

    /// When it came to light, as far as that is on record.
    #[must_use]
    pub fn raised_on(&self) -> Option<Date> {
        self.found_on.or_else(|| self.life.passed.first().map(|passed| passed.on))
    }

    /// When it was closed; `None` while it is open, and where it is none.
    #[must_use]
    pub fn closed_on(&self) -> Option<Date> {
        let closed = self.life.state == NonconformityState::Closed;
        self.life.last("close").filter(|_| closed).map(|passed| passed.on)
    }

    /// The words of its cause that tell something: those of more than three letters.
    pub(crate) fn cause_in_words(&self) -> BTreeSet<String> {
        let words = self.cause.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| word.chars().count() > 3).map(str::to_lowercase).collect()
    }

    fn doers<'a>(&'a self, isms: &'a Isms) -> impl Iterator<Item = &'a Actor> {
        let actions = self.actions.iter().filter_map(|id| isms.actions().get(id));
        actions
            .filter_map(|action| action.owner.as_ref())
            .chain(self.life.last("carry-out").map(|passed| &passed.by))
    }

    fn checked(&mut self, effective: bool, finding: &Text, taking: &Taking<'_>) -> Result<(), Rejection> {
        taking.needs(
            !finding.trim().is_empty(),
            "10.2 d",
            "nothing says what was looked at and found",
            "say what the criterion showed",
        )?;
        let (by, on) = (taking.by.clone(), taking.on);
        self.checks.push(EffectivenessCheck { effective, by, on, finding: finding.clone() });
        Ok(())
    }
}

/// How much two causes have in common, as a share of the words of the shorter one; one word is a coincidence.
pub(crate) fn share(mine: &BTreeSet<String>, theirs: &BTreeSet<String>) -> f64 {
    let both = u32::try_from(mine.intersection(theirs).count()).unwrap_or(u32::MAX);
    let shorter = u32::try_from(mine.len().min(theirs.len())).unwrap_or(u32::MAX);
    if both < 2 { 0.0 } else { f64::from(both) / f64::from(shorter) }
}

impl Guarded for Nonconformity {
    fn take(&mut self, step: &NonconformityStep, taking: &Taking<'_>) -> Result<(), Rejection> {
        match step {
            NonconformityStep::Reject { reason } => taking.reason(reason, "10.2", "a nonconformity is none"),
            NonconformityStep::Contain { containment } => {
                taking.needs(
                    !containment.trim().is_empty(),
                    "10.2 a",
                    "nothing says what was done at once",
                    "say what was done to control it and deal with its consequences",
                )?;
                self.containment = containment.clone();
                Ok(())
            }
            NonconformityStep::Analyse { cause, similar, method, whys } => {
                let whole = !cause.trim().is_empty() && !similar.trim().is_empty();
                taking.needs(
                    whole,
                    "10.2 b",
                    "the cause, or whether the like exists elsewhere, is left open",
                    "say both: `cause` and `similar`",
                )?;
                let astray = (1_u16..)
                    .zip(whys)
                    .find(|(place, why)| why.explains.is_some_and(|of| of == 0 || of >= *place));
                if let Some((place, _)) = astray {
                    return taking.no(
                        "10.2 b",
                        format!("why {place} explains none before it"),
                        "name the place of an earlier one",
                    );
                }
                (self.cause, self.similar) = (cause.clone(), similar.clone());
                if method.is_some() {
                    self.method = *method;
                }
                if !whys.is_empty() {
                    self.whys.clone_from(whys);
                }
                Ok(())
            }
            NonconformityStep::Agree { actions, criterion } => {
                taking.needs(
                    !actions.is_empty() && !criterion.trim().is_empty(),
                    "10.2 c",
                    "there is no action, or nothing by which its success will be seen",
                    "name the `actions` and the `criterion`",
                )?;
                let unowned = actions.iter().find(|id| {
                    let action = taking.isms.actions().get(id);
                    action.is_some_and(|action| action.owner.is_none() || action.due.is_none())
                });
                if let Some(id) = unowned {
                    return taking.no(
                        "10.2 c",
                        format!("{id} has nobody responsible or no date"),
                        "give it `owner` and `due`",
                    );
                }
                self.actions.extend(actions.iter().cloned());
                self.criterion = criterion.clone();
                Ok(())
            }
            NonconformityStep::CarryOut {} => {
                let open = self
                    .actions
                    .iter()
                    .find(|id| taking.isms.actions().get(id).is_some_and(|action| action.is_open()));
                match open {
                    None => Ok(()),
                    Some(id) => taking.no(
                        "10.2 c",
                        format!("{id} is not carried out"),
                        "set its status when it is done",
                    ),
                }
            }
            NonconformityStep::Verify { finding } => {
                if self.doers(taking.isms).any(|doer| taking.is_by(doer)) {
                    return taking.no(
                        "10.2 d",
                        format!("{} carried it out: nobody judges their own work", taking.by),
                        "somebody else checks whether it worked",
                    );
                }
                self.checked(true, finding, taking)
            }
            NonconformityStep::Fail { finding } | NonconformityStep::Reopen { finding } => {
                self.checked(false, finding, taking)
            }
            NonconformityStep::Close { isms_change } => {
                let open = self
                    .actions
                    .iter()
                    .find(|id| taking.isms.actions().get(id).is_some_and(|action| action.is_open()));
                if let Some(id) = open {
                    return taking.no(
                        "10.2",
                        format!("{id} is still open"),
                        "carry it out, or cancel it with a reason",
                    );
                }
                if !isms_change.is_empty() {
                    self.isms_change = isms_change.clone();
                }
                Ok(())
            }
        }
    }

    fn altered(&self, before: Option<&Self>) -> Option<(&'static str, &'static str)> {
        let known = before.map_or(&[][..], |before| &before.checks);
        (known != self.checks).then_some(("checks", "take the step `verify` or `fail`"))
    }
}
