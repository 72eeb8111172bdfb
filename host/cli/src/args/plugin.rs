//! What can be said behind `riskwright plugin`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use riskwright_core::id::MethodologyId;
use riskwright_core::quantity::{Date, Title};

#[derive(Debug, Args)]
pub struct PluginArgs {
    #[command(subcommand)]
    pub what: PluginCommand,
}

#[derive(Debug, Subcommand)]
pub enum PluginCommand {
    /// Begin a plugin: a folder with a small method, catalogue or questionnaire that works, and its tests.
    New(New),
    /// Make a package: of a plugin's folder, of a component and its manifest, of a method.toml, of an OSCAL catalogue, of
    /// a workbook of controls.
    Build(Build),
    /// Try a package: answers everything, within its scale, the same each time, worse never lower, and so on.
    Test(Test),
    /// Measure a package: instantiate, one row, many rows, memory, size.
    Bench(Bench),
    /// Read what a package says of itself, without running a line of it.
    Inspect(Inspect),
    /// Make a key to sign packages with.
    Keygen(Keygen),
    /// Sign a package.
    Sign(Sign),
    /// Hold a package's signatures against whom you trust.
    Verify(VerifyPackage),
    /// Trust a key: add it to the trust policy.
    Trust(TrustKey),
    /// Install a package, and put its methodology in use.
    Install(Install),
    /// Put an installed plugin's methodology in use once more: under other settings, or mapped otherwise.
    Adopt(Adopt),
    /// List what is installed, or, without a file, what ships with Riskwright.
    List(List),
    /// Put another version of an installed plugin in its place; --dry-run says which scores would change.
    Upgrade(Upgrade),
    /// Remove a plugin that nothing rests on; --with-methodologies takes those along that do.
    Remove(Remove),
    /// Ask a plugin's questionnaire: what is to be answered, and what follows from answers.
    Ask(Ask),
    /// Run a plugin again that was set aside after repeated failures.
    BringBack(BringBack),
    /// Make an ES module of a package, for browsers and node.
    Transpile(Transpile),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PluginKind {
    /// Scores from factors.
    Methodology,
    /// Controls.
    Catalogue,
    /// Questions, and what follows from the answers.
    Questionnaire,
}

#[derive(Debug, Args)]
pub struct New {
    /// Its name, with the publisher before it or without: `acme.exposure`. The folder is called so too.
    pub name: String,
    /// What it offers.
    #[arg(long, default_value = "methodology")]
    pub kind: PluginKind,
    /// Who ships it.
    #[arg(long)]
    pub publisher: Option<String>,
    /// The folder to make it in [default: here].
    #[arg(long = "in", value_name = "DIR", default_value = ".")]
    pub place: PathBuf,
    /// Where the SDK is: the folder plugins/sdk of Riskwright's sources [default: of those this program was built from].
    #[arg(long, value_name = "DIR")]
    pub sdk: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Build {
    /// A plugin's folder, a .wasm component that another tool built, a .toml of a matrix method, a .json of an OSCAL
    /// catalogue, a .xlsx or .csv of controls.
    #[arg(default_value = ".")]
    pub source: PathBuf,
    /// What the package of a component says of itself [default: manifest.json beside the component].
    #[arg(long, value_name = "JSON")]
    pub manifest: Option<PathBuf>,
    /// Where to write the package [default: beside the source, named by id and version].
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    /// Sign it with the key in this file.
    #[arg(long, value_name = "KEY")]
    pub key: Option<PathBuf>,
    /// The package's id, where the source does not say it (catalogues).
    #[arg(long)]
    pub id: Option<String>,
    /// The package's version, where the source does not say it (catalogues).
    #[arg(long)]
    pub version: Option<String>,
    /// Who ships it, where the source does not say it (catalogues).
    #[arg(long, default_value = "unknown")]
    pub publisher: String,
    /// Its licence, an SPDX expression, where the source does not say it (catalogues).
    #[arg(long, default_value = "LicenseRef-unknown")]
    pub licence: String,
    /// Its title, where the source's own won't do (catalogues).
    #[arg(long)]
    pub title: Option<String>,
    /// The language of its texts (catalogues).
    #[arg(long, default_value = "en")]
    pub language: String,
}

#[derive(Debug, Args)]
pub struct Test {
    /// A package, or the name of one that ships with Riskwright.
    pub package: PathBuf,
    /// Where random cases begin: the same number gives the same cases.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many random rows, or walks through a questionnaire.
    #[arg(long)]
    pub cases: Option<usize>,
}

#[derive(Debug, Args)]
pub struct Bench {
    /// A package, or the name of one that ships with Riskwright.
    pub package: PathBuf,
}

#[derive(Debug, Args)]
pub struct Inspect {
    /// A package, or the name of one that ships with Riskwright.
    pub package: PathBuf,
}

#[derive(Debug, Args)]
pub struct Keygen {
    /// Where to write the secret key.
    #[arg(default_value = "riskwright.key")]
    pub output: PathBuf,
}

#[derive(Debug, Args)]
pub struct Sign {
    /// The package.
    pub package: PathBuf,
    /// The file with the secret key.
    #[arg(long, value_name = "KEY", default_value = "riskwright.key")]
    pub key: PathBuf,
    /// Where to write the signed package [default: in the package's place].
    #[arg(long, short)]
    pub output: Option<PathBuf>,
}

/// Whom to trust.
#[derive(Debug, Clone, Args)]
pub struct Trusting {
    /// The trust policy [default: riskwright/trust.toml among the user's settings].
    #[arg(long = "trust", value_name = "TOML", env = "RISKWRIGHT_TRUST")]
    pub policy: Option<PathBuf>,
    /// Take a package that nobody signed, this once.
    #[arg(long)]
    pub allow_unsigned: bool,
}

#[derive(Debug, Args)]
pub struct VerifyPackage {
    /// The package.
    pub package: PathBuf,
    #[command(flatten)]
    pub trusting: Trusting,
}

#[derive(Debug, Args)]
pub struct TrustKey {
    /// The public key, or a file with it.
    pub key: String,
    /// Whose key it is.
    #[arg(long)]
    pub owner: String,
    /// Which packages it may sign: `acme.*`. Can be given more than once.
    #[arg(long = "id", value_name = "PATTERN", required = true)]
    pub ids: Vec<String>,
    /// The last day on which it counts.
    #[arg(long, value_name = "DATE")]
    pub expires: Option<Date>,
    /// The trust policy [default: riskwright/trust.toml among the user's settings].
    #[arg(long = "trust", value_name = "TOML", env = "RISKWRIGHT_TRUST")]
    pub policy: Option<PathBuf>,
}

/// How a plugin's methodology is put in use.
#[derive(Debug, Clone, Default, Args)]
pub struct Adoption {
    /// The methodology's name in the ISMS [default: the last part of the plugin's id].
    #[arg(long = "as", value_name = "ID")]
    pub name: Option<String>,
    /// Its title [default: the plugin's].
    #[arg(long)]
    pub title: Option<Title>,
    /// Its settings, as JSON or @FILE.
    #[arg(long, value_name = "JSON")]
    pub settings: Option<String>,
    /// Take a factor from one of the organisation's: `impact=consequence`, or level by level,
    /// `impact=consequence:0,1,1,2,2`. `impact=` leaves it the plugin's own. Can be given more than once.
    #[arg(long = "map", value_name = "FACTOR=SOURCE")]
    pub maps: Vec<String>,
    /// What each of its levels means, lowest first: `acceptable,tolerable,unacceptable`.
    #[arg(long, value_name = "MEANINGS", value_delimiter = ',')]
    pub levels: Vec<String>,
    /// The language its names are taken over in.
    #[arg(long, default_value = "en")]
    pub language: String,
}

#[derive(Debug, Args)]
pub struct Install {
    /// The ISMS.
    pub file: PathBuf,
    /// A package, or the name of one that ships with Riskwright.
    pub package: PathBuf,
    #[command(flatten)]
    pub trusting: Trusting,
    #[command(flatten)]
    pub adoption: Adoption,
    /// Install it without putting its methodology in use.
    #[arg(long)]
    pub no_adopt: bool,
    /// Take a version older than one that was installed before.
    #[arg(long)]
    pub allow_older: bool,
}

#[derive(Debug, Args)]
pub struct Adopt {
    /// The ISMS.
    pub file: PathBuf,
    /// The plugin's id, or its last part.
    pub plugin: String,
    #[command(flatten)]
    pub adoption: Adoption,
}

#[derive(Debug, Args)]
pub struct List {
    /// The ISMS; without one, the packages that ship with Riskwright.
    pub file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Upgrade {
    /// The ISMS.
    pub file: PathBuf,
    /// The package that is to be in place of the installed one.
    pub package: PathBuf,
    #[command(flatten)]
    pub trusting: Trusting,
    /// Say which scores, levels and acceptances would change, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Take an older version, or another package of the same version.
    #[arg(long)]
    pub allow_older: bool,
    #[command(flatten)]
    pub readoption: Readoption,
}

/// What is decided anew of the methodologies that rest on a plugin; what is left out stays as it is.
#[derive(Debug, Clone, Default, Args)]
pub struct Readoption {
    /// Which methodology this is about, where several rest on the plugin.
    #[arg(long, value_name = "ID")]
    pub methodology: Option<MethodologyId>,
    /// Its settings, as JSON or @FILE.
    #[arg(long, value_name = "JSON")]
    pub settings: Option<String>,
    /// Take a factor from one of the organisation's, as in `plugin install`. Can be given more than once.
    #[arg(long = "map", value_name = "FACTOR=SOURCE")]
    pub maps: Vec<String>,
    /// What each of its levels means, lowest first: `acceptable,tolerable,unacceptable`.
    #[arg(long, value_name = "MEANINGS", value_delimiter = ',')]
    pub levels: Vec<String>,
}

impl Readoption {
    /// Whether anything is decided.
    pub fn decides(&self) -> bool {
        self.settings.is_some() || !self.maps.is_empty() || !self.levels.is_empty()
    }
}

#[derive(Debug, Args)]
pub struct Remove {
    /// The ISMS.
    pub file: PathBuf,
    /// The plugin's id, or its last part.
    pub plugin: String,
    /// Take the methodologies along that rest on it, with their scores.
    #[arg(long)]
    pub with_methodologies: bool,
}

#[derive(Debug, Args)]
pub struct Ask {
    /// A package, or the name of one that ships with Riskwright.
    pub package: PathBuf,
    /// Answers as JSON: `{"item": value, …}`, or a list of `{"item", "value"}` [default: none yet].
    #[arg(long, value_name = "JSON")]
    pub answers: Option<PathBuf>,
    /// The language of texts.
    #[arg(long, default_value = "en")]
    pub language: String,
    #[command(flatten)]
    pub trusting: Trusting,
}

#[derive(Debug, Args)]
pub struct BringBack {
    /// The ISMS.
    pub file: PathBuf,
    /// The plugin's id, or its last part.
    pub plugin: String,
}

#[derive(Debug, Args)]
pub struct Transpile {
    /// A package, or the name of one that ships with Riskwright.
    pub package: PathBuf,
    /// The folder to write the module to.
    #[arg(long, short, default_value = "module")]
    pub output: PathBuf,
}
