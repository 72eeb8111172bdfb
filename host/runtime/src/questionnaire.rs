//! Questionnaires and what follows from answers. The types and what holds of them are the engine's; a plugin's questionnaire
//! stands behind its trait.

use std::sync::Arc;

use riskwright_core::id::PluginId;
use riskwright_core::questionnaire::{Answers, Contents, Outcome};
use riskwright_core::response::{QuestionnaireEngine, QuestionnaireError};

pub use riskwright_core::applicability::ImplementationStatus;
pub use riskwright_core::audit::Severity;
pub use riskwright_core::questionnaire::{
    AnswerProblem, AnswerValue, Bounds, Choice, Contents as QuestionnaireContents, GivenAnswer, Item,
    ItemKind, ItemScore, Outcome as Evaluation, Proposal, ProposedChange, Requirement, ScoreScale, Section,
    Test,
};

use crate::limits::Limits;
use crate::plugin::Plugin;
use crate::problem::{Fault, Problem};

pub(crate) fn check(contents: &Contents, limits: &Limits) -> Result<(), Fault> {
    contents.check(&limits.of_texts()).map_err(|error| Fault::answer(error.first()))
}

pub(crate) fn check_outcome(outcome: &Outcome, contents: &Contents, limits: &Limits) -> Result<(), Fault> {
    outcome.check(contents, &limits.of_texts()).map_err(|error| Fault::answer(error.first()))
}

/// A plugin's questionnaire, asked once for all it asks.
#[derive(Debug)]
pub struct PluginQuestionnaire {
    plugin: Arc<Plugin>,
    id: PluginId,
    contents: Contents,
}

impl PluginQuestionnaire {
    /// The questionnaire of a plugin that the ISMS knows by this id.
    ///
    /// # Errors
    /// If it offers none, or one that does not hold together.
    pub fn new(plugin: Arc<Plugin>, id: PluginId) -> Result<Self, Problem> {
        let contents = plugin.questionnaire()?;
        Ok(Self { plugin, id, contents })
    }
}

impl QuestionnaireEngine for PluginQuestionnaire {
    fn contents(&self) -> &Contents {
        &self.contents
    }

    fn evaluate(&self, answers: &Answers) -> Result<Outcome, QuestionnaireError> {
        let failed =
            |problem: Problem| QuestionnaireError { plugin: self.id.clone(), message: problem.to_string() };
        self.plugin.evaluate(&answers.given()).map_err(failed)
    }
}
