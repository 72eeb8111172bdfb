//! A questionnaire behind its bindings.

use crate::questionnaire as sdk;
use crate::questionnaire::answers::AnswerValue;
use crate::questionnaire::evaluation::{Change, Severity, Status};
use crate::questionnaire::item::{ItemKind, Requirement, Test};
use crate::texts::Id;

super::texts_of!(super::bindings::questionnaire::exports::riskwright::plugin::questionnaire);

/// As the contract has it.
pub fn whole<Q: sdk::Questionnaire>() -> wit::Contents {
    let own = Q::form();
    let sections = own.sections.into_iter();
    let scores = own.scores.into_iter();
    wit::Contents {
        title: texts(own.title),
        intro: texts(own.intro),
        sections: sections
            .map(|own| wit::Section {
                id: own.id.into_owned(),
                title: texts(own.title),
                intro: texts(own.intro),
            })
            .collect(),
        items: own.items.into_iter().map(item).collect(),
        scores: scores
            .map(|own| wit::ScoreScale {
                id: own.id.into_owned(),
                title: texts(own.title),
                min: own.min.min(own.max),
                max: own.min.max(own.max),
                unit: own.unit.into_owned(),
            })
            .collect(),
    }
}

fn item(own: sdk::item::Item) -> wit::Item {
    let choices = |own: Vec<sdk::Choice>| {
        let list = own.into_iter();
        list.map(|own| wit::Choice { id: own.id.into_owned(), title: texts(own.title) }).collect()
    };
    let shown_if = own.shown_if.into_iter();
    wit::Item {
        id: own.id.into_owned(),
        section: own.section.into_owned(),
        title: texts(own.title),
        help: texts(own.help),
        kind: match own.kind {
            ItemKind::OneOf(own) => wit::ItemKind::OneOf(choices(own)),
            ItemKind::AnyOf(own) => wit::ItemKind::AnyOf(choices(own)),
            ItemKind::Scale(own) => wit::ItemKind::Scale(text_list(own)),
            ItemKind::Text(most) => wit::ItemKind::Text(most),
            ItemKind::Number(own) => {
                wit::ItemKind::Number(wit::Bounds { unit: own.unit.into_owned(), min: own.min, max: own.max })
            }
            ItemKind::Date => wit::ItemKind::Date,
            ItemKind::YesNo => wit::ItemKind::YesNo,
        },
        required: own.required,
        may_not_apply: own.may_not_apply,
        wants_evidence: own.wants_evidence,
        shown_if: shown_if.map(|all| all.into_iter().map(requirement).collect()).collect(),
        about: strings(own.about),
    }
}

fn requirement(own: Requirement) -> wit::Requirement {
    wit::Requirement {
        item: own.item.into_owned(),
        test: match own.test {
            Test::HasChoice(choice) => wit::Test::HasChoice(choice.into_owned()),
            Test::AtLeast(least) => wit::Test::AtLeast(least),
            Test::AtMost(most) => wit::Test::AtMost(most),
            Test::IsYes => wit::Test::IsYes,
            Test::IsNo => wit::Test::IsNo,
            Test::IsAnswered => wit::Test::IsAnswered,
            Test::IsNotApplicable => wit::Test::IsNotApplicable,
        },
    }
}

/// As the contract has it.
pub fn evaluate<Q: sdk::Questionnaire>(answers: Vec<wit::Answer>) -> wit::Evaluation {
    let answers: Vec<sdk::answers::Answer> = answers
        .into_iter()
        .map(|given| sdk::answers::Answer { item: given.item.into(), value: answer_value(given.value) })
        .collect();
    let own = sdk::evaluate::<Q>(&answers);
    let problems = own.problems.into_iter();
    let scores = own.scores.into_iter();
    let proposals = own.proposals.into_iter();
    wit::Evaluation {
        visible: strings(own.visible),
        missing: strings(own.missing),
        problems: problems
            .map(|own| wit::AnswerProblem { item: own.item.into_owned(), message: texts(own.message) })
            .collect(),
        scores: scores
            .map(|own| wit::Score {
                id: own.id.into_owned(),
                value: own.value,
                explanation: texts(own.explanation),
            })
            .collect(),
        proposals: proposals
            .map(|own| wit::Proposal {
                change: change(own.change),
                reason: texts(own.reason),
                because: strings(own.because),
            })
            .collect(),
    }
}

fn answer_value(given: wit::AnswerValue) -> AnswerValue {
    match given {
        wit::AnswerValue::Choice(choice) => AnswerValue::Choice(choice.into()),
        wit::AnswerValue::Choices(choices) => {
            AnswerValue::Choices(choices.into_iter().map(Id::from).collect())
        }
        wit::AnswerValue::Level(level) => AnswerValue::Level(level),
        wit::AnswerValue::Text(text) => AnswerValue::Text(text),
        wit::AnswerValue::Number(number) => AnswerValue::Number(number),
        wit::AnswerValue::Date(date) => AnswerValue::Date(date),
        wit::AnswerValue::YesNo(yes) => AnswerValue::YesNo(yes),
        wit::AnswerValue::NotApplicable(reason) => AnswerValue::NotApplicable(reason),
    }
}

fn change(own: Change) -> wit::ProposedChange {
    match own {
        Change::ControlStatus(control, status) => wit::ProposedChange::ControlStatus((
            control.into_owned(),
            match status {
                Status::Implemented => wit::ImplementationStatus::Implemented,
                Status::Partial => wit::ImplementationStatus::Partial,
                Status::Planned => wit::ImplementationStatus::Planned,
                Status::Alternative => wit::ImplementationStatus::Alternative,
                Status::NotApplicable => wit::ImplementationStatus::NotApplicable,
            },
        )),
        Change::FactorLevel(factor, level) => wit::ProposedChange::FactorLevel((factor.into_owned(), level)),
        Change::Finding(severity, about) => wit::ProposedChange::Finding((
            match severity {
                Severity::Opportunity => wit::Severity::Opportunity,
                Severity::Minor => wit::Severity::Minor,
                Severity::Major => wit::Severity::Major,
            },
            about.into_owned(),
        )),
    }
}
