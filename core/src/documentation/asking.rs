//! Asking those who get a document to read it: the version in force as a questionnaire, whose answer confirms it (7.3, 7.5.3).

use super::{Acknowledgement, Content, Document, PublishedVersion};
use crate::diagnostic::{Rejection, Rule};
use crate::id::{DocumentId, Identifier};
use crate::isms::{Isms, Kind, RecordRef};
use crate::quantity::{Actor, Date, Title};
use crate::questionnaire::{
    self, AnswerValue, Answers, Choice, Contents, Item, ItemKind, Requirement, Rules, Section, Test, Texts,
};
use crate::response::{Questionnaire, Source};

/// The item by which a document is confirmed, and its choices.
const ITEM: &str = "understood";
const YES: &str = "yes";
const NO: &str = "no";

/// A part of a document has at most so many characters: more is no page to be read in one go.
const PART: usize = 12_000;

fn questionnaire_id(document: &DocumentId) -> String {
    format!("read-{}", document.as_str().to_lowercase())
}

/// The questionnaire that asks people to read the version of a document that is in force.
///
/// ```
/// use riskwright_core::{change::Change, documentation::asking, isms::Isms};
/// let mut isms = Isms::new("Example Ltd".parse().unwrap());
/// for json in [
///     r##"{"document.record":{"id":"DOC-1","title":"Backups","version":"1.0","author":"Ann","content":{"markdown":"# Backups\n\nDaily."}}}"##,
///     r#"{"document.step":{"id":"DOC-1","step":{"submit":{}},"by":"Ann"}}"#,
///     r#"{"document.step":{"id":"DOC-1","step":{"approve":{}},"by":"Ben"}}"#,
///     r#"{"document.step":{"id":"DOC-1","step":{"publish":{}},"by":"Ben"}}"#,
/// ] {
///     let change: Change = serde_json::from_str(json).unwrap();
///     isms.apply(&change, &"Ann".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap()).unwrap();
/// }
/// let asked = asking::questionnaire(&isms, &"DOC-1".parse().unwrap()).unwrap();
/// assert_eq!((asked.id.as_str(), asked.version.as_str()), ("read-doc-1", "1.0"));
/// assert!(asked.form().is_ok());
/// ```
///
/// # Errors
/// If there is no such document, or no version of it is in force.
pub fn questionnaire(isms: &Isms, id: &DocumentId) -> Result<Questionnaire, Rejection> {
    let at = || RecordRef::new(Kind::Document, id);
    let document = isms.documents().get(id);
    let document = document
        .ok_or_else(|| Rejection::new(at(), Rule::UnknownRecord, format!("there is no document {id}")))?;
    let version = document.in_force().ok_or_else(|| {
        Rejection::new(at(), Rule::State, "no version of it is in force: there is nothing to confirm")
            .help("have it approved and put it in force first")
    })?;
    Ok(Questionnaire {
        id: questionnaire_id(id).parse().unwrap_or_else(|_| Identifier::numbered(1)),
        title: version.title.clone(),
        version: version.version.clone(),
        source: Source::Own(Box::new(questionnaire::Document {
            contents: contents(document, version),
            rules: Rules::default(),
        })),
        description: crate::quantity::Text::default(),
        owner: document.owner.clone().or_else(|| document.author.clone()),
        retired: false,
        acknowledges: Some(id.clone()),
    })
}

/// What is asked: the document in parts, each to be confirmed as read, and at the end whether it was understood.
fn contents(document: &Document, version: &PublishedVersion) -> Contents {
    let language = document.language.as_ref().map_or("und", |language| language.as_str());
    let own = |text: String| Texts(vec![questionnaire::Text { language: language.to_owned(), text }]);
    let parts = match &version.content {
        Content::Markdown(text) => parts(&plain(text)).into_iter().map(own).collect(),
        Content::File { location, digest } => {
            vec![lies_at(location, digest.map(|digest| digest.to_string()))]
        }
    };
    let count = parts.len();
    let mut contents = Contents {
        title: own(version.title.to_string()),
        intro: said([
            format!(
                "Version {}, in force since {}. Please read it, and confirm at its end.",
                version.version, version.since
            ),
            format!(
                "Fassung {}, in Kraft seit {}. Bitte lesen Sie sie und bestätigen Sie am Ende.",
                version.version, version.since
            ),
            format!(
                "Version {}, en vigueur depuis le {}. Veuillez la lire, puis confirmer à la fin.",
                version.version, version.since
            ),
        ]),
        ..Contents::default()
    };
    for (number, intro) in (1_usize..).zip(parts) {
        let id = format!("part-{number}");
        let title = match count {
            1 => said(["The document", "Das Dokument", "Le document"].map(str::to_owned)),
            _ => said([
                format!("Part {number} of {count}"),
                format!("Teil {number} von {count}"),
                format!("Partie {number} sur {count}"),
            ]),
        };
        contents.sections.push(Section { id: id.clone(), title, intro });
        if number < count {
            let read = ["I have read this part", "Ich habe diesen Teil gelesen", "J’ai lu cette partie"];
            let choices = vec![choice(YES, read)];
            let asks =
                ["Did you read this part?", "Haben Sie diesen Teil gelesen?", "Avez-vous lu cette partie ?"];
            contents.items.push(item(&format!("read-{number}"), &id, asks, ItemKind::OneOf(choices)));
        } else {
            let choices = vec![
                choice(
                    YES,
                    [
                        "I have read and understood this document, and act by it",
                        "Ich habe dieses Dokument gelesen und verstanden und handle danach",
                        "J’ai lu et compris ce document, et j’agis en conséquence",
                    ],
                ),
                choice(NO, ["I still have questions", "Ich habe noch Fragen", "J’ai encore des questions"]),
            ];
            let asks = ["What do you confirm?", "Was bestätigen Sie?", "Que confirmez-vous ?"];
            contents.items.push(item(ITEM, &id, asks, ItemKind::OneOf(choices)));
            let asks = ["What is not clear?", "Was ist unklar?", "Qu’est-ce qui n’est pas clair ?"];
            let mut questions = item("questions", &id, asks, ItemKind::Text(4_000));
            let test = Test::HasChoice(NO.to_owned());
            questions.shown_if = vec![vec![Requirement { item: ITEM.to_owned(), test }]];
            contents.items.push(questions);
        }
    }
    contents
}

fn said(texts: [String; 3]) -> Texts {
    Texts::said(texts)
}

fn choice(id: &str, title: [&str; 3]) -> Choice {
    Choice { id: id.to_owned(), title: said(title.map(str::to_owned)) }
}

fn item(id: &str, section: &str, title: [&str; 3], kind: ItemKind) -> Item {
    Item {
        id: id.to_owned(),
        section: section.to_owned(),
        title: said(title.map(str::to_owned)),
        help: Texts::default(),
        kind,
        required: true,
        may_not_apply: false,
        wants_evidence: false,
        shown_if: Vec::new(),
        about: Vec::new(),
    }
}

fn lies_at(location: &Title, digest: Option<String>) -> Texts {
    let digest = digest.map(|digest| format!("\nSHA-256: {digest}")).unwrap_or_default();
    said([
        format!("You find the document at\n{location}{digest}"),
        format!("Sie finden das Dokument unter\n{location}{digest}"),
        format!("Vous trouverez le document ici :\n{location}{digest}"),
    ])
}

/// Markdown as it is read without its marks: headings and paragraphs by themselves, lists with their points.
fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        let heading = bare.trim_start_matches('#');
        if heading.len() < bare.len() && (heading.is_empty() || heading.starts_with(' ')) {
            text.push_str(&unmarked(heading.trim().trim_end_matches('#').trim_end()));
        } else if let Some(item) = ["- ", "* ", "+ "].iter().find_map(|mark| bare.strip_prefix(mark)) {
            text.extend(std::iter::repeat_n('\u{2003}', (indent / 2).min(6)));
            text.push_str("• ");
            text.push_str(&unmarked(item));
        } else if bare.len() >= 3 && bare.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ')) {
            // the rule below a table's head, or between paragraphs
            continue;
        } else {
            text.push_str(&unmarked(bare.trim_start_matches("> ")));
        }
        text.push('\n');
    }
    text.trim().to_owned()
}

/// A line without emphasis and code marks; of a link, its text and where it leads.
fn unmarked(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(open) = rest.find('[') {
        let (before, from) = rest.split_at(open);
        let link = from.find("](").and_then(|middle| {
            let close = from.get(middle..)?.find(')')? + middle;
            Some((from.get(1..middle)?, from.get(middle + 2..close)?, from.get(close + 1..)?))
        });
        text.push_str(before);
        match link {
            Some((name, to, after)) if name == to => {
                text.push_str(name);
                rest = after;
            }
            Some((name, to, after)) => {
                text.push_str(&format!("{name} ({to})"));
                rest = after;
            }
            None => {
                text.push('[');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    text.push_str(rest);
    text.replace("**", "").replace("__", "").replace('`', "")
}

/// A text in parts that are not too long, cut where something begins: at empty lines, or else at the end of a line or wherever
/// it has to be.
fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.chars().count() > PART {
        let most = rest.char_indices().nth(PART).map_or(rest.len(), |(at, _)| at);
        let first = rest.get(..most).unwrap_or(rest);
        let cut =
            first.rfind("\n\n").or_else(|| first.rfind('\n')).filter(|at| *at > 0).unwrap_or(first.len());
        let (part, after) = rest.split_at(cut);
        parts.push(part.trim().to_owned());
        rest = after.trim_start();
    }
    parts.push(rest.to_owned());
    parts
}

/// The confirmation that answers to such a questionnaire give; none where somebody still has questions.
///
/// # Errors
/// If another version of the document is in force by now, or none.
pub(crate) fn acknowledgement(
    isms: &Isms,
    asked: &Questionnaire,
    (person, answers): (&Actor, &Answers),
    on: Date,
) -> Result<Option<Acknowledgement>, Rejection> {
    let Some(document) = &asked.acknowledges else { return Ok(None) };
    let understood = answers.value(ITEM);
    if understood != Some(&AnswerValue::Choice(YES.to_owned())) {
        return Ok(None);
    }
    let at = RecordRef::new(Kind::Document, document);
    let version = isms.documents().get(document).and_then(|document| document.in_force());
    let version = version.map(|version| &version.version);
    if version != Some(&asked.version) {
        let message = match version {
            Some(version) => format!("version {version} is in force by now, not {}", asked.version),
            None => "no version of it is in force any more".to_owned(),
        };
        return Err(Rejection::new(at, Rule::Conflict, message).help("ask for a new link"));
    }
    let confirmed = isms.acknowledgements().values().any(|known| {
        known.document == *document && known.version == asked.version && known.person == *person
    });
    if confirmed {
        return Ok(None);
    }
    let id = isms.next_id(Kind::Acknowledgement);
    Ok(Some(Acknowledgement {
        id: id.as_str().parse().unwrap_or_else(|_| Identifier::numbered(1)),
        document: document.clone(),
        version: asked.version.clone(),
        person: person.clone(),
        on,
    }))
}
