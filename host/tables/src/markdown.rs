//! Tables of Markdown documents (GitHub's flavour), each under the heading nearest above it.

use riskwright_core::exchange::grid::{Cell, Grid, Origin};

/// Whether a text has a line of headings over a delimiter row.
pub(crate) fn looks_like(text: &str) -> bool {
    let mut before = "";
    text.lines().any(|line| {
        let found = is_delimiter_row(line) && before.contains('|');
        before = line;
        found
    })
}

pub(crate) fn read(source: &str, text: &str) -> Vec<Grid> {
    let lines: Vec<&str> = text.lines().collect();
    let mut grids = Vec::new();
    let (mut heading, mut fence) = (String::new(), None);
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let trimmed = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        if fence.is_some() || mark.is_some() {
            fence = match (fence, mark) {
                (None, opened) => opened,
                (Some(open), Some(mark)) if open == mark => None,
                (open, _) => open,
            };
            at += 1;
            continue;
        }
        if trimmed.starts_with('#') {
            heading = plain(trimmed.trim_matches('#').trim());
        }
        if line.contains('|') && lines.get(at + 1).is_some_and(|next| is_delimiter_row(next)) {
            let mut grid = Grid {
                source: source.to_owned(),
                sheet: heading.clone(),
                rows: Vec::new(),
                row_numbers: Vec::new(),
                origin: Origin { row: number(at), column: 0 },
            };
            let mut row = at;
            while let Some(line) = lines.get(row).filter(|line| line.contains('|')) {
                if row != at + 1 {
                    grid.rows.push(cells(line));
                    grid.row_numbers.push(number(row));
                }
                row += 1;
            }
            grids.push(grid);
            at = row;
            continue;
        }
        at += 1;
    }
    grids
}

fn number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX).saturating_add(1)
}

fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a row: set apart by pipes that are not escaped and stand in no code.
fn cells(line: &str) -> Vec<Cell> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek() == Some(&'|') => {
                letters.next();
                push(&mut cells, '|');
            }
            '|' => cells.push(String::new()),
            letter => push(&mut cells, letter),
        }
    }
    // the pipe at the end closes the last cell
    if cells.len() > 1 && cells.last().is_some_and(|last| last.trim().is_empty()) && line.ends_with('|') {
        cells.pop();
    }
    cells
        .iter()
        .map(|cell| {
            let text = plain(cell.trim());
            if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
        })
        .collect()
}

fn push(cells: &mut [String], letter: char) {
    if let Some(last) = cells.last_mut() {
        last.push(letter);
    }
}

/// Text without emphasis and code marks; `<br>` breaks the line.
fn plain(text: &str) -> String {
    let mut text = text.to_owned();
    for mark in ["<br>", "<br/>", "<br />"] {
        text = text.replace(mark, "\n");
    }
    text.replace("**", "").replace('`', "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_stand_under_their_headings_with_the_lines_they_are_on() {
        let text = "# Register\n\n```\n| no | table |\n|--|--|\n```\n\n## **Risks**\n| ID | What |\n|----|:----:|\n| R-1 | a \\| b<br>c |\n| R-2 | [x](y.md) |\n\ntext\n";
        let grids = read("r.md", text);
        assert_eq!(grids.len(), 1);
        assert_eq!(
            (grids[0].sheet.as_str(), grids[0].row_numbers.as_slice()),
            ("Risks", [9, 11, 12].as_slice())
        );
        assert_eq!(grids[0].rows[1][1], Cell::Text("a | b\nc".into()));
        assert_eq!(grids[0].rows[2][1], Cell::Text("[x](y.md)".into()));
        assert_eq!(grids[0].address(1, 1), "B11");
    }
}
