//! Papers to hand over: each kind of report as a [`Paper`], from which every format is made.

use std::fmt;
use std::str::FromStr;

use riskwright_press::{Format, Language, Paper};

use crate::{Context, ReportError};

mod audit;
mod documents;
mod figure;
mod incident;
mod maker;
mod measurement;
mod nonconformity;
mod plan;
mod programme;
mod readiness;
mod register;
mod review;
mod risk;
mod said;
mod soa;
mod word;

use maker::Maker;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $kind:ident = $word:literal,)*) => {
        /// What there are reports of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($(#[doc = $doc])* $kind,)* }

        impl Kind {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The word for it: `risk-assessment`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $word,)* }
            }

            /// What it is, in a sentence.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$kind => concat!($($doc),*),)* }
            }
        }
    };
}

kinds! {
    /// Method, criteria and results of the risk assessment (6.1.2, 8.2).
    RiskAssessment = "risk-assessment",
    /// The decisions on risks, the actions, and the acceptances (6.1.3, 8.3).
    TreatmentPlan = "treatment-plan",
    /// The Statement of Applicability (6.1.3 d).
    Soa = "soa",
    /// The risks, the most urgent first.
    Register = "register",
    /// The documents, and what the standard asks for (7.5).
    Documents = "documents",
    /// The measures with their results and trends (9.1).
    Measurement = "measurement",
    /// An incident from the first report to what was learnt (A.5.24 to A.5.28).
    Incident = "incident",
    /// The minutes of a management review with its inputs (9.3).
    Review = "review",
    /// An audit programme and what its audits cover (9.2.2).
    AuditProgramme = "audit-programme",
    /// An audit with its findings (9.2).
    Audit = "audit",
    /// What an auditor would ask for, and what of it is there.
    Readiness = "readiness",
    /// The nonconformities and what is done about their causes (10.2).
    Nonconformities = "nonconformities",
}

impl Kind {
    /// Whether the report is of one record.
    #[must_use]
    pub const fn is_of_record(self) -> bool {
        matches!(self, Self::Incident | Self::Review | Self::AuditProgramme | Self::Audit)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text).ok_or_else(|| {
            let all: Vec<&str> = Self::ALL.iter().map(|kind| kind.as_str()).collect();
            format!("there is no report `{text}`; there are {}", all.join(", "))
        })
    }
}

/// A report on the state of the context. `record` says which incident, review, programme or audit it is of; absent: the last
/// by id, or a paper that says that there is none.
///
/// # Errors
/// If there is no such record, or the methodology that decides does not answer.
///
/// ```
/// use riskwright_core::{catalogue::Edition, isms::Isms, quantity::Digest};
/// use riskwright_press::{Format, Language};
/// use riskwright_reports::{Context, papers};
/// let isms = Isms::new("Example Ltd".parse().unwrap());
/// let context = Context {
///     isms: &isms,
///     edition: Edition::E2022,
///     as_of: "2026-11-20".parse().unwrap(),
///     entries: 1,
///     head: Digest::of(b"the last entry"),
/// };
/// let paper = papers::paper(papers::Kind::Documents, &context, None, Language::German).unwrap();
/// assert_eq!(paper.title, "Dokumentierte Information");
/// let page = papers::render(&paper, Format::Html, None).unwrap();
/// assert!(String::from_utf8(page).unwrap().contains("Example Ltd"));
/// ```
pub fn paper(
    kind: Kind,
    context: &Context<'_>,
    record: Option<&str>,
    language: Language,
) -> Result<Paper, ReportError> {
    if let Some(record) = record.filter(|_| !kind.is_of_record()) {
        return Err(ReportError::NotOfRecord { kind, record: record.to_owned() });
    }
    let maker = Maker { context, language };
    match kind {
        Kind::RiskAssessment => risk::paper(&maker),
        Kind::TreatmentPlan => plan::paper(&maker),
        Kind::Soa => Ok(soa::paper(&maker)),
        Kind::Register => register::paper(&maker),
        Kind::Documents => Ok(documents::paper(&maker)),
        Kind::Measurement => Ok(measurement::paper(&maker)),
        Kind::Incident => incident::paper(&maker, record),
        Kind::Review => review::paper(&maker, record),
        Kind::AuditProgramme => programme::paper(&maker, record),
        Kind::Audit => audit::paper(&maker, record),
        Kind::Readiness => Ok(readiness::paper(&maker)),
        Kind::Nonconformities => Ok(nonconformity::paper(&maker)),
    }
}

/// A report as bytes. `template` says how it looks, as [`riskwright_press::render`] has it.
///
/// # Errors
/// If the template does not fit, or the workbook takes no more.
pub fn render(paper: &Paper, format: Format, template: Option<&[u8]>) -> Result<Vec<u8>, ReportError> {
    Ok(riskwright_press::render(paper, format, template)?)
}
