//! The Statement of Applicability: derived from what points at each control, never typed (6.1.3 d).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Control, Decision, Evidence, ImplementationStatus, SoaVersion, StatedReason};
use crate::catalogue::{self, Edition};
use crate::context::RequirementKind;
use crate::id::{ControlId, RequirementId, ScenarioId};
use crate::isms::{Beside, Isms, control_title};
use crate::quantity::{Date, Digest, Title};
use crate::record::words;

words! {
    /// Whether a control applies.
    pub enum Applicability {
        /// Something points at it.
        Included = "included",
        /// Nothing does, or a person decided so.
        Excluded = "excluded",
    }
}

/// Why a control is included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Reason {
    /// Risks that it treats or bears on.
    Risk {
        /// Which ones; empty where a source says so without naming them.
        scenarios: Vec<ScenarioId>,
    },
    /// Laws.
    Legal {
        /// The requirements, where they are recorded.
        requirements: Vec<RequirementId>,
    },
    /// Contracts.
    Contractual {
        /// The requirements, where they are recorded.
        requirements: Vec<RequirementId>,
    },
    /// The business wants it.
    Business {
        /// The expectations behind it, where they are recorded.
        requirements: Vec<RequirementId>,
    },
    /// Good practice.
    Baseline,
    /// A person's decision, with the reason given.
    Decision {
        /// The reason; blank is reported by the check.
        reason: String,
    },
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        fn list<T: std::fmt::Display>(
            f: &mut std::fmt::Formatter<'_>,
            word: &str,
            ids: &[T],
        ) -> std::fmt::Result {
            f.write_str(word)?;
            for (at, id) in ids.iter().enumerate() {
                write!(f, "{}{id}", if at == 0 { ": " } else { ", " })?;
            }
            Ok(())
        }
        match self {
            Self::Risk { scenarios } => list(f, "risk treatment", scenarios),
            Self::Legal { requirements } => list(f, "law", requirements),
            Self::Contractual { requirements } => list(f, "contract", requirements),
            Self::Business { requirements } => list(f, "business", requirements),
            Self::Baseline => f.write_str("good practice"),
            Self::Decision { reason } if reason.is_empty() => f.write_str("decided"),
            Self::Decision { reason } => write!(f, "decided: {reason}"),
        }
    }
}

/// One control's line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Line {
    /// The control.
    pub id: ControlId,
    /// Its title.
    pub title: String,
    /// The theme or category, or the source of a control from elsewhere.
    pub group: String,
    /// Whether it applies.
    pub applicability: Applicability,
    /// Why it is included; empty for an excluded one.
    pub reasons: Vec<Reason>,
    /// Why it is excluded, or included against what was derived.
    pub justification: Option<String>,
    /// Whether a person decided against what was derived.
    pub overridden: bool,
    /// How far it is in place.
    pub status: Option<ImplementationStatus>,
    /// How.
    pub implementation: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What shows that it works.
    pub evidence: Vec<Evidence>,
    /// When it was last checked.
    pub checked_on: Option<Date>,
    /// The controls of the other edition whose state is shown here, where the own record leaves it open.
    pub carried_from: Vec<ControlId>,
}

/// The Statement of Applicability for one edition of Annex A, with the organisation's own controls behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementOfApplicability {
    /// The edition.
    pub edition: Edition,
    /// The organisation.
    pub organisation: Title,
    /// A line for each control of the edition in its order, then controls from elsewhere.
    pub lines: Vec<Line>,
}

/// Whether a Statement of Applicability is one that was approved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SoaStanding<'a> {
    /// No version of this edition was ever approved.
    NeverApproved,
    /// It is the version approved last.
    Approved(&'a SoaVersion),
    /// It has changed since the version approved last.
    Differs(&'a SoaVersion),
}

impl std::fmt::Display for SoaStanding<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NeverApproved => f.write_str("Draft: no version has been approved"),
            Self::Approved(version) => {
                write!(f, "Version {}, approved by {} on {}", version.id, version.by, version.on)
            }
            Self::Differs(version) => {
                write!(f, "Draft: differs from the approved version {} of {}", version.id, version.on)
            }
        }
    }
}

/// Whether this statement is the version of its edition that was approved last.
#[must_use]
pub fn standing<'a>(isms: &'a Isms, soa: &StatementOfApplicability) -> SoaStanding<'a> {
    let versions = isms.soa_versions().values().filter(|version| version.edition == soa.edition);
    // of several on one day the last id counts
    let Some(latest) = versions.max_by_key(|version| version.on) else {
        return SoaStanding::NeverApproved;
    };
    match Digest::of_json(soa) {
        Ok(digest) if digest == latest.digest => SoaStanding::Approved(latest),
        _ => SoaStanding::Differs(latest),
    }
}

/// What points at controls, by the bytes of their ids, gathered in one pass over the ISMS.
#[derive(Default)]
struct Pointers<'a> {
    /// Scenarios in the order of their ids.
    risks: BTreeMap<&'a [u8], Vec<&'a ScenarioId>>,
    requirements: BTreeMap<&'a [u8], Vec<(RequirementKind, &'a RequirementId)>>,
}

impl<'a> Pointers<'a> {
    fn gather(isms: &'a Isms) -> Self {
        let mut pointers = Self::default();
        let mut treatments = Beside::new(isms.treatments());
        for scenario in isms.scenarios().values().filter(|scenario| scenario.is_open()) {
            let treatment = treatments.get(&scenario.id);
            let chosen = treatment.iter().flat_map(|treatment| treatment.controls.keys());
            for control in scenario.existing_controls.iter().chain(chosen) {
                let risks = pointers.risks.entry(control.as_bytes()).or_default();
                // a control that is there and chosen as well counts once
                if risks.last().is_none_or(|last| **last != scenario.id) {
                    risks.push(&scenario.id);
                }
            }
        }
        // an action that brings a control about for a risk points at it as well
        let planned = isms.actions().values().filter(|action| !action.is_dropped());
        for action in planned.filter(|action| !action.controls.is_empty()) {
            let open = |id: &&ScenarioId| isms.scenarios().get(*id).is_some_and(|risk| risk.is_open());
            let served: Vec<&ScenarioId> = action.scenarios.iter().filter(open).collect();
            for control in action.controls.iter().filter(|_| !served.is_empty()) {
                let risks = pointers.risks.entry(control.as_bytes()).or_default();
                risks.extend(&served);
                risks.sort();
                risks.dedup();
            }
        }
        for requirement in
            isms.requirements().values().filter(|requirement| requirement.addressed != Some(false))
        {
            for control in &requirement.controls {
                pointers
                    .requirements
                    .entry(control.as_bytes())
                    .or_default()
                    .push((requirement.kind, &requirement.id));
            }
        }
        pointers
    }

    /// The reasons that point at any of these controls.
    fn reasons(&self, ids: &[&str], controls: &[&Control]) -> Vec<Reason> {
        let lists: Vec<&Vec<&ScenarioId>> =
            ids.iter().filter_map(|id| self.risks.get(id.as_bytes())).collect();
        let mut scenarios: Vec<&ScenarioId> = lists.iter().flat_map(|list| list.iter().copied()).collect();
        if lists.len() > 1 {
            // each is in order: this merges them
            scenarios.sort();
            scenarios.dedup();
        }
        let stated = |reason| controls.iter().any(|control| control.reasons.contains(&reason));
        let requirements = |kind| -> Vec<RequirementId> {
            let all: BTreeSet<&RequirementId> = ids
                .iter()
                .filter_map(|id| self.requirements.get(id.as_bytes()))
                .flatten()
                .filter(|(of, _)| *of == kind)
                .map(|(_, id)| *id)
                .collect();
            all.into_iter().cloned().collect()
        };
        let mut reasons = Vec::new();
        if !scenarios.is_empty() || stated(StatedReason::Risk) {
            reasons.push(Reason::Risk { scenarios: scenarios.into_iter().cloned().collect() });
        }
        let legal = requirements(RequirementKind::Legal);
        if !legal.is_empty() || stated(StatedReason::Legal) {
            reasons.push(Reason::Legal { requirements: legal });
        }
        let contractual = requirements(RequirementKind::Contractual);
        if !contractual.is_empty() || stated(StatedReason::Contractual) {
            reasons.push(Reason::Contractual { requirements: contractual });
        }
        let business = requirements(RequirementKind::Other);
        if !business.is_empty() || stated(StatedReason::Business) {
            reasons.push(Reason::Business { requirements: business });
        }
        if stated(StatedReason::Baseline) {
            reasons.push(Reason::Baseline);
        }
        reasons
    }
}

/// Derives the Statement of Applicability.
///
/// A control is included because open risks, laws, contracts or business reasons point at it, directly or at its
/// counterpart in the other edition. What nobody points at is excluded. A person's decision stands above both.
/// What a control's own record leaves open, or all of it where there is none, is shown as its counterparts have it: of
/// several, the least advanced, where all of them have a record.
#[must_use]
pub fn statement(isms: &Isms, edition: Edition) -> StatementOfApplicability {
    let pointers = Pointers::gather(isms);
    let groups: BTreeMap<&str, &str> =
        catalogue::groups(edition).iter().map(|group| (group.id, group.title)).collect();
    let mut lines: Vec<Line> = Vec::with_capacity(128);
    for control in catalogue::controls(edition) {
        let counterparts = catalogue::counterparts(control.id);
        let own = by_text(isms, control.id);
        let theirs: Vec<&Control> = counterparts.iter().filter_map(|id| by_text(isms, id)).collect();
        let mut ids = vec![control.id];
        ids.extend(&counterparts);
        let group = groups.get(control.group).map_or_else(String::new, |title| (*title).to_owned());
        let Ok(id) = control.id.parse() else { continue };
        let records = Records { own, whole: theirs.len() == counterparts.len(), theirs };
        lines.push(line(&pointers, (id, control.title.to_owned(), group), &ids, &records));
    }
    for control in isms.controls().values().filter(|control| catalogue::find(control.id.as_str()).is_none()) {
        let group = control.source.as_ref().map_or_else(|| "Own controls".to_owned(), ToString::to_string);
        let head = (control.id.clone(), control_title(isms, &control.id), group);
        let records = Records { own: Some(control), theirs: Vec::new(), whole: true };
        lines.push(line(&pointers, head, &[control.id.as_str()], &records));
    }
    StatementOfApplicability { edition, organisation: isms.organisation().name.clone(), lines }
}

fn by_text<'a>(isms: &'a Isms, id: &str) -> Option<&'a Control> {
    isms.controls().get(&id.parse::<ControlId>().ok()?).map(AsRef::as_ref)
}

/// How far along a status is, to find the least advanced of several.
fn rank(status: Option<ImplementationStatus>) -> u8 {
    match status {
        None => 0,
        Some(ImplementationStatus::Planned) => 1,
        Some(ImplementationStatus::Partial) => 2,
        Some(ImplementationStatus::Alternative) => 3,
        Some(ImplementationStatus::Implemented) => 4,
        Some(ImplementationStatus::NotApplicable) => 5,
    }
}

/// A line's controls: its own record, and those of its counterparts in the other edition.
struct Records<'a> {
    own: Option<&'a Control>,
    theirs: Vec<&'a Control>,
    /// Whether every counterpart has a record: what is missing has no status and decides nothing.
    whole: bool,
}

impl Records<'_> {
    /// A field of the own record, or else what the counterparts say of it together.
    fn either<T>(
        &self,
        own: impl Fn(&Control) -> Option<T>,
        theirs: impl Fn(&[&Control]) -> Option<T>,
    ) -> (Option<T>, bool) {
        match self.own.and_then(own) {
            Some(value) => (Some(value), false),
            None => {
                let value = theirs(&self.theirs);
                let carried = value.is_some();
                (value, carried)
            }
        }
    }

    /// A person's decision with its reasons: the own one, or the one that all counterparts agree in.
    fn decision(&self) -> (Option<(Decision, Vec<String>)>, bool) {
        self.either(
            |own| own.applicability.as_ref().map(|over| (over.decision, vec![over.reason.to_string()])),
            |theirs| {
                let overs: Vec<_> =
                    theirs.iter().filter_map(|control| control.applicability.as_ref()).collect();
                let first = overs.first()?.decision;
                let agree = self.whole
                    && overs.len() == theirs.len()
                    && overs.iter().all(|over| over.decision == first);
                agree.then(|| (first, overs.iter().map(|over| over.reason.to_string()).collect()))
            },
        )
    }
}

/// Texts without blank ones and repetitions, in a line.
fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !parts.contains(&text) {
            parts.push(text);
        }
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn line(
    pointers: &Pointers<'_>,
    (id, title, group): (ControlId, String, String),
    ids: &[&str],
    records: &Records<'_>,
) -> Line {
    let all: Vec<&Control> = records.own.into_iter().chain(records.theirs.iter().copied()).collect();
    let mut reasons = pointers.reasons(ids, &all);
    let derived = if reasons.is_empty() { Applicability::Excluded } else { Applicability::Included };
    let (decision, mut carried) = records.decision();
    let justification = decision.as_ref().and_then(|(_, said)| joined(said.iter().cloned()));
    let decision = decision.map(|(decision, _)| match decision {
        Decision::Included => Applicability::Included,
        Decision::Excluded => Applicability::Excluded,
    });
    let applicability = decision.unwrap_or(derived);
    if applicability == Applicability::Excluded {
        reasons.clear();
    } else if decision == Some(Applicability::Included) && reasons.is_empty() {
        reasons.push(Reason::Decision { reason: justification.clone().unwrap_or_default() });
    }
    let mut field = |(value, from_theirs): (Option<String>, bool)| {
        carried |= from_theirs;
        value
    };
    let text = |of: fn(&Control) -> String| {
        records.either(
            |own| Some(of(own)).filter(|text| !text.is_empty()),
            |theirs| joined(theirs.iter().map(|control| of(control))),
        )
    };
    let implementation = field(text(|control| control.implementation.to_string()));
    let owner = field(text(|control| control.owner.as_ref().map(ToString::to_string).unwrap_or_default()));
    let (status, of_status) = records.either(
        |own| own.status,
        |theirs| {
            let least =
                theirs.iter().map(|control| control.status).min_by_key(|status| rank(*status)).flatten();
            least.filter(|_| records.whole)
        },
    );
    let (evidence, of_evidence) = records.either(
        |own| Some(own.evidence.clone()).filter(|list| !list.is_empty()),
        |theirs| {
            let all: Vec<Evidence> =
                theirs.iter().flat_map(|control| control.evidence.iter().cloned()).collect();
            Some(all).filter(|list| !list.is_empty())
        },
    );
    let (checked_on, of_check) = records
        .either(|own| own.checked_on, |theirs| theirs.iter().filter_map(|control| control.checked_on).min());
    carried |= of_status || of_evidence || of_check || (records.own.is_none() && !records.theirs.is_empty());
    Line {
        id,
        title,
        group,
        applicability,
        reasons,
        justification,
        overridden: decision.is_some_and(|decision| decision != derived),
        status,
        implementation: implementation.unwrap_or_default(),
        owner,
        evidence: evidence.unwrap_or_default(),
        checked_on,
        carried_from: records.theirs.iter().filter(|_| carried).map(|control| control.id.clone()).collect(),
    }
}
