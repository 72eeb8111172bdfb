//! What is due, and what waits for whom.

use riskwright_core::calendar::{Due, Waits, due, waiting};
use riskwright_core::isms::Isms;
use riskwright_core::quantity::{Actor, Date};

use super::responses::{ADOPT, respond};
use super::sound::{document, sound};
use super::{ACCEPT, ASSESS, HIGH, RISK, after, step, today};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn lines(all: &[Due]) -> Vec<String> {
    let line = |due: &Due| {
        let who = due.who.as_ref().map_or("", Actor::as_str);
        let overdue = if due.overdue { " overdue" } else { "" };
        format!("{} {} {} {who}{overdue}", due.on, due.what, due.record.path())
    };
    all.iter().map(line).collect()
}

#[test]
fn all_that_is_due_is_told_by_day_from_every_record() {
    assert_eq!(
        lines(&due(&sound(), today(), day("2027-12-31"))),
        [
            "2026-11-20 improvement improvement/IMP-1 Tom",
            "2026-11-30 measurement measure/MSR-1 Tom",
            "2026-12-31 objective objective/OBJ-1 CTO",
            "2027-03-01 planned-change planned-change/CHG-1 Ada",
            "2027-05-04 document-review document/DOC-1 Ada",
            "2027-05-04 document-review document/DOC-2 Ada",
            "2027-06-30 surveillance certification/CERT-1 ",
            "2027-08-31 evidence-end control/A.8.13 CTO",
            "2027-10-01 reassessment criteria/criteria ",
        ]
    );
    let mut isms = after(&[
        RISK,
        HIGH,
        ASSESS,
        ACCEPT,
        r#"{"risk.revise":{"id":"R-1","set":{"review_on":"2026-10-01"}}}"#,
        r#"{"risk.identify":{"id":"R-2","title":"Fire","owner":"CTO","review_on":"2026-10-30"}}"#,
        r#"{"action.plan":{"id":"TA-1","title":"Back up","owner":"Tom","due":"2026-11-01","scenarios":["R-1"]}}"#,
        r#"{"action.plan":{"id":"TA-2","title":"Done","due":"2026-11-01","status":"implemented"}}"#,
        r#"{"review.plan":{"id":"REV-1","planned_on":"2026-12-01","chair":"Cora"}}"#,
        r#"{"audit.plan":{"id":"AUD-1","title":"Next","from":"2026-11-30","lead":"Eve"}}"#,
        r#"{"finding.raise":{"id":"FND-1","title":"No","severity":"minor","against":"9.1","due":"2026-11-20"}}"#,
        r#"{"finding.raise":{"id":"FND-2","title":"No","severity":"opportunity","against":"9.1","owner":"Tom","due":"2026-11-20"}}"#,
        r#"{"nonconformity.raise":{"id":"NC-1","title":"No","finding":"FND-1","owner":"Ada","due":"2026-11-10"}}"#,
    ]);
    let expected = [
        "2026-10-30 risk-review risk/R-2 CTO overdue",
        "2026-11-01 action action/TA-1 Tom overdue",
        "2026-11-10 nonconformity nonconformity/NC-1 Ada",
        "2026-11-20 finding finding/FND-2 Tom",
        "2026-11-30 audit audit/AUD-1 Eve",
        "2026-12-01 management-review review/REV-1 Cora",
        "2027-06-30 acceptance-end acceptance/ACC-1 CTO",
    ];
    assert_eq!(lines(&due(&isms, today(), day("2027-06-30"))), expected);
    assert_eq!(lines(&due(&isms, today(), day("2026-11-10"))), expected[..3], "no further");
    // within the criteria no acceptance is needed, and a closed risk needs nothing
    step(&mut isms, r#"{"risk.close":{"id":"R-1","reason":"sold"}}"#);
    step(&mut isms, r#"{"risk.close":{"id":"R-2","reason":"sold"}}"#);
    assert_eq!(lines(&due(&isms, today(), day("2027-12-31"))), expected[1..6]);
}

#[test]
fn what_is_a_roles_waits_for_who_holds_it() {
    let mut isms = sound();
    let of = |isms: &Isms, actor: &str, on: &str| waiting(isms, &actor.parse().unwrap(), day(on));
    let tom = ["2026-11-20 improvement improvement/IMP-1 Tom", "2026-11-30 measurement measure/MSR-1 Tom"];
    assert_eq!(lines(&of(&isms, "tom", "2026-11-02").due), tom);
    assert_eq!(
        lines(&of(&isms, "Tom", "2026-12-15").due),
        [
            &format!("{} overdue", tom[0]),
            &format!("{} overdue", tom[1]),
            "2026-12-31 objective objective/OBJ-1 CTO"
        ]
    );
    assert_eq!(of(&isms, "Nobody", "2026-12-15"), Default::default());

    let places = |waits: &[Waits]| -> Vec<String> { waits.iter().map(|waits| waits.record.path()).collect() };
    let anew = document("DOC-3", r#""fulfils":["7.4"]"#);
    step(&mut isms, &anew[0]);
    step(&mut isms, &anew[1]);
    step(&mut isms, r#"{"acknowledgement.remove":{"id":"ACK-1"}}"#);
    step(&mut isms, ADOPT);
    respond(&mut isms, "2026-10-20");
    let (ada, tom) = (of(&isms, "Ada", "2026-11-02"), of(&isms, "Tom", "2026-11-02"));
    assert_eq!((places(&ada.approve), places(&tom.approve)), (vec![], vec!["document/DOC-3".to_owned()]));
    assert_eq!(tom.approve[0].since, Some(day("2026-05-04")));
    assert_eq!(
        (places(&ada.acknowledge), places(&tom.acknowledge)),
        (vec!["document/DOC-2".to_owned()], vec![])
    );
    assert_eq!((places(&ada.decide), places(&tom.decide)), (vec!["response/RSP-1".to_owned()], vec![]));
    assert_eq!(ada.decide[0].title, "Backups");
}
