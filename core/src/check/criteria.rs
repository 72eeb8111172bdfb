//! The criteria and the methodology that decides: approved, complete, and able to tell risks apart (6.1.2 a, b).

use super::{Findings, Place, rules};
use crate::isms::{Isms, Kind};
use crate::methodology::heatmap::{HeatMap, heatmap};
use crate::methodology::matrix::Acceptance;
use crate::methodology::{LevelPolicy, MethodologyInUse};

pub(super) fn check(isms: &Isms, findings: &mut Findings) {
    let criteria = isms.criteria();
    let at = |field| Place::single(Kind::RiskCriteria).field(field);
    if criteria.approval.is_none() {
        findings.add(
            &rules::CRITERIA_UNAPPROVED,
            at("approval"),
            "the risk criteria are not approved",
            "have top management approve scales, levels and what is acceptable",
        );
    }
    if criteria.reassess_months.is_none() {
        findings.add(
            &rules::NO_INTERVAL,
            at("reassess_months"),
            "the criteria do not say after how many months risks are assessed again",
            "set an interval; 12 months are usual",
        );
    }
    if let Some(preferred) = isms.preferred_methodology() {
        acceptance(preferred, &preferred.policies(), findings);
        let map = preferred
            .build(isms)
            .ok()
            .and_then(|methodology| heatmap(std::iter::empty(), methodology.as_ref(), None, None).ok());
        if let Some(map) = map {
            combinations(preferred, &map, findings);
        }
    }
}

fn engine(methodology: &MethodologyInUse) -> Place {
    Place::of(Kind::MethodologyInUse, &methodology.id).field("engine")
}

fn acceptance(methodology: &MethodologyInUse, policies: &[LevelPolicy], findings: &mut Findings) {
    let any = |wanted| policies.iter().any(|policy| policy.acceptance == wanted);
    if !any(Acceptance::Acceptable) {
        findings.add(
            &rules::NOTHING_ACCEPTABLE,
            engine(methodology),
            "no level is acceptable: nothing says which risks may be carried",
            "mark the levels at which risks are carried without further ado as `acceptable`",
        );
    }
    if !any(Acceptance::Unacceptable) {
        findings.add(
            &rules::NOTHING_UNACCEPTABLE,
            engine(methodology),
            "no level is unacceptable: nothing would ever have to be treated",
            "mark the levels that call for treatment or the owner's acceptance as `unacceptable`",
        );
    }
    for (lower, higher) in policies.iter().zip(policies.iter().skip(1)) {
        if higher.acceptance < lower.acceptance {
            findings.add(
                &rules::ACCEPTANCE_FALLS,
                engine(methodology),
                format!(
                    "`{}` is {}, although the lower level `{}` is {}",
                    higher.name, higher.acceptance, lower.name, lower.acceptance
                ),
                "let what is acceptable end where what is not begins",
            );
        }
    }
}

/// Whether every combination has a level, and a worse one never a lower score.
fn combinations(methodology: &MethodologyInUse, map: &HeatMap, findings: &mut Findings) {
    let named = |row: usize, column: usize| {
        let name = |levels: &[crate::quantity::Title], at: usize| {
            levels.get(at).map(ToString::to_string).unwrap_or_default()
        };
        format!(
            "{} `{}` with {} `{}`",
            map.down.title.to_lowercase(),
            name(&map.down.levels, row),
            map.across.title.to_lowercase(),
            name(&map.across.levels, column)
        )
    };
    let score = |row: usize, column: usize| map.cells.get(row)?.get(column)?.score;
    for (row, cells) in map.cells.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let Some(here) = cell.score else {
                findings.add(
                    &rules::MATRIX_HOLE,
                    engine(methodology),
                    format!("there is no level for {}", named(row, column)),
                    "let the methodology give a level for every combination",
                );
                continue;
            };
            let better = [
                row.checked_sub(1).and_then(|above| score(above, column)),
                column.checked_sub(1).and_then(|left| score(row, left)),
            ];
            if let Some(before) = better.into_iter().flatten().find(|before| *before > here) {
                findings.add(
                    &rules::MATRIX_FALLS,
                    engine(methodology),
                    format!("the score falls from {before} to {here} at {}", named(row, column)),
                    "let the score never fall where likelihood or consequence rises",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The built-in matrix refuses such tables; a methodology from elsewhere may have them.
    #[test]
    fn holes_and_falls_of_a_map_are_found() {
        let isms = Isms::new("Example".parse().unwrap());
        let preferred = isms.preferred_methodology().unwrap();
        let built = preferred.build(&isms).unwrap();
        let mut map = heatmap(std::iter::empty(), built.as_ref(), None, None).unwrap();
        let mut findings = Findings::default();
        combinations(preferred, &map, &mut findings);
        assert_eq!(findings.0, []);
        map.cells[2][1].score = None;
        map.cells[4][4].score = Some(1.0);
        combinations(preferred, &map, &mut findings);
        let messages: Vec<&str> = findings.0.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "there is no level for likelihood `likely` with consequence `significant`",
                "the score falls from 4 to 1 at likelihood `almost certain` with consequence `catastrophic`",
            ]
        );
    }
}
