//! CSV and its kin: the delimiter is found out, and so is the encoding.

use riskwright_core::exchange::grid::{Cell, Grid, Origin};

/// Text from bytes: UTF-8 or UTF-16 by their marks, UTF-8 if it is valid, else Windows-1252.
pub(crate) fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

pub(crate) fn read(source: &str, text: &str) -> Grid {
    let (delimiter, skipped) = delimiter(text);
    let body: String = text.split_inclusive('\n').skip(skipped).collect();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    let (mut rows, mut row_numbers) = (Vec::new(), Vec::new());
    let mut record = csv::StringRecord::new();
    // the text is valid UTF-8 and rows may be ragged: there is no other error
    while reader.read_record(&mut record).unwrap_or(false) {
        let line = record.position().map_or(1, csv::Position::line);
        rows.push(record.iter().map(cell).collect());
        row_numbers.push(
            u32::try_from(line).unwrap_or(u32::MAX).saturating_add(u32::try_from(skipped).unwrap_or(0)),
        );
    }
    Grid {
        source: source.to_owned(),
        sheet: String::new(),
        rows,
        row_numbers,
        origin: Origin { row: 1, column: 0 },
    }
}

fn cell(field: &str) -> Cell {
    if field.trim().is_empty() { Cell::Empty } else { Cell::Text(field.replace("\r\n", "\n")) }
}

/// The delimiter that splits the first lines most evenly, and the number of lines that only say which it is.
fn delimiter(text: &str) -> (u8, usize) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(said) = rest.bytes().next().filter(u8::is_ascii)
    {
        return (said, 1);
    }
    let head: String = text.lines().take(40).collect::<Vec<_>>().join("\n");
    let score = |delimiter: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(head.as_bytes());
        let widths: Vec<usize> =
            reader.records().take(20).filter_map(Result::ok).map(|row| row.len()).collect();
        let widest = widths.iter().copied().max().unwrap_or(0);
        let usual = widths.iter().filter(|width| **width == widest).count();
        if widest > 1 { usual * 100 / widths.len().max(1) + widest } else { 0 }
    };
    let best = [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|delimiter| score(*delimiter));
    (best.unwrap_or(b','), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(grid: &Grid) -> Vec<Vec<String>> {
        let text = |cell: &Cell| if let Cell::Text(text) = cell { text.clone() } else { String::new() };
        grid.rows.iter().map(|row| row.iter().map(text).collect()).collect()
    }

    #[test]
    fn delimiters_are_told_by_the_lines_they_make() {
        for text in ["a,b\n\"1;5\",2\n", "a;b\n1;\"2,5\"\n", "a\tb\n1,5\t2\n", "sep=;\na;b\n"] {
            assert_eq!(read("x", text).rows[0].len(), 2, "{text}");
        }
        assert_eq!(read("x", "sep=;\na;b\n1;2\n").row_numbers, [2, 3]);
    }

    #[test]
    fn fields_that_span_lines_keep_the_line_numbers_right() {
        let grid = read("x", "id,what\n1,\"two\nlines\"\n2,next\n");
        assert_eq!(grid.row_numbers, [1, 2, 4]);
        assert_eq!(texts(&grid)[1][1], "two\nlines");
    }

    #[test]
    fn encodings() {
        assert_eq!(decode("Größe".as_bytes()), "Größe");
        assert_eq!(decode(b"Gr\xf6\xdfe"), "Größe");
        assert_eq!(decode(b"\xff\xfea\0b\0"), "ab");
        assert_eq!(decode("\u{feff}a".as_bytes()), "a");
    }
}
