//! `web`: a folder for an intranet without a server of ours.

use maud::{DOCTYPE, html};
use riskwright_core::questionnaire::{QuestionnaireFile, Rules};
use riskwright_core::response::{Questionnaire, Source};
use riskwright_workshop::transpile;
use serde_json::json;

use super::serve::ELEMENTS;
use super::{Answer, put_in};
use crate::args::{WebCommand, WebExport};
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn run(what: &WebCommand, hand: &Hand) -> Result<Answer, Fault> {
    match what {
        WebCommand::Export(args) => export(args, hand),
    }
}

fn export(args: &WebExport, hand: &Hand) -> Result<Answer, Fault> {
    if ELEMENTS.is_empty() {
        return Err(Fault::new("this program was built without the elements for web pages")
            .help("build them first, then the program: cargo xtask web"));
    }
    let session = Session::open(&args.file, hand)?;
    let asked: Vec<&Questionnaire> =
        session.isms().questionnaires().values().filter(|of| !of.retired).map(AsRef::as_ref).collect();
    if asked.is_empty() {
        return Err(
            Fault::new("no questionnaire is asked").help("put one in use: `riskwright questionnaire adopt`")
        );
    }
    let mut files: Vec<(String, Vec<u8>)> =
        ELEMENTS.iter().map(|(name, bytes)| (format!("elements/{name}"), bytes.to_vec())).collect();
    let mut places = Vec::new();
    for of in &asked {
        match &of.source {
            Source::Own(document) => {
                let file = QuestionnaireFile {
                    format: QuestionnaireFile::FORMAT.to_owned(),
                    id: of.id.to_string(),
                    version: of.version.to_string(),
                    contents: document.contents.clone(),
                    rules: Rules::clone(&document.rules),
                };
                let text = serde_json::to_vec(&file).map_err(|error| Fault::new(error.to_string()))?;
                let place = format!("questionnaires/{}.json", of.id);
                files.push((place.clone(), text));
                places.push((*of, place));
            }
            Source::Plugin(plugin) => {
                let package = session.shelf()?.bytes(&plugin.package).ok_or_else(|| {
                    Fault::new(format!("the package of `{}` is not in this file", plugin.plugin))
                        .help("install the same package again: `riskwright plugin install`")
                })?;
                let module =
                    transpile::to_es_module(&package).map_err(|error| Fault::new(error.to_string()))?;
                let place = format!("questionnaires/{}/", of.id);
                files.extend(module.into_iter().map(|(name, bytes)| (format!("{place}{name}"), bytes)));
                places.push((*of, place));
            }
        }
    }
    for (of, place) in &places {
        files.push((format!("{}.html", of.id), page(of, place).into_bytes()));
    }
    files.push(("index.html".to_owned(), index(&places).into_bytes()));
    files.push(("style.css".to_owned(), STYLE.as_bytes().to_vec()));
    files.push(("page.js".to_owned(), SCRIPT.as_bytes().to_vec()));
    let sizes = put_in(&args.output, &files)?;
    let text = format!(
        "Wrote {} to {}. Put it where your intranet serves files, and begin at index.html; a page of your own needs elements/riskwright.js and one element.",
        print::count(files.len(), "file", "files"),
        args.output.display()
    );
    Ok(Answer::new(text, json!({ "output": args.output, "files": sizes })))
}

const STYLE: &str = include_str!("web.css");
/// Without a server, answers are handed over as a file.
const SCRIPT: &str = include_str!("web.js");

/// What a page may load: what lies in the folder, and nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";

fn page(of: &Questionnaire, place: &str) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (of.title.as_str()) }
                link rel="stylesheet" href="style.css";
                // says the language before the element looks for it
                script type="module" src="page.js" {}
                script type="module" src="elements/riskwright.js" {}
            }
            body {
                header { h1 { a href="index.html" { "Questionnaires" } } }
                main {
                    riskwright-assessment questionnaire=(place) {}
                    p id="said" role="status" {}
                }
            }
        }
    };
    markup.into_string()
}

fn index(places: &[(&Questionnaire, String)]) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Questionnaires" }
                link rel="stylesheet" href="style.css";
            }
            body {
                main {
                    h1 { "Questionnaires" }
                    ul {
                        @for (of, _) in places {
                            li { a href={ (of.id) ".html" } { (of.title.as_str()) } }
                        }
                    }
                }
            }
        }
    };
    markup.into_string()
}
