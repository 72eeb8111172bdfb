//! Why a paper can't be made.

use riskwright_core::id::MethodologyId;
use riskwright_core::methodology::BuildError;
use riskwright_core::methodology::MethodologyError;
use riskwright_core::methodology::heatmap::HeatMapError;
use riskwright_press::PressError;

use crate::papers::Kind;

/// Why a paper can't be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The criteria name a methodology that is not in use.
    #[error("the risk criteria name the methodology `{0}`, which is not in use")]
    NoMethodology(MethodologyId),
    /// The methodology's settings do not fit the criteria, or its plugin is not at hand.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The methodology did not answer.
    #[error(transparent)]
    Methodology(#[from] MethodologyError),
    /// There is no heat map although the methodology has axes.
    #[error(transparent)]
    HeatMap(#[from] HeatMapError),
    /// There is no such record.
    #[error("there is no {record} to make the report `{kind}` of")]
    NoRecord {
        /// The report.
        kind: Kind,
        /// The record that was asked for.
        record: String,
    },
    /// The report is of the whole ISMS.
    #[error("the report `{kind}` is of the whole ISMS, not of {record}")]
    NotOfRecord {
        /// The report.
        kind: Kind,
        /// The record that was asked for.
        record: String,
    },
    /// What the press says.
    #[error(transparent)]
    Press(#[from] PressError),
    /// What the writer of workbooks says.
    #[error("the workbook can't be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
