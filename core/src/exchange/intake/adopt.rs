//! Scales: holding the source's levels against the organisation's, and taking them over where that is asked for.

use std::collections::BTreeSet;

use super::{Reader, Row, Subject, Table, Target};
use crate::exchange::level::{self, Stated};
use crate::id::FactorId;
use crate::identification::Stage;
use crate::isms::Record;
use crate::methodology::criteria::Scale;
use crate::methodology::{Engine, MethodologyInUse};
use crate::quantity::Title;

/// The two scales a matrix is made of.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Likelihood,
    Consequence,
}

fn side(target: &Target) -> Option<(Side, FactorId)> {
    match target {
        Target::Factor(_, factor) if *factor == FactorId::likelihood() => {
            Some((Side::Likelihood, factor.clone()))
        }
        Target::Factor(_, factor) | Target::Value(factor) => Some((Side::Consequence, factor.clone())),
        _ => None,
    }
}

impl Reader<'_> {
    /// Takes over the source's scales, where they are others and that is asked for.
    pub(super) fn adopt_scales(&mut self, found: &mut [Table<'_>]) {
        if !self.options.adopt_scale {
            return;
        }
        let likelihood = self.foreign(found, Side::Likelihood);
        let consequence = self.foreign(found, Side::Consequence);
        if likelihood.is_none() && consequence.is_none() {
            return;
        }
        let estimated = self
            .isms
            .scenarios()
            .values()
            .filter(|scenario| Stage::ALL.iter().any(|stage| scenario.estimate(*stage).is_some()))
            .count();
        let valued = self.isms.assets().values().filter(|asset| !asset.values.is_empty()).count();
        if estimated + valued > 0 {
            self.intake.notes.push(format!(
                "the source's scale is not taken over: {estimated} risks and {valued} assets are estimated on the present one"
            ));
            return;
        }
        let infer = |cells: Option<BTreeSet<String>>, present: &Scale| match cells {
            Some(cells) => level::infer(&cells),
            None => Some(present.clone()),
        };
        let mut criteria = self.isms.criteria().clone();
        let (Some(likelihood), Some(consequence)) =
            (infer(likelihood, &criteria.likelihood), infer(consequence, &criteria.consequence))
        else {
            self.intake.notes.push(
                "the source's scale is not taken over: the order of its levels can't be told".to_owned(),
            );
            return;
        };
        criteria.likelihood = likelihood;
        criteria.consequence = consequence;
        criteria.approval = None;
        for criterion in &mut criteria.criteria {
            criterion.onto.clear();
            criterion.scale = None;
        }
        let settings =
            level::combine(&criteria.likelihood, &criteria.consequence, &self.stated(found, &criteria));
        let names =
            |scale: &Scale| scale.names().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let bands: Vec<String> =
            settings.bands.iter().map(|band| format!("{} ({})", band.name, band.acceptance)).collect();
        self.intake.notes.push(format!(
            "taken over from the source: likelihood {}; consequence {}; levels of risk {}. Look at the table and have the criteria approved",
            names(&criteria.likelihood),
            names(&criteria.consequence),
            bands.join(", ")
        ));
        let id = criteria.methodology.clone();
        let title =
            self.isms.methodologies().get(&id).map_or(Title::fixed("Matrix"), |in_use| in_use.title.clone());
        self.isms.put(Record::from(MethodologyInUse { id, title, engine: Engine::Matrix(settings) }));
        // other methodologies were made for the scales that go
        let others: Vec<_> =
            self.isms.methodologies().keys().filter(|id| **id != criteria.methodology).cloned().collect();
        for other in others {
            self.intake
                .notes
                .push(format!("the methodology {other} is taken away: it was made for other scales"));
            self.isms.take(&crate::isms::RecordRef::new(crate::isms::Kind::MethodologyInUse, &other));
        }
        self.isms.put(criteria.into());
    }

    /// All the levels a side's cells speak of, if one of them is not on the organisation's scale.
    fn foreign(&self, found: &[Table<'_>], wanted: Side) -> Option<BTreeSet<String>> {
        let mut cells = BTreeSet::new();
        let mut foreign = false;
        for table in found.iter().filter(|table| matches!(table.subject, Subject::Scenario | Subject::Asset))
        {
            for column in &table.columns {
                let Some((side, factor)) = side(&column.target) else { continue };
                let Some(scale) = self.isms.criteria().scale(&factor).filter(|_| side == wanted) else {
                    continue;
                };
                for row in &table.rows {
                    let Some(text) = Row::new(table, *row).text(column) else { continue };
                    foreign |= level::read(scale, &factor, &text, column, &self.options.mapping).is_none();
                    cells.insert(text);
                }
            }
        }
        foreign.then_some(cells)
    }

    /// What the source says follows from which likelihood and consequence.
    fn stated(&self, found: &[Table<'_>], criteria: &crate::methodology::RiskCriteria) -> Vec<Stated> {
        let mut stated = Vec::new();
        for table in found.iter().filter(|table| table.subject == Subject::Scenario) {
            for stage in Stage::ALL.iter().copied() {
                let factor = |id: FactorId| {
                    table.columns.iter().find(|column| column.target == Target::Factor(stage, id.clone()))
                };
                let (Some(l), Some(c)) = (factor(FactorId::likelihood()), factor(FactorId::consequence()))
                else {
                    continue;
                };
                let Some(level) = table.column(&format!("{stage}.level")) else { continue };
                for row in &table.rows {
                    let row = Row::new(table, *row);
                    let read = |column, id: FactorId, scale: &Scale| {
                        level::read(scale, &id, &row.text(column)?, column, &self.options.mapping)
                    };
                    let triple = read(l, FactorId::likelihood(), &criteria.likelihood)
                        .zip(read(c, FactorId::consequence(), &criteria.consequence))
                        .zip(row.text(level));
                    stated.extend(triple.map(|((l, c), level)| (l, c, level)));
                }
            }
        }
        stated
    }
}
