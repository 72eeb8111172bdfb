//! How far the controls of another catalogue are met by what the organisation does about Annex A.

use serde::Serialize;

use super::Relation;
use crate::applicability::ImplementationStatus;
use crate::id::ControlId;
use crate::isms::Isms;

/// A control of another catalogue, as far as this asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreign {
    /// Its id there: `AC-2`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The controls of Annex A beside it, and what it is to each.
    pub beside: Vec<(ControlId, Relation)>,
}

/// How far a control is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Met {
    /// No control of Annex A stands beside it.
    Unmapped,
    /// None of those beside it is in place.
    Open,
    /// Something of it is in place: a control in part, or one that covers only part of it.
    Partly,
    /// A control that covers it whole is in place.
    Covered,
}

/// A control beside it, and how far that one is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beside {
    /// The control of Annex A.
    pub control: ControlId,
    /// What the other catalogue's control is to it.
    pub relation: Relation,
    /// Its status in the ISMS.
    pub status: Option<ImplementationStatus>,
}

/// One control of the other catalogue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Covered {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How far it is met.
    pub met: Met,
    /// By what.
    pub beside: Vec<Beside>,
}

/// How far each of these controls is met by the controls of the ISMS.
///
/// One that is equal to a control of Annex A or a part of it is covered where that control is in place; one that is
/// wider, or only shares something with it, is met in part by it.
#[must_use]
pub fn coverage(isms: &Isms, controls: &[Foreign]) -> Vec<Covered> {
    let one = |control: &Foreign| {
        let beside: Vec<Beside> = control
            .beside
            .iter()
            .map(|(id, relation)| Beside {
                control: id.clone(),
                relation: *relation,
                status: isms.controls().get(id).and_then(|known| known.status),
            })
            .collect();
        let met = beside
            .iter()
            .map(|beside| {
                let whole = matches!(beside.relation, Relation::Equal | Relation::Subset | Relation::Merged);
                match beside.status.map_or(0, ImplementationStatus::halves) {
                    0 => Met::Open,
                    2 if whole => Met::Covered,
                    _ => Met::Partly,
                }
            })
            .max()
            .unwrap_or(Met::Unmapped);
        Covered { id: control.id.clone(), title: control.title.clone(), met, beside }
    };
    controls.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Change;

    #[test]
    fn a_part_is_covered_by_the_whole_and_the_whole_only_partly_by_a_part() {
        let mut isms = Isms::new("Example Ltd".parse().unwrap());
        for (id, status) in [("A.8.5", "implemented"), ("A.8.7", "partial"), ("A.8.8", "planned")] {
            let control = format!(r#"{{"control.record":{{"id":"{id}","status":"{status}"}}}}"#);
            let change: Change = serde_json::from_str(&control).unwrap();
            isms.apply(&change, &"A. Manager".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap())
                .unwrap();
        }
        let met = |beside: &[(&str, Relation)]| {
            let beside = beside.iter().map(|(id, relation)| (id.parse().unwrap(), *relation)).collect();
            coverage(&isms, &[Foreign { id: "X".into(), title: "X".into(), beside }])[0].met
        };
        assert_eq!(met(&[("A.8.5", Relation::Subset)]), Met::Covered);
        assert_eq!(met(&[("A.8.5", Relation::Equal)]), Met::Covered);
        assert_eq!(met(&[("A.8.5", Relation::Superset)]), Met::Partly);
        assert_eq!(met(&[("A.8.7", Relation::Equal)]), Met::Partly);
        assert_eq!(met(&[("A.8.8", Relation::Equal)]), Met::Open);
        assert_eq!(met(&[("A.8.8", Relation::Equal), ("A.8.5", Relation::Intersects)]), Met::Partly);
        assert_eq!(met(&[]), Met::Unmapped);
    }
}
