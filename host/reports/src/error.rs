//! Why a paper can't be made.

use riskwright_core::id::MethodologyId;
use riskwright_core::methodology::BuildError;
use riskwright_core::methodology::MethodologyError;
use riskwright_core::methodology::heatmap::HeatMapError;

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
    /// What the writer of workbooks says.
    #[error("the workbook can't be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
