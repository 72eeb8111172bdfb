//! Starter documents: drafts to begin with, in English and German, filled from what the ISMS says (7.5.1).

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Content, Document, DocumentKind, DocumentState, REVIEW_MONTHS};
use crate::catalogue::counterparts;
use crate::change::Change;
use crate::id::DocumentId;
use crate::isms::{Isms, Kind};
use crate::lifecycle::Life;
use crate::quantity::{Actor, Text, Title};

mod filling;

use filling::{Language, Placeholder};

/// A document to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Starter {
    /// For instance `access-control`.
    pub id: &'static str,
    /// What it is.
    pub kind: DocumentKind,
    /// The clauses and controls of the 2022 edition that it fulfils; the one it is there for comes first.
    pub fulfils: &'static [&'static str],
    #[serde(skip)]
    owner: Placeholder,
    #[serde(skip)]
    english: &'static str,
    #[serde(skip)]
    german: &'static str,
}

/// What a starter says once it is filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Filled {
    /// Its title.
    pub title: Title,
    /// Its text, as Markdown.
    pub markdown: Text,
    /// What neither the text nor the ISMS can know, each once. The text has a mark there.
    pub gaps: Vec<String>,
}

macro_rules! starters {
    ($($id:literal $kind:ident of $owner:ident [$($fulfils:literal)*];)*) => {
        &[$(Starter {
            id: $id,
            kind: DocumentKind::$kind,
            fulfils: &[$($fulfils),*],
            owner: Placeholder::$owner,
            english: include_str!(concat!("starters/en/", $id, ".md")),
            german: include_str!(concat!("starters/de/", $id, ".md")),
        },)*]
    };
}

static STARTERS: &[Starter] = starters! {
    "information-security-policy" Policy of Top ["5.2" "A.5.1"];
    "scope-statement" Policy of Top ["4.3"];
    "risk-procedure" Procedure of Officer ["6.1.3" "6.1.2"];
    "document-control" Procedure of Officer ["7.5.3" "7.5.2" "A.5.33"];
    "internal-audit-procedure" Procedure of Officer ["9.2.2" "9.2.1"];
    "corrective-action-procedure" Procedure of Officer ["10.2"];
    "asset-and-classification" Policy of Officer ["A.5.12" "A.5.9" "A.5.13" "A.5.14"];
    "acceptable-use" Policy of Officer ["A.5.10" "A.7.7" "A.8.1"];
    "access-control" Policy of Officer ["A.5.15" "A.5.16" "A.5.17" "A.5.18" "A.8.2" "A.8.5"];
    "supplier-security" Procedure of Officer ["A.5.19" "A.5.20" "A.5.21" "A.5.22" "A.5.23"];
    "incident-procedure" Procedure of Officer ["A.5.24" "A.5.25" "A.5.26" "A.5.27" "A.5.28" "A.6.8"];
    "continuity" Plan of Officer ["A.5.29" "A.5.30"];
    "remote-work" Policy of Officer ["A.6.7"];
    "backup" Policy of Officer ["A.8.13"];
    "cryptography" Policy of Officer ["A.8.24"];
};

/// All starters: those of clauses in their order, then those of controls.
#[must_use]
pub fn all() -> &'static [Starter] {
    STARTERS
}

/// A starter by its id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Starter> {
    STARTERS.iter().find(|starter| starter.id == id)
}

/// Drafts of several starters as one change, each with an id of its own.
///
/// ```
/// use riskwright_core::documentation::starter;
/// use riskwright_core::isms::Isms;
/// let mut isms = Isms::new("Example Ltd".parse().unwrap());
/// let all: Vec<_> = starter::all().iter().collect();
/// let author = "Ann Author".parse().unwrap();
/// let change = starter::drafts(&isms, &all, "en", Some(&author));
/// isms.apply(&change, &author, "2026-11-02T09:00:00Z".parse().unwrap()).unwrap();
/// assert_eq!(isms.documents().len(), all.len());
/// ```
#[must_use]
pub fn drafts(isms: &Isms, starters: &[&Starter], language: &str, author: Option<&Actor>) -> Change {
    let mut isms = isms.clone();
    let draft = |starter: &&Starter| {
        let document = starter.document(&isms, language, author.cloned());
        // the next one finds this id taken
        isms.put(document.clone().into());
        Change::DocumentRecord(Box::new(document))
    };
    Change::Together {
        title: Title::fixed("starter documents"),
        changes: starters.iter().map(draft).collect(),
    }
}

impl Starter {
    /// Its title in a language, a BCP 47 tag: German for `de` and what begins with it, English for every other.
    #[must_use]
    pub fn title(&self, language: &str) -> &'static str {
        self.heading(Language::of(language))
    }

    /// Its text in a language, with what the ISMS says in it, and a mark wherever that says nothing.
    ///
    /// ```
    /// use riskwright_core::documentation::starter;
    /// use riskwright_core::isms::Isms;
    /// let isms = Isms::new("Example Ltd".parse().unwrap());
    /// let policy = starter::find("information-security-policy").unwrap().filled(&isms, "de-AT");
    /// assert_eq!(policy.title.as_str(), "Leitlinie zur Informationssicherheit");
    /// assert!(policy.markdown.contains("Example Ltd"));
    /// assert!(policy.markdown.contains("[noch festzulegen: wer die Organisation leitet]"));
    /// assert!(policy.gaps.iter().any(|gap| gap == "wer die Organisation leitet"));
    /// ```
    #[must_use]
    pub fn filled(&self, isms: &Isms, language: &str) -> Filled {
        let language = Language::of(language);
        let text = filling::fill(self.text(language), isms, language);
        let gaps = language.gaps(&text);
        // a suite holds that every text fits, however much the ISMS says
        Filled {
            title: Title::fixed(self.heading(language)),
            markdown: text.parse().unwrap_or_default(),
            gaps,
        }
    }

    /// The change that records a draft of it, with the next free id.
    #[must_use]
    pub fn change(&self, isms: &Isms, language: &str, author: Option<Actor>) -> Change {
        Change::DocumentRecord(Box::new(self.document(isms, language, author)))
    }

    /// The documents that fulfil here already what it is there for, drafts too.
    pub fn there<'a>(&self, isms: &'a Isms) -> impl Iterator<Item = &'a Document> {
        let against = self.fulfils.first().copied().unwrap_or_default();
        let former = counterparts(against);
        isms.documents().values().map(AsRef::as_ref).filter(move |document: &&Document| {
            let gone = matches!(document.life.state, DocumentState::Retired | DocumentState::Disposed);
            // a record of what was done is no rule for it
            let rules = document.kind != Some(DocumentKind::Record);
            rules && !gone && super::required::names_it(document, against, &former)
        })
    }

    fn text(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::German => self.german,
        }
    }

    fn heading(&self, language: Language) -> &'static str {
        let first = self.text(language).lines().next().unwrap_or_default();
        first.trim_start_matches('#').trim()
    }

    fn document(&self, isms: &Isms, language: &str, author: Option<Actor>) -> Document {
        let Filled { title, markdown, .. } = self.filled(isms, language);
        Document {
            id: DocumentId::like(&isms.next_id(Kind::Document)),
            title,
            kind: Some(self.kind),
            version: Some(Title::fixed("0.1")),
            content: Some(Content::Markdown(markdown)),
            author,
            owner: self.owner.actor(isms),
            fulfils: self.fulfils.iter().copied().map(Title::fixed).collect(),
            language: Some(Title::fixed(Language::of(language).tag())),
            classification: None,
            distribution: BTreeSet::new(),
            acknowledged: false,
            review_months: Some(REVIEW_MONTHS),
            retention: Text::default(),
            replaces: None,
            published: None,
            earlier: Vec::new(),
            next_review: None,
            life: Life::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{self, Edition};
    use crate::clause;
    use crate::isms::Record;

    const LANGUAGES: [&str; 2] = ["en", "de"];

    fn empty() -> Isms {
        Isms::new("Example Ltd".parse().unwrap())
    }

    fn made(changes: &str) -> Isms {
        let mut isms = empty();
        let changes: Vec<Change> = serde_json::from_str(changes).unwrap();
        for change in changes {
            let made =
                isms.apply(&change, &"Ada Lead".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap());
            made.unwrap();
        }
        isms
    }

    /// One that says all that is asked.
    fn full() -> Isms {
        made(
            r#"[
            {"role.define": {"id": "ROLE-1", "title": "Managing director", "person": "Ada Lead", "accepts_up_to": "high"}},
            {"role.define": {"id": "ROLE-2", "title": "Security officer", "person": "Otto Watch", "covers": ["conformity"]}},
            {"scope.define": {"set": {"purpose": "Hosting of {top} secret things.", "sites": ["Hamburg", "Kiel"],
                "activities": ["Hosting"], "units": ["IT"], "networks": ["Data centre"], "information": ["Customer data"],
                "exclusions": [{"what": "Canteen", "reason": "no information of worth"}],
                "interfaces": [{"what": "Power", "with": "Utility", "agreement": "Contract 7"}]}}},
            {"scope.approve": {}}
            ]"#,
        )
    }

    fn placeholders(text: &str) -> Vec<&str> {
        let opened = text.split('{').skip(1);
        opened.map(|rest| rest.split_once('}').expect("a placeholder ends").0).collect()
    }

    #[test]
    fn every_placeholder_is_known_and_none_is_left_open() {
        for starter in all() {
            for text in [starter.english, starter.german] {
                let found = placeholders(text);
                for name in &found {
                    assert!(name.parse::<Placeholder>().is_ok(), "{}: {{{name}}}", starter.id);
                }
                assert_eq!(text.matches('}').count(), found.len(), "{}", starter.id);
                // each at its longest, and the text beside them, fit
                assert!(text.chars().count() + found.len() * filling::LONGEST <= 100_000, "{}", starter.id);
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_parts_and_the_same_placeholders() {
        for starter in all() {
            let headings = |text: &str| -> Vec<usize> {
                let lines = text.lines().filter(|line| line.starts_with('#'));
                lines.map(|line| line.chars().take_while(|c| *c == '#').count()).collect()
            };
            assert_eq!(headings(starter.english), headings(starter.german), "{}", starter.id);
            let sorted = |text| {
                let mut names = placeholders(text);
                names.sort_unstable();
                names
            };
            assert_eq!(sorted(starter.english), sorted(starter.german), "{}", starter.id);
            let marks = |text, tag| Language::of(tag).gaps(text).len();
            assert_eq!(marks(starter.english, "en"), marks(starter.german, "de"), "{}", starter.id);
            for (language, text) in LANGUAGES.into_iter().zip([starter.english, starter.german]) {
                assert!(text.starts_with("# ") && text.matches("\n# ").count() == 0, "{}", starter.id);
                assert!(!starter.title(language).is_empty());
                let words = text.split_whitespace().count();
                assert!((200..=700).contains(&words), "{} ({language}): {words} words", starter.id);
            }
            assert_ne!(starter.title("en"), starter.title("de"), "{}", starter.id);
        }
    }

    #[test]
    fn what_they_fulfil_exists() {
        for starter in all() {
            assert!(!starter.fulfils.is_empty(), "{}", starter.id);
            for against in starter.fulfils {
                let control = catalogue::find(against).is_some_and(|(edition, _)| edition == Edition::E2022);
                assert!(control || clause::find(against).is_some(), "{}: {against}", starter.id);
            }
            assert_eq!(find(starter.id), Some(starter));
        }
    }

    #[test]
    fn an_empty_isms_leaves_marked_gaps_and_nothing_else_open() {
        for starter in all() {
            for language in LANGUAGES {
                let filled = starter.filled(&empty(), language);
                assert!(!filled.markdown.contains(['{', '}']), "{}: {}", starter.id, filled.markdown);
                let mark = Language::of(language).mark();
                assert!(!filled.gaps.is_empty(), "{}", starter.id);
                for gap in &filled.gaps {
                    assert!(filled.markdown.contains(&format!("{mark}{gap}]")), "{}: {gap}", starter.id);
                }
                assert!(filled.markdown.matches(mark).count() >= filled.gaps.len());
            }
        }
    }

    #[test]
    fn what_the_isms_says_fills_every_placeholder() {
        let isms = full();
        for starter in all() {
            for (language, text) in LANGUAGES.into_iter().zip([starter.english, starter.german]) {
                let filled = starter.filled(&isms, language);
                assert_eq!(filled.gaps, Language::of(language).gaps(text), "{}", starter.id);
            }
        }
        let scope = find("scope-statement").unwrap().filled(&isms, "en").markdown;
        for said in [
            "Hosting of {top} secret things.",
            "Hamburg; Kiel",
            "- Canteen: no information of worth",
            "- Power (Utility): Contract 7",
            "Managing director (Ada Lead)",
        ] {
            assert!(scope.contains(said), "{said}: {scope}");
        }
        let risks = find("risk-procedure").unwrap();
        assert!(risks.filled(&isms, "en").markdown.contains("Managing director (Ada Lead), up to “high”"));
        assert!(risks.filled(&isms, "de").markdown.contains("Managing director (Ada Lead), bis „high“"));
        let Change::DocumentRecord(draft) = risks.change(&isms, "de", None) else { panic!("no document") };
        assert_eq!(draft.owner, Some("Security officer".parse().unwrap()));
    }

    #[test]
    fn a_scope_of_any_length_fits() {
        let isms =
            made(&format!(r#"[{{"scope.define": {{"set": {{"purpose": "{}"}}}}}}]"#, "é".repeat(100_000)));
        for starter in all() {
            assert!(!starter.filled(&isms, "de").markdown.is_empty(), "{}", starter.id);
        }
    }

    #[test]
    fn drafts_are_recorded_and_read_back() {
        for language in LANGUAGES {
            let mut isms = full();
            let author: Actor = "Otto Watch".parse().unwrap();
            let wanted: Vec<&Starter> = all().iter().collect();
            assert!(wanted.iter().all(|starter| starter.there(&isms).next().is_none()));
            let change = drafts(&isms, &wanted, language, Some(&author));
            isms.apply(&change, &author, "2026-11-02T09:00:00Z".parse().unwrap()).unwrap();
            assert_eq!(isms.documents().len(), wanted.len());
            for document in isms.documents().values() {
                let text = Record::Document(document.clone()).to_json_text().unwrap();
                let again = Record::from_json_text(Kind::Document, &text).unwrap();
                assert_eq!(again, Record::Document(document.clone()));
                assert_eq!(document.language.as_ref().unwrap().as_str(), language);
            }
            for starter in wanted {
                let there: Vec<&Document> = starter.there(&isms).collect();
                let [one] = there.as_slice() else { panic!("{}: {}", starter.id, there.len()) };
                assert_eq!(one.title.as_str(), starter.title(language));
            }
        }
    }
}
