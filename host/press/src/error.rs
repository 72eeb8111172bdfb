//! Why a paper can't be made.

/// Why a paper can't be made.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// The template does not fit.
    #[error("the template can't be set{}: {message}", .line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Template {
        /// What is wrong.
        message: String,
        /// Where in the template, from 1.
        line: Option<usize>,
    },
    /// What the writer of workbooks says.
    #[error("the workbook can't be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// What the writer of archives says.
    #[error("the document can't be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// A figure can't be drawn.
    #[error("a figure can't be drawn: {0}")]
    Figure(String),
    /// The paper can't be written as JSON.
    #[error("the paper can't be written down: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<std::io::Error> for PressError {
    fn from(error: std::io::Error) -> Self {
        Self::Archive(error.into())
    }
}
