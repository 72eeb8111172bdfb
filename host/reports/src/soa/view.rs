//! What both forms of the statement show: lines by theme, counts, and the records that reasons name.

use std::collections::BTreeSet;

use riskwright_core::applicability::{
    Applicability, ImplementationStatus, Line, Reason, StatementOfApplicability, statement,
};
use riskwright_core::catalogue::Edition;
use riskwright_core::id::{RequirementId, ScenarioId};

use crate::{Context, wording};

/// How an included control stands, or that it is excluded: what bars and counts are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Share {
    Status(ImplementationStatus),
    Unstated,
    Excluded,
}

impl Share {
    /// In the order of bars.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let statuses = ImplementationStatus::ALL.iter().copied().map(Self::Status);
        statuses.chain([Self::Unstated, Self::Excluded])
    }

    fn of(line: &Line) -> Self {
        match (line.applicability, line.status) {
            (Applicability::Excluded, _) => Self::Excluded,
            (Applicability::Included, Some(status)) => Self::Status(status),
            (Applicability::Included, None) => Self::Unstated,
        }
    }

    /// The class that colours it.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Status(status) => status.as_str(),
            Self::Unstated => "unstated",
            Self::Excluded => "excluded",
        }
    }

    pub(crate) fn title(self) -> String {
        match self {
            Self::Status(status) => wording::status(Some(status)),
            Self::Unstated => "Status not stated".to_owned(),
            Self::Excluded => "Excluded".to_owned(),
        }
    }
}

/// Controls counted by how they stand, in the order of [`Share::all`].
#[derive(Debug, Default)]
pub(crate) struct Counts(Vec<(usize, &'static str, String)>);

impl Counts {
    fn of<'l>(lines: impl Iterator<Item = &'l Line> + Clone) -> Self {
        let count = |share: Share| lines.clone().filter(|line| Share::of(line) == share).count();
        Self(Share::all().map(|share| (count(share), share.class(), share.title())).collect())
    }

    /// Count, class and title of each share.
    pub(crate) fn shares(&self) -> &[(usize, &'static str, String)] {
        &self.0
    }

    pub(crate) fn total(&self) -> usize {
        self.0.iter().map(|(count, ..)| count).sum()
    }

    pub(crate) fn excluded(&self) -> usize {
        let excluded = self.0.iter().filter(|(_, class, _)| *class == Share::Excluded.class());
        excluded.map(|(count, ..)| count).sum()
    }

    pub(crate) fn included(&self) -> usize {
        self.total() - self.excluded()
    }
}

/// A theme or category with its lines.
pub(crate) struct Group<'v> {
    pub(crate) title: &'v str,
    pub(crate) lines: Vec<&'v Line>,
    pub(crate) counts: Counts,
}

pub(crate) struct View<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) soa: StatementOfApplicability,
}

/// A risk or requirement that a reason names.
pub(crate) struct Named {
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) what: &'static str,
    pub(crate) by: String,
    /// The owner or source alone.
    pub(crate) of: String,
}

impl<'a> View<'a> {
    pub(crate) fn of(context: &'a Context<'a>) -> Self {
        Self { context, soa: statement(context.isms, context.edition) }
    }

    /// Lines by group, in the order in which groups first appear: that of the edition, then controls from elsewhere.
    pub(crate) fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<(&str, Vec<&Line>)> = Vec::new();
        for line in &self.soa.lines {
            match groups.iter_mut().find(|(title, _)| *title == line.group) {
                Some((_, lines)) => lines.push(line),
                None => groups.push((&line.group, vec![line])),
            }
        }
        let counts: Vec<Counts> = groups.iter().map(|(_, lines)| Counts::of(lines.iter().copied())).collect();
        let groups = groups.into_iter().zip(counts);
        groups.map(|((title, lines), counts)| Group { title, lines, counts }).collect()
    }

    pub(crate) fn counts(&self) -> Counts {
        Counts::of(self.soa.lines.iter())
    }

    /// The risks and requirements that reasons name, so that the paper can be read without the registers.
    pub(crate) fn named(&self) -> Vec<Named> {
        let mut risks: BTreeSet<&ScenarioId> = BTreeSet::new();
        let mut requirements: BTreeSet<&RequirementId> = BTreeSet::new();
        for reason in self.soa.lines.iter().flat_map(|line| &line.reasons) {
            match reason {
                Reason::Risk { scenarios } => risks.extend(scenarios),
                Reason::Legal { requirements: ids }
                | Reason::Contractual { requirements: ids }
                | Reason::Business { requirements: ids } => requirements.extend(ids),
                Reason::Baseline | Reason::Decision { .. } => {}
            }
        }
        let isms = self.context.isms;
        let risks = risks.into_iter().filter_map(|id| isms.scenarios().get(id)).map(|risk| Named {
            kind: "risk",
            id: risk.id.to_string(),
            title: risk.title.to_string(),
            what: "Risk",
            by: risk.owner.as_ref().map_or_else(String::new, |owner| format!("Owner: {owner}")),
            of: risk.owner.as_ref().map_or_else(String::new, ToString::to_string),
        });
        let requirements =
            requirements.into_iter().filter_map(|id| isms.requirements().get(id)).map(|requirement| Named {
                kind: "requirement",
                id: requirement.id.to_string(),
                title: requirement.title.to_string(),
                what: "Requirement",
                by: requirement
                    .source
                    .as_ref()
                    .map_or_else(String::new, |source| format!("Source: {source}")),
                of: requirement.source.as_ref().map_or_else(String::new, ToString::to_string),
            });
        risks.chain(requirements).collect()
    }
}

/// `Yes`, or `No`; and that a person decided against what was derived.
pub(crate) fn applies(line: &Line) -> (&'static str, Option<&'static str>) {
    match (line.applicability, line.overridden) {
        (Applicability::Included, false) => ("Yes", None),
        (Applicability::Included, true) => ("Yes", Some("decided, though nothing points at it")),
        (Applicability::Excluded, false) => ("No", None),
        (Applicability::Excluded, true) => ("No", Some("decided, though reasons point at it")),
    }
}

/// Why an excluded control has no reasons, in words.
pub(crate) const NO_REASON: &str = "No risk, law, contract or business reason points at it";

/// The justification, or words for its absence where one is due.
pub(crate) fn justification(line: &Line) -> (&str, &'static str) {
    let absent = match line.applicability {
        Applicability::Included => "Not needed",
        Applicability::Excluded => "None given",
    };
    (line.justification.as_deref().unwrap_or_default(), absent)
}

/// From which controls of the other edition the state is carried over.
pub(crate) fn carried(line: &Line, edition: Edition) -> Option<String> {
    let other = match edition {
        Edition::E2022 => Edition::E2013,
        Edition::E2013 => Edition::E2022,
    };
    (!line.carried_from.is_empty())
        .then(|| format!("State carried over from {} ({other} edition)", wording::list(&line.carried_from)))
}
