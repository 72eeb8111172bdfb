//! An ISMS that has been through all ten steps, and in which an auditor would find nothing.

use std::sync::LazyLock;

use riskwright_core::catalogue::{Edition, controls};
use riskwright_core::isms::Isms;
use serde_json::{Value, json};

use super::{ASSESS, INHERENT, LOW, RISK, after, criteria, labels, step};

/// A step with a record, on a day.
pub fn taken(by: &str, kind: &str, id: &str, on: &str, step: &str) -> String {
    let step = if step.starts_with('{') { step.to_owned() } else { format!(r#"{{"{step}":{{}}}}"#) };
    format!(r#"{by}: {{"{kind}.step":{{"id":"{id}","on":"{on}","step":{step}}}}}"#)
}

/// A document that is in force since 4 May.
pub fn document(id: &str, rest: &str) -> Vec<String> {
    let mut steps = vec![format!(
        r#"{{"document.record":{{"id":"{id}","title":"Rules","kind":"policy","version":"1","author":"Ada","content":{{"markdown":"We do."}},{rest}}}}}"#
    )];
    steps.extend(
        ["submit", "approve", "publish"].map(|word| taken("Cora", "document", id, "2026-05-04", word)),
    );
    steps
}

/// An audit that was reported on a day.
pub fn audit(id: &str, on: &str, rest: &str) -> Vec<String> {
    let mut steps = vec![format!(
        r#"{{"audit.plan":{{"id":"{id}","title":"Audit","criteria":"ISO/IEC 27001","clauses":["4","5","6","7","8","9","10"],"controls":["A.8.13"],"from":"{on}","lead":"Eve",{rest}}}}}"#
    )];
    let words = ["prepare", "begin", r#"{"report":{"summary":"Fine."}}"#];
    steps.extend(words.map(|word| taken("Eve", "audit", id, on, word)));
    steps
}

fn context() -> Vec<String> {
    let decided =
        r#""title":"Climate","origin":"external","category":"climate","relevant":false,"reason":"no""#;
    let plain = [
        &format!(r#"{{"issue.record":{{"id":"IS-1",{decided}}}}}"#),
        r#"{"party.record":{"id":"P-1","title":"Customers","kind":"customer"}}"#,
        r#"{"scope.define":{"set":{"purpose":"Hosting","activities":["Hosting"],"interfaces":[{"what":"Power","with":"Utility"}],"certificate":"Hosting of data"}}}"#,
        r#"{"scope.approve":{"by":"Cora","on":"2026-01-10"}}"#,
        r#"{"role.define":{"id":"ROLE-1","title":"CISO","person":"Ada","covers":["conformity","reporting"]}}"#,
        r#"{"role.define":{"id":"ROLE-2","title":"CTO","person":"Tom"}}"#,
        r#"{"objective.set":{"id":"OBJ-1","title":"Patch in time","measure":"days","responsible":"CTO","due":"2026-12-31","evaluation":"monthly"}}"#,
        r#"{"asset.record":{"id":"AS-1","title":"File server","kind":"hardware","owner":"CTO"}}"#,
    ];
    let mut steps: Vec<String> = plain.map(ToOwned::to_owned).into();
    steps.push(criteria(|criteria| {
        criteria["approval"] = serde_json::json!({"by": "Cora", "on": "2026-01-10"});
    }));
    steps
}

fn risks_and_controls() -> Vec<String> {
    let mut steps: Vec<String> = [RISK, INHERENT, LOW].map(ToOwned::to_owned).into();
    steps.push(r#"{"risk.treat":{"id":"R-1","option":"modify","controls":{"A.8.13":{}}}}"#.to_owned());
    steps.push(ASSESS.to_owned());
    for control in controls(Edition::E2022) {
        let id = control.id;
        steps.push(match id {
            "A.8.13" => r#"{"control.record":{"id":"A.8.13","status":"implemented","owner":"CTO","checked_on":"2026-09-01","evidence":[{"title":"Restore test","valid_until":"2027-08-31"}]}}"#.to_owned(),
            _ => format!(r#"{{"control.record":{{"id":"{id}","applicability":{{"decision":"excluded","reason":"nothing of the kind"}}}}}}"#),
        });
    }
    steps.push(r#"{"soa.approve":{"edition":"2022"}}"#.to_owned());
    steps
}

fn support_and_measures() -> Vec<String> {
    let mut steps = document("DOC-1", r#""fulfils":["4.4","5.2","6.1.3"]"#);
    steps.extend(document(
        "DOC-2",
        r#""fulfils":["A.8.13"],"distribution":["CISO","Tom"],"acknowledged":true"#,
    ));
    let plain = [
        r#"{"acknowledgement.record":{"id":"ACK-1","document":"DOC-2","version":"1","person":"Ada","on":"2026-05-10"}}"#,
        r#"{"acknowledgement.record":{"id":"ACK-2","document":"DOC-2","version":"1","person":"CTO","on":"2026-05-10"}}"#,
        r#"{"competence.record":{"id":"CMP-1","person":"Ada","title":"ISO/IEC 27001","evidence":[{"title":"Certificate"}]}}"#,
        r#"{"competence.record":{"id":"CMP-2","person":"CTO","title":"Backups","evidence":[{"title":"Ten years of it"}]}}"#,
        r#"{"awareness.record":{"id":"AWA-1","title":"Phishing","on":"2026-03-01"}}"#,
        r#"{"communication.record":{"id":"COM-1","title":"Policy","with":"Staff","when":"yearly","how":"Intranet"}}"#,
        r#"{"measure.define":{"id":"MSR-1","title":"Patched hosts","controls":["A.8.13"],"method":"Scanner","every_months":1,"direction":"higher","target":95.0,"measured_by":"Tom","analysed_by":"Ada"}}"#,
        &taken("Ada", "measure", "MSR-1", "2026-01-15", "activate"),
        r#"{"measurement.record":{"id":"VAL-1","measure":"MSR-1","on":"2026-09-30","value":96.0}}"#,
        r#"{"measurement.record":{"id":"VAL-2","measure":"MSR-1","on":"2026-10-31","value":97.0}}"#,
        &taken("Ada", "measure", "MSR-1", "2026-10-31", r#"{"evaluate":{"conclusion":"It works."}}"#),
        r#"{"incident.report":{"id":"INC-1","title":"Files encrypted","owner":"Ada","scenarios":["R-1"]}}"#,
        &taken("Ada", "incident", "INC-1", "2026-09-01", r#"{"assess":{"severity":"high"}}"#),
        &taken("Ada", "incident", "INC-1", "2026-09-01", "confirm"),
    ];
    steps.extend(plain.map(ToOwned::to_owned));
    steps
}

fn review_and_audits() -> Vec<String> {
    let mut steps = vec![
        r#"{"programme.draw-up":{"id":"PRG-1","title":"Cycle","from":"2026-01-01","until":"2028-12-31","methods":"Interviews","considerations":"Backups","responsible":"Ada"}}"#.to_owned(),
        taken("Cora", "programme", "PRG-1", "2026-01-02", "approve"),
    ];
    steps.extend(audit("AUD-1", "2026-04-10", r#""programme":"PRG-1""#));
    let nonconformity = |by, on, word| taken(by, "nonconformity", "NC-1", on, word);
    let plain = [
        r#"{"finding.raise":{"id":"FND-1","title":"Restores are not tried","severity":"minor","against":"A.8.13","audit":"AUD-1"}}"#,
        r#"{"nonconformity.raise":{"id":"NC-1","title":"Restores are not tried","finding":"FND-1","grade":"minor","owner":"Ada","due":"2026-09-30","found_on":"2026-04-10"}}"#,
        r#"{"action.plan":{"id":"TA-1","title":"Name an owner","owner":"CTO","due":"2026-06-01"}}"#,
        r#"{"action.revise":{"id":"TA-1","set":{"status":"implemented","done_on":"2026-05-20"}}}"#,
        &nonconformity("Ada", "2026-04-11", r#"{"contain":{"containment":"Tried one."}}"#),
        &nonconformity(
            "Ada",
            "2026-04-12",
            r#"{"analyse":{"cause":"Restores had nobody responsible","similar":"No."}}"#,
        ),
        &nonconformity(
            "Ada",
            "2026-04-13",
            r#"{"agree":{"actions":["TA-1"],"criterion":"Two restores succeed"}}"#,
        ),
        &nonconformity("Tom", "2026-05-20", "carry-out"),
        &nonconformity("Eve", "2026-08-01", r#"{"verify":{"finding":"Both did."}}"#),
        &nonconformity("Ada", "2026-08-02", "close"),
        r#"{"finding.close":{"id":"FND-1","reason":"NC-1 is closed"}}"#,
        &taken("Ada", "audit", "AUD-1", "2026-08-03", "close"),
        r#"{"review.plan":{"id":"REV-1","planned_on":"2026-06-15","chair":"Cora","attendees":[{"person":"Cora","top_management":true}],"remarks":{"e":"None."},"decisions":[{"subject":"improvement","text":"Single sign-on"},{"subject":"change","text":"Nothing to decide"}]}}"#,
        &taken("Ada", "review", "REV-1", "2026-06-10", "prepare"),
        &taken("Ada", "review", "REV-1", "2026-06-15", "hold"),
        &taken("Cora", "review", "REV-1", "2026-06-16", "approve"),
    ];
    steps.extend(plain.map(ToOwned::to_owned));
    steps
}

fn certificate_and_improvement() -> Vec<String> {
    let mut steps = vec![
        r#"{"certification.begin":{"id":"CERT-1","title":"ISO/IEC 27001","body":"Cert AG","edition":"2022","scope":"Hosting of  data"}}"#.to_owned(),
        taken("Ada", "certification", "CERT-1", "2026-05-01", "apply"),
    ];
    steps.extend(audit("AUD-2", "2026-06-17", r#""kind":"stage-1","certification":"CERT-1""#));
    steps.extend(audit("AUD-3", "2026-06-20", r#""kind":"stage-2","certification":"CERT-1""#));
    for (on, word) in [
        ("2026-06-17", r#"{"stage-1":{"audit":"AUD-2"}}"#),
        ("2026-06-20", r#"{"stage-2":{"audit":"AUD-3"}}"#),
        ("2026-06-30", r#"{"certify":{"number":"C-1","soa":"SOA-1"}}"#),
    ] {
        steps.push(taken("Ada", "certification", "CERT-1", on, word));
    }
    steps.push(
        r#"{"improvement.propose":{"id":"IMP-1","title":"Single sign-on","owner":"Tom","due":"2026-11-20"}}"#
            .to_owned(),
    );
    steps.push(r#"{"planned-change.request":{"id":"CHG-1","title":"Another site","responsible":"Ada","due":"2027-03-01"}}"#.to_owned());
    steps
}

/// Steps 1 to 4 of it: nothing of the others has begun.
pub fn begun() -> Isms {
    let mut isms = after(&[]);
    context().iter().chain(&risks_and_controls()).for_each(|next| step(&mut isms, next));
    isms
}

/// All of it.
pub fn sound() -> Isms {
    static SOUND: LazyLock<Isms> = LazyLock::new(made);
    SOUND.clone()
}

fn made() -> Isms {
    let mut isms = begun();
    for part in [support_and_measures(), review_and_audits(), certificate_and_improvement()] {
        part.iter().for_each(|next| step(&mut isms, next));
    }
    isms
}

/// A record of the sound ISMS as it could be taken over from elsewhere: with parts of it replaced.
pub fn taken_over(place: &str, change: impl Fn(&mut Value)) -> String {
    let mut record = sound().record(&place.parse().unwrap()).unwrap().to_json().unwrap();
    change(&mut record);
    json!({"records.restore": {"title": "x", "records": {place: record}}}).to_string()
}

/// In the sound ISMS exactly these findings follow from the first steps, and none is left after the others.
pub fn breaks_until_mended(expected: &[&str], broken: &[&str], mended: &[&str]) {
    let mut isms = sound();
    broken.iter().for_each(|next| step(&mut isms, next));
    assert_eq!(labels(&isms), expected, "after {broken:?}");
    mended.iter().for_each(|next| step(&mut isms, next));
    assert_eq!(labels(&isms), Vec::<String>::new(), "after {mended:?}");
}

#[test]
fn an_isms_that_has_been_through_all_steps_is_free_of_findings() {
    assert_eq!(labels(&sound()), Vec::<String>::new());
}
