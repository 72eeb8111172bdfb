//! Rules of steps 5 to 10, each in an ISMS that is sound but for what the rule finds.

use riskwright_core::catalogue::Edition;
use riskwright_core::check::{Severity, check};
use riskwright_core::clause::CLAUSES;
use riskwright_core::documentation::required::{ASKED, Presence, required};
use riskwright_core::isms::Isms;
use serde_json::{Value, json};

use super::sound::{audit, begun, breaks_until_mended, document, sound, taken, taken_over};
use super::{TODAY, after, labels, step, today};

/// The sound ISMS after some steps.
fn sound_but(steps: &[&str]) -> Isms {
    let mut isms = sound();
    steps.iter().for_each(|next| step(&mut isms, next));
    isms
}

fn messages(isms: &Isms) -> Vec<(Severity, String)> {
    let findings = check(isms, Edition::E2022, today()).into_iter();
    findings.map(|finding| (finding.severity, finding.message)).collect()
}

fn refs(steps: &[String]) -> Vec<&str> {
    steps.iter().map(String::as_str).collect()
}

/// `{"risk.revise":{"id":"R-1","set":{…}}}`
fn revise(kind: &str, id: &str, set: &str) -> String {
    format!(r#"{{"{kind}.revise":{{"id":"{id}","set":{set}}}}}"#)
}

fn retire(id: &str) -> String {
    taken("Cora", "document", id, TODAY, r#"{"retire":{"reason":"replaced"}}"#)
}

/// The dates of the steps that led to where a record stands, all on one day.
fn passed_on(record: &mut Value, day: &str) {
    for passed in record["life"]["passed"].as_array_mut().unwrap() {
        passed["on"] = day.into();
    }
}

const LATE: &str = r#"{"action.plan":{"id":"TA-2","title":"Do it","owner":"Tom","due":"2026-11-01"}}"#;
const DONE: &str = r#"{"action.revise":{"id":"TA-2","set":{"status":"implemented"}}}"#;

#[test]
fn a_step_that_has_not_begun_is_one_finding() {
    let isms = begun();
    assert_eq!(
        labels(&isms),
        [
            "R18 organisation/organisation",
            "R20 organisation/organisation",
            "R21 organisation/organisation",
            "R18 organisation/organisation",
            "R19 organisation/organisation",
            "R24 organisation/organisation",
        ]
    );
    let raised = |n| {
        format!(
            r#"{{"finding.raise":{{"id":"FND-{n}","title":"No","severity":"minor","against":"A.8.13"}}}}"#
        )
    };
    let mut isms = isms;
    (1..=3).for_each(|n| step(&mut isms, &raised(n)));
    assert_eq!(labels(&isms).iter().filter(|label| label.starts_with("R23")).count(), 1);
}

#[test]
fn r18_what_has_to_be_documented_is_and_is_approved_by_others_and_looked_at() {
    let gone = retire("DOC-1");
    let anew = document("DOC-3", r#""fulfils":["5.2","6.1.3"]"#);
    breaks_until_mended(&["R18 organisation/organisation"], &[&gone], &refs(&anew));
    let told = "2 documents that the standard asks for are missing: information security policy (5.2), risk treatment process (6.1.3)";
    assert_eq!(messages(&sound_but(&[&gone])), [(Severity::Error, told.to_owned())]);
    breaks_until_mended(&["R18 document/DOC-3 life"], &[&gone, &anew[0]], &refs(&anew[1..]));

    let gone = retire("DOC-2");
    let anew = document("DOC-3", r#""fulfils":["A.8.13"]"#);
    breaks_until_mended(&["R18 organisation/organisation"], &[&gone], &refs(&anew));
    let told = "1 document that applicable controls call for is missing: rules for backups (A.8.13)";
    assert_eq!(messages(&sound_but(&[&gone])), [(Severity::Warning, told.to_owned())]);
    breaks_until_mended(&["R18 document/DOC-3 life"], &[&gone, &anew[0], &anew[1]], &refs(&anew[2..]));

    let own = taken_over("document/DOC-1", |known| known["published"]["approved_by"] = "ada".into());
    let others = taken_over("document/DOC-1", |_| {});
    breaks_until_mended(&["R18 document/DOC-1 published"], &[&own], &[&others]);
    let due = taken_over("document/DOC-1", |known| known["next_review"] = "2026-11-01".into());
    let reconfirm = taken("Ada", "document", "DOC-1", TODAY, "reconfirm");
    breaks_until_mended(&["R18 document/DOC-1 next_review"], &[&due], &[&reconfirm]);

    let mut elsewhere = vec![retire("DOC-1")];
    elsewhere.extend(document("DOC-3", r#""fulfils":["6.1.3"]"#));
    elsewhere.push(r#"{"organisation.describe":{"set":{"policy":"https://intranet.example"}}}"#.to_owned());
    let policy = document("DOC-4", r#""fulfils":["5.2"]"#);
    breaks_until_mended(&["R18 organisation/organisation policy"], &refs(&elsewhere), &refs(&policy));
}

#[test]
fn what_has_to_be_documented_is_there_or_begun_or_missing() {
    let all = required(&sound(), Edition::E2022);
    let missing: Vec<_> = all.iter().filter(|known| known.presence != Presence::There).collect();
    // nothing of the treatment plan was carried out: no action serves a risk
    let left: Vec<_> = missing.iter().map(|known| (known.asked.against, known.presence)).collect();
    assert_eq!(left, [("8.3", Presence::Missing)]);
    let of = |isms: &Isms, against: &str| {
        let all = required(isms, Edition::E2022);
        let known = all.into_iter().find(|known| known.asked.against == against).unwrap();
        let by: Vec<String> = known.by.iter().map(|at| at.path()).collect();
        (known.presence, by.join(" "), known.count)
    };
    let isms = sound();
    assert_eq!(of(&isms, "A.8.13"), (Presence::There, "document/DOC-2".to_owned(), 1));
    assert_eq!(of(&isms, "9.2.2"), (Presence::There, "programme/PRG-1 audit/AUD-1".to_owned(), 2));
    assert_eq!(of(&isms, "7.5.1").2, 2);
    // a procedure stands for no result, and the process of a clause for no item of it
    let mut isms = begun();
    let procedure = document("DOC-1", r#""fulfils":["6.1.3","9.1","9.2"]"#);
    procedure.iter().for_each(|next| step(&mut isms, next));
    assert_eq!(of(&isms, "6.1.3").0, Presence::There);
    assert_eq!(of(&isms, "9.1").0, Presence::Missing);
    assert_eq!(of(&isms, "9.2.2").0, Presence::Missing);
    // labels are no scheme of classification: A.8.2 of 2022 is about privileged access, A.8.2.1 of 2013 about classes
    let mut isms = begun();
    document("DOC-1", r#""fulfils":["A.8.2"]"#).iter().for_each(|next| step(&mut isms, next));
    step(&mut isms, r#"{"control.revise":{"id":"A.5.12","set":{"reasons":["legal"],"applicability":null}}}"#);
    assert_eq!(of(&isms, "A.5.12").0, Presence::Missing);
    document("DOC-2", r#""fulfils":["A.8.2.1"]"#).iter().for_each(|next| step(&mut isms, next));
    assert_eq!(of(&isms, "A.5.12"), (Presence::There, "document/DOC-2".to_owned(), 1));
    // in the other edition by the other number
    let mut isms = after(&[]);
    let other = required(&isms, Edition::E2013);
    assert!(!other.iter().any(|known| known.asked.against == "A.5.1"));
    step(&mut isms, r#"{"control.record":{"id":"A.5.1.2","reasons":["legal"]}}"#);
    let other = required(&isms, Edition::E2013);
    assert!(other.iter().any(|known| known.asked.against == "A.5.1"));
    for asked in ASKED {
        let clause = asked.against.split(' ').next().unwrap();
        let known = CLAUSES.iter().any(|known| known.number == clause);
        assert!(known || riskwright_core::catalogue::find(asked.against).is_some(), "{}", asked.against);
    }
    for clause in CLAUSES.iter().filter(|clause| clause.documented) {
        let asked = |asked: &&riskwright_core::documentation::required::Asked| {
            asked.against.split(' ').next() == Some(clause.number)
        };
        assert!(ASKED.iter().any(|known| asked(&known)), "{} asks for something", clause.number);
    }
}

#[test]
fn r24_people_are_competent_for_their_roles() {
    let remove = |id| format!(r#"{{"competence.remove":{{"id":"{id}"}}}}"#);
    let shown = |until: &str| {
        revise(
            "competence",
            "CMP-1",
            &format!(r#"{{"evidence":[{{"title":"Certificate","valid_until":"{until}"}}]}}"#),
        )
    };
    breaks_until_mended(&["R24 role/ROLE-1"], &[&shown("2026-11-01")], &[&shown(TODAY)]);
    let anew =
        r#"{"competence.record":{"id":"CMP-2","person":"Tom","title":"Backups","evidence":[{"title":"x"}]}}"#;
    breaks_until_mended(&["R24 role/ROLE-2"], &[&remove("CMP-2")], &[anew]);
    let isms = sound_but(&[&remove("CMP-1"), &remove("CMP-2")]);
    assert_eq!(labels(&isms), ["R24 organisation/organisation"]);
    assert!(messages(&isms)[0].1.ends_with(": Ada, Tom"), "{:?}", messages(&isms));
}

#[test]
fn s07_people_confirm_what_they_are_to_read() {
    let left = "S07 document/DOC-2 distribution";
    let confirm = |id, version, person| {
        format!(
            r#"{{"acknowledgement.record":{{"id":"{id}","document":"DOC-2","version":"{version}","person":"{person}","on":"2026-11-01"}}}}"#
        )
    };
    let removed = r#"{"acknowledgement.remove":{"id":"ACK-2"}}"#;
    breaks_until_mended(&[left], &[removed], &[&confirm("ACK-2", "1", "tom")]);
    assert_eq!(messages(&sound_but(&[removed]))[0].0, Severity::Warning);
    // of a new version only those count who confirmed that one; for a month it is no more than worth knowing
    let mut newer = vec![taken("Ada", "document", "DOC-2", "2026-10-03", r#"{"revise":{"version":"2"}}"#)];
    newer.extend(
        ["submit", "approve", "publish"].map(|word| taken("Cora", "document", "DOC-2", "2026-10-03", word)),
    );
    let (ada, tom) = (confirm("ACK-3", "2", "CISO"), confirm("ACK-4", "2", "Tom"));
    breaks_until_mended(&[left], &refs(&newer), &[&ada, &tom]);
    let told = "the version in force since 2026-10-03 is still to be confirmed by CISO, Tom";
    assert_eq!(messages(&sound_but(&refs(&newer))), [(Severity::Information, told.to_owned())]);
    // a group is nobody in particular
    let all = revise("document", "DOC-2", r#"{"distribution":["CISO","Tom","All staff"]}"#);
    assert_eq!(labels(&sound_but(&[&all])), Vec::<String>::new());
}

#[test]
fn r19_measures_are_measured_and_evaluated() {
    let value = r#"{"measurement.record":{"id":"VAL-2","measure":"MSR-1","on":"2026-10-02","value":97.0}}"#;
    let removed = r#"{"measurement.remove":{"id":"VAL-2"}}"#;
    breaks_until_mended(&["R19 measure/MSR-1 every_months"], &[removed], &[value]);
    let evaluate = taken("Ada", "measure", "MSR-1", TODAY, r#"{"evaluate":{"conclusion":"It works."}}"#);
    let never = taken_over("measure/MSR-1", |known| _ = known.as_object_mut().unwrap().remove("conclusions"));
    breaks_until_mended(&["R19 measure/MSR-1 conclusions"], &[&never], &[&evaluate]);
    let old = taken_over("measure/MSR-1", |known| known["conclusions"][0]["on"] = "2025-11-01".into());
    breaks_until_mended(&["R19 measure/MSR-1 conclusions"], &[&old], &[&evaluate]);
    let retire = taken("Ada", "measure", "MSR-1", TODAY, r#"{"retire":{"reason":"too dear"}}"#);
    let again = taken("Ada", "measure", "MSR-1", TODAY, "activate");
    breaks_until_mended(&["R19 organisation/organisation"], &[&retire], &[&again]);
}

#[test]
fn r14_an_incident_calls_for_another_assessment() {
    let report = r#"{"incident.report":{"id":"INC-2","title":"Again","owner":"Ada","scenarios":["R-1"]}}"#;
    let assess = taken("Ada", "incident", "INC-2", "2026-10-15", r#"{"assess":{"severity":"low"}}"#);
    let confirm = taken("Ada", "incident", "INC-2", "2026-10-15", "confirm");
    breaks_until_mended(
        &["R14 incident/INC-2 scenarios"],
        &[report, &assess, &confirm],
        &["assess 2026-10-15"],
    );
    assert_eq!(labels(&sound_but(&[report, &assess])), Vec::<String>::new(), "an event is no incident");
}

#[test]
fn r20_top_management_reviews_in_time_on_all_inputs_and_decides() {
    let as_it_was = taken_over("review/REV-1", |_| {});
    let lapsed = taken_over("review/REV-1", |known| passed_on(known, "2025-11-01"));
    breaks_until_mended(&["R20 organisation/organisation"], &[&lapsed], &[&as_it_was]);
    let plan = |on| format!(r#"{{"review.plan":{{"id":"REV-2","planned_on":"{on}"}}}}"#);
    let postpone =
        taken("Ada", "review", "REV-2", TODAY, r#"{"postpone":{"to":"2026-11-02","reason":"ill"}}"#);
    breaks_until_mended(&["R20 review/REV-2 planned_on"], &[&plan("2026-11-01")], &[&postpone]);
    let both = messages(&sound_but(&[&lapsed, &plan("2026-11-01")]));
    assert_eq!(both.len(), 1, "reported once");
    assert!(both[0].1.ends_with("; REV-2 was planned for 2026-11-01"), "{both:?}");
    // the first one is still to come
    let mut isms = begun();
    step(&mut isms, &plan("2027-10-01"));
    assert!(!labels(&isms).iter().any(|label| label.starts_with("R20")));

    for (field, change) in [
        ("attendees", (|known| known["attendees"][0]["top_management"] = false.into()) as fn(&mut Value)),
        ("inputs", |known| _ = known.as_object_mut().unwrap().remove("inputs")),
        ("remarks", |known| known["remarks"] = json!({"e": " "})),
        ("decisions", |known| known["decisions"] = json!([{"subject": "change", "text": "None"}])),
        ("minutes", |known| {
            known["life"]["state"] = "held".into();
            known["life"]["passed"].as_array_mut().unwrap().pop();
        }),
    ] {
        let label = format!("R20 review/REV-1 {field}");
        breaks_until_mended(&[&label], &[&taken_over("review/REV-1", change)], &[&as_it_was]);
    }
}

#[test]
fn r21_audits_cover_everything_and_are_held_in_time() {
    let close = taken("Ada", "programme", "PRG-1", TODAY, "close");
    let mut next = vec![
        r#"{"programme.draw-up":{"id":"PRG-2","title":"Next","from":"2026-10-01","until":"2029-09-30","methods":"x","considerations":"x","responsible":"Ada"}}"#.to_owned(),
    ];
    next.extend(audit("AUD-9", "2026-10-10", r#""programme":"PRG-2""#));
    let approve = taken("Cora", "programme", "PRG-2", "2026-10-01", "approve");
    let all = [refs(&next), vec![approve.as_str()]].concat();
    breaks_until_mended(&["R21 organisation/organisation"], &[&close], &all);
    breaks_until_mended(&["R21 programme/PRG-2 life"], &refs(&next), &[&approve]);

    let covers = |what: &str| revise("audit", "AUD-1", what);
    let less = covers(r#"{"clauses":["4","5","6","7","8.1","8.2","10"],"controls":[]}"#);
    let more = covers(r#"{"clauses":["4","5","6","7","8","9","10"],"controls":["A.8.13"]}"#);
    breaks_until_mended(&["R21 programme/PRG-1"], &[&less], &[&more]);
    let told = format!(
        "no audit of the programme covers 7 of {} clauses (8.3 to 9.3.3) and 1 of 1 control (A.8.13)",
        CLAUSES.len()
    );
    assert_eq!(messages(&sound_but(&[&less])), [(Severity::Error, told)]);
    // when its time is over, what counts is what was audited
    let over = taken_over("programme/PRG-1", |known| known["until"] = "2026-11-01".into());
    let plan = r#"{"audit.plan":{"id":"AUD-8","title":"Rest","programme":"PRG-1","criteria":"x","clauses":["8.3","9"],"controls":["A.8.13"],"from":"2026-11-02","lead":"Eve"}}"#;
    assert_eq!(labels(&sound_but(&[&less, plan])), Vec::<String>::new());
    assert!(labels(&sound_but(&[&less, plan, &over])).contains(&"R21 programme/PRG-1".to_owned()));

    let planned = |from: &str, rest: &str| {
        format!(r#"{{"audit.plan":{{"id":"AUD-9","title":"Next","from":"{from}","lead":"Eve"{rest}}}}}"#)
    };
    let whole = revise("audit", "AUD-9", r#"{"criteria":"ISO/IEC 27001","clauses":["9"]}"#);
    breaks_until_mended(&["R21 audit/AUD-9 criteria"], &[&planned("2026-12-02", "")], &[&whole]);
    breaks_until_mended(
        &["R21 audit/AUD-9 clauses"],
        &[&planned("2026-12-02", r#","criteria":"x""#)],
        &[&whole],
    );
    assert_eq!(labels(&sound_but(&[&planned("2026-12-03", "")])), Vec::<String>::new(), "there is time");
    let bare = taken_over("audit/AUD-1", |known| known["criteria"] = "".into());
    breaks_until_mended(&["R21 audit/AUD-1 criteria"], &[&bare], &[&taken_over("audit/AUD-1", |_| {})]);
    let postpone =
        taken("Ada", "audit", "AUD-9", TODAY, r#"{"postpone":{"from":"2026-11-02","reason":"ill"}}"#);
    let late = planned("2026-11-01", r#","criteria":"x","clauses":["9"]"#);
    breaks_until_mended(&["R21 audit/AUD-9 from"], &[&late], &[&postpone]);
}

#[test]
fn r22_nobody_audits_their_own_work() {
    let plan = r#"{"audit.plan":{"id":"AUD-9","title":"Next","from":"2026-12-10","criteria":"x","controls":["A.8.13"],"lead":"Tom"}}"#;
    let other = revise("audit", "AUD-9", r#"{"lead":"Eve"}"#);
    breaks_until_mended(&["R22 audit/AUD-9 team"], &[plan], &[&other]);
}

#[test]
fn r23_nonconformities_are_taken_up_and_their_causes_removed() {
    let raise = |rest: &str| format!(r#"{{"nonconformity.raise":{{"id":"NC-2","title":"Another"{rest}}}}}"#);
    let finding = r#"{"finding.raise":{"id":"FND-2","title":"No","severity":"major","against":"9.1"}}"#;
    breaks_until_mended(&["R23 finding/FND-2 severity"], &[finding], &[&raise(r#","finding":"FND-2""#)]);
    let later = revise("nonconformity", "NC-2", r#"{"due":"2026-11-02"}"#);
    breaks_until_mended(&["R23 nonconformity/NC-2 due"], &[&raise(r#","due":"2026-11-01""#)], &[&later]);

    let as_it_was = taken_over("nonconformity/NC-1", |_| {});
    for (field, change) in [
        ("cause", (|known| known["cause"] = " ".into()) as fn(&mut Value)),
        ("checks", |known| known["checks"][0]["effective"] = false.into()),
        ("checks", |known| _ = known.as_object_mut().unwrap().remove("checks")),
    ] {
        let label = format!("R23 nonconformity/NC-1 {field}");
        breaks_until_mended(&[&label], &[&taken_over("nonconformity/NC-1", change)], &[&as_it_was]);
    }
    let open = revise("action", "TA-1", r#"{"status":"in-progress","done_on":null,"due":"2026-12-01"}"#);
    let done = revise("action", "TA-1", r#"{"status":"implemented"}"#);
    breaks_until_mended(&["R23 nonconformity/NC-1 actions"], &[&open], &[&done]);

    let same = raise(r#","cause":"Again nobody was responsible: restores","found_on":"2026-10-01""#);
    let reopen = taken("Eve", "nonconformity", "NC-1", TODAY, r#"{"reopen":{"finding":"It is back."}}"#);
    let later = revise("nonconformity", "NC-1", r#"{"due":"2026-12-01"}"#);
    breaks_until_mended(&["R23 nonconformity/NC-2 cause"], &[&same], &[&reopen, &later]);
    let other = raise(r#","cause":"Nobody was trained","found_on":"2026-10-01""#);
    assert_eq!(labels(&sound_but(&[&other])), Vec::<String>::new());
    let before = raise(r#","cause":"Restores had nobody responsible","found_on":"2026-04-10""#);
    assert_eq!(labels(&sound_but(&[&before])), Vec::<String>::new(), "it is not again");

    let action = "R23 action/TA-2 due";
    breaks_until_mended(&[action], &[LATE, &raise(r#","actions":["TA-2"]"#)], &[DONE]);
    let decided = taken_over("review/REV-1", |known| known["decisions"][0]["actions"] = json!(["TA-2"]));
    breaks_until_mended(&[action], &[LATE, &decided], &[DONE]);
    let due = taken_over("review/REV-1", |known| known["decisions"][0]["due"] = "2026-11-01".into());
    let close = taken("Ada", "review", "REV-1", TODAY, "close");
    breaks_until_mended(&["R23 review/REV-1 decisions"], &[&due], &[&close]);
}

#[test]
fn s08_changes_and_improvements_are_made_in_time() {
    for (kind, id) in [("planned-change", "CHG-1"), ("improvement", "IMP-1")] {
        let due = |day: &str| revise(kind, id, &format!(r#"{{"due":"{day}"}}"#));
        let label = format!("S08 {kind}/{id} due");
        breaks_until_mended(&[&label], &[&due("2026-11-01")], &[&due(TODAY)]);
        let action = revise(kind, id, r#"{"actions":["TA-2"]}"#);
        breaks_until_mended(&["S08 action/TA-2 due"], &[LATE, &action], &[DONE]);
    }
}

#[test]
fn r25_the_certificate_is_in_date_and_says_what_is_so() {
    let as_it_was = taken_over("certification/CERT-1", |_| {});
    let over = taken_over("certification/CERT-1", |known| known["valid_until"] = "2026-11-01".into());
    let expire = taken("Ada", "certification", "CERT-1", TODAY, "expire");
    breaks_until_mended(&["R25 certification/CERT-1 valid_until"], &[&over], &[&expire]);
    let wider = r#"{"scope.define":{"set":{"certificate":"Hosting of data, and more"}}}"#;
    let approve = r#"{"scope.approve":{"by":"Cora","on":"2026-01-10"}}"#;
    let told = taken(
        "Ada",
        "certification",
        "CERT-1",
        TODAY,
        r#"{"rescope":{"scope":"Hosting of data, and more"}}"#,
    );
    breaks_until_mended(&["R25 certification/CERT-1 scope"], &[wider, approve], &[&told]);
    let newer = r#"{"soa.approve":{"edition":"2022"}}"#;
    let named = taken_over("certification/CERT-1", |known| known["soa"] = "SOA-2".into());
    breaks_until_mended(&["R25 certification/CERT-1 soa"], &[newer], &[&named]);

    let life = "R25 certification/CERT-1 life";
    let long_ago = taken_over("certification/CERT-1", |known| passed_on(known, "2025-11-01"));
    let mut survey = audit("AUD-9", "2026-10-10", r#""kind":"surveillance","certification":"CERT-1""#);
    survey.push(taken("Ada", "certification", "CERT-1", "2026-10-10", r#"{"survey":{"audit":"AUD-9"}}"#));
    breaks_until_mended(&[life], &[&long_ago], &refs(&survey));
    let ends = taken_over("certification/CERT-1", |known| known["valid_until"] = "2027-03-01".into());
    let plan = r#"{"audit.plan":{"id":"AUD-9","title":"Recertification","kind":"recertification","certification":"CERT-1"}}"#;
    breaks_until_mended(&[life], &[&ends], &[plan]);
    breaks_until_mended(&[life], &[&ends], &[&as_it_was]);
    let second = [
        r#"{"certification.begin":{"id":"CERT-2","title":"Other","body":"Cert AG","edition":"2022","scope":"x"}}"#,
        &taken("Ada", "certification", "CERT-2", "2026-04-01", "apply"),
        &taken("Ada", "certification", "CERT-2", "2026-05-01", r#"{"stage-1":{"audit":"AUD-2"}}"#),
    ];
    breaks_until_mended(
        &["R25 certification/CERT-2 life"],
        &second,
        &[&taken("Ada", "certification", "CERT-2", TODAY, r#"{"stage-2":{"audit":"AUD-3"}}"#)],
    );
}
