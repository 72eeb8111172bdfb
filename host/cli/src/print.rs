//! Words and tables for the terminal. Colours are never the only sign.

use std::io::IsTerminal;

use anstyle::{AnsiColor, Style};
use comfy_table::{ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle};
use riskwright_core::methodology::LevelPolicy;
use riskwright_core::methodology::matrix::Acceptance;

/// Headings over a line, and no more ink than that.
const LINES: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::new(' ', ' ', ' '))
    .header_separator(LineStyle::new('─', '─', '─', '─'))
    .content_lines(ContentLineStyle::new(' ', ' ', ' '));

/// The width of the terminal; `None` where the output goes elsewhere.
pub fn width() -> Option<usize> {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    if std::io::stdout().is_terminal() { columns.or_else(terminal) } else { columns }
        .filter(|width| *width >= 40)
}

/// Whether standard error takes colours.
pub fn fancy() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// A table that fits the terminal.
pub fn table(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(LINES);
    table.set_header(headings.iter().map(|heading| bold(heading)));
    for row in rows {
        table.add_row(row);
    }
    match width() {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect::<String>().trim_end().to_owned()
}

pub fn bold(text: &str) -> String {
    styled(text, Style::new().bold())
}

pub fn dim(text: &str) -> String {
    styled(text, Style::new().dimmed())
}

pub fn styled(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

/// How an acceptance looks: `○` acceptable, `◐` tolerable, `●` not acceptable.
pub fn sign(acceptance: Acceptance) -> (char, Style) {
    match acceptance {
        Acceptance::Acceptable => ('○', AnsiColor::Green.on_default()),
        Acceptance::Tolerable => ('◐', AnsiColor::Yellow.on_default()),
        Acceptance::Unacceptable => ('●', AnsiColor::Red.on_default().bold()),
    }
}

/// A level of risk with the sign of what it means.
pub fn level(policies: &[LevelPolicy], level: u8) -> String {
    match policies.get(usize::from(level)) {
        Some(policy) => {
            let (mark, style) = sign(policy.acceptance);
            styled(&format!("{mark} {}", policy.name), style)
        }
        None => format!("level {level}"),
    }
}

/// A text cut to so many characters.
pub fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        line
    } else {
        line.chars().take(most.saturating_sub(1)).collect::<String>() + "…"
    }
}

/// Ids in a cell: the first few, and how many more.
pub fn ids<T: std::fmt::Display>(ids: impl IntoIterator<Item = T>, most: usize) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    match ids.get(..most) {
        Some(first) if ids.len() > most => format!("{} +{}", first.join(", "), ids.len() - most),
        _ => ids.join(", "),
    }
}

/// `1 risk`, `3 risks`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The name of a kind for so many records: `1 risk`, `12 risks`.
pub fn kinds(number: usize, kind: riskwright_core::isms::Kind) -> String {
    let one = kind.as_str();
    let many = match one.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if one == "soa" => "approved SoA".to_owned(),
        None => format!("{one}s"),
    };
    count(number, one, &many)
}
