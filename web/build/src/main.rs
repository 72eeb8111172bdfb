//! `cargo run -p riskwright-web-build [FOLDER]`: the elements, into web/dist or a folder. `… --alone QUESTIONNAIRE FILE`: one
//! page with a questionnaire in it.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use riskwright_web_build::{alone, questionnaire, to_folder, web};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["--alone", questionnaire, page] => one_file(questionnaire, page),
        [] => folder(&web().join("dist")),
        [to] if !to.starts_with('-') => folder(&PathBuf::from(to)),
        _ => Err("web [FOLDER] | web --alone QUESTIONNAIRE.json PAGE.html".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn folder(folder: &Path) -> Result<(), String> {
    let sizes = to_folder(folder).map_err(|error| error.to_string())?;
    println!("{:28}{:>10}{:>10}", "", "bytes", "brotli");
    for size in sizes {
        println!("{:28}{:>10}{:>10}", size.name, size.raw, size.brotli);
    }
    println!("in {}", folder.display());
    Ok(())
}

fn one_file(document: &str, page: &str) -> Result<(), String> {
    let text = std::fs::read_to_string(document).map_err(|error| format!("{document}: {error}"))?;
    let made = questionnaire().map_err(|error| error.to_string())?;
    let html = alone::page(&made, &text).map_err(|error| error.to_string())?;
    std::fs::write(page, html).map_err(|error| format!("{page}: {error}"))
}
