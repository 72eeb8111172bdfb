//! Sending a response: answers that are complete, and what follows from them as the questionnaire works it out.

use std::collections::{BTreeMap, BTreeSet};

use super::{Questionnaire, QuestionnaireError, Response};
use crate::change::Change;
use crate::diagnostic::{Rejection, Rule};
use crate::id::{AssetId, ControlId, PluginId, QuestionnaireId, ResponseId, ScenarioId};
use crate::isms::{Isms, Kind, RecordRef};
use crate::quantity::{Actor, Digest, Timestamp};
use crate::questionnaire::{Answers, ContentsError, Limits, Outcome, ProposedChange};

/// Why nothing was worked out of answers.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum OutcomeFailure {
    /// The questionnaire does not hold together, or what its plugin answered does not fit it.
    #[error(transparent)]
    Contents(#[from] ContentsError),
    /// The plugin failed.
    #[error(transparent)]
    Engine(#[from] QuestionnaireError),
    /// The plugin's package is not there to be run.
    #[error("the package {package} of the plugin `{plugin}` is not at hand")]
    NotAtHand {
        /// The plugin.
        plugin: PluginId,
        /// The digest of its package.
        package: Digest,
    },
}

/// A response that is to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Sending {
    /// The questionnaire.
    pub questionnaire: QuestionnaireId,
    /// Who answered.
    pub respondent: Actor,
    /// The assets it answers for.
    pub assets: BTreeSet<AssetId>,
    /// The risks it answers for.
    pub scenarios: BTreeSet<ScenarioId>,
    /// The answers.
    pub answers: Answers,
    /// The digest of the contents that were answered.
    pub contents: Digest,
}

/// The change that sends a response, with what follows from its answers.
///
/// # Errors
/// If there is no such questionnaire, another version of it was answered, something is missing or wrong, or what follows
/// can't be worked out here.
pub fn send(isms: &Isms, sending: Sending) -> Result<Change, Rejection> {
    let questionnaire = asked(isms, &sending.questionnaire, &sending.contents)?;
    let outcome = worked_out(isms, questionnaire, &sending.answers)?;
    complete(questionnaire, &outcome)?;
    let Sending { questionnaire, respondent, assets, scenarios, answers, contents } = sending;
    Ok(Change::ResponseSend {
        response: None,
        questionnaire,
        contents,
        respondent,
        assets,
        scenarios,
        answers,
        outcome: Box::new(outcome),
    })
}

/// The response as it is recorded: `sending` under this id, with this outcome, which must be what the questionnaire works out.
pub(crate) fn sent(
    isms: &Isms,
    id: &ResponseId,
    sending: Sending,
    given: &Outcome,
    at: Timestamp,
) -> Result<Response, Rejection> {
    let questionnaire = asked(isms, &sending.questionnaire, &sending.contents)?;
    let place = || RecordRef::new(Kind::Questionnaire, &questionnaire.id);
    match worked_out(isms, questionnaire, &sending.answers) {
        Ok(outcome) if same(&outcome, given, isms.at_hand.replaying) => {}
        Ok(_) => {
            return Err(Rejection::new(place(), Rule::Answers, "something else follows from these answers")
                .help("work out anew what follows, and send that"));
        }
        // whoever reads a journal later need not have the package that answered then: its shape is held against the contents
        Err(_) if isms.at_hand.replaying && questionnaire.plugin().is_some() => {
            given.check(questionnaire.contents(), &Limits::default()).map_err(|error| {
                Rejection::new(place(), Rule::Answers, format!("what follows does not fit it: {error}"))
            })?;
        }
        Err(rejection) => return Err(rejection),
    }
    complete(questionnaire, given)?;
    let mut statuses = BTreeMap::new();
    for proposal in &given.proposals {
        if let ProposedChange::ControlStatus { control, .. } = &proposal.change
            && let Ok(control) = control.parse::<ControlId>()
            && let Some(status) = isms.controls().get(&control).and_then(|known| known.status)
        {
            statuses.insert(control, status);
        }
    }
    Ok(Response {
        id: id.clone(),
        questionnaire: sending.questionnaire,
        version: questionnaire.version.clone(),
        contents: sending.contents,
        respondent: sending.respondent,
        sent_at: at,
        answers: sending.answers,
        assets: sending.assets,
        scenarios: sending.scenarios,
        scores: given.scores.clone(),
        proposals: given.proposals.clone(),
        statuses,
        decisions: BTreeMap::new(),
    })
}

/// Whether two outcomes are the same. In a replay their words need not be: an engine may have put them otherwise.
fn same(one: &Outcome, other: &Outcome, replaying: bool) -> bool {
    if !replaying {
        return one == other;
    }
    let scores = |of: &Outcome| -> Vec<_> {
        of.scores.iter().map(|score| (score.id.clone(), score.value.map(f64::to_bits))).collect()
    };
    let proposals = |of: &Outcome| -> Vec<_> {
        of.proposals.iter().map(|proposal| (proposal.change.clone(), proposal.because.clone())).collect()
    };
    one.visible == other.visible && scores(one) == scores(other) && proposals(one) == proposals(other)
}

/// The questionnaire as it was answered.
fn asked<'a>(
    isms: &'a Isms,
    id: &QuestionnaireId,
    answered: &Digest,
) -> Result<&'a Questionnaire, Rejection> {
    let at = RecordRef::new(Kind::Questionnaire, id);
    let Some(questionnaire) = isms.questionnaires().get(id) else {
        return Err(Rejection::new(at, Rule::UnknownRecord, format!("there is no questionnaire {id}")));
    };
    if questionnaire.retired {
        return Err(Rejection::new(at, Rule::State, "it is no longer asked"));
    }
    if questionnaire.digest().ok().as_ref() != Some(answered) {
        let message =
            format!("another version was answered than {}, which is asked now", questionnaire.version);
        return Err(Rejection::new(at, Rule::Conflict, message).help(
            "take the answers over into the present version, look at what changed, and send them again",
        ));
    }
    Ok(questionnaire)
}

fn worked_out(isms: &Isms, questionnaire: &Questionnaire, answers: &Answers) -> Result<Outcome, Rejection> {
    questionnaire.outcome(isms, answers).map_err(|error| {
        let at = RecordRef::new(Kind::Questionnaire, &questionnaire.id);
        Rejection::new(at, Rule::Answers, error.to_string())
    })
}

fn complete(questionnaire: &Questionnaire, outcome: &Outcome) -> Result<(), Rejection> {
    let wrong: Vec<&str> = outcome.problems.iter().map(|problem| problem.item.as_str()).collect();
    let message = match (outcome.missing.is_empty(), wrong.is_empty()) {
        (true, true) => return Ok(()),
        (false, _) => format!("without an answer are: {}", some(&outcome.missing)),
        (true, false) => format!("with an answer that is not taken are: {}", some(&wrong)),
    };
    let at = RecordRef::new(Kind::Questionnaire, &questionnaire.id);
    Err(Rejection::new(at, Rule::Answers, message).help("answer these items, and send the response again"))
}

/// The first few of a list, and how many more.
fn some<T: AsRef<str>>(all: &[T]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<&str> = all.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match all.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
