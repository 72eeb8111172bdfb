//! What can be said about questionnaires, respondents and the server.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use riskwright_core::quantity::{Actor, Date, Title};

#[derive(Debug, Args)]
pub struct Serve {
    /// The ISMS.
    pub file: PathBuf,
    /// The port; 0 for any that is free.
    #[arg(long, default_value_t = 8484)]
    pub port: u16,
    /// The address to listen on. One that other machines reach needs a user first: `riskwright user add`.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub listen: IpAddr,
    /// Where people reach it, if not there: links begin with it.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Write a line for each request to standard error.
    #[arg(long, value_name = "HOW")]
    pub log: Option<LogFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Debug, Args)]
pub struct UserArgs {
    #[command(subcommand)]
    pub what: UserCommand,
}

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Let someone sign in. The password is asked for, or read from standard input.
    Add(UserOf),
    /// List who may sign in.
    List(UsersOf),
    /// Let someone sign in no more, and end their sessions.
    Remove(UserOf),
    /// Give someone another password, and end their sessions.
    Password(UserOf),
}

#[derive(Debug, Args)]
pub struct UserOf {
    /// The ISMS.
    pub file: PathBuf,
    /// The name that will stand in the journal.
    pub name: Actor,
}

#[derive(Debug, Args)]
pub struct UsersOf {
    /// The ISMS.
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct Invite {
    /// The ISMS.
    pub file: PathBuf,
    /// The questionnaire; or a document that is in force, to be read and confirmed.
    #[arg(required_unless_present_any = ["list", "withdraw"])]
    pub questionnaire: Option<String>,
    /// Who is to answer [default for a document: all in its distribution who have not confirmed it].
    #[arg(long, value_name = "NAME")]
    pub respondent: Vec<Actor>,
    /// The risks and assets they answer for.
    #[arg(long = "for", value_name = "ID", value_delimiter = ',')]
    pub answers_for: Vec<String>,
    /// The last day on which the link is good; absent: in a month.
    #[arg(long, requires = "questionnaire")]
    pub until: Option<Date>,
    /// Where people reach the server: the link begins with it.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8484")]
    pub url: String,
    /// List the invitations instead.
    #[arg(long, conflicts_with_all = ["questionnaire", "withdraw"])]
    pub list: bool,
    /// Withdraw an invitation instead: its link is good no more.
    #[arg(long, value_name = "INVITATION", conflicts_with = "questionnaire")]
    pub withdraw: Option<String>,
}

#[derive(Debug, Args)]
pub struct QuestionnaireArgs {
    #[command(subcommand)]
    pub what: QuestionnaireCommand,
}

#[derive(Debug, Subcommand)]
pub enum QuestionnaireCommand {
    /// Put a questionnaire in use: a JSON document, or that of an installed plugin.
    Adopt(AdoptQuestionnaire),
    /// List the questionnaires in use.
    List(UsersOf),
    /// Put another version of a questionnaire in its place.
    Revise(ReviseQuestionnaire),
    /// Remove a questionnaire that nobody has responded to.
    Remove(QuestionnaireOf),
}

#[derive(Debug, Args)]
pub struct AdoptQuestionnaire {
    /// The ISMS.
    pub file: PathBuf,
    /// A JSON document (`riskwright.questionnaire/1`), or the id of an installed plugin.
    pub source: PathBuf,
    /// Its id here [default: as the document says, or the last part of the plugin's].
    #[arg(long)]
    pub id: Option<String>,
    /// Its name [default: its title in English].
    #[arg(long)]
    pub title: Option<Title>,
    /// Who decides on what responses propose.
    #[arg(long, value_name = "NAME")]
    pub owner: Option<Actor>,
}

#[derive(Debug, Args)]
pub struct ReviseQuestionnaire {
    /// The ISMS.
    pub file: PathBuf,
    /// The questionnaire.
    pub id: String,
    /// The JSON document, or the id of the installed plugin, that is asked from now on.
    #[arg(required_unless_present_any = ["retire", "ask_again"])]
    pub source: Option<PathBuf>,
    /// Ask it no longer.
    #[arg(long)]
    pub retire: bool,
    /// Ask it again.
    #[arg(long, conflicts_with = "retire")]
    pub ask_again: bool,
}

#[derive(Debug, Args)]
pub struct QuestionnaireOf {
    /// The ISMS.
    pub file: PathBuf,
    /// The questionnaire.
    pub id: String,
}

#[derive(Debug, Args)]
pub struct Respond {
    /// The ISMS.
    pub file: PathBuf,
    /// The questionnaire.
    pub questionnaire: String,
    /// A file of answers (`riskwright.answers/1`); `-` for standard input.
    pub answers: PathBuf,
    /// Who answered [default: as the file says, or who sends them].
    #[arg(long, value_name = "NAME")]
    pub respondent: Option<Actor>,
    /// The risks and assets they answer for.
    #[arg(long = "for", value_name = "ID", value_delimiter = ',')]
    pub answers_for: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Responses {
    /// The ISMS.
    pub file: PathBuf,
    /// One of them, with what it proposes [default: all in short].
    pub response: Option<String>,
    /// Those alone that wait for a decision.
    #[arg(long, conflicts_with = "response")]
    pub waiting: bool,
    /// The language in which answers are put into words.
    #[arg(long, default_value = "en")]
    pub language: String,
}

#[derive(Debug, Args)]
pub struct Decide {
    /// The ISMS.
    pub file: PathBuf,
    /// The response.
    pub response: String,
    /// Accept these proposals, by their place; `all` for those that wait.
    #[arg(long, value_name = "PLACE", value_delimiter = ',', required_unless_present = "dismiss")]
    pub accept: Vec<Place>,
    /// Dismiss these proposals; `all` for those that wait.
    #[arg(long, value_name = "PLACE", value_delimiter = ',', requires = "reason")]
    pub dismiss: Vec<Place>,
    /// Why.
    #[arg(long)]
    pub reason: Option<String>,
}

/// The place of a proposal, or all that wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    All,
    At(u16),
}

impl std::str::FromStr for Place {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "all" => Ok(Self::All),
            place => place.parse().map(Self::At).map_err(|_| "write a number from 0, or all".to_owned()),
        }
    }
}

#[derive(Debug, Args)]
pub struct WebArgs {
    #[command(subcommand)]
    pub what: WebCommand,
}

#[derive(Debug, Subcommand)]
pub enum WebCommand {
    /// Write a folder for an intranet that needs no server of ours: elements, questionnaires, plugins, and a page.
    Export(WebExport),
}

#[derive(Debug, Args)]
pub struct WebExport {
    /// The ISMS whose questionnaires are asked.
    pub file: PathBuf,
    /// The folder to write.
    pub output: PathBuf,
}

#[derive(Debug, Args)]
pub struct RoomArgs {
    #[command(subcommand)]
    pub what: RoomCommand,
}

#[derive(Debug, Subcommand)]
pub enum RoomCommand {
    /// Open a room, and print the address to give to who looks.
    Open(OpenRoom),
    /// List the rooms.
    List(UsersOf),
    /// List the looks that were taken in a room.
    Looks(RoomOf),
    /// Close a room: its address is good no more, its looks stay noted.
    Close(RoomOf),
}

#[derive(Debug, Args)]
pub struct OpenRoom {
    /// The ISMS.
    pub file: PathBuf,
    /// What is shown: records (`DOC-1`, `scope`), all of a kind (`document`), reports (`report:soa`).
    #[arg(required = true, value_name = "WHAT")]
    pub shows: Vec<String>,
    /// Who looks.
    #[arg(long = "for", value_name = "NAME")]
    pub holder: Actor,
    /// The last day on which the link is good; absent: in a month.
    #[arg(long)]
    pub until: Option<Date>,
    /// Where people reach the server: the link begins with it.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8484")]
    pub url: String,
}

#[derive(Debug, Args)]
pub struct RoomOf {
    /// The ISMS.
    pub file: PathBuf,
    /// The room, as `room list` names it.
    pub room: String,
}
