use riskwright_core::isms::Isms;

use super::{after, labels, step};

pub const ADOPT: &str = r#"{"questionnaire.adopt":{"id":"backups","title":"Backups","version":"1","source":{"own":{
    "contents":{"title":"Backups","sections":[{"id":"all","title":"All"}],
        "items":[{"id":"made","section":"all","title":"Are they made?","kind":"yes-no"}]},
    "rules":{"proposals":[{"change":{"control-status":{"control":"A.8.13","status":"planned"}},
        "reason":"There are none","when":[[{"item":"made","test":"is-no"}]]}]}}}}}"#;

pub fn respond(isms: &mut Isms, day: &str) {
    let questionnaire = isms.questionnaires().values().next().unwrap();
    let sending = riskwright_core::response::Sending {
        questionnaire: questionnaire.id.clone(),
        respondent: "Anna".parse().unwrap(),
        assets: Default::default(),
        scenarios: Default::default(),
        answers: serde_json::from_str(r#"[{"item":"made","value":{"yes-no":false}}]"#).unwrap(),
        contents: questionnaire.digest().unwrap(),
    };
    let change = riskwright_core::response::send(isms, sending).unwrap();
    isms.apply(&change, &"Anna".parse().unwrap(), format!("{day}T09:00:00Z").parse().unwrap()).unwrap();
}

#[test]
fn s06_questionnaires_are_answered_and_proposals_decided_upon() {
    let mut isms = after(&[ADOPT]);
    assert!(labels(&isms).contains(&"S06 questionnaire/backups".to_owned()));
    // thirty days before today and thirty-one: the second has waited too long
    respond(&mut isms, "2026-10-03");
    assert!(!labels(&isms).iter().any(|found| found.starts_with("S06")));
    respond(&mut isms, "2026-10-02");
    let waiting = "S06 response/RSP-2 proposals".to_owned();
    assert!(labels(&isms).contains(&waiting), "{:?}", labels(&isms));
    step(&mut isms, r#"{"response.decide":{"id":"RSP-2","accept":[0]}}"#);
    assert!(!labels(&isms).iter().any(|found| found.starts_with("S06")));
    let retired = after(&[ADOPT, r#"{"questionnaire.revise":{"id":"backups","set":{"retired":true}}}"#]);
    assert!(!labels(&retired).iter().any(|found| found.starts_with("S06")));
}
