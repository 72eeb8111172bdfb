//! Papers as values, and the same paper as PDF, HTML, DOCX and XLSX.
//!
//! A [`Paper`] says what stands on it: a title block, sections of paragraphs, tables and figures, and where it comes from. It
//! knows nothing of risks, and the press knows no clock and no files: the same paper gives the same bytes in each form.
//! Whatever a person typed stays text in each of them.
//!
//! ```
//! use riskwright_press::{Format, Foot, Language, Paper, Section, render};
//! let mut paper = Paper::new(Language::English, "Incident report", Foot {
//!     organisation: "Example Ltd".to_owned(),
//!     as_of: "2026-11-20".parse().unwrap(),
//!     head: "3f9a".repeat(16),
//!     entries: 12,
//!     remarks: Vec::new(),
//! });
//! paper.sections.push(Section::new("Course").paragraph("#panic() is what somebody typed, and so is <b>."));
//! let html = render(&paper, Format::Html, None).unwrap();
//! assert!(String::from_utf8(html).unwrap().contains("and so is &lt;b&gt;."));
//! ```
#![forbid(unsafe_code)]

mod digest;
mod docx;
pub mod drawing;
mod error;
pub mod html;
mod paper;
mod pdf;
pub mod sheet;
mod tone;
mod words;
mod xlsx;

pub use drawing::Drawing;
pub use error::PressError;
pub use paper::{
    Align, Block, Cell, Column, Day, Fact, Figure, Foot, Language, List, Note, Paper, Row, Run, Section,
    Table, Text, Value,
};
pub use tone::Tone;

/// The template that papers are set by as PDF unless another is given.
pub const TEMPLATE: &str = include_str!("pdf/paper.typ");

/// What a paper can be made into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// PDF, tagged, with its fonts.
    Pdf,
    /// A page that needs nothing else.
    Html,
    /// A text document that can be edited.
    Docx,
    /// A workbook with a sheet for each table.
    Xlsx,
}

impl Format {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Html, Self::Docx, Self::Xlsx];
}

/// A paper as bytes. `template` says how it looks: for a PDF, Typst markup that reads `paper.json`, instead of [`TEMPLATE`]; for
/// a page, its style sheet, instead of [`html::style`]; for a text document, one whose styles it takes, known by their names.
///
/// # Errors
/// If the template does not fit, or the workbook takes no more.
pub fn render(paper: &Paper, format: Format, template: Option<&[u8]>) -> Result<Vec<u8>, PressError> {
    match format {
        Format::Pdf => pdf::render(paper, text(template)?.unwrap_or(TEMPLATE)),
        Format::Html => Ok(html::render(paper, html::own_style(text(template)?)?).into_bytes()),
        Format::Docx => docx::render(paper, template),
        Format::Xlsx if template.is_some() => {
            Err(PressError::Template { message: "workbooks are set by none".to_owned(), line: None })
        }
        Format::Xlsx => xlsx::render(paper),
    }
}

/// A template that is a text.
fn text(template: Option<&[u8]>) -> Result<Option<&str>, PressError> {
    let text = template.map(str::from_utf8).transpose();
    text.map_err(|error| PressError::Template {
        message: format!("it is no text in UTF-8 ({error})"),
        line: None,
    })
}
