//! What went wrong, for people and for scripts.

use std::fmt;

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, NamedSource, SourceCode, SourceSpan,
    SpanContents,
};
use riskwright_core::diagnostic::{Rejection, Rule};
use riskwright_store::StoreError;
use serde_json::{Value, json};

/// A refusal: a sentence, what would help, and the place in the input where there is one.
#[derive(Debug)]
pub struct Fault {
    pub message: String,
    rest: Box<Rest>,
}

#[derive(Debug)]
struct Rest {
    help: Option<String>,
    place: Option<Place>,
    related: Vec<Fault>,
    /// What scripts are told.
    json: Value,
}

struct Place {
    source: Box<dyn SourceCode>,
    labels: Vec<LabeledSpan>,
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.labels, f)
    }
}

/// One row of a table, counted as its file counts it.
#[derive(Debug)]
struct RowSource {
    name: String,
    text: String,
    row: usize,
}

impl SourceCode for RowSource {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::from((0, self.text.len()));
        let line = self.row.saturating_sub(1);
        let contents =
            MietteSpanContents::new_named(self.name.clone(), self.text.as_bytes(), whole, line, 0, 1);
        if span.offset() + span.len() <= self.text.len() {
            Ok(Box::new(contents))
        } else {
            Err(MietteError::OutOfBounds)
        }
    }
}

impl Fault {
    pub fn new(message: impl Into<String>) -> Self {
        let message = message.into();
        let json = json!({ "error": { "message": message } });
        Self { message, rest: Box::new(Rest { help: None, place: None, related: Vec::new(), json }) }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        let help = help.into();
        if let Some(error) = self.rest.json.get_mut("error") {
            error["help"] = json!(help);
        }
        self.rest.help = Some(help);
        self
    }

    /// Marks `length` bytes from `at` in a text.
    pub fn marked(
        mut self,
        name: &str,
        text: impl Into<String>,
        (at, length): (usize, usize),
        label: &str,
    ) -> Self {
        let text = text.into();
        let at = at.min(text.len());
        let length = length.min(text.len() - at);
        self.rest.place = Some(Place {
            source: Box::new(NamedSource::new(name, text)),
            labels: vec![LabeledSpan::new(Some(label.to_owned()), at, length)],
        });
        self
    }

    /// Marks cells of a row: where each begins, how long it is, and what it is called.
    pub fn in_row(
        mut self,
        name: String,
        row: usize,
        text: String,
        cells: Vec<(usize, usize, String)>,
    ) -> Self {
        let labels =
            cells.into_iter().map(|(at, length, label)| LabeledSpan::new(Some(label), at, length)).collect();
        self.rest.place = Some(Place { source: Box::new(RowSource { name, text, row }), labels });
        self
    }

    pub fn with(mut self, related: Vec<Fault>) -> Self {
        self.rest.related = related;
        self
    }

    /// What scripts are told instead of the message alone.
    pub fn json(mut self, json: Value) -> Self {
        self.rest.json = json;
        self
    }

    /// Whether it is a refusal by this rule.
    pub fn is_of(&self, rule: Rule) -> bool {
        self.rest.json.pointer("/error/rule").is_some_and(|known| *known == json!(rule))
    }

    pub fn to_json(&self) -> &Value {
        &self.rest.json
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl Diagnostic for Fault {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.rest.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.rest.place.as_ref().map(|place| place.source.as_ref())
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = self.rest.place.as_ref()?;
        Some(Box::new(place.labels.iter().cloned()))
    }
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        if self.rest.related.is_empty() {
            return None;
        }
        Some(Box::new(self.rest.related.iter().map(|fault| fault as &dyn Diagnostic)))
    }
}

impl From<Rejection> for Fault {
    fn from(rejection: Rejection) -> Self {
        let fault = Self::new(rejection.to_string());
        let json = json!({ "error": {
            "message": rejection.message,
            "record": rejection.record.as_ref().map(|at| at.id.to_string()),
            "rule": rejection.rule,
            "clause": rejection.clause,
            "help": rejection.help,
        }});
        match rejection.help {
            Some(help) => fault.help(help).json(json),
            None => fault.json(json),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Rejected(rejection) => rejection.into(),
            other => Self::new(other.to_string()),
        }
    }
}

/// A fault for what the system says of a file.
pub fn io(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Fault {
    Fault::new(format!("{} could not be {doing}: {error}", path.display()))
}

/// A fault for JSON that can't be read, with the place marked.
pub fn bad_json(name: &str, text: &str, what: &str, error: &serde_json::Error) -> Fault {
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = before + error.column().saturating_sub(1);
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Fault::new(format!("{name} is not {what}: {message}")).marked(name, text, (at, 1), "here")
}
