//! Methodologies of plugins in use: mapped factors, own factors, what is pinned, what happens without the package.
//! The built-in matrix stands behind [`Engines`] as a plugin would.

use std::sync::Arc;

use riskwright_core::change::Change;
use riskwright_core::exchange::edit::edit;
use riskwright_core::identification::Stage;
use riskwright_core::isms::Isms;
use riskwright_core::journal::{self, Head, Replay};
use riskwright_core::methodology::assessment::{assess, records};
use riskwright_core::methodology::comparison::compare;
use riskwright_core::methodology::heatmap::heatmap;
use riskwright_core::methodology::{
    Answer, Batch, Description, Engine, Matrix, Methodology, MethodologyError, PluginEngine, TraceStep,
};
use riskwright_core::plugin::Engines;
use riskwright_core::quantity::Digest;
use serde_json::{Value, json};

/// The matrix a new ISMS begins with, in the terms of a plugin.
#[derive(Debug)]
struct Twin(Digest);

impl Twin {
    fn matrix(&self) -> Matrix {
        let start = Isms::new("start".parse().unwrap());
        let preset = start.preferred_methodology().unwrap();
        let Engine::Matrix(settings) = &preset.engine else { unreachable!() };
        Matrix::new(preset.id.clone(), preset.title.clone(), start.criteria(), settings).unwrap()
    }
}

impl Engines for Twin {
    fn methodology(
        &self,
        engine: &PluginEngine,
    ) -> Result<Option<Arc<dyn Methodology + Send + Sync>>, MethodologyError> {
        Ok((engine.package == self.0).then(|| Arc::new(self.matrix()) as Arc<dyn Methodology + Send + Sync>))
    }
}

/// A plugin that is at hand and takes no settings.
#[derive(Debug)]
struct Unwilling;

impl Engines for Unwilling {
    fn methodology(
        &self,
        engine: &PluginEngine,
    ) -> Result<Option<Arc<dyn Methodology + Send + Sync>>, MethodologyError> {
        let message = "`/scale` is no whole number".to_owned();
        Err(MethodologyError { methodology: engine.description.id.clone(), message })
    }
}

/// The twin without a word on how it comes to its scores.
#[derive(Debug)]
struct Silent(Digest);

struct Untraced(Matrix);

impl Methodology for Untraced {
    fn describe(&self) -> &Description {
        self.0.describe()
    }
    fn code(&self) -> Digest {
        self.0.code()
    }
    fn settings(&self) -> Digest {
        self.0.settings()
    }
    fn assess(&self, batch: &Batch) -> Result<Answer, MethodologyError> {
        self.0.assess(batch)
    }
    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<TraceStep>>, MethodologyError> {
        Ok(vec![Vec::new(); batch.rows()])
    }
}

impl Engines for Silent {
    fn methodology(
        &self,
        _: &PluginEngine,
    ) -> Result<Option<Arc<dyn Methodology + Send + Sync>>, MethodologyError> {
        Ok(Some(Arc::new(Untraced(Twin(self.0).matrix()))))
    }
}

fn package(content: &str) -> Digest {
    Digest::of(content.as_bytes())
}

fn change(value: Value) -> Change {
    serde_json::from_value(value).unwrap()
}

fn plugin(version: &str, package: Digest) -> Value {
    json!({ "id": "acme.matrix", "title": "Acme matrix", "version": version, "publisher": "Acme Ltd",
        "contract": "0.1.0", "offers": ["methodology"], "digest": package, "file": package })
}

/// The methodology `acme`: likelihood and the worst consequence are mapped, or all factors are its own.
fn adopted(package: Digest, mapped: bool) -> Value {
    let description = Twin(package).matrix().describe().clone();
    let factors = if mapped {
        json!({ "likelihood": { "factor": "likelihood" }, "consequence": { "factor": "consequence" },
            "availability": { "factor": "integrity", "onto": [0, 0, 1, 1, 2] } })
    } else {
        json!({})
    };
    let levels = ["acceptable", "acceptable", "tolerable", "unacceptable", "unacceptable"];
    let levels: Vec<Value> = levels.iter().map(|word| json!({ "acceptance": word })).collect();
    json!({ "id": "acme", "title": "Acme's", "engine": { "plugin": {
        "plugin": "acme.matrix", "package": package, "settings": {}, "language": "en", "description": description,
        "factors": factors, "levels": levels } } })
}

struct Kept {
    isms: Isms,
    head: Head,
    entries: Vec<journal::Entry>,
}

impl Kept {
    fn new(engines: Option<Digest>) -> Self {
        let mut isms = journal::blank();
        isms.set_engines(engines.map(|package| Arc::new(Twin(package)) as Arc<dyn Engines>));
        let mut kept = Self { isms, head: Head::START, entries: Vec::new() };
        kept.make(json!({ "isms.begin": { "name": "Example Ltd" } })).unwrap();
        kept
    }

    fn make(&mut self, value: Value) -> Result<(), riskwright_core::diagnostic::Rejection> {
        self.append(change(value))
    }

    fn append(&mut self, change: Change) -> Result<(), riskwright_core::diagnostic::Rejection> {
        let (by, at) = ("A. Manager".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap());
        let (entry, _) = journal::append(&mut self.isms, &self.head, change, (&by, at), &[])?;
        self.head = Head { seq: entry.seq, hash: entry.hash, at: entry.at };
        self.entries.push(entry);
        Ok(())
    }

    fn scored(package: Digest, mapped: bool) -> Self {
        let mut kept = Self::new(Some(package));
        kept.make(json!({ "plugin.install": { "plugin": plugin("1.0.0", package) } })).unwrap();
        kept.make(json!({ "methodology.adopt": adopted(package, mapped) })).unwrap();
        kept.make(json!({ "risk.identify": { "id": "R-1", "title": "Fire", "inherent": { "factors": {
            "likelihood": { "level": 2 }, "confidentiality": { "level": 1 }, "integrity": { "level": 4 } } } } }))
            .unwrap();
        if !mapped {
            let set = [
                "inherent.acme/likelihood=likely".parse().unwrap(),
                "inherent.acme/consequence=5".parse().unwrap(),
            ];
            let at = "risk/R-1".parse().unwrap();
            kept.append(edit(&kept.isms, &at, false, &set).unwrap()).unwrap();
        }
        let scores = kept.scores().unwrap();
        kept.append(Change::RiskAssess { scores }).unwrap();
        kept
    }

    fn scores(&self) -> Result<Vec<riskwright_core::methodology::ScoreRecord>, String> {
        let in_use = self.isms.methodologies().get(&"acme".parse().unwrap()).unwrap();
        let built = in_use.build(&self.isms).map_err(|error| error.to_string())?;
        let run = assess(&self.isms, built.as_ref()).map_err(|error| error.to_string())?;
        let rows: Vec<_> = run.rows.iter().collect();
        records(&rows, built.as_ref(), &"A. Manager".parse().unwrap(), "2026-11-02".parse().unwrap())
            .map_err(|error| error.to_string())
    }
}

#[test]
fn mapped_factors_are_the_organisations_and_the_worst_consequence_decides() {
    let kept = Kept::scored(package("one"), true);
    let record = kept.isms.score_of(&"R-1".parse().unwrap(), &"acme".parse().unwrap()).unwrap();
    let score = record.score(Stage::Inherent).unwrap();
    // likelihood 2 and consequence 4 of the preset table (ISO/IEC 27005:2022, A.1 style): 3
    assert_eq!((score.score, score.level), (3.0, 3));
    assert_eq!(score.methodology, Digest::of(b"riskwright.matrix/1"));
    let nodes: Vec<&str> = score.trace.iter().map(|step| step.node.as_str()).collect();
    assert!(
        nodes.contains(&"acme/consequence") && nodes.contains(&"consequence") && nodes.contains(&"integrity")
    );
    assert_eq!(nodes.last(), Some(&"level"));
    let before = |node: &str| nodes.iter().position(|known| *known == node).unwrap();
    for step in &score.trace {
        for from in &step.from {
            assert!(before(from.as_str()) < before(step.node.as_str()), "{nodes:?}");
        }
    }

    let in_use = kept.isms.methodologies().get(&"acme".parse().unwrap()).unwrap();
    let built = in_use.build(&kept.isms).unwrap();
    let map = heatmap(kept.isms.scenarios().values().map(AsRef::as_ref), built.as_ref(), None, None).unwrap();
    assert_eq!(map.down.factor.as_str(), "likelihood");
    assert_eq!(map.cells[2][4].scenarios.len(), 1, "the risk lies where its worst consequence is");
    assert_eq!(map.cells[4][0].score, Some(2.0));

    let preset = kept.isms.preferred_methodology().unwrap();
    let both = compare(&kept.isms, &[preset, in_use]).unwrap();
    assert!(!both.rows[0].disagree, "{both:?}");
}

#[test]
fn own_factors_are_estimated_under_the_methodologys_name() {
    let kept = Kept::scored(package("one"), false);
    let record = kept.isms.score_of(&"R-1".parse().unwrap(), &"acme".parse().unwrap()).unwrap();
    assert_eq!(record.score(Stage::Inherent).unwrap().score, 3.0);
    let at = "risk/R-1".parse().unwrap();
    let refused = edit(&kept.isms, &at, false, &["inherent.acme/likelihood=often".parse().unwrap()]);
    assert!(refused.unwrap_err().to_string().contains("1 unlikely"), "what would do is named");
    let mut kept = kept;
    let beyond = json!({ "risk.estimate": { "id": "R-1", "stage": "inherent",
        "estimate": { "factors": { "acme/likelihood": { "level": 9 } } } } });
    assert!(kept.make(beyond).unwrap_err().to_string().contains("level"));
}

#[test]
fn what_another_methodology_asks_for_is_no_part_of_a_score() {
    let mut kept = Kept::scored(package("one"), false);
    let preset = kept.isms.preferred_methodology().unwrap().clone();
    let run = |isms: &Isms, id: &str| {
        let in_use = isms.methodologies().get(&id.parse().unwrap()).unwrap().clone();
        in_use.build(isms).unwrap()
    };
    let matrix = run(&kept.isms, preset.id.as_str());
    let scores = {
        let run = assess(&kept.isms, matrix.as_ref()).unwrap();
        records(
            &run.rows.iter().collect::<Vec<_>>(),
            matrix.as_ref(),
            &"A. Manager".parse().unwrap(),
            "2026-11-02".parse().unwrap(),
        )
        .unwrap()
    };
    let pinned: Vec<&str> =
        scores[0].inherent.as_ref().unwrap().factors.keys().map(|id| id.as_str()).collect();
    assert_eq!(pinned, ["confidentiality", "integrity", "likelihood"]);
    kept.append(Change::RiskAssess { scores }).unwrap();
    let set = ["inherent.acme/likelihood=unlikely".parse().unwrap()];
    let change = edit(&kept.isms, &"risk/R-1".parse().unwrap(), false, &set).unwrap();
    kept.append(change).unwrap();
    let stale = |id: &str| {
        let methodology = run(&kept.isms, id);
        let run = assess(&kept.isms, methodology.as_ref()).unwrap();
        run.rows[0].stale.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(stale(preset.id.as_str()), Vec::<String>::new());
    assert_eq!(stale("acme").len(), 1);
    assert!(stale("acme")[0].contains("acme/likelihood changed: likely"), "{:?}", stale("acme"));
}

#[test]
fn a_journal_is_replayed_without_the_package_and_recomputed_with_it() {
    let kept = Kept::scored(package("one"), true);
    let mut without = Replay::default();
    let mut with = Replay::default().with_engines(Arc::new(Twin(package("one"))));
    for entry in &kept.entries {
        without.step_recomputing(entry).unwrap();
        with.step_recomputing(entry).unwrap();
    }
    assert_eq!(without.finish().0, kept.isms);
    assert_eq!(with.finish().0, kept.isms);
    // another version's package is at hand, not the one that answered then
    let mut other = Replay::default().with_engines(Arc::new(Twin(package("two"))));
    for entry in &kept.entries {
        other.step_recomputing(entry).unwrap();
    }

    // a score that the plugin does not compute, with digests that fit: only the plugin can tell
    let mut forged = kept.entries.clone();
    let last = forged.last_mut().unwrap();
    let Change::RiskAssess { scores } = &mut last.change else { unreachable!() };
    let score = scores[0].inherent.as_mut().unwrap();
    (score.score, score.level) = (0.0, 0);
    score.digest = riskwright_core::methodology::score::digest(
        &score.methodology,
        &score.settings,
        &score.inputs,
        score.score,
        score.level,
    );
    last.hash = last.expected_hash().unwrap();
    assert!(journal::replay(&forged).is_ok(), "it can't be known without the package");
    let mut with = Replay::default().with_engines(Arc::new(Twin(package("one"))));
    let told: Vec<_> = forged.iter().filter_map(|entry| with.step_recomputing(entry).err()).collect();
    assert!(told[0].to_string().contains("not what `acme` computes"), "{told:?}");
}

#[test]
fn nothing_is_scored_live_without_the_package() {
    let kept = Kept::scored(package("one"), true);
    let mut bare = Kept { isms: kept.isms.clone(), head: kept.head, entries: Vec::new() };
    bare.isms.set_engines(None);
    assert!(bare.scores().unwrap_err().contains("not at hand"));
    let refused = bare.append(Change::RiskAssess { scores: kept.scores().unwrap() }).unwrap_err();
    assert!(refused.help.unwrap().contains("plugin install"));
}

#[test]
fn an_upgrade_takes_what_rests_on_the_plugin_along() {
    let mut kept = Kept::scored(package("one"), true);
    kept.isms.set_engines(None);
    let two = package("two");
    let upgrade = json!({ "plugin.upgrade": { "plugin": plugin("2.0.0", two) } });
    let refused = kept.make(upgrade.clone()).unwrap_err();
    assert!(refused.to_string().contains("another version"), "{refused}");
    let mut engine = adopted(package("one"), true)["engine"].clone();
    engine["plugin"]["package"] = json!(two);
    let together = json!({ "together": { "title": "upgrade", "changes": [upgrade,
        { "methodology.revise": { "id": "acme", "set": { "engine": engine } } }] } });
    kept.make(together).unwrap();
    assert_eq!(kept.isms.plugins().values().next().unwrap().version.to_string(), "2.0.0");
    let refused = kept.make(json!({ "plugin.remove": { "id": "acme.matrix" } })).unwrap_err();
    assert!(refused.to_string().contains("still names it"), "{refused}");
    assert!(kept.make(json!({ "plugin.install": { "plugin": plugin("1.0.0", two) } })).is_err());
}

#[test]
fn what_does_not_fit_the_organisation_is_refused_by_name() {
    let one = package("one");
    let mut kept = Kept::new(Some(one));
    kept.make(json!({ "plugin.install": { "plugin": plugin("1.0.0", one) } })).unwrap();
    for (at, value, told) in [
        ("/engine/plugin/levels/4", json!({ "acceptance": "acceptable" }), "more acceptable"),
        ("/engine/plugin/factors/likelihood", json!({ "factor": "luck" }), "`luck`"),
        (
            "/engine/plugin/factors/likelihood",
            json!({ "factor": "likelihood", "onto": [0, 9, 9, 9, 9] }),
            "must lead",
        ),
        ("/engine/plugin/package", json!(package("other")), "another version"),
        ("/engine/plugin/description/levels/4", json!("apocalyptic"), "not what it says of itself"),
        ("/id", json!("Acme"), "lower-case"),
    ] {
        let mut given = adopted(one, true);
        *given.pointer_mut(at).unwrap() = value;
        let refused = kept.make(json!({ "methodology.adopt": given })).unwrap_err();
        assert!(refused.to_string().contains(told), "{at}: {refused}");
    }
}

#[test]
fn a_score_without_a_trace_is_none() {
    let mut kept = Kept::scored(package("one"), true);
    let scores = kept.scores().unwrap();
    kept.isms.set_engines(Some(Arc::new(Silent(package("one")))));
    let refused = kept.scores().unwrap_err();
    assert!(refused.contains("do not lead to the score"), "{refused}");
    let refused = kept.append(Change::RiskAssess { scores }).unwrap_err();
    assert!(refused.message.contains("do not lead to the score"), "{refused}");
}

#[test]
fn a_plugin_that_fails_lets_nothing_be_put_on_record_of_it() {
    let mut kept = Kept::scored(package("one"), true);
    kept.isms.set_engines(Some(Arc::new(Unwilling)));
    let before = kept.isms.clone();
    let title = json!({ "methodology.revise": { "id": "acme", "set": { "title": "Ours" } } });
    let refused = kept.make(title.clone()).unwrap_err();
    assert_eq!(refused.record.as_ref().unwrap().path(), "methodology/acme");
    assert!(refused.message.contains("`/scale` is no whole number"), "{refused}");
    assert!(refused.help.unwrap().contains("settings"));
    assert_eq!(kept.isms, before);
    // what does not concern the plugin is not its business
    let mut criteria = serde_json::to_value(kept.isms.criteria()).unwrap();
    criteria["likelihood"]["levels"][0]["name"] = json!("hardly ever");
    kept.make(json!({ "criteria.set": { "criteria": criteria } })).unwrap();

    // where a journal is replayed, such a plugin is as one that is not at hand
    let mut replay = Replay::default().with_engines(Arc::new(Unwilling));
    for entry in &kept.entries {
        replay.step_recomputing(entry).unwrap();
    }
    assert_eq!(replay.finish().0, kept.isms);
    kept.isms.set_engines(None);
    kept.make(title).unwrap();
}

#[test]
fn a_description_that_the_plugin_never_gave_scores_nothing() {
    let package = package("one");
    let mut forged = adopted(package, true);
    let levels = forged.pointer_mut("/engine/plugin/description/levels").unwrap().as_array_mut().unwrap();
    levels.swap(0, 1);
    // nothing is at hand that could contradict
    let mut kept = Kept::new(None);
    kept.make(json!({ "plugin.install": { "plugin": plugin("1.0.0", package) } })).unwrap();
    kept.make(json!({ "methodology.adopt": forged })).unwrap();
    assert!(journal::replay(&kept.entries).is_ok());
    let isms = kept.isms.with_engines(Arc::new(Twin(package)));
    let in_use = isms.methodologies().get(&"acme".parse().unwrap()).unwrap();
    let refused = in_use.build(&isms).err().unwrap().to_string();
    assert!(refused.contains("is not what it says of itself"), "{refused}");
    // nor does it go through the proof of the journal
    let mut replay = Replay::default().with_engines(Arc::new(Twin(package)));
    let told: Vec<_> = kept.entries.iter().filter_map(|entry| replay.step_recomputing(entry).err()).collect();
    assert!(told[0].to_string().contains("entry 3"), "{told:?}");
    assert!(told[0].to_string().contains("is not what it says of itself"), "{told:?}");
}
