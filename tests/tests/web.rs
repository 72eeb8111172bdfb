//! The elements: how large they are, and what they do in browsers, on a page of another origin with a strict policy.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use riskwright_tests::root;
use riskwright_web_build::{Made, Size, alone, to_folder};
use riskwright_workshop::transpile::to_es_module;

#[path = "web/browsers.rs"]
mod browsers;

/// The elements, built anew, and their sizes.
fn built() -> &'static (PathBuf, Vec<Size>) {
    static BUILT: OnceLock<(PathBuf, Vec<Size>)> = OnceLock::new();
    BUILT.get_or_init(|| {
        // suites run side by side, each as a process of its own
        let lock = std::fs::File::open(root().join("web/build/Cargo.toml")).expect("the builder is there");
        lock.lock().expect("others wait");
        let folder = root().join("target/web");
        let sizes = to_folder(&folder).unwrap_or_else(|error| panic!("{error}"));
        (folder, sizes)
    })
}

#[test]
fn the_questionnaire_is_light() {
    const MOST: usize = 100_000;
    let (_, sizes) = built();
    let of = |name: &str| {
        let found = sizes.iter().find(|size| size.name == name);
        found.unwrap_or_else(|| panic!("{name} is not built: {sizes:?}"))
    };
    // what a page in one language fetches
    let fetched = ["riskwright.js", "assessment.js", "assessment.wasm", "assessment.de.txt"].map(of);
    let all: usize = fetched.iter().map(|size| size.brotli).sum();
    eprintln!("{all} bytes: {fetched:?}");
    assert!(all < MOST, "{all} bytes are fetched, at most {MOST} may be: {fetched:?}");
    // and with the document itself and a plugin's questionnaire there is room left
    assert!(all > 10_000, "{all} bytes is less than it can be: something is missing");
}

#[test]
fn what_a_page_gets_names_no_folder_of_this_machine() {
    let (folder, sizes) = built();
    for size in sizes {
        let bytes = std::fs::read(folder.join(&size.name)).unwrap();
        for place in [root().to_string_lossy().into_owned(), std::env::var("HOME").unwrap()] {
            let found = bytes.windows(place.len()).any(|window| window == place.as_bytes());
            assert!(place.len() < 2 || !found, "{} names {place}", size.name);
        }
    }
}

/// Questionnaires for the suites, in a folder: documents, a plugin as a module, a page that is one file.
fn questionnaires(elements: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new("node")
        .arg(root().join("tests/web/fixtures.mjs"))
        .arg(folder.path())
        .output()
        .expect("node writes questionnaires");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let package = std::fs::read(root().join("plugins/dist/riskwright.self-assessment.wasm")).unwrap();
    for (name, bytes) in to_es_module(&package).unwrap() {
        let path = folder.path().join("self-assessment").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let made: Vec<Made> = std::fs::read_dir(elements)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    let questionnaire = std::fs::read_to_string(folder.path().join("kinds.json")).unwrap();
    let page = alone::page(&made, &questionnaire).unwrap();
    std::fs::write(folder.path().join("alone.html"), page).unwrap();
    folder
}
