//! CSV, XLSX, ODS and Markdown in and out, as plain grids of cells. What the cells mean is decided in `riskwright-core`.
//!
//! - [`read`]: bytes of a file to grids
//! - [`write_csv`], [`write_xlsx`]: sheets to bytes
#![forbid(unsafe_code)]

mod delimited;
mod markdown;
mod workbook;

pub use workbook::{WriteError, write_xlsx};

use riskwright_core::exchange::grid::{Cell, Grid, Sheet};

/// Why a file gives no grids.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A format that holds no tables for us, or one we don't know.
    #[error(
        "{source_name}: this is {found}; registers are read from CSV, XLSX, XLS, ODS, Markdown and Riskwright's JSON"
    )]
    Format {
        /// The file.
        source_name: String,
        /// What it seems to be.
        found: &'static str,
    },
    /// A workbook that can't be opened: truncated, encrypted, or not what its name says.
    #[error("{source_name}: the workbook can't be read: {message}")]
    Workbook {
        /// The file.
        source_name: String,
        /// What the reader says.
        message: String,
    },
    /// A quoted field of a text file that takes in the lines behind it.
    #[error(
        "{source_name}: the quote that opens in line {line} is not closed where its cell ends, and takes in the lines that follow"
    )]
    Quote {
        /// The file.
        source_name: String,
        /// The line in which the quote opens.
        line: usize,
    },
    /// More cells than a register has.
    #[error("{source_name}: more than {limit} cells; split the file")]
    TooLarge {
        /// The file.
        source_name: String,
        /// How many cells are read at most.
        limit: usize,
    },
}

/// The most cells that are read from one file.
pub const CELLS: usize = 4_000_000;

/// The tables of a file: each sheet of a workbook, each table of a Markdown document, or the one of a CSV file.
///
/// What the bytes are decides, then the name's ending.
///
/// ```
/// let grids = riskwright_tables::read("risks.csv", b"ID;Risk\nR-1;Fire\n").unwrap();
/// assert_eq!(grids[0].rows.len(), 2);
/// ```
///
/// # Errors
/// If the format is none of ours, or a workbook can't be opened.
pub fn read(source_name: &str, bytes: &[u8]) -> Result<Vec<Grid>, ReadError> {
    let ending = source_name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let refused = |found| Err(ReadError::Format { source_name: source_name.to_owned(), found });
    if bytes.starts_with(b"%PDF") {
        return refused("a PDF document");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return match ending.as_str() {
            "docx" => refused("a Word document"),
            "pptx" => refused("a presentation"),
            _ => workbook::read(source_name, bytes),
        };
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return workbook::read(source_name, bytes);
    }
    if matches!(ending.as_str(), "xlsx" | "xlsm" | "xlsb" | "ods" | "xls") {
        return Err(ReadError::Workbook {
            source_name: source_name.to_owned(),
            message: "it is empty or was cut off at its beginning".to_owned(),
        });
    }
    let text = delimited::decode(bytes);
    if text.contains('\0') {
        return refused("binary data");
    }
    if matches!(ending.as_str(), "md" | "markdown")
        || (ending != "csv" && ending != "tsv" && markdown::looks_like(&text))
    {
        return Ok(markdown::read(source_name, &text));
    }
    Ok(vec![delimited::read(source_name, &text)?])
}

/// A sheet as CSV: commas, quotes where needed, UTF-8, LF (RFC 4180 but for the line end).
#[must_use]
pub fn write_csv(sheet: &Sheet) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // writing to memory can't fail
    let _ = writer.write_record(&sheet.headings);
    for row in &sheet.rows {
        let _ = writer.write_record(row.iter().map(text));
    }
    writer.into_inner().unwrap_or_default()
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Bool(flag) => flag.to_string(),
        Cell::Date(date) => date.to_string(),
    }
}
