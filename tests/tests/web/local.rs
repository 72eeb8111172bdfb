//! An ISMS that no server has, in browsers. `tests/web/local.mjs` says what is held of it.

use std::path::Path;
use std::sync::Arc;

use riskwright_core::change::Change;
use riskwright_core::exchange::export_json;
use riskwright_core::isms::Isms;
use riskwright_core::methodology::adoption::Adoption;
use riskwright_core::methodology::{Methodology, MethodologyError, PluginEngine};
use riskwright_core::plugin::Engines;
use riskwright_core::quantity::{Actor, Digest, Timestamp};
use riskwright_core::view::RiskView;
use riskwright_package::package::Package;
use riskwright_runtime::{PluginMethodology, Runtime, RuntimeOptions};
use riskwright_tests::root;
use riskwright_workshop::transpile::to_es_module;
use serde_json::{Value, json};

use super::browsers::drive;

/// The plugin whose scores a page works out.
const PLUGIN: &str = "riskwright.ebios-rm";

/// So many checks there are at least: fewer, and something did not run.
const CHECKS: usize = 15;

fn apply(isms: &mut Isms, change: Value) {
    let by: Actor = "Ada Owner".parse().unwrap();
    let at: Timestamp = "2026-11-02T09:00:00Z".parse().unwrap();
    let change: Change = serde_json::from_value(change).unwrap();
    isms.apply(&change, &by, at).unwrap();
}

/// An ISMS with so many risks; each is estimated, every other one in two stages.
fn isms(risks: usize) -> Isms {
    let mut isms = Isms::new("Example Ltd".parse().unwrap());
    for number in 1..=risks {
        let estimate = |likelihood: usize, consequence: usize| json!({"factors": {"likelihood": {"level": likelihood}, "consequence": {"level": consequence}}});
        let mut risk = json!({
            "id": format!("R-{number}"),
            "title": format!("Scenario {number} in a place with a name"),
            "inherent": estimate(number / 5 % 5, number % 5),
        });
        if number % 2 == 0 {
            risk["current"] = estimate(0, number % 3);
        }
        apply(&mut isms, json!({"risk.identify": risk}));
    }
    isms
}

/// Documents for the pages, and what the engine makes of a change natively.
fn made(folder: &Path) {
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    let mut small = isms(200);
    write("isms.json", serde_json::to_string(&export_json(&small)).unwrap());
    write("large.json", serde_json::to_string(&export_json(&isms(10_000))).unwrap());
    let (risk, level) = ("R-123", 1);
    let mut factors = json!(small.scenarios()[&risk.parse().unwrap()].inherent.as_ref().unwrap().factors);
    factors["likelihood"] = json!({"level": level});
    apply(
        &mut small,
        json!({"risk.estimate": {"id": risk, "stage": "inherent", "estimate": {"factors": factors}}}),
    );
    let view = RiskView::of(&small, &risk.parse().unwrap(), "2026-11-02".parse().unwrap()).unwrap();
    let expected = json!({
        "risk": risk,
        "title": "Scenario 123",
        "label": "Likelihood: Inherent",
        "factor": "likelihood",
        "level": level,
        "digest": view.assessed[0].stages[0].digest,
    });
    write("expected.json", expected.to_string());
    plugged(folder);
}

/// A plugin's methodology, as the host runs it.
#[derive(Debug)]
struct Native(Arc<PluginMethodology>);

impl Engines for Native {
    fn methodology(
        &self,
        _: &PluginEngine,
    ) -> Result<Option<Arc<dyn Methodology + Send + Sync>>, MethodologyError> {
        Ok(Some(self.0.clone()))
    }
}

/// A document with a plugin's methodology, the plugin's module, and what the host makes of one risk.
fn plugged(folder: &Path) {
    let package = std::fs::read(root().join(format!("plugins/dist/{PLUGIN}.wasm"))).unwrap();
    for (name, bytes) in to_es_module(&package).unwrap() {
        let path = folder.join("plugins").join(PLUGIN).join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let read = Package::read(&package).unwrap();
    let digest: Digest = read.digest().to_string().parse().unwrap();
    let runtime = Runtime::new(RuntimeOptions::default()).unwrap();
    let methodology = runtime.load(&package).unwrap().methodology(&json!({}), "en").unwrap();
    let mut isms = isms(20);
    let adoption = Adoption {
        plugin: PLUGIN.parse().unwrap(),
        package: digest,
        settings: json!({}),
        language: "en".parse().unwrap(),
        description: methodology.describe().clone(),
        factors: [("likelihood", "likelihood"), ("gravity", "consequence")]
            .map(|(factor, source)| (factor.parse().unwrap(), Some((source.parse().unwrap(), None))))
            .into(),
        levels: Vec::new(),
    };
    let (engine, _) = adoption.engine(isms.criteria()).unwrap();
    isms.set_engines(Some(Arc::new(Native(Arc::new(methodology)))));
    let plugin = json!({
        "id": PLUGIN,
        "title": "EBIOS Risk Manager",
        "version": "0.1.0",
        "publisher": "Riskwright",
        "contract": "0.1.0",
        "offers": ["methodology"],
        "digest": digest,
        "file": Digest::of(&package),
    });
    apply(&mut isms, json!({"plugin.install": {"plugin": plugin}}));
    let in_use = json!({"id": "ebios-rm", "title": "EBIOS RM", "engine": {"plugin": engine}});
    apply(&mut isms, json!({"methodology.adopt": in_use}));
    let risk = "R-13";
    let view = RiskView::of(&isms, &risk.parse().unwrap(), "2026-11-02".parse().unwrap()).unwrap();
    let known = view.assessed.iter().find(|known| known.methodology.as_str() == "ebios-rm").unwrap();
    let stage = known.stages.first().unwrap();
    let expected = json!({
        "risk": risk,
        "digest": stage.digest.as_ref().expect("the host scores it"),
        "labels": stage.trace.iter().map(|step| &step.label).collect::<Vec<_>>(),
    });
    std::fs::write(folder.join("plugged.expected.json"), expected.to_string()).unwrap();
    isms.set_engines(None);
    let document = serde_json::to_string(&export_json(&isms)).unwrap();
    std::fs::write(folder.join("plugged.json"), document).unwrap();
}

fn held(browser: &str) {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path());
    drive("local.mjs", browser, folder.path(), CHECKS);
}

#[test]
fn an_isms_without_a_server_holds_in_chromium() {
    held("chromium");
}

#[test]
fn an_isms_without_a_server_holds_in_firefox() {
    held("firefox-esr");
}
