//! Styles out of a document of one's own.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::ops::Range;

use roxmltree::{Document, Node};
use zip::ZipArchive;

use super::parts;
use crate::{Paper, PressError};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// Styles are no larger than this; what programs write is a hundredth of it.
const MOST: u64 = 4 * 1024 * 1024;

/// The styles of a DOCX document for a paper. Styles are known by their names, since programs give them ids of their own when
/// they save; those that the document lacks stay as they are here.
pub(super) fn styles(paper: &Paper, template: &[u8]) -> Result<String, PressError> {
    let wrong = |message: String| PressError::Template { message, line: None };
    let archive = ZipArchive::new(Cursor::new(template));
    let mut archive = archive.map_err(|error| wrong(format!("it is no DOCX document ({error})")))?;
    let part = archive.by_name("word/styles.xml").map_err(|_| wrong("it has no styles".to_owned()))?;
    let mut text = String::new();
    let read = part.take(MOST + 1).read_to_string(&mut text);
    read.map_err(|error| wrong(format!("its styles can't be read ({error})")))?;
    if text.len() as u64 > MOST {
        return Err(wrong(format!("its styles are larger than {MOST} bytes")));
    }
    let unreadable = |error: roxmltree::Error| wrong(format!("its styles are not well-formed ({error})"));
    let theirs = Document::parse(&text).map_err(unreadable)?;
    let root = theirs.root_element();
    if !root.has_tag_name((WORD, "styles")) || root.lookup_prefix(WORD) != Some("w") {
        return Err(wrong("its styles are written otherwise than word processors do".to_owned()));
    }
    let own = parts::styles(paper);
    let own = Document::parse(&own).map_err(unreadable)?;
    let ours: Vec<(Node<'_, '_>, &str, &str)> = defined(&own).collect();
    let found: Vec<(Node<'_, '_>, &str, &str)> = defined(&theirs).collect();
    let (mut renamed, mut added) = (BTreeMap::new(), String::new());
    for (node, id, name) in &ours {
        // programs differ in how they write the names of what is built in, and some have both
        let alike = |other: &str| other.to_lowercase() == name.to_lowercase();
        let same = found.iter().find(|known| known.2 == *name);
        match same.or_else(|| found.iter().find(|known| alike(known.2))) {
            Some((_, known, _)) => drop(renamed.insert(*known, (*id).to_owned())),
            None => added.push_str(&own.input_text()[node.range()]),
        }
    }
    for (_, id, _) in &found {
        if ours.iter().any(|known| known.1 == *id) {
            renamed.entry(*id).or_insert_with(|| format!("{id}Own"));
        }
    }
    let mut edits: Vec<(Range<usize>, String)> =
        named(&theirs).filter_map(|(range, id)| Some((range, renamed.get(id)?.clone()))).collect();
    edits.sort_by_key(|(range, _)| range.start);
    let end = text[..root.range().end].rfind('<').unwrap_or(text.len());
    let mut made = text.clone();
    // an element without any content has no end of its own
    if root.has_children() {
        made.insert_str(end, &added);
    } else {
        return Err(wrong("it has no styles".to_owned()));
    }
    for (range, id) in edits.into_iter().rev() {
        made.replace_range(range, &id);
    }
    Ok(made)
}

/// The styles that are defined, with id and name.
fn defined<'a>(of: &'a Document<'a>) -> impl Iterator<Item = (Node<'a, 'a>, &'a str, &'a str)> {
    let styles = of.root_element().children().filter(|node| node.has_tag_name((WORD, "style")));
    styles.filter_map(|node| {
        let name = node.children().find(|child| child.has_tag_name((WORD, "name")))?;
        Some((node, node.attribute((WORD, "styleId"))?, name.attribute((WORD, "val"))?))
    })
}

/// Wherever a style is named by its id, and the id.
fn named<'a>(of: &'a Document<'a>) -> impl Iterator<Item = (Range<usize>, &'a str)> {
    of.descendants().filter(Node::is_element).filter_map(|node| {
        let attribute = match node.tag_name().name() {
            "style" => "styleId",
            "basedOn" | "next" | "link" => "val",
            _ => return None,
        };
        let named = node.attribute_node((WORD, attribute))?;
        Some((named.range_value(), named.value()))
    })
}
