//! The few words that the press itself says, by language.

use serde::Serialize;

use crate::Language;

/// What is printed around a paper.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Words {
    pub contents: &'static str,
    pub skip: &'static str,
    pub table: &'static str,
    pub figure: &'static str,
    pub page: &'static str,
    pub of: &'static str,
    pub as_of: &'static str,
    pub provenance: &'static str,
    pub organisation: &'static str,
    pub journal: &'static str,
    pub entries: &'static str,
    pub head: &'static str,
    pub digest: &'static str,
    pub nothing: &'static str,
    pub cut: &'static str,
}

pub(crate) const fn words(language: Language) -> Words {
    match language {
        Language::English => Words {
            contents: "Contents",
            skip: "Skip to the content",
            table: "Table",
            figure: "Figure",
            page: "Page",
            of: "of",
            as_of: "As of",
            provenance: "Where this paper comes from",
            organisation: "Organisation",
            journal: "Journal",
            entries: "entries",
            head: "Head hash of the journal (SHA-256)",
            digest: "Digest of this paper (SHA-256)",
            nothing: "Nothing is recorded.",
            cut: "… [cut here: a cell takes no more; the other forms have the whole text]",
        },
        Language::German => Words {
            contents: "Inhalt",
            skip: "Zum Inhalt",
            table: "Tabelle",
            figure: "Abbildung",
            page: "Seite",
            of: "von",
            as_of: "Stand",
            provenance: "Woher dieses Dokument stammt",
            organisation: "Organisation",
            journal: "Journal",
            entries: "Einträge",
            head: "Kopf-Hash des Journals (SHA-256)",
            digest: "Prüfsumme dieses Dokuments (SHA-256)",
            nothing: "Nichts ist festgehalten.",
            cut: "… [hier gekürzt: eine Zelle fasst nicht mehr; die anderen Formen haben den ganzen Text]",
        },
        Language::French => Words {
            contents: "Sommaire",
            skip: "Aller au contenu",
            table: "Tableau",
            figure: "Figure",
            page: "Page",
            of: "sur",
            as_of: "État au",
            provenance: "Origine de ce document",
            organisation: "Organisme",
            journal: "Journal",
            entries: "entrées",
            head: "Empreinte de tête du journal (SHA-256)",
            digest: "Empreinte de ce document (SHA-256)",
            nothing: "Rien n’est consigné.",
            cut: "… [coupé ici : une cellule n’en contient pas plus ; les autres formes ont le texte entier]",
        },
    }
}
