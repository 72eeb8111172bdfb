//! What can be said about risks, their treatment, and the papers made of them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use riskwright_core::catalogue::Edition;
use riskwright_core::identification::Stage;
use riskwright_core::quantity::Date;

#[derive(Debug, Args)]
pub struct Assess {
    /// The ISMS.
    pub file: PathBuf,
    /// The methodology [default: the one the criteria name].
    #[arg(long, value_name = "ID")]
    pub methodology: Option<String>,
    /// Compute and show, but record nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Record the scores anew where nothing changed, too: the risks were looked at again and are as they were.
    #[arg(long, conflicts_with = "dry_run")]
    pub again: bool,
    /// These risks only. Can be given more than once.
    #[arg(long = "risk", value_name = "RISK")]
    pub risks: Vec<String>,
    /// Hold the verdicts of other methodologies against it, and list where they disagree: `--compare fmea,nist`.
    #[arg(long, value_name = "ID", value_delimiter = ',', conflicts_with = "why")]
    pub compare: Vec<String>,
    /// Say step by step how the scores of one risk come about.
    #[arg(long, value_name = "RISK")]
    pub why: Option<String>,
}

#[derive(Debug, Args)]
pub struct Heatmap {
    /// The ISMS.
    pub file: PathBuf,
    /// Which picture of the risks [default: the present one, current or else inherent].
    #[arg(long)]
    pub stage: Option<Stage>,
    /// The methodology [default: the one the criteria name].
    #[arg(long, value_name = "ID")]
    pub methodology: Option<String>,
    /// The two factors, down and across, with a comma: likelihood,availability.
    #[arg(long, value_name = "DOWN,ACROSS")]
    pub axes: Option<String>,
    /// Show the risks' ids in the cells instead of their number.
    #[arg(long)]
    pub ids: bool,
}

#[derive(Debug, Args)]
pub struct Register {
    /// The ISMS.
    pub file: PathBuf,
    /// As a page or a workbook to hand over.
    #[arg(long, requires = "output")]
    pub format: Option<PaperFormat>,
    /// Where to write it.
    #[arg(long, short, requires = "format")]
    pub output: Option<PathBuf>,
    /// Show so many risks only.
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PaperFormat {
    /// A page that needs nothing but itself.
    Html,
    /// A workbook.
    Xlsx,
}

#[derive(Debug, Args)]
pub struct Treat {
    /// The ISMS.
    pub file: PathBuf,
    /// The risk; absent: the treatment plan of all.
    pub risk: Option<String>,
    /// Avoid, modify, share or retain.
    #[arg(long, requires = "risk")]
    pub option: Option<String>,
    /// A control, with what it takes off which factor: "A.8.13 (availability -2)". Can be given more than once.
    #[arg(long = "control", value_name = "CONTROL", requires = "risk")]
    pub controls: Vec<String>,
    /// Take a control out of the treatment.
    #[arg(long = "drop-control", value_name = "ID", requires = "risk")]
    pub drop_controls: Vec<String>,
    /// Why the risk is treated so.
    #[arg(long, value_name = "TEXT", requires = "risk")]
    pub rationale: Option<String>,
    /// Take over the estimates that the controls lead to.
    #[arg(long, requires = "risk")]
    pub take_over: Option<TakeOver>,
    /// Plan an action for the risk: what is to be done.
    #[arg(long, value_name = "TITLE", requires = "risk")]
    pub action: Option<String>,
    /// Who carries the action out.
    #[arg(long, value_name = "NAME", requires = "action")]
    pub owner: Option<String>,
    /// By when.
    #[arg(long, value_name = "DATE", requires = "action")]
    pub due: Option<String>,
    /// What it costs: "12500 EUR".
    #[arg(long, value_name = "SUM", requires = "action")]
    pub cost: Option<String>,
    /// The people, budget and tools set aside for it.
    #[arg(long, value_name = "TEXT", requires = "action")]
    pub resources: Option<String>,
    /// Accept the risk at its present score; --by says who, and must be its owner or a role with authority.
    #[arg(long, requires_all = ["risk", "until", "reason"])]
    pub accept: bool,
    /// Until when it is accepted.
    #[arg(long, value_name = "DATE", requires = "accept")]
    pub until: Option<Date>,
    /// Why it is accepted, closed.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Under which conditions it is accepted.
    #[arg(long, value_name = "TEXT", requires = "accept")]
    pub conditions: Option<String>,
    /// Withdraw an acceptance.
    #[arg(long, value_name = "ACC", conflicts_with = "accept")]
    pub withdraw: Option<String>,
    /// Close the risk: it no longer exists.
    #[arg(long, requires_all = ["risk", "reason"], conflicts_with = "accept")]
    pub close: bool,
    /// Open a closed risk again.
    #[arg(long, requires = "risk", conflicts_with = "close")]
    pub reopen: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TakeOver {
    /// What the controls in place are worth.
    Current,
    /// What all the controls will be worth.
    Target,
    /// Both.
    Both,
}

#[derive(Debug, Args)]
pub struct Soa {
    /// The ISMS.
    pub file: PathBuf,
    /// The edition of Annex A [default: the one the organisation works to].
    #[arg(long)]
    pub edition: Option<Edition>,
    /// As a page or a workbook to hand over.
    #[arg(long, requires = "output")]
    pub format: Option<PaperFormat>,
    /// Where to write it.
    #[arg(long, short, requires = "format")]
    pub output: Option<PathBuf>,
    /// Approve the statement as it is derived now.
    #[arg(long)]
    pub approve: bool,
}

#[derive(Debug, Args)]
pub struct Report {
    /// The ISMS.
    pub file: PathBuf,
    /// Which report; absent: all there are.
    pub kind: Option<riskwright_reports::papers::Kind>,
    /// The incident, review, audit programme or audit it is of [default: the last there is something to tell of].
    #[arg(requires = "kind")]
    pub record: Option<String>,
    /// What it is made as.
    #[arg(long)]
    pub format: Option<ReportFormat>,
    /// The language it is written in.
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub language: ReportLanguage,
    /// The edition of Annex A [default: the one the organisation works to].
    #[arg(long)]
    pub edition: Option<Edition>,
    /// Where to write it.
    #[arg(long, short, requires = "format")]
    pub output: Option<PathBuf>,
    /// How it looks: for a PDF, Typst markup that reads `paper.json`; for HTML, a style sheet; for DOCX, a document whose styles it takes.
    #[arg(long, value_name = "FILE", conflicts_with = "print_template")]
    pub template: Option<PathBuf>,
    /// Write the template that a PDF is set by (with `--format html`, the style sheet) to standard output, to begin one of your own with.
    #[arg(long, conflicts_with_all = ["kind", "output"])]
    pub print_template: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Tagged, with its fonts.
    Pdf,
    /// A page that needs nothing but itself.
    Html,
    /// A text document that can be edited.
    Docx,
    /// A workbook with a sheet for each table.
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportLanguage {
    /// English.
    En,
    /// German.
    De,
    /// French.
    Fr,
}
