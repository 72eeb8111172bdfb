//! The Statement of Applicability as a page shows it: reasons by name, evidence, and what responses propose beside.

use serde::Serialize;

use super::Named;
use crate::applicability::{Applicability, ImplementationStatus, Line, Reason, standing, statement};
use crate::catalogue::Edition;
use crate::id::ResponseId;
use crate::isms::Isms;
use crate::quantity::Digest;
use crate::questionnaire::ProposedChange;

/// A control's line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SoaRow {
    /// The line.
    #[serde(flatten)]
    pub line: Line,
    /// Whether the control has a record of its own: it is revised, and not recorded for the first time.
    pub recorded: bool,
    /// The risks and requirements that its reasons name, with their titles.
    pub named: Vec<Named>,
    /// Responses that propose a status nobody has decided on yet.
    pub proposed: Vec<(ResponseId, ImplementationStatus)>,
}

/// The Statement of Applicability for one edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SoaView {
    /// The edition.
    pub edition: Edition,
    /// Whether it is a version that was approved, in words.
    pub standing: String,
    /// The digest that an approval would name.
    pub digest: Digest,
    /// How many controls are included and excluded.
    pub included: (usize, usize),
    /// How many of the included ones stand how; `None` without a status.
    pub statuses: Vec<(Option<ImplementationStatus>, usize)>,
    /// The lines.
    pub rows: Vec<SoaRow>,
}

impl SoaView {
    /// The statement as it is derived now.
    #[must_use]
    pub fn of(isms: &Isms, edition: Edition) -> Self {
        let soa = statement(isms, edition);
        let waiting = waiting(isms);
        let included = |line: &&Line| line.applicability == Applicability::Included;
        let count = soa.lines.iter().filter(included).count();
        let statuses = ImplementationStatus::ALL.iter().copied().map(Some).chain([None]);
        let stand = |status| soa.lines.iter().filter(included).filter(|line| line.status == status).count();
        Self {
            edition,
            standing: standing(isms, &soa).to_string(),
            digest: Digest::of_json(&soa).unwrap_or(Digest::ZERO),
            included: (count, soa.lines.len().saturating_sub(count)),
            statuses: statuses.map(|status| (status, stand(status))).collect(),
            rows: soa
                .lines
                .into_iter()
                .map(|line| SoaRow {
                    recorded: isms.controls().contains_key(&line.id),
                    named: named(isms, &line),
                    proposed: waiting
                        .iter()
                        .filter(|(control, ..)| *control == line.id.as_str())
                        .map(|(_, response, status)| ((*response).clone(), *status))
                        .collect(),
                    line,
                })
                .collect(),
        }
    }
}

/// The statuses that wait for a decision.
fn waiting(isms: &Isms) -> Vec<(&str, &ResponseId, ImplementationStatus)> {
    let mut all = Vec::new();
    for response in isms.responses().values() {
        for place in response.waiting().map(usize::from) {
            if let Some(ProposedChange::ControlStatus { control, status }) =
                response.proposals.get(place).map(|proposal| &proposal.change)
            {
                all.push((control.as_str(), &response.id, *status));
            }
        }
    }
    all
}

fn named(isms: &Isms, line: &Line) -> Vec<Named> {
    let mut named = Vec::new();
    for reason in &line.reasons {
        match reason {
            Reason::Risk { scenarios } => named.extend(
                scenarios.iter().map(|id| Named::new(id, isms.scenarios().get(id).map(|risk| &risk.title))),
            ),
            Reason::Legal { requirements }
            | Reason::Contractual { requirements }
            | Reason::Business { requirements } => named.extend(
                requirements.iter().map(|id| Named::new(id, isms.requirements().get(id).map(|of| &of.title))),
            ),
            Reason::Baseline | Reason::Decision { .. } => {}
        }
    }
    named
}
