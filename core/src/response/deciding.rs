//! Deciding on what a response proposes: whether its ground is still there, and the changes that acceptance makes.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Decided, Response, Ruling};
use crate::applicability::{Control, ControlRevision, Evidence, ImplementationStatus};
use crate::audit::{AuditFinding, Severity};
use crate::catalogue;
use crate::change::Change;
use crate::diagnostic::{Rejection, Rule};
use crate::id::{ControlId, FactorId, ResponseId};
use crate::identification::{Estimate, FactorValue, RiskScenario, Stage};
use crate::isms::{Isms, Kind, RecordRef};
use crate::quantity::{Actor, Date, Text, Title};
use crate::questionnaire::{Proposal, ProposedChange};

/// How the ISMS stands to a proposal now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// As when it was made: accepting it changes something.
    Holds,
    /// It is so already: accepting it changes nothing.
    AlreadySo,
    /// The control has got another status since, and not the one proposed.
    Changed {
        /// Its status when the answers were sent.
        was: Option<ImplementationStatus>,
        /// Its status now.
        is: Option<ImplementationStatus>,
    },
    /// It can't be accepted: why, in words.
    Nothing(String),
}

/// How the ISMS stands now to a proposal of a response; `None` if it has no such proposal.
#[must_use]
pub fn ground(isms: &Isms, response: &Response, place: u16) -> Option<Ground> {
    let proposal = response.proposals.get(usize::from(place))?;
    Some(match &proposal.change {
        ProposedChange::ControlStatus { control, status } => match known_control(isms, control) {
            Err(why) => Ground::Nothing(why),
            Ok(control) => {
                let is = isms.controls().get(&control).and_then(|known| known.status);
                let was = response.statuses.get(&control).copied();
                match is {
                    _ if is == Some(*status) => Ground::AlreadySo,
                    _ if is == was => Ground::Holds,
                    _ => Ground::Changed { was, is },
                }
            }
        },
        ProposedChange::FactorLevel { factor, level } => match factor.parse::<FactorId>() {
            Err(error) => Ground::Nothing(error.to_string()),
            Ok(factor) => {
                let mut risks = response.answered_for(isms).peekable();
                if risks.peek().is_none() {
                    Ground::Nothing("the response answers for no open risk".to_owned())
                } else if risks.all(|risk| has_level(risk, &factor, *level)) {
                    Ground::AlreadySo
                } else {
                    Ground::Holds
                }
            }
        },
        ProposedChange::Finding { severity, against } => match against.parse::<Title>() {
            Err(error) => Ground::Nothing(error.to_string()),
            Ok(_) if raised(isms, response, (*severity, against), &title(proposal)) => Ground::AlreadySo,
            Ok(_) => Ground::Holds,
        },
    })
}

/// A control that has a record or stands in a built-in catalogue.
fn known_control(isms: &Isms, control: &str) -> Result<ControlId, String> {
    let id: ControlId = control.parse().map_err(|error: crate::id::IdError| error.to_string())?;
    if isms.controls().contains_key(&id) || catalogue::find(control).is_some() {
        Ok(id)
    } else {
        Err(format!("there is no control {id}"))
    }
}

/// The picture of a risk that answers speak of: the present one, with controls where those were weighed.
fn present(risk: &RiskScenario) -> (Stage, Option<&Estimate>) {
    match (&risk.current, &risk.inherent) {
        (None, Some(inherent)) => (Stage::Inherent, Some(inherent)),
        (current, _) => (Stage::Current, current.as_ref()),
    }
}

fn has_level(risk: &RiskScenario, factor: &FactorId, level: u8) -> bool {
    let value = present(risk).1.and_then(|estimate| estimate.factors.get(factor));
    value == Some(&FactorValue::Level(level))
}

/// Whether an open finding says the same, from a response to the same questionnaire.
fn raised(isms: &Isms, response: &Response, (severity, against): (Severity, &str), title: &Title) -> bool {
    let alike = |known: &AuditFinding| {
        let source = known.source.as_ref().and_then(|source| isms.responses().get(source));
        source.is_some_and(|source| source.questionnaire == response.questionnaire)
    };
    isms.findings().values().any(|known| {
        let same = known.severity == severity && known.against.as_str() == against && known.title == *title;
        same && known.is_open() && alike(known)
    })
}

/// A proposal's reason as a title: its first line, cut to what fits.
fn title(proposal: &Proposal) -> Title {
    let line = proposal.reason.in_language("en").lines().next().unwrap_or_default();
    let line: String = line.chars().filter(|c| !c.is_control()).take(500).collect();
    line.parse().unwrap_or_else(|_| Title::fixed("as answered"))
}

/// What accepting a proposal changes in the ISMS as it is now; nothing where it is so already.
pub(crate) fn deciding_changes(
    isms: &Isms,
    response: &Response,
    place: u16,
    (by, on): (&Actor, Date),
) -> Result<Vec<Change>, Rejection> {
    let at = RecordRef::new(Kind::Response, &response.id);
    let refuse = |why: String| {
        Err(Rejection::new(at.clone(), Rule::State, format!("proposal {place} can't be accepted: {why}"))
            .help("dismiss it, or mend what is missing"))
    };
    let Some((proposal, ground)) =
        response.proposals.get(usize::from(place)).zip(ground(isms, response, place))
    else {
        return refuse("there is none".to_owned());
    };
    if let Ground::Nothing(why) = ground {
        return refuse(why);
    }
    match &proposal.change {
        ProposedChange::ControlStatus { control, status } => {
            let Ok(id) = control.parse::<ControlId>() else {
                return refuse("there is no control".to_owned());
            };
            Ok(control_changes(isms, response, proposal, (id, *status)))
        }
        ProposedChange::FactorLevel { factor, level } => {
            let Ok(factor) = factor.parse::<FactorId>() else {
                return refuse("there is no factor".to_owned());
            };
            let other = |risk: &&RiskScenario| !has_level(risk, &factor, *level);
            let estimate = |risk: &RiskScenario| {
                let (stage, estimate) = present(risk);
                let mut estimate = estimate.cloned().unwrap_or_default();
                estimate.factors.insert(factor.clone(), FactorValue::Level(*level));
                let reason = format!("{}: {}", response.id, proposal.reason.in_language("en"));
                estimate.rationale = with_line(&estimate.rationale, &reason);
                Change::RiskEstimate { id: risk.id.clone(), stage, estimate: Some(estimate) }
            };
            Ok(response.answered_for(isms).filter(other).map(estimate).collect())
        }
        ProposedChange::Finding { .. } if ground == Ground::AlreadySo => Ok(Vec::new()),
        ProposedChange::Finding { severity, against } => {
            let Ok(against) = against.parse() else { return refuse("it is against nothing".to_owned()) };
            let id = isms.next_id(Kind::AuditFinding);
            Ok(vec![Change::FindingRaise(Box::new(AuditFinding {
                id: crate::id::FindingId::like(&id),
                title: title(proposal),
                severity: *severity,
                against,
                description: proposal.reason.in_language("en").parse().unwrap_or_default(),
                source: Some(response.id.clone()),
                audit: None,
                criterion: Text::default(),
                evidence: Text::default(),
                agreed: None,
                raised_by: Some(by.clone()),
                raised_on: Some(on),
                owner: None,
                due: None,
                closed: None,
            }))])
        }
    }
}

/// The control with its new status, and with the evidence that goes with the answers where it is said to be in place.
fn control_changes(
    isms: &Isms,
    response: &Response,
    proposal: &Proposal,
    (id, status): (ControlId, ImplementationStatus),
) -> Vec<Change> {
    let shown = evidence(response, proposal).filter(|_| status.halves() > 0);
    let Some(known) = isms.controls().get(&id) else {
        let blank = Control {
            id,
            title: None,
            source: None,
            status: Some(status),
            implementation: Text::default(),
            owner: None,
            evidence: shown.collect(),
            reasons: BTreeSet::new(),
            applicability: None,
            checked_on: None,
            custom: Default::default(),
        };
        return vec![Change::ControlRecord(Box::new(blank))];
    };
    let mut all = known.evidence.clone();
    let is_new = |new: &Evidence, all: &[Evidence]| {
        let same = |old: &Evidence| {
            (old.digest.is_some() && old.digest == new.digest)
                || (&old.title, &old.location) == (&new.title, &new.location)
        };
        !all.iter().any(same)
    };
    for new in shown {
        if is_new(&new, &all) {
            all.push(new);
        }
    }
    let set = ControlRevision {
        status: (known.status != Some(status)).then_some(Some(status)),
        evidence: (all != known.evidence).then_some(all),
        ..ControlRevision::default()
    };
    if set == ControlRevision::default() {
        return Vec::new();
    }
    vec![Change::ControlRevise { id, set: Box::new(set) }]
}

/// The evidence of the answers that led to a proposal, as a control keeps it.
fn evidence<'a>(response: &'a Response, proposal: &'a Proposal) -> impl Iterator<Item = Evidence> + 'a {
    let answers = proposal.because.iter().filter_map(|item| response.answers.get(item));
    answers.flat_map(|answer| &answer.evidence).filter_map(|of| {
        Some(Evidence {
            title: of.title.parse().ok()?,
            location: of.link.as_ref().and_then(|link| link.parse().ok()),
            digest: of.digest,
            collected_on: Some(Date::of(response.sent_at)),
            valid_until: None,
        })
    })
}

/// A text with one more line; as it was where it would become too long.
fn with_line(text: &Text, line: &str) -> Text {
    let joined = if text.is_empty() { line.to_owned() } else { format!("{}\n{line}", text.as_str()) };
    joined.parse().unwrap_or_else(|_| text.clone())
}

/// The response with these decisions.
pub(crate) fn decided(
    response: &Response,
    rulings: &[(&BTreeSet<u16>, Ruling)],
    (by, on): (&Actor, Date),
    reason: &Text,
) -> Result<Response, Rejection> {
    let at = |id: &ResponseId| RecordRef::new(Kind::Response, id);
    let refuse = |message: String| Err(Rejection::new(at(&response.id), Rule::State, message));
    let mut decided = response.clone();
    for (places, ruling) in rulings {
        for place in *places {
            if usize::from(*place) >= response.proposals.len() {
                return refuse(format!("it has no proposal {place}"));
            }
            if *ruling == Ruling::Dismissed && reason.trim().is_empty() {
                return Err(Rejection::new(at(&response.id), Rule::State, "a dismissal says why")
                    .clause("9.1")
                    .help("give the reason"));
            }
            let decision = Decided { ruling: *ruling, by: by.clone(), on, reason: reason.clone() };
            if let Some(before) = decided.decisions.insert(*place, decision) {
                return refuse(format!("proposal {place} is {} already", before.ruling));
            }
        }
    }
    Ok(decided)
}
