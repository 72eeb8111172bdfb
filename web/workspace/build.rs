//! Makes a function of every message, after a look at all languages.

use std::path::Path;

use riskwright_web_texts::{LANGUAGES, Messages, path};

fn main() {
    for language in LANGUAGES {
        println!("cargo::rerun-if-changed={}", path("workspace", language).display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    let messages = Messages::of("workspace").unwrap_or_else(|error| panic!("{error}"));
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join("says.rs"), messages.code()).expect("OUT_DIR can be written");
}
