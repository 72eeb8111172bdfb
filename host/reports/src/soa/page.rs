//! The statement as a page.

use maud::{Markup, html};
use riskwright_core::applicability::Line;

use super::view::{Counts, Group, NO_REASON, View, applies, carried, justification};
use crate::page::{Page, Section, Table, absent, anchor, evidence, linked, note, or_absent, typed};
use crate::wording;

const COLUMNS: [(&str, u8); 10] = [
    ("Control", 6),
    ("Title", 12),
    ("Applies", 7),
    ("Why", 12),
    ("Justification", 10),
    ("Status", 9),
    ("How it is implemented", 15),
    ("Owner", 10),
    ("Evidence", 12),
    ("Checked", 7),
];

pub(super) fn render(view: &View<'_>) -> String {
    let groups = view.groups();
    let sections = vec![
        Section { id: "summary", title: "Summary", body: summary(view, &groups) },
        Section { id: "controls", title: "Controls", body: controls(view, &groups) },
        Section { id: "named", title: "Risks and requirements named", body: named(view) },
    ];
    Page {
        context: view.context,
        title: "Statement of Applicability",
        clauses: "6.1.3 d",
        levels: 0,
        sections,
        marks: vec![("Digest of this statement (SHA-256)", super::digest_mark(view))],
    }
    .render()
}

fn summary(view: &View<'_>, groups: &[Group<'_>]) -> Markup {
    let counts = view.counts();
    let columns = [("Theme", 28), ("Controls", 12), ("Included", 12), ("Excluded", 12), ("By status", 36)];
    let rows = html! {
        @for (at, group) in groups.iter().enumerate() {
            tr {
                th scope="row" { a href=(format!("#group-{at}")) dir="auto" { (group.title) } }
                (numbers(&group.counts))
                td { (bar(&group.counts)) }
            }
        }
        tr { th scope="row" { "All" } (numbers(&counts)) td { (bar(&counts)) } }
    };
    let statuses = html! {
        @for (count, class, title) in counts.shares() {
            tr { th scope="row" { (key(class)) (title) } td .number { (count) } }
        }
    };
    let by_status = Table {
        id: "status",
        caption: html! { "Controls by status" },
        size: "small",
        columns: &[("Status", 70), ("Controls", 30)],
        numbers: 1..2,
    };
    let by_theme = Table {
        id: "themes",
        caption: html! { "Controls by theme" },
        size: "middle",
        columns: &columns,
        numbers: 1..4,
    };
    html! {
        dl .figures {
            div { dt { "controls" } dd { (counts.total()) } }
            div { dt { "included" } dd { (counts.included()) } }
            div { dt { "excluded" } dd { (counts.excluded()) } }
        }
        (by_status.with(&statuses))
        (by_theme.with(&rows))
    }
}

fn numbers(counts: &Counts) -> Markup {
    html! {
        td .number { (counts.total()) }
        td .number { (counts.included()) }
        td .number { (counts.excluded()) }
    }
}

fn key(class: &str) -> Markup {
    html! { svg .key aria-hidden="true" viewBox="0 0 1 1" { rect class=(class) width="1" height="1" {} } }
}

/// A bar of the shares; its text says the same in words.
fn bar(counts: &Counts) -> Markup {
    let total = counts.total().max(1);
    let said = counts.shares().iter().filter(|(count, ..)| *count > 0);
    let label = wording::list(said.map(|(count, _, title)| format!("{title}: {count}")));
    let parts = counts.shares().iter().scan(0, |end, (count, class, _)| {
        let from = *end;
        *end += count;
        Some((from, *count, *class))
    });
    html! {
        svg .bar role="img" aria-label=(label) preserveAspectRatio="none" viewBox=(format!("0 0 {total} 1")) {
            @for (from, count, class) in parts.filter(|(_, count, _)| *count > 0) {
                rect class=(class) x=(from) y="0" width=(count) height="1" {}
            }
        }
    }
}

fn controls(view: &View<'_>, groups: &[Group<'_>]) -> Markup {
    html! { @for (at, group) in groups.iter().enumerate() { (theme(view, at, group)) } }
}

fn theme(view: &View<'_>, at: usize, group: &Group<'_>) -> Markup {
    let id = format!("group-{at}");
    let caption = html! {
        h3 id=(id) dir="auto" { (group.title) }
        p { (group.counts.included()) " included, " (group.counts.excluded()) " excluded" }
    };
    let rows = html! { @for line in &group.lines { (row(view, line)) } };
    Table { id: &id, caption, size: "wide", columns: &COLUMNS, numbers: 0..0 }.with(&rows)
}

fn row(view: &View<'_>, line: &Line) -> Markup {
    let (yes, decided) = applies(line);
    let (given, otherwise) = justification(line);
    html! {
        tr id=(anchor("control", line.id.as_str())) {
            th scope="row" { (line.id) }
            td {
                (typed(&line.title))
                @if let Some(carried) = carried(line, view.soa.edition) { (note(&carried)) }
            }
            td { span .strong { (yes) } @if let Some(decided) = decided { (note(decided)) } }
            td { (reasons(line)) }
            td { (or_absent(given, otherwise)) }
            td { @if line.status.is_some() { (wording::status(line.status)) } @else { (absent("Not stated")) } }
            td { (or_absent(&line.implementation, "Not described")) }
            td { (or_absent(line.owner.as_deref().unwrap_or_default(), "Nobody named")) }
            td { (evidence(&line.evidence)) }
            td { @match line.checked_on { Some(date) => span .date { (date) }, None => (absent("Never")) } }
        }
    }
}

fn reasons(line: &Line) -> Markup {
    if line.reasons.is_empty() {
        return absent(NO_REASON);
    }
    html! {
        ul .plain {
            @for reason in &line.reasons {
                @let (word, kind, ids) = wording::reason(reason);
                li {
                    (word)
                    @if !ids.is_empty() { ": " (linked(kind, ids.iter().map(String::as_str))) }
                }
            }
        }
    }
}

fn named(view: &View<'_>) -> Markup {
    let named = view.named();
    if named.is_empty() {
        return html! { p { "The reasons name no recorded risk or requirement." } };
    }
    let rows = html! {
        @for named in &named {
            tr id=(anchor(named.kind, &named.id)) {
                th scope="row" { (named.id) }
                td { (named.what) }
                td { (typed(&named.title)) }
                td { (or_absent(&named.by, "Not recorded")) }
            }
        }
    };
    let columns = [("Id", 14), ("Kind", 12), ("Title", 50), ("Owner or source", 24)];
    Table {
        id: "named",
        caption: html! { "What the reasons above refer to" },
        size: "middle",
        columns: &columns,
        numbers: 0..0,
    }
    .with(&rows)
}
