//! `questionnaire`: put in use, listed, revised, removed.

use std::path::Path;

use riskwright_core::change::Change;
use riskwright_core::id::QuestionnaireId;
use riskwright_core::isms::Isms;
use riskwright_core::quantity::{Text, Title};
use riskwright_core::questionnaire::{FileError, QuestionnaireFile};
use riskwright_core::response::{PluginQuestionnaire, Questionnaire, QuestionnaireRevision, Source};
use serde_json::{Value, json};

use super::Answer;
use super::plugin::installed;
use super::set::told;
use crate::args::{AdoptQuestionnaire, QuestionnaireCommand, QuestionnaireOf, ReviseQuestionnaire, UsersOf};
use crate::fault::{Fault, io};
use crate::print;
use crate::session::{Hand, Session};

pub fn run(what: &QuestionnaireCommand, hand: &Hand) -> Result<Answer, Fault> {
    match what {
        QuestionnaireCommand::Adopt(args) => adopt(args, hand),
        QuestionnaireCommand::List(args) => list(args, hand),
        QuestionnaireCommand::Revise(args) => revise(args, hand),
        QuestionnaireCommand::Remove(args) => remove(args, hand),
    }
}

/// A questionnaire of an id that is there.
pub fn find<'a>(isms: &'a Isms, id: &str) -> Result<&'a Questionnaire, Fault> {
    let found = id.parse().ok().and_then(|id: QuestionnaireId| isms.questionnaires().get(&id));
    found.map(AsRef::as_ref).ok_or_else(|| {
        let known: Vec<&str> = isms.questionnaires().keys().map(|id| id.as_str()).collect();
        let fault = Fault::new(format!("there is no questionnaire `{id}`"));
        if known.is_empty() {
            fault.help("put one in use: `riskwright questionnaire adopt`")
        } else {
            fault.help(format!("in use are: {}", known.join(", ")))
        }
    })
}

/// What a document or an installed plugin asks.
struct Asked {
    /// Its id, as it says itself.
    id: String,
    version: Title,
    source: Source,
}

impl Asked {
    fn of(session: &Session, source: &Path) -> Result<Self, Fault> {
        match std::fs::read_to_string(source) {
            Ok(text) => Self::document(source, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let name = source.to_str().unwrap_or_default();
                // a name with an ending is a file that is not there
                match installed(session.isms(), name) {
                    Ok(_) => Self::plugin(session, name),
                    Err(fault) if !name.ends_with(".json") => Err(fault),
                    Err(_) => Err(io("read", source, &error)),
                }
            }
            Err(error) => Err(io("read", source, &error)),
        }
    }

    fn document(path: &Path, text: &str) -> Result<Self, Fault> {
        let name = path.display();
        let file = QuestionnaireFile::from_json(text).map_err(|error| not_read(path, text, &error))?;
        let version = file.version.parse();
        let version = version.map_err(|error| Fault::new(format!("{name}: the version: {error}")))?;
        let id = file.id.clone();
        Ok(Self { id, version, source: Source::Own(Box::new(file.into_document())) })
    }

    fn plugin(session: &Session, name: &str) -> Result<Self, Fault> {
        let isms = session.isms();
        let id = installed(isms, name)?;
        let plugin = isms.plugins().get(&id).ok_or_else(|| Fault::new(format!("there is no plugin {id}")))?;
        let engine = match isms.engines() {
            Some(engines) => engines.questionnaire(&id, &plugin.digest),
            None => Ok(None),
        };
        let engine = engine.map_err(|error| Fault::new(error.to_string()))?.ok_or_else(|| {
            Fault::new(format!("`{id}` {} offers no questionnaire here", plugin.version))
                .help("`riskwright plugin list FILE` says what it offers")
        })?;
        let contents = engine.contents().clone();
        let source = PluginQuestionnaire { plugin: id.clone(), package: plugin.digest, contents };
        let id = id.as_str().rsplit('.').next().unwrap_or_default().to_owned();
        Ok(Self { id, version: plugin.version.clone(), source: Source::Plugin(Box::new(source)) })
    }

    fn title(&self) -> Result<Title, Fault> {
        let contents = match &self.source {
            Source::Own(document) => &document.contents,
            Source::Plugin(plugin) => &plugin.contents,
        };
        let title = contents.title.in_language("en");
        title
            .parse()
            .map_err(|error| Fault::new(format!("its title is none: {error}")).help("say one with --title"))
    }
}

/// A fault for a file that is not of its kind, with the place marked where there is one.
pub fn not_read(path: &Path, text: &str, error: &FileError) -> Fault {
    let name = path.display().to_string();
    match error {
        FileError::Json { line, column, message } => {
            let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
            Fault::new(format!("{name} can't be read: {message}")).marked(
                &name,
                text,
                (before + column.saturating_sub(1), 1),
                "here",
            )
        }
        FileError::Format { .. } => Fault::new(format!("{name}: {error}")),
    }
}

fn adopt(args: &AdoptQuestionnaire, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let asked = Asked::of(&session, &args.source)?;
    let title = args.title.clone().map_or_else(|| asked.title(), Ok)?;
    let id = args.id.as_ref().unwrap_or(&asked.id);
    let id = id.parse().map_err(|error| Fault::new(format!("{error}")).help("say another with --id"))?;
    let Asked { version, source, .. } = asked;
    let owner = args.owner.clone();
    let new = Questionnaire {
        id,
        title,
        version,
        source,
        description: Text::default(),
        owner,
        retired: false,
        acknowledges: None,
    };
    let made = session.make(Change::QuestionnaireAdopt(Box::new(new)))?;
    let answer = told(&session, &made);
    session.close();
    Ok(answer)
}

fn revise(args: &ReviseQuestionnaire, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let id = find(session.isms(), &args.id)?.id.clone();
    let mut set = QuestionnaireRevision::default();
    if let Some(source) = &args.source {
        let asked = Asked::of(&session, source)?;
        (set.version, set.source) = (Some(asked.version), Some(asked.source));
    }
    if args.retire || args.ask_again {
        set.retired = Some(args.retire);
    }
    let made = session.make(Change::QuestionnaireRevise { id, set: Box::new(set) })?;
    let answer = told(&session, &made);
    session.close();
    Ok(answer)
}

fn remove(args: &QuestionnaireOf, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let id = find(session.isms(), &args.id)?.id.clone();
    let made = session.make(Change::QuestionnaireRemove { id })?;
    let answer = told(&session, &made);
    session.close();
    Ok(answer)
}

fn list(args: &UsersOf, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    let isms = session.isms();
    let responses = |of: &Questionnaire| {
        isms.responses().values().filter(|response| response.questionnaire == of.id).count()
    };
    let from = |of: &Questionnaire| of.plugin().map_or("own", |plugin| plugin.plugin.as_str()).to_owned();
    let all: Vec<&Questionnaire> = isms.questionnaires().values().map(AsRef::as_ref).collect();
    let rows = all.iter().map(|of| {
        let state = if of.retired { "no longer asked" } else { "" };
        vec![
            of.id.to_string(),
            print::short(&of.title, 60),
            of.version.to_string(),
            from(of),
            of.contents().items.len().to_string(),
            responses(of).to_string(),
            state.to_owned(),
        ]
    });
    let text = if all.is_empty() {
        "No questionnaire is in use yet.\nNext: riskwright questionnaire adopt FILE DOCUMENT.json".to_owned()
    } else {
        print::table(&["ID", "Title", "Version", "From", "Items", "Responses", ""], rows)
    };
    let list: Vec<Value> = all
        .iter()
        .map(|of| {
            json!({
                "id": of.id, "title": of.title, "version": of.version, "from": from(of),
                "items": of.contents().items.len(), "responses": responses(of), "retired": of.retired,
                "digest": of.digest().ok(),
            })
        })
        .collect();
    Ok(Answer::new(text, json!({ "questionnaires": list })))
}
