//! An ISMS that no server has, in browsers. `tests/web/local.mjs` says what is held of it.

use std::path::Path;

use riskwright_core::change::Change;
use riskwright_core::exchange::export_json;
use riskwright_core::isms::Isms;
use riskwright_core::quantity::{Actor, Timestamp};
use riskwright_core::view::RiskView;
use serde_json::{Value, json};

use super::browsers::drive;

/// So many checks there are at least: fewer, and something did not run.
const CHECKS: usize = 12;

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
