//! Texts, records and changes for properties to be tried on: small pools of ids, so that records meet, and texts that
//! break careless code.

use proptest::prelude::*;
use riskwright_core::change::Change;
use riskwright_core::isms::Isms;
use riskwright_core::quantity::{Actor, Digest, Timestamp};
use riskwright_core::questionnaire::Contents;
use serde_json::{Map, Value, json};

pub fn by() -> Actor {
    "A. Manager".parse().unwrap()
}

pub fn at() -> Timestamp {
    "2026-11-02T09:00:00Z".parse().unwrap()
}

/// One line of text, never blank.
pub fn line() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "=1+1",
        "+49 228",
        "-",
        "n/a",
        "none",
        "TBD",
        "\"quoted; text\"",
        "a, b and c",
        "A.5.1",
        "R-1",
        "AS-2; AS-3",
        "[title](https://example.org/x)",
        "<angle> (brackets) [square]",
        "**bold**",
        "0",
        "1.0",
        "yes",
        "closed",
        "2026-03-31",
        "Übergrößenträger",
        "危険",
        "😀 | bar",
        "null",
        "ISO 27001 A.5.15 Access control",
        "C:\\path\\file, too",
        "likelihood -1",
        "High (3)",
    ]);
    prop_oneof![
        nasty.prop_map(ToOwned::to_owned),
        "[ ;,|\"'\\[\\]()<>=+@*_`#:/.\\-0-9A-Ca-cäß€\u{a0}]{1,12}",
        "\\PC{1,16}",
    ]
    .prop_filter("blank", |text| !text.trim().is_empty())
}

/// Prose: several lines, or none.
pub fn prose() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![line(), Just(String::new()), "[ \t]{0,3}"], 0..4)
        .prop_map(|lines| lines.join("\n"))
}

fn id(prefix: &'static str) -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => (1..5_u8).prop_map(move |number| json!(format!("{prefix}-{number}"))),
        1 => prop::sample::select(vec!["X.9", "a/b:c#1", "危-1", "7", "A.5.2", "n-a", "none", "-", "2026", "A.9"])
            .prop_map(|id| json!(id)),
    ]
}

fn control() -> impl Strategy<Value = Value> {
    prop::sample::select(vec!["A.5.1", "A.8.24", "A.9.4.2", "NL-1", "42001:A.6.2.4", "C-1"])
        .prop_map(|id| json!(id))
}

fn ids(prefix: &'static str) -> impl Strategy<Value = Value> {
    prop::collection::vec(id(prefix), 0..3).prop_map(Value::Array)
}

fn controls() -> impl Strategy<Value = Value> {
    prop::collection::vec(control(), 0..3).prop_map(Value::Array)
}

fn text() -> impl Strategy<Value = Value> {
    line().prop_map(Value::from)
}

fn long() -> impl Strategy<Value = Value> {
    prose().prop_map(Value::from)
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::sample::select(words).prop_map(Value::from)
}

fn day() -> impl Strategy<Value = Value> {
    (1990..2060_i16, 1..13_i8, 1..29_i8).prop_map(|(y, m, d)| json!(format!("{y:04}-{m:02}-{d:02}")))
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![any::<f64>(), (-1000..1000_i32).prop_map(f64::from), Just(-0.0), Just(0.1)]
        .prop_filter("finite", |number| number.is_finite())
        .prop_map(|number| json!(number))
}

fn estimate() -> impl Strategy<Value = Value> {
    let level = || (0..6_u8).prop_map(|level| json!({ "level": level }));
    let factors = [
        optional("likelihood", level()),
        optional("consequence", level()),
        optional("confidentiality", level()),
        optional("availability", level()),
        rare("acme/rate", number().prop_map(|number| json!({ "number": number }))),
        rare("acme/known", any::<bool>().prop_map(|flag| json!({ "flag": flag }))),
    ];
    (object(factors.into()), long())
        .prop_map(|(factors, why)| json!({ "factors": factors, "rationale": why }))
}

fn custom() -> impl Strategy<Value = Value> {
    let fields = vec![
        rare("note", text().prop_map(|text| json!({ "text": text }))),
        rare("rate", number().prop_map(|number| json!({ "number": number }))),
        rare("seen-on", day().prop_map(|day| json!({ "date": day }))),
        rare("unit", word(&["Nord", "Süd; West"]).prop_map(|unit| json!({ "choice": unit }))),
    ];
    object(fields)
}

fn evidence() -> impl Strategy<Value = Value> {
    let item = object(vec![
        needed("title", text()),
        optional("location", text()),
        rare("collected_on", day()),
        rare("digest", Just(json!("ab".repeat(32)))),
    ]);
    prop::collection::vec(item, 0..3).prop_map(Value::Array)
}

type Field = BoxedStrategy<Option<(String, Value)>>;

fn needed(name: &'static str, value: impl Strategy<Value = Value> + 'static) -> Field {
    value.prop_map(move |value| Some((name.to_owned(), value))).boxed()
}
fn optional(name: &'static str, value: impl Strategy<Value = Value> + 'static) -> Field {
    prop::option::of(value).prop_map(move |value| Some((name.to_owned(), value?))).boxed()
}
fn rare(name: &'static str, value: impl Strategy<Value = Value> + 'static) -> Field {
    prop::option::weighted(0.15, value).prop_map(move |value| Some((name.to_owned(), value?))).boxed()
}
fn object(fields: Vec<Field>) -> BoxedStrategy<Value> {
    fields.prop_map(|fields| Value::Object(fields.into_iter().flatten().collect::<Map<_, _>>())).boxed()
}

/// A questionnaire of one question, and what follows from a no.
fn asked() -> Value {
    json!({ "contents": { "title": "Backups", "sections": [{ "id": "all", "title": "All" }],
            "items": [{ "id": "made", "section": "all", "title": "Are backups made?", "kind": "yes-no" }] },
        "rules": { "proposals": [{ "change": { "control-status": { "control": "A.5.1", "status": "planned" } },
            "reason": "There are none", "when": [[{ "item": "made", "test": "is-no" }]] }] } })
}

/// A response in which the answer is no, with a comment and evidence.
fn response() -> BoxedStrategy<Value> {
    let contents: Contents = serde_json::from_value(asked()["contents"].take()).unwrap();
    let digest = Digest::of_json(&contents).unwrap();
    let outcome = json!({ "visible": ["made"], "missing": [], "problems": [], "scores": [],
        "proposals": [{ "change": { "control-status": { "control": "A.5.1", "status": "planned" } },
            "reason": "There are none", "because": ["made"] }] });
    (text(), ids("AS"), ids("R"), long(), line())
        .prop_map(move |(respondent, assets, scenarios, comment, link)| {
            let answer = json!({ "item": "made", "value": { "yes-no": false }, "comment": comment,
                "evidence": [{ "title": "log", "link": link, "size": 7 }] });
            json!({ "response.send": { "response": null, "questionnaire": "Q-1", "contents": digest, "respondent": respondent,
                "assets": assets, "scenarios": scenarios, "answers": [answer], "outcome": outcome } })
        })
        .boxed()
}

/// Changes as JSON, each a name and what it takes. Not all of them are possible.
pub fn change_json() -> BoxedStrategy<Value> {
    let named =
        |name: &'static str, value: BoxedStrategy<Value>| value.prop_map(move |value| json!({ name: value }));
    let asset = || {
        vec![
            needed("title", text()),
            needed("kind", word(&["process", "information", "software", "supplier", "other"])),
            optional("description", long()),
            optional("owner", text()),
            optional("classification", text()),
            rare("location", text()),
            optional("values", (0..6_u8).prop_map(|level| json!({ "confidentiality": level }))),
            optional("depends_on", ids("AS")),
            rare("retired", Just(json!(true))),
            rare("reviewed_on", day()),
            optional("custom", custom()),
        ]
    };
    let risk = || {
        vec![
            needed("title", text()),
            optional("description", long()),
            rare("approach", word(&["asset-based", "event-based"])),
            optional("assets", ids("AS")),
            optional("threats", ids("T")),
            optional("vulnerabilities", ids("V")),
            optional("sources", ids("RS")),
            optional("owner", text()),
            optional("existing_controls", controls()),
            optional("inherent", estimate()),
            optional("current", estimate()),
            rare("target", estimate()),
            rare("stated", text().prop_map(|level| json!({ "inherent": level }))),
            rare("closed", long()),
            rare("identified_on", day()),
            rare("review_on", day()),
            optional("custom", custom()),
        ]
    };
    let with_id = |prefix: &'static str, mut fields: Vec<Field>| {
        fields.push(needed("id", id(prefix)));
        object(fields)
    };
    let lowering = || {
        prop_oneof![
            Just(json!({})),
            (0..4_u8).prop_map(|steps| json!({ "likelihood": { "steps": steps } })),
            (0.0..1.1).prop_map(|share| json!({ "acme/rate": { "share": share } })),
            (0.0..1.0).prop_map(|share| json!({ "confidentiality": { "share": share } })),
        ]
    };
    let single = prop_oneof![
        4 => named("asset.record", with_id("AS", asset())),
        1 => (id("AS"), object(asset())).prop_map(|(id, set)| json!({ "asset.revise": { "id": id, "set": set } })),
        5 => named("risk.identify", with_id("R", risk())),
        2 => (id("R"), object(risk())).prop_map(|(id, set)| json!({ "risk.revise": { "id": id, "set": set } })),
        2 => named("threat.record", with_id("T", vec![needed("title", text()), optional("description", long()),
            optional("origin", word(&["adversarial", "accidental"])), optional("affects", word(&["integrity", "availability"]).prop_map(|c| json!([c])))])),
        2 => named("vulnerability.record", with_id("V", vec![needed("title", text()), optional("category", text()),
            optional("description", long()), optional("threats", ids("T")), optional("controls", controls())])),
        1 => named("source.record", with_id("RS", vec![needed("title", text()), optional("kind", text()),
            optional("motivation", long()), optional("desired_end_state", long())])),
        2 => control().prop_flat_map(move |id| object(vec![needed("id", Just(id)), optional("title", text()), rare("source", text()),
            optional("status", word(&["implemented", "partial", "planned", "alternative", "not-applicable"])),
            optional("implementation", long()), optional("owner", text()), optional("evidence", evidence()),
            optional("reasons", word(&["legal", "contractual", "business", "baseline", "risk"]).prop_map(|r| json!([r]))),
            rare("applicability", (word(&["included", "excluded"]), long()).prop_map(|(d, r)| json!({ "decision": d, "reason": r }))),
            rare("checked_on", day()), optional("custom", custom())]))
            .prop_map(|control| json!({ "control.record": control })),
        2 => named("action.plan", with_id("TA", vec![needed("title", text()), optional("scenarios", ids("R")), optional("controls", controls()),
            optional("owner", text()), optional("due", day()), optional("cost", (any::<i32>(), word(&["EUR", "CHF"]))
                .prop_map(|(cents, unit)| json!(format!("{}{}.{:02} {}", if cents < 0 { "-" } else { "" }, cents.unsigned_abs() / 100, cents.unsigned_abs() % 100, unit.as_str().unwrap())))),
            rare("resources", long()), optional("progress", (0..101_u8).prop_map(|p| json!(p))), optional("status", word(&["approved", "in-progress", "closed"])),
            rare("done_on", day()), optional("evidence", evidence())])),
        1 => named("party.record", with_id("P", vec![needed("title", text()), needed("kind", word(&["customer", "regulator", "staff"])), optional("description", long())])),
        1 => named("requirement.record", with_id("REQ", vec![needed("title", text()), needed("kind", word(&["legal", "contractual", "other"])),
            optional("party", id("P")), optional("source", text()), optional("addressed", any::<bool>().prop_map(|b| json!(b))), optional("reason", long()), optional("controls", controls())])),
        1 => named("issue.record", with_id("IS", vec![needed("title", text()), needed("origin", word(&["internal", "external"])),
            needed("category", word(&["legal", "climate", "other"])), optional("effect", long()), optional("relevant", any::<bool>().prop_map(|b| json!(b))), optional("reason", long())])),
        1 => named("objective.set", with_id("OBJ", vec![needed("title", text()), optional("measure", text()), optional("target", text()),
            optional("due", day()), optional("responsible", text()), optional("evaluation", long()), optional("status", word(&["on-track", "dropped"]))])),
        1 => named("role.define", with_id("ROLE", vec![needed("title", text()), optional("person", text()), optional("deputy", text()),
            optional("duties", long()), optional("covers", word(&["conformity", "reporting"]).prop_map(|d| json!([d]))), optional("accepts_up_to", text())])),
        2 => prop::sample::select(vec![
            json!({ "field.define": { "id": "note", "title": "Note", "kind": "text", "on": ["asset", "risk", "control"] } }),
            json!({ "field.define": { "id": "rate", "title": "Rate", "kind": "number", "on": ["asset", "risk"] } }),
            json!({ "field.define": { "id": "seen-on", "title": "Seen, on", "kind": "date", "on": ["asset", "risk"] } }),
            json!({ "field.define": { "id": "unit", "title": "Owner", "kind": { "choice": ["Nord", "Süd; West"] }, "on": ["risk", "asset"] } }),
            json!({ "field.remove": { "id": "note" } }),
            json!({ "soa.approve": { "edition": "2022", "version": null } }),
            json!({ "scope.define": { "set": { "purpose": "Everything; and more", "sites": ["Köln, Dom"] } } }),
            json!({ "scope.approve": { "by": null, "on": null } }),
        ]),
        2 => (id("R"), prop::option::of(word(&["avoid", "modify", "share", "retain"])), long(), control(), lowering())
            .prop_map(|(id, option, why, control, lowers)| json!({ "risk.treat": { "id": id, "option": option, "rationale": why,
                "controls": { control.as_str().unwrap(): lowers } } })),
        1 => (id("R"), word(&["inherent", "current", "target"]), prop::option::of(estimate()))
            .prop_map(|(id, stage, estimate)| json!({ "risk.estimate": { "id": id, "stage": stage, "estimate": estimate } })),
        1 => (word(&["asset.remove", "risk.remove", "threat.remove", "control.remove", "party.remove"]), id("R"), id("AS"))
            .prop_map(|(name, risk, asset)| json!({ name.as_str().unwrap(): { "id": if name == "asset.remove" { asset } else { risk } } })),
        1 => named("questionnaire.adopt", object(vec![needed("id", Just(json!("Q-1"))), needed("title", text()), needed("version", text()),
            optional("description", long()), optional("owner", text()), needed("source", Just(json!({ "own": asked() })))])),
        2 => response(),
        1 => (1..4_u8, any::<bool>(), long()).prop_map(|(number, accept, reason)| json!({ "response.decide": {
            "id": format!("RSP-{number}"), if accept { "accept" } else { "dismiss" }: [0], "reason": reason } })),
        1 => named("finding.raise", with_id("FND", vec![needed("title", text()), needed("severity", word(&["opportunity", "minor", "major"])),
            needed("against", text()), optional("description", long()), rare("due", day()), optional("owner", text())])),
        1 => (id("FND"), long()).prop_map(|(id, reason)| json!({ "finding.close": { "id": id, "reason": reason } })),
        1 => (id("R"), long()).prop_map(|(id, reason)| json!({ "risk.close": { "id": id, "reason": reason } })),
        1 => id("R").prop_map(|id| json!({ "risk.reopen": { "id": id } })),
        1 => id("R").prop_map(|id| json!({ "risk.leave-untreated": { "id": id } })),
    ]
    .boxed();
    prop_oneof![
        12 => single.clone(),
        1 => (text(), prop::collection::vec(single, 0..4))
            .prop_map(|(title, changes)| json!({ "together": { "title": title, "changes": changes } })),
    ]
    .boxed()
}

pub fn change() -> impl Strategy<Value = Change> {
    change_json().prop_filter_map("a field that is refused", |json| serde_json::from_value(json).ok())
}

pub fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(change(), 0..40)
}

/// An ISMS that some changes have led to, told by what is in it.
#[derive(Clone)]
pub struct MadeUp(pub Isms);

impl std::fmt::Debug for MadeUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for write in riskwright_core::journal::diff(&Isms::new("Example Ltd".parse().unwrap()), &self.0) {
            let json = write.after.map(|record| record.to_json_text().unwrap()).unwrap_or_default();
            writeln!(f, "{} {json}", write.at.path())?;
        }
        Ok(())
    }
}

pub fn isms() -> impl Strategy<Value = MadeUp> {
    changes().prop_map(|changes| {
        let mut isms = Isms::new("Example Ltd".parse().unwrap());
        for change in &changes {
            let _ = isms.apply(change, &by(), at());
        }
        MadeUp(isms)
    })
}
