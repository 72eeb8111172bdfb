//! A self-assessment over the ten steps of the ISO/IEC 27001 cycle: `riskwright.self-assessment`.
//!
//! Questions and findings are files that people read (`data/*.toml`), in English, German and French; `build.rs` refuses
//! one that lacks a language or speaks of a question asked later. What is shown follows from them by the SDK's rules;
//! scores and proposals are made here:
//!
//! - Each answer is worth 0 to 100; the score of a step is the weighted mean of what its answers are worth, once half of
//!   what is asked has an answer. A follow-up that is hidden because what it asks about is not there counts 0; one that
//!   does not concern the organisation, or is spared by a good answer, does not count. What does not apply neither.
//! - The overall score is the mean of the ten steps, once each has one.
//! - A question about a control of Annex A proposes its status; a finding is proposed where its conditions hold.
#![forbid(unsafe_code)]

mod day;
mod form;
mod proposals;
mod questions;
mod reading;
mod score;
mod words;

use riskwright_sdk::questionnaire::answers::Answers;
use riskwright_sdk::questionnaire::evaluation::Evaluation;
use riskwright_sdk::questionnaire::{Form, Questionnaire};

/// The questionnaire.
#[derive(Debug)]
pub struct SelfAssessment;

impl Questionnaire for SelfAssessment {
    fn form() -> Form {
        form::form()
    }

    fn refine(_: &Form, answers: &Answers<'_>, evaluation: &mut Evaluation) {
        for problem in &mut evaluation.problems {
            problem.message = reading::wanted(&problem.item);
        }
        let readings = reading::read(answers, evaluation);
        evaluation.scores = score::scores(&readings);
        evaluation.proposals = proposals::proposals(&readings);
    }
}

riskwright_sdk::export!(questionnaire: SelfAssessment);
