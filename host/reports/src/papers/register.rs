//! The risk register.

use riskwright_core::identification::Stage;
use riskwright_press::{Cell, Paper, Section, Text};

use super::maker::{Maker, id};
use super::{risk, said};
use crate::ReportError;
use crate::register::view::{Risk, View};

pub(super) fn paper(maker: &Maker<'_>) -> Result<Paper, ReportError> {
    let view = View::of(maker.context)?;
    let mut paper = maker.paper(said::REGISTER, "6.1.2, 6.1.3, 8.2, 8.3", true);
    paper.facts.extend(maker.scope());
    let rows = view.risks.iter().map(|risk| row(maker, &view, risk)).collect();
    let columns = vec![
        maker.number(said::RANK, 5),
        maker.column(said::RISK, 7),
        maker.column(said::TITLE, 20),
        maker.column(said::ASSETS, 13),
        maker.column(said::OWNER, 9),
        maker.column(said::INHERENT, 9),
        maker.column(said::CURRENT, 9),
        maker.column(said::TARGET, 9),
        maker.column(said::VERDICT, 9),
        maker.column(said::TREATMENT, 10),
    ];
    let mut list = maker.table(said::MOST_URGENT, columns, rows);
    list.name = maker.say(said::REGISTER).to_owned();
    paper.sections = vec![
        risk::summary(maker, &view),
        Section::new(maker.say(said::RISKS)).table(list),
        risk::maps(maker, &view),
    ];
    Ok(paper)
}

fn row(maker: &Maker<'_>, view: &View<'_>, risk: &Risk<'_>) -> Vec<Cell> {
    let scenario = risk.scenario;
    let mut title = Text::new().strong(scenario.title.as_str());
    if !scenario.description.is_empty() {
        title = title.remark(scenario.description.as_str());
    }
    let assets = view.assets(risk);
    let assets = if assets.is_empty() { maker.soft(said::NONE_NAMED) } else { Text::from(assets.join("\n")) };
    let option = risk.treatment.and_then(|treatment| treatment.option);
    let mut treatment = match option {
        Some(option) => Text::from(maker.word(option.as_str())),
        None => maker.soft(said::NOT_DECIDED),
    };
    let chosen: Vec<String> = risk
        .treatment
        .iter()
        .flat_map(|treatment| treatment.controls.keys())
        .map(ToString::to_string)
        .collect();
    if !chosen.is_empty() {
        treatment = treatment.remark(chosen.join(", "));
    }
    vec![
        Cell::number(risk.evaluated.priority.to_string(), f64::from(risk.evaluated.priority)),
        id(&scenario.id),
        Cell::from(title),
        Cell::from(assets),
        Cell::from(maker.actor(scenario.owner.as_ref())),
        risk::rating(maker, view, risk, Stage::Inherent),
        risk::rating(maker, view, risk, Stage::Current),
        risk::rating(maker, view, risk, Stage::Target),
        Cell::from(risk::verdict(maker, risk.evaluated.verdict)),
        Cell::from(treatment),
    ]
}
