//! Tables of two scales: a level for each pair.

/// A table `[down][across]`, both lowest first, that never falls in either direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    cells: Vec<Vec<u8>>,
}

/// What is wrong with a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFault {
    /// It has not as many rows as its scale has levels.
    Rows(usize),
    /// This row has not as many cells as its scale has levels.
    Cells(usize),
    /// This cell holds a level that does not exist.
    Unknown(usize, usize),
    /// This cell lies below one before it.
    Falls(usize, usize),
    /// The highest cell does not hold the highest level.
    Top,
}

impl Table {
    /// Checks a table of so many rows and cells for the levels `lowest..=highest`.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn new(
        cells: Vec<Vec<u8>>,
        (rows, columns): (usize, usize),
        (lowest, highest): (u8, u8),
    ) -> Result<Self, TableFault> {
        if cells.len() != rows {
            return Err(TableFault::Rows(cells.len()));
        }
        let mut above = vec![lowest; columns];
        for (row, found) in cells.iter().enumerate() {
            if found.len() != columns {
                return Err(TableFault::Cells(row));
            }
            let mut left = lowest;
            for (column, (level, above)) in found.iter().zip(&above).enumerate() {
                if !(lowest..=highest).contains(level) {
                    return Err(TableFault::Unknown(row, column));
                }
                if *level < left || level < above {
                    return Err(TableFault::Falls(row, column));
                }
                left = *level;
            }
            above.clone_from(found);
        }
        if above.last() != Some(&highest) {
            return Err(TableFault::Top);
        }
        Ok(Self { cells })
    }

    /// The level at a place.
    #[must_use]
    pub fn at(&self, down: u8, across: u8) -> Option<u8> {
        self.cells.get(usize::from(down))?.get(usize::from(across)).copied()
    }
}

/// Levels of risk (0 low, 1 medium, 2 high) by likelihood V1–V4 down and gravity G1–G4 across. The guide leaves the
/// table to the organisation: an example.
pub const RISK: [[u8; 4]; 4] = [[0, 0, 0, 1], [0, 0, 1, 1], [1, 1, 2, 2], [1, 2, 2, 2]];

/// Relevance, 1 to 4, of a pair of risk origin and target objective by motivation down and resources across: an example
/// as well.
pub const RELEVANCE: [[u8; 4]; 4] = [[1, 1, 2, 2], [1, 2, 3, 3], [2, 3, 3, 4], [2, 3, 4, 4]];

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(table: [[u8; 4]; 4]) -> Vec<Vec<u8>> {
        table.map(Vec::from).to_vec()
    }

    /// As printed: V4 on top.
    #[test]
    fn risk_is_as_printed() {
        let printed = [[1, 2, 2, 2], [1, 1, 2, 2], [0, 0, 1, 1], [0, 0, 0, 1]];
        let table = Table::new(lists(RISK), (4, 4), (0, 2)).unwrap();
        for (likelihood, row) in (0_u8..4).rev().zip(printed) {
            for (gravity, level) in (0_u8..4).zip(row) {
                assert_eq!(table.at(likelihood, gravity), Some(level), "V{likelihood} G{gravity}");
            }
        }
        let count = |level| RISK.iter().flatten().filter(|cell| **cell == level).count();
        assert_eq!((count(0), count(1), count(2)), (5, 6, 5));
        assert_eq!(table.at(4, 0), None);
        assert_eq!(table.at(0, 4), None);
    }

    #[test]
    fn relevance_is_symmetric() {
        assert!(Table::new(lists(RELEVANCE), (4, 4), (1, 4)).is_ok());
        for (down, row) in RELEVANCE.iter().enumerate() {
            for (across, cell) in row.iter().enumerate() {
                assert_eq!(*cell, RELEVANCE[across][down]);
            }
        }
        let count = |level| RELEVANCE.iter().flatten().filter(|cell| **cell == level).count();
        assert_eq!((count(1), count(2), count(3), count(4)), (3, 5, 5, 3));
    }

    #[test]
    fn faults_name_their_cell() {
        let with = |row: usize, column: usize, level| {
            let mut cells = lists(RISK);
            cells[row][column] = level;
            Table::new(cells, (4, 4), (0, 2))
        };
        assert_eq!(with(1, 2, 3), Err(TableFault::Unknown(1, 2)));
        assert_eq!(with(2, 3, 0), Err(TableFault::Falls(2, 3)));
        assert_eq!(with(3, 0, 0), Err(TableFault::Falls(3, 0)));
        assert_eq!(Table::new(lists(RISK), (5, 4), (0, 2)), Err(TableFault::Rows(4)));
        assert_eq!(Table::new(lists(RISK), (4, 5), (0, 2)), Err(TableFault::Cells(0)));
        assert_eq!(Table::new(lists(RISK), (4, 4), (0, 3)), Err(TableFault::Top));
    }
}
