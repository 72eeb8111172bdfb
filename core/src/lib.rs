//! Riskwright's engine: the information security management system of ISO/IEC 27001 as one value, everything that is
//! decided about it, and nothing else. No files, clock, network, threads or randomness.
//!
//! - [`isms`]: the whole; [`change`] and [`journal`]: how it changes; [`id`], [`quantity`]: what records are made of
//! - [`context`]: organisation, issues, interested parties, scope, objectives, roles
//! - [`identification`]: assets, threats, vulnerabilities, scenarios
//! - [`methodology`]: criteria, scores, heat maps; [`evaluation`]: what the scores mean
//! - [`treatment`]: options, plan, residual risk, acceptance
//! - [`catalogue`]: Annex A of 2022 and 2013; [`applicability`]: controls and the Statement of Applicability
//! - [`questionnaire`]: what people are asked, and what follows; [`response`]: what they answered, and what became of it
//! - [`documentation`]: documents, their versions, who read them; competence, awareness, communication
//! - [`measurement`]: measures and their results; [`incident`]: from report to lesson
//! - [`review`]: management reviews and their inputs
//! - [`audit`]: programmes, audits, findings against clauses and controls; [`certification`]: the certificate
//! - [`improvement`]: nonconformities and their causes, ideas, planned changes
//! - [`lifecycle`]: states and the steps between them; [`field`]: what fields take; [`clause`]: the standard's clauses
//! - [`plugin`]: the plugins an ISMS rests on, and what runs them
//! - [`calendar`]: what is due, and what waits for whom
//! - [`check`]: what an auditor would find; [`view`]: what a page asks for
//! - [`exchange`]: registers in and out; [`diagnostic`]: refusals
#![forbid(unsafe_code)]
#![deny(missing_docs, clippy::disallowed_methods, clippy::disallowed_types)]
// no input makes the engine panic
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod applicability;
pub mod audit;
pub mod calendar;
pub mod catalogue;
pub mod certification;
pub mod change;
pub mod check;
pub mod clause;
pub mod context;
pub mod diagnostic;
pub mod documentation;
pub mod evaluation;
pub mod exchange;
pub mod field;
pub mod id;
pub mod identification;
pub mod improvement;
pub mod incident;
pub mod isms;
pub mod journal;
pub mod lifecycle;
pub mod measurement;
pub mod methodology;
pub mod plugin;
pub mod quantity;
pub mod questionnaire;
mod record;
pub mod response;
pub mod review;
pub mod treatment;
pub mod view;

pub use record::UnknownWord;
