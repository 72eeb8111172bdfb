//! What answers propose: the status of controls, and findings.

use riskwright_sdk::questionnaire::answers::AnswerValue;
use riskwright_sdk::questionnaire::evaluation::{Change, Proposal, Severity, Status};

use crate::questions::{self, Choice, FINDINGS, Finding, ITEMS, Item, Kind, MATURITY};
use crate::reading::{Reading, Readings};
use crate::words::{each, number, percent, quoted, texts};

/// From how many points on a control is implemented.
const IMPLEMENTED: f64 = 75.0;

/// How many characters of a respondent's reason are repeated.
const REPEATED: usize = 300;

pub(crate) fn proposals(readings: &Readings<'_>) -> Vec<Proposal> {
    let statuses = ITEMS.iter().zip(&readings.of).filter_map(|(item, reading)| status(item, reading));
    let findings = FINDINGS.iter().filter_map(|it| finding(it, readings));
    statuses.chain(findings).collect()
}

fn status(item: &'static Item, reading: &Reading<'_>) -> Option<Proposal> {
    let control = item.control?;
    let (status, reason) = match reading {
        Reading::NotApplicable(reason) => {
            let reason = repeated(reason);
            let not_applicable = ["not applicable: ", "nicht anwendbar: ", "sans objet\u{a0}: "];
            let words =
                |at: usize| [quoted(item.title[at], at).as_str(), ": ", not_applicable[at], &reason].concat();
            (Status::NotApplicable, each(words))
        }
        Reading::Answered(value, Some(points)) => {
            let status = match *points {
                it if it >= IMPLEMENTED && !item.part => Status::Implemented,
                it if it > 0.0 => Status::Partial,
                _ => Status::Planned,
            };
            let part = [
                "; this is a part of what the control asks for",
                "; das ist ein Teil dessen, was die Maßnahme verlangt",
                "\u{a0}; c'est une partie de ce que la mesure demande",
            ];
            let words = |at: usize| {
                let answer = answer(&item.kind, value, at);
                let part = if item.part && status == Status::Partial { part[at] } else { "" };
                [quoted(item.title[at], at).as_str(), ": ", &answer, " (", &percent(*points, at), ")", part]
                    .concat()
            };
            (status, each(words))
        }
        _ => return None,
    };
    Some(Proposal {
        change: Change::ControlStatus(control.into(), status),
        reason,
        because: vec![item.id.into()],
    })
}

fn finding(finding: &'static Finding, readings: &Readings<'_>) -> Option<Proposal> {
    let led_to_it = readings.holding(finding.when)?;
    let severity = match finding.severity {
        questions::Severity::Opportunity => Severity::Opportunity,
        questions::Severity::Minor => Severity::Minor,
        questions::Severity::Major => Severity::Major,
    };
    Some(Proposal {
        change: Change::Finding(severity, finding.against.into()),
        reason: texts(finding.reason),
        because: led_to_it.iter().map(|it| ITEMS[it.item].id.into()).collect(),
    })
}

/// A respondent's words on one line: texts of a plugin hold no control characters.
fn repeated(words: &str) -> String {
    words.trim().chars().take(REPEATED).map(|it| if it.is_control() { ' ' } else { it }).collect()
}

/// An answer in words.
fn answer(kind: &Kind, value: &AnswerValue, language: usize) -> String {
    let title = |choices: &[Choice], id: &str| {
        choices.iter().find(|it| it.id == id).map_or("", |it| it.title[language])
    };
    match (kind, value) {
        (Kind::Maturity, AnswerValue::Level(level)) => {
            MATURITY.get(usize::from(*level)).map_or("", |it| it[language]).to_owned()
        }
        (Kind::OneOf(choices), AnswerValue::Choice(id)) => title(choices, id).to_owned(),
        (Kind::AnyOf { choices, .. }, AnswerValue::Choices(ids)) => {
            ids.iter().map(|it| title(choices, it)).collect::<Vec<_>>().join("; ")
        }
        (Kind::Number { unit, .. }, AnswerValue::Number(value)) => {
            [number(*value, language).as_str(), " ", unit].concat()
        }
        (_, AnswerValue::YesNo(yes)) => {
            let words = if *yes { ["yes", "ja", "oui"] } else { ["no", "nein", "non"] };
            words[language].to_owned()
        }
        (_, AnswerValue::Text(text) | AnswerValue::Date(text)) => repeated(text),
        _ => String::new(),
    }
}
