//! Single fields as a person types them: `current.likelihood=likely`, `assets+=AS-3`, `due=31.03.2027`.

use serde_json::{Map, Value, json};

use super::fields::{self, Subject, is_blank, plain};
use super::intake::{items, read_date, scenario};
use super::level;
use super::problem::Mapping;
use super::step;
use super::table::{Column, Target};
use crate::catalogue;
use crate::change::Change;
use crate::field::FieldKind;
use crate::id::FactorId;
use crate::identification::{CustomField, FieldTarget, Stage};
use crate::isms::{Isms, Kind, RecordRef};
use crate::methodology::Factor;
use crate::quantity::Title;

/// What is done with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// `=`: it gets the value; a blank one clears it.
    Set,
    /// `+=`: the items are added to its list.
    Add,
    /// `-=`: the items are taken out of its list.
    Remove,
}

/// One field and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The field: its name in the interchange format, or any heading an import would know.
    pub field: String,
    /// What is done.
    pub how: How,
    /// The value as typed.
    pub value: String,
}

impl std::str::FromStr for Assignment {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (left, value) = text.split_once('=').ok_or("write field=value")?;
        let (field, how) = match left.strip_suffix(['+', '-']) {
            Some(field) if left.ends_with('+') => (field, How::Add),
            Some(field) => (field, How::Remove),
            None => (left, How::Set),
        };
        if field.trim().is_empty() {
            return Err("write field=value; the field's name is missing".to_owned());
        }
        Ok(Self { field: field.trim().to_owned(), how, value: value.trim().to_owned() })
    }
}

/// Which part of an assignment does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The field's name.
    Field,
    /// The value.
    Value,
}

/// Why fields can't be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A record of which there is none.
    #[error("there is no {kind} {id}", kind = .0.kind, id = .0.id)]
    Unknown(RecordRef),
    /// Records of this kind are made otherwise.
    #[error("{0} records are not set field by field")]
    Kind(Kind),
    /// An assignment that does not fit.
    #[error("{field}: found `{found}`, expected {expected}")]
    Assignment {
        /// Which one, from 0.
        index: usize,
        /// The field as typed.
        field: String,
        /// The part at fault.
        part: Part,
        /// What was found.
        found: String,
        /// What would do.
        expected: String,
    },
}

/// The change that sets these fields of a record; with `new`, the one that adds a record with them.
///
/// Levels are read by name or number, dates in the usual ways, lists by semicolon or comma. A control of a built-in
/// catalogue that has no record yet gets one.
///
/// ```
/// use riskwright_core::{exchange::edit::edit, isms::Isms};
/// let isms = Isms::new("Example Ltd".parse().unwrap());
/// let at = "risk/R-1".parse().unwrap();
/// let set = ["title=Fire in the server room".parse().unwrap(), "inherent.likelihood=likely".parse().unwrap()];
/// let change = edit(&isms, &at, true, &set).unwrap();
/// assert_eq!(change.name(), "risk.identify");
/// ```
///
/// # Errors
/// The first assignment that does not fit, or a record that is not there.
pub fn edit(isms: &Isms, at: &RecordRef, new: bool, assignments: &[Assignment]) -> Result<Change, EditError> {
    let present = isms.record(at).and_then(|record| record.to_json().ok());
    let built_in = at.kind == Kind::Control && catalogue::find(at.id.as_str()).is_some();
    let adds = new || (present.is_none() && built_in);
    if present.is_none() && !adds {
        return Err(EditError::Unknown(at.clone()));
    }
    let start = match &present {
        Some(Value::Object(fields)) if !new => fields.clone(),
        _ if at.kind.is_single() => Map::new(),
        _ => Map::from_iter([("id".to_owned(), json!(at.id))]),
    };
    let mut editor = Editor { isms, at, adds, record: start, touched: Vec::new() };
    for (index, assignment) in assignments.iter().enumerate() {
        editor.assign(assignment).map_err(|wrong| EditError::Assignment {
            index,
            field: assignment.field.clone(),
            part: wrong.part,
            found: wrong.found,
            expected: wrong.expected,
        })?;
    }
    editor.change().map_err(|message| match message {
        None => EditError::Kind(at.kind),
        Some(expected) => EditError::Assignment {
            index: assignments.len(),
            field: at.to_string(),
            part: Part::Field,
            found: String::new(),
            expected: expected.replace("missing field", "it needs"),
        },
    })
}

struct Wrong {
    part: Part,
    found: String,
    expected: String,
}

/// A record being edited as JSON.
struct Editor<'a> {
    isms: &'a Isms,
    at: &'a RecordRef,
    adds: bool,
    record: Map<String, Value>,
    /// The fields that were set, by name.
    touched: Vec<String>,
}

impl Editor<'_> {
    fn assign(&mut self, assignment: &Assignment) -> Result<(), Wrong> {
        let value = |expected: String| Wrong { part: Part::Value, found: assignment.value.clone(), expected };
        if let Some((stage, factor)) = self.factor(&assignment.field) {
            return self.estimate(stage, &factor, assignment).map_err(value);
        }
        if let Some(factor) = self.asset_value(&assignment.field) {
            let level = self.level(&factor, &assignment.value).map_err(value)?;
            self.inside("values", factor.as_str(), level);
            return Ok(());
        }
        if let Some(field) = self.custom(&assignment.field) {
            let set = match is_blank(&assignment.value) {
                true => None,
                false => Some(field.read(&assignment.value).map_err(value)?),
            };
            let id = field.id.clone();
            self.inside("custom", id.as_str(), set.and_then(|set| serde_json::to_value(set).ok()));
            return Ok(());
        }
        let name = self.name(&assignment.field);
        if self.at.kind == Kind::Control && name.starts_with("applicability") && is_blank(&assignment.value) {
            // without a decision there is no reason for it either
            self.put("applicability", Value::Null);
            return Ok(());
        }
        if let Some((outer, inner)) = nested(self.at.kind, &name) {
            let text = (!is_blank(&assignment.value)).then(|| json!(assignment.value));
            self.inside(outer, inner, text);
            return self.try_out().map_err(|_| value("a text".to_owned()));
        }
        self.field(name, assignment)
    }

    /// Sets a whole field, by the first reading of the value that the field takes.
    fn field(&mut self, name: String, assignment: &Assignment) -> Result<(), Wrong> {
        let known = self.at.kind.fields().iter().find(|field| field.name == name);
        let readings = match assignment.how {
            How::Set if assignment.value.is_empty() => nothing(),
            How::Set if known.is_some_and(|field| field.kind == FieldKind::Content) => {
                step::read(FieldKind::Content, &assignment.value).into_iter().collect()
            }
            How::Set => readings(&assignment.value),
            How::Add | How::Remove => {
                let before = self.record.get(&name).and_then(Value::as_array);
                let mut list = before.cloned().unwrap_or_default();
                for item in items(&assignment.value, true) {
                    let item = json!(item);
                    list.retain(|known| *known != item);
                    if assignment.how == How::Add {
                        list.push(item);
                    }
                }
                vec![Value::Array(list)]
            }
        };
        let mut told: Option<String> = None;
        for reading in readings {
            self.put(&name, reading);
            let Err(message) = self.try_out() else { return Ok(()) };
            if message.starts_with(&format!("unknown field `{name}`")) {
                return Err(Wrong {
                    part: Part::Field,
                    found: assignment.field.clone(),
                    expected: known_fields(self.isms, self.at.kind, &message),
                });
            }
            // a reading of the wrong type says less than one of the wrong value
            let says_little =
                |told: &String| told.starts_with("invalid type") || told.starts_with("unknown field");
            if told.as_ref().is_none_or(says_little) {
                told = Some(message);
            }
        }
        let expected = plainly(&told.unwrap_or_default());
        Err(Wrong { part: Part::Value, found: assignment.value.clone(), expected })
    }

    /// What is wrong with the fields set so far, apart from those still missing.
    fn try_out(&self) -> Result<(), String> {
        match self.build() {
            Err(Some(message)) if !message.starts_with("missing field") => Err(message),
            _ => Ok(()),
        }
    }

    fn change(&self) -> Result<Change, Option<String>> {
        self.build()
    }

    /// The change; `None` where records of this kind have none, or what is wrong in words.
    fn build(&self) -> Result<Change, Option<String>> {
        let read = |value: Value| {
            serde_json::from_value::<Change>(value).map_err(|error| {
                let text = error.to_string();
                // positions within a value that nobody typed as JSON say nothing
                Some(text.split(" at line ").next().unwrap_or_default().to_owned())
            })
        };
        let id = &self.at.id;
        let set: Map<String, Value> = self
            .touched
            .iter()
            .filter_map(|name| Some((name.clone(), self.record.get(name)?.clone())))
            .collect();
        match (self.at.kind, Change::names_of(self.at.kind)) {
            (Kind::Organisation, _) => read(json!({ "organisation.describe": { "set": set } })),
            (Kind::Scope, _) => read(json!({ "scope.define": { "set": set } })),
            (Kind::RiskCriteria, _) => read(json!({ "criteria.set": { "criteria": self.record } })),
            (_, Some([add, _, _])) if self.adds => read(json!({ add: self.record })),
            (Kind::RiskScenario, _) if self.touched.len() == 1 => {
                let stage = self.touched.first().filter(|name| name.parse::<Stage>().is_ok());
                match stage {
                    Some(stage) => {
                        let estimate = self.record.get(stage).cloned().unwrap_or(Value::Null);
                        read(json!({ "risk.estimate": { "id": id, "stage": stage, "estimate": estimate } }))
                    }
                    None => read(json!({ "risk.revise": { "id": id, "set": set } })),
                }
            }
            (_, Some([_, revise, _])) => read(json!({ revise: { "id": id, "set": set } })),
            (_, None) => Err(None),
        }
    }

    /// The stage and factor of a scenario that a field means: `current.likelihood`, `Inherent safety`, `Schadenshöhe`.
    fn factor(&self, field: &str) -> Option<(Stage, FactorId)> {
        if self.at.kind != Kind::RiskScenario {
            return None;
        }
        let criteria = self.isms.criteria();
        let by_name = |stage: &str, rest: &str| {
            let stage: Stage = stage.parse().ok()?;
            let named = criteria
                .criteria
                .iter()
                .find(|criterion| plain(&criterion.title) == plain(rest))
                .map(|criterion| criterion.id.clone());
            let factor = named.or_else(|| rest.trim().to_lowercase().parse().ok())?;
            let known = criteria.scale(&factor).is_some() || self.isms.own_factor(&factor).is_some();
            known.then_some((stage, factor))
        };
        let split = |text: &str| {
            let (stage, rest) = text.split_once(['.', ' '])?;
            by_name(stage, rest)
        };
        split(field).or_else(|| split(fields::field(Subject::Scenario, field)?))
    }

    fn asset_value(&self, field: &str) -> Option<FactorId> {
        if self.at.kind != Kind::Asset {
            return None;
        }
        let field = field.strip_prefix("values.").unwrap_or(field);
        let found = self
            .isms
            .criteria()
            .criteria
            .iter()
            .find(|criterion| plain(&criterion.title) == plain(field) || criterion.id.as_str() == field);
        found.map(|criterion| criterion.id.clone())
    }

    fn custom(&self, field: &str) -> Option<&CustomField> {
        let target = match self.at.kind {
            Kind::Asset => FieldTarget::Asset,
            Kind::RiskScenario => FieldTarget::Risk,
            Kind::Control => FieldTarget::Control,
            _ => return None,
        };
        let field = field.strip_prefix("custom.").unwrap_or(field);
        let mut fields = self.isms.custom_fields().values().filter(|known| known.on.contains(&target));
        fields
            .find(|known| known.id.as_str() == field || plain(&known.title) == plain(field))
            .map(AsRef::as_ref)
    }

    /// The name of a field in the interchange format.
    fn name(&self, field: &str) -> String {
        let own = field.trim().to_lowercase().replace(['-', ' '], "_");
        let subject = Subject::ALL.iter().copied().find(|subject| subject.kind() == Some(self.at.kind));
        let meant = subject.and_then(|subject| fields::field(subject, field)).unwrap_or(field);
        let meant = match (self.at.kind, meant) {
            (Kind::Control, "reviewed-on") => "checked_on",
            (Kind::Requirement, "text") => "title",
            (Kind::RiskScenario, "risk-source") => "sources",
            _ => meant,
        };
        let own_is_known = serde_json::from_value::<Change>(self.probe(&own))
            .is_err_and(|error| error.to_string().starts_with("unknown field"));
        if own_is_known { meant.replace(['-', ' '], "_") } else { own }
    }

    /// A change with one field of this name, to learn whether there is such a field.
    fn probe(&self, name: &str) -> Value {
        let set = Map::from_iter([(name.to_owned(), Value::Null)]);
        match (self.at.kind, Change::names_of(self.at.kind)) {
            (Kind::Organisation, _) => json!({ "organisation.describe": { "set": set } }),
            (Kind::Scope, _) => json!({ "scope.define": { "set": set } }),
            (Kind::RiskCriteria, _) => json!({ "criteria.set": { "criteria": set } }),
            (_, Some([_, revise, _])) => json!({ revise: { "id": self.at.id, "set": set } }),
            (_, None) => Value::Null,
        }
    }

    fn estimate(&mut self, stage: Stage, factor: &FactorId, assignment: &Assignment) -> Result<(), String> {
        let value = match self.isms.own_factor(factor) {
            Some(own) => self.own_value(own, &assignment.value)?,
            None => self.level(factor, &assignment.value)?.map(|level| json!({ "level": level })),
        };
        let mut estimate = match self.record.get(stage.as_str()) {
            Some(Value::Object(estimate)) => estimate.clone(),
            _ => Map::from_iter([("factors".to_owned(), json!({}))]),
        };
        if let Some(Value::Object(factors)) = estimate.get_mut("factors") {
            match value {
                Some(value) => factors.insert(factor.to_string(), value),
                None => factors.remove(factor.as_str()),
            };
        }
        self.put(stage.as_str(), Value::Object(estimate));
        Ok(())
    }

    fn level(&self, factor: &FactorId, text: &str) -> Result<Option<Value>, String> {
        if is_blank(text) {
            return Ok(None);
        }
        let scale = self.isms.criteria().scale(factor).ok_or("a factor of the criteria")?;
        let level = level::read(scale, factor, text, &as_typed(), &Mapping::default());
        level.map(|level| Some(json!(level))).ok_or_else(|| level::spelled(scale))
    }

    /// A plugin's own factor; `None` clears it.
    fn own_value(&self, factor: &Factor, text: &str) -> Result<Option<Value>, String> {
        if is_blank(text) {
            return Ok(None);
        }
        let value = level::read_own(factor, text, &as_typed(), &Mapping::default())?;
        Ok(serde_json::to_value(value).ok())
    }

    /// Sets or clears one key of a field that is an object.
    fn inside(&mut self, outer: &str, inner: &str, value: Option<Value>) {
        let mut object = match self.record.get(outer) {
            Some(Value::Object(object)) => object.clone(),
            _ => Map::new(),
        };
        match value {
            Some(value) => object.insert(inner.to_owned(), value),
            None => object.remove(inner),
        };
        self.put(outer, Value::Object(object));
    }

    fn put(&mut self, name: &str, value: Value) {
        self.record.insert(name.to_owned(), value);
        if !self.touched.iter().any(|known| known == name) {
            self.touched.push(name.to_owned());
        }
    }
}

/// A column for what stands in none.
fn as_typed() -> Column {
    Column {
        at: 0,
        heading: String::new(),
        target: Target::Ignored,
        from_zero: false,
        signs: false,
        other_status: false,
    }
}

/// A field that lies within another: `current.rationale`, the decision and reason of a control's applicability.
fn nested(kind: Kind, name: &str) -> Option<(&'static str, &'static str)> {
    match (kind, name) {
        (Kind::RiskScenario, "inherent.rationale") => Some(("inherent", "rationale")),
        (Kind::RiskScenario, "current.rationale") => Some(("current", "rationale")),
        (Kind::RiskScenario, "target.rationale") => Some(("target", "rationale")),
        (Kind::RiskScenario, "inherent.level") => Some(("stated", "inherent")),
        (Kind::RiskScenario, "current.level") => Some(("stated", "current")),
        (Kind::RiskScenario, "target.level") => Some(("stated", "target")),
        (Kind::Control, "applicability" | "applicability.decision") => Some(("applicability", "decision")),
        (Kind::Control, "exclusion_reason" | "applicability.reason") => Some(("applicability", "reason")),
        _ => None,
    }
}

/// What would do, from what a reader of JSON says of a value that does not.
fn plainly(message: &str) -> String {
    if message.contains("date is not valid") || message.contains("failed to parse") {
        return "a day such as 2026-03-31".to_owned();
    }
    let expected = message.rsplit_once("expected ").map_or(message, |(_, rest)| rest).replace('`', "");
    match expected.as_str() {
        "u8" | "u16" | "u32" | "u64" => "a whole number from 0 on".to_owned(),
        "f64" => "a number".to_owned(),
        "a boolean" => "yes or no".to_owned(),
        _ => expected,
    }
}

/// What a cleared field can hold, by its type.
fn nothing() -> Vec<Value> {
    vec![Value::Null, json!([]), json!(""), json!({}), json!(false), json!(0)]
}

/// What a typed value can mean, the likeliest first.
fn readings(text: &str) -> Vec<Value> {
    let mut readings = vec![json!(text), json!(text.to_lowercase().replace(' ', "-"))];
    if let Some(date) = read_date(text) {
        readings.push(json!(date));
    }
    match fields::word("applicability", text) {
        Some("yes") => readings.push(json!(true)),
        Some("no") => readings.push(json!(false)),
        _ => {}
    }
    if let Ok(number) = text.trim_end_matches(['%', ' ']).parse::<u64>() {
        readings.push(json!(number));
    }
    if let Ok(number) = text.parse::<f64>() {
        readings.push(json!(number));
    }
    readings.push(json!(items(text, false)));
    readings.push(json!(items(text, true)));
    readings.push(json!(scenario::evidence(text)));
    readings.extend(serde_json::from_str(text).ok().filter(|value: &Value| !value.is_string()));
    readings
}

/// The fields a record of this kind has, in words, from what was said of one it does not have.
fn known_fields(isms: &Isms, kind: Kind, message: &str) -> String {
    let listed = message.split_once("expected ").map_or(message, |(_, rest)| rest);
    let listed = listed.trim_start_matches("one of ").replace('`', "");
    let mut fields: Vec<String> = match kind {
        Kind::RiskScenario => {
            let factors = ["likelihood", "consequence"].into_iter().map(str::to_owned);
            let own = isms.criteria().criteria.iter().map(|criterion| criterion.id.to_string());
            let all: Vec<String> = factors.chain(own).collect();
            vec![format!("inherent., current. or target. followed by {}", all.join(", "))]
        }
        _ => Vec::new(),
    };
    fields.push(listed);
    format!("one of: {}", fields.join("; "))
}

/// The place of a new record of a kind: with this id, or the next free one.
///
/// # Errors
/// If the id is none, or the kind is one of which there is always one.
pub fn place(isms: &Isms, kind: Kind, id: Option<&str>) -> Result<RecordRef, String> {
    if kind.is_single() {
        return Err(format!("there is always one {kind}; set its fields"));
    }
    match id {
        None => Ok(RecordRef { kind, id: isms.next_id(kind) }),
        Some(id) => Ok(RecordRef { kind, id: id.parse().map_err(|error| format!("{error}"))? }),
    }
}

/// A title for several changes made as one.
#[must_use]
pub fn together(title: &str, mut changes: Vec<Change>) -> Option<Change> {
    match changes.len() {
        0 => None,
        1 => changes.pop(),
        _ => {
            let short: String = title.chars().take(500).collect();
            let title = short.parse().unwrap_or_else(|_| Title::fixed("several changes"));
            Some(Change::Together { title, changes })
        }
    }
}
