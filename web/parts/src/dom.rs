//! Draws trees into a page. What was drawn before is changed only where it differs, so that focus, selection and what a
//! reader has open stay.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::*;
use web_sys::Document;

use crate::tree::{Element, Inside, Made, Node};

#[wasm_bindgen]
extern "C" {
    /// A field of a form, whatever its kind.
    pub type Field;
    /// What it holds.
    #[wasm_bindgen(method, getter)]
    pub fn value(this: &Field) -> String;
    #[wasm_bindgen(method, setter)]
    /// Puts another value in.
    pub fn set_value(this: &Field, value: &str);
    /// What kind of field it is: `text`, `radio`, `select-one`.
    #[wasm_bindgen(method, getter, js_name = type)]
    pub fn kind(this: &Field) -> String;
    /// Whether it is ticked.
    #[wasm_bindgen(method, getter)]
    pub fn checked(this: &Field) -> bool;
    #[wasm_bindgen(method, setter)]
    fn set_checked(this: &Field, checked: bool);
}

/// What is drawn, not written: elements of another namespace.
const SVG: &str = "http://www.w3.org/2000/svg";
const DRAWN: [&str; 6] = ["svg", "path", "line", "circle", "rect", "text"];

/// A place of the page that is drawn into.
pub struct Place {
    document: Document,
    node: web_sys::Node,
    drawn: Vec<Drawn>,
}

/// What is on the page.
struct Drawn {
    /// Empty for a text.
    tag: &'static str,
    key: Option<usize>,
    memo: Option<u64>,
    node: web_sys::Node,
    attributes: Vec<(&'static str, String)>,
    /// The text of a text, or of an element with nothing else.
    text: String,
    children: Vec<Drawn>,
}

impl Place {
    /// A node with nothing in it; none where there is no page.
    #[must_use]
    pub fn new(node: web_sys::Node) -> Option<Self> {
        let document = node.owner_document()?;
        Some(Self { document, node, drawn: Vec::new() })
    }

    /// Makes the place show these elements.
    pub fn draw(&mut self, elements: Vec<Element<'_>>) {
        let nodes = elements.into_iter().map(Node::Element).collect();
        arrange(&self.document, &self.node, &mut self.drawn, nodes);
    }
}

/// Makes `parent` hold these nodes: those that are there already, by key or else by kind and order, and new ones.
fn arrange(document: &Document, parent: &web_sys::Node, drawn: &mut Vec<Drawn>, nodes: Vec<Node<'_>>) {
    let mut before: Vec<Option<Drawn>> = std::mem::take(drawn).into_iter().map(Some).collect();
    // where the next unkeyed one is looked for, and which one stands next in the page
    let (mut free, mut near, mut next) = (0, 0, 0);
    let mut order = Vec::with_capacity(nodes.len());
    for node in nodes {
        let (tag, key) = match &node {
            Node::Element(element) => (element.0.tag, element.0.key),
            Node::Text(_) => ("", None),
        };
        let fits = |old: &Option<Drawn>| old.as_ref().is_some_and(|old| old.tag == tag && old.key == key);
        let found = match key {
            // mostly what follows the one before
            Some(_) => (near..before.len()).chain(0..near).find(|at| before.get(*at).is_some_and(fits)),
            None => (free..before.len()).find(|at| before.get(*at).is_some_and(fits)),
        };
        match found {
            Some(at) if key.is_some() => near = at + 1,
            Some(at) => free = at + 1,
            None => {}
        }
        order.push((node, found));
    }
    // what is no more goes first, so that what stays is mostly in place
    let mut stays = vec![false; before.len()];
    for at in order.iter().filter_map(|(_, found)| *found) {
        if let Some(stays) = stays.get_mut(at) {
            *stays = true;
        }
    }
    for (old, stays) in before.iter_mut().zip(&stays) {
        if !stays && let Some(old) = old.take() {
            let _ = parent.remove_child(&old.node);
        }
    }
    for (node, found) in order {
        while before.get(next).is_some_and(Option::is_none) {
            next += 1;
        }
        let in_place = found == Some(next);
        let old = found.and_then(|at| before.get_mut(at)).and_then(Option::take);
        let is_new = old.is_none();
        let now = match old {
            Some(mut old) => {
                old.change(document, node);
                old
            }
            None => Drawn::new(document, node),
        };
        if is_new || !in_place {
            let follows = before.get(next..).and_then(|rest| rest.iter().flatten().next());
            let _ = parent.insert_before(&now.node, follows.map(|old| &old.node));
        }
        drawn.push(now);
    }
}

impl Drawn {
    fn new(document: &Document, node: Node<'_>) -> Self {
        match node {
            Node::Text(text) => Self {
                tag: "",
                key: None,
                memo: None,
                node: document.create_text_node(&text).into(),
                attributes: Vec::new(),
                text: text.into_owned(),
                children: Vec::new(),
            },
            Node::Element(element) => {
                let made = match element.0.tag {
                    drawn if DRAWN.contains(&drawn) => document.create_element_ns(Some(SVG), drawn),
                    tag => document.create_element(tag),
                };
                let node = match made {
                    Ok(element) => element.into(),
                    // tags are ours, and are such
                    Err(_) => document.create_text_node("").into(),
                };
                let (tag, key) = (element.0.tag, element.0.key);
                let (attributes, children) = (Vec::new(), Vec::new());
                let mut drawn =
                    Self { tag, key, memo: None, node, attributes, text: String::new(), children };
                drawn.change(document, Node::Element(element));
                drawn
            }
        }
    }

    /// Makes it what `node` is, which has its tag and key.
    fn change(&mut self, document: &Document, node: Node<'_>) {
        let element = match node {
            Node::Text(text) => {
                self.write(&text);
                return;
            }
            Node::Element(element) => element,
        };
        if element.0.memo.is_some() && element.0.memo == self.memo {
            return;
        }
        let element = element.made();
        self.memo = element.memo;
        self.set_attributes(&element);
        match element.inside {
            Inside::Text(text) if self.children.is_empty() => self.write(&text),
            Inside::Text(text) => {
                self.children.clear();
                self.text.clear();
                // even where the text is empty
                self.node.set_text_content(None);
                self.write(&text);
            }
            Inside::Nodes(nodes) => {
                self.write("");
                arrange(document, &self.node, &mut self.children, nodes);
            }
            Inside::Later(_) => {}
        }
        // a list has its options by now; what a person typed stays if it says the same
        let field: &Field = self.node.unchecked_ref();
        if let Some(value) = element.value
            && field.value() != *value
        {
            field.set_value(&value);
        }
        if let Some(checked) = element.checked
            && field.checked() != checked
        {
            field.set_checked(checked);
        }
    }

    fn write(&mut self, text: &str) {
        if self.text != text {
            self.node.set_text_content(Some(text));
            text.clone_into(&mut self.text);
        }
    }

    fn set_attributes(&mut self, element: &Made<'_>) {
        let node: &web_sys::Element = self.node.unchecked_ref();
        for (name, _) in &self.attributes {
            if !element.attributes.iter().any(|(known, _)| known == name) {
                let _ = node.remove_attribute(name);
            }
        }
        self.attributes.retain(|(name, _)| element.attributes.iter().any(|(known, _)| known == name));
        for (name, value) in &element.attributes {
            let known = self.attributes.iter_mut().find(|(known, _)| known == name);
            match known {
                Some((_, known)) if *known == **value => continue,
                Some((_, known)) => value.as_ref().clone_into(known),
                None => self.attributes.push((name, value.to_string())),
            }
            let _ = node.set_attribute(name, value);
        }
    }
}
