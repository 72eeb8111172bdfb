//! The register as a workbook.

use riskwright_core::identification::Stage;
use riskwright_core::methodology::heatmap::HeatMap;
use riskwright_core::treatment::Action;

use super::view::{Rating, Risk, STAGES, View};
use super::{criteria, maps};
use crate::workbook::{Blocks, Book, Cell, Grid};
use crate::{ReportError, wording};

pub(super) fn write(view: &View<'_>) -> Result<Vec<u8>, ReportError> {
    let mut book = Book::new(view.context, "Risk register", view.levels().len())?;
    register(view, &mut book)?;
    plan(view, &mut book)?;
    heat(view, &mut book)?;
    scales(view, &mut book)?;
    summary(view, &mut book)?;
    book.save()
}

fn register(view: &View<'_>, book: &mut Book<'_>) -> Result<(), ReportError> {
    let headings = [
        "Rank",
        "Risk",
        "Title",
        "Assets",
        "Owner",
        "Inherent level",
        "Score",
        "Current level",
        "Score",
        "Target level",
        "Score",
        "Verdict",
        "Treatment",
        "Rationale",
        "Controls in place",
        "Controls chosen",
        "Acceptance",
    ];
    let widths =
        [6.0, 12.0, 32.0, 18.0, 12.0, 10.0, 7.0, 10.0, 7.0, 10.0, 7.0, 13.0, 10.0, 18.0, 11.0, 11.0, 22.0];
    let rows = view.risks.iter().map(|risk| row(view, risk)).collect();
    book.register("Register", &widths, &Grid { headings: &headings, rows }, "There are no open risks.")
}

fn row(view: &View<'_>, risk: &Risk<'_>) -> Vec<Cell> {
    let (scenario, treatment) = (risk.scenario, risk.treatment);
    let mut title = vec![scenario.title.to_string()];
    if !scenario.description.is_empty() {
        title.push(scenario.description.to_string());
    }
    title.extend(view.causes(risk).into_iter().map(|(label, text)| format!("{label}: {text}")));
    let mut cells = vec![
        Cell::Number(f64::from(risk.evaluated.priority)),
        Cell::Strong(scenario.id.to_string()),
        Cell::Text(title.join("\n")),
        Cell::Text(view.assets(risk).join("\n")),
        scenario.owner.as_ref().map_or(Cell::Empty, Cell::text),
    ];
    for (stage, _) in STAGES {
        cells.extend(rating(view, risk, stage));
    }
    let chosen = treatment.map(|treatment| wording::list(treatment.controls.keys()));
    let mut acceptance: Vec<String> = view.accepted(risk).into_iter().collect();
    if let Some(said) = risk.acceptance {
        acceptance.push(format!("Reason: {}", said.reason));
        if !said.conditions.is_empty() {
            acceptance.push(format!("Conditions: {}", said.conditions));
        }
    }
    cells.extend([
        Cell::Strong(wording::verdict(risk.evaluated.verdict).to_owned()),
        Cell::Text(wording::option(treatment.and_then(|treatment| treatment.option))),
        treatment.map_or(Cell::Empty, |treatment| Cell::text(&treatment.rationale)),
        Cell::Text(wording::list(&scenario.existing_controls)),
        Cell::Text(chosen.unwrap_or_default()),
        Cell::Text(acceptance.join("\n")),
    ]);
    cells
}

fn rating(view: &View<'_>, risk: &Risk<'_>, stage: Stage) -> [Cell; 2] {
    match view.rating(risk, stage) {
        Rating::Scored { level, name, .. } => {
            let score = risk.row.stage(stage).map_or(Cell::Empty, |scored| Cell::Number(scored.score));
            [Cell::Level(name.to_owned(), level), score]
        }
        Rating::Problem(message) => [Cell::Text(format!("No score: {message}")), Cell::Empty],
        Rating::NotEstimated => [Cell::text("Not estimated"), Cell::Empty],
    }
}

fn plan(view: &View<'_>, book: &mut Book<'_>) -> Result<(), ReportError> {
    let headings = [
        "Action",
        "Title",
        "Risks",
        "Controls",
        "Owner",
        "Due",
        "Overdue",
        "Progress",
        "Status",
        "Done on",
        "Cost",
        "Resources",
        "Evidence",
    ];
    let widths = [9.0, 40.0, 18.0, 18.0, 16.0, 11.0, 9.0, 9.0, 14.0, 11.0, 15.0, 26.0, 28.0];
    let rows = view.actions.iter().map(|action| action_row(view, action)).collect();
    let table = Grid { headings: &headings, rows };
    book.register("Treatment plan", &widths, &table, "No actions have been planned.")
}

fn action_row(view: &View<'_>, action: &Action) -> Vec<Cell> {
    let overdue = action.is_overdue(view.context.as_of);
    vec![
        Cell::Strong(action.id.to_string()),
        Cell::text(&action.title),
        Cell::Text(wording::list(&action.scenarios)),
        Cell::Text(wording::list(&action.controls)),
        action.owner.as_ref().map_or(Cell::Empty, Cell::text),
        Cell::date(action.due),
        if overdue { Cell::Strong("Overdue".to_owned()) } else { Cell::text("No") },
        Cell::Percent(action.progress.get()),
        Cell::Text(wording::action_status(action.status)),
        Cell::date(action.done_on),
        action.cost.as_ref().map_or(Cell::Empty, Cell::text),
        Cell::text(&action.resources),
        Cell::Text(wording::evidence(&action.evidence)),
    ]
}

fn heat(view: &View<'_>, book: &mut Book<'_>) -> Result<(), ReportError> {
    let widest = view.maps.iter().map(|(_, map)| map.across.levels.len()).max().unwrap_or(1);
    let mut widths = vec![20.0];
    widths.extend(std::iter::repeat_n(20.0, widest));
    let mut blocks = book.blocks("Heat map", &widths)?;
    if view.maps.is_empty() {
        blocks.line("The methodology has no two factors with levels, so there is no heat map.")?;
    }
    for (at, (picture, map)) in view.maps.iter().enumerate() {
        // a map is read as a whole
        if at > 0 {
            blocks.new_page()?;
        }
        heat_map(&mut blocks, picture.title(), map)?;
    }
    Ok(())
}

fn heat_map(blocks: &mut Blocks<'_>, title: &str, map: &HeatMap) -> Result<(), ReportError> {
    let corner = format!("{} ↓  {} →", map.down.title, map.across.title);
    let mut headings = vec![corner.as_str()];
    headings.extend(map.across.levels.iter().map(|level| level.as_str()));
    let rows = maps::rows(map).map(|(level, cells)| {
        let cells = cells.iter().map(|cell| {
            let (words, level) = maps::combination(map, cell);
            let text = match cell.scenarios.len() as u64 {
                0 => format!("{words}\nno risk"),
                count => {
                    let count = wording::counted(count, "risk", "risks");
                    format!("{words}\n{count}: {}", wording::list(&cell.scenarios))
                }
            };
            level.map_or(Cell::Text(text.clone()), |level| Cell::Level(text, level))
        });
        std::iter::once(Cell::Strong(level.to_owned())).chain(cells).collect()
    });
    blocks.table(title, &Grid { headings: &headings, rows: rows.collect() })?;
    if let Some(elsewhere) = maps::elsewhere(map) {
        blocks.line(&elsewhere)?;
        blocks.gap();
    }
    Ok(())
}

fn scales(view: &View<'_>, book: &mut Book<'_>) -> Result<(), ReportError> {
    let mut blocks = book.blocks("Criteria", &[26.0, 40.0, 50.0, 40.0, 22.0])?;
    blocks.pairs("Risk criteria", &criteria::facts(view))?;
    for table in criteria::tables(view) {
        let rows = table.rows.into_iter().map(|(level, row)| {
            let mut cells = row.into_iter();
            let first = cells.next().unwrap_or_default();
            let first = level.map_or(Cell::Strong(first.clone()), |level| Cell::Level(first, level));
            std::iter::once(first).chain(cells.map(Cell::Text)).collect()
        });
        let rows = rows.collect();
        blocks.table(&table.title, &Grid { headings: &table.headings, rows })?;
    }
    Ok(())
}

fn summary(view: &View<'_>, book: &mut Book<'_>) -> Result<(), ReportError> {
    let mut blocks = book.summary(&[34.0, 70.0, 12.0, 12.0, 12.0], &[])?;
    let levels = view.levels().iter().enumerate().rev().map(|(level, name)| {
        let meaning = view.policies.get(level).map_or("", |policy| wording::acceptance(policy.acceptance));
        let count = |stage| Cell::count(view.at_level(level, stage));
        vec![
            Cell::Level(name.to_string(), level),
            Cell::text(meaning),
            count(Some(Stage::Inherent)),
            count(None),
            count(Some(Stage::Target)),
        ]
    });
    let headings = ["Level of risk", "What it means", "Inherent", "Present", "Target"];
    blocks.table("Open risks by level", &Grid { headings: &headings, rows: levels.collect() })?;
    let verdicts = wording::VERDICTS.iter().map(|verdict| {
        let count = Cell::count(view.with_verdict(*verdict));
        vec![Cell::text(wording::verdict(*verdict)), Cell::text(wording::verdict_explained(*verdict)), count]
    });
    let headings = ["Verdict", "What it says", "Risks"];
    blocks.table("Open risks by verdict", &Grid { headings: &headings, rows: verdicts.collect() })?;
    for remark in view.remarks() {
        blocks.line(&remark)?;
    }
    Ok(())
}
