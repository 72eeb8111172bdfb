//! Another version of an installed plugin: what it would change, and putting it in place.

use std::sync::Arc;

use riskwright_core::change::Change;
use riskwright_core::isms::Isms;
use riskwright_core::methodology::impact::{Changed, Given, Impact, impact};
use riskwright_core::methodology::{
    Engine, Methodology as _, MethodologyInUse, MethodologyInUseRevision, PluginEngine,
};
use riskwright_core::plugin::Plugin as Installed;
use riskwright_core::response::{Questionnaire, carried_over};
use riskwright_package::upgrade::{Installed as Present, Older, judge_upgrade};
use riskwright_runtime::Plugin;
use serde_json::json;

use super::super::Answer;
use super::install::{loaded, record, works};
use super::{bytes, package, vouched};
use crate::args::Upgrade;
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn upgrade(args: &Upgrade, hand: &Hand) -> Result<Answer, Fault> {
    let file = bytes(&args.package)?;
    let package = package(&args.package, &file)?;
    let vouched = vouched(&package, &args.trusting, hand)?;
    let record = record(&package, &file, &vouched)?;
    let mut session = Session::open(&args.file, hand)?;
    let Some(present) = session.isms().plugins().get(&record.id).cloned() else {
        return Err(Fault::new(format!("`{}` is not installed", record.id))
            .help("install it: `riskwright plugin install`"));
    };
    let older = if args.allow_older { Older::Allowed } else { Older::Refused };
    let version = present.version.as_str().parse().map_err(|error| Fault::new(format!("{error}")))?;
    let known = Present {
        id: package.manifest().id(),
        version: &version,
        digest: present.digest.to_string().parse().map_err(|error| Fault::new(format!("{error}")))?,
    };
    judge_upgrade(known, &package, older).map_err(|refusal| Fault::new(refusal.to_string()))?;
    let plugin = loaded(&session, &file, record.digest)?;
    works(&plugin)?;

    let before = session.isms().clone();
    let revised = revised(&before, &record, &plugin)?;
    let mut changes = changes(&record, &revised);
    let asked = |known: &Questionnaire| known.plugin().is_some_and(|of| of.plugin == record.id);
    if before.questionnaires().values().any(|known| asked(known)) {
        let contents = plugin.questionnaire().map_err(|problem| Fault::new(problem.to_string()))?;
        changes.extend(carried_over(&before, &record, &contents));
    }
    let title = format!("upgrade {} from {} to {}", record.id, present.version, record.version);
    let together = Change::Together { title: title.parse().map_err(|_| Fault::new("no title"))?, changes };
    let mut after = before.clone();
    after.apply(&together, &hand.by, hand.at)?;
    let mut impacts = Vec::new();
    for methodology in &revised {
        let old = before.methodologies().get(&methodology.id);
        let (Some(old), Some(new)) = (old, after.methodologies().get(&methodology.id)) else { continue };
        let old = old.build(&before).map_err(|error| Fault::new(error.to_string()))?;
        let new = new.build(&after).map_err(|error| Fault::new(error.to_string()))?;
        impacts.push(
            impact(&before, old.as_ref(), new.as_ref()).map_err(|error| Fault::new(error.to_string()))?,
        );
    }
    let mut text = told(&impacts);
    let entry = if args.dry_run {
        text += "\nNothing was changed: --dry-run.";
        None
    } else {
        let made = session.make_with_packages(together, &[&file])?;
        let entry = made.entry.unwrap_or_default();
        text = format!(
            "Upgraded `{}` from {} to {} (entry {entry}).\n{text}",
            record.id, present.version, record.version
        );
        for impact in impacts.iter().filter(|impact| impact.scores > 0) {
            text += &format!(
                "\nScore by it anew: `riskwright assess {} --methodology {}`.",
                args.file.display(),
                impact.methodology
            );
        }
        made.entry
    };
    let json = json!({ "plugin": record, "from": present.version, "dry_run": args.dry_run, "entry": entry,
        "impact": impacts });
    session.close();
    Ok(Answer::new(text, json))
}

/// What rests on the plugin, as it would rest on the new package.
fn revised(isms: &Isms, record: &Installed, plugin: &Arc<Plugin>) -> Result<Vec<MethodologyInUse>, Fault> {
    let mut revised = Vec::new();
    for known in isms.methodologies().values() {
        let Some(engine) = known.plugin().filter(|engine| engine.plugin == record.id) else { continue };
        let asked = plugin.methodology(&engine.settings, &engine.language).map_err(|problem| {
            Fault::new(format!("`{}` can't go on as it is: {problem}", known.id))
                .help("change its settings, or remove the methodology first")
        })?;
        let engine =
            PluginEngine { package: record.digest, description: asked.describe().clone(), ..engine.clone() };
        revised.push(MethodologyInUse { engine: Engine::Plugin(Box::new(engine)), ..known.as_ref().clone() });
    }
    Ok(revised)
}

fn changes(record: &Installed, revised: &[MethodologyInUse]) -> Vec<Change> {
    let mut changes = vec![Change::PluginUpgrade { plugin: Box::new(record.clone()) }];
    changes.extend(revised.iter().map(|methodology| Change::MethodologyRevise {
        id: methodology.id.clone(),
        set: Box::new(MethodologyInUseRevision {
            engine: Some(methodology.engine.clone()),
            ..MethodologyInUseRevision::default()
        }),
    }));
    changes
}

fn told(impacts: &[Impact]) -> String {
    if impacts.is_empty() {
        return "Nothing rests on it.".to_owned();
    }
    let mut parts = Vec::new();
    for impact in impacts {
        let of = print::count(impact.scores, "score", "scores");
        let mut part = match impact.changed.len() {
            0 => format!("`{}`: none of {of} would be another.", impact.methodology),
            changed => {
                let rows = impact.changed.iter().map(row);
                format!(
                    "{}\n`{}`: {changed} of {of} change.",
                    print::table(&["Risk", "Title", "Stage", "Now", "Then"], rows),
                    impact.methodology
                )
            }
        };
        if !impact.acceptances.is_empty() {
            part += &format!(
                " {} on them and become stale: {}.",
                if impact.acceptances.len() == 1 { "One acceptance rests" } else { "Acceptances rest" },
                print::ids(&impact.acceptances, 10)
            );
        }
        parts.push(part);
    }
    parts.join("\n\n")
}

fn row(changed: &Changed) -> Vec<String> {
    let given = |given: &Option<Given>| match given {
        Some(given) => format!("{} ({})", given.level_name, given.score),
        None => changed.problem.clone().unwrap_or_else(|| "no score".to_owned()),
    };
    vec![
        changed.scenario.to_string(),
        print::short(&changed.title, 60),
        changed.stage.to_string(),
        given(&changed.from),
        given(&changed.to),
    ]
}
