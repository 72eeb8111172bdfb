//! The statement as a workbook.

use riskwright_core::applicability::Line;

use super::view::{NO_REASON, View, applies, carried, justification};
use crate::workbook::{Book, Cell, Grid};
use crate::{ReportError, wording};

const HEADINGS: [&str; 13] = [
    "Control",
    "Theme",
    "Title",
    "Applies",
    "Why",
    "Justification",
    "Status",
    "How it is implemented",
    "Owner",
    "Evidence",
    "Checked",
    "Decided against what was derived",
    "State carried over from",
];
const WIDTHS: [f64; 13] = [10.0, 14.0, 26.0, 8.0, 20.0, 20.0, 13.0, 34.0, 13.0, 26.0, 11.0, 12.0, 13.0];

pub(super) fn write(view: &View<'_>) -> Result<Vec<u8>, ReportError> {
    let mut book = Book::new(view.context, "Statement of Applicability", 0)?;
    let rows = view.soa.lines.iter().map(|line| row(view, line)).collect();
    book.register("Statement", &WIDTHS, &Grid { headings: &HEADINGS, rows }, "There are no controls.")?;
    summary(view, &mut book)?;
    book.save()
}

fn row(view: &View<'_>, line: &Line) -> Vec<Cell> {
    let (yes, decided) = applies(line);
    let (given, otherwise) = justification(line);
    let why: Vec<String> = line.reasons.iter().map(reason).collect();
    vec![
        Cell::Strong(line.id.to_string()),
        Cell::text(&line.group),
        Cell::text(&line.title),
        Cell::Strong(yes.to_owned()),
        Cell::Text(if why.is_empty() { NO_REASON.to_owned() } else { why.join("\n") }),
        Cell::text(if given.is_empty() { otherwise } else { given }),
        Cell::Text(wording::status(line.status)),
        Cell::text(&line.implementation),
        line.owner.as_ref().map_or(Cell::Empty, Cell::text),
        Cell::Text(wording::evidence(&line.evidence)),
        Cell::date(line.checked_on),
        decided.map_or(Cell::Empty, Cell::text),
        carried(line, view.soa.edition)
            .map_or(Cell::Empty, |_| Cell::Text(wording::list(&line.carried_from))),
    ]
}

fn reason(reason: &riskwright_core::applicability::Reason) -> String {
    let (word, _, ids) = wording::reason(reason);
    if ids.is_empty() { word.to_owned() } else { format!("{word}: {}", wording::list(ids)) }
}

fn summary(view: &View<'_>, book: &mut Book<'_>) -> Result<(), ReportError> {
    let marks = [("Digest of this statement (SHA-256)", super::digest_mark(view))];
    let mut blocks = book.summary(&[34.0, 70.0, 12.0, 28.0], &marks)?;
    let counts = view.counts();
    let statuses =
        counts.shares().iter().map(|(count, _, title)| vec![Cell::text(title), Cell::count(*count)]);
    blocks
        .table("Controls by status", &Grid { headings: &["Status", "Controls"], rows: statuses.collect() })?;
    let mut themes: Vec<Vec<Cell>> = Vec::new();
    for group in view.groups() {
        let (included, excluded) = (group.counts.included(), group.counts.excluded());
        themes.push(vec![
            Cell::text(group.title),
            Cell::count(group.counts.total()),
            Cell::count(included),
            Cell::count(excluded),
        ]);
    }
    blocks.table(
        "Controls by theme",
        &Grid { headings: &["Theme", "Controls", "Included", "Excluded"], rows: themes },
    )?;
    let named = view.named();
    if !named.is_empty() {
        let rows = named.iter().map(|named| {
            vec![
                Cell::text(&named.id),
                Cell::text(&named.title),
                Cell::text(named.what),
                Cell::text(&named.by),
            ]
        });
        let headings = ["Id", "Title", "Kind", "Owner or source"];
        blocks.table("Risks and requirements named", &Grid { headings: &headings, rows: rows.collect() })?;
    }
    Ok(())
}
