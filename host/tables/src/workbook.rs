//! Workbooks: XLSX, XLSM, XLSB, XLS and ODS in, XLSX out.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use riskwright_core::exchange::grid::{Cell, Grid, Origin, Sheet};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use super::{CELLS, ReadError};

pub(crate) fn read(source: &str, bytes: &[u8]) -> Result<Vec<Grid>, ReadError> {
    let refused = |message: String| ReadError::Workbook { source_name: source.to_owned(), message };
    // damaged workbooks have made the reader panic; a register must not end the program
    let read = catch_unwind(AssertUnwindSafe(|| sheets(source, bytes)));
    read.unwrap_or_else(|_| Err(refused("it is damaged".to_owned())))
}

fn sheets(source: &str, bytes: &[u8]) -> Result<Vec<Grid>, ReadError> {
    let refused = |message: String| ReadError::Workbook { source_name: source.to_owned(), message };
    let mut workbook =
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| refused(error.to_string()))?;
    let mut grids = Vec::new();
    let mut cells = 0_usize;
    for name in workbook.sheet_names() {
        let range =
            workbook.worksheet_range(&name).map_err(|error| refused(format!("sheet “{name}”: {error}")))?;
        let (row, column) = range.start().unwrap_or_default();
        cells = cells.saturating_add(range.height().saturating_mul(range.width()));
        if cells > CELLS {
            return Err(ReadError::TooLarge { source_name: source.to_owned(), limit: CELLS });
        }
        let rows = range.rows().map(|row| row.iter().map(cell).collect()).collect();
        grids.push(Grid {
            source: source.to_owned(),
            sheet: name,
            rows,
            row_numbers: Vec::new(),
            origin: Origin { row: row.saturating_add(1), column },
        });
    }
    Ok(grids)
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) if text.trim().is_empty() => Cell::Empty,
        Data::String(text) => Cell::Text(text.replace("\r\n", "\n").replace("_x000D_", "")),
        Data::Float(number) => Cell::Number(*number),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Bool(flag) => Cell::Bool(*flag),
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
            let date = date.and_then(|((year, month), day)| civil(year, month, day));
            date.map_or(Cell::Number(at.as_f64()), Cell::Date)
        }
        Data::DateTime(at) => Cell::Number(at.as_f64()),
        Data::DateTimeIso(text) | Data::DurationIso(text) => {
            match text.split('T').next().and_then(|day| day.parse().ok()) {
                Some(date) => Cell::Date(date),
                None => Cell::Text(text.clone()),
            }
        }
        other => Cell::Text(other.to_string()),
    }
}

fn civil(year: i16, month: i8, day: i8) -> Option<riskwright_core::exchange::grid::CivilDate> {
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

/// Why a workbook can't be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A text longer than a cell takes.
    #[error(
        "sheet “{sheet}”, row {row}, column {column}: {length} characters, a cell of a workbook takes 32,767"
    )]
    TooLong {
        /// The sheet.
        sheet: String,
        /// The 1-based row.
        row: usize,
        /// The 1-based column.
        column: usize,
        /// How many characters there are.
        length: usize,
    },
    /// Anything else the writer says.
    #[error("the workbook can't be written: {0}")]
    Writer(#[from] XlsxError),
}

/// Sheets as a workbook: headings bold and frozen, filters, wrapped text, dates as dates. The same sheets give the same
/// bytes.
///
/// # Errors
/// If a text is too long for a cell, or there are more rows than a sheet takes.
pub fn write_xlsx(sheets: &[Sheet]) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_author("Riskwright").set_creation_datetime(&made));
    let heading = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let day = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
    for sheet in sheets {
        let page = workbook.add_worksheet();
        page.set_name(sheet_name(&sheet.name))?;
        page.set_freeze_panes(1, 0)?;
        for (at, text) in sheet.headings.iter().enumerate() {
            let column = column(at)?;
            page.write_string_with_format(0, column, text, &heading)?;
            page.set_column_width(column, width(sheet, at))?;
        }
        for (at, cells) in sheet.rows.iter().enumerate() {
            let row = u32::try_from(at + 1).map_err(|_| XlsxError::RowColumnLimitError)?;
            for (across, cell) in cells.iter().enumerate() {
                let column = column(across)?;
                match cell {
                    Cell::Empty => {}
                    Cell::Text(text) => {
                        let length = text.encode_utf16().count();
                        if length > 32_767 {
                            let (sheet, row, column) = (sheet.name.clone(), at + 2, across + 1);
                            return Err(WriteError::TooLong { sheet, row, column, length });
                        }
                        page.write_string_with_format(row, column, text, &wrapped)?;
                    }
                    Cell::Number(number) => {
                        page.write_number_with_format(row, column, *number, &wrapped)?;
                    }
                    Cell::Bool(flag) => {
                        page.write_boolean_with_format(row, column, *flag, &wrapped)?;
                    }
                    Cell::Date(date) => {
                        let date = ExcelDateTime::parse_from_str(&date.to_string())?;
                        page.write_datetime_with_format(row, column, &date, &day)?;
                    }
                }
            }
        }
        if let (Some(last), rows) = (sheet.headings.len().checked_sub(1), sheet.rows.len()) {
            page.autofilter(0, 0, u32::try_from(rows).unwrap_or(u32::MAX), column(last)?)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn column(at: usize) -> Result<u16, XlsxError> {
    u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)
}

/// A name that workbooks take: at most 31 characters, none of `[]:*?/\`.
fn sheet_name(name: &str) -> String {
    let name: String = name.chars().map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c }).take(31).collect();
    if name.trim().is_empty() { "Sheet".to_owned() } else { name }
}

/// A width in characters that shows most of a column.
fn width(sheet: &Sheet, at: usize) -> f64 {
    let longest = sheet.rows.iter().take(200).filter_map(|row| row.get(at)).map(|cell| match cell {
        Cell::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or(0),
        Cell::Date(_) => 10,
        _ => 8,
    });
    let heading = sheet.headings.get(at).map_or(0, |heading| heading.chars().count());
    (longest.max().unwrap_or(0).max(heading).clamp(8, 48) + 2) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let date = Cell::Date(civil(2026, 3, 31).unwrap());
        Sheet {
            name: "Risks: all/some".into(),
            headings: vec!["ID".into(), "What".into(), "When".into(), "How much".into()],
            rows: vec![
                vec![Cell::Text("R-1".into()), Cell::Text("=1+1".into()), date, Cell::Number(2.5)],
                vec![
                    Cell::Text("R-2".into()),
                    Cell::Text("two\nlines".into()),
                    Cell::Empty,
                    Cell::Bool(true),
                ],
            ],
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let bytes = write_xlsx(&[sheet()]).unwrap();
        assert_eq!(bytes, write_xlsx(&[sheet()]).unwrap(), "the same bytes twice");
        let grids = crate::read("r.xlsx", &bytes).unwrap();
        assert_eq!(grids[0].sheet, "Risks  all some");
        assert_eq!(&grids[0].rows[1..], sheet().rows.as_slice());
    }

    #[test]
    fn damaged_workbooks_are_refused_and_end_nothing() {
        let bytes = write_xlsx(&[sheet()]).unwrap();
        for length in (0..bytes.len()).step_by(97) {
            assert!(crate::read("r.xlsx", &bytes[..length]).is_err(), "{length}");
        }
        let mut seed = 12345_u32;
        for _ in 0..300 {
            let mut damaged = bytes.clone();
            for _ in 0..4 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = seed as usize % damaged.len();
                damaged[at] ^= 1 << (seed >> 29);
            }
            // an answer or a refusal; only a panic would be wrong
            let _ = crate::read("r.xlsx", &damaged);
        }
    }
}
