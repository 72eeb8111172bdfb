//! Step 5, documentation and support: documents and their versions, who has read them, competence, awareness,
//! communication (7.2 to 7.5).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::applicability::Evidence;
use crate::diagnostic::Rejection;
use crate::field::{FieldKind, Filled};
use crate::id::{
    AcknowledgementId, ActionId, AwarenessId, CommunicationId, CompetenceId, DocumentId, RoleId,
};
use crate::lifecycle::{Guarded, Life, Taking, steps};
use crate::quantity::{Actor, Date, Digest, Text, Title};
use crate::record::{part, record, words};

pub mod asking;
pub mod reading;
pub mod required;
pub mod starter;

/// So many months after its publication a document is looked at again, unless it says otherwise.
pub const REVIEW_MONTHS: u16 = 12;

words! {
    /// What a document is.
    pub enum DocumentKind {
        /// What the organisation intends.
        Policy = "policy",
        /// How something is done.
        Procedure = "procedure",
        /// What is to be done by when.
        Plan = "plan",
        /// What was done: fixed once it is made.
        Record = "record",
        /// A document of others that the ISMS needs.
        External = "external",
    }
}

words! {
    /// Where a document stands. That it is due for review follows from its date and is never recorded.
    #[derive(Default)]
    pub enum DocumentState {
        /// Being written.
        #[default]
        Draft = "draft",
        /// Being looked at.
        InReview = "in-review",
        /// Found fit, not in force yet.
        Approved = "approved",
        /// In force.
        Published = "published",
        /// No longer in force, kept.
        Retired = "retired",
        /// Destroyed after its retention.
        Disposed = "disposed",
    }
}

/// What a document says, or where it lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Content {
    /// Its text, as Markdown.
    Markdown(Text),
    /// A file elsewhere.
    File {
        /// Where it is: an address or a path.
        location: Title,
        /// The digest of the file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        digest: Option<Digest>,
    },
}

impl Filled for Content {
    const KIND: FieldKind = FieldKind::Content;
}

part! {
    /// A version that came into force. It never changes.
    pub struct PublishedVersion {
        required {
            /// The version.
            version: Title,
            /// The title it had.
            title: Title,
            /// What it says.
            content: Content,
            /// Who approved it.
            approved_by: Actor,
            /// When.
            approved_on: Date,
            /// Since when it is in force.
            since: Date,
        }
        optional {
            /// Who wrote it.
            author: Option<Actor>,
        }
    }
}

record! {
    /// Documented information (7.5). It lives by [`DocumentStep`]s: a version that is in force stays as it is, whoever edits
    /// makes a new draft beside it.
    pub struct Document, DocumentRevision {
        /// For instance `DOC-1`.
        id: DocumentId,
        required {
            /// Its title.
            title: Title,
        }
        optional {
            /// What it is.
            kind: Option<DocumentKind>,
            /// The version that is being written or was written last.
            version: Option<Title>,
            /// What that version says.
            content: Option<Content>,
            /// Who writes it.
            author: Option<Actor>,
            /// Who answers for it.
            owner: Option<Actor>,
            /// The clauses and controls it fulfils: `5.2`, `A.5.1`.
            fulfils: BTreeSet<Title>,
            /// Its language, a BCP 47 tag.
            language: Option<Title>,
            /// Its classification.
            classification: Option<Title>,
            /// Who gets it: roles, groups, people.
            distribution: BTreeSet<Title>,
            /// Whether those who get it confirm that they read and understood it.
            acknowledged: bool,
            /// Every how many months it is looked at again; absent: every 12.
            review_months: Option<u16>,
            /// How long it is kept, and what becomes of it then.
            retention: Text,
            /// The document it takes the place of.
            replaces: Option<DocumentId>,
            /// The version in force.
            published: Option<PublishedVersion>,
            /// The versions that were in force before.
            earlier: Vec<PublishedVersion>,
            /// When the version in force is to be looked at again.
            next_review: Option<Date>,
            /// Where it stands.
            life: Life<DocumentState>,
        }
    }
}

steps! {
    /// What is done with a document.
    pub enum DocumentStep of Document in DocumentState {
        /// Hands it in for review.
        "submit" Submit (Draft => InReview) {}
        /// Gives it back to its author.
        "reject" Reject (InReview => Draft) {
            /// What is missing.
            reason: Text,
        }
        /// Finds it fit. Whoever wrote it can't.
        "approve" Approve (InReview => Approved) {}
        /// Puts it in force.
        "publish" Publish (Approved => Published) {}
        /// Begins a new version; the one in force stays until that is published.
        "revise" Revise (Published => Draft) {
            /// The new version.
            version: Title,
            ;
            /// Who writes it; absent: the same as before.
            author: Option<Actor>,
        }
        /// Gives the new version up; the one in force stays.
        "abandon" Abandon (Draft | InReview | Approved => Published) {}
        /// Finds, after a look, that the version in force still fits.
        "reconfirm" Reconfirm (Published => Published) {}
        /// Takes it out of force.
        "retire" Retire (Draft | InReview | Approved | Published => Retired) {
            /// Why.
            reason: Text,
        }
        /// Destroys it after its retention.
        "dispose" Dispose (Retired => Disposed) {}
    }
}

impl Document {
    /// Whether a version of it is in force.
    #[must_use]
    pub fn in_force(&self) -> Option<&PublishedVersion> {
        let gone = matches!(self.life.state, DocumentState::Retired | DocumentState::Disposed);
        self.published.as_ref().filter(|_| !gone)
    }

    /// When the version in force is to be looked at again. A record is fixed once it is made: nobody does.
    #[must_use]
    pub fn review_on(&self) -> Option<Date> {
        let reviewed = self.in_force().is_some() && self.kind != Some(DocumentKind::Record);
        self.next_review.filter(|_| reviewed)
    }

    /// Whether the version in force should have been looked at by now.
    #[must_use]
    pub fn is_due(&self, today: Date) -> bool {
        self.review_on().is_some_and(|next| next < today)
    }

    /// Whether it fulfils a clause or control, or one that holds it: `5.2` fulfils `5.2 a` too.
    #[must_use]
    pub fn fulfils(&self, requirement: &str) -> bool {
        let holds = |known: &str| {
            requirement
                .strip_prefix(known)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        self.fulfils.iter().any(|known| holds(known))
    }

    fn review_from(&self, on: Date) -> Date {
        on.plus_months(self.review_months.unwrap_or(REVIEW_MONTHS))
    }
}

impl Guarded for Document {
    fn take(&mut self, step: &DocumentStep, taking: &Taking<'_>) -> Result<(), Rejection> {
        match step {
            DocumentStep::Submit {} => {
                let whole = self.content.is_some() && self.version.is_some() && self.author.is_some();
                taking.needs(
                    whole,
                    "7.5.2",
                    "a document has content, a version and an author before anyone looks at it",
                    "give `content`, `version` and `author`",
                )?;
                let known = self
                    .published
                    .iter()
                    .chain(&self.earlier)
                    .any(|known| Some(&known.version) == self.version.as_ref());
                taking.needs(
                    !known,
                    "7.5.3",
                    "this version was in force already",
                    "give the draft a version of its own",
                )
            }
            DocumentStep::Reject { reason } | DocumentStep::Retire { reason } => {
                taking.reason(reason, "7.5.2", "a document does not go back or out of force without a word")
            }
            DocumentStep::Approve {} => {
                let wrote = self.author.as_ref().is_some_and(|author| taking.is_by(author));
                taking.needs(
                    !wrote,
                    "7.5.2",
                    &format!("{} wrote it: nobody approves their own document", taking.by),
                    "somebody else with authority approves it",
                )
            }
            DocumentStep::Publish {} => {
                let approved = self.life.last("approve");
                let (Some(version), Some(content), Some(approved)) =
                    (self.version.clone(), self.content.clone(), approved)
                else {
                    return taking.no(
                        "7.5.2",
                        "nothing of it is approved",
                        "hand it in and approve it first",
                    );
                };
                let published = PublishedVersion {
                    version,
                    title: self.title.clone(),
                    content,
                    approved_by: approved.by.clone(),
                    approved_on: approved.on,
                    since: taking.on,
                    author: self.author.clone(),
                };
                self.earlier.extend(self.published.replace(published));
                self.next_review = Some(self.review_from(taking.on));
                Ok(())
            }
            DocumentStep::Revise { version, author } => {
                let known = self.published.iter().chain(&self.earlier).any(|known| known.version == *version);
                taking.needs(
                    !known,
                    "7.5.3",
                    &format!("version {version} was in force already"),
                    "name a new one",
                )?;
                self.version = Some(version.clone());
                if author.is_some() {
                    self.author.clone_from(author);
                }
                Ok(())
            }
            DocumentStep::Abandon {} => {
                let Some(published) = &self.published else {
                    return taking.no("7.5.3", "no version of it is in force", "retire it instead");
                };
                self.version = Some(published.version.clone());
                self.title = published.title.clone();
                self.content = Some(published.content.clone());
                self.author.clone_from(&published.author);
                Ok(())
            }
            DocumentStep::Reconfirm {} => {
                self.next_review = Some(self.review_from(taking.on));
                Ok(())
            }
            DocumentStep::Dispose {} => Ok(()),
        }
    }

    fn altered(&self, before: Option<&Self>) -> Option<(&'static str, &'static str)> {
        let Some(before) = before else {
            let born = self.published.is_none() && self.earlier.is_empty() && self.next_review.is_none();
            return (!born).then_some(("published", "hand it in, approve and publish it"));
        };
        if (&before.published, &before.earlier) != (&self.published, &self.earlier) {
            return Some(("published", "what was in force stays as it was"));
        }
        let written =
            |document: &Self| (document.title.clone(), document.version.clone(), document.content.clone());
        let fixed = self.life.state != DocumentState::Draft && written(before) != written(self);
        fixed.then_some((
            "content",
            "only a draft is written: `reject` it, or begin a new version by `revise`",
        ))
    }
}

record! {
    /// That somebody read and understood a version of a document (7.3, 7.5.3).
    pub struct Acknowledgement, AcknowledgementRevision {
        /// For instance `ACK-1`.
        id: AcknowledgementId,
        required {
            /// Which document.
            document: DocumentId,
            /// Which version.
            version: Title,
            /// Who.
            person: Actor,
            /// When.
            on: Date,
        }
    }
}

record! {
    /// That somebody is competent for what they do in the ISMS (7.2).
    pub struct Competence, CompetenceRevision {
        /// For instance `CMP-1`.
        id: CompetenceId,
        required {
            /// Who.
            person: Actor,
            /// What they need to know or be able to do.
            title: Title,
        }
        optional {
            /// The role that asks for it.
            role: Option<RoleId>,
            /// What shows it: education, training, experience.
            evidence: Vec<Evidence>,
            /// What is missing.
            gap: Text,
            /// What is done about that.
            action: Option<ActionId>,
            /// How it was judged whether that worked.
            judged: Text,
            /// When.
            judged_on: Option<Date>,
        }
    }
}

record! {
    /// Something done so that people know the policy, their part and what follows if they don't play it (7.3).
    pub struct Awareness, AwarenessRevision {
        /// For instance `AWA-1`.
        id: AwarenessId,
        required {
            /// What it was about.
            title: Title,
        }
        optional {
            /// For whom.
            audience: Option<Title>,
            /// When.
            on: Option<Date>,
            /// How many were meant.
            invited: Option<u32>,
            /// How many took part.
            attended: Option<u32>,
            /// What shows it, or what a test showed.
            result: Text,
            /// What shows it.
            evidence: Vec<Evidence>,
        }
    }
}

record! {
    /// What is communicated about the ISMS (7.4).
    pub struct Communication, CommunicationRevision {
        /// For instance `COM-1`.
        id: CommunicationId,
        required {
            /// On what.
            title: Title,
        }
        optional {
            /// When, or how often.
            when: Option<Title>,
            /// With whom.
            with: Option<Title>,
            /// How.
            how: Option<Title>,
            /// Who does it.
            responsible: Option<Actor>,
        }
    }
}
