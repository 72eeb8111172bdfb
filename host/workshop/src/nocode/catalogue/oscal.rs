//! OSCAL's catalogue: groups in groups, controls in controls, parameters, parts and properties.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Catalogue, Control, Flaw, Group, Parameter, one_line, strings};

/// Groups and controls may lie in each other so deep.
const DEPTH: usize = 16;

pub(super) fn read(json: &str) -> Result<Catalogue, Vec<Flaw>> {
    let flaw = |place: String, message: &str| vec![Flaw { place, message: message.to_owned() }];
    let document: Value = serde_json::from_str(json)
        .map_err(|error| flaw(format!("line {}", error.line()), &format!("this is no JSON: {error}")))?;
    let Some(catalogue) = document.get("catalog") else {
        let hint = if document.get("profile").is_some() {
            "this is an OSCAL profile; resolve it first (oscal-cli profile resolve), and build from the resolved catalogue"
        } else {
            "this is no OSCAL catalogue: it has no `catalog` at its top"
        };
        return Err(flaw(String::new(), hint));
    };
    let metadata = catalogue.get("metadata");
    let of =
        |name: &str| metadata.and_then(|metadata| field(metadata, name)).map(one_line).unwrap_or_default();
    let mut reader = Reader { names: names(catalogue), catalogue: Catalogue::default() };
    reader.catalogue.title = of("title");
    reader.catalogue.edition = of("version");
    // controls that lie in no group get one with the catalogue's own name
    if has(catalogue, "controls") {
        reader.catalogue.groups.push(Group { id: "controls".to_owned(), title: of("title"), parent: None });
        reader.controls(catalogue, "controls", None, 0);
    }
    reader.groups(catalogue, None, 0);
    Ok(reader.catalogue)
}

fn field<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str)
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn has(value: &Value, name: &str) -> bool {
    list(value, name).next().is_some()
}

/// A property's value: of those with a class, the one whose class is the source's own, not an assessment's.
fn property<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    let named = || list(value, "props").filter(move |property| field(property, "name") == Some(name));
    let plain = named().find(|property| property.get("class").is_none());
    let classed = || {
        named().find(|property| {
            field(property, "class").is_some_and(|class| class.eq_ignore_ascii_case("sp800-53"))
        })
    };
    plain.or_else(classed).or_else(|| named().next()).and_then(|property| field(property, "value"))
}

fn withdrawn(control: &Value) -> bool {
    property(control, "status").is_some_and(|status| status.eq_ignore_ascii_case("withdrawn"))
}

/// What each control is called: its label if all labels are distinct.
fn names(catalogue: &Value) -> BTreeMap<String, String> {
    let (mut labels, mut ids) = (BTreeMap::new(), Vec::new());
    gather(catalogue, &mut labels, &mut ids, 0);
    let distinct: BTreeSet<&String> = labels.values().collect();
    if distinct.len() == ids.len() { labels } else { ids.into_iter().map(|id| (id.clone(), id)).collect() }
}

fn gather(value: &Value, labels: &mut BTreeMap<String, String>, ids: &mut Vec<String>, depth: usize) {
    if depth > DEPTH {
        return;
    }
    for control in list(value, "controls").filter(|control| !withdrawn(control)) {
        let Some(id) = field(control, "id") else { continue };
        ids.push(id.to_owned());
        labels.insert(id.to_owned(), one_line(property(control, "label").unwrap_or(id)));
        gather(control, labels, ids, depth + 1);
    }
    list(value, "groups").for_each(|group| gather(group, labels, ids, depth + 1));
}

struct Reader {
    names: BTreeMap<String, String>,
    catalogue: Catalogue,
}

impl Reader {
    fn groups(&mut self, within: &Value, parent: Option<&str>, depth: usize) {
        if depth > DEPTH {
            return;
        }
        for (at, group) in list(within, "groups").enumerate() {
            // an id is optional in OSCAL; the place stands in
            let id = field(group, "id").map_or_else(
                || format!("{}{}", parent.map(|parent| format!("{parent}.")).unwrap_or_default(), at + 1),
                one_line,
            );
            let title = field(group, "title").map_or_else(|| id.clone(), one_line);
            self.catalogue.groups.push(Group { id: id.clone(), title, parent: parent.map(str::to_owned) });
            self.controls(group, &id, None, depth + 1);
            self.groups(group, Some(&id), depth + 1);
        }
    }

    fn controls(&mut self, within: &Value, group: &str, enhances: Option<&str>, depth: usize) {
        if depth > DEPTH {
            return;
        }
        for control in list(within, "controls").filter(|control| !withdrawn(control)) {
            let own = field(control, "id").unwrap_or_default();
            let id = self.names.get(own).cloned().unwrap_or_else(|| own.to_owned());
            let parameters: Vec<Parameter> = list(control, "params").filter_map(parameter).collect();
            let labels =
                parameters.iter().map(|parameter| (parameter.id.clone(), parameter.label.clone())).collect();
            let related = list(control, "links").filter(|link| field(link, "rel") == Some("related"));
            let related =
                related.filter_map(|link| self.names.get(field(link, "href")?.strip_prefix('#')?).cloned());
            let related: BTreeSet<String> = related.filter(|other| *other != id).collect();
            self.catalogue.controls.push(Control {
                title: field(control, "title").map(one_line).unwrap_or_default(),
                group: group.to_owned(),
                enhances: enhances.map(str::to_owned),
                statement: statement(control, &labels),
                attributes: attributes(control),
                related: related.into_iter().collect(),
                parameters,
                id: id.clone(),
            });
            self.controls(control, group, Some(&id), depth + 1);
        }
    }
}

fn parameter(parameter: &Value) -> Option<Parameter> {
    let id = one_line(field(parameter, "id")?);
    let select = parameter.get("select");
    let one = select.and_then(|select| field(select, "how-many")).is_none_or(|count| count == "one");
    let choices: Vec<String> = strings(select.and_then(|select| select.get("choice")));
    let choices: Vec<String> = choices.iter().map(|choice| inserted(choice, &BTreeMap::new())).collect();
    let label = field(parameter, "label").map(one_line);
    let label = label.unwrap_or_else(|| if choices.is_empty() { id.clone() } else { choices.join(" / ") });
    Some(Parameter { how_many: u32::from(choices.is_empty() || one), id, label, choices })
}

/// Its class and its plain properties.
fn attributes(control: &Value) -> Vec<(String, String)> {
    let class = field(control, "class").map(|class| ("class".to_owned(), one_line(class)));
    let beside = ["label", "sort-id", "alt-identifier", "status"];
    let properties = list(control, "props").filter_map(|property| {
        let name = field(property, "name").filter(|name| !beside.contains(name))?;
        Some((one_line(name), one_line(field(property, "value")?)))
    });
    let mut attributes: Vec<(String, String)> = class.into_iter().chain(properties).collect();
    attributes.retain(|(name, value)| {
        name.chars().count() <= 64 && !value.is_empty() && value.chars().count() <= 200
    });
    attributes.sort();
    attributes.dedup();
    attributes
}

/// The statement's prose, its items a line each.
fn statement(control: &Value, labels: &BTreeMap<String, String>) -> String {
    let mut lines = Vec::new();
    for part in list(control, "parts").filter(|part| field(part, "name") == Some("statement")) {
        prose(part, labels, 0, &mut lines);
    }
    lines.join("\n")
}

fn prose(part: &Value, labels: &BTreeMap<String, String>, depth: usize, lines: &mut Vec<String>) {
    if depth > DEPTH {
        return;
    }
    let text = field(part, "prose").map(|prose| inserted(prose, labels)).unwrap_or_default();
    let label = property(part, "label").filter(|_| depth > 0);
    let line = [label.unwrap_or_default(), text.trim()].join(" ");
    if !line.trim().is_empty() {
        lines.push(format!("{}{}", "  ".repeat(depth.saturating_sub(1)), line.trim()));
    }
    list(part, "parts").for_each(|part| prose(part, labels, depth + 1, lines));
}

/// `{{ insert: param, ac-1_prm_1 }}` as what is to be filled in, in brackets.
fn inserted(text: &str, labels: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((inside, after)) = behind.split_once("}}") else { break };
        out.push_str(before);
        let id = inside.rsplit([',', ' ']).find(|word| !word.is_empty()).unwrap_or_default();
        out.push('[');
        out.push_str(labels.get(id).map_or(id, String::as_str));
        out.push(']');
        rest = after;
    }
    out.push_str(rest);
    out
}
