//! What an author of a control catalogue implements.

use crate::texts::{Id, Texts};

/// A catalogue of controls.
///
/// ```
/// use riskwright_sdk::catalogue::{Catalogue, Contents, Control, Group, Relation};
/// use riskwright_sdk::texts;
///
/// struct House;
///
/// impl Catalogue for House {
///     fn contents() -> Contents {
///         Contents::new(texts! { en: "House rules" }, "2026")
///             .group(Group::new("doors", texts! { en: "Doors" }))
///             .control(
///                 Control::new("H-1", texts! { en: "Doors are locked at night" }, "doors")
///                     .attribute("type", "preventive"),
///             )
///             .mapping("H-1", "iso27001-2022", "A.7.2", Relation::Subset)
///     }
/// }
///
/// riskwright_sdk::export!(catalogue: House);
/// assert_eq!(House::contents().controls.len(), 1);
/// ```
pub trait Catalogue: 'static {
    /// The whole catalogue.
    fn contents() -> Contents;
}

/// All that a catalogue holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Contents {
    /// Its name.
    pub title: Texts,
    /// The edition of what it holds: `5.1.1`.
    pub edition: Id,
    /// The groups, parents before their children.
    pub groups: Vec<Group>,
    /// The controls, in the catalogue's own order.
    pub controls: Vec<Control>,
    /// Its controls beside those of other catalogues.
    pub mappings: Vec<Mapping>,
}

impl Contents {
    /// An empty catalogue.
    pub fn new(title: Texts, edition: impl Into<Id>) -> Self {
        Self {
            title,
            edition: edition.into(),
            groups: Vec::new(),
            controls: Vec::new(),
            mappings: Vec::new(),
        }
    }

    /// With one more group.
    #[must_use]
    pub fn group(mut self, group: Group) -> Self {
        self.groups.push(group);
        self
    }

    /// With one more control.
    #[must_use]
    pub fn control(mut self, control: Control) -> Self {
        self.controls.push(control);
        self
    }

    /// With a control beside one of another catalogue: `iso27001-2022`, `iso27001-2013`, or a plugin's id.
    #[must_use]
    pub fn mapping(
        mut self,
        control: impl Into<Id>,
        catalogue: impl Into<Id>,
        other: impl Into<Id>,
        relation: Relation,
    ) -> Self {
        self.mappings.push(Mapping {
            control: control.into(),
            catalogue: catalogue.into(),
            other: other.into(),
            relation,
        });
        self
    }
}

/// A group of controls; groups form a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Unique among the groups.
    pub id: Id,
    /// Its name.
    pub title: Texts,
    /// The group it lies in.
    pub parent: Option<Id>,
}

impl Group {
    /// A group that lies in none.
    pub fn new(id: impl Into<Id>, title: Texts) -> Self {
        Self { id: id.into(), title, parent: None }
    }

    /// Lies in this group.
    #[must_use]
    pub fn within(mut self, parent: impl Into<Id>) -> Self {
        self.parent = Some(parent.into());
        self
    }
}

/// A place in a control that the organisation fills in (OSCAL: param).
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Unique in the catalogue.
    pub id: Id,
    /// What is to be filled in.
    pub label: Texts,
    /// What it may be; empty if anything.
    pub choices: Vec<Id>,
    /// How many of the choices may be taken; 1 for one, 0 for any number.
    pub how_many: u32,
}

/// A control.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// Unique within the catalogue, as people say it: `AC-2(1)`.
    pub id: Id,
    /// Its name.
    pub title: Texts,
    /// The group it lies in.
    pub group: Id,
    /// The control it enhances.
    pub enhances: Option<Id>,
    /// What it asks for; empty where the source's text may not be copied.
    pub statement: Texts,
    /// What the organisation fills in.
    pub parameters: Vec<Parameter>,
    /// Words to sort by: name and value, `type`, `preventive`.
    pub attributes: Vec<(Id, Id)>,
    /// Controls of this catalogue that belong beside it.
    pub related: Vec<Id>,
}

impl Control {
    /// A control of a group.
    pub fn new(id: impl Into<Id>, title: Texts, group: impl Into<Id>) -> Self {
        Self {
            id: id.into(),
            title,
            group: group.into(),
            enhances: None,
            statement: Texts::none(),
            parameters: Vec::new(),
            attributes: Vec::new(),
            related: Vec::new(),
        }
    }

    /// Enhances this control.
    #[must_use]
    pub fn enhances(mut self, control: impl Into<Id>) -> Self {
        self.enhances = Some(control.into());
        self
    }

    /// Asks for this.
    #[must_use]
    pub fn statement(mut self, statement: Texts) -> Self {
        self.statement = statement;
        self
    }

    /// With something to be filled in.
    #[must_use]
    pub fn parameter(mut self, parameter: Parameter) -> Self {
        self.parameters.push(parameter);
        self
    }

    /// With a word to sort by.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<Id>, value: impl Into<Id>) -> Self {
        self.attributes.push((name.into(), value.into()));
        self
    }

    /// Belongs beside this control.
    #[must_use]
    pub fn related(mut self, control: impl Into<Id>) -> Self {
        self.related.push(control.into());
        self
    }
}

/// What the first of two controls is to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// They ask for the same.
    Equal,
    /// The first asks for a part of the second.
    Subset,
    /// The first asks for the second and more.
    Superset,
    /// They have something in common.
    Intersects,
}

/// A control beside one of another catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// The control of this catalogue.
    pub control: Id,
    /// The other catalogue: `iso27001-2022`, `iso27001-2013`, or a plugin's id.
    pub catalogue: Id,
    /// The control of the other one.
    pub other: Id,
    /// What the first is to the second.
    pub relation: Relation,
}
