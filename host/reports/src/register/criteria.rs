//! The criteria as tables of text, for the page and the workbook alike.

use riskwright_core::methodology::{Engine, Scale};

use super::view::View;
use crate::wording;

/// A table of text. Where a row speaks of a level of risk, that level is told.
pub(super) struct Table {
    pub(super) title: String,
    pub(super) headings: Vec<&'static str>,
    pub(super) rows: Vec<(Option<usize>, Vec<String>)>,
}

/// Levels of risk, the scales, and how they meet.
pub(super) fn tables(view: &View<'_>) -> Vec<Table> {
    let criteria = view.context.isms.criteria();
    let mut tables = vec![
        bands(view),
        scale("Likelihood", &criteria.likelihood),
        scale("Overall consequence", &criteria.consequence),
    ];
    let own = criteria.criteria.iter().filter_map(|criterion| {
        let own = criterion.scale.as_ref()?;
        let mut table = scale(&format!("Consequence: {}", criterion.title), own);
        table.headings.push("Counts as overall");
        for (at, (_, row)) in table.rows.iter_mut().enumerate() {
            // an empty list leads each level to the overall one of the same index
            let overall = criterion.onto.get(at).copied().or_else(|| u8::try_from(at).ok());
            let level = overall.and_then(|overall| criteria.consequence.get(overall));
            row.push(level.map_or_else(|| "none".to_owned(), |level| level.name.to_string()));
        }
        Some(table)
    });
    tables.extend(own);
    tables
}

/// What else the criteria say, as pairs of label and text.
pub(super) fn facts(view: &View<'_>) -> Vec<(&'static str, String)> {
    let criteria = view.context.isms.criteria();
    let shared: Vec<&str> = criteria
        .criteria
        .iter()
        .filter(|criterion| criterion.scale.is_none())
        .map(|criterion| criterion.title.as_str())
        .collect();
    let description = view.engine.describe();
    let mut facts = vec![
        (
            "Methodology",
            format!(
                "{} (id {}, version {})",
                view.methodology.title, view.methodology.id, description.version
            ),
        ),
        ("Digest of its settings (SHA-256)", view.engine.settings().to_string()),
    ];
    if let Some(engine) = view.methodology.plugin() {
        let installed = view.context.isms.plugins().get(&engine.plugin);
        let plugin = installed.map_or_else(
            || engine.plugin.to_string(),
            |plugin| format!("{} {} by {}", plugin.id, plugin.version, plugin.publisher),
        );
        facts.push(("Computed by the plugin", plugin));
        facts.push(("Digest of its package (SHA-256)", engine.package.to_string()));
        let sources: Vec<String> = engine
            .factors
            .iter()
            .map(|(factor, source)| format!("{factor} from {}", source.factor))
            .collect();
        if !sources.is_empty() {
            facts.push(("Factors of the organisation's that it goes by", wording::list(&sources)));
        }
    }
    if !shared.is_empty() {
        facts.push(("Judged on the overall consequence scale", wording::list(shared)));
    }
    let every = criteria.reassess_months.map(|months| wording::counted(months.into(), "month", "months"));
    facts.push((
        "Risks are assessed again after",
        every.unwrap_or_else(|| "no interval has been set".to_owned()),
    ));
    if !criteria.triggers.is_empty() {
        facts.push(("And whenever", wording::list(&criteria.triggers)));
    }
    let approval = criteria.approval.as_ref();
    let approval = approval.map(|approval| format!("Approved by {} on {}", approval.by, approval.on));
    facts.push(("Approval of the criteria", approval.unwrap_or_else(|| "Draft: not approved".to_owned())));
    facts
}

fn scale(title: &str, scale: &Scale) -> Table {
    let rows = scale.levels.iter().enumerate().rev().map(|(at, level)| {
        let range = level.range.as_ref().map_or_else(String::new, wording::range);
        (None, vec![(at + 1).to_string(), level.name.to_string(), level.description.to_string(), range])
    });
    Table {
        title: title.to_owned(),
        headings: vec!["Step", "Name", "Meaning", "Range"],
        rows: rows.collect(),
    }
}

/// The levels of a plugin, the highest first, and what the organisation makes of them.
fn levels(view: &View<'_>) -> Table {
    let rows = view.policies.iter().enumerate().rev().map(|(at, policy)| {
        let appetite =
            policy.appetite.map_or_else(|| "Any number".to_owned(), |most| format!("At most {most}"));
        (Some(at), vec![policy.name.to_string(), wording::acceptance(policy.acceptance).to_owned(), appetite])
    });
    Table {
        title: "Levels of risk and what they mean".to_owned(),
        headings: vec!["Level", "Acceptance", "Open risks carried"],
        rows: rows.collect(),
    }
}

/// The levels of risk, the highest first: from which score, what they mean, what they call for.
fn bands(view: &View<'_>) -> Table {
    let settings = match &view.methodology.engine {
        Engine::Matrix(settings) => settings,
        Engine::Plugin(_) => return levels(view),
    };
    let rows = settings.bands.iter().enumerate().rev().map(|(at, band)| {
        let next = settings.bands.get(at + 1).map(|next| next.from);
        let scores = match next {
            Some(next) if next == band.from + 1 => band.from.to_string(),
            Some(next) => format!("{} to {}", band.from, next - 1),
            None => format!("{} or more", band.from),
        };
        let appetite =
            band.appetite.map_or_else(|| "Any number".to_owned(), |most| format!("At most {most}"));
        let meaning = wording::acceptance(band.acceptance).to_owned();
        (Some(at), vec![band.name.to_string(), scores, meaning, band.description.to_string(), appetite])
    });
    Table {
        title: "Levels of risk and what they mean".to_owned(),
        headings: vec!["Level", "Score", "Acceptance", "What it calls for", "Open risks carried"],
        rows: rows.collect(),
    }
}
