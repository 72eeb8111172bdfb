//! What can be said on the command line.

mod cycle;
mod plugin;
mod risks;
mod server;

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use riskwright_core::catalogue::Edition;
use riskwright_core::isms::Kind;
use riskwright_core::quantity::{Actor, Date, Timestamp, Title};

pub use cycle::*;
pub use plugin::*;
pub use risks::*;
pub use server::*;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Keep an information security management system (ISO/IEC 27001) in one file: take registers in, score every risk by
/// your own criteria, plan the treatment, derive the Statement of Applicability, and see what an auditor would find.
#[derive(Debug, Parser)]
#[command(
    name = "riskwright",
    version,
    styles = STYLES,
    after_help = "Exit codes: 0 done; 1 a finding, or a verification that failed; 2 refused or not possible, and nothing changed.\n\
                  With --json, one JSON value goes to standard output; messages go to standard error."
)]
pub struct Arguments {
    /// Answer with one JSON value on standard output.
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// Who makes the change [default: the name of the user who is signed in].
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "NAME", env = "RISKWRIGHT_BY")]
    pub by: Option<Actor>,
    /// The instant that counts as now, such as 2026-11-02T09:00:00Z, or a day [default: the clock].
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "INSTANT", env = "RISKWRIGHT_AT", value_parser = instant)]
    pub at: Option<Timestamp>,
    /// Look at the ISMS as it was: after an entry, at the end of a day, or at an instant. Nothing can be changed there.
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "POINT")]
    pub as_of: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new file for an organisation's ISMS.
    Init(Init),
    /// Take registers in: CSV, XLSX, ODS, XLS, Markdown tables, Riskwright's JSON.
    Import(Import),
    /// Write everything to JSON, to a workbook, or to a folder of CSV files.
    Export(Export),
    /// Show the whole in short, a register, or one record.
    Show(Show),
    /// Change fields of a record, add or remove one, or make changes given as JSON.
    Set(Box<Set>),
    /// Take a step with a document, measure, incident, review, audit, nonconformity, certification; list what is possible.
    Step(Step),
    /// Questions for an audit: what its clauses and controls ask for, and a questionnaire asks about them.
    Checklist(Checklist),
    /// Score every open risk and record the scores.
    Assess(Assess),
    /// Show where the risks lie by two factors.
    Heatmap(Heatmap),
    /// Show the risks in order of urgency, or write the register as a page or workbook.
    Register(Register),
    /// Show or decide how risks are treated: options, controls, actions, acceptance.
    Treat(Box<Treat>),
    /// Derive the Statement of Applicability.
    Soa(Soa),
    /// Make a report to hand over, as PDF, page, text document or workbook.
    Report(Report),
    /// List what an auditor would find.
    Check(Check),
    /// Say clause by clause and control by control what an auditor would ask for, and what of it is there.
    Readiness(OfFile),
    /// List the documented information that is asked for, and what fulfils it.
    Required(OfFile),
    /// Begin documents that are asked for: list the drafts there are, or write them, filled from the ISMS.
    Starters(Starters),
    /// List what is due; with --ics as a calendar that other programs read.
    Calendar(CalendarArgs),
    /// List what waits for somebody: to do, to approve, to read, to decide.
    Waiting(Waiting),
    /// List the changes that were made.
    Log(Log),
    /// Say what differs between two points in time.
    Diff(Diff),
    /// Take a change back by a new one.
    Undo(Undo),
    /// Prove that a file says what its journal says, and recompute every score.
    Verify(Verify),
    /// Print a JSON Schema.
    Schema(Schema),
    /// Look at the built-in control catalogues.
    Catalogue(CatalogueArgs),
    /// Questionnaires: put in use, listed, revised, removed.
    Questionnaire(QuestionnaireArgs),
    /// Send answers to a questionnaire.
    Respond(Respond),
    /// List the responses to questionnaires, or show one with what it proposes.
    Responses(Responses),
    /// Accept or dismiss what a response proposes.
    Decide(Decide),
    /// Invite someone to answer a questionnaire by a link, with no account.
    Invite(Invite),
    /// An auditor's room: chosen records and reports to look at by a link until a day, each look noted.
    Room(RoomArgs),
    /// Serve the ISMS to browsers and programs.
    Serve(Serve),
    /// Who may sign in to the server.
    User(UserArgs),
    /// Questionnaires for web pages.
    Web(WebArgs),
    /// Plugins: methodologies, catalogues and questionnaires of third parties. Write, sign, install, compare them.
    Plugin(Box<PluginArgs>),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub struct Init {
    /// The file to make.
    pub file: PathBuf,
    /// The organisation's name.
    #[arg(long)]
    pub name: Title,
    /// The edition of ISO/IEC 27001 it works to.
    #[arg(long, default_value = "2022")]
    pub edition: Edition,
    /// The ISO 4217 code of the currency it reckons in.
    #[arg(long)]
    pub currency: Option<Title>,
    /// Begin with the starter library of threats and vulnerabilities.
    #[arg(long)]
    pub with_library: bool,
}

#[derive(Debug, Args)]
pub struct Import {
    /// The ISMS.
    pub file: PathBuf,
    /// What to take in.
    #[arg(required = true, value_name = "SOURCE")]
    pub sources: Vec<PathBuf>,
    /// A TOML file that says what headings, levels and words of yours mean.
    #[arg(long, value_name = "MAP.toml")]
    pub mapping: Option<PathBuf>,
    /// Leave rows with problems out, list them, and take in the rest.
    #[arg(long)]
    pub skip_bad: bool,
    /// Take over the source's scale of levels, where it is not the organisation's.
    #[arg(long)]
    pub adopt_scale: bool,
    /// Say what would be taken in, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Export {
    /// The ISMS.
    pub file: PathBuf,
    /// How to write it.
    #[arg(long)]
    pub format: ExportFormat,
    /// Where to; `-` writes JSON to standard output. CSV goes into a folder of this name, a file for each register.
    #[arg(long, short)]
    pub output: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Riskwright's own: the whole ISMS as one document.
    Json,
    /// A folder of CSV files.
    Csv,
    /// A workbook.
    Xlsx,
}

#[derive(Debug, Args)]
pub struct Show {
    /// The ISMS.
    pub file: PathBuf,
    /// A record (`R-12`, `A.8.24`, `scope`) or a register (`risks`, `assets`, `controls`, …); absent: the whole in short.
    pub what: Option<String>,
}

#[derive(Debug, Args)]
pub struct Set {
    /// The ISMS.
    pub file: PathBuf,
    /// The record: `R-12`, `A.8.24`, `scope`, `organisation`, `criteria`; with --new a kind (`risk`), or a kind and an
    /// id (`risk/R-7`).
    #[arg(required_unless_present_any = ["change", "changes"])]
    pub record: Option<String>,
    /// Fields and values: `owner="Jane Doe"`, `current.likelihood=likely`, `assets+=AS-3`, `assets-=AS-4`, `due=`,
    /// `content=@policy.md`.
    #[arg(value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
    /// Add a record.
    #[arg(long)]
    pub new: bool,
    /// Remove the record, if nothing refers to it.
    #[arg(long, conflicts_with_all = ["new", "fields", "change", "changes"])]
    pub remove: bool,
    /// Approve the scope or the criteria as they stand.
    #[arg(long, conflicts_with_all = ["new", "fields", "change", "changes", "remove"])]
    pub approve: bool,
    /// Take a risk's inherent consequences over from what its assets are worth.
    #[arg(long, conflicts_with_all = ["new", "fields", "change", "changes", "remove", "approve"])]
    pub from_assets: bool,
    /// A change as JSON: '{"risk.close": {"id": "R-3", "reason": "sold"}}'.
    #[arg(long, value_name = "JSON", conflicts_with_all = ["record", "fields", "changes"])]
    pub change: Option<String>,
    /// A JSON file of changes, made one after the other; each may say who makes it and when:
    /// `{"by": …, "at": …, "change": {…}}`. `-` reads standard input.
    #[arg(long, value_name = "FILE.json", conflicts_with_all = ["record", "fields"])]
    pub changes: Option<PathBuf>,
    /// The entry after which the change was thought out: refused if someone changed the same records since.
    #[arg(long, value_name = "ENTRY", conflicts_with = "changes")]
    pub base: Option<u64>,
}

#[derive(Debug, Args)]
pub struct Check {
    /// The ISMS.
    #[arg(required_unless_present = "rules")]
    pub file: Option<PathBuf>,
    /// The edition of Annex A [default: the one the organisation works to].
    #[arg(long)]
    pub edition: Option<Edition>,
    /// List the rules instead.
    #[arg(long)]
    pub rules: bool,
}

#[derive(Debug, Args)]
pub struct Log {
    /// The ISMS.
    pub file: PathBuf,
    /// A record whose changes are meant.
    pub record: Option<String>,
    /// The last so many only; 0 for all.
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub last: usize,
}

#[derive(Debug, Args)]
pub struct Diff {
    /// The ISMS.
    pub file: PathBuf,
    /// From here: the number of an entry, a day (its end), or an instant.
    pub from: String,
    /// To here [default: now].
    pub to: Option<String>,
}

#[derive(Debug, Args)]
pub struct Undo {
    /// The ISMS.
    pub file: PathBuf,
    /// The entry to take back [default: the last one].
    pub entry: Option<u64>,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// The ISMS.
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// Of what.
    #[arg(default_value = "isms")]
    pub of: SchemaOf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The interchange format that import and export speak.
    Isms,
    /// A change, as --change takes it.
    Change,
    /// An entry of the journal.
    Entry,
    /// A mapping file.
    Mapping,
}

#[derive(Debug, Args)]
pub struct CatalogueArgs {
    #[command(subcommand)]
    pub what: CatalogueCommand,
}

#[derive(Debug, Subcommand)]
pub enum CatalogueCommand {
    /// Show what became of each control from one edition of Annex A to the other.
    Delta {
        /// The edition that is left.
        from: Edition,
        /// The edition that is moved to.
        to: Edition,
    },
    /// List the controls of an edition of Annex A, or of a plugin's catalogue.
    List {
        /// The edition, a package, or the name of one that ships with Riskwright.
        #[arg(default_value = "2022")]
        of: PathBuf,
        #[command(flatten)]
        trusting: Trusting,
    },
    /// Say how far the controls of an installed plugin's catalogue are met by what is done about Annex A.
    Coverage {
        /// The ISMS.
        file: PathBuf,
        /// The plugin's id, or its last part.
        plugin: String,
    },
    /// List the starter library of threats and vulnerabilities.
    Library,
}

fn instant(text: &str) -> Result<Timestamp, String> {
    let day = || text.parse::<Date>().ok().and_then(|day| format!("{day}T12:00:00Z").parse().ok());
    text.parse().ok().or_else(day).ok_or_else(|| "write 2026-11-02T09:00:00Z, or 2026-11-02".to_owned())
}

/// The kind of record that a word means: `risk`, `risks`, `scenario`.
pub fn kind(word: &str) -> Option<Kind> {
    let word = word.trim().to_lowercase();
    let other = match word.as_str() {
        "scenario" | "scenarios" | "register" => "risk",
        "stakeholder" | "stakeholders" => "party",
        "organization" => "organisation",
        "custom-field" | "custom-fields" => "field",
        other => other,
    };
    let one = other.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let one = one.or_else(|| other.strip_suffix('s').map(str::to_owned));
    other.parse().ok().or_else(|| one.and_then(|one| one.parse().ok()))
}
