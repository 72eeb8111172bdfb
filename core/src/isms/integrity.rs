//! What holds of every ISMS, whatever changes led to it: links lead somewhere, levels exist, assets form no circle.

use std::collections::{BTreeMap, BTreeSet};

use super::{Isms, Kind, Record, RecordRef};
use crate::catalogue;
use crate::diagnostic::{Rejection, Rule};
use crate::id::{ControlId, FactorId, FieldId};
use crate::identification::{CustomValues, FactorValue, FieldTarget, RiskScenario, Stage, dependency};
use crate::methodology::{BuildError, MethodologyInUse};
use crate::response::Questionnaire;
use crate::treatment::{Lowering, Treatment};

impl Isms {
    /// Whether a link leads somewhere: to a record, or to a control of a built-in catalogue.
    fn leads(&self, at: &RecordRef) -> bool {
        if at.kind == Kind::Control && catalogue::find(at.id.as_str()).is_some() {
            return true;
        }
        self.record(at).is_some()
    }

    /// Checks what the records at these places could have broken. The records are in place already.
    pub(crate) fn intact(&self, written: &BTreeSet<RecordRef>) -> Result<(), Rejection> {
        let mut gone: BTreeSet<&RecordRef> = BTreeSet::new();
        let mut assets = false;
        for at in written {
            match self.record(at) {
                Some(record) => self.holds(at, &record)?,
                None => {
                    gone.insert(at);
                }
            }
            assets |= at.kind == Kind::Asset;
        }
        if !gone.is_empty() {
            for record in self.records() {
                if let Some((field, to)) =
                    record.links().into_iter().find(|(_, to)| gone.contains(to) && !self.leads(to))
                {
                    let from = record.reference();
                    return Err(Rejection::new(
                        to,
                        Rule::StillReferred,
                        format!("{} still names it in `{field}`", said(&from)),
                    )
                    .help(format!("change or remove {} first", said(&from))));
                }
            }
        }
        if assets && let Some(path) = dependency::cycle(self) {
            let names: Vec<String> = path.iter().map(ToString::to_string).collect();
            let at = path.first().map(|id| RecordRef::new(Kind::Asset, id));
            return Err(Rejection::new(
                at,
                Rule::DependencyCycle,
                format!("the assets rely on each other in a circle: {}", names.join(" → ")),
            )
            .clause("6.1.2 c")
            .help("values flow from an asset to what it relies on; take one of these dependencies out"));
        }
        Ok(())
    }

    /// Checks one record in its place.
    fn holds(&self, at: &RecordRef, record: &Record) -> Result<(), Rejection> {
        for (field, to) in record.links() {
            if !self.leads(&to) {
                return Err(Rejection::new(
                    at.clone(),
                    Rule::BrokenLink,
                    format!("`{field}` names {} {}, which does not exist", to.kind, to.id),
                )
                .help(format!("add {} {} first, or name another", to.kind, to.id)));
            }
        }
        match record {
            Record::Asset(asset) => {
                for (factor, level) in &asset.values {
                    self.level_exists(at, factor, *level)?;
                }
                self.custom_holds(at, FieldTarget::Asset, &asset.custom)
            }
            Record::RiskScenario(scenario) => {
                self.estimates_hold(at, scenario)?;
                self.custom_holds(at, FieldTarget::Risk, &scenario.custom)
            }
            Record::Control(control) => self.custom_holds(at, FieldTarget::Control, &control.custom),
            Record::Treatment(treatment) => self.lowerings_hold(at, treatment),
            Record::CustomField(field) => self.field_fits(&field.id),
            Record::RiskCriteria(criteria) => {
                let refuse = |error: crate::methodology::criteria::CriteriaError| {
                    Rejection::new(at.clone(), Rule::Criteria, error.to_string()).clause("6.1.2 a")
                };
                criteria.validate().map_err(refuse)?;
                for methodology in self.methodologies.values() {
                    self.methodology_fits(methodology)?;
                }
                self.levels_still_exist()
            }
            Record::MethodologyInUse(methodology) => {
                self.methodology_fits(methodology)?;
                self.described_as_it_is(methodology)?;
                self.levels_still_exist()
            }
            Record::Plugin(plugin) => {
                for methodology in self.methodologies.values() {
                    if methodology.plugin().is_some_and(|engine| engine.plugin == plugin.id) {
                        self.methodology_fits(methodology)?;
                    }
                }
                for questionnaire in self.questionnaires.values() {
                    if questionnaire.plugin().is_some_and(|known| known.plugin == plugin.id) {
                        self.questionnaire_holds(questionnaire)?;
                    }
                }
                Ok(())
            }
            Record::Questionnaire(questionnaire) => self.questionnaire_holds(questionnaire),
            Record::Response(response) => {
                let lost = response.decisions.keys().find(|at| usize::from(**at) >= response.proposals.len());
                match lost {
                    Some(place) => {
                        let message = format!("it decides on proposal {place}, which it does not have");
                        Err(Rejection::new(at.clone(), Rule::Answers, message))
                    }
                    None => Ok(()),
                }
            }
            Record::ScoreRecord(record) => {
                let scores = Stage::ALL.iter().filter_map(|stage| record.score(*stage));
                match scores.into_iter().find(|score| !score.score.is_finite()) {
                    Some(_) => Err(Rejection::new(at.clone(), Rule::Number, "a score is not finite")),
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// Checks that a treatment's controls lower factors there are, levels by steps and numbers by shares.
    fn lowerings_hold(&self, at: &RecordRef, treatment: &Treatment) -> Result<(), Rejection> {
        for (control, lowers) in &treatment.controls {
            for (factor, lowering) in lowers {
                let own = self.own_factor(factor).map(|own| &own.kind);
                let ordinal = self.criteria.scale(factor).is_some()
                    || matches!(own, Some(crate::methodology::FactorKind::Ordinal(_)));
                // the lowest level exists on every scale: this asks for the factor alone
                if own.is_none() || ordinal {
                    self.level_exists(at, factor, 0)?;
                }
                let (fits, takes) = match lowering {
                    Lowering::Steps(_) => {
                        (ordinal, "a share from 0 to below 1: no control takes a risk away entirely")
                    }
                    Lowering::Share(share) if ordinal || !(0.0..1.0).contains(share) => {
                        (false, if ordinal { "whole steps" } else { "a share from 0 to below 1" })
                    }
                    Lowering::Share(_) => (true, ""),
                };
                if !fits {
                    let message = format!("{control} lowers {factor} by what it is not lowered by");
                    return Err(Rejection::new(at.clone(), Rule::Number, message)
                        .clause("6.1.3 b")
                        .help(format!("{factor} takes {takes}")));
                }
            }
        }
        Ok(())
    }

    fn methodology_fits(&self, methodology: &MethodologyInUse) -> Result<(), Rejection> {
        if let Err(error) = methodology.validate(&self.criteria) {
            return Err(unfit(
                methodology,
                error.to_string(),
                "scales, tables, bands and levels must fit together: change them in one `together`",
            ));
        }
        let Some(engine) = methodology.plugin() else { return Ok(()) };
        let installed = self.plugins.get(&engine.plugin).map(|plugin| plugin.digest);
        if installed != Some(engine.package) {
            return Err(unfit(
                methodology,
                format!("`{}` is installed in another version than the one it rests on", engine.plugin),
                "upgrade the plugin and what rests on it in one `together`",
            ));
        }
        Ok(())
    }

    /// Holds what is on record of a methodology's plugin against the plugin, where it is at hand.
    fn described_as_it_is(&self, methodology: &MethodologyInUse) -> Result<(), Rejection> {
        if methodology.plugin().is_none() {
            return Ok(());
        }
        match methodology.build(self) {
            Ok(_) | Err(BuildError::NotAtHand { .. }) => Ok(()),
            Err(error) if self.at_hand.replaying && error.not_run() => Ok(()),
            Err(error) => Err(unfit(
                methodology,
                error.to_string(),
                match error {
                    BuildError::Description { .. } => "take the description over as the plugin gives it",
                    _ => "give settings that the plugin takes, or install a version of it that answers",
                },
            )),
        }
    }

    /// Checks that a questionnaire holds together, and is what its plugin says of itself.
    fn questionnaire_holds(&self, questionnaire: &Questionnaire) -> Result<(), Rejection> {
        let at = RecordRef::new(Kind::Questionnaire, &questionnaire.id);
        let refuse = |message: String, help: &str| {
            Err(Rejection::new(at.clone(), Rule::Questionnaire, message).help(help))
        };
        if let Err(error) = questionnaire.form() {
            return refuse(error.to_string(), "mend these, all of them are named");
        }
        let Some(known) = questionnaire.plugin() else { return Ok(()) };
        if self.plugins.get(&known.plugin).map(|plugin| plugin.digest) != Some(known.package) {
            return refuse(
                format!("`{}` is installed in another version than the one it rests on", known.plugin),
                "upgrade the plugin and what rests on it in one `together`",
            );
        }
        // as with methodologies: held against the plugin, where it is at hand
        let engines = self.at_hand.engines.as_ref().filter(|_| !self.at_hand.replaying);
        let engine =
            engines.and_then(|engines| engines.questionnaire(&known.plugin, &known.package).ok().flatten());
        match engine {
            Some(engine) if *engine.contents() != known.contents => refuse(
                "its contents are not what the plugin asks".to_owned(),
                "take the contents over as the plugin gives them",
            ),
            _ => Ok(()),
        }
    }

    fn level_exists(&self, at: &RecordRef, factor: &FactorId, level: u8) -> Result<(), Rejection> {
        if let Some(own) = self.own_factor(factor) {
            let crate::methodology::FactorKind::Ordinal(levels) = &own.kind else {
                return Err(Rejection::new(at.clone(), Rule::Number, format!("{factor} has no levels"))
                    .help("give a number, a range or yes or no, as the methodology asks"));
            };
            if usize::from(level) < levels.len() {
                return Ok(());
            }
            let message = format!("{factor} has no level {level}");
            return Err(Rejection::new(at.clone(), Rule::LevelOutOfScale, message)
                .clause("6.1.2 a")
                .help(format!("levels are counted from 0 to {}", levels.len().saturating_sub(1))));
        }
        match self.criteria.scale(factor) {
            None if factor.as_str().contains('/') => Ok(()),
            None => {
                let mut known = vec!["likelihood".to_owned(), "consequence".to_owned()];
                known.extend(self.criteria.criteria.iter().map(|criterion| criterion.id.to_string()));
                Err(Rejection::new(
                    at.clone(),
                    Rule::UnknownFactor,
                    format!("`{factor}` is no factor of the criteria"),
                )
                .clause("6.1.2 a")
                .help(format!("known are: {}", known.join(", "))))
            }
            Some(scale) if scale.get(level).is_some() => Ok(()),
            Some(scale) => {
                let count = scale.levels.len();
                Err(Rejection::new(
                    at.clone(),
                    Rule::LevelOutOfScale,
                    format!("{factor} has no level {level}"),
                )
                .clause("6.1.2 a")
                .help(format!("levels are counted from 0 to {}", count.saturating_sub(1))))
            }
        }
    }

    fn estimates_hold(&self, at: &RecordRef, scenario: &RiskScenario) -> Result<(), Rejection> {
        for stage in Stage::ALL.iter().copied() {
            for (factor, value) in scenario.estimate(stage).iter().flat_map(|estimate| &estimate.factors) {
                let possible = match value {
                    FactorValue::Level(level) => {
                        self.level_exists(at, factor, *level)?;
                        true
                    }
                    FactorValue::Number(number) => number.is_finite(),
                    FactorValue::Range([low, mode, high]) => {
                        low.is_finite() && high.is_finite() && low <= mode && mode <= high
                    }
                    FactorValue::Flag(_) => true,
                };
                let known_scale = self.criteria.scale(factor).is_some();
                if let Some(own) = self.own_factor(factor)
                    && let Err(takes) = own.takes(value)
                {
                    let message = format!("the {stage} {factor} takes {takes}");
                    return Err(Rejection::new(at.clone(), Rule::Number, message).clause("6.1.2 d"));
                }
                if !possible || (known_scale && !matches!(value, FactorValue::Level(_))) {
                    return Err(Rejection::new(
                        at.clone(),
                        Rule::Number,
                        format!(
                            "the {stage} {factor} takes {}",
                            if known_scale { "a level" } else { "finite numbers that rise" }
                        ),
                    ));
                }
            }
        }
        Ok(())
    }

    fn custom_holds(
        &self,
        at: &RecordRef,
        target: FieldTarget,
        values: &CustomValues,
    ) -> Result<(), Rejection> {
        for (id, value) in values {
            let field = self.custom_fields.get(id);
            if !field.is_some_and(|field| field.on.contains(&target) && field.admits(value)) {
                return Err(Rejection::new(
                    at.clone(),
                    Rule::CustomField,
                    format!("the field `{id}` does not take `{value}` here"),
                )
                .help("define the field for this kind of record, or give a value it takes"));
            }
        }
        Ok(())
    }

    /// Whether all values of a field that was redefined still fit it.
    fn field_fits(&self, id: &FieldId) -> Result<(), Rejection> {
        fn holds_field(values: &CustomValues, id: &FieldId) -> bool {
            values.contains_key(id)
        }
        let only = |values: &CustomValues| -> CustomValues {
            values.get(id).map(|value| BTreeMap::from([(id.clone(), value.clone())])).unwrap_or_default()
        };
        for asset in self.assets.values().filter(|asset| holds_field(&asset.custom, id)) {
            self.custom_holds(
                &RecordRef::new(Kind::Asset, &asset.id),
                FieldTarget::Asset,
                &only(&asset.custom),
            )?;
        }
        for scenario in self.scenarios.values().filter(|scenario| holds_field(&scenario.custom, id)) {
            self.custom_holds(
                &RecordRef::new(Kind::RiskScenario, &scenario.id),
                FieldTarget::Risk,
                &only(&scenario.custom),
            )?;
        }
        for control in self.controls.values().filter(|control| holds_field(&control.custom, id)) {
            self.custom_holds(
                &RecordRef::new(Kind::Control, &control.id),
                FieldTarget::Control,
                &only(&control.custom),
            )?;
        }
        Ok(())
    }

    /// Whether every level in use exists on scales that were changed.
    fn levels_still_exist(&self) -> Result<(), Rejection> {
        for asset in self.assets.values() {
            let at = RecordRef::new(Kind::Asset, &asset.id);
            for (factor, level) in &asset.values {
                self.level_exists(&at, factor, *level)?;
            }
        }
        for scenario in self.scenarios.values() {
            self.estimates_hold(&RecordRef::new(Kind::RiskScenario, &scenario.id), scenario)?;
        }
        Ok(())
    }
}

fn unfit(methodology: &MethodologyInUse, message: String, help: &str) -> Rejection {
    let at = RecordRef::new(Kind::MethodologyInUse, &methodology.id);
    Rejection::new(at, Rule::Criteria, message).clause("6.1.2 a").help(help)
}

fn said(at: &RecordRef) -> String {
    if at.kind.is_single() { format!("the {}", at.kind) } else { format!("{} {}", at.kind, at.id) }
}

/// The title of a control: its own, or the catalogue's.
#[must_use]
pub fn control_title(isms: &Isms, id: &ControlId) -> String {
    let own = isms.controls().get(id).and_then(|control| control.title.as_ref()).map(ToString::to_string);
    own.or_else(|| catalogue::title(id).map(ToOwned::to_owned)).unwrap_or_else(|| id.to_string())
}
