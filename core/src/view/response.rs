//! Responses: the list, and one with each proposal beside the answers, comments and evidence that led to it.

use serde::Serialize;

use super::{Named, ViewError};
use crate::id::{QuestionnaireId, ResponseId};
use crate::isms::{Isms, Kind, RecordRef, control_title};
use crate::quantity::{Actor, Digest, Timestamp, Title};
use crate::questionnaire::{Evidence, Item, ItemScore, Proposal, ProposedChange, Texts};
use crate::response::{Decided, Ground, Response, Ruling, ground};

/// A response in the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResponseRow {
    /// Its id.
    pub id: ResponseId,
    /// The questionnaire.
    pub questionnaire: QuestionnaireId,
    /// The questionnaire's name.
    pub title: Option<Title>,
    /// The version answered.
    pub version: Title,
    /// Who answered.
    pub respondent: Actor,
    /// When it was sent.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub sent_at: Timestamp,
    /// Proposals that wait for a decision.
    pub waiting: usize,
    /// Proposals that were accepted.
    pub accepted: usize,
    /// Proposals that were dismissed.
    pub dismissed: usize,
}

impl ResponseRow {
    /// The responses to a questionnaire, or all, the newest first.
    #[must_use]
    pub fn all(isms: &Isms, questionnaire: Option<&QuestionnaireId>) -> Vec<Self> {
        let asked = |response: &&std::sync::Arc<Response>| {
            questionnaire.is_none_or(|wanted| response.questionnaire == *wanted)
        };
        let mut rows: Vec<Self> =
            isms.responses().values().rev().filter(asked).map(|response| Self::of(isms, response)).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.sent_at));
        rows
    }

    fn of(isms: &Isms, response: &Response) -> Self {
        let ruled = |ruling| response.decisions.values().filter(|decided| decided.ruling == ruling).count();
        Self {
            id: response.id.clone(),
            questionnaire: response.questionnaire.clone(),
            title: isms.questionnaires().get(&response.questionnaire).map(|known| known.title.clone()),
            version: response.version.clone(),
            respondent: response.respondent.clone(),
            sent_at: response.sent_at,
            waiting: response.waiting().count(),
            accepted: ruled(Ruling::Accepted),
            dismissed: ruled(Ruling::Dismissed),
        }
    }
}

/// An answer in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnswerRow {
    /// The item.
    pub item: String,
    /// The question; empty if the questionnaire no longer asks it.
    pub title: Texts,
    /// The section it stands in.
    pub section: String,
    /// The answer in words, in the language asked for.
    pub answer: String,
    /// The comment.
    pub comment: String,
    /// The evidence.
    pub evidence: Vec<Evidence>,
}

/// A proposal beside the answers that led to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProposalRow {
    /// Its place, by which it is decided upon.
    pub place: u16,
    /// What is proposed, and why.
    #[serde(flatten)]
    pub proposal: Proposal,
    /// The name of what it is about: the control's title, the factor's.
    pub about: String,
    /// The name of the level it proposes; empty where it proposes none.
    pub becomes: String,
    /// The answers that led to it.
    pub answers: Vec<AnswerRow>,
    /// How the ISMS stands to it now.
    pub ground: Ground,
    /// What was decided; absent while it waits.
    pub decided: Option<Decided>,
}

/// One response.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResponseView {
    /// Its row in the list.
    #[serde(flatten)]
    pub row: ResponseRow,
    /// The digest of the contents answered.
    pub contents: Digest,
    /// Whether the questionnaire asks something else by now.
    pub other_contents: bool,
    /// The assets it answers for.
    pub assets: Vec<Named>,
    /// The open risks whose factors it answers for.
    pub risks: Vec<Named>,
    /// The scores that follow.
    pub scores: Vec<ItemScore>,
    /// What it proposes.
    pub proposals: Vec<ProposalRow>,
    /// All answers to items that are asked, in the order of the questionnaire, then the others.
    pub answers: Vec<AnswerRow>,
}

impl ResponseView {
    /// One response, with answers in words of a language.
    ///
    /// # Errors
    /// If there is no such response.
    pub fn of(isms: &Isms, id: &ResponseId, language: &str) -> Result<Self, ViewError> {
        let unknown = || ViewError::Unknown(RecordRef::new(Kind::Response, id));
        let response = isms.responses().get(id).ok_or_else(unknown)?;
        let questionnaire = isms.questionnaires().get(&response.questionnaire);
        let items = questionnaire.map_or(&[][..], |known| known.contents().items.as_slice());
        let find = |item: &str| items.iter().find(|known| known.id == item);
        let known = items.iter().filter(|item| response.answers.get(&item.id).is_some());
        let gone = response.answers.iter().filter(|answer| find(&answer.item).is_none());
        let answers = known
            .map(|item| item.id.as_str())
            .chain(gone.map(|answer| answer.item.as_str()))
            .filter_map(|id| answer(response, id, find(id), language));
        let proposal = |(place, proposal): (u16, &Proposal)| ProposalRow {
            place,
            answers: proposal
                .because
                .iter()
                .filter_map(|item| answer(response, item, find(item), language))
                .collect(),
            ground: ground(isms, response, place).unwrap_or(Ground::Holds),
            decided: response.decisions.get(&place).cloned(),
            about: about(isms, &proposal.change),
            becomes: becomes(isms, &proposal.change),
            proposal: proposal.clone(),
        };
        Ok(Self {
            contents: response.contents,
            other_contents: questionnaire.and_then(|known| known.digest().ok()) != Some(response.contents),
            assets: response
                .assets
                .iter()
                .map(|id| Named::new(id, isms.assets().get(id).map(|asset| &asset.title)))
                .collect(),
            risks: response.answered_for(isms).map(|risk| Named::new(&risk.id, Some(&risk.title))).collect(),
            scores: response.scores.clone(),
            proposals: (0..=u16::MAX).zip(&response.proposals).map(proposal).collect(),
            answers: answers.collect(),
            row: ResponseRow::of(isms, response),
        })
    }
}

fn about(isms: &Isms, change: &ProposedChange) -> String {
    match change {
        ProposedChange::ControlStatus { control: of, .. } | ProposedChange::Finding { against: of, .. } => {
            of.parse().map(|of| control_title(isms, &of)).unwrap_or_default()
        }
        ProposedChange::FactorLevel { factor, .. } => {
            factor.parse().map_or_else(|_| factor.clone(), |factor| isms.factor_title(&factor))
        }
    }
}

fn becomes(isms: &Isms, change: &ProposedChange) -> String {
    match change {
        ProposedChange::FactorLevel { factor, level } => {
            factor.parse().map(|factor| isms.level_name(&factor, *level)).unwrap_or_default()
        }
        _ => String::new(),
    }
}

fn answer(response: &Response, id: &str, item: Option<&Item>, language: &str) -> Option<AnswerRow> {
    let said = response.answers.get(id)?;
    let words = said.value.as_ref().map(|value| match item {
        Some(item) => item.kind.said(value, language),
        None => value.as_written(),
    });
    Some(AnswerRow {
        item: id.to_owned(),
        title: item.map(|item| item.title.clone()).unwrap_or_default(),
        section: item.map(|item| item.section.clone()).unwrap_or_default(),
        answer: words.unwrap_or_default(),
        comment: said.comment.clone(),
        evidence: said.evidence.clone(),
    })
}
