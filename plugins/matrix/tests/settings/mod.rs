//! The engine's matrix in the plugin's terms; `tests/tests/cases.rs` holds the package that ships to it as well.

use riskwright_core::methodology::{ConsequenceCriterion, MatrixSettings, RiskCriteria, Scale};
use serde_json::{Value, json};

/// The plugin's settings for the engine's.
pub fn settings(criteria: &RiskCriteria, matrix: &MatrixSettings) -> Value {
    let names = |scale: &Scale| json!(scale.levels.iter().map(|level| &level.name).collect::<Vec<_>>());
    let criterion = |criterion: &ConsequenceCriterion| {
        let mut value = json!({"id": criterion.id, "title": criterion.title, "onto": criterion.onto});
        if let Some(scale) = &criterion.scale {
            value["levels"] = names(scale);
        }
        value
    };
    json!({
        "likelihood": names(&criteria.likelihood),
        "consequence": names(&criteria.consequence),
        "criteria": criteria.criteria.iter().map(criterion).collect::<Vec<_>>(),
        "table": matrix.table,
        "bands": matrix.bands.iter().map(|band| json!({"name": band.name, "from": band.from})).collect::<Vec<_>>(),
    })
}
