//! The guests themselves: what is to be refused for what it does has to be in order otherwise.
#![forbid(unsafe_code)]

use riskwright_hostile::{
    Arena, Body, Contents, Control, Description, Follows, Guest, Item, Loss, Questions, Seed, Value,
    constant, losses, random_component, random_core_module, random_plugin, secondary, shaped_catalogue,
    shaped_methodology, shaped_questionnaire,
};
use riskwright_package::Package;
use riskwright_runtime::problem::Call;
use wasmparser::Validator;

fn valid(component: &[u8]) -> bool {
    Validator::new().validate_all(component).is_ok()
}

#[test]
fn guests_are_valid_components_in_valid_packages() {
    let guests = [
        Guest::methodology(),
        Guest::of_contents(&Contents::small()),
        questionnaire(&Questions::default(), &Follows::default()),
        shaped_methodology(Seed(1)),
        shaped_catalogue(Seed(2)),
        shaped_questionnaire(Seed(3)),
        Guest::methodology().does("assess", Body::text("(loop $for_ever (br $for_ever)) (unreachable)")),
        Guest::methodology().imports(
            "package wasi:clocks@0.2.0; interface wall-clock { now: func() -> u64; }",
            "wasi:clocks/wall-clock@0.2.0",
        ),
    ];
    for guest in guests {
        assert!(valid(&guest.component()));
        let file = guest.package();
        let package = Package::read(&file).expect("it is a package");
        assert_eq!(package.manifest(), &guest.manifest());
    }
}

fn questionnaire(questions: &Questions, follows: &Follows) -> Guest {
    Guest::questionnaire(Body::Returns(questions.value()), Body::Returns(follows.value()))
}

fn with_losses(models: &[Option<Loss>]) -> Guest {
    let description = Description { gives_loss: 1, ..Description::default() };
    Guest::methodology().says(&description).does("loss", Body::Returns(losses(models)))
}

/// What is refused for one thing is taken without it, up to the last that there may be.
#[test]
fn what_is_in_order_is_taken() {
    let arena = Arena::new();
    let name = |what: &str, at: usize| -> &'static str { format!("{what}{at}").leak() };
    let small = Contents::small;
    let control = |at| Control { id: name("c", at), group: "g", enhances: None };
    let many_controls = Contents { controls: (0..20_000).map(control).collect(), ..small() };
    let many_mappings = Contents { mapped: vec!["g.1"; 100_000], ..small() };
    let many_items = Questions::of((0..5_000).map(|at| Item::yes_no(name("q", at))).collect());
    let nothing = Value::List(Vec::new());
    let few = Follows { missing: nothing.clone(), proposals: nothing.clone(), ..Follows::default() };
    let no_proposals = Follows { proposals: nothing, ..Follows::default() };
    let ones = |count| Value::List(vec![constant(1.0); count]);
    let full = Loss {
        frequency: ones(64),
        primary: ones(64),
        secondary: Value::List(vec![secondary(constant(1.0), vec![constant(0.0); 64]); 64]),
        ..Loss::default()
    };
    let cases = [
        ("a catalogue", Guest::of_contents(&small()), Call::Catalogue),
        ("20,000 controls", Guest::of_contents(&many_controls), Call::Catalogue),
        ("100,000 mappings", Guest::of_contents(&many_mappings), Call::Catalogue),
        ("questions", questionnaire(&Questions::default(), &Follows::default()), Call::Evaluate),
        ("few consequences", questionnaire(&Questions::default(), &few), Call::Evaluate),
        ("no proposals", questionnaire(&Questions::default(), &no_proposals), Call::Evaluate),
        ("5,000 items", questionnaire(&many_items, &few), Call::Questionnaire),
        ("no loss", with_losses(&[None, None, None]), Call::Loss),
        ("losses", with_losses(&[Some(Loss::default()), None, Some(Loss::default())]), Call::Loss),
        ("64 of each", with_losses(&[None, Some(full), None]), Call::Loss),
    ];
    for (what, guest, call) in cases {
        let outcome = arena.attempt(&guest.asks_for(64, 2000).package(), call);
        assert!(outcome.is_ok(), "{what}: {}", outcome.expect_err("it is none"));
    }
    arena.is_unmoved();
}

#[test]
fn chance_makes_plugins_that_run() {
    let plugins: Vec<_> = (0..200).map(|at| random_plugin(Seed(at))).collect();
    let made = plugins.iter().flatten().count();
    let valid = plugins.iter().flatten().filter(|plugin| valid(plugin)).count();
    assert!(made > 100 && valid > 60, "{made} were made, {valid} of them valid");
    assert!((0..50).filter_map(|at| random_core_module(Seed(at))).count() > 25);
    assert!((0..50).filter_map(|at| random_component(Seed(at))).count() > 5);
    assert_eq!(random_plugin(Seed(7)), random_plugin(Seed(7)), "the same seed, the same plugin");
}
