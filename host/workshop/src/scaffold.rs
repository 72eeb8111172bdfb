//! A crate to start from: it compiles, has tests, and passes the conformance kit as it is.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::component::Interface;

/// What to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scaffold {
    /// What the plugin is called: `house-matrix`, or with the publisher before it, `acme.house-matrix`.
    pub name: String,
    /// What it is.
    pub kind: Interface,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The folder of the SDK, `plugins/sdk` of Riskwright's sources: it is not on crates.io.
    pub sdk: PathBuf,
}

/// Why there is no crate.
#[derive(Debug, thiserror::Error)]
pub enum ScaffoldError {
    /// A name that makes no package id.
    #[error(
        "`{0}` is no name for a plugin; use lower-case letters, digits, `-` and dots between words, like `acme.house-matrix`"
    )]
    Name(String),
    /// A folder without the SDK.
    #[error("`{0}` is not the folder of Riskwright's SDK; that is `plugins/sdk` of its sources")]
    Sdk(PathBuf),
    /// Something is there already.
    #[error("`{0}` is there already and not empty; choose another name, or remove it")]
    Exists(PathBuf),
    /// It can't be written.
    #[error("`{path}` can't be written: {message}")]
    Write {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        message: String,
    },
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Made {
    /// The folder.
    pub dir: PathBuf,
    /// The package's id.
    pub id: String,
    /// The files in it.
    pub files: Vec<PathBuf>,
}

/// Makes a crate in `dir`, a folder that does not exist or is empty.
///
/// # Errors
/// If the name makes no id, the SDK is not where it is said to be, the folder is not empty, or a file can't be written.
pub fn new(dir: &Path, scaffold: &Scaffold) -> Result<Made, ScaffoldError> {
    let (id, plain) = names(&scaffold.name)?;
    if !is_sdk(&scaffold.sdk) {
        return Err(ScaffoldError::Sdk(scaffold.sdk.clone()));
    }
    if std::fs::read_dir(dir).is_ok_and(|mut files| files.next().is_some()) {
        return Err(ScaffoldError::Exists(dir.to_owned()));
    }
    let title = title(&plain);
    let kind = scaffold.kind.name();
    let publisher = scaffold.publisher.clone().unwrap_or_else(|| "Your name".to_owned());
    let methodology = scaffold.kind == Interface::Methodology;
    let fill = |template: &str| {
        template
            .replace("{{crate}}", &plain)
            .replace("{{title}}", &title)
            .replace("{{kind}}", kind)
            .replace("{{id}}", &id)
            .replace("{{publisher}}", &publisher.replace(['"', '\\', '\n', '\r'], " "))
            .replace("{{sdk}}", &dependency(&scaffold.sdk))
            .replace("{{serde}}", if methodology { "serde = { version = \"1\", features = [\"derive\"] }\n" } else { "" })
            .replace(
                "{{settings}}",
                if methodology {
                    "\n2. keep `settings.schema.json` and the type `Settings` together: the host checks the one, you read the other;"
                } else {
                    "\n2. give every text in every language that `titles` names;"
                },
            )
    };
    let (code, schema) = match scaffold.kind {
        Interface::Methodology => (
            include_str!("../templates/methodology.rs"),
            include_str!("../templates/methodology.schema.json"),
        ),
        Interface::Catalogue => {
            (include_str!("../templates/catalogue.rs"), include_str!("../templates/none.schema.json"))
        }
        Interface::Questionnaire => {
            (include_str!("../templates/questionnaire.rs"), include_str!("../templates/none.schema.json"))
        }
    };
    let files = [
        ("Cargo.toml", fill(include_str!("../templates/Cargo.toml.txt"))),
        ("src/lib.rs", fill(code)),
        ("settings.schema.json", schema.to_owned()),
        ("README.md", fill(include_str!("../templates/README.md"))),
        (".gitignore", "/target\n*.wasm\n*.key\n".to_owned()),
    ];
    let mut made = Vec::new();
    for (name, text) in files {
        let path = dir.join(name);
        let written =
            path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, text));
        written.map_err(|error| ScaffoldError::Write { path: path.clone(), message: error.to_string() })?;
        made.push(PathBuf::from(name));
    }
    Ok(Made { dir: dir.to_owned(), id, files: made })
}

/// The package's id, and the crate's name: the last word of it.
fn names(name: &str) -> Result<(String, String), ScaffoldError> {
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && !word.ends_with('-')
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let id = if name.contains('.') { name.to_owned() } else { format!("example.{name}") };
    match id.rsplit_once('.') {
        Some((_, plain)) if id.split('.').all(word) && (3..=64).contains(&id.len()) => {
            Ok((id.clone(), plain.to_owned()))
        }
        _ => Err(ScaffoldError::Name(name.to_owned())),
    }
}

/// `house-matrix` as `House matrix`.
fn title(plain: &str) -> String {
    let text = plain.replace('-', " ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn is_sdk(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml"));
    manifest.is_ok_and(|text| text.lines().any(|line| line == "name = \"riskwright-sdk\""))
}

fn dependency(sdk: &Path) -> String {
    // a string of TOML: its escapes are those of JSON
    format!("{{ path = {} }}", serde_json::Value::from(sdk.display().to_string()))
}
