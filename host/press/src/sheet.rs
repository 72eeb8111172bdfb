//! What every writer of workbooks needs to know of cells: what they take, and how high they get.

use rust_xlsxwriter::XlsxError;

/// The most a cell takes, in UTF-16 units.
pub const CELL: usize = 32_767;
/// What a row of text at size 10 takes, in points.
pub const LINE_HEIGHT: f64 = 13.0;
/// A row is at most 409 points high.
pub const MOST_LINES: u32 = 31;

/// How many lines a text takes in a column of so many characters.
#[must_use]
pub fn lines(text: &str, width: f64) -> u32 {
    // a letter takes up to a column's character, one of the wide scripts two
    let room = width.max(2.0);
    let wide = |letter: char| if u32::from(letter) >= 0x1100 { 2.0 } else { 1.0 };
    let mut count = 0_u32;
    for line in text.split('\n') {
        count = count.saturating_add(1);
        let mut used = 0.0;
        for word in line.split_inclusive([' ', '-']) {
            let length: f64 = word.trim_end().chars().map(wide).sum();
            if used > 0.0 && used + length > room {
                count = count.saturating_add(1);
                used = 0.0;
            }
            // a word longer than a line is broken
            let mut rest = length;
            while rest > room && count < MOST_LINES {
                count = count.saturating_add(1);
                rest -= room;
            }
            used = if rest < length { rest } else { used + word.chars().map(wide).sum::<f64>() };
        }
        if count >= MOST_LINES {
            break;
        }
    }
    count
}

/// A column's place as workbooks count it.
///
/// # Errors
/// If there are more columns than a sheet takes.
pub fn column(at: usize) -> Result<u16, XlsxError> {
    u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)
}

/// The text without the two characters that XML has no way to write.
#[must_use]
pub fn sound(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

/// The text, cut where it would not fit into a cell, with `cut` at its end.
#[must_use]
pub fn fitting(text: &str, cut: &str) -> String {
    if text.len() <= CELL || text.encode_utf16().count() <= CELL {
        return text.to_owned();
    }
    let room = CELL.saturating_sub(cut.encode_utf16().count());
    let mut taken = 0;
    let fits = |letter: &char| {
        taken += letter.len_utf16();
        taken <= room
    };
    text.chars().take_while(fits).chain(cut.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_high_as_their_texts_need() {
        assert_eq!(lines("", 20.0), 1);
        assert_eq!(lines("one two three", 20.0), 1);
        assert_eq!(lines("one two three four five", 12.0), 3);
        assert_eq!(lines("a\nb", 20.0), 2);
        assert_eq!(lines(&"x".repeat(500), 11.0), MOST_LINES, "the most a row takes");
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_and_says_so() {
        let text = fitting(&"🦀".repeat(40_000), "… cut");
        assert!(text.encode_utf16().count() <= CELL && text.ends_with("… cut"));
        assert_eq!(fitting("short", "cut"), "short");
    }
}
