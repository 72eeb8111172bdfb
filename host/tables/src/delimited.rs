//! CSV and its kin: the delimiter is found out, and so is the encoding.

use riskwright_core::exchange::grid::{Cell, Grid, Origin};

use super::ReadError;

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

pub(crate) fn read(source: &str, text: &str) -> Result<Grid, ReadError> {
    let (delimiter, skipped) = delimiter(text);
    let body: String = text.split_inclusive('\n').skip(skipped).collect();
    if let Some(line) = open_quote(&body, delimiter) {
        return Err(ReadError::Quote { source_name: source.to_owned(), line: line + skipped });
    }
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
    Ok(Grid {
        source: source.to_owned(),
        sheet: String::new(),
        rows,
        row_numbers,
        origin: Origin { row: 1, column: 0 },
    })
}

/// The line in which a quote opens that is never closed, or closed lines later in the midst of another cell.
fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let (mut line, mut opened, mut at_start) = (1_usize, None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        let breaks = byte == b'\n' || (byte == b'\r' && bytes.peek() != Some(&b'\n'));
        match (opened, byte) {
            (None, b'"') if at_start => opened = Some(line),
            (Some(first), b'"') => match bytes.peek() {
                Some(b'"') => {
                    bytes.next();
                }
                Some(next) if first < line && *next != delimiter && !matches!(next, b'\n' | b'\r' | b' ') => {
                    return Some(first);
                }
                _ => opened = None,
            },
            _ => {}
        }
        at_start = opened.is_none() && (byte == delimiter || breaks);
        line += usize::from(breaks);
    }
    opened
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
            assert_eq!(read("x", text).unwrap().rows[0].len(), 2, "{text}");
        }
        assert_eq!(read("x", "sep=;\na;b\n1;2\n").unwrap().row_numbers, [2, 3]);
    }

    #[test]
    fn fields_that_span_lines_keep_the_line_numbers_right() {
        let grid = read("x", "id,what\n1,\"two\nlines\"\n2,next\n").unwrap();
        assert_eq!(grid.row_numbers, [1, 2, 4]);
        assert_eq!(texts(&grid)[1][1], "two\nlines");
    }

    #[test]
    fn a_quote_that_takes_in_other_lines_is_refused() {
        let line = |text: &str| match read("x", text) {
            Err(ReadError::Quote { line, .. }) => line,
            _ => 0,
        };
        assert_eq!(line("id,what\n1,\"open,2\n2,d\n3,e\n"), 2);
        assert_eq!(line("sep=,\nid,what\n1,\"open,2\n2,\"d\"\n3,e\n"), 3, "closed by another's quote");
        assert_eq!(line("id,what\n1,\"two \"\"big\"\"\nlines\",x\r\n2,5\" pipe\n"), 0);
        assert_eq!(line("id,what\n1,\"said \"so,x\n"), 0);
    }

    #[test]
    fn encodings() {
        assert_eq!(decode("Größe".as_bytes()), "Größe");
        assert_eq!(decode(b"Gr\xf6\xdfe"), "Größe");
        assert_eq!(decode(b"\xff\xfea\0b\0"), "ab");
        assert_eq!(decode("\u{feff}a".as_bytes()), "a");
    }
}
