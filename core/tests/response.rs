//! From answers to the ISMS: questionnaires in use, responses, decisions, findings; with and without a plugin at hand.

use std::sync::Arc;

use riskwright_core::applicability::ImplementationStatus;
use riskwright_core::change::{Change, describe};
use riskwright_core::diagnostic::{Rejection, Rule};
use riskwright_core::id::PluginId;
use riskwright_core::identification::{FactorValue, Stage};
use riskwright_core::isms::Isms;
use riskwright_core::journal::{self, Entry, Head, Replay, replay};
use riskwright_core::methodology::{Methodology, MethodologyError, PluginEngine};
use riskwright_core::plugin::{Engines, Plugin};
use riskwright_core::quantity::Digest;
use riskwright_core::questionnaire::{Answers, Contents, Document, Form, Outcome};
use riskwright_core::response::{
    Ground, QuestionnaireEngine, QuestionnaireError, Ruling, Sending, carried_over, ground, send,
};
use serde_json::{Value, json};

/// Backups: whether they are made, and how often restoring is tried.
fn document() -> Value {
    json!({
        "contents": {
            "title": "Backups",
            "sections": [{"id": "all", "title": "Backups"}],
            "items": [
                {"id": "made", "section": "all", "title": "Are backups made?", "kind": "yes-no", "required": true,
                    "wants_evidence": true},
                {"id": "tried", "section": "all", "title": "How often is restoring tried?", "required": true,
                    "kind": {"scale": ["never", "once a year", "once a month"]},
                    "shown_if": [[{"item": "made", "test": "is-yes"}]]}
            ],
            "scores": [{"id": "care", "title": "Care", "min": 0, "max": 10}]
        },
        "rules": {
            "scores": [{"score": "care", "items": [{"item": "made"}, {"item": "tried"}]}],
            "proposals": [
                {"change": {"control-status": {"control": "A.8.13", "status": "implemented"}},
                    "reason": "Backups are made", "when": [[{"item": "made", "test": "is-yes"}]]},
                {"change": {"factor-level": {"factor": "likelihood", "level": 1}},
                    "reason": "Restoring is tried", "when": [[{"item": "tried", "test": {"at-least": 1}}]]},
                {"change": {"finding": {"severity": "minor", "against": "A.8.13"}},
                    "reason": "Restoring is not tried every month", "when": [[{"item": "tried", "test": {"at-most": 1}}]]},
                {"change": {"control-status": {"control": "X-1", "status": "planned"}},
                    "reason": "There is no such control", "when": [[{"item": "made", "test": "is-no"}]]}
            ]
        }
    })
}

const DAY: &str = "2026-11-02T09:00:00Z";

struct Kept {
    isms: Isms,
    head: Head,
    entries: Vec<Entry>,
}

impl Kept {
    fn new(engines: Option<Arc<dyn Engines>>) -> Self {
        let mut isms = journal::blank();
        isms.set_engines(engines);
        let mut kept = Self { isms, head: Head::START, entries: Vec::new() };
        kept.make(json!({"isms.begin": {"name": "Example Ltd"}})).unwrap();
        kept
    }

    /// Backups are asked; R-1 hits AS-1, R-2 hits nothing, R-3 hits AS-1 and is closed.
    fn asked() -> Self {
        let mut kept = Self::new(None);
        for change in [
            json!({"questionnaire.adopt": {"id": "backups", "title": "Backups", "version": "1",
                "source": {"own": document()}}}),
            json!({"asset.record": {"id": "AS-1", "title": "File server", "kind": "hardware"}}),
            json!({"risk.identify": {"id": "R-1", "title": "Ransomware", "assets": ["AS-1"],
                "inherent": {"factors": {"likelihood": {"level": 4}, "consequence": {"level": 3}}},
                "current": {"factors": {"likelihood": {"level": 3}, "consequence": {"level": 3}}, "rationale": "as seen"}}}),
            json!({"risk.identify": {"id": "R-2", "title": "Flood",
                "inherent": {"factors": {"likelihood": {"level": 2}, "consequence": {"level": 3}}}}}),
            json!({"risk.identify": {"id": "R-3", "title": "Theft", "assets": ["AS-1"]}}),
            json!({"risk.close": {"id": "R-3", "reason": "sold"}}),
        ] {
            kept.make(change).unwrap();
        }
        kept
    }

    fn make(&mut self, value: Value) -> Result<(), Rejection> {
        self.append(serde_json::from_value(value).unwrap())
    }

    fn append(&mut self, change: Change) -> Result<(), Rejection> {
        let by = "A. Manager".parse().unwrap();
        let (entry, _) =
            journal::append(&mut self.isms, &self.head, change, (&by, DAY.parse().unwrap()), &[])?;
        self.head = Head { seq: entry.seq, hash: entry.hash, at: entry.at };
        self.entries.push(entry);
        Ok(())
    }

    fn sending(&self, answers: Value) -> Sending {
        let questionnaire = self.isms.questionnaires().values().next().unwrap();
        Sending {
            questionnaire: questionnaire.id.clone(),
            respondent: "Anna".parse().unwrap(),
            assets: Default::default(),
            scenarios: Default::default(),
            answers: serde_json::from_value(answers).unwrap(),
            contents: questionnaire.digest().unwrap(),
        }
    }

    fn send(&mut self, answers: Value) -> Result<(), Rejection> {
        let change = send(&self.isms, self.sending(answers))?;
        self.append(change)
    }

    /// Restoring is tried once a year, says who answers for AS-1 and R-2.
    fn responded() -> Self {
        let mut kept = Self::asked();
        let sending = Sending {
            assets: ["AS-1".parse().unwrap()].into(),
            scenarios: ["R-2".parse().unwrap()].into(),
            ..kept.sending(json!([
                {"item": "made", "value": {"yes-no": true}, "comment": "nightly", "evidence": [{"title": "Backup log",
                    "link": "https://intranet.example/log", "digest": "ab".repeat(32), "size": 12}]},
                {"item": "tried", "value": {"level": 1}}]))
        };
        let change = send(&kept.isms, sending).unwrap();
        kept.append(change).unwrap();
        kept
    }

    fn ground(&self, response: &str, place: u16) -> Ground {
        ground(&self.isms, &self.isms.responses()[&response.parse().unwrap()], place).unwrap()
    }

    fn level(&self, risk: &str, stage: Stage) -> Option<FactorValue> {
        let risk = &self.isms.scenarios()[&risk.parse().unwrap()];
        risk.estimate(stage)?.factors.get("likelihood").copied()
    }
}

fn refusal(result: Result<(), Rejection>) -> (Rule, String) {
    let rejection = result.unwrap_err();
    (rejection.rule, rejection.message)
}

#[test]
fn a_response_changes_nothing_but_itself() {
    let kept = Kept::responded();
    let response = &kept.isms.responses()[&"RSP-1".parse().unwrap()];
    assert_eq!((response.respondent.as_str(), response.version.as_str()), ("Anna", "1"));
    assert_eq!(response.scores[0].value, Some(7.5));
    assert_eq!(response.waiting().collect::<Vec<_>>(), [0, 1, 2]);
    assert!(kept.isms.controls().is_empty() && kept.isms.findings().is_empty());
    let risks: Vec<&str> = response.answered_for(&kept.isms).map(|risk| risk.id.as_str()).collect();
    assert_eq!(risks, ["R-1", "R-2"]);
    assert_eq!(
        [0, 1, 2].map(|place| kept.ground("RSP-1", place)),
        [Ground::Holds, Ground::Holds, Ground::Holds]
    );
}

#[test]
fn accepting_makes_the_changes_in_one_entry() {
    let mut kept = Kept::responded();
    let entries = kept.entries.len();
    kept.make(json!({"response.decide": {"id": "RSP-1", "accept": [0, 1, 2], "reason": "as seen on site"}}))
        .unwrap();
    assert_eq!(kept.entries.len(), entries + 1);
    let control = &kept.isms.controls()[&"A.8.13".parse().unwrap()];
    assert_eq!(control.status, Some(ImplementationStatus::Implemented));
    // what showed the answer shows the control
    let shown = serde_json::to_value(&control.evidence).unwrap();
    assert_eq!(
        shown,
        json!([{"title": "Backup log", "location": "https://intranet.example/log",
        "digest": "ab".repeat(32), "collected_on": "2026-11-02"}])
    );
    // the present picture of each risk: with controls where they were weighed
    assert_eq!(kept.level("R-1", Stage::Current), Some(FactorValue::Level(1)));
    assert_eq!(kept.level("R-1", Stage::Inherent), Some(FactorValue::Level(4)));
    assert_eq!(kept.level("R-2", Stage::Inherent), Some(FactorValue::Level(1)));
    assert_eq!((kept.level("R-2", Stage::Current), kept.level("R-3", Stage::Current)), (None, None));
    let rationale = &kept.isms.scenarios()[&"R-1".parse().unwrap()].current.as_ref().unwrap().rationale;
    assert_eq!(rationale.as_str(), "as seen\nRSP-1: Restoring is tried");
    let finding = &kept.isms.findings()[&"FND-1".parse().unwrap()];
    assert_eq!(
        (finding.title.as_str(), finding.against.as_str()),
        ("Restoring is not tried every month", "A.8.13")
    );
    assert_eq!(finding.raised_by.as_ref().map(|by| by.as_str()), Some("A. Manager"));
    let response = &kept.isms.responses()[&"RSP-1".parse().unwrap()];
    assert_eq!(response.waiting().count(), 0);
    assert_eq!(response.decisions[&1].ruling, Ruling::Accepted);
    // and is all taken back by one undo
    let before = replay(&kept.entries[..entries]).unwrap().0;
    let undo = journal::diff(&before, &kept.isms);
    assert_eq!(undo.len(), 5);
    let (again, head) = replay(&kept.entries).unwrap();
    assert_eq!((&again, head), (&kept.isms, kept.head));
    // and the records hold by themselves, as a snapshot keeps them
    let text = kept.isms.records().map(|record| (record.reference().kind, record.to_json_text().unwrap()));
    let records =
        text.map(|(kind, text)| riskwright_core::isms::Record::from_json_text(kind, &text).unwrap());
    assert_eq!(Isms::load(records).unwrap(), kept.isms);
}

#[test]
fn proposals_are_decided_one_by_one_and_once() {
    let mut kept = Kept::responded();
    kept.make(json!({"response.decide": {"id": "RSP-1", "accept": [2]}})).unwrap();
    let again = kept.make(json!({"response.decide": {"id": "RSP-1", "accept": [2]}}));
    assert_eq!(refusal(again), (Rule::State, "proposal 2 is accepted already".to_owned()));
    let both =
        kept.make(json!({"response.decide": {"id": "RSP-1", "accept": [0], "dismiss": [0], "reason": "no"}}));
    assert_eq!(refusal(both), (Rule::State, "proposal 0 is accepted already".to_owned()));
    // refused as a whole: the control is as it was
    assert!(kept.isms.controls().is_empty());
    let silent = kept.make(json!({"response.decide": {"id": "RSP-1", "dismiss": [0], "reason": " "}}));
    assert_eq!(refusal(silent), (Rule::State, "a dismissal says why".to_owned()));
    kept.make(json!({"response.decide": {"id": "RSP-1", "dismiss": [0], "reason": "not on all servers"}}))
        .unwrap();
    assert!(kept.isms.controls().is_empty());
    let none = kept.make(json!({"response.decide": {"id": "RSP-1", "accept": [3]}}));
    assert_eq!(refusal(none), (Rule::State, "proposal 3 can't be accepted: there is none".to_owned()));
    assert_eq!(kept.isms.responses()[&"RSP-1".parse().unwrap()].waiting().collect::<Vec<_>>(), [1]);
}

#[test]
fn what_became_of_the_ground_is_told() {
    let mut kept = Kept::responded();
    kept.make(json!({"control.record": {"id": "A.8.13", "status": "partial"}})).unwrap();
    let (was, is) = (None, Some(ImplementationStatus::Partial));
    assert_eq!(kept.ground("RSP-1", 0), Ground::Changed { was, is });
    kept.make(json!({"control.revise": {"id": "A.8.13", "set": {"status": "implemented"}}})).unwrap();
    assert_eq!(kept.ground("RSP-1", 0), Ground::AlreadySo);
    kept.make(json!({"response.decide": {"id": "RSP-1", "accept": [1, 2]}})).unwrap();
    assert_eq!((kept.ground("RSP-1", 1), kept.ground("RSP-1", 2)), (Ground::AlreadySo, Ground::AlreadySo));
    // the same answers again raise no second finding while the first is open
    kept.send(json!([{"item": "made", "value": {"yes-no": true}}, {"item": "tried", "value": {"level": 1}}]))
        .unwrap();
    assert_eq!(kept.ground("RSP-2", 2), Ground::AlreadySo);
    assert_eq!(kept.ground("RSP-2", 1), Ground::Nothing("the response answers for no open risk".to_owned()));
    kept.make(json!({"response.decide": {"id": "RSP-2", "accept": [0, 2]}})).unwrap();
    assert_eq!(kept.isms.findings().len(), 1);
    kept.make(json!({"finding.close": {"id": "FND-1", "reason": "it is tried now"}})).unwrap();
    assert_eq!(kept.ground("RSP-2", 2), Ground::Holds);
    // neither in Annex A nor of the organisation's own
    kept.send(json!([{"item": "made", "value": {"yes-no": false}}])).unwrap();
    assert_eq!(kept.ground("RSP-3", 0), Ground::Nothing("there is no control X-1".to_owned()));
    let refused = kept.make(json!({"response.decide": {"id": "RSP-3", "accept": [0]}}));
    assert_eq!(refusal(refused).1, "proposal 0 can't be accepted: there is no control X-1");
    kept.make(json!({"control.record": {"id": "X-1", "title": "Vault"}})).unwrap();
    kept.make(json!({"response.decide": {"id": "RSP-3", "accept": [0]}})).unwrap();
}

#[test]
fn only_whole_responses_with_what_follows_from_them_are_taken() {
    let mut kept = Kept::asked();
    let missing = kept.send(json!([{"item": "made", "value": {"yes-no": true}}]));
    assert_eq!(refusal(missing), (Rule::Answers, "without an answer are: tried".to_owned()));
    let wrong = kept.send(json!([{"item": "made", "value": {"text": "yes"}}]));
    assert_eq!(refusal(wrong), (Rule::Answers, "with an answer that is not taken are: made".to_owned()));
    // what was worked out elsewhere is worked out anew here
    let full = json!([{"item": "made", "value": {"yes-no": true}}, {"item": "tried", "value": {"level": 2}}]);
    let mut change = serde_json::to_value(send(&kept.isms, kept.sending(full)).unwrap()).unwrap();
    change["response.send"]["outcome"]["scores"][0]["value"] = json!(10.5);
    assert_eq!(
        refusal(kept.make(change.clone())),
        (Rule::Answers, "something else follows from these answers".to_owned())
    );
    change["response.send"]["outcome"]["scores"][0]["value"] = json!(10);
    kept.make(change.clone()).unwrap();
    kept.make(json!({"questionnaire.revise": {"id": "backups", "set": {"version": "2", "source": {"own": {
        "contents": {"title": "Backups", "sections": [{"id": "all", "title": "Backups"}]}}}}}}))
        .unwrap();
    assert_eq!(
        refusal(kept.make(change.clone())),
        (Rule::Conflict, "another version was answered than 2, which is asked now".to_owned())
    );
    kept.make(json!({"questionnaire.revise": {"id": "backups", "set": {"retired": true}}})).unwrap();
    assert_eq!(refusal(kept.make(change)), (Rule::State, "it is no longer asked".to_owned()));
}

#[test]
fn links_and_shapes_hold() {
    let mut kept = Kept::responded();
    let gone = |at: &str| (Rule::StillReferred, at.to_owned());
    let removed = kept.make(json!({"questionnaire.remove": {"id": "backups"}}));
    assert_eq!(refusal(removed), gone("response RSP-1 still names it in `questionnaire`"));
    kept.make(json!({"response.decide": {"id": "RSP-1", "accept": [2]}})).unwrap();
    assert_eq!(
        refusal(kept.make(json!({"response.remove": {"id": "RSP-1"}}))),
        gone("finding FND-1 still names it in `source`")
    );
    kept.make(json!({"finding.remove": {"id": "FND-1"}})).unwrap();
    kept.make(json!({"response.remove": {"id": "RSP-1"}})).unwrap();
    let mut broken = document();
    broken["contents"]["items"][0]["section"] = json!("none");
    let set = json!({"source": {"own": broken}});
    assert_eq!(
        refusal(kept.make(json!({"questionnaire.revise": {"id": "backups", "set": set}}))),
        (
            Rule::Questionnaire,
            "item `made` stands in section `none`, which is not in the questionnaire".to_owned()
        )
    );
    let silent = kept
        .make(json!({"finding.raise": {"id": "FND-2", "title": "x", "severity": "major", "against": "6.1"}}))
        .and_then(|()| kept.make(json!({"finding.close": {"id": "FND-2", "reason": ""}})));
    assert_eq!(refusal(silent), (Rule::State, "a finding is not closed without a reason".to_owned()));
}

#[test]
fn decisions_are_told_in_words() {
    let mut kept = Kept::responded();
    let before = kept.isms.clone();
    kept.make(json!({"response.decide": {"id": "RSP-1", "accept": [0], "dismiss": [1], "reason": "seen"}}))
        .unwrap();
    let lines = journal::diff(&before, &kept.isms)
        .iter()
        .flat_map(|write| describe(&kept.isms, write))
        .collect::<Vec<_>>();
    assert_eq!(
        lines,
        [
            "A.8.13: added",
            "RSP-1: decisions 0 by none → “A. Manager”",
            "RSP-1: decisions 0 on none → “2026-11-02”",
            "RSP-1: decisions 0 reason none → “seen”",
            "RSP-1: decisions 0 ruling none → “accepted”",
            "RSP-1: decisions 1 by none → “A. Manager”",
            "RSP-1: decisions 1 on none → “2026-11-02”",
            "RSP-1: decisions 1 reason none → “seen”",
            "RSP-1: decisions 1 ruling none → “dismissed”",
        ]
    );
}

/// The rules behind [`Engines`], as a plugin would be.
#[derive(Debug)]
struct Twin {
    package: Digest,
    document: Document,
    form: Form,
}

impl Engines for Twin {
    fn methodology(
        &self,
        _: &PluginEngine,
    ) -> Result<Option<Arc<dyn Methodology + Send + Sync>>, MethodologyError> {
        Ok(None)
    }

    fn questionnaire(
        &self,
        _: &PluginId,
        package: &Digest,
    ) -> Result<Option<Arc<dyn QuestionnaireEngine>>, QuestionnaireError> {
        let engine = || Arc::new(twin(self.document.clone())) as Arc<dyn QuestionnaireEngine>;
        Ok((*package == self.package).then(engine))
    }
}

impl QuestionnaireEngine for Twin {
    fn contents(&self) -> &Contents {
        self.form.contents()
    }
    fn evaluate(&self, answers: &Answers) -> Result<Outcome, QuestionnaireError> {
        Ok(self.document.outcome(&self.form, answers))
    }
}

fn package() -> Digest {
    Digest::of(b"a package")
}

fn twin(document: Document) -> Twin {
    Twin { package: package(), form: document.form().unwrap(), document }
}

/// The questionnaire of a plugin in use, and a response to it.
fn of_a_plugin() -> Kept {
    let document: Document = serde_json::from_value(document()).unwrap();
    let contents = document.contents.clone();
    let mut kept = Kept::new(Some(Arc::new(twin(document))));
    kept.make(
        json!({"plugin.install": {"plugin": {"id": "acme.backups", "title": "Backups", "version": "1.0.0",
        "publisher": "Acme Ltd", "contract": "0.1.0", "offers": ["questionnaire"], "digest": package(),
        "file": package()}}}),
    )
    .unwrap();
    let mut other = contents.clone();
    other.items.pop();
    let adopt = |contents: &Contents| {
        json!({"questionnaire.adopt": {"id": "backups", "title": "Backups", "version": "1.0.0", "source": {"plugin": {
            "plugin": "acme.backups", "package": package(), "contents": contents}}}})
    };
    assert_eq!(
        refusal(kept.make(adopt(&other))),
        (Rule::Questionnaire, "its contents are not what the plugin asks".to_owned())
    );
    kept.make(adopt(&contents)).unwrap();
    kept.send(json!([{"item": "made", "value": {"yes-no": true}}, {"item": "tried", "value": {"level": 1}}]))
        .unwrap();
    kept
}

#[test]
fn a_plugins_questionnaire_is_asked_and_replayed_without_it() {
    let kept = of_a_plugin();
    let response = &kept.isms.responses()[&"RSP-1".parse().unwrap()];
    assert_eq!((response.scores[0].value, response.proposals.len()), (Some(7.5), 3));
    // without the package the journal is read as it was recorded …
    let (again, head) = replay(&kept.entries).unwrap();
    assert_eq!((&again, head), (&kept.isms, kept.head));
    // … and with it everything is worked out anew
    let document: Document = serde_json::from_value(document()).unwrap();
    let mut with = Replay::default().with_engines(Arc::new(twin(document.clone())));
    kept.entries.iter().for_each(|entry| drop(with.step(entry).unwrap()));
    // but nothing new can be sent
    let sending = kept.sending(json!([{"item": "made", "value": {"yes-no": false}}]));
    let refused = send(&again, sending).unwrap_err();
    assert!(refused.message.contains("is not at hand"), "{refused}");
    // an outcome that the plugin does not give is refused where it is at hand, and one that does not fit anywhere
    let mut forged = kept.entries.clone();
    let Change::ResponseSend { outcome, .. } = &mut forged.last_mut().unwrap().change else {
        panic!("a response")
    };
    outcome.proposals.clear();
    let last = forged.last_mut().unwrap();
    last.hash = last.expected_hash().unwrap();
    let mut with = Replay::default().with_engines(Arc::new(twin(document)));
    let refused = forged.iter().find_map(|entry| with.step(entry).err()).unwrap();
    assert!(refused.to_string().contains("something else follows from these answers"), "{refused}");
    assert!(replay(&forged).is_ok());
    let Change::ResponseSend { outcome, .. } = &mut forged.last_mut().unwrap().change else {
        panic!("a response")
    };
    outcome.scores[0].value = Some(11.0);
    let last = forged.last_mut().unwrap();
    last.hash = last.expected_hash().unwrap();
    let refused = replay(&forged).unwrap_err();
    assert!(refused.to_string().contains("score `care` is 11, it is to lie between 0 and 10"), "{refused}");
}

#[test]
fn a_plugin_is_upgraded_together_with_its_questionnaire() {
    let mut kept = of_a_plugin();
    let newer = Digest::of(b"another package");
    let upgrade = json!({"plugin.upgrade": {"plugin": {"id": "acme.backups", "title": "Backups", "version": "1.1.0",
        "publisher": "Acme Ltd", "contract": "0.1.0", "offers": ["questionnaire"], "digest": newer, "file": newer}}});
    assert_eq!(
        refusal(kept.make(upgrade.clone())),
        (
            Rule::Questionnaire,
            "`acme.backups` is installed in another version than the one it rests on".to_owned()
        )
    );
    let contents = kept.isms.questionnaires()[&"backups".parse().unwrap()].contents().clone();
    let upgraded: Plugin = serde_json::from_value(upgrade["plugin.upgrade"]["plugin"].clone()).unwrap();
    let carried = carried_over(&kept.isms, &upgraded, &contents);
    let [revise] = carried.as_slice() else { panic!("one questionnaire") };
    kept.make(json!({"together": {"title": "upgrade", "changes": [upgrade, revise]}})).unwrap();
    let known = &kept.isms.questionnaires()[&"backups".parse().unwrap()];
    assert_eq!((known.version.as_str(), known.plugin().unwrap().package), ("1.1.0", newer));
    let removed = kept.make(json!({"plugin.remove": {"id": "acme.backups"}}));
    assert_eq!(
        refusal(removed),
        (Rule::StillReferred, "questionnaire backups still names it in `source`".to_owned())
    );
}
