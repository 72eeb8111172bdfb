//! Questionnaires in use, and the responses to them: what was answered, what follows, and what became of it.
//!
//! A response proposes; nothing of the ISMS changes by sending one. Whoever decides accepts or dismisses each proposal, and
//! what is accepted is made in the same entry of the journal as the decision.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::applicability::ImplementationStatus;
use crate::change::Change;
use crate::id::{AssetId, ControlId, DocumentId, PluginId, QuestionnaireId, ResponseId, ScenarioId};
use crate::identification::RiskScenario;
use crate::isms::Isms;
use crate::plugin::Plugin;
use crate::quantity::{Actor, Date, Digest, Text, Timestamp, Title};
use crate::questionnaire::{
    Answers, Contents, ContentsError, Document, Form, ItemScore, Limits, Outcome, Proposal,
};
use crate::record::{record, words};

mod deciding;
mod request;
mod sending;

pub use deciding::{Ground, ground};
pub use request::{Deciding, Places, Waiting};
pub use sending::{OutcomeFailure, Sending, send};

pub(crate) use deciding::{decided, deciding_changes};
pub(crate) use sending::sent;

/// The questionnaire of a plugin, with what it asked when it was put in use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PluginQuestionnaire {
    /// The plugin.
    pub plugin: PluginId,
    /// The digest of its package.
    pub package: Digest,
    /// What it asks, as it says itself.
    pub contents: Contents,
}

/// Where a questionnaire comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The organisation's own, with its rules.
    Own(Box<Document>),
    /// A plugin.
    Plugin(Box<PluginQuestionnaire>),
}

record! {
    /// A questionnaire in use.
    pub struct Questionnaire, QuestionnaireRevision {
        /// For instance `self-assessment`.
        id: QuestionnaireId,
        required {
            /// Its name.
            title: Title,
            /// Its version, shown to who answers.
            version: Title,
            /// What it asks, and what works out what follows.
            source: Source,
        }
        optional {
            /// What it is for, and whom it is put to.
            description: Text,
            /// Who decides on what responses propose.
            owner: Option<Actor>,
            /// No longer asked.
            retired: bool,
            /// The document that whoever answers confirms, in the questionnaire's version.
            acknowledges: Option<DocumentId>,
        }
    }
}

impl Questionnaire {
    /// What is asked.
    #[must_use]
    pub fn contents(&self) -> &Contents {
        match &self.source {
            Source::Own(document) => &document.contents,
            Source::Plugin(plugin) => &plugin.contents,
        }
    }

    /// The digest of what is asked: responses pin it.
    ///
    /// # Errors
    /// If a number in it is not finite.
    pub fn digest(&self) -> Result<Digest, serde_json::Error> {
        Digest::of_json(self.contents())
    }

    /// The form to be filled in.
    ///
    /// # Errors
    /// What is wrong with contents or rules.
    pub fn form(&self) -> Result<Form, ContentsError> {
        match &self.source {
            Source::Own(document) => document.form(),
            Source::Plugin(plugin) => Form::new(plugin.contents.clone()),
        }
    }

    /// The plugin that works out what follows, where one does.
    #[must_use]
    pub fn plugin(&self) -> Option<&PluginQuestionnaire> {
        match &self.source {
            Source::Own(_) => None,
            Source::Plugin(plugin) => Some(plugin),
        }
    }

    /// What follows from answers.
    ///
    /// # Errors
    /// If the questionnaire does not hold together, or its plugin is not at hand or fails.
    pub fn outcome(&self, isms: &Isms, answers: &Answers) -> Result<Outcome, OutcomeFailure> {
        match &self.source {
            Source::Own(document) => Ok(document.outcome(&document.form()?, answers)),
            Source::Plugin(known) => {
                let missing =
                    || OutcomeFailure::NotAtHand { plugin: known.plugin.clone(), package: known.package };
                let engines = isms.engines().ok_or_else(missing)?;
                let engine = engines.questionnaire(&known.plugin, &known.package)?.ok_or_else(missing)?;
                let outcome = engine.evaluate(answers)?;
                outcome.check(&known.contents, &Limits::default())?;
                Ok(outcome)
            }
        }
    }
}

/// The changes that carry a plugin's questionnaires over to another package of it, which asks these contents. They go in one
/// `together` with [`Change::PluginUpgrade`]; responses stay as they are.
#[must_use]
pub fn carried_over(isms: &Isms, upgraded: &Plugin, contents: &Contents) -> Vec<Change> {
    let rests = |known: &&Arc<Questionnaire>| known.plugin().is_some_and(|of| of.plugin == upgraded.id);
    let revise = |known: &Arc<Questionnaire>| Change::QuestionnaireRevise {
        id: known.id.clone(),
        set: Box::new(QuestionnaireRevision {
            version: Some(upgraded.version.clone()),
            source: Some(Source::Plugin(Box::new(PluginQuestionnaire {
                plugin: upgraded.id.clone(),
                package: upgraded.digest,
                contents: contents.clone(),
            }))),
            ..QuestionnaireRevision::default()
        }),
    };
    isms.questionnaires().values().filter(rests).map(revise).collect()
}

/// Why the questionnaire of a plugin gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the questionnaire of `{plugin}` gave no answer: {message}")]
pub struct QuestionnaireError {
    /// The plugin.
    pub plugin: PluginId,
    /// What happened.
    pub message: String,
}

/// The questionnaire of a plugin, ready to be asked.
pub trait QuestionnaireEngine: fmt::Debug + Send + Sync {
    /// All that it asks.
    fn contents(&self) -> &Contents;

    /// What follows from answers.
    ///
    /// # Errors
    /// If it could not answer at all.
    fn evaluate(&self, answers: &Answers) -> Result<Outcome, QuestionnaireError>;
}

words! {
    /// What became of a proposal.
    pub enum Ruling {
        /// It was made so.
        Accepted = "accepted",
        /// It was not.
        Dismissed = "dismissed",
    }
}

/// A decision on a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// Accepted or dismissed.
    pub ruling: Ruling,
    /// By whom.
    pub by: Actor,
    /// When.
    pub on: Date,
    /// Why.
    #[serde(default, skip_serializing_if = "crate::record::is_default")]
    pub reason: Text,
}

record! {
    /// A response to a questionnaire. Made by [`crate::change::Change::ResponseSend`] alone.
    pub struct Response, ResponseRevision {
        /// For instance `RSP-12`.
        id: ResponseId,
        required {
            /// The questionnaire.
            questionnaire: QuestionnaireId,
            /// The version answered.
            version: Title,
            /// The digest of the contents answered.
            contents: Digest,
            /// Who answered.
            respondent: Actor,
            /// When it was sent.
            #[cfg_attr(feature = "schema", schemars(with = "String"))]
            sent_at: Timestamp,
            /// The answers.
            answers: Answers,
        }
        optional {
            /// The assets it answers for.
            assets: BTreeSet<AssetId>,
            /// The risks it answers for.
            scenarios: BTreeSet<ScenarioId>,
            /// The scores that follow.
            scores: Vec<ItemScore>,
            /// What it proposes.
            proposals: Vec<Proposal>,
            /// How the controls stood that it speaks of; those without a status are absent.
            statuses: BTreeMap<ControlId, ImplementationStatus>,
            /// What was decided, by the place of the proposal, from 0. The others wait.
            decisions: BTreeMap<u16, Decided>,
        }
    }
}

impl Response {
    /// The proposals that nobody has decided on, by their place.
    pub fn waiting(&self) -> impl Iterator<Item = u16> + '_ {
        let places = (0..=u16::MAX).zip(&self.proposals).map(|(at, _)| at);
        places.filter(|at| !self.decisions.contains_key(at))
    }

    /// The open risks whose factors it answers for: those it names, and those that hit an asset it names.
    pub fn answered_for<'a>(&'a self, isms: &'a Isms) -> impl Iterator<Item = &'a RiskScenario> {
        let hit = |scenario: &RiskScenario| {
            self.scenarios.contains(&scenario.id) || !scenario.assets.is_disjoint(&self.assets)
        };
        // no walk through the register where nothing can be found
        let any = !(self.scenarios.is_empty() && self.assets.is_empty());
        let all = isms.scenarios().values().filter(move |_| any).map(AsRef::as_ref);
        all.filter(move |scenario| scenario.is_open() && hit(scenario))
    }
}
