//! `report`: papers to hand over, in every format.

use riskwright_reports::papers::{self, Kind};
use riskwright_reports::{Context, Format, Language, ReportError, TEMPLATE, page_style};
use serde_json::{Value, json};

use super::{Answer, write_whole};
use crate::args::{Report, ReportFormat, ReportLanguage};
use crate::fault::{Fault, io};
use crate::print;
use crate::session::{Hand, Session};

impl From<ReportFormat> for Format {
    fn from(format: ReportFormat) -> Self {
        match format {
            ReportFormat::Pdf => Self::Pdf,
            ReportFormat::Html => Self::Html,
            ReportFormat::Docx => Self::Docx,
            ReportFormat::Xlsx => Self::Xlsx,
        }
    }
}

impl From<ReportLanguage> for Language {
    fn from(language: ReportLanguage) -> Self {
        match language {
            ReportLanguage::En => Self::English,
            ReportLanguage::De => Self::German,
            ReportLanguage::Fr => Self::French,
        }
    }
}

pub fn run(args: &Report, hand: &Hand) -> Result<Answer, Fault> {
    if args.print_template {
        return template_of(args.format.unwrap_or(ReportFormat::Pdf));
    }
    let Some(kind) = args.kind else {
        if args.format.is_none() && args.output.is_none() && args.template.is_none() {
            return Ok(listed());
        }
        return Err(Fault::new("which report?").help("riskwright report FILE lists them"));
    };
    let session = Session::open(&args.file, hand)?;
    let head = session.head();
    let context = Context {
        isms: session.isms(),
        edition: session.edition(args.edition),
        as_of: session.today(),
        entries: head.seq,
        head: head.hash,
    };
    let fault = |error: ReportError| Fault::new(error.to_string());
    let paper = papers::paper(kind, &context, args.record.as_deref(), args.language.into()).map_err(fault)?;
    let (Some(format), Some(path)) = (args.format, args.output.as_deref()) else {
        return Err(Fault::new("a report needs a format and a place to write it to")
            .help(format!("riskwright report FILE {kind} --format pdf --output {kind}.pdf")));
    };
    let template = match &args.template {
        Some(path) => Some(std::fs::read(path).map_err(|error| io("read", path, &error))?),
        None => None,
    };
    let bytes = papers::render(&paper, format.into(), template.as_deref()).map_err(fault)?;
    write_whole(path, &bytes)?;
    let json = json!({
        "report": kind.as_str(),
        "title": paper.title,
        "digest": paper.digest(),
        "head": paper.foot.head,
        "entries": paper.foot.entries,
        "output": path,
        "bytes": bytes.len(),
    });
    session.close();
    Ok(Answer::new(format!("Wrote {} to {}", paper.title, path.display()), json))
}

/// What a template of one's own begins with.
fn template_of(format: ReportFormat) -> Result<Answer, Fault> {
    let template = match format {
        ReportFormat::Pdf => TEMPLATE.to_owned(),
        ReportFormat::Html => page_style(),
        ReportFormat::Docx => {
            return Err(Fault::new("the template of a text document is a text document").help(
                "write a report as DOCX, change its styles in a word processor, and give it with --template",
            ));
        }
        ReportFormat::Xlsx => return Err(Fault::new("workbooks are set by no template")),
    };
    Ok(Answer::new(template.clone(), json!({ "template": template })))
}

/// What there are reports of.
fn listed() -> Answer {
    let rows = Kind::ALL.iter().map(|kind| {
        let record = if kind.is_of_record() { "one record" } else { "" };
        vec![kind.as_str().to_owned(), kind.help().trim().to_owned(), record.to_owned()]
    });
    let kinds: Vec<Value> =
        Kind::ALL.iter().map(|kind| json!({ "kind": kind.as_str(), "help": kind.help().trim(), "record": kind.is_of_record() })).collect();
    Answer::new(print::table(&["Report", "What it is", "Of"], rows), json!({ "reports": kinds }))
}
