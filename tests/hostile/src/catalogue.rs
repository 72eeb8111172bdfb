//! What a catalogue holds, as values.

use crate::layout::Value;
use crate::methodology::title;

/// A group and the one it lies in.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// Its id.
    pub id: &'static str,
    /// The one it lies in.
    pub parent: Option<&'static str>,
}

/// A control.
#[derive(Debug, Clone, Copy)]
pub struct Control {
    /// Its id.
    pub id: &'static str,
    /// Its group.
    pub group: &'static str,
    /// The control it enhances.
    pub enhances: Option<&'static str>,
}

/// A whole catalogue.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// Its groups.
    pub groups: Vec<Group>,
    /// Its controls.
    pub controls: Vec<Control>,
    /// Its controls, if they are to be something else.
    pub claimed: Option<Value>,
    /// Controls of this catalogue, each mapped to itself in another.
    pub mapped: Vec<&'static str>,
    /// Mappings, if they are to be something else.
    pub mappings: Option<Value>,
    /// Its name, by language.
    pub title: Option<Value>,
    /// Its edition.
    pub edition: Option<Value>,
    /// What each control asks for, by language.
    pub statement: Option<Value>,
    /// What the organisation fills in, in each control.
    pub parameters: Option<Value>,
    /// Words to sort by, of each control.
    pub attributes: Option<Value>,
    /// What belongs beside each control.
    pub related: Option<Value>,
}

/// A mapping: control, catalogue, the control there, and the relation by its place among the cases.
#[must_use]
pub fn mapping(control: &str, catalogue: &str, other: &str, relation: u8) -> Value {
    let [control, catalogue, other] = [control, catalogue, other].map(Value::string);
    Value::Record(vec![control, catalogue, other, Value::U8(relation)])
}

fn optional(text: Option<&str>) -> Value {
    match text {
        None => Value::bare(0, (8, 4)),
        Some(text) => Value::case(1, (8, 4), Value::string(text)),
    }
}

impl Contents {
    /// One group with one control.
    #[must_use]
    pub fn small() -> Self {
        Self {
            groups: vec![Group { id: "g", parent: None }],
            controls: vec![Control { id: "g.1", group: "g", enhances: None }],
            ..Self::default()
        }
    }

    /// As the result of `whole`.
    #[must_use]
    pub fn value(&self) -> Value {
        let group = |group: &Group| {
            Value::Record(vec![Value::string(group.id), title("Group"), optional(group.parent)])
        };
        let or_none = |value: &Option<Value>| value.clone().unwrap_or_else(|| Value::List(Vec::new()));
        let control = |control: &Control| {
            Value::Record(vec![
                Value::string(control.id),
                title("Control"),
                Value::string(control.group),
                optional(control.enhances),
                or_none(&self.statement),
                or_none(&self.parameters),
                or_none(&self.attributes),
                or_none(&self.related),
            ])
        };
        let mappings = || self.mapped.iter().map(|id| mapping(id, "iso27001-2022", id, 0)).collect();
        let controls = || Value::List(self.controls.iter().map(control).collect());
        Value::Record(vec![
            self.title.clone().unwrap_or_else(|| title("A catalogue")),
            self.edition.clone().unwrap_or_else(|| Value::string("1")),
            Value::List(self.groups.iter().map(group).collect()),
            self.claimed.clone().unwrap_or_else(controls),
            self.mappings.clone().unwrap_or_else(|| Value::List(mappings())),
        ])
    }
}
