//! Inviting someone to answer a questionnaire, with no account.

use std::collections::BTreeSet;

use riskwright_core::change::Change;
use riskwright_core::diagnostic::Rejection;
use riskwright_core::documentation::{asking, reading};
use riskwright_core::id::{AssetId, DocumentId, QuestionnaireId, ScenarioId};
use riskwright_core::isms::{Isms, Kind, RecordRef};
use riskwright_core::quantity::{Actor, Timestamp};
use riskwright_store::Invitation;

use crate::link::{self, Leads, Link};

/// A link is good for at most so many days.
const LONGEST: i64 = 400;

/// Who is to answer what.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The questionnaire.
    pub questionnaire: String,
    /// Who is to answer.
    pub respondent: Actor,
    /// The risks and assets they answer for: `R-1`, `asset/AS-3`.
    pub answers_for: Vec<String>,
    /// Until when.
    pub until: Timestamp,
}

/// Why someone can't be invited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InviteError {
    /// There is no such questionnaire.
    #[error("there is no questionnaire `{0}`")]
    Questionnaire(String),
    /// It is no longer asked.
    #[error("the questionnaire `{0}` is no longer asked")]
    Retired(String),
    /// Nobody can answer for it.
    #[error("`{0}` is neither a risk nor an asset of this ISMS")]
    For(String),
    /// Too early or too late.
    #[error("a link is good for 1 to {LONGEST} days from now, not until {0}")]
    Until(Timestamp),
}

/// The invitation, once everything it names is there. `random` becomes its id.
///
/// # Errors
/// What is not there.
pub fn invitation(
    isms: &Isms,
    asking: Asking,
    (by, at): (&Actor, Timestamp),
    random: [u8; 16],
) -> Result<Invitation, InviteError> {
    let Asking { questionnaire, respondent, answers_for, until } = asking;
    let known = questionnaire.parse().ok().and_then(|id| isms.questionnaires().get(&id));
    let Some(known) = known else { return Err(InviteError::Questionnaire(questionnaire)) };
    if known.retired {
        return Err(InviteError::Retired(questionnaire));
    }
    if until <= at || until.duration_since(at).as_hours() > LONGEST * 24 {
        return Err(InviteError::Until(until));
    }
    let places = places(isms, &answers_for)?;
    Ok(Invitation {
        id: link::id(random),
        questionnaire,
        respondent,
        answers_for: places.iter().map(RecordRef::path).collect(),
        until,
        by: by.clone(),
        at,
        withdrawn: None,
        sent: None,
    })
}

/// The change that asks, by a questionnaire, for a document to be read: none where the version in force is asked already.
///
/// # Errors
/// If there is no such document, or no version of it is in force.
pub fn asked(isms: &Isms, document: &DocumentId) -> Result<(QuestionnaireId, Option<Change>), Rejection> {
    let new = asking::questionnaire(isms, document)?;
    let id = new.id.clone();
    let change = match isms.questionnaires().get(&id) {
        None => Some(Change::QuestionnaireAdopt(Box::new(new))),
        Some(known) if **known == new => None,
        Some(known) => {
            Some(Change::QuestionnaireRevise { id: id.clone(), set: Box::new(known.revision_to(&new)) })
        }
    };
    Ok((id, change))
}

/// Those in the distribution of a document who are still to confirm its version in force.
#[must_use]
pub fn readers(isms: &Isms, document: &DocumentId) -> Vec<Actor> {
    let unread = reading::unread(isms).into_iter().filter(|unread| unread.document == document);
    let names = unread.flat_map(|unread| unread.by);
    names.filter_map(|name| name.parse().ok()).collect()
}

/// The address that is given to who is invited. What is secret stands behind the `#`, which browsers send to nobody.
#[must_use]
pub fn address(url: &str, invitation: &Invitation, secret: &[u8; 32]) -> String {
    let link = Link { of: invitation.id.clone(), until: invitation.until };
    format!("{}/respond#{}", url.trim_end_matches('/'), link.sign(Leads::ToQuestionnaire, secret))
}

/// The risks and assets that ids name.
///
/// # Errors
/// The first that names neither.
pub fn places(isms: &Isms, ids: &[String]) -> Result<Vec<RecordRef>, InviteError> {
    let place = |id: &String| {
        let found = isms.find(id).into_iter().find(|at| [Kind::RiskScenario, Kind::Asset].contains(&at.kind));
        found.ok_or_else(|| InviteError::For(id.clone()))
    };
    ids.iter().map(place).collect()
}

/// The assets and the risks among these.
#[must_use]
pub fn assets_and_risks(places: &[RecordRef]) -> (BTreeSet<AssetId>, BTreeSet<ScenarioId>) {
    // an id of a record is one of its kind
    let of = |kind| places.iter().filter(move |at| at.kind == kind).map(|at| at.id.as_str());
    (
        of(Kind::Asset).filter_map(|id| id.parse().ok()).collect(),
        of(Kind::RiskScenario).filter_map(|id| id.parse().ok()).collect(),
    )
}
