//! Another version of an installed plugin: what it would change, and putting it in place.

use std::collections::BTreeMap;
use std::sync::Arc;

use riskwright_core::change::Change;
use riskwright_core::id::FactorId;
use riskwright_core::isms::Isms;
use riskwright_core::methodology::adoption::{Adoption, Said};
use riskwright_core::methodology::impact::{Changed, Given, Impact, impact};
use riskwright_core::methodology::{
    Engine, Methodology, MethodologyInUse, MethodologyInUseRevision, PluginEngine,
};
use riskwright_core::plugin::Plugin as Installed;
use riskwright_core::quantity::Title;
use riskwright_core::response::{Questionnaire, carried_over};
use riskwright_package::upgrade::{Installed as Present, Older, judge_upgrade};
use riskwright_runtime::Plugin;
use serde_json::json;

use super::super::Answer;
use super::adopt::{meanings, said};
use super::install::{loaded, record, works};
use super::{bytes, json_argument, package, vouched};
use crate::args::{Readoption, Upgrade};
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
    let (revised, notes) = revised(&before, &record, &plugin, &args.readoption)?;
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
        // a version that does not answer any more is what an upgrade is to put right
        let old = old.build(&before).map_err(|error| error.to_string());
        let old = old.as_ref().map(|old| old.as_ref() as &dyn Methodology).map_err(Clone::clone);
        let new = new.build(&after).map_err(|error| Fault::new(error.to_string()))?;
        impacts.push(impact(&before, old, new.as_ref()).map_err(|error| Fault::new(error.to_string()))?);
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
        "impact": impacts, "notes": notes });
    session.close();
    Ok(Answer { notes, ..Answer::new(text, json) })
}

/// What rests on the plugin, as it would rest on the new package, and what was taken for granted.
fn revised(
    isms: &Isms,
    record: &Installed,
    plugin: &Arc<Plugin>,
    readoption: &Readoption,
) -> Result<(Vec<MethodologyInUse>, Vec<String>), Fault> {
    let resting: Vec<(&MethodologyInUse, &PluginEngine)> = isms
        .methodologies()
        .values()
        .filter_map(|known| {
            Some((known.as_ref(), known.plugin().filter(|engine| engine.plugin == record.id)?))
        })
        .collect();
    let named = |known: &MethodologyInUse| readoption.methodology.as_ref().is_none_or(|id| *id == known.id);
    let ids = || resting.iter().map(|(known, _)| known.id.as_str()).collect::<Vec<_>>().join(", ");
    match resting.iter().filter(|(known, _)| named(known)).count() {
        0 if readoption.decides() || readoption.methodology.is_some() => {
            let fault = Fault::new(format!("no such methodology rests on `{}`", record.id));
            return Err(if resting.is_empty() { fault } else { fault.help(format!("there are: {}", ids())) });
        }
        2.. if readoption.decides() => {
            return Err(Fault::new(format!("more than one methodology rests on `{}`", record.id))
                .help(format!("say with --methodology which is meant: {}", ids())));
        }
        _ => {}
    }
    let unchanged = Readoption::default();
    let mut revised = Vec::new();
    let mut notes = Vec::new();
    for (known, engine) in resting {
        let readoption = if named(known) { readoption } else { &unchanged };
        let engine = engine_anew(isms, (known, engine), record, plugin, readoption, &mut notes)?;
        revised.push(MethodologyInUse { engine: Engine::Plugin(Box::new(engine)), ..known.clone() });
    }
    Ok((revised, notes))
}

/// A methodology's engine by the new package: what was decided of it stands as far as it fits.
fn engine_anew(
    isms: &Isms,
    (known, present): (&MethodologyInUse, &PluginEngine),
    record: &Installed,
    plugin: &Arc<Plugin>,
    readoption: &Readoption,
    notes: &mut Vec<String>,
) -> Result<PluginEngine, Fault> {
    let settings = match &readoption.settings {
        Some(text) => json_argument("--settings", text)?,
        None => present.settings.clone(),
    };
    let asked = plugin.methodology(&settings, &present.language).map_err(|problem| {
        Fault::new(format!("`{}` can't go on as it is: {problem}", known.id))
            .help("give it other settings with --settings, or remove the methodology first")
    })?;
    let description = asked.describe().clone();
    let mut factors: BTreeMap<FactorId, Said> = BTreeMap::new();
    for factor in &present.description.factors {
        let source = present.factors.get(&factor.id);
        if description.factor(&factor.id).is_some() {
            let source = source.map(|source| (source.factor.clone(), Some(source.onto.clone())));
            factors.insert(factor.id.clone(), source);
        } else if let Some(source) = source {
            notes.push(format!(
                "`{}`: `{}` is no factor any more, {} is not asked for it",
                known.id, factor.id, source.factor
            ));
        }
    }
    for map in &readoption.maps {
        let (factor, said) = said(map)?;
        factors.insert(factor, said);
    }
    let decided = meanings(&readoption.levels)?;
    let levels = match decided.is_empty() {
        true => present.levels.iter().map(|level| level.acceptance).collect(),
        false => decided.clone(),
    };
    let count = description.levels.len();
    if levels.len() != count {
        let names: Vec<&str> = description.levels.iter().map(Title::as_str).collect();
        return Err(Fault::new(format!(
            "`{}` has {count} levels now ({}), and what {} levels mean is said",
            known.id,
            names.join(", "),
            levels.len()
        ))
        .help("say with --levels what each means, lowest first: acceptable, tolerable or unacceptable"));
    }
    let request = Adoption {
        plugin: record.id.clone(),
        package: record.digest,
        settings,
        language: present.language.clone(),
        description,
        factors,
        levels,
    };
    let (mut engine, told) =
        request.engine(isms.criteria()).map_err(|error| Fault::new(error.to_string()))?;
    notes.extend(told.into_iter().map(|note| format!("`{}`: {note}", known.id)));
    if decided.is_empty() {
        engine.levels.clone_from(&present.levels);
    }
    Ok(engine)
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
        if let Some(reason) = &impact.on_record {
            part += &format!(
                " The version in place can't be asked, so what is on record was held against the new one: {reason}."
            );
        }
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
        None => changed.problem.as_deref().unwrap_or("no score").to_owned(),
    };
    vec![
        changed.scenario.to_string(),
        print::short(&changed.title, 60),
        changed.stage.to_string(),
        given(&changed.from),
        given(&changed.to),
    ]
}
