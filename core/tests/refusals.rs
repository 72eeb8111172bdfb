//! What the engine refuses, each with what would do: decisions must rest on what is there.

use riskwright_core::change::Change;
use riskwright_core::diagnostic::Rule;
use riskwright_core::isms::Isms;
use riskwright_core::methodology::assessment::{assess, records};
use serde_json::{Value, json};

fn made(isms: &mut Isms, by: &str, change: Value) -> Result<(), Rule> {
    let change: Change = serde_json::from_value(change).unwrap();
    let at = "2026-11-02T09:00:00Z".parse().unwrap();
    isms.apply(&change, &by.parse().unwrap(), at).map(|_| ()).map_err(|refused| refused.rule)
}

fn estimate(level: u8) -> Value {
    json!({ "risk.estimate": { "id": "R-1", "stage": "current", "estimate": { "factors": {
        "likelihood": { "level": level }, "availability": { "level": 3 } } } } })
}

fn scores(isms: &Isms) -> Value {
    let methodology = isms.preferred_methodology().unwrap().build(isms).unwrap();
    let run = assess(isms, methodology.as_ref()).unwrap();
    let rows: Vec<_> = run.rows.iter().collect();
    let on = "2026-11-02".parse().unwrap();
    json!(records(&rows, methodology.as_ref(), &"CISO".parse().unwrap(), on).unwrap())
}

/// One risk above acceptance, assessed, owned by Olga.
fn start() -> Isms {
    let mut isms = Isms::new("Example".parse().unwrap());
    let risk = json!({ "risk.identify": { "id": "R-1", "title": "Ransomware", "owner": "Olga" } });
    made(&mut isms, "CISO", risk).unwrap();
    made(&mut isms, "CISO", estimate(3)).unwrap();
    let scores = scores(&isms);
    made(&mut isms, "CISO", json!({ "risk.assess": { "scores": scores } })).unwrap();
    isms
}

#[test]
fn a_score_is_recorded_as_computed_or_not_at_all() {
    let mut isms = start();
    let honest = scores(&isms);
    for (field, value) in [
        ("score", json!(0.0)),
        ("level", json!(0)),
        ("level_name", json!("very low")),
        ("factors", json!({ "likelihood": { "level": 0 } })),
        ("trace", json!([])),
        ("digest", json!("0".repeat(64))),
    ] {
        let mut forged = honest.clone();
        forged[0]["current"][field] = value;
        let refused = made(&mut isms, "Mallory", json!({ "risk.assess": { "scores": forged } }));
        assert_eq!(refused, Err(Rule::Score), "{field}");
    }
    // who and when is told by the entry, whatever the record says
    let mut dressed = honest;
    dressed[0]["by"] = json!("External Auditor");
    dressed[0]["on"] = json!("2099-01-01");
    made(&mut isms, "Mallory", json!({ "risk.assess": { "scores": dressed } })).unwrap();
    let record = isms.scores().values().next().unwrap();
    assert_eq!((record.by.as_str(), record.on.to_string().as_str()), ("Mallory", "2026-11-02"));
}

#[test]
fn an_acceptance_is_of_the_score_that_was_seen_by_its_owner_for_a_reason_while_the_risk_is_open() {
    let mut isms = start();
    let seen = isms.scores().values().next().unwrap().current.as_ref().unwrap().digest;
    let accept = |reason: &str| json!({ "risk.accept": { "id": "R-1", "until": "2027-06-30", "reason": reason, "digest": seen } });
    assert_eq!(made(&mut isms, "Olga", accept("")), Err(Rule::State));
    assert_eq!(made(&mut isms, "Mallory", accept("why not")), Err(Rule::NotTheOwner));
    made(&mut isms, "CISO", estimate(4)).unwrap();
    let higher = scores(&isms);
    made(&mut isms, "CISO", json!({ "risk.assess": { "scores": higher } })).unwrap();
    assert_eq!(made(&mut isms, "Olga", accept("only high")), Err(Rule::Conflict));
    made(&mut isms, "CISO", json!({ "risk.close": { "id": "R-1", "reason": "sold" } })).unwrap();
    assert_eq!(made(&mut isms, "Olga", accept("only high")), Err(Rule::State));
}

#[test]
fn an_approval_ends_with_what_was_approved() {
    let mut isms = start();
    let mut criteria = serde_json::to_value(isms.criteria()).unwrap();
    criteria["approval"] = json!({ "by": "Board", "on": "2026-11-01" });
    let set = |criteria: &Value| json!({ "criteria.set": { "criteria": criteria } });
    made(&mut isms, "CISO", set(&criteria)).unwrap();
    assert!(isms.criteria().approval.is_some());
    let mut engine = serde_json::to_value(&isms.preferred_methodology().unwrap().engine).unwrap();
    engine["matrix"]["bands"][3]["acceptance"] = json!("tolerable");
    let before = isms.clone();
    made(
        &mut isms,
        "Mallory",
        json!({ "methodology.revise": { "id": "matrix", "set": { "engine": engine } } }),
    )
    .unwrap();
    assert!(isms.criteria().approval.is_none(), "what levels mean was approved, too");
    isms = before;
    criteria["reassess_months"] = json!(36);
    made(&mut isms, "Mallory", set(&criteria)).unwrap();
    assert!(isms.criteria().approval.is_none());
}

#[test]
fn levels_stay_where_estimates_mean_them() {
    let mut isms = start();
    let criteria = serde_json::to_value(isms.criteria()).unwrap();
    let mut below = criteria.clone();
    below["likelihood"]["levels"].as_array_mut().unwrap().insert(0, json!({ "name": "never" }));
    let mut table = serde_json::to_value(&isms.preferred_methodology().unwrap().engine).unwrap();
    table["matrix"]["table"].as_array_mut().unwrap().insert(0, json!([0, 0, 0, 0, 0]));
    let both = |criteria: &Value, engine: &Value| {
        json!({ "together": { "title": "scales", "changes": [
            { "methodology.revise": { "id": "matrix", "set": { "engine": engine } } },
            { "criteria.set": { "criteria": criteria } } ] } })
    };
    assert_eq!(made(&mut isms, "CISO", both(&below, &table)), Err(Rule::Criteria));
    // at the top there is room, and a level may be renamed in place
    let mut above = criteria;
    above["likelihood"]["levels"].as_array_mut().unwrap().push(json!({ "name": "all the time" }));
    above["likelihood"]["levels"][0]["name"] = json!("rare");
    let rows = table["matrix"]["table"].as_array_mut().unwrap();
    rows.remove(0);
    rows.push(json!([2, 3, 4, 4, 4]));
    made(&mut isms, "CISO", both(&above, &table)).unwrap();
}

#[test]
fn a_control_lowers_only_what_there_is_by_what_it_takes() {
    let mut isms = start();
    let treat = |lowers: Value| json!({ "risk.treat": { "id": "R-1", "option": "modify", "controls": { "A.8.13": lowers } } });
    assert_eq!(
        made(&mut isms, "CISO", treat(json!({ "likelyhood": { "steps": 1 } }))),
        Err(Rule::UnknownFactor)
    );
    assert_eq!(made(&mut isms, "CISO", treat(json!({ "likelihood": { "share": 0.5 } }))), Err(Rule::Number));
    assert_eq!(made(&mut isms, "CISO", treat(json!({ "acme/rate": { "share": 1.0 } }))), Err(Rule::Number));
    made(&mut isms, "CISO", treat(json!({ "consequence": { "steps": 2 } }))).unwrap();
}
