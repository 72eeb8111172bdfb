//! The risk register as a page and as a workbook: risks, heat maps, treatment plan, criteria (6.1.2, 6.1.3, 8.2, 8.3).

use crate::{Context, ReportError};

mod criteria;
mod maps;
mod page;
mod sheets;
pub(crate) mod view;

/// The risk register as one page of HTML that needs nothing else.
///
/// # Errors
/// If the methodology that decides does not answer.
pub fn html(context: &Context<'_>) -> Result<String, ReportError> {
    Ok(page::render(&view::View::of(context)?))
}

/// The risk register as an XLSX workbook: the sheets Register, Treatment plan, Heat map, Criteria and Summary.
///
/// # Errors
/// If the methodology that decides does not answer, or the workbook can't be written.
pub fn xlsx(context: &Context<'_>) -> Result<Vec<u8>, ReportError> {
    sheets::write(&view::View::of(context)?)
}
