//! The findings as a whole: their order, their form, their time.

use riskwright_core::applicability::statement;
use riskwright_core::catalogue::{Edition, controls};
use riskwright_core::check::{RuleId, check, check_with, rules};
use riskwright_core::isms::Isms;
use riskwright_core::methodology::assessment::assess;

use super::{ASSESS, HIGH, RISK, after, step, today};

/// A register of many risks in all states.
fn register(size: u32) -> Isms {
    let mut changes = Vec::new();
    for (at, control) in (0..).zip(controls(Edition::E2022)) {
        let status = ["implemented", "partial", "planned"][at % 3];
        changes.push(
            serde_json::json!({"control.record": {"id": control.id, "status": status, "owner": "CTO"}}),
        );
    }
    for n in 0..size {
        let id = format!("R-{}", n + 1);
        let estimate = |shift: u32| {
            let level = |of: u32| (of % 5).saturating_sub(shift);
            serde_json::json!({"factors": {
                "likelihood": {"level": level(n)}, "confidentiality": {"level": level(n / 5)},
                "integrity": {"level": level(n / 25)}, "availability": {"level": level(n / 125)},
            }})
        };
        let existing = controls(Edition::E2022)[(n % 93) as usize].id;
        changes.push(serde_json::json!({"risk.identify": {
            "id": id, "title": format!("Scenario {n}"), "owner": format!("Owner {}", n % 40),
            "existing_controls": [existing],
            "inherent": estimate(0), "current": estimate(1), "target": estimate(2),
        }}));
        let chosen = controls(Edition::E2022)[((n / 3) % 93) as usize].id;
        if n % 11 != 0 {
            let treat = serde_json::json!({"id": id, "option": "modify", "controls": {chosen: {"likelihood": {"steps": 1}}}});
            changes.push(serde_json::json!({"risk.treat": treat}));
        }
        if n % 4 == 0 {
            changes.push(serde_json::json!({"action.plan": {
                "id": format!("TA-{}", n + 1), "title": "Do it", "scenarios": [id], "owner": "CTO",
                "due": "2026-12-31", "resources": "two days",
            }}));
        }
    }
    let mut isms = Isms::new("Example".parse().unwrap());
    let together = serde_json::json!({"together": {"title": "register", "changes": changes}});
    step(&mut isms, &together.to_string());
    step(&mut isms, ASSESS);
    isms
}

#[test]
fn two_runs_agree_byte_for_byte_in_the_order_of_severity_rule_and_record() {
    let isms = register(300);
    let first = check(&isms, Edition::E2022, today());
    let text = serde_json::to_string(&first).unwrap();
    let again = Isms::load(isms.records()).unwrap();
    assert_eq!(serde_json::to_string(&check(&again, Edition::E2022, today())).unwrap(), text);
    let order: Vec<_> = first
        .iter()
        .map(|finding| (finding.severity, finding.rule, finding.record.id.clone(), finding.record.kind))
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    assert!(first.iter().any(|finding| finding.rule == RuleId::R07), "{text}");
}

#[test]
fn a_finding_is_plain_json() {
    let isms = after(&[RISK, HIGH, ASSESS]);
    let findings = check(&isms, Edition::E2022, today());
    let finding = findings.iter().find(|finding| finding.rule == RuleId::R07).unwrap();
    assert_eq!(
        serde_json::to_value(finding).unwrap(),
        serde_json::json!({
            "rule": "R07", "clause": "6.1.3 a", "severity": "error", "record": "R-1", "kind": "risk", "field": null,
            "message": "the risk is above the acceptance level (`high`) and has neither treatment nor acceptance",
            "help": "decide how it is treated, or have its owner accept it",
        })
    );
}

#[test]
fn the_table_lists_every_finding_there_can_be() {
    let mut order: Vec<RuleId> = rules().iter().map(|row| row.rule).collect();
    assert!(order.is_sorted(), "by rule");
    order.dedup();
    assert_eq!(order.len(), 33);
    for row in rules() {
        let double = rules().iter().filter(|other| other.when == row.when).count();
        assert!(double == 1 && !row.when.ends_with('.'), "{}", row.when);
    }
    for finding in check(&register(50), Edition::E2022, today()) {
        let row = |row: &&riskwright_core::check::RuleInfo| {
            (row.rule, row.severity, row.clause) == (finding.rule, finding.severity, finding.clause)
        };
        assert!(rules().iter().any(|info| row(&info)), "{finding:?}");
    }
}

/// `cargo test --release -p riskwright-core --test check -- --ignored --nocapture`
#[test]
#[ignore = "measures; run it in release"]
fn ten_thousand_scenarios_in_milliseconds() {
    // time on the processor, where the system tells it: others may keep the machine busy
    let start = std::time::Instant::now();
    let clock = || {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let told = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
        told.map_or_else(|| start.elapsed().as_secs_f64() * 1e3, |nanoseconds| nanoseconds / 1e6)
    };
    let isms = register(10_000);
    let preferred = isms.preferred_methodology().unwrap();
    let built = preferred.build(&isms).unwrap();
    const ROUNDS: u32 = 60;
    let mut mean = [0.0; 5];
    let mut findings = 0;
    for _ in 0..ROUNDS {
        let mut at = clock();
        let mut lap = |part: usize| {
            let ms = clock() - at;
            mean[part] += ms / f64::from(ROUNDS);
            at = clock();
        };
        let run = assess(&isms, built.as_ref()).unwrap();
        lap(0);
        let evaluated = riskwright_core::evaluation::evaluate(&isms, preferred, &run, today());
        lap(1);
        let soa = statement(&isms, Edition::E2022);
        lap(2);
        findings = check_with(&isms, Edition::E2022, today(), &run, &soa).len();
        lap(3);
        assert_eq!((evaluated.len(), soa.lines.len()), (10_000, 93));
        lap(4);
        assert_eq!(check(&isms, Edition::E2022, today()).len(), findings);
        lap(4);
    }
    println!(
        "ms: assess {:.1}, evaluate {:.1}, statement {:.1}, check_with {:.1} ({findings} findings)",
        mean[0], mean[1], mean[2], mean[3]
    );
}
