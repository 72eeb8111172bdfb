//! What the elements say, in English, German and French: Fluent files, held against each other and made into tables when
//! the elements are built. A message that one language lacks, or that names other variables there, fails the build.
//!
//! What may be written: text, `{ $variable }`, `{ "literal" }`, and a choice by number or plural, `{ $count -> … }`.
//!
//! ```
//! use riskwright_web_texts::Messages;
//! let en = "answered = { $count ->\n    [one] One answer\n   *[other] { $count } answers\n }\n";
//! let messages = Messages::read(&[("en", en), ("de", "answered = { $count } Antworten\n")]).unwrap();
//! assert!(messages.code().contains("pub fn answered(phrases: &Phrases, count: Value<'_>) -> String"));
//! let lost = Messages::read(&[("en", en), ("de", "")]).unwrap_err();
//! assert_eq!(lost.to_string(), "de: `answered` is missing");
//! ```
#![forbid(unsafe_code)]

mod pattern;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::Entry;
use fluent_syntax::parser;

use crate::pattern::Pattern;

/// The languages there are; the first is the one to fall back on.
pub const LANGUAGES: [&str; 3] = ["en", "de", "fr"];

/// Messages whose ids begin with one of these words are also said by their id: what the engine names is looked up.
pub const NAMED: [&str; 7] = ["kind", "kinds", "new", "field", "state", "step", "word"];

/// What is wrong with the texts, a line for each fault.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct TextsError(pub Vec<String>);

/// The messages of an element, in each language in the same order.
#[derive(Debug)]
pub struct Messages {
    ids: Vec<(String, Vec<String>)>,
    /// A language and its patterns.
    languages: Vec<(String, Vec<Pattern>)>,
}

/// The file of an element in a language.
#[must_use]
pub fn path(element: &str, language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(language).join(format!("{element}.ftl"))
}

impl Messages {
    /// The messages of an element, from its files.
    ///
    /// # Errors
    /// If a file can't be read, or the languages do not say the same.
    pub fn of(element: &str) -> Result<Self, TextsError> {
        let mut files = Vec::new();
        for language in LANGUAGES {
            let path = path(element, language);
            let text = std::fs::read_to_string(&path)
                .map_err(|error| TextsError(vec![format!("{}: {error}", path.display())]))?;
            files.push((language, text));
        }
        let files: Vec<(&str, &str)> =
            files.iter().map(|(language, text)| (*language, text.as_str())).collect();
        Self::read(&files)
    }

    /// The messages of these languages and files. The first language gives the order and the variables.
    ///
    /// # Errors
    /// If one is no Fluent, writes what is not possible here, or says other messages than the first.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, TextsError> {
        let mut faults = Vec::new();
        let mut languages: Vec<(String, Vec<(String, Pattern)>)> = Vec::new();
        for (language, text) in files {
            let messages = messages(text, &mut |fault| faults.push(format!("{language}: {fault}")));
            languages.push(((*language).to_owned(), messages));
        }
        let first = languages.first().map(|(_, messages)| messages.clone()).unwrap_or_default();
        let mut ordered = Vec::new();
        for (language, messages) in languages {
            for (id, _) in messages.iter().filter(|(id, _)| !first.iter().any(|(known, _)| known == id)) {
                faults.push(format!("{language}: `{id}` is not in the first language"));
            }
            let mut patterns = Vec::new();
            for (id, leading) in &first {
                let Some((_, pattern)) = messages.iter().find(|(known, _)| known == id) else {
                    faults.push(format!("{language}: `{id}` is missing"));
                    continue;
                };
                let (wanted, found) = (leading.variables(), pattern.variables());
                for lost in wanted.iter().filter(|name| !found.contains(name)) {
                    faults.push(format!("{language}: `{id}` does not name `${lost}`"));
                }
                for new in found.iter().filter(|name| !wanted.contains(name)) {
                    faults.push(format!(
                        "{language}: `{id}` names `${new}`, which the first language does not"
                    ));
                }
                patterns.push(pattern.clone());
            }
            ordered.push((language, patterns));
        }
        if !faults.is_empty() {
            return Err(TextsError(faults));
        }
        let ids = first.iter().map(|(id, pattern)| (id.clone(), pattern.variables())).collect();
        Ok(Self { ids, languages: ordered })
    }

    /// The table that an element fetches: a line for each message, in order. `riskwright_web_parts::phrases` reads it.
    #[must_use]
    pub fn table(&self, language: &str) -> Option<String> {
        let (_, patterns) = self.languages.iter().find(|(known, _)| known == language)?;
        let lines = self.ids.iter().zip(patterns).map(|((_, variables), pattern)| pattern.line(variables));
        Some(lines.collect::<Vec<_>>().join("\n"))
    }

    /// A Rust function for each message, by its place in the table.
    #[must_use]
    pub fn code(&self) -> String {
        let mut code = String::new();
        for (at, (id, variables)) in self.ids.iter().enumerate() {
            let name = id.replace('-', "_");
            let parameters: String =
                variables.iter().map(|name| format!(", {}: Value<'_>", name.replace('-', "_"))).collect();
            let values: Vec<String> = variables.iter().map(|name| name.replace('-', "_")).collect();
            let _ = writeln!(
                code,
                "/// `{id}`\npub fn {name}(phrases: &Phrases{parameters}) -> String {{ phrases.say({at}, &[{}]) }}",
                values.join(", ")
            );
        }
        let named = self
            .ids
            .iter()
            .enumerate()
            .filter(|(_, (id, _))| id.split_once('-').is_some_and(|(group, _)| NAMED.contains(&group)));
        let mut named: Vec<(&str, usize)> = named.map(|(at, (id, _))| (id.as_str(), at)).collect();
        named.sort_unstable();
        let ids: Vec<&str> = named.iter().map(|(id, _)| *id).collect();
        let places: Vec<usize> = named.iter().map(|(_, at)| *at).collect();
        let _ = writeln!(
            code,
            "/// What is said of something that is known by its name only when it comes: `kind-document`.\n\
             pub fn named(phrases: &Phrases, id: &str) -> Option<String> {{\n\
                 const IDS: &str = {:?};\n\
                 const PLACES: [u16; {}] = {places:?};\n\
                 let at = IDS.split(' ').position(|known| known == id)?;\n\
                 Some(phrases.say(usize::from(*PLACES.get(at)?), &[]))\n\
             }}",
            ids.join(" "),
            places.len(),
        );
        code
    }
}

fn messages(text: &str, fault: &mut dyn FnMut(String)) -> Vec<(String, Pattern)> {
    let resource = match parser::parse(text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            for error in errors {
                let line = text.get(..error.pos.start).map_or(0, |before| before.lines().count());
                fault(format!("line {line}: {error}"));
            }
            resource
        }
    };
    let mut found: Vec<(String, Pattern)> = Vec::new();
    for entry in &resource.body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
            // already told
            Entry::Junk { .. } => continue,
            Entry::Term(term) => {
                fault(format!("`-{}`: terms are not taken", term.id.name));
                continue;
            }
        };
        let id = message.id.name;
        if found.iter().any(|(known, _)| known == id) {
            fault(format!("`{id}` stands twice"));
            continue;
        }
        match message.value.as_ref().filter(|_| message.attributes.is_empty()).map(Pattern::of) {
            Some(Ok(pattern)) => found.push((id.to_owned(), pattern)),
            Some(Err(why)) => fault(format!("`{id}`: {why}")),
            None => fault(format!("`{id}`: a message has a text and nothing else")),
        }
    }
    found
}
