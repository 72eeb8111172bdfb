//! The register as a page.

use maud::{Markup, html};
use riskwright_core::evaluation::Verdict;
use riskwright_core::identification::Stage;
use riskwright_core::treatment::Action;

use super::view::{Rating, Risk, STAGES, View};
use super::{criteria, maps};
use crate::page::{
    Page, Section, Table, absent, anchor, controls as listed_controls, evidence, linked, note, or_absent,
    typed,
};
use crate::{palette, wording};

pub(super) fn render(view: &View<'_>) -> String {
    let sections = vec![
        Section { id: "summary", title: "Summary", body: summary(view) },
        Section { id: "register", title: "Risks", body: register(view) },
        Section { id: "maps", title: "Heat maps", body: maps::render(view) },
        Section { id: "plan", title: "Risk treatment plan", body: plan(view) },
        Section { id: "acceptances", title: "Risk acceptances", body: acceptances(view) },
        Section { id: "criteria", title: "Risk criteria", body: render_criteria(view) },
    ];
    Page {
        context: view.context,
        title: "Risk register",
        clauses: "6.1.2, 6.1.3, 8.2 and 8.3",
        levels: view.levels().len(),
        sections,
        marks: vec![("Digest of the methodology's settings (SHA-256)", view.engine.settings().to_string())],
    }
    .render()
}

/// A level by name, colour and sign.
fn chip(view: &View<'_>, level: usize, name: &str) -> Markup {
    html! {
        span class=(format!("chip l{level}")) { (palette::sign(level, view.levels().len())) span dir="auto" { (name) } }
    }
}

fn summary(view: &View<'_>) -> Markup {
    let mut columns = vec![("Level of risk", 22), ("What it means", 48)];
    columns.extend([("Inherent", 10), ("Present", 10), ("Target", 10)]);
    let levels = html! {
        @for (level, name) in view.levels().iter().enumerate().rev() {
            tr {
                th scope="row" { (chip(view, level, name)) }
                td { @if let Some(policy) = view.policies.get(level) { (wording::acceptance(policy.acceptance)) } }
                @for stage in [Some(Stage::Inherent), None, Some(Stage::Target)] {
                    td .number { (view.at_level(level, stage)) }
                }
            }
        }
        tr {
            th scope="row" { "No level" }
            td { "Not estimated, or the estimate gives no score" }
            @let of = view.risks.len();
            td .number { (of - view.scored(Stage::Inherent)) }
            td .number { (view.risks.iter().filter(|risk| risk.row.present().is_none()).count()) }
            td .number { (of - view.scored(Stage::Target)) }
        }
    };
    let verdicts = html! {
        @for verdict in wording::VERDICTS {
            tr {
                th scope="row" { (wording::verdict(verdict)) }
                td { (wording::verdict_explained(verdict)) }
                td .number { (view.with_verdict(verdict)) }
            }
        }
    };
    let by_level = Table {
        id: "levels",
        caption: html! { "Open risks by level" },
        size: "middle",
        columns: &columns,
        numbers: 2..5,
    };
    let by_verdict = Table {
        id: "verdicts",
        caption: html! { "Open risks by verdict" },
        size: "narrow",
        columns: &[("Verdict", 28), ("What it says", 60), ("Risks", 12)],
        numbers: 2..3,
    };
    html! {
        dl .figures {
            div { dt { "open risks" } dd { (view.risks.len()) } }
            div { dt { "to be treated" } dd { (view.with_verdict(Verdict::Treat)) } }
            div { dt { "not assessed" } dd { (view.with_verdict(Verdict::Unassessed)) } }
            div { dt { "actions" } dd { (view.actions.len()) } }
            div { dt { "actions overdue" } dd { (view.overdue()) } }
        }
        (by_level.with(&levels))
        (by_verdict.with(&verdicts))
        @for remark in view.remarks() { p dir="auto" { (remark) } }
    }
}

const COLUMNS: [(&str, u8); 12] = [
    ("Rank", 5),
    ("Risk", 7),
    ("Title", 11),
    ("Assets", 10),
    ("Owner", 8),
    ("Inherent", 9),
    ("Current", 9),
    ("Target", 9),
    ("Verdict", 8),
    ("Treatment", 9),
    ("Controls", 8),
    ("Accepted", 7),
];

fn register(view: &View<'_>) -> Markup {
    if view.risks.is_empty() {
        return html! { p { "There are no open risks." } };
    }
    let rows = html! { @for risk in &view.risks { (row(view, risk)) } };
    Table {
        id: "register",
        caption: html! { "Open risks, the most urgent first" },
        size: "wide",
        columns: &COLUMNS,
        numbers: 0..1,
    }
    .with(&rows)
}

fn row(view: &View<'_>, risk: &Risk<'_>) -> Markup {
    let (scenario, treatment) = (risk.scenario, risk.treatment);
    let assets = view.assets(risk);
    let controls = view.controls(risk);
    html! {
        tr id=(anchor("risk", scenario.id.as_str())) {
            td .number { (risk.evaluated.priority) }
            th scope="row" { (scenario.id) }
            td {
                span .typed.strong dir="auto" { (scenario.title) }
                @if !scenario.description.is_empty() { (note(&scenario.description)) }
                @for (label, text) in view.causes(risk) { (note(&format!("{label}: {text}"))) }
            }
            td {
                @if assets.is_empty() { (absent("None named")) }
                ul .plain { @for asset in &assets { li { (typed(asset)) } } }
            }
            td { (or_absent(scenario.owner.as_deref().unwrap_or_default(), "Nobody")) }
            @for (stage, _) in STAGES { td { (rating(view, risk, stage)) } }
            td .strong { (wording::verdict(risk.evaluated.verdict)) }
            td {
                @match treatment.and_then(|treatment| treatment.option) {
                    Some(option) => (wording::option(Some(option))),
                    None => (absent("Not decided")),
                }
                @if let Some(treatment) = treatment.filter(|treatment| !treatment.rationale.is_empty()) {
                    (note(&treatment.rationale))
                }
            }
            td {
                @if controls.is_empty() { (absent("None")) }
                @for (label, ids) in controls { div { span .note { (label) ":" } (listed_controls(ids)) } }
            }
            td { (acceptance(risk)) }
        }
    }
}

fn rating(view: &View<'_>, risk: &Risk<'_>, stage: Stage) -> Markup {
    match view.rating(risk, stage) {
        Rating::Scored { level, name, score } => html! {
            (chip(view, level, name))
            div .score { "Score " (score) }
        },
        Rating::Problem(message) => html! { (absent("No score")) (note(message)) },
        Rating::NotEstimated => absent("Not estimated"),
    }
}

/// The acceptance in short; the table of acceptances has all of it.
fn acceptance(risk: &Risk<'_>) -> Markup {
    let Some((id, standing)) = &risk.evaluated.accepted_by else { return absent("None") };
    let until = risk.acceptance.map(|acceptance| acceptance.until);
    html! {
        (linked("acceptance", [id.as_str()]))
        (note(&wording::stands(standing, until)))
    }
}

const ACCEPTANCES: [(&str, u8); 8] = [
    ("Acceptance", 9),
    ("Risk", 10),
    ("Level accepted", 11),
    ("By", 12),
    ("On", 9),
    ("Standing", 17),
    ("Reason", 18),
    ("Conditions", 14),
];

fn acceptances(view: &View<'_>) -> Markup {
    let accepted = || view.risks.iter().filter_map(|risk| Some((risk, risk.acceptance?)));
    if accepted().next().is_none() {
        return html! { p { "No open risk has been accepted by its owner." } };
    }
    let rows = html! {
        @for (risk, acceptance) in accepted() {
            tr id=(anchor("acceptance", acceptance.id.as_str())) {
                th scope="row" { (acceptance.id) }
                td { (linked("risk", [acceptance.scenario.as_str()])) }
                // the name as it was then: the scale may be another now
                td { (typed(&acceptance.level_name)) div .score { "Score " (wording::score(acceptance.score)) } }
                td { (typed(&acceptance.by)) }
                td { span .date { (acceptance.on) } }
                td {
                    @if let Some((_, standing)) = &risk.evaluated.accepted_by {
                        (typed(&wording::stands(standing, Some(acceptance.until))))
                    }
                }
                td { (or_absent(&acceptance.reason, "None given")) }
                td { (or_absent(&acceptance.conditions, "None")) }
            }
        }
    };
    Table {
        id: "acceptances",
        caption: html! { "Acceptances that speak for open risks" },
        size: "wide",
        columns: &ACCEPTANCES,
        numbers: 0..0,
    }
    .with(&rows)
}

const PLAN: [(&str, u8); 10] = [
    ("Action", 7),
    ("Title", 20),
    ("Risks", 9),
    ("Controls", 8),
    ("Owner", 9),
    ("Due", 9),
    ("Progress", 8),
    ("Status", 9),
    ("Cost and resources", 12),
    ("Evidence", 9),
];

fn plan(view: &View<'_>) -> Markup {
    if view.actions.is_empty() {
        return html! { p { "No actions have been planned." } };
    }
    let rows = html! { @for action in &view.actions { (action_row(view, action)) } };
    Table {
        id: "plan",
        caption: html! { "Actions by date due" },
        size: "wide",
        columns: &PLAN,
        numbers: 0..0,
    }
    .with(&rows)
}

fn action_row(view: &View<'_>, action: &Action) -> Markup {
    // only open risks have a row to lead to
    let open = |id: &&riskwright_core::id::ScenarioId| view.risks.iter().any(|risk| risk.scenario.id == **id);
    let (listed, closed): (Vec<_>, Vec<_>) = action.scenarios.iter().partition(open);
    html! {
        tr id=(anchor("action", action.id.as_str())) {
            th scope="row" { (action.id) }
            td { (typed(&action.title)) }
            td {
                @if action.scenarios.is_empty() { (absent("None named")) }
                (linked("risk", listed.iter().map(|id| id.as_str())))
                @if !closed.is_empty() { (note(&format!("Closed: {}", wording::list(closed)))) }
            }
            td {
                @if action.controls.is_empty() { (absent("None named")) }
                (listed_controls(&action.controls))
            }
            td { (or_absent(action.owner.as_deref().unwrap_or_default(), "Nobody")) }
            td {
                @match action.due { Some(due) => span .date { (due) }, None => (absent("No date")) }
                @if action.is_overdue(view.context.as_of) { div .late { "! Overdue" } }
            }
            td {
                @let done = action.progress.get();
                svg .bar aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 1" {
                    rect .todo width="100" height="1" {}
                    rect .done width=(done) height="1" {}
                }
                (done) " %"
            }
            td {
                @if action.status.is_some() { (wording::action_status(action.status)) } @else { (absent("Not stated")) }
                @if let Some(done) = action.done_on { (note(&format!("Done on {done}"))) }
            }
            td {
                @match &action.cost { Some(cost) => (cost), None => (absent("No cost stated")) }
                @if !action.resources.is_empty() { (note(&action.resources)) }
            }
            td { (evidence(&action.evidence)) }
        }
    }
}

fn render_criteria(view: &View<'_>) -> Markup {
    html! {
        dl .facts {
            @for (label, text) in criteria::facts(view) {
                div { dt { (label) } dd .typed dir="auto" { (text) } }
            }
        }
        @for (at, table) in criteria::tables(view).iter().enumerate() { (criteria_table(view, at, table)) }
    }
}

fn criteria_table(view: &View<'_>, at: usize, table: &criteria::Table) -> Markup {
    let shares: &[u8] =
        match (table.rows.first().is_some_and(|(level, _)| level.is_some()), table.headings.len()) {
            (true, _) => &[16, 12, 28, 28, 16],
            (false, 5) => &[8, 18, 35, 22, 17],
            _ => &[8, 20, 45, 25],
        };
    let columns: Vec<(&str, u8)> = table.headings.iter().copied().zip(shares.iter().copied()).collect();
    let rows = html! {
        @for (level, row) in &table.rows {
            tr {
                @for (column, text) in row.iter().enumerate() {
                    @match (column, level) {
                        (0, Some(level)) => { th scope="row" { (chip(view, *level, text)) } }
                        (0, None) => { th scope="row" { (text) } }
                        _ => { td { (or_absent(text, "Not stated")) } }
                    }
                }
            }
        }
    };
    Table {
        id: &format!("criteria-{at}"),
        caption: html! { span dir="auto" { (table.title) } },
        size: "middle",
        columns: &columns,
        numbers: 0..0,
    }
    .with(&rows)
}
