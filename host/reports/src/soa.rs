//! The Statement of Applicability as a page and as a workbook (6.1.3 d).

use riskwright_core::quantity::Digest;

use crate::{Context, ReportError};

mod page;
mod sheets;
pub(crate) mod view;

/// The Statement of Applicability as one page of HTML that needs nothing else.
#[must_use]
pub fn html(context: &Context<'_>) -> String {
    page::render(&view::View::of(context))
}

/// The Statement of Applicability as an XLSX workbook: the sheets Statement and Summary.
///
/// # Errors
/// If the workbook can't be written.
pub fn xlsx(context: &Context<'_>) -> Result<Vec<u8>, ReportError> {
    sheets::write(&view::View::of(context))
}

/// The digest by which versions of the statement are approved, as text.
pub(crate) fn digest_mark(view: &view::View<'_>) -> String {
    Digest::of_json(&view.soa).map_or_else(|_| "none".to_owned(), |digest| digest.to_string())
}
