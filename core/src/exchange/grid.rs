//! A sheet as its author left it: cells in rows, before anybody has said what they mean.

pub use jiff::civil::Date as CivilDate;

/// What the text of a cell says that holds a formula without a value: no program has computed it yet.
pub const UNCOMPUTED: &str = "(a formula that was never computed)";

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or white space alone.
    #[default]
    Empty,
    /// Text, with inner line breaks as `\n`; Markdown links stay as written (`[name](target)`).
    Text(String),
    /// A number as the workbook stores it. Text files yield [`Cell::Text`] always.
    Number(f64),
    /// A truth value of a workbook.
    Bool(bool),
    /// A date of a workbook; a time of day is dropped.
    Date(CivilDate),
}

/// Where the rows of a [`Grid`] are counted from, so that a problem names a place its author can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The 1-based row (or line of a text file) of the first row of cells.
    pub row: u32,
    /// The 0-based column of the first cell in each row: 0 is column A.
    pub column: u32,
}

/// One sheet of a workbook, one CSV file, or one table of a Markdown document.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The file as the user named it.
    pub source: String,
    /// The sheet's name; the nearest heading above a Markdown table; empty for CSV.
    pub sheet: String,
    /// Rows of cells. Rows may differ in length.
    pub rows: Vec<Vec<Cell>>,
    /// The row number of each row in its source (1-based), for formats whose rows are not evenly spaced
    /// (a CSV record that spans lines). Empty: rows are consecutive from `origin.row`.
    pub row_numbers: Vec<u32>,
    /// Where the first cell lies.
    pub origin: Origin,
}

impl Grid {
    /// The spreadsheet address of a cell by its 0-based row and column within the grid.
    ///
    /// ```
    /// use riskwright_core::exchange::grid::{Grid, Origin};
    /// let grid = Grid { source: "r.xlsx".into(), sheet: "Risks".into(), rows: vec![], row_numbers: vec![],
    ///     origin: Origin { row: 3, column: 1 } };
    /// assert_eq!(grid.address(0, 0), "B3");
    /// assert_eq!(grid.address(9, 25), "AA12");
    /// ```
    #[must_use]
    pub fn address(&self, row: usize, column: usize) -> String {
        let row_number = self
            .row_numbers
            .get(row)
            .copied()
            .unwrap_or_else(|| self.origin.row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX)));
        let mut column = u64::from(self.origin.column).saturating_add(column as u64);
        let mut letters = Vec::new();
        loop {
            letters.push(b'A' + (column % 26) as u8);
            if column < 26 {
                break;
            }
            column = column / 26 - 1;
        }
        letters.reverse();
        let letters: String = letters.into_iter().map(char::from).collect();
        format!("{letters}{row_number}")
    }
}

/// A table to be written: one sheet of a workbook, or one CSV file.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The headings.
    pub headings: Vec<String>,
    /// The rows below them.
    pub rows: Vec<Vec<Cell>>,
}
