//! The frame of a page, and the pieces that pages share. Everything is in the one file: no script, nothing to fetch.

use std::fmt::Write as _;
use std::ops::Range;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use riskwright_core::applicability::Evidence;
use riskwright_core::id::ControlId;
use riskwright_press::html::{POLICY, STYLE};

use crate::Context;
use crate::context::SCOPE;
use crate::palette;
use crate::wording;

/// A part of a page that the navigation leads to.
pub(crate) struct Section {
    /// Its anchor.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What stands below.
    pub body: Markup,
}

/// A page to be framed.
pub(crate) struct Page<'a> {
    pub context: &'a Context<'a>,
    /// What the paper is.
    pub title: &'static str,
    /// The clauses it answers.
    pub clauses: &'static str,
    /// How many levels of risk there are colours for; 0 where none are shown.
    pub levels: usize,
    pub sections: Vec<Section>,
    /// What stands at the foot beside the journal's head: label and text.
    pub marks: Vec<(&'static str, String)>,
}

impl Page<'_> {
    /// The page as HTML.
    pub(crate) fn render(self) -> String {
        let context = self.context;
        let organisation = &context.isms.organisation().name;
        let style = format!("{STYLE}{}{}", palette::rules(self.levels), self.margins());
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    meta name="generator" content="Riskwright";
                    title { (self.title) ", " (organisation) ", " (context.as_of) }
                    style { (PreEscaped(style)) }
                }
                body {
                    a .skip href="#content" { "Skip to the content" }
                    @if self.levels > 0 { (palette::signs(self.levels)) }
                    header {
                        p .standard { (context.standard()) ", " (self.clauses) }
                        h1 { (self.title) }
                        dl .facts {
                            @for (label, text) in context.facts() {
                                div .long[label == SCOPE] { dt { (label) } dd .typed dir="auto" { (text) } }
                            }
                        }
                    }
                    nav aria-label="Sections" {
                        ol {
                            @for section in &self.sections {
                                li { a href=(format!("#{}", section.id)) { (section.title) } }
                            }
                        }
                    }
                    main #content {
                        @for section in &self.sections {
                            section aria-labelledby=(section.id) {
                                h2 id=(section.id) { (section.title) }
                                (section.body)
                            }
                        }
                    }
                    footer {
                        dl .marks {
                            dt { "Journal" }
                            dd { (wording::counted(context.entries, "entry", "entries")) }
                            dt { "Head hash (SHA-256)" }
                            dd { code { (context.head) } }
                            @for (label, text) in &self.marks {
                                dt { (label) }
                                dd { code { (text) } }
                            }
                        }
                        p { "To check that this paper belongs to its journal, " (code_marked(&context.verification())) }
                        p { "Made by Riskwright from the state of " (context.as_of) "." }
                    }
                }
            }
        };
        page.into_string()
    }

    /// What stands in the margins of printed pages. Fixed words, a date and hexadecimal digits: nothing a person typed.
    fn margins(&self) -> String {
        format!(
            "@page{{@bottom-left{{content:\"{}, as of {}, journal head {}\"}}}}\n",
            self.title,
            self.context.as_of,
            self.context.short_head()
        )
    }
}

/// A text with the parts between back ticks as code.
fn code_marked(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// A table in a region of its own that scrolls, with a caption. `widths` are the columns' shares in percent.
pub(crate) struct Table<'a> {
    /// A word that makes the table's anchors its own.
    pub id: &'a str,
    pub caption: Markup,
    /// A class that sets the width: `wide`, `middle`, `narrow` or `small`.
    pub size: &'static str,
    /// Headings with their shares of the width in percent.
    pub columns: &'a [(&'a str, u8)],
    /// Which columns hold numbers.
    pub numbers: Range<usize>,
}

impl Table<'_> {
    /// The table with these rows.
    pub(crate) fn with(&self, rows: &Markup) -> Markup {
        let caption = format!("caption-{}", self.id);
        html! {
            div .scroll .whole[self.size != "wide"] role="region" tabindex="0" aria-labelledby=(caption) {
                table class=(self.size) {
                    caption id=(caption) { (self.caption) }
                    colgroup { @for (_, share) in self.columns { col class=(format!("w{share}")); } }
                    thead { tr { @for (at, (heading, _)) in self.columns.iter().enumerate() { @let number = self.numbers.contains(&at); th .number[number] scope="col" { (heading) } } } }
                    tbody { (rows) }
                }
            }
        }
    }
}

/// A text a person typed: it keeps its own direction and its line breaks.
pub(crate) fn typed(text: &str) -> Markup {
    html! { span .typed dir="auto" { (text) } }
}

/// The name of a file or place: it may break where its parts meet.
fn place(text: &str) -> Markup {
    html! {
        span dir="auto" {
            @for (at, part) in text.split_inclusive(['/', '\\', '_', '?', '&', '=', '.']).enumerate() {
                @if at > 0 { wbr; }
                (part)
            }
        }
    }
}

/// A remark below something.
pub(crate) fn note(text: &str) -> Markup {
    html! { span .note dir="auto" { (text) } }
}

/// What is not there, in words.
pub(crate) fn absent(words: &str) -> Markup {
    html! { span .absent { (words) } }
}

/// A text, or words for its absence.
pub(crate) fn or_absent(text: &str, words: &str) -> Markup {
    if text.is_empty() { absent(words) } else { typed(text) }
}

/// An anchor for an identifier. Ids of records may hold `/`, `#` and letters of any script, which a link would have to
/// encode: here they are spelled in ASCII, and no two ids alike.
pub(crate) fn anchor(kind: &str, id: &str) -> String {
    let mut anchor = format!("{kind}-");
    for letter in id.chars() {
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' => anchor.push(letter),
            // writing to a string can't fail
            other => _ = write!(anchor, "_{:x}_", u32::from(other)),
        }
    }
    anchor
}

/// Ids of controls in a line. One of another catalogue, `42001:A.6.2.4`, may break after the catalogue.
pub(crate) fn controls<'a>(ids: impl IntoIterator<Item = &'a ControlId>) -> Markup {
    html! {
        @for (at, id) in ids.into_iter().enumerate() {
            @if at > 0 { ", " }
            span .id[is_short(id.as_str())] {
                @for (at, part) in id.as_str().split_inclusive([':', '/']).enumerate() { @if at > 0 { wbr; } (part) }
            }
        }
    }
}

/// Ids as links to their anchors, in a line.
pub(crate) fn linked<'a>(kind: &str, ids: impl IntoIterator<Item = &'a str>) -> Markup {
    html! {
        @for (at, id) in ids.into_iter().enumerate() {
            @if at > 0 { ", " }
            a .id[is_short(id)] href=(format!("#{}", anchor(kind, id))) { (id) }
        }
    }
}

/// Whether an id fits a narrow column whole, so that it need not break at its hyphen.
fn is_short(id: &str) -> bool {
    id.len() <= 10
}

/// Whether a place is an address that one may follow. A page that is handed on must not run or open anything else.
fn is_address(place: &str) -> bool {
    let scheme = place.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

/// Pieces of evidence: links where they are addresses, else text.
pub(crate) fn evidence(evidence: &[Evidence]) -> Markup {
    if evidence.is_empty() {
        return absent("None recorded");
    }
    html! {
        ul .plain {
            @for one in evidence {
                li {
                    @match one.location.as_deref() {
                        Some(address) if is_address(address) => {
                            a .out href=(address) rel="noopener noreferrer nofollow" { (place(&one.title)) }
                        }
                        // a file's name need not stand before its path
                        Some(path) if path.ends_with(one.title.as_str()) => (place(path)),
                        Some(path) => { (place(&one.title)) span .note { (place(path)) } }
                        None => (place(&one.title)),
                    }
                    @if let Some(dates) = wording::evidence_dates(one) { (note(&dates)) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_ascii_and_tell_ids_apart() {
        assert_eq!(anchor("risk", "R-12"), "risk-R-12");
        assert_eq!(anchor("risk", "Ä/1#"), "risk-_c4__2f_1_23_");
        assert_ne!(anchor("risk", "a_2f_"), anchor("risk", "a/"));
    }

    #[test]
    fn only_addresses_are_links() {
        for address in ["https://example.com", "HTTP://example.com", "mailto:a@example.com"] {
            assert!(is_address(address), "{address}");
        }
        for other in
            ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "file:///etc", "\\\\server\\x", "a/b"]
        {
            assert!(!is_address(other), "{other}");
        }
    }
}
