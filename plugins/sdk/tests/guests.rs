//! The plugins that ship, built as components: they import nothing, export what they say, and are small.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::process::Command;

use wasmparser::{ComponentExternalKind, Parser, Payload};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The core module of a plugin of this workspace.
fn module(name: &str) -> Vec<u8> {
    let target = root().join("target/plugins");
    let output = Command::new(env!("CARGO"))
        // a library of two kinds is not optimised as a whole
        .args([
            "rustc",
            "--lib",
            "--crate-type",
            "cdylib",
            "--offline",
            "--locked",
            "--profile",
            "plugin",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .args(["--package", &format!("riskwright-plugin-{name}")])
        .env("CARGO_TARGET_DIR", &target)
        .current_dir(root())
        .output()
        .expect("cargo runs the tests, so it is there");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let file = format!("riskwright_plugin_{}.wasm", name.replace('-', "_"));
    std::fs::read(target.join("wasm32-unknown-unknown/plugin").join(file)).expect("cargo built it")
}

fn component(name: &str) -> Vec<u8> {
    let mut encoder = wit_component::ComponentEncoder::default();
    encoder.validate(true).module(&module(name)).expect("it carries the contract");
    encoder.encode().unwrap_or_else(|error| panic!("{name} becomes no component: {error:#}"))
}

/// What the component itself imports and exports; what its inner modules pass each other does not count.
fn interface(component: &[u8]) -> (Vec<String>, Vec<String>) {
    let (mut imports, mut exports) = (Vec::new(), Vec::new());
    let mut depth = 0_u32;
    for payload in Parser::new(0).parse_all(component) {
        match payload.expect("it was validated") {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 0 => {
                imports.extend(section.into_iter().map(|import| import.expect("valid").name.name.to_owned()));
            }
            Payload::ComponentExportSection(section) if depth == 0 => {
                for export in section {
                    let export = export.expect("valid");
                    assert_eq!(export.kind, ComponentExternalKind::Instance);
                    exports.push(export.name.name.to_owned());
                }
            }
            _ => {}
        }
    }
    (imports, exports)
}

#[test]
fn guests_import_nothing_and_are_small() {
    let methodology = "riskwright:plugin/methodology@0.1.0";
    for (name, exported, most) in
        [("matrix", methodology, MATRIX_MOST), ("nist-sp800-30", methodology, NIST_MOST)]
    {
        let component = component(name);
        println!("{name}: {} bytes", component.len());
        let (imports, exports) = interface(&component);
        assert!(imports.is_empty(), "{name} imports {imports:?}");
        assert_eq!(exports, [exported], "{name}");
        assert!(component.len() <= most, "{name} has {} bytes, more than {most}", component.len());
    }
}

/// What a component may weigh, a little more than it does.
const MATRIX_MOST: usize = 180_000;
const NIST_MOST: usize = 180_000;
