//! What a newcomer does: a crate to start from, built to the same bytes anywhere, passing the kit as it is.

mod node;

use std::path::{Path, PathBuf};
use std::process::Command;

use riskwright_workshop::build::{self, BuildError, BuildOptions, Built, ProjectError};
use riskwright_workshop::component::Interface;
use riskwright_workshop::conformance::{KitOptions, run};
use riskwright_workshop::scaffold::{self, Scaffold, ScaffoldError};
use riskwright_workshop::transpile::to_es_module;

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn scaffold(dir: &Path, name: &str, kind: Interface) {
    let sdk = checkout().join("plugins/sdk");
    let made = scaffold::new(dir, &Scaffold { name: name.to_owned(), kind, publisher: None, sdk }).unwrap();
    assert_eq!(made.id, format!("acme.{}", name.rsplit('.').next().unwrap()));
}

fn build(dir: &Path, target: &str) -> Built {
    let options = BuildOptions {
        target_dir: Some(checkout().join("target").join(target)),
        offline: true,
        locked: false,
    };
    build::project(dir, &options, &mut |_| true).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn each_kind_of_crate_passes_the_kit_as_it_is_made() {
    let home = tempfile::tempdir().unwrap();
    for kind in [Interface::Methodology, Interface::Catalogue, Interface::Questionnaire] {
        let dir = home.path().join(kind.name());
        scaffold(&dir, &format!("acme.house-{}", kind.name()), kind);
        let built = build(&dir, "plugins");
        assert_eq!(built.exports, [kind]);
        let report = run(
            &built.package,
            &KitOptions { cases: 200, ..KitOptions::default().at_leisure() },
            &mut |_| true,
        )
        .unwrap();
        for check in &report.checks {
            assert!(check.passed, "{}: {}", check.name, check.failure.as_ref().unwrap());
        }
        let status = Command::new(env!("CARGO"))
            .args(["test", "--offline", "--quiet", "--target-dir"])
            .arg(checkout().join("target/workshop-native"))
            .current_dir(&dir)
            .status()
            .unwrap();
        assert!(status.success(), "the tests of a new {} pass", kind.name());
    }
}

#[test]
fn two_folders_give_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let (one, other) = (home.path().join("one"), home.path().join("in/another/place"));
    for dir in [&one, &other] {
        scaffold(dir, "acme.house-matrix", Interface::Methodology);
    }
    let (one, other) = (build(&one, "plugins"), build(&other, "workshop-another/target"));
    assert!(one.package == other.package, "{} and {} bytes", one.package.len(), other.package.len());
    let text = String::from_utf8_lossy(&one.package);
    assert!(!text.contains(&*home.path().to_string_lossy()) && !text.contains(".cargo/registry"));
}

#[test]
fn a_package_answers_in_node_as_it_does_here() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("crate");
    scaffold(&dir, "acme.house-matrix", Interface::Methodology);
    let built = build(&dir, "plugins");
    for (name, bytes) in to_es_module(&built.package).unwrap_or_else(|error| panic!("{error}")) {
        if name.ends_with("js") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("eval(") && !text.contains("new Function"), "{name} needs 'unsafe-eval'");
            assert!(
                !text.contains("WebAssembly.promising("),
                "each instance would wait for errors to be worded"
            );
        }
    }
    let said = node::said(&built.package, include_str!("cases/try.mjs"), &home.path().join("js"));
    assert_eq!(said, r#"[[6,7,17],[1,1,2],[3],"TimeoutError"]"#);
}

#[test]
fn errors_say_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let build = |dir: &Path| {
        build::project(dir, &BuildOptions { offline: true, ..BuildOptions::default() }, &mut |_| true)
    };
    let error = build(home.path()).unwrap_err();
    assert!(matches!(error, BuildError::Project(ProjectError::NoCrate(_))));
    assert!(error.to_string().contains("riskwright plugin new"));
    let wanted = |name: &str, sdk: &str| Scaffold {
        name: name.to_owned(),
        kind: Interface::Catalogue,
        publisher: None,
        sdk: checkout().join(sdk),
    };
    let made = |wanted: &Scaffold| scaffold::new(&home.path().join("x"), wanted);
    assert!(matches!(made(&wanted("Häuser", "plugins/sdk")), Err(ScaffoldError::Name(_))));
    for elsewhere in ["plugins", "plugins/fmea", "not/there"] {
        let error = made(&wanted("acme.house", elsewhere)).unwrap_err().to_string();
        assert!(error.contains("plugins/sdk"), "{error}");
    }
    assert!(!home.path().join("x").exists(), "nothing is begun");
    std::fs::write(
        home.path().join("Cargo.toml"),
        "[package]\nname = \"x\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n",
    )
    .unwrap();
    std::fs::create_dir(home.path().join("src")).unwrap();
    std::fs::write(home.path().join("src/lib.rs"), "fn broken( {}\n").unwrap();
    let error = build(home.path()).unwrap_err().to_string();
    assert!(error.contains("crate-type = [\"cdylib\", \"rlib\"]"), "{error}");
}
