//! Catalogues of controls, as plain values that were checked.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::limits::{Limits, count};
use crate::problem::{Fault, shown};
use crate::text::{Texts, check};

/// A group of controls; groups form a tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Texts,
    /// The group it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

/// A place in a control that the organisation fills in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its id.
    pub id: String,
    /// What is to be filled in.
    pub label: Texts,
    /// What it may be; empty if anything.
    pub choices: Vec<String>,
    /// How many of the choices may be taken; 0 for any number.
    pub how_many: u32,
}

/// A control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// Its id, `AC-2(1)`.
    pub id: String,
    /// Its name.
    pub title: Texts,
    /// The group it lies in.
    pub group: String,
    /// The control it enhances.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enhances: Option<String>,
    /// What it asks for; empty where the source's text may not be copied.
    pub statement: Texts,
    /// What the organisation fills in.
    pub parameters: Vec<Parameter>,
    /// Words to sort by: name and value.
    pub attributes: Vec<(String, String)>,
    /// Controls that belong beside it.
    pub related: Vec<String>,
}

/// What the first of two controls is to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// They ask for the same.
    Equal,
    /// All it asks for is in the other.
    Subset,
    /// All the other asks for is in it.
    Superset,
    /// They have something in common.
    Intersects,
}

/// A control beside one of another catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mapping {
    /// The control.
    pub control: String,
    /// The other catalogue: `iso27001-2022`, `iso27001-2013`, or a plugin's id.
    pub catalogue: String,
    /// The control there.
    pub other: String,
    /// What the first is to the second.
    pub relation: Relation,
}

/// A whole catalogue. Ids are unique, groups form a tree, and what names a group or control leads to one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CatalogueContents {
    /// Its name.
    pub title: Texts,
    /// The edition of what it holds.
    pub edition: String,
    /// Groups.
    pub groups: Vec<Group>,
    /// Controls, in the catalogue's own order.
    pub controls: Vec<Control>,
    /// How its controls stand to those of others.
    pub mappings: Vec<Mapping>,
}

/// A name of something: not blank, of one line, at most 64 characters.
pub(crate) fn name(id: &str, what: &str) -> Result<(), Fault> {
    let fits =
        !id.is_empty() && id.trim() == id && id.chars().count() <= 64 && !id.chars().any(char::is_control);
    if fits {
        Ok(())
    } else {
        Err(Fault::answer(format!(
            "`{}` is no id of {what}: 1 to 64 characters in one line are needed, without white space around them",
            shown(id)
        )))
    }
}

/// No more than there may be.
pub(crate) fn at_most(found: usize, most: u32, what: &str) -> Result<(), Fault> {
    if found <= count(most) {
        Ok(())
    } else {
        Err(Fault::answer(format!("it has {found} {what}, at most {most} are taken")))
    }
}

/// A short text in no particular language: a unit, an edition, an attribute.
pub(crate) fn short(text: &str, what: &str) -> Result<(), Fault> {
    if text.chars().count() <= 200 && !text.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(Fault::answer(format!(
            "{what} `{}` has more than 200 characters or a control character",
            shown(text)
        )))
    }
}

/// Distinct ids.
pub(crate) fn distinct<'a>(
    ids: impl Iterator<Item = &'a str>,
    what: &str,
) -> Result<BTreeSet<&'a str>, Fault> {
    let mut known = BTreeSet::new();
    for id in ids {
        name(id, what)?;
        if !known.insert(id) {
            return Err(Fault::answer(format!("there are two of {what} with the id `{}`", shown(id))));
        }
    }
    Ok(known)
}

impl CatalogueContents {
    pub(crate) fn check(&self, limits: &Limits) -> Result<(), Fault> {
        at_most(self.groups.len(), limits.groups, "groups")?;
        at_most(self.controls.len(), limits.controls, "controls")?;
        at_most(self.mappings.len(), limits.mappings, "mappings")?;
        check(&self.title, limits, false, &|| "the catalogue".to_owned())?;
        short(&self.edition, "the edition")?;
        let groups = distinct(self.groups.iter().map(|group| group.id.as_str()), "a group")?;
        let controls = distinct(self.controls.iter().map(|control| control.id.as_str()), "a control")?;
        self.tree()?;
        for group in &self.groups {
            check(&group.title, limits, false, &|| format!("group `{}`", group.id))?;
        }
        for control in &self.controls {
            control.check(limits, &groups, &controls)?;
        }
        self.enhancements()?;
        for mapping in &self.mappings {
            if !controls.contains(mapping.control.as_str()) {
                return Err(Fault::answer(format!(
                    "a mapping is of control `{}`, which is not in the catalogue",
                    shown(&mapping.control)
                )));
            }
            name(&mapping.catalogue, "a catalogue")?;
            name(&mapping.other, "a control")?;
        }
        Ok(())
    }

    /// Parents exist and no group lies within itself.
    fn tree(&self) -> Result<(), Fault> {
        let parents: BTreeMap<&str, Option<&str>> =
            self.groups.iter().map(|group| (group.id.as_str(), group.parent.as_deref())).collect();
        chain(&parents, "group", "lies in")
    }

    /// What is enhanced exists and enhances nothing that leads back.
    fn enhancements(&self) -> Result<(), Fault> {
        let enhanced: BTreeMap<&str, Option<&str>> =
            self.controls.iter().map(|control| (control.id.as_str(), control.enhances.as_deref())).collect();
        chain(&enhanced, "control", "enhances")
    }
}

/// Every link leads to something, and none in a circle. Each element is walked once.
fn chain(links: &BTreeMap<&str, Option<&str>>, what: &str, verb: &str) -> Result<(), Fault> {
    let mut settled = BTreeSet::new();
    for &start in links.keys() {
        let mut walked = BTreeSet::new();
        let mut here = start;
        while !settled.contains(here) {
            if !walked.insert(here) {
                return Err(Fault::answer(format!("{what} `{}` {verb} itself, in a circle", shown(here))));
            }
            match links.get(here) {
                Some(Some(next)) if links.contains_key(next) => here = next,
                Some(Some(next)) => {
                    return Err(Fault::answer(format!(
                        "{what} `{}` {verb} `{}`, which is not in the catalogue",
                        shown(here),
                        shown(next)
                    )));
                }
                _ => break,
            }
        }
        settled.extend(walked);
    }
    Ok(())
}

impl Control {
    fn check(
        &self,
        limits: &Limits,
        groups: &BTreeSet<&str>,
        controls: &BTreeSet<&str>,
    ) -> Result<(), Fault> {
        let what = || format!("control `{}`", self.id);
        check(&self.title, limits, false, &what)?;
        check(&self.statement, limits, true, &what)?;
        let leads_nowhere = |to: &str, as_what: &str| {
            Fault::answer(format!(
                "{} names the {as_what} `{}`, which is not in the catalogue",
                what(),
                shown(to)
            ))
        };
        if !groups.contains(self.group.as_str()) {
            return Err(leads_nowhere(&self.group, "group"));
        }
        if let Some(lost) = self.related.iter().find(|other| !controls.contains(other.as_str())) {
            return Err(leads_nowhere(lost, "related control"));
        }
        distinct(self.parameters.iter().map(|parameter| parameter.id.as_str()), "a parameter")?;
        for parameter in &self.parameters {
            check(&parameter.label, limits, false, &|| format!("parameter `{}`", parameter.id))?;
            for choice in &parameter.choices {
                // choices are phrases
                if choice.trim().is_empty() || choice.chars().count() > count(limits.text) {
                    return Err(Fault::answer(format!(
                        "parameter `{}` has a choice that is blank or longer than {} characters",
                        parameter.id, limits.text
                    )));
                }
            }
        }
        for (name, value) in &self.attributes {
            short(name, "the attribute")?;
            short(value, "the attribute")?;
        }
        Ok(())
    }
}
