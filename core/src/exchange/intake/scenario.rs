//! Risk scenarios, their treatment, and controls from tables.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Column, Reader, Row, Subject, Table, Target, fields, inventory::looks_like_id, items, one_line, plain,
};
use crate::applicability::{Control, Decision, Evidence, ImplementationStatus, Override, StatedReason};
use crate::catalogue;
use crate::exchange::fields::word;
use crate::id::{ControlId, FactorId, ScenarioId};
use crate::identification::{Approach, Estimate, FactorValue, RiskScenario, Stage};
use crate::isms::{Kind, Record};
use crate::quantity::{Text, Title};
use crate::treatment::{Lowering, Treatment, TreatmentOption};

type Lowerings = BTreeMap<FactorId, Lowering>;

/// Whether the status of a scenario says open or closed; other words are a status of another kind.
pub(in crate::exchange) fn is_status(text: &str) -> bool {
    matches!(word("scenario-status", text), Some("open" | "closed"))
}

/// An evidence item as a cell writes it: `[title](place)`, `title <place>`, a bare address, or a title.
pub(in crate::exchange) fn evidence(text: &str) -> Vec<Evidence> {
    let mut found = Vec::new();
    let links = text.contains("](");
    for item in items(text, links) {
        let (title, place) = if let Some((title, place)) = item
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(')'))
            .and_then(|rest| rest.split_once("]("))
        {
            (title.to_owned(), Some(place.to_owned()))
        } else if let Some((title, place)) = item.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            let title = if title.trim().is_empty() { place } else { title };
            (title.to_owned(), Some(place.to_owned()))
        } else if item.starts_with("http://") || item.starts_with("https://") {
            (item.clone(), Some(item.clone()))
        } else {
            (item.clone(), None)
        };
        let short: String = one_line(&title).chars().take(500).collect();
        let Ok(title) = short.parse() else { continue };
        let location = place.and_then(|place| one_line(&place).parse().ok());
        found.push(Evidence { title, location, digest: None, collected_on: None, valid_until: None });
    }
    found
}

impl Reader<'_> {
    pub(super) fn scenarios(&mut self, table: &Table<'_>) {
        for at in &table.rows {
            let mut row = Row::new(table, *at);
            if self.is_template(&row) || self.is_section(&row) {
                continue;
            }
            let read = self.scenario(&mut row);
            let (scenario, treatment) =
                read.map_or((None, None), |(scenario, treatment)| (Some(scenario), treatment));
            if self.settle(row, scenario.map(Record::from))
                && let Some(treatment) = treatment
            {
                self.isms.put(treatment.into());
            }
        }
    }

    /// A row with one cell filled, behind which others follow, is a heading within the table.
    fn is_section(&self, row: &Row<'_>) -> bool {
        row.table.columns.len() > 2
            && row.table.columns.iter().filter(|column| row.text(column).is_some()).count() == 1
    }

    fn scenario(&mut self, row: &mut Row<'_>) -> Option<(RiskScenario, Option<Treatment>)> {
        let title = self.scenario_title(row)?;
        let id: ScenarioId = self.id(row, Kind::RiskScenario, Some(&title))?;
        let table = row.table;
        let has = |field: &str| table.column(field).is_some();
        let known = self.isms.scenarios().get(&id).map(|scenario| scenario.as_ref().clone());
        let mut scenario = known.unwrap_or_else(|| blank(id.clone(), title.clone()));
        if has("title") || scenario.title.is_empty() {
            scenario.title = title;
        }
        if has("description") {
            scenario.description = row.prose("description").unwrap_or_default();
        }
        if let Some(full) =
            row.get("title").filter(|full| full.chars().count() > 500 && scenario.description.is_empty())
        {
            scenario.description = full.parse().unwrap_or_default();
        }
        if has("approach") {
            let all: Vec<&str> = Approach::ALL.iter().map(|approach| approach.as_str()).collect();
            scenario.approach = row.word("approach", "approach", &all, self.options);
        }
        if has("assets") {
            scenario.assets = row.get("assets").map(|text| self.asset_refs(&text)).unwrap_or_default();
        }
        if has("threats") {
            scenario.threats = row.get("threats").map(|text| self.threat_refs(&text)).unwrap_or_default();
        }
        if has("vulnerabilities") {
            scenario.vulnerabilities =
                row.get("vulnerabilities").map(|text| self.vulnerability_refs(&text)).unwrap_or_default();
        }
        if has("risk-source") {
            scenario.sources = row.get("risk-source").map(|text| self.source_refs(&text)).unwrap_or_default();
        }
        if has("owner") {
            scenario.owner = row.actor("owner");
        }
        if has("existing-controls") {
            scenario.existing_controls = self.control_refs(row, "existing-controls").into_keys().collect();
        }
        if has("identified-on") {
            scenario.identified_on = row.date("identified-on");
        }
        if has("review-on") {
            scenario.review_on = row.date("review-on");
        }
        if has("closed") {
            scenario.closed = row.prose("closed");
        }
        if let Some(column) = table.column("status") {
            match row.text(column).and_then(|text| word("scenario-status", &text)) {
                Some("closed") if scenario.closed.is_none() => {
                    scenario.closed = Some(Text::fixed("closed in the source"))
                }
                Some("open") => scenario.closed = None,
                _ => {}
            }
        }
        self.estimates(row, &mut scenario);
        scenario.custom = self.own_values(row, std::mem::take(&mut scenario.custom));
        let treatment = self.treatment(row, &id);
        Some((scenario, treatment))
    }

    /// The title of a scenario: said, or made of its description, or of threat and vulnerability.
    fn scenario_title(&mut self, row: &mut Row<'_>) -> Option<Title> {
        let made = || {
            let parts: Vec<String> =
                ["threats", "vulnerabilities"].iter().filter_map(|field| row.get(field)).collect();
            (!parts.is_empty()).then(|| parts.join(": "))
        };
        let text = row.get("title").or_else(|| row.get("description")).or_else(made);
        let title = text.and_then(|text| {
            let line = one_line(&text);
            let short = if line.chars().count() > 500 {
                line.chars().take(497).collect::<String>() + "…"
            } else {
                line
            };
            short.parse().ok()
        });
        // a table that only tells more of risks that are known need not repeat what they are
        let known = || {
            let id: ScenarioId = row.get("id")?.trim().parse().ok()?;
            Some(self.isms.scenarios().get(&id)?.title.clone())
        };
        let title = title.or_else(|| if row.table.column("title").is_none() { known() } else { None });
        if title.is_none() {
            row.problem("title", "", "what could happen, in a sentence");
        }
        title
    }

    fn estimates(&self, row: &mut Row<'_>, scenario: &mut RiskScenario) {
        let table = row.table;
        for stage in Stage::ALL.iter().copied() {
            let columns: Vec<(&Column, &FactorId)> = table
                .columns
                .iter()
                .filter_map(|column| match &column.target {
                    Target::Factor(of, factor) if *of == stage => Some((column, factor)),
                    _ => None,
                })
                .collect();
            if !columns.is_empty() {
                // what no column tells stays as it was estimated
                let mut factors: BTreeMap<FactorId, FactorValue> =
                    scenario.estimate(stage).map(|estimate| estimate.factors.clone()).unwrap_or_default();
                for (_, factor) in &columns {
                    factors.remove(*factor);
                }
                for (column, factor) in columns {
                    let value = match self.isms.own_factor(factor) {
                        Some(own) => self.own_factor(row, column, own),
                        None => self.level(row, column, factor).map(FactorValue::Level),
                    };
                    if let Some(value) = value {
                        factors.insert(factor.clone(), value);
                    }
                }
                let rationale = row.prose(&format!("{stage}.rationale")).unwrap_or_default();
                let estimate = (!factors.is_empty()).then_some(Estimate { factors, rationale });
                *scenario = scenario.with_estimate(stage, estimate);
            }
            let stated = format!("{stage}.level");
            if table.column(&stated).is_some() {
                match row.title(&stated) {
                    Some(level) => scenario.stated.insert(stage, level),
                    None => scenario.stated.remove(&stage),
                };
            }
        }
    }

    fn treatment(&mut self, row: &mut Row<'_>, id: &ScenarioId) -> Option<Treatment> {
        let has = |field: &str| row.table.column(field).is_some();
        if !(has("treatment.option") || has("treatment.controls") || has("treatment.rationale")) {
            return None;
        }
        let all: Vec<&str> = TreatmentOption::ALL.iter().map(|option| option.as_str()).collect();
        let undecided = row
            .get("treatment.option")
            .is_some_and(|text| matches!(plain(&text).as_str(), "open" | "offen" | "ouvert" | "undecided"));
        let option = if undecided && !self.options.mapping.words.contains_key("treatment-option") {
            None
        } else {
            row.word("treatment.option", "treatment-option", &all, self.options)
        };
        let controls = self.control_refs(row, "treatment.controls");
        let rationale = row.prose("treatment.rationale").unwrap_or_default();
        let treatment = Treatment { id: id.clone(), option, rationale, controls };
        let known = self.isms.treatments().contains_key(id);
        (known
            || treatment.option.is_some()
            || !treatment.rationale.is_empty()
            || !treatment.controls.is_empty())
        .then_some(treatment)
    }

    /// The controls a cell names, each with what it lowers: `A.8.5 (likelihood -1); NL-1`.
    pub(super) fn control_refs(&mut self, row: &mut Row<'_>, field: &str) -> BTreeMap<ControlId, Lowerings> {
        let mut controls = BTreeMap::new();
        let Some(text) = row.get(field) else { return controls };
        for piece in items(&text, true) {
            let (name, lowering) = match piece.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
                Some((name, inside)) => match self.lowerings(inside) {
                    Some(lowering) => (name.trim(), lowering),
                    None => (piece.as_str(), Lowerings::new()),
                },
                None => (piece.as_str(), Lowerings::new()),
            };
            match self.control_named(name) {
                Ok(id) => {
                    controls.insert(id, lowering);
                }
                Err(expected) => row.problem(field, name.to_owned(), expected),
            }
        }
        controls
    }

    /// `likelihood -1, availability -2`; `None` if the text says something else.
    fn lowerings(&self, text: &str) -> Option<Lowerings> {
        let mut lowerings = Lowerings::new();
        for part in text.split(',') {
            let (factor, by) = part.trim().rsplit_once(' ')?;
            let by = by.trim_start_matches(['-', '−', '–']);
            let factor: FactorId = plain(factor).replace(' ', "-").parse().ok()?;
            let lowering = match by.strip_suffix('%') {
                Some(percent) => Lowering::Share(percent.parse::<f64>().ok()? / 100.0),
                None => Lowering::Steps(by.parse().ok()?),
            };
            self.isms.criteria().scale(&factor)?;
            lowerings.insert(factor, lowering);
        }
        Some(lowerings)
    }

    /// The control that a text names: by id, by id and title, or by title. An unknown name is a control of the
    /// organisation's own; an unknown number of Annex A is a mistake.
    pub(super) fn control_named(&mut self, text: &str) -> Result<ControlId, String> {
        let text = &super::unlinked(text);
        let first = text.split([' ', ':']).next().unwrap_or(text).trim_end_matches(['-', '–', ':', ')']);
        let known = |id: &ControlId| catalogue::find(id.as_str()).is_some();
        for candidate in [text, first] {
            if let Some(id) = ControlId::recognise(candidate)
                && (known(&id) || self.isms.controls().contains_key(&id))
            {
                return Ok(id);
            }
        }
        if let Some(id) = self.known(Kind::Control, text).and_then(|id| id.parse().ok()) {
            return Ok(id);
        }
        if let Some(control) = catalogue::controls(catalogue::Edition::E2022)
            .iter()
            .find(|control| plain(control.title) == plain(text))
        {
            return control.id.parse().map_err(|_| String::new());
        }
        let annex = ControlId::recognise(first).filter(|id| {
            let body = id.as_str().strip_prefix("A.").unwrap_or_default();
            !body.is_empty() && body.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        });
        if annex.is_some() {
            return Err(
                "a control of Annex A, 2022 (A.5.1 to A.8.34) or 2013 (A.5.1.1 to A.18.2.3)".to_owned()
            );
        }
        let short: String = one_line(text).chars().take(500).collect();
        let title: Title = short.parse().map_err(|_| "a control".to_owned())?;
        let id: ControlId = match text.parse() {
            Ok(id) if looks_like_id(text) => id,
            _ => self.next_id(Kind::Control),
        };
        let source = id.as_str().split_once(':').and_then(|(source, _)| source.parse().ok());
        let control = Control { title: Some(title), source, ..bare(id.clone()) };
        self.take_new(control.into(), Subject::Control);
        Ok(id)
    }

    pub(super) fn controls(&mut self, table: &Table<'_>) {
        for at in &table.rows {
            let mut row = Row::new(table, *at);
            if self.is_template(&row) || self.is_section(&row) {
                continue;
            }
            let control = self.control(&mut row);
            self.settle(row, control.map(Record::from));
        }
    }

    fn control(&mut self, row: &mut Row<'_>) -> Option<Control> {
        let Some(text) = row.get("id").map(|text| super::unlinked(&text)) else {
            row.problem("id", "", "the control's id, such as A.8.24");
            return None;
        };
        let id = ControlId::recognise(&text).or_else(|| ControlId::recognise(text.split([' ', ':']).next()?));
        let Some(id) = id else {
            row.problem("id", text, "the control's id, such as A.8.24, or an id of your own without spaces");
            return None;
        };
        let annex = id
            .as_str()
            .strip_prefix("A.")
            .is_some_and(|body| body.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        if annex && catalogue::find(id.as_str()).is_none() {
            if self.is_group(&id) {
                return None;
            }
            row.problem(
                "id",
                text,
                "a control of Annex A, 2022 (A.5.1 to A.8.34) or 2013 (A.5.1.1 to A.18.2.3)",
            );
            return None;
        }
        let address = row.address(row.table.column("id"));
        let given = (Kind::Control, id.as_str().to_owned());
        if let Some(first) = self.given.insert(given, format!("{} {address}", row.table.grid.source)) {
            row.problem("id", text, format!("an id that stands once; {first} has it already"));
            return None;
        }
        let known = self.isms.controls().get(&id).map(|control| control.as_ref().clone());
        let mut control = known.unwrap_or_else(|| bare(id.clone()));
        let table = row.table;
        let has = |field: &str| table.column(field).is_some();
        if catalogue::find(id.as_str()).is_none() {
            control.title = row.title("title").or(control.title);
            control.source = row
                .title("source")
                .or(control.source)
                .or_else(|| id.as_str().split_once(':').and_then(|(source, _)| source.parse().ok()));
        }
        if has("status") {
            let all: Vec<&str> = ImplementationStatus::ALL.iter().map(|status| status.as_str()).collect();
            control.status = row.word("status", "implementation-status", &all, self.options);
        }
        if has("owner") {
            control.owner = row.actor("owner");
        }
        if has("implementation") {
            control.implementation = row.prose("implementation").unwrap_or_default();
        }
        if has("evidence") {
            control.evidence = row.get("evidence").map(|text| evidence(&text)).unwrap_or_default();
        }
        if has("reviewed-on") {
            control.checked_on = row.date("reviewed-on");
        }
        self.applicability(row, &mut control);
        if control.status == Some(ImplementationStatus::NotApplicable)
            && control.applicability.is_none()
            && control.reasons.is_empty()
        {
            let reason = row.prose("exclusion-reason").unwrap_or_default();
            control.applicability = Some(Override { decision: Decision::Excluded, reason });
        }
        control.custom = self.own_values(row, std::mem::take(&mut control.custom));
        Some(control)
    }

    /// Whether an id names a theme, category or objective that stands as a row of its own: `A.5`, `A.9.2`.
    fn is_group(&self, id: &ControlId) -> bool {
        let prefix = format!("{id}.");
        catalogue::ids(catalogue::Edition::E2013).iter().any(|control| control.starts_with(&prefix))
    }

    /// Reasons, and decisions against them, as the columns of a Statement of Applicability tell them.
    fn applicability(&self, row: &mut Row<'_>, control: &mut Control) {
        let table = row.table;
        let mut decided: Option<Decision> = None;
        let mut said = row.get("exclusion-reason");
        let mut listed = row.get("reasons");
        // one column for both: words that are reasons are reasons
        let is_reason =
            |text: &String| items(text, true).iter().all(|item| word("justification", item).is_some());
        if listed.is_none() && said.as_ref().is_some_and(is_reason) {
            listed = said.take();
        }
        if let Some(text) = row.get("applicability") {
            decided = match fields::leading_word("applicability", &text) {
                Some("included" | "yes") => Some(Decision::Included),
                Some("excluded" | "no") => Some(Decision::Excluded),
                _ => {
                    row.problem("applicability", text, "yes or no");
                    None
                }
            };
        }
        let reason_columns =
            ["reasons", "reason.legal", "reason.contractual", "reason.business", "reason.risk"];
        if reason_columns.iter().any(|field| table.column(field).is_some()) {
            control.reasons.clear();
        }
        let mut prose = Vec::new();
        for item in listed.as_ref().map(|text| items(text, true)).unwrap_or_default() {
            match word("justification", &item) {
                Some("excluded") => decided = Some(Decision::Excluded),
                Some(value) => match value.parse::<StatedReason>() {
                    Ok(reason) => {
                        control.reasons.insert(reason);
                    }
                    Err(_) => prose.push(item),
                },
                None => prose.push(item),
            }
        }
        let columns = [
            ("reason.legal", StatedReason::Legal),
            ("reason.contractual", StatedReason::Contractual),
            ("reason.business", StatedReason::Business),
            ("reason.risk", StatedReason::Risk),
        ];
        for (field, reason) in columns {
            if row.get(field).is_some_and(|text| {
                !matches!(fields::leading_word("applicability", &text), Some("excluded" | "no"))
            }) {
                control.reasons.insert(reason);
            }
        }
        if !prose.is_empty() {
            let prose = listed.unwrap_or_default();
            // "Not applicable: no development" and the like
            let plain = plain(&prose);
            if ["not applicable", "excluded", "nicht anwendbar", "ausgeschlossen", "non applicable", "exclu"]
                .iter()
                .any(|start| plain.starts_with(start))
            {
                decided = decided.or(Some(Decision::Excluded));
            }
            said = said.or(Some(prose));
        }
        if decided == Some(Decision::Excluded) && said.is_none() {
            said = row.get("remarks");
        }
        let reason: Text = said.and_then(|text| text.parse().ok()).unwrap_or_default();
        control.applicability = match decided {
            Some(Decision::Excluded) => Some(Override { decision: Decision::Excluded, reason }),
            // reasons that are told speak for themselves
            Some(Decision::Included) if !control.reasons.is_empty() && reason.is_empty() => None,
            Some(Decision::Included) => Some(Override { decision: Decision::Included, reason }),
            None if !reason.is_empty() => Some(Override { decision: Decision::Included, reason }),
            None if row.table.column("applicability").is_some() || row.table.column("reasons").is_some() => {
                None
            }
            None => control.applicability.take(),
        };
    }
}

fn blank(id: ScenarioId, title: Title) -> RiskScenario {
    RiskScenario {
        id,
        title,
        description: Text::default(),
        approach: None,
        assets: BTreeSet::new(),
        threats: BTreeSet::new(),
        vulnerabilities: BTreeSet::new(),
        sources: BTreeSet::new(),
        owner: None,
        existing_controls: BTreeSet::new(),
        inherent: None,
        current: None,
        target: None,
        stated: BTreeMap::new(),
        closed: None,
        identified_on: None,
        review_on: None,
        custom: BTreeMap::new(),
    }
}

fn bare(id: ControlId) -> Control {
    Control {
        id,
        title: None,
        source: None,
        status: None,
        implementation: Text::default(),
        owner: None,
        evidence: Vec::new(),
        reasons: BTreeSet::new(),
        applicability: None,
        checked_on: None,
        custom: BTreeMap::new(),
    }
}
