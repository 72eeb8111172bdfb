//! Papers as pages. Everything is in the one file: no script, nothing to fetch.

use std::collections::BTreeSet;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::words::{Words, words};
use crate::{
    Align, Block, Cell, Drawing, Fact, Figure, List, Note, Paper, PressError, Run, Section, Table, Text, Tone,
};

/// How pages look, on screens light and dark, and printed.
pub const STYLE: &str = include_str!("html/page.css");
/// What papers need beside it.
const PAPER: &str = include_str!("html/paper.css");
/// Were a script to slip into the page after all, the browser would not run it, nor fetch anything.
pub const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

struct Sheet<'a> {
    paper: &'a Paper,
    words: Words,
}

/// The style sheet of papers, to begin one of your own with.
#[must_use]
pub fn style() -> String {
    format!("{STYLE}{PAPER}")
}

/// A style sheet of one's own; it can't end the element that it stands in.
pub(crate) fn own_style(template: Option<&str>) -> Result<Option<&str>, PressError> {
    let Some(at) = template.and_then(|template| template.find("</")) else { return Ok(template) };
    let line = template.map(|template| template[..at].matches('\n').count() + 1);
    Err(PressError::Template { message: "`</` has no place in a style sheet".to_owned(), line })
}

/// The paper as a page.
pub(crate) fn render(paper: &Paper, style: Option<&str>) -> String {
    let sheet = Sheet { paper, words: words(paper.language) };
    let style = format!("{}{}", style.map_or_else(self::style, ToOwned::to_owned), sheet.rules());
    let (foot, words) = (&paper.foot, &sheet.words);
    let numbered = || paper.sections.iter().enumerate().map(|(at, section)| (format!("{}", at + 1), section));
    let page = html! {
        (DOCTYPE)
        html lang=(paper.language.tag()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content="Riskwright";
                title { (paper.title) ", " (foot.organisation) ", " (foot.as_of) }
                style { (PreEscaped(style)) }
            }
            body .paper {
                a .skip href="#content" { (words.skip) }
                header {
                    @if !paper.subtitle.is_empty() { p .standard dir="auto" { (paper.subtitle) } }
                    h1 dir="auto" { (paper.title) }
                    (facts(&paper.facts))
                }
                @if paper.sections.len() > 1 {
                    nav aria-label=(words.contents) {
                        ol { @for (number, section) in numbered() { li { a href=(format!("#s{number}")) { (section.title) } } } }
                    }
                }
                main #content { @for (number, section) in numbered() { (sheet.section(2, &number, section)) } }
                footer {
                    p .standard { (words.provenance) }
                    dl .marks {
                        dt { (words.organisation) } dd dir="auto" { (foot.organisation) }
                        dt { (words.as_of) } dd { (foot.as_of) }
                        dt { (words.journal) } dd { (foot.entries) " " (words.entries) }
                        dt { (words.head) } dd { code { (foot.head) } }
                        dt { (words.digest) } dd { code { (paper.digest()) } }
                    }
                    @for remark in &foot.remarks { p { (rich(remark)) } }
                }
            }
        }
    };
    page.into_string()
}

impl Sheet<'_> {
    /// A rule for each tone, and what stands in the margins of printed pages: nothing there that a person typed.
    fn rules(&self) -> String {
        let (mut fills, mut shares) = (BTreeSet::new(), BTreeSet::new());
        self.paper.walk(&mut |_, section| {
            fills.extend(section.blocks.iter().flat_map(tones));
            for block in &section.blocks {
                if let Block::Table(table) = block {
                    shares.extend(widths(table));
                }
            }
        });
        let mut rules: String =
            fills.iter().map(|fill| format!(".t{fill:06x}{{background:#{fill:06x}}}\n")).collect();
        rules.extend(shares.iter().map(|share| format!(".w{share}{{width:{share}%}}\n")));
        let (words, foot) = (&self.words, &self.paper.foot);
        let head: String = foot.short_head().chars().filter(char::is_ascii_alphanumeric).collect();
        rules += &format!(
            "@page{{size:A4 {};@bottom-left{{content:\"{} {}, {} {head}\"}}\
             @bottom-right{{content:\"{} \" counter(page) \" {} \" counter(pages)}}}}\n",
            if self.paper.wide { "landscape" } else { "portrait" },
            words.as_of,
            foot.as_of,
            words.journal,
            words.page,
            words.of
        );
        rules
    }

    fn section(&self, level: u8, number: &str, section: &Section) -> Markup {
        let id = format!("s{number}");
        let title = html! { span .no { (number) } " " (section.title) };
        html! {
            section aria-labelledby=(id) {
                @match level {
                    2 => h2 id=(id) dir="auto" { (title) },
                    3 => h3 id=(id) dir="auto" { (title) },
                    _ => h4 id=(id) dir="auto" { (title) },
                }
                @for (at, block) in section.blocks.iter().enumerate() { (self.block(&format!("{number}-{}", at + 1), block)) }
                @for (at, below) in section.sections.iter().enumerate() {
                    (self.section(level + 1, &format!("{number}.{}", at + 1), below))
                }
            }
        }
    }

    fn block(&self, id: &str, block: &Block) -> Markup {
        match block {
            Block::Paragraph(text) => html! { p .typed dir="auto" { (rich(text)) } },
            Block::List(List { numbered, items }) => html! {
                @if *numbered { ol { @for item in items { li .typed dir="auto" { (rich(item)) } } } }
                @else { ul { @for item in items { li .typed dir="auto" { (rich(item)) } } } }
            },
            Block::Table(of) => self.table(id, of),
            Block::Figure(Figure { drawing, alternative, caption }) => html! {
                figure {
                    (PreEscaped(picture(drawing, alternative)))
                    @if !caption.is_empty() { figcaption dir="auto" { (caption) } }
                }
            },
            Block::Note(Note { tone, title, text }) => html! {
                div .callout {
                    span .mark.(class(*tone)) aria-hidden="true" { (tone.sign) }
                    div {
                        @if !title.is_empty() { p .strong dir="auto" { (title) } }
                        p .typed dir="auto" { (rich(text)) }
                    }
                }
            },
            Block::Definitions(all) => html! {
                dl .definitions { @for fact in all { dt { (fact.label) } dd .typed dir="auto" { (rich(&fact.text)) } } }
            },
            Block::Counts(counts) => html! {
                dl .figures { @for (label, count) in counts { div { dt { (label) } dd { (count) } } } }
            },
            Block::PageBreak => html! { div .page-break {} },
        }
    }

    fn table(&self, id: &str, of: &Table) -> Markup {
        let caption = format!("c{id}");
        let size = if of.columns.len() > 6 {
            "wide"
        } else if of.columns.len() > 2 {
            "middle"
        } else {
            "narrow"
        };
        if of.rows.is_empty() {
            return html! {
                @if !of.caption.is_empty() { p .strong { (of.caption) } }
                p .absent { (self.words.nothing) }
            };
        }
        html! {
            div .scroll role="region" tabindex="0" aria-labelledby=(caption) {
                table class=(size) {
                    caption id=(caption) dir="auto" { (if of.caption.is_empty() { &of.name } else { &of.caption }) }
                    colgroup { @for share in widths(of) { col class=(format!("w{share}")); } }
                    thead { tr { @for column in &of.columns { th scope="col" class=[aligned(column.align)] { (column.title) } } } }
                    tbody {
                        @for row in &of.rows {
                            tr {
                                @for (at, column) in of.columns.iter().enumerate() {
                                    @let empty = Cell::default();
                                    @let cell = row.get(at).unwrap_or(&empty);
                                    @if at == 0 { th scope="row" class=[aligned(column.align)] { (inside(cell)) } }
                                    @else { td class=[aligned(column.align)] { (inside(cell)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn tones(block: &Block) -> Vec<u32> {
    match block {
        Block::Table(table) => {
            table.rows.iter().flatten().filter_map(|cell| cell.tone).map(|tone| tone.fill).collect()
        }
        Block::Note(note) => vec![note.tone.fill],
        _ => Vec::new(),
    }
}

/// The columns' shares of the width in percent.
fn widths(table: &Table) -> impl Iterator<Item = u32> {
    let total: u32 = table.columns.iter().map(|column| u32::from(column.share)).sum::<u32>().max(1);
    table.columns.iter().map(move |column| (u32::from(column.share) * 100 / total).clamp(1, 100))
}

fn class(tone: Tone) -> String {
    format!("t{:06x}", tone.fill)
}

const fn aligned(align: Align) -> Option<&'static str> {
    match align {
        Align::Start => None,
        Align::Middle => Some("middling"),
        Align::End => Some("number"),
    }
}

fn inside(cell: &Cell) -> Markup {
    html! {
        @match cell.tone {
            Some(tone) => span .chip.(class(tone)) {
                @if !tone.sign.is_empty() { span aria-hidden="true" { (tone.sign) } }
                span .typed dir="auto" { (rich(&cell.text)) }
            },
            None => span .typed dir="auto" { (rich(&cell.text)) },
        }
    }
}

fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl .facts {
            @for fact in facts {
                div .long[fact.long] { dt { (fact.label) } dd .typed dir="auto" { (rich(&fact.text)) } }
            }
        }
    }
}

fn rich(text: &Text) -> Markup {
    html! {
        @for run in &text.0 {
            @match run {
                Run::Plain(said) => (said),
                Run::Strong(said) => strong { (said) },
                Run::Emphasis(said) => em { (said) },
                Run::Code(said) => code { (said) },
                Run::Soft(said) => span .quiet { (said) },
                Run::Late(said) => span .late { (said) },
                Run::Link { text, .. } => {
                    @match run.address() {
                        Some(to) => a .out href=(to) rel="noopener noreferrer nofollow" { (text) },
                        None => (text),
                    }
                },
                Run::Break => br;,
            }
        }
    }
}

/// The picture within the page, so that its colours turn with those of the page.
fn picture(drawing: &Drawing, alternative: &str) -> String {
    let (width, height) = (drawing.width(), drawing.height());
    format!(
        r#"<svg class="drawing" role="img" aria-label="{}" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{}</svg>"#,
        crate::drawing::escaped(alternative),
        drawing.marks()
    )
}
