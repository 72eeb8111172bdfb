//! The risk treatment plan.

use riskwright_core::identification::Stage;
use riskwright_core::treatment::Action;
use riskwright_core::treatment::acceptance::Standing;
use riskwright_press::{Block, Cell, Paper, Section, Text, Tone};

use super::maker::{Maker, day, id};
use super::{risk, said};
use crate::register::view::{Risk, View};
use crate::{ReportError, wording};

pub(super) fn paper(maker: &Maker<'_>) -> Result<Paper, ReportError> {
    let view = View::of(maker.context)?;
    let mut paper = maker.paper(said::TREATMENT_PLAN, "6.1.3, 8.3", true);
    paper.facts.extend(maker.scope());
    let open = view.actions.iter().filter(|action| action.is_open()).count();
    let counts = [
        (said::OPEN_RISKS, view.risks.len()),
        (said::ACTIONS_TOTAL, view.actions.len()),
        (said::ACTIONS_OPEN, open),
        (said::ACTIONS_OVERDUE, view.overdue()),
        (said::ACTIONS_DONE, view.actions.len() - open),
    ];
    let counts = counts.map(|(label, count)| (maker.say(label).to_owned(), count.to_string())).to_vec();
    paper.sections = vec![
        Section::new(maker.say(said::SUMMARY)).with(Block::Counts(counts)),
        decisions(maker, &view),
        Section::new(maker.say(said::ACTIONS)).table(actions(maker, said::PLAN, &view.actions)),
        acceptances(maker, &view),
    ];
    Ok(paper)
}

fn decisions(maker: &Maker<'_>, view: &View<'_>) -> Section {
    let rows = view.risks.iter().map(|risk| decision(maker, view, risk)).collect();
    let columns = vec![
        maker.column(said::RISK, 7),
        maker.column(said::TITLE, 22),
        maker.column(said::OWNER, 11),
        maker.column(said::PRESENT, 10),
        maker.column(said::OPTION, 9),
        maker.column(said::CHOSEN, 11),
        maker.column(said::RATIONALE, 20),
        maker.column(said::TARGET, 10),
    ];
    Section::new(maker.say(said::DECISIONS)).table(maker.table(said::MOST_URGENT, columns, rows))
}

fn decision(maker: &Maker<'_>, view: &View<'_>, risk: &Risk<'_>) -> Vec<Cell> {
    let treatment = risk.treatment;
    let option = match treatment.and_then(|treatment| treatment.option) {
        Some(option) => Text::from(maker.word(option.as_str())),
        None => maker.soft(said::NOT_DECIDED),
    };
    let present = if risk.row.stage(Stage::Current).is_some() { Stage::Current } else { Stage::Inherent };
    let chosen: Vec<String> = treatment
        .iter()
        .flat_map(|treatment| &treatment.controls)
        .map(|(control, lowers)| {
            let lowers: Vec<String> = lowers.iter().map(|(factor, by)| format!("{factor} {by}")).collect();
            if lowers.is_empty() { control.to_string() } else { format!("{control} ({})", lowers.join(", ")) }
        })
        .collect();
    vec![
        id(&risk.scenario.id),
        Cell::from(risk.scenario.title.as_str()),
        Cell::from(maker.actor(risk.scenario.owner.as_ref())),
        risk::rating(maker, view, risk, present),
        Cell::from(option),
        Cell::from(maker.or(&chosen.join("\n"), said::NONE)),
        Cell::from(
            maker.or(treatment.map_or("", |treatment| treatment.rationale.as_str()), said::NOT_STATED),
        ),
        risk::rating(maker, view, risk, Stage::Target),
    ]
}

/// Actions with who does what by when, and how far they are.
pub(super) fn actions(
    maker: &Maker<'_>,
    caption: said::Said,
    actions: &[&Action],
) -> riskwright_press::Table {
    let rows = actions.iter().map(|action| {
        let done = action.progress.get();
        let mut cost = action.cost.as_ref().map_or_else(Text::new, |cost| Text::from(cost.to_string()));
        if !action.resources.is_empty() {
            cost = cost.remark(action.resources.as_str());
        }
        if cost.is_empty() {
            cost = maker.soft(said::NOT_STATED);
        }
        let mut status = maker.word_or(action.status.map(|status| status.as_str()));
        if let Some(on) = action.done_on {
            status = status.remark(on.to_string());
        }
        vec![
            id(&action.id),
            Cell::from(action.title.as_str()),
            Cell::from(maker.names(&action.scenarios)),
            Cell::from(maker.names(&action.controls)),
            Cell::from(maker.actor(action.owner.as_ref())),
            maker.due(action.due, action.is_overdue(maker.context.as_of)),
            Cell::number(format!("{done} %"), f64::from(done)),
            Cell::from(status),
            Cell::from(cost),
        ]
    });
    let columns = vec![
        maker.column(said::ACTION, 7),
        maker.column(said::TITLE, 24),
        maker.column(said::RISKS, 9),
        maker.column(said::CONTROLS, 10),
        maker.column(said::OWNER, 11),
        maker.column(said::DUE, 9),
        maker.number(said::PROGRESS, 8),
        maker.column(said::STATUS, 10),
        maker.column(said::COST, 12),
    ];
    maker.table(caption, columns, rows.collect())
}

fn acceptances(maker: &Maker<'_>, view: &View<'_>) -> Section {
    let rows = view.risks.iter().filter_map(|risk| {
        let (acceptance, (_, standing)) = risk.acceptance.zip(risk.evaluated.accepted_by.as_ref())?;
        let stands = match standing {
            Standing::Valid => Cell::from(maker.say(said::STANDS_VALID)).toned(Tone::GOOD),
            Standing::Expired => Cell::from(maker.say(said::STANDS_EXPIRED)).toned(Tone::BAD),
            Standing::Stale(reasons) => {
                Cell::from(Text::from(maker.say(said::STANDS_STALE)).remark(reasons.join("; ")))
                    .toned(Tone::LATE)
            }
        };
        Some(vec![
            id(&acceptance.id),
            Cell::from(format!("{} {}", risk.scenario.id, risk.scenario.title)),
            Cell::from(format!("{} ({})", acceptance.level_name, wording::score(acceptance.score))),
            Cell::from(acceptance.by.as_str()),
            Cell::day(day(acceptance.on)),
            Cell::day(day(acceptance.until)),
            stands,
            Cell::from(maker.or(&acceptance.reason, said::NOT_STATED)),
            Cell::from(maker.or(&acceptance.conditions, said::NONE)),
        ])
    });
    let columns = vec![
        maker.column(said::ID, 8),
        maker.column(said::RISK, 20),
        maker.column(said::LEVEL, 10),
        maker.column(said::ACCEPTED_BY, 11),
        maker.column(said::ON, 9),
        maker.column(said::UNTIL, 9),
        maker.column(said::STANDS, 10),
        maker.column(said::REASON, 13),
        maker.column(said::CONDITIONS, 10),
    ];
    let mut table = maker.table(said::ACCEPTANCES, columns, rows.collect());
    table.name = maker.say(said::ACCEPTANCE).to_owned();
    Section::new(maker.say(said::ACCEPTANCE)).table(table)
}
