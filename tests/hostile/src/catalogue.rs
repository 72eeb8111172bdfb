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
        let none = || Value::List(Vec::new());
        let control = |control: &Control| {
            Value::Record(vec![
                Value::string(control.id),
                title("Control"),
                Value::string(control.group),
                optional(control.enhances),
                none(),
                none(),
                none(),
                none(),
            ])
        };
        let mapping = |id: &&str| {
            let id = Value::string(id);
            Value::Record(vec![id.clone(), Value::string("iso27001-2022"), id, Value::U8(0)])
        };
        let controls = || Value::List(self.controls.iter().map(control).collect());
        Value::Record(vec![
            title("A catalogue"),
            Value::string("1"),
            Value::List(self.groups.iter().map(group).collect()),
            self.claimed.clone().unwrap_or_else(controls),
            Value::List(self.mapped.iter().map(mapping).collect()),
        ])
    }
}
