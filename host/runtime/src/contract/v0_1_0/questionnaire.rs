//! Questionnaires of version 0.1.0.

use wasmtime::component::ComponentExportIndex;

use super::bindings::questionnaire::exports::riskwright::plugin::questionnaire as wit;
use crate::contract::Live;
use crate::questionnaire::{
    AnswerProblem, AnswerValue, Bounds, Choice, Evaluation, GivenAnswer, ImplementationStatus, Item,
    ItemKind, ItemScore, Proposal, ProposedChange, QuestionnaireContents, Requirement, ScoreScale, Section,
    Severity, Test,
};
use crate::text::{Text, Texts};

fn texts(texts: Vec<wit::Text>) -> Texts {
    Texts(texts.into_iter().map(|text| Text { language: text.language, text: text.text }).collect())
}

pub(super) fn whole(
    live: &mut Live,
    export: &ComponentExportIndex,
) -> wasmtime::Result<QuestionnaireContents> {
    let (from,): (wit::Contents,) = live.call(export, ())?;
    let section = |of: wit::Section| Section { id: of.id, title: texts(of.title), intro: texts(of.intro) };
    let scale = |of: wit::ScoreScale| ScoreScale {
        id: of.id,
        title: texts(of.title),
        min: of.min,
        max: of.max,
        unit: of.unit,
    };
    Ok(QuestionnaireContents {
        title: texts(from.title),
        intro: texts(from.intro),
        sections: from.sections.into_iter().map(section).collect(),
        items: from.items.into_iter().map(item).collect(),
        scores: from.scores.into_iter().map(scale).collect(),
    })
}

fn item(of: wit::Item) -> Item {
    let requirement = |of: wit::Requirement| Requirement {
        item: of.item,
        test: match of.test {
            wit::Test::HasChoice(choice) => Test::HasChoice(choice),
            wit::Test::AtLeast(number) => Test::AtLeast(number),
            wit::Test::AtMost(number) => Test::AtMost(number),
            wit::Test::IsYes => Test::IsYes,
            wit::Test::IsNo => Test::IsNo,
            wit::Test::IsAnswered => Test::IsAnswered,
            wit::Test::IsNotApplicable => Test::IsNotApplicable,
        },
    };
    let choices = |all: Vec<wit::Choice>| {
        all.into_iter().map(|of| Choice { id: of.id, title: texts(of.title) }).collect()
    };
    Item {
        id: of.id,
        section: of.section,
        title: texts(of.title),
        help: texts(of.help),
        kind: match of.kind {
            wit::ItemKind::OneOf(all) => ItemKind::OneOf(choices(all)),
            wit::ItemKind::AnyOf(all) => ItemKind::AnyOf(choices(all)),
            wit::ItemKind::Scale(levels) => ItemKind::Scale(levels.into_iter().map(texts).collect()),
            wit::ItemKind::Text(most) => ItemKind::Text(most),
            wit::ItemKind::Number(of) => ItemKind::Number(Bounds { unit: of.unit, min: of.min, max: of.max }),
            wit::ItemKind::Date => ItemKind::Date,
            wit::ItemKind::YesNo => ItemKind::YesNo,
        },
        required: of.required,
        may_not_apply: of.may_not_apply,
        wants_evidence: of.wants_evidence,
        shown_if: of.shown_if.into_iter().map(|all| all.into_iter().map(requirement).collect()).collect(),
        about: of.about,
    }
}

pub(super) fn evaluate(
    live: &mut Live,
    export: &ComponentExportIndex,
    answers: &[GivenAnswer],
) -> wasmtime::Result<Evaluation> {
    let answers: Vec<wit::Answer> = answers.iter().map(answer).collect();
    let (from,): (wit::Evaluation,) = live.call(export, (answers.as_slice(),))?;
    let problem = |of: wit::AnswerProblem| AnswerProblem { item: of.item, message: texts(of.message) };
    let score = |of: wit::Score| ItemScore { id: of.id, value: of.value, explanation: texts(of.explanation) };
    let proposal = |of: wit::Proposal| Proposal {
        change: change(of.change),
        reason: texts(of.reason),
        because: of.because,
    };
    Ok(Evaluation {
        visible: from.visible,
        missing: from.missing,
        problems: from.problems.into_iter().map(problem).collect(),
        scores: from.scores.into_iter().map(score).collect(),
        proposals: from.proposals.into_iter().map(proposal).collect(),
    })
}

fn answer(of: &GivenAnswer) -> wit::Answer {
    let value = match &of.value {
        AnswerValue::Choice(id) => wit::AnswerValue::Choice(id.clone()),
        AnswerValue::Choices(ids) => wit::AnswerValue::Choices(ids.clone()),
        AnswerValue::Level(level) => wit::AnswerValue::Level(*level),
        AnswerValue::Text(text) => wit::AnswerValue::Text(text.clone()),
        AnswerValue::Number(number) => wit::AnswerValue::Number(*number),
        AnswerValue::Date(day) => wit::AnswerValue::Date(day.clone()),
        AnswerValue::YesNo(yes) => wit::AnswerValue::YesNo(*yes),
        AnswerValue::NotApplicable(reason) => wit::AnswerValue::NotApplicable(reason.clone()),
    };
    wit::Answer { item: of.item.clone(), value }
}

fn change(of: wit::ProposedChange) -> ProposedChange {
    match of {
        wit::ProposedChange::ControlStatus((control, status)) => ProposedChange::ControlStatus {
            control,
            status: match status {
                wit::ImplementationStatus::Implemented => ImplementationStatus::Implemented,
                wit::ImplementationStatus::Partial => ImplementationStatus::Partial,
                wit::ImplementationStatus::Planned => ImplementationStatus::Planned,
                wit::ImplementationStatus::Alternative => ImplementationStatus::Alternative,
                wit::ImplementationStatus::NotApplicable => ImplementationStatus::NotApplicable,
            },
        },
        wit::ProposedChange::FactorLevel((factor, level)) => ProposedChange::FactorLevel { factor, level },
        wit::ProposedChange::Finding((severity, against)) => ProposedChange::Finding {
            severity: match severity {
                wit::Severity::Opportunity => Severity::Opportunity,
                wit::Severity::Minor => Severity::Minor,
                wit::Severity::Major => Severity::Major,
            },
            against,
        },
    }
}
