//! Catalogues.

use riskwright_runtime::problem::{Call, Kind};

use super::Case;
use crate::catalogue::{Contents, Control, Group, mapping};
use crate::guest::{Body, Guest};
use crate::layout::Value;
use crate::methodology::{title, titled};

fn holds(does: &str, contents: &Contents, kinds: &'static [Kind]) -> Case {
    Case::new(does, Guest::of_contents(contents), Call::Catalogue, kinds)
}

/// A group.
fn group(id: &'static str, parent: Option<&'static str>) -> Group {
    Group { id, parent }
}

/// A control of group `g`.
fn control(id: &'static str, enhances: Option<&'static str>) -> Control {
    Control { id, group: "g", enhances }
}

/// Trees that are none.
#[must_use]
pub fn structures() -> Vec<Case> {
    let answer = &[Kind::Answer];
    let groups = |groups: &[Group]| Contents { groups: groups.to_vec(), ..Contents::small() };
    let controls = |controls: &[Control]| Contents { controls: controls.to_vec(), ..Contents::small() };
    vec![
        holds("two groups in each other", &groups(&[group("g", Some("h")), group("h", Some("g"))]), answer),
        holds("a group in itself", &groups(&[group("g", Some("g"))]), answer),
        holds(
            "a ring of three groups",
            &groups(&[group("g", Some("h")), group("h", Some("i")), group("i", Some("g"))]),
            answer,
        ),
        holds("a group in none that is there", &groups(&[group("g", Some("nowhere"))]), answer),
        holds("two groups of one id", &groups(&[group("g", None), group("g", None)]), answer),
        holds("a group without an id", &groups(&[group("g", None), group("", None)]), answer),
        holds("a control in no group", &Contents { groups: vec![], ..Contents::small() }, answer),
        holds("two controls of one id", &controls(&[control("g.1", None), control("g.1", None)]), answer),
        holds("a control without an id", &controls(&[control("", None)]), answer),
        holds("a control that enhances itself", &controls(&[control("g.1", Some("g.1"))]), answer),
        holds(
            "controls that enhance each other",
            &controls(&[control("g.1", Some("g.2")), control("g.2", Some("g.1"))]),
            answer,
        ),
        holds(
            "a control that enhances none that is there",
            &controls(&[control("g.1", Some("g.9"))]),
            answer,
        ),
        holds(
            "a mapping of a control that is not there",
            &Contents { mapped: vec!["g.9"], ..Contents::small() },
            answer,
        ),
        holds("a mapping onto nothing", &maps("g.1", "iso27001-2022", "", 0), answer),
        holds("a mapping onto two lines", &maps("g.1", "iso27001-2022", "A.5\n15", 0), answer),
        holds("a mapping into no catalogue", &maps("g.1", " ", "A.5.15", 0), answer),
        holds("a mapping of nothing", &maps("", "iso27001-2022", "A.5.15", 0), answer),
        holds("a mapping that is no relation", &maps("g.1", "iso27001-2022", "A.5.15", 99), answer),
        holds(
            "a related control that is not there",
            &Contents { related: Some(Value::List(vec![Value::string("g.9")])), ..Contents::small() },
            answer,
        ),
        holds("two parameters of one id", &fills_in(vec![parameter("p"), parameter("p")]), answer),
        holds("a parameter without an id", &fills_in(vec![parameter("")]), answer),
        holds(
            "an edition of many words",
            &Contents { edition: Some(Value::string(&"5".repeat(201))), ..Contents::small() },
            answer,
        ),
    ]
}

fn maps(control: &str, catalogue: &str, other: &str, relation: u8) -> Contents {
    let mappings = Some(Value::List(vec![mapping(control, catalogue, other, relation)]));
    Contents { mappings, ..Contents::small() }
}

fn parameter(id: &str) -> Value {
    Value::Record(vec![Value::string(id), title("How often"), Value::List(Vec::new()), Value::U32(0)])
}

fn fills_in(parameters: Vec<Value>) -> Contents {
    Contents { parameters: Some(Value::List(parameters)), ..Contents::small() }
}

/// Texts that are no texts, wherever a catalogue has one.
#[must_use]
pub fn texts() -> Vec<Case> {
    let texts = [
        ("a byte that begins nothing", Value::Text(vec![b'a', 0xff])),
        ("half a character", Value::Text(vec![0xe2, 0x82])),
        ("a surrogate", Value::Text(vec![0xed, 0xa0, 0x80])),
        ("nothing but space", Value::string(" ")),
        ("an escape", Value::string("\u{1b}[31mred")),
        ("100,000 characters", Value::string(&"long ".repeat(20_000))),
        ("4 GiB", Value::Claim { at: 64, length: u32::MAX }),
    ];
    let languages =
        [("in no language", Value::string("")), ("in what is no language", Value::string("English, please"))];
    let kinds = &[Kind::Answer, Kind::TooMuch];
    let small = Contents::small;
    let of_texts = texts.into_iter().flat_map(move |(what, text)| {
        let by_language = titled(text.clone());
        let choices = Value::List(vec![text.clone()]);
        let label = Value::Record(vec![Value::string("p"), title("One of"), choices, Value::U32(1)]);
        let attribute = Value::Record(vec![Value::string("type"), text]);
        let mut cases = vec![
            ("its name", Contents { title: Some(by_language.clone()), ..small() }),
            ("a statement", Contents { statement: Some(by_language), ..small() }),
        ];
        // an attribute may be blank, a choice may have more lines than one
        if what != "nothing but space" {
            cases.push((
                "an attribute",
                Contents { attributes: Some(Value::List(vec![attribute])), ..small() },
            ));
        }
        if what != "an escape" {
            cases.push(("a choice", Contents { parameters: Some(Value::List(vec![label])), ..small() }));
        }
        cases
            .into_iter()
            .map(move |(place, contents)| holds(&format!("{what} in {place}"), &contents, kinds))
            .collect::<Vec<_>>()
    });
    let of_languages = languages.into_iter().map(|(what, tag)| {
        let title = Value::List(vec![Value::Record(vec![tag, Value::string("A name")])]);
        holds(
            &format!("a name {what}"),
            &Contents { title: Some(title), ..Contents::small() },
            &[Kind::Answer],
        )
    });
    let twice = Value::Record(vec![Value::string("en"), Value::string("A name")]);
    let twice = Contents { title: Some(Value::List(vec![twice.clone(), twice])), ..Contents::small() };
    of_texts.chain(of_languages).chain([holds("two names in English", &twice, &[Kind::Answer])]).collect()
}

/// Far too much, or never.
#[must_use]
pub fn sizes() -> Vec<Case> {
    let claimed =
        |length| Contents { claimed: Some(Value::Claim { at: 65_536, length }), ..Contents::small() };
    let chain: Vec<&'static str> = (0..5_000).map(|at| &*format!("g{at}").leak()).collect();
    let deep = chain.iter().enumerate().map(|(at, id)| group(id, at.checked_sub(1).map(|at| chain[at])));
    let deep = Contents { groups: deep.collect(), controls: vec![], ..Contents::default() };
    let kinds = &[Kind::TooMuch, Kind::Answer];
    let ids: Vec<&'static str> = (0..20_001).map(|at| &*format!("c{at}").leak()).collect();
    let many = Contents { controls: ids.iter().map(|id| control(id, None)).collect(), ..Contents::small() };
    let claims = |length| Some(Value::Claim { at: 1024, length });
    let nothing = |case: Case, zeros| Case { guest: case.guest.zeros(zeros).asks_for(60, 2000), ..case };
    vec![
        holds("20,001 controls", &many, &[Kind::Answer]),
        nothing(
            holds(
                "10⁶ mappings of nothing",
                &Contents { mappings: claims(1_000_000), ..Contents::small() },
                kinds,
            ),
            28_000_000,
        ),
        nothing(
            holds(
                "10⁶ related controls that are nothing",
                &Contents { related: claims(1_000_000), ..Contents::small() },
                kinds,
            ),
            8_000_000,
        ),
        nothing(
            holds(
                "a statement in 10⁶ languages",
                &Contents { statement: claims(1_000_000), ..Contents::small() },
                kinds,
            ),
            16_000_000,
        ),
        holds("a million controls that are not there", &claimed(1_000_000), kinds),
        Case {
            guest: Guest::of_contents(&claimed(800_000)).pages(850).asks_for(60, 2000),
            ..holds("800,000 controls of nothing", &claimed(0), kinds)
        },
        Case::new(
            "a million controls and the memory for them",
            Guest::catalogue(Body::text(
                "(drop (call $alloc (i32.const 68000000) (i32.const 8))) (unreachable)",
            )),
            Call::Catalogue,
            &[Kind::Memory],
        ),
        holds("5,000 groups in each other", &deep, kinds),
        Case::new(
            "loops",
            Guest::catalogue(Body::text("(loop $for_ever (br $for_ever)) (unreachable)")),
            Call::Catalogue,
            &[Kind::Time],
        ),
        Case::new(
            "breaks off",
            Guest::catalogue(Body::text("(unreachable)")),
            Call::Catalogue,
            &[Kind::Trap],
        ),
    ]
}
