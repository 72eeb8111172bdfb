//! A plugin's questionnaire: what is to be answered, and what follows from answers.

use std::path::Path;

use riskwright_runtime::questionnaire::{
    AnswerValue, Evaluation, GivenAnswer as Answered, ItemKind, ProposedChange,
    QuestionnaireContents as Contents,
};
use serde_json::{Value, json};

use super::super::Answer;
use super::{bytes, package, vouched};
use crate::args::Ask;
use crate::fault::{Fault, bad_json, io};
use crate::print;
use crate::session::Hand;
use crate::shelf;

pub fn ask(args: &Ask, hand: &Hand) -> Result<Answer, Fault> {
    let file = bytes(&args.package)?;
    let package = package(&args.package, &file)?;
    vouched(&package, &args.trusting, hand)?;
    let plugin = shelf::runtime()?.load(&file).map_err(|problem| Fault::new(problem.to_string()))?;
    let contents = plugin.questionnaire().map_err(|problem| Fault::new(problem.to_string()))?;
    let answers = args.answers.as_deref().map_or_else(|| Ok(Vec::new()), |path| read(path, &contents))?;
    let evaluation = plugin.evaluate(&answers).map_err(|problem| Fault::new(problem.to_string()))?;
    let text = told(&contents, &evaluation, &args.language);
    let json = json!({ "questionnaire": contents, "evaluation": evaluation });
    Ok(Answer::new(text, json))
}

/// Answers as a file gives them: the list of the contract, or an object of values by item.
fn read(path: &Path, contents: &Contents) -> Result<Vec<Answered>, Fault> {
    let text = std::fs::read_to_string(path).map_err(|error| io("read", path, &error))?;
    let name = path.display().to_string();
    let value: Value = serde_json::from_str(&text).map_err(|error| bad_json(&name, &text, "JSON", &error))?;
    let Value::Object(items) = value else {
        return serde_json::from_value(value).map_err(|error| {
            Fault::new(format!("{name} is no list of answers: {error}"))
                .help("write {\"item\": value, …}, or [{\"item\": …, \"value\": …}, …]")
        });
    };
    items
        .iter()
        .map(|(item, value)| {
            answered(contents, item, value).map_err(|expected| {
                Fault::new(format!("{name}: found `{value}` for `{item}`, expected {expected}"))
            })
        })
        .collect()
}

/// An answer by the kind of its item.
fn answered(contents: &Contents, item: &str, value: &Value) -> Result<Answered, String> {
    let known = contents.items.iter().find(|known| known.id == item);
    let known = known.ok_or_else(|| "an item of the questionnaire".to_owned())?;
    let reason = value.get("not-applicable").and_then(Value::as_str);
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let read = match (&known.kind, reason) {
        (_, Some(reason)) => Some(AnswerValue::NotApplicable(reason.to_owned())),
        (ItemKind::OneOf(_), _) => text(value).map(AnswerValue::Choice),
        (ItemKind::AnyOf(_), _) => {
            let choices: Option<Vec<String>> =
                value.as_array().and_then(|list| list.iter().map(text).collect());
            choices.map(AnswerValue::Choices)
        }
        (ItemKind::Scale(_), _) => {
            value.as_u64().and_then(|level| u8::try_from(level).ok()).map(AnswerValue::Level)
        }
        (ItemKind::Text(_), _) => text(value).map(AnswerValue::Text),
        (ItemKind::Number { .. }, _) => value.as_f64().map(AnswerValue::Number),
        (ItemKind::Date, _) => text(value).map(AnswerValue::Date),
        (ItemKind::YesNo, _) => value.as_bool().map(AnswerValue::YesNo),
    };
    let takes = match &known.kind {
        ItemKind::OneOf(_) => "the id of a choice",
        ItemKind::AnyOf(_) => "a list of ids of choices",
        ItemKind::Scale(_) => "a level, counted from 0",
        ItemKind::Text(_) => "a text",
        ItemKind::Number { .. } => "a number",
        ItemKind::Date => "a day such as \"2026-11-02\"",
        ItemKind::YesNo => "true or false",
    };
    let value = read.ok_or_else(|| takes.to_owned())?;
    Ok(Answered { item: item.to_owned(), value })
}

/// A proposed change in words.
fn change(change: &ProposedChange) -> String {
    // as scripts read it, without the signs
    let value = serde_json::to_value(change).unwrap_or_default();
    let mut words = Vec::new();
    flat(&value, &mut words);
    words.join(" ")
}

fn flat(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::String(text) => words.push(text.replace('-', " ")),
        Value::Array(list) => list.iter().for_each(|value| flat(value, words)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            if fields.len() == 1 {
                words.push(format!("{}:", name.replace('-', " ")));
            }
            flat(value, words);
        }),
        other => words.push(other.to_string()),
    }
}

fn told(contents: &Contents, evaluation: &Evaluation, language: &str) -> String {
    let mut text = format!("{}\n", print::bold(contents.title.in_language(language)));
    let scores: Vec<Vec<String>> = evaluation
        .scores
        .iter()
        .map(|score| {
            let scale = contents.scores.iter().find(|scale| scale.id == score.id);
            let unit = scale.map_or("", |scale| scale.unit.as_str());
            let value =
                score.value.map_or_else(|| "not yet".to_owned(), |value| format!("{value:.0} {unit}"));
            let title = scale.map_or(score.id.as_str(), |scale| scale.title.in_language(language));
            vec![title.to_owned(), value, score.explanation.in_language(language).to_owned()]
        })
        .collect();
    text += &print::table(&["Score", "", "How it came about"], scores);
    for problem in &evaluation.problems {
        text += &format!("\n{}: {}", problem.item, problem.message.in_language(language));
    }
    if !evaluation.proposals.is_empty() {
        let rows = evaluation.proposals.iter().map(|proposal| {
            vec![
                change(&proposal.change),
                proposal.reason.in_language(language).to_owned(),
                proposal.because.join(", "),
            ]
        });
        text += &format!("\n\nProposed:\n{}", print::table(&["Change", "Because", "Items"], rows));
    }
    let missing: Vec<Vec<String>> = evaluation
        .missing
        .iter()
        .filter_map(|id| contents.items.iter().find(|item| item.id == *id))
        .map(|item| vec![item.id.clone(), item.title.in_language(language).to_owned()])
        .collect();
    text += &format!(
        "\n\n{} shown, {} still to be answered.",
        print::count(evaluation.visible.len(), "question is", "questions are"),
        missing.len()
    );
    if !missing.is_empty() {
        text += &format!("\n{}", print::table(&["Item", "Question"], missing));
    }
    text
}
