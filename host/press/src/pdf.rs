//! Papers as PDF, set by a template in Typst.
//!
//! The template reads `paper.json`, in which everything a person typed is a string, and a string of Typst's is never taken
//! for markup. The template sees that file and nothing else: no disk, no network, no clock.

use typst::diag::{SourceDiagnostic, Warned};
use typst::ecow::EcoVec;
use typst::foundations::Smart;
use typst::{World as _, WorldExt as _};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use self::world::Desk;
use crate::{Paper, PressError};

mod data;
pub(crate) mod fonts;
mod world;

/// What Typst worked out is kept for so many papers more: the same again is quick, and a server does not grow by each.
const KEPT: usize = 3;

pub(crate) fn render(paper: &Paper, template: &str) -> Result<Vec<u8>, PressError> {
    let made = set(paper, template);
    comemo::evict(KEPT);
    made
}

fn set(paper: &Paper, template: &str) -> Result<Vec<u8>, PressError> {
    let desk = Desk::new(template, data::of(paper)?);
    let fault = |faults: EcoVec<SourceDiagnostic>| of_template(&desk, &faults);
    let Warned { output, .. } = typst::compile::<PagedDocument>(&desk);
    let document = output.map_err(fault)?;
    let options = |standards| PdfOptions {
        ident: Smart::Custom(paper.digest()),
        creator: Smart::Custom(Some("Riskwright".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    // PDF/UA-1 forbids letters that no font has; a paper with such is still tagged
    let accessible = PdfStandards::new(&[PdfStandard::Ua_1]).ok();
    if let Some(bytes) = accessible.and_then(|ua| typst_pdf::pdf(&document, &options(ua)).ok()) {
        return Ok(bytes);
    }
    typst_pdf::pdf(&document, &options(PdfStandards::default())).map_err(fault)
}

/// The first of what is wrong.
fn of_template(desk: &Desk, faults: &[SourceDiagnostic]) -> PressError {
    let Some(first) = faults.first() else {
        return PressError::Template { message: "nothing came of it".to_owned(), line: None };
    };
    let source = desk.source(desk.main()).ok();
    let line = desk
        .range(first.span)
        .zip(source)
        .and_then(|(range, source)| source.lines().byte_to_line(range.start))
        .map(|line| line + 1);
    PressError::Template { message: first.message.to_string(), line }
}
