//! `heatmap`: where the risks lie.

use riskwright_core::id::FactorId;
use riskwright_core::methodology::heatmap::{HeatCell, HeatMap, heatmap};
use serde_json::json;

use super::Answer;
use super::assess::legend;
use crate::args::Heatmap;
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn run(args: &Heatmap, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    let in_use = session.methodology(args.methodology.as_deref())?;
    let built = session.built(in_use)?;
    let axes = args.axes.as_deref().map(axes).transpose()?;
    let scenarios = session.isms().scenarios().values().map(AsRef::as_ref);
    let map = heatmap(scenarios, built.as_ref(), axes, args.stage)
        .map_err(|error| Fault::new(error.to_string()))?;
    let policies = in_use.policies();
    let mut headings = vec![format!("{} ↓  {} →", map.down.title, map.across.title)];
    headings.extend(map.across.levels.iter().map(ToString::to_string));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let cell = |cell: &HeatCell| {
        let level = cell.level.map(|level| print::level(&policies, level)).unwrap_or_default();
        match (cell.scenarios.len(), args.ids) {
            (0, _) => level,
            (_, true) => format!("{level}\n{}", print::ids(&cell.scenarios, 12)),
            (count, false) => format!("{level}\n{}", print::bold(&print::count(count, "risk", "risks"))),
        }
    };
    // the worst on top, as people draw it
    let rows = map.down.levels.iter().zip(&map.cells).rev().map(|(title, cells)| {
        std::iter::once(title.to_string()).chain(cells.iter().map(cell)).collect::<Vec<String>>()
    });
    let mut text = format!("{}\n{}\n{}", print::bold(&title(&map)), print::table(&headings, rows), legend());
    if !map.elsewhere.is_empty() {
        text += &format!(
            "\n{} not estimated by both factors: {}",
            print::count(map.elsewhere.len(), "risk is", "risks are"),
            print::ids(&map.elsewhere, 20)
        );
    }
    let mut json = serde_json::to_value(&map).map_err(|error| Fault::new(error.to_string()))?;
    json["methodology"] = json!(in_use.id);
    Ok(Answer::new(text, json))
}

fn title(map: &HeatMap) -> String {
    match map.stage {
        None => "Present risks (current, or inherent where controls were not weighed)".to_owned(),
        Some(stage) => format!("Risks, {stage}"),
    }
}

fn axes(text: &str) -> Result<(FactorId, FactorId), Fault> {
    let wrong = || Fault::new(format!("`{text}` names no two factors")).help("write likelihood,consequence");
    let (down, across) = text.split_once(',').ok_or_else(wrong)?;
    Ok((down.parse().map_err(|_| wrong())?, across.parse().map_err(|_| wrong())?))
}
