//! What is to be seen, as plain values.
//!
//! ```
//! use riskwright_web_parts::tree::el;
//! let name = "<b>";
//! let tree = el("p").attr("class", "help").with(el("strong").text("Who? ")).words(name);
//! assert_eq!(tree.to_html(), r#"<p class="help"><strong>Who? </strong>&lt;b></p>"#);
//! ```

use std::borrow::Cow;

/// A text that is borrowed where it can be.
pub type Words<'a> = Cow<'a, str>;

/// An element or a text.
pub enum Node<'a> {
    /// An element.
    Element(Element<'a>),
    /// A text.
    Text(Words<'a>),
}

/// What is inside an element.
pub(crate) enum Inside<'a> {
    /// A text alone.
    Text(Words<'a>),
    /// Nodes.
    Nodes(Vec<Node<'a>>),
    /// Made only if it is drawn.
    Later(Box<dyn FnOnce() -> Element<'a> + 'a>),
}

/// An element. Boxed: it is handed on at each step of being made.
pub struct Element<'a>(pub(crate) Box<Made<'a>>);

/// What an element is made of.
pub(crate) struct Made<'a> {
    pub(crate) tag: &'static str,
    pub(crate) key: Option<usize>,
    pub(crate) memo: Option<u64>,
    pub(crate) attributes: Vec<(&'static str, Words<'a>)>,
    pub(crate) value: Option<Words<'a>>,
    pub(crate) checked: Option<bool>,
    pub(crate) inside: Inside<'a>,
}

/// An element without anything.
#[must_use]
pub fn el<'a>(tag: &'static str) -> Element<'a> {
    Element(Box::new(Made {
        tag,
        key: None,
        memo: None,
        attributes: Vec::new(),
        value: None,
        checked: None,
        inside: Inside::Nodes(Vec::new()),
    }))
}

/// An element that stays as it was drawn while `memo` stays, and is made only if it does not. `key` tells it from others
/// beside it.
pub fn kept<'a>(
    tag: &'static str,
    key: usize,
    memo: u64,
    make: impl FnOnce() -> Element<'a> + 'a,
) -> Element<'a> {
    let mut element = el(tag);
    element.0.key = Some(key);
    element.0.memo = Some(memo);
    element.0.inside = Inside::Later(Box::new(make));
    element
}

impl<'a> Element<'a> {
    /// Tells it from others beside it, so that it stays the same when they come and go.
    #[must_use]
    pub fn key(mut self, key: usize) -> Self {
        self.0.key = Some(key);
        self
    }

    /// With an attribute.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<Words<'a>>) -> Self {
        self.0.attributes.push((name, value.into()));
        self
    }

    /// With an attribute, if there is a value.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<impl Into<Words<'a>>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// With an attribute that has no value, if `on`.
    #[must_use]
    pub fn flag(self, name: &'static str, on: bool) -> Self {
        if on { self.attr(name, "") } else { self }
    }

    /// With a class and a part of the same name, by which a page can reach it.
    #[must_use]
    pub fn part(self, name: &'static str) -> Self {
        self.attr("class", name).attr("part", name)
    }

    /// What a field holds.
    #[must_use]
    pub fn value(mut self, value: impl Into<Words<'a>>) -> Self {
        self.0.value = Some(value.into());
        self
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.0.checked = Some(checked);
        self
    }

    /// With a text alone inside.
    #[must_use]
    pub fn text(mut self, text: impl Into<Words<'a>>) -> Self {
        self.0.inside = Inside::Text(text.into());
        self
    }

    /// With an element more inside.
    #[must_use]
    pub fn with(self, child: Element<'a>) -> Self {
        self.push(Node::Element(child))
    }

    /// With a text more inside, after what is there.
    #[must_use]
    pub fn words(self, text: impl Into<Words<'a>>) -> Self {
        self.push(Node::Text(text.into()))
    }

    /// With these elements more inside; an `Option` is none or one.
    #[must_use]
    pub fn all(mut self, children: impl IntoIterator<Item = Element<'a>>) -> Self {
        for child in children {
            self = self.with(child);
        }
        self
    }

    fn push(mut self, node: Node<'a>) -> Self {
        match &mut self.0.inside {
            Inside::Nodes(nodes) => nodes.push(node),
            Inside::Text(text) => self.0.inside = Inside::Nodes(vec![Node::Text(std::mem::take(text)), node]),
            Inside::Later(_) => {}
        }
        self
    }

    /// What it is, made now if it was to be made later.
    pub(crate) fn made(self) -> Made<'a> {
        let made = *self.0;
        match made.inside {
            Inside::Later(make) => Made { key: made.key, memo: made.memo, ..*make().0 },
            _ => made,
        }
    }

    /// As HTML, with what fields hold as attributes: what suites look at.
    #[must_use]
    pub fn to_html(self) -> String {
        let mut html = String::new();
        self.write(&mut html);
        html
    }

    fn write(self, html: &mut String) {
        let made = self.made();
        html.push('<');
        html.push_str(made.tag);
        let mut attribute = |name: &str, value: &str| {
            html.push(' ');
            html.push_str(name);
            if !value.is_empty() {
                html.push_str("=\"");
                html.push_str(&escaped(value).replace('"', "&quot;"));
                html.push('"');
            }
        };
        for (name, value) in &made.attributes {
            attribute(name, value);
        }
        if let Some(value) = &made.value {
            attribute("value", value);
        }
        if made.checked == Some(true) {
            attribute("checked", "");
        }
        html.push('>');
        match made.inside {
            Inside::Text(text) => html.push_str(&escaped(&text)),
            Inside::Nodes(nodes) => {
                for node in nodes {
                    match node {
                        Node::Element(element) => element.write(html),
                        Node::Text(text) => html.push_str(&escaped(&text)),
                    }
                }
            }
            Inside::Later(_) => {}
        }
        if !matches!(made.tag, "input" | "br") {
            html.push_str("</");
            html.push_str(made.tag);
            html.push('>');
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_made_only_when_it_is_drawn() {
        let lazy =
            kept("li", 4, 7, || el("li").attr("id", "a").with(el("input").value("\"x\"").checked(true)));
        assert_eq!((lazy.0.key, lazy.0.memo), (Some(4), Some(7)));
        assert_eq!(lazy.to_html(), r#"<li id="a"><input value="&quot;x&quot;" checked></li>"#);
    }

    #[test]
    fn text_and_elements_stand_in_order() {
        let tree = el("p").text("one ").with(el("b").text("two")).words(" & three").flag("hidden", true);
        assert_eq!(tree.to_html(), "<p hidden>one <b>two</b> &amp; three</p>");
    }
}
