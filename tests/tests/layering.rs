//! Who may know whom, read from cargo itself, and what core may not contain.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use riskwright_tests::root;
use serde_json::Value;

/// Each crate's folder, and the folders of the crates of this workspace it may be built from. A folder that ends in
/// `/` stands for all below it; the first line that fits counts.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("core", &[]),
    ("wit", &[]),
    ("plugins/sdk", &["wit"]),
    ("plugins/", &["plugins/sdk"]),
    ("host/tables", &["core"]),
    ("host/store", &["core"]),
    ("host/press", &[]),
    ("host/reports", &["core", "host/press"]),
    ("host/package", &[]),
    ("host/runtime", &["core", "wit", "host/package"]),
    ("host/workshop", &["core", "wit", "host/package", "host/runtime", "host/tables"]),
    ("host/server", &["core", "host/runtime", "host/store", "host/reports", "host/tables"]),
    ("host/cli", &["core", "host/"]),
    ("web/", &["core", "web/"]),
    // it is compiled to WebAssembly: the engine and nothing else
    ("tests/guest", &["core"]),
    // it attacks the host, and is part of nothing
    ("tests/hostile", &["core", "wit", "host/"]),
    ("tests", &["core", "wit", "host/", "web/", "plugins/", "tests/guest", "tests/hostile"]),
    ("xtask", &["core", "host/"]),
];

/// What the engine must never be built from, in any depth.
const NOT_IN_CORE: &[&str] = &[
    "async-std",
    "chrono",
    "getrandom",
    "hyper",
    "js-sys",
    "libc",
    "mio",
    "parking_lot",
    "rand",
    "rand_core",
    "rayon",
    "reqwest",
    "rusqlite",
    "rustix",
    "socket2",
    "sqlx",
    "tempfile",
    "time",
    "tokio",
    "uuid",
    "wasi",
    "wasm-bindgen",
    "wasmtime",
    "web-sys",
    "web-time",
    "windows-sys",
];

/// Crates whose job is at an edge where the language can't vouch: they deny `unsafe` and allow it item by item.
const NEED_UNSAFE: &[&str] =
    &["host/runtime", "plugins/declared-catalogue", "plugins/declared-matrix", "plugins/sdk", "tests/guest"];

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo runs the tests, so it is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}: {said}", arguments.join(" "));
    String::from_utf8(output.stdout).expect("cargo writes UTF-8")
}

/// The platform cargo builds for here: packages of other platforms need not be at hand.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc is there");
    let text = String::from_utf8(output.stdout).expect("rustc writes UTF-8");
    text.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host").to_owned()
}

/// A crate of the workspace.
struct Member {
    folder: String,
    /// Folders of the crates it depends on, each with the kind of dependency.
    knows: BTreeSet<(String, String)>,
    /// The files its targets begin in, but for tests, benches and examples.
    roots: Vec<PathBuf>,
    manifest: PathBuf,
}

fn members() -> Vec<Member> {
    let text = cargo(&["metadata", "--format-version", "1", "--filter-platform", &host()]);
    let metadata: Value = serde_json::from_str(&text).expect("cargo writes JSON");
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let ids: BTreeSet<String> = list(&metadata["workspace_members"]).iter().map(text).collect();
    let packages: Vec<Value> = list(&metadata["packages"])
        .into_iter()
        .filter(|package| ids.contains(&text(&package["id"])))
        .collect();
    let folder = |package: &Value| {
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        let folder = manifest.parent().and_then(|folder| folder.strip_prefix(root()).ok());
        folder.expect("a member lies in the repository").to_string_lossy().replace('\\', "/")
    };
    let by_name: BTreeMap<String, String> =
        packages.iter().map(|package| (text(&package["name"]), folder(package))).collect();
    packages
        .iter()
        .map(|package| Member {
            folder: folder(package),
            knows: list(&package["dependencies"])
                .iter()
                .filter(|dependency| !dependency["path"].is_null())
                .filter_map(|dependency| {
                    Some((by_name.get(&text(&dependency["name"]))?.clone(), text(&dependency["kind"])))
                })
                .collect(),
            roots: list(&package["targets"])
                .iter()
                .filter(|target| {
                    let outside = ["test", "bench", "example", "custom-build"];
                    !list(&target["kind"]).iter().any(|kind| outside.contains(&text(kind).as_str()))
                })
                .map(|target| PathBuf::from(text(&target["src_path"])))
                .collect(),
            manifest: PathBuf::from(text(&package["manifest_path"])),
        })
        .collect()
}

fn fits(pattern: &str, folder: &str) -> bool {
    if pattern.ends_with('/') { folder.starts_with(pattern) } else { folder == pattern }
}

fn may_know(folder: &str) -> Option<&'static [&'static str]> {
    MAY_KNOW.iter().find(|(pattern, _)| fits(pattern, folder)).map(|(_, known)| *known)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries =
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in entries.map(|entry| entry.expect("the folder can be read").path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A file's lines of code, numbered: what stands in comments does not count.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line.split("//").next().unwrap_or_default()))
}

#[test]
fn every_crate_knows_only_those_it_may() {
    let members = members();
    assert!(members.iter().any(|member| member.folder == "core"), "the engine is a member");
    let mut wrong = Vec::new();
    for member in &members {
        let Some(known) = may_know(&member.folder) else {
            wrong.push(format!("{}: say in MAY_KNOW whom it may know", member.folder));
            continue;
        };
        for (other, kind) in &member.knows {
            // suites of one crate may borrow from its neighbours; those of the engine stand alone
            let allowed = known.iter().any(|pattern| fits(pattern, other))
                || (kind == "dev" && member.folder != "core");
            let never =
                (fits("tests/", other) && member.folder != "tests") || other == "tests" || other == "xtask";
            if !allowed || never {
                let kind = if kind.is_empty() { "" } else { " for its own build or tests" };
                wrong.push(format!("{} → {other}{kind}", member.folder));
            }
        }
    }
    assert!(wrong.is_empty(), "dependencies that the layering forbids:\n{}", wrong.join("\n"));
}

#[test]
fn web_and_host_are_strangers_and_plugins_know_the_sdk_alone() {
    let pairs =
        [("web/", "host/"), ("host/", "web/"), ("plugins/", "core"), ("plugins/", "host/"), ("core", "")];
    for (folder, known) in MAY_KNOW {
        for (from, to) in pairs {
            let strangers = fits(from, folder) && known.iter().any(|other| other.starts_with(to));
            assert!(!strangers, "MAY_KNOW lets {folder} know {known:?}");
        }
    }
}

#[test]
fn the_engine_is_built_from_nothing_that_reaches_outside() {
    for target in [host().as_str(), "wasm32-unknown-unknown"] {
        let tree = cargo(&[
            "tree",
            "-p",
            "riskwright-core",
            "-e",
            "normal",
            "--target",
            target,
            "--all-features",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ]);
        let names: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(names.contains("serde"), "the tree was read: {tree}");
        let outside: Vec<&&str> = names.iter().filter(|name| NOT_IN_CORE.contains(*name)).collect();
        assert!(outside.is_empty(), "core is built from {outside:?} for {target}");
    }
}

#[test]
fn the_engine_names_no_file_clock_thread_or_socket() {
    let words = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::io",
        "SystemTime",
        "Instant",
        "Timestamp::now",
        "Zoned::now",
        "thread::",
        "HashMap",
        "HashSet",
        "unsafe ",
        "extern \"",
        "println!",
        "eprintln!",
        "JsValue",
        "wasm_bindgen",
        "include_bytes!",
    ];
    let mut wrong = Vec::new();
    for path in sources(&root().join("core/src")) {
        let text = read(&path);
        for (line, code) in code(&text) {
            for word in words.iter().filter(|word| code.contains(**word)) {
                wrong.push(format!("{}:{line}: `{word}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "core is pure:\n{}", wrong.join("\n"));
}

#[test]
fn unsafe_code_is_forbidden_wherever_it_can_be() {
    for member in members() {
        assert!(
            read(&member.manifest).contains("[lints]\nworkspace = true"),
            "{} does not take the workspace's lints",
            member.manifest.display()
        );
        for path in &member.roots {
            let text = read(path);
            let need = NEED_UNSAFE.contains(&member.folder.as_str());
            let wanted = if need { "#![deny(unsafe_code)]" } else { "#![forbid(unsafe_code)]" };
            // a placeholder has no code to hold to it
            let empty = code(&text).filter(|(_, code)| !code.trim().is_empty()).count() <= 1;
            assert!(empty || text.contains(wanted), "{} lacks `{wanted}`", path.display());
            if need {
                let lines: Vec<&str> = text.lines().collect();
                for (at, line) in lines
                    .iter()
                    .enumerate()
                    .filter(|(_, line)| line.contains("unsafe {") || line.contains("#[unsafe("))
                {
                    let reasoned =
                        lines[at.saturating_sub(4)..at].iter().any(|line| line.contains("// SAFETY: "));
                    assert!(
                        reasoned,
                        "{}:{}: `{}` has no SAFETY comment",
                        path.display(),
                        at + 1,
                        line.trim()
                    );
                }
            }
        }
    }
}
