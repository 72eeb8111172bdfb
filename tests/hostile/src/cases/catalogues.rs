//! Catalogues.

use riskwright_runtime::problem::{Call, Kind};

use super::Case;
use crate::catalogue::{Contents, Control, Group};
use crate::guest::{Body, Guest};
use crate::layout::Value;

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
    ]
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
    vec![
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
