//! Workbooks: XLSX, XLSM, XLSB, XLS and ODS in, XLSX out.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Dimensions, Reader, Sheets, XlsxError as XlsxReadError, open_workbook_auto_from_rs};
use riskwright_core::exchange::grid::{Cell, Grid, Origin, Sheet, UNCOMPUTED};
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
    let names = workbook.sheet_names();
    // these two tell cell by cell, so that one cell far off does not make a sheet of billions
    match &mut workbook {
        Sheets::Xlsx(workbook) => {
            for name in names {
                let failed = |error: XlsxReadError| refused(format!("sheet “{name}”: {error}"));
                let merged = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
                let mut reader = workbook.worksheet_cells_reader(&name).map_err(failed)?;
                let mut sparse = Vec::new();
                while let Some(found) = reader.next_cell_with_formula_metadata().map_err(failed)? {
                    let value = match (Data::from(found.value), found.formula) {
                        (Data::Empty, Some(_)) => Cell::Text(UNCOMPUTED.to_owned()),
                        (value, _) => cell(&value),
                    };
                    if value != Cell::Empty {
                        sparse.push((found.pos, value));
                    }
                    if sparse.len() > CELLS {
                        return Err(ReadError::TooLarge { source_name: source.to_owned(), limit: CELLS });
                    }
                }
                let grid = gather(source, name, sparse, &merged, &mut cells)?;
                grids.push(grid);
            }
            return Ok(grids);
        }
        Sheets::Xlsb(workbook) => {
            for name in names {
                let failed = |error: calamine::XlsbError| refused(format!("sheet “{name}”: {error}"));
                let mut reader = workbook.worksheet_cells_reader(&name).map_err(failed)?;
                let mut sparse = Vec::new();
                while let Some(found) = reader.next_cell().map_err(failed)? {
                    let value = cell(&Data::from(found.get_value().clone()));
                    if value != Cell::Empty {
                        sparse.push((found.get_position(), value));
                    }
                    if sparse.len() > CELLS {
                        return Err(ReadError::TooLarge { source_name: source.to_owned(), limit: CELLS });
                    }
                }
                let grid = gather(source, name, sparse, &[], &mut cells)?;
                grids.push(grid);
            }
            return Ok(grids);
        }
        _ => {}
    }
    for name in names {
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

/// The rows of a sheet as far as cells are filled. One empty row stands for any number of them.
fn gather(
    source: &str,
    sheet: String,
    mut sparse: Vec<((u32, u32), Cell)>,
    merged: &[Dimensions],
    cells: &mut usize,
) -> Result<Grid, ReadError> {
    let too_large = || ReadError::TooLarge { source_name: source.to_owned(), limit: CELLS };
    sparse.sort_by_key(|(at, _)| *at);
    let filled: BTreeSet<u32> = sparse.iter().map(|((row, _), _)| *row).collect();
    let mut covered = Vec::new();
    for area in merged.iter().filter(|area| area.end.0 > area.start.0) {
        let Ok(at) = sparse.binary_search_by_key(&area.start, |(at, _)| *at) else { continue };
        let Some((_, Cell::Text(text))) = sparse.get(at) else { continue };
        for row in filled.range(area.start.0 + 1..=area.end.0) {
            covered.push(((*row, area.start.1), Cell::Text(text.clone())));
            if covered.len() > CELLS {
                return Err(too_large());
            }
        }
    }
    sparse.extend(covered);
    sparse.sort_by_key(|(at, _)| *at);
    sparse.dedup_by_key(|(at, _)| *at);
    let first = sparse.iter().map(|((_, column), _)| *column).min().unwrap_or_default();
    let (mut rows, mut row_numbers): (Vec<Vec<Cell>>, Vec<u32>) = (Vec::new(), Vec::new());
    for ((row, column), value) in sparse {
        let number = row.saturating_add(1);
        let last = row_numbers.last().copied();
        if last != Some(number) {
            if last.is_some_and(|last| last.saturating_add(1) < number) {
                rows.push(Vec::new());
                row_numbers.push(number - 1);
            }
            rows.push(Vec::new());
            row_numbers.push(number);
        }
        if let Some(cells_of_row) = rows.last_mut() {
            let place = (column - first) as usize;
            *cells = cells.saturating_add((place + 1).saturating_sub(cells_of_row.len()));
            if *cells > CELLS {
                return Err(too_large());
            }
            cells_of_row.resize(place, Cell::Empty);
            cells_of_row.push(value);
        }
    }
    let row = row_numbers.first().copied().unwrap_or(1);
    Ok(Grid { source: source.to_owned(), sheet, rows, row_numbers, origin: Origin { row, column: first } })
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
    fn a_cell_far_off_costs_a_row_and_no_more() {
        for (row, column) in [(1_048_575, 16_383), (1_048_575, 0)] {
            let mut workbook = Workbook::new();
            let page = workbook.add_worksheet();
            page.write(1, 1, "ID").unwrap().write(2, 1, "R-1").unwrap();
            page.write(row, column, "stray").unwrap();
            let grids = crate::read("r.xlsx", &workbook.save_to_buffer().unwrap()).unwrap();
            let grid = &grids[0];
            assert_eq!((grid.rows.len(), &*grid.row_numbers), (4, &[2, 3, 1_048_575, 1_048_576][..]));
            let letters = if column == 0 { "A" } else { "XFD" };
            assert_eq!(grid.address(3, grid.rows[3].len() - 1), format!("{letters}1048576"));
        }
    }

    #[test]
    fn cells_merged_downwards_hold_their_text_in_each_row() {
        let mut workbook = Workbook::new();
        let page = workbook.add_worksheet();
        page.write(0, 0, "ID").unwrap().write(0, 1, "Asset").unwrap();
        page.merge_range(1, 1, 2, 1, "ERP", &Format::new()).unwrap();
        page.write(1, 0, "R-1").unwrap().write(2, 0, "R-2").unwrap();
        let grids = crate::read("r.xlsx", &workbook.save_to_buffer().unwrap()).unwrap();
        assert_eq!(grids[0].rows[2], [Cell::Text("R-2".into()), Cell::Text("ERP".into())]);
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
