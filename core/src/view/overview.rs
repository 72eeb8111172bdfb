//! Counts: where the ISMS stands, on one page.

use serde::Serialize;

use super::register::{Query, Selection, verdicts};
use super::{ViewError, soa::SoaView};
use crate::applicability::ImplementationStatus;
use crate::catalogue::Edition;
use crate::check::{Severity, check};
use crate::evaluation::Verdict;
use crate::identification::Stage;
use crate::isms::{Isms, Kind};
use crate::quantity::{Date, Title};

/// How many open risks are at a level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelCount {
    /// The level's name.
    pub name: Title,
    /// Without controls.
    pub inherent: usize,
    /// At present: with the controls in place where they were weighed.
    pub present: usize,
    /// With the plan carried out.
    pub target: usize,
}

/// Where the ISMS stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overview {
    /// The organisation.
    pub organisation: Title,
    /// How many records there are of each kind, where there are any.
    pub records: Vec<(&'static str, usize)>,
    /// Open risks by level, lowest first.
    pub levels: Vec<LevelCount>,
    /// Open risks by what is to be done.
    pub verdicts: Vec<(Verdict, usize)>,
    /// Open risks whose recorded score is missing or no longer holds.
    pub unrecorded: usize,
    /// Actions past their date.
    pub overdue: usize,
    /// Controls that are included, by status; `None` without one.
    pub controls: Vec<(Option<ImplementationStatus>, usize)>,
    /// What an auditor would find, by severity.
    pub findings: Vec<(Severity, usize)>,
    /// Findings raised and not closed.
    pub open_findings: usize,
    /// Proposals of responses that wait for a decision.
    pub waiting: usize,
}

impl Overview {
    /// Where the ISMS stands as of `today`.
    ///
    /// # Errors
    /// If the preferred methodology is not at hand or gives no answer.
    pub fn of(isms: &Isms, edition: Edition, today: Date) -> Result<Self, ViewError> {
        let mut selection = Selection::of(isms, &Query::default())?;
        let rows = std::mem::take(&mut selection.rows);
        let unrecorded = rows.iter().filter(|row| row.wants_recording()).count();
        let levels = (0..=u8::MAX).zip(&selection.policies).map(|(level, policy)| {
            let at = |stage: Option<Stage>| {
                let is_there =
                    |row: &&_| super::scored(row, stage).is_some_and(|scored| scored.level == level);
                rows.iter().filter(is_there).count()
            };
            LevelCount {
                name: policy.name.clone(),
                inherent: at(Some(Stage::Inherent)),
                present: at(None),
                target: at(Some(Stage::Target)),
            }
        });
        let levels = levels.collect();
        let (_, evaluated) = verdicts(isms, selection.in_use, rows, today);
        let all = [
            Verdict::Unassessed,
            Verdict::Accept,
            Verdict::Tolerate,
            Verdict::Accepted,
            Verdict::InTreatment,
            Verdict::Treat,
        ];
        let of = |verdict: Verdict| evaluated.iter().filter(|known| known.verdict == verdict).count();
        let found = check(isms, edition, today);
        let grave = |severity: &Severity| found.iter().filter(|known| known.severity == *severity).count();
        let kinds = Kind::ALL.iter().filter(|kind| !kind.is_single());
        Ok(Self {
            organisation: isms.organisation().name.clone(),
            records: kinds
                .map(|kind| (kind.as_str(), isms.ids(*kind).len()))
                .filter(|(_, count)| *count > 0)
                .collect(),
            levels,
            verdicts: all.map(|verdict| (verdict, of(verdict))).into(),
            unrecorded,
            overdue: isms.actions().values().filter(|action| action.is_overdue(today)).count(),
            controls: SoaView::of(isms, edition).statuses,
            findings: Severity::ALL.iter().map(|severity| (*severity, grave(severity))).collect(),
            open_findings: isms.findings().values().filter(|finding| finding.is_open()).count(),
            waiting: isms.responses().values().map(|response| response.waiting().count()).sum(),
        })
    }
}
