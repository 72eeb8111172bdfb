//! Action priority: severity, occurrence and detection looked up in a table, in this order (AIAG-VDA FMEA Handbook,
//! 1st edition 2019).
//!
//! Public copies of the table disagree with each other in a few cells, so it is data: a default that can be replaced
//! by what the customer's own copy of the handbook says.

use crate::rating::Rating;
use crate::words::Words;

/// What a failure asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// An action may be taken.
    Low,
    /// An action should be taken, or the reason why not recorded.
    Medium,
    /// An action has to be taken, or the reason recorded why the controls suffice.
    High,
}

impl Priority {
    /// All of them, lowest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// Its place among the levels.
    #[must_use]
    pub fn level(self) -> u8 {
        match self {
            Self::Low => 0,
            Self::Medium => 1,
            Self::High => 2,
        }
    }

    /// Its name.
    #[must_use]
    pub fn title(self) -> Words {
        match self {
            Self::Low => ["Low: may act", "Niedrig: Maßnahme möglich", "Basse : action possible"],
            Self::Medium => {
                ["Medium: should act", "Mittel: Maßnahme angezeigt", "Moyenne : action souhaitable"]
            }
            Self::High => ["High: must act", "Hoch: Maßnahme erforderlich", "Haute : action nécessaire"],
        }
    }

    fn of_letter(letter: char) -> Option<Self> {
        match letter {
            'L' => Some(Self::Low),
            'M' => Some(Self::Medium),
            'H' => Some(Self::High),
            _ => None,
        }
    }
}

/// The table as it is printed: for severity 9–10, 7–8, 4–6, 2–3 from top, for occurrence 8–10, 6–7, 4–5, 2–3 from the
/// left, four letters for detection 7–10, 5–6, 2–4, 1.
pub type Letters = [[String; BANDS]; BANDS];

const BANDS: usize = 4;
const RATINGS: usize = 10;

/// The band of each rating from 1 to 10, the highest first; 4 is beyond the table.
const SEVERITY_BANDS: [usize; RATINGS] = [4, 3, 3, 2, 2, 2, 1, 1, 0, 0];
const OCCURRENCE_BANDS: [usize; RATINGS] = [4, 3, 3, 2, 2, 1, 1, 0, 0, 0];
const DETECTION_BANDS: [usize; RATINGS] = [3, 2, 2, 2, 1, 1, 0, 0, 0, 0];

/// What the table says where nothing else is set.
pub const DEFAULT: [[&str; BANDS]; BANDS] = [
    ["HHHH", "HHHH", "HHHM", "HMLL"],
    ["HHHH", "HHHM", "HMMM", "MMLL"],
    ["HHMM", "MMML", "MLLL", "LLLL"],
    ["MMLL", "LLLL", "LLLL", "LLLL"],
];

/// The default as settings spell it.
#[must_use]
pub fn default_letters() -> Letters {
    DEFAULT.map(|row| row.map(str::to_owned))
}

/// The table of action priorities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// `[severity][occurrence][detection]`, each from the highest band to the lowest.
    cells: [[[Priority; BANDS]; BANDS]; BANDS],
}

/// Where a table is wrong: the row and the cell, from 0, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableFault {
    /// The row, from 0.
    pub severity: usize,
    /// The cell, from 0.
    pub occurrence: usize,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Not four letters of H, M and L.
    Letters,
    /// A worse rating has a lower priority than a better one.
    Falls,
}

impl Table {
    /// Reads a table and checks that a worse rating never has a lower priority.
    ///
    /// # Errors
    /// The first cell that is wrong.
    pub fn new(letters: &Letters) -> Result<Self, TableFault> {
        let mut cells = [[[Priority::Low; BANDS]; BANDS]; BANDS];
        for (severity, (row, from)) in cells.iter_mut().zip(letters).enumerate() {
            for (occurrence, (cell, letters)) in row.iter_mut().zip(from).enumerate() {
                let read: Option<Vec<_>> = letters.chars().map(Priority::of_letter).collect();
                *cell = read.and_then(|read| read.try_into().ok()).ok_or(TableFault {
                    severity,
                    occurrence,
                    kind: FaultKind::Letters,
                })?;
            }
        }
        let table = Self { cells };
        for severity in 0..BANDS {
            for occurrence in 0..BANDS {
                for detection in 0..BANDS {
                    let here = table.cell(severity, occurrence, detection);
                    let better = [
                        table.cell(severity + 1, occurrence, detection),
                        table.cell(severity, occurrence + 1, detection),
                        table.cell(severity, occurrence, detection + 1),
                    ];
                    if better.into_iter().any(|better| better > here) {
                        return Err(TableFault { severity, occurrence, kind: FaultKind::Falls });
                    }
                }
            }
        }
        Ok(table)
    }

    /// What a failure with these ratings asks for. Without any effect or any occurrence the priority is low.
    #[must_use]
    pub fn priority(&self, severity: Rating, occurrence: Rating, detection: Rating) -> Priority {
        let band = |bands: &[usize; RATINGS], rating: Rating| {
            bands.get(usize::from(rating.get()).wrapping_sub(1)).copied().unwrap_or(BANDS)
        };
        self.cell(
            band(&SEVERITY_BANDS, severity),
            band(&OCCURRENCE_BANDS, occurrence),
            band(&DETECTION_BANDS, detection),
        )
    }

    /// A cell; low beyond the table's edge.
    fn cell(&self, severity: usize, occurrence: usize, detection: usize) -> Priority {
        let cells = self.cells.get(severity).and_then(|row| row.get(occurrence));
        cells.and_then(|cell| cell.get(detection)).copied().unwrap_or(Priority::Low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table::new(&default_letters()).unwrap()
    }

    fn priority(severity: u8, occurrence: u8, detection: u8) -> Priority {
        let rating = |value| Rating::new(value).unwrap();
        table().priority(rating(severity), rating(occurrence), rating(detection))
    }

    /// The table once more, typed from its prose: the bands' bounds and the letters, every band at both of its ends.
    #[test]
    fn each_cell_is_as_printed() {
        let severities = [(9, 10), (7, 8), (4, 6), (2, 3)];
        let occurrences = [(8, 10), (6, 7), (4, 5), (2, 3)];
        let detections = [(7, 10), (5, 6), (2, 4), (1, 1)];
        let letters = "HHHH HHHH HHHM HMLL HHHH HHHM HMMM MMLL HHMM MMML MLLL LLLL MMLL LLLL LLLL LLLL";
        let mut letters = letters.chars().filter(|letter| *letter != ' ');
        for (s_from, s_to) in severities {
            for (o_from, o_to) in occurrences {
                for (d_from, d_to) in detections {
                    let printed = Priority::of_letter(letters.next().unwrap()).unwrap();
                    for (s, o, d) in [(s_from, o_from, d_from), (s_to, o_to, d_to), (s_from, o_to, d_from)] {
                        assert_eq!(priority(s, o, d), printed, "S {s} O {o} D {d}");
                    }
                }
            }
        }
        assert_eq!(letters.next(), None);
    }

    #[test]
    fn no_effect_or_no_occurrence_is_low() {
        for a in 1..=10 {
            for b in 1..=10 {
                assert_eq!(priority(1, a, b), Priority::Low);
                assert_eq!(priority(a, 1, b), Priority::Low);
            }
        }
    }

    #[test]
    fn counts_of_cells() {
        let cells: Vec<_> = table().cells.into_iter().flatten().flatten().collect();
        let count = |priority| cells.iter().filter(|cell| **cell == priority).count();
        assert_eq!((count(Priority::High), count(Priority::Medium), count(Priority::Low)), (22, 16, 26));
    }

    #[test]
    fn a_worse_rating_never_lowers_it() {
        for s in 1..=10 {
            for o in 1..=10 {
                for d in 1..=10 {
                    let here = priority(s, o, d);
                    assert!(s == 10 || priority(s + 1, o, d) >= here);
                    assert!(o == 10 || priority(s, o + 1, d) >= here);
                    assert!(d == 10 || priority(s, o, d + 1) >= here);
                }
            }
        }
    }

    #[test]
    fn a_table_that_falls_or_is_misspelt_is_refused_by_cell() {
        let mut letters = default_letters();
        letters[1][2] = "HMMX".to_owned();
        let fault = |kind| Err(TableFault { severity: 1, occurrence: 2, kind });
        assert_eq!(Table::new(&letters), fault(FaultKind::Letters));
        letters[1][2] = "HMM".to_owned();
        assert_eq!(Table::new(&letters), fault(FaultKind::Letters));
        letters[1][2] = "HMLM".to_owned();
        assert_eq!(Table::new(&letters), fault(FaultKind::Falls));
        letters[1][2] = "LLLL".to_owned();
        assert_eq!(Table::new(&letters), fault(FaultKind::Falls));
    }
}
