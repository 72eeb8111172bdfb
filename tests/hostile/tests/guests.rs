//! The guests themselves: what is to be refused for what it does has to be in order otherwise.
#![forbid(unsafe_code)]

use riskwright_hostile::{Body, Contents, Guest, Seed, random_component, random_core_module, random_plugin};
use riskwright_package::Package;
use wasmparser::Validator;

fn valid(component: &[u8]) -> bool {
    Validator::new().validate_all(component).is_ok()
}

#[test]
fn guests_are_valid_components_in_valid_packages() {
    let guests = [
        Guest::methodology(),
        Guest::of_contents(&Contents::small()),
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
