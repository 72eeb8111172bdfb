//! What is told of the ISMS: the views of `riskwright_core::view` as JSON, as far as it is shown here. Whoever makes them may
//! say more.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::change::{Estimate, Lowering};

/// A record by id and title.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A score.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Rated {
    /// The score.
    pub score: f64,
    /// The level, by index.
    pub level: usize,
    /// The level's name.
    pub level_name: String,
}

/// A level and what it means.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Level {
    /// Its name.
    pub name: String,
}

/// A risk in the register.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RegisterRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Without controls.
    pub inherent: Option<Rated>,
    /// With the controls in place.
    pub current: Option<Rated>,
    /// With the plan carried out.
    pub target: Option<Rated>,
    /// The present picture by the other methodology that was asked for.
    #[serde(default)]
    pub beside: Option<Rated>,
    /// Whether the recorded scores are missing or no longer hold.
    pub wants_recording: bool,
    /// What is done about it.
    pub treated: String,
    /// What is to be done.
    pub verdict: String,
    /// Open actions.
    pub actions: usize,
    /// When it is to be looked at again.
    pub review_on: Option<String>,
}

/// A page of the register.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Register {
    /// By which methodology.
    pub methodology: String,
    /// Its levels, lowest first.
    pub levels: Vec<Level>,
    /// The levels of the other methodology.
    #[serde(default)]
    pub beside_levels: Vec<Level>,
    /// How many risks fit.
    pub total: usize,
    /// The rows of this page.
    pub rows: Vec<RegisterRow>,
}

/// An axis of the heat map.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Axis {
    /// Its name.
    pub title: String,
    /// Its levels, lowest first.
    pub levels: Vec<String>,
}

/// A cell of the heat map.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct HeatCount {
    /// The level, by index.
    pub level: Option<usize>,
    /// How many risks lie here.
    pub count: usize,
}

/// How many risks lie where.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Heat {
    /// Down.
    pub down: Axis,
    /// Across.
    pub across: Axis,
    /// The levels of risk, lowest first.
    pub levels: Vec<String>,
    /// `cells[down][across]`, lowest first.
    pub cells: Vec<Vec<HeatCount>>,
    /// Risks that lie nowhere.
    pub elsewhere: usize,
}

/// What a factor takes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorKind {
    /// Named levels, lowest first.
    Ordinal(Vec<String>),
    /// A number.
    Number(Bounds),
    /// Three numbers.
    Range(Bounds),
    /// Yes or no.
    Flag,
}

/// What a number may be.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Bounds {
    /// The unit.
    pub unit: String,
    /// The least.
    pub min: f64,
    /// The most.
    pub max: f64,
}

/// A factor of a methodology.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Factor {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// How to estimate it.
    #[serde(default)]
    pub help: String,
    /// What it takes.
    pub kind: FactorKind,
    /// Whether no score is possible without it.
    pub required: bool,
}

/// A step from factors to score.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct TraceStep {
    /// A factor's id, or a node in between.
    pub node: String,
    /// Its value in words.
    pub label: String,
    /// What it was made from.
    #[serde(default)]
    pub from: Vec<String>,
}

/// The score on record.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Recorded {
    /// The digest that pins it.
    pub digest: String,
}

/// One picture of a risk by one methodology.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct StageView {
    /// Which picture.
    pub stage: String,
    /// The score as computed now.
    pub rated: Option<Rated>,
    /// The digest that would pin it.
    pub digest: Option<String>,
    /// Why it has no score.
    pub problem: Option<String>,
    /// The steps from factors to score.
    pub trace: Vec<TraceStep>,
    /// The score on record.
    pub recorded: Option<Recorded>,
}

/// An acceptance.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Acceptance {
    /// Its id.
    pub id: String,
    /// The level accepted.
    pub level_name: String,
    /// Who accepted.
    pub by: String,
    /// When.
    pub on: String,
    /// Until when.
    pub until: String,
    /// Why.
    pub reason: String,
    /// When it was withdrawn.
    #[serde(default)]
    pub withdrawn_on: Option<String>,
}

/// Whether an acceptance stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Standing {
    /// `valid`, `expired` or `stale`.
    pub state: String,
    /// What has changed since, in words.
    #[serde(default)]
    pub reasons: Vec<String>,
}

/// An acceptance and whether it stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Acceptances {
    /// The acceptance.
    pub acceptance: Acceptance,
    /// Whether it stands, for the one that counts.
    pub standing: Option<Standing>,
}

/// A risk by one methodology.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Assessed {
    /// Which one.
    pub methodology: String,
    /// Its name.
    pub title: String,
    /// Whether its levels decide.
    pub preferred: bool,
    /// Why it can't be asked.
    pub unavailable: Option<String>,
    /// The factors it asks for.
    pub form: Vec<Factor>,
    /// Its levels.
    pub levels: Vec<Level>,
    /// The three pictures.
    pub stages: Vec<StageView>,
    /// Why the recorded scores no longer hold.
    pub stale: Vec<String>,
    /// What is to be done.
    pub verdict: Option<String>,
    /// Acceptances, the newest first.
    pub acceptances: Vec<Acceptances>,
}

/// A risk as it is recorded.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// What could happen.
    pub title: String,
    /// The same at length.
    #[serde(default)]
    pub description: String,
    /// Who owns it.
    #[serde(default)]
    pub owner: Option<String>,
    /// Without controls.
    #[serde(default)]
    pub inherent: Option<Estimate>,
    /// With the controls in place.
    #[serde(default)]
    pub current: Option<Estimate>,
    /// With the plan carried out.
    #[serde(default)]
    pub target: Option<Estimate>,
    /// Why it is closed.
    #[serde(default)]
    pub closed: Option<String>,
    /// When it is to be looked at again.
    #[serde(default)]
    pub review_on: Option<String>,
}

/// A control that bears on a risk.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ControlOf {
    /// The control.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How far it is in place.
    pub status: Option<String>,
    /// Whether it bears on the risk already.
    pub existing: bool,
    /// Whether the treatment chose it.
    pub chosen: bool,
}

/// How a risk is treated.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Treatment {
    /// The option.
    #[serde(default)]
    pub option: Option<String>,
    /// Why.
    #[serde(default)]
    pub rationale: String,
    /// The controls, each with what it takes off which factor.
    #[serde(default)]
    pub controls: BTreeMap<String, BTreeMap<String, Lowering>>,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ActionCard {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub title: String,
    /// How it stands.
    pub status: String,
    /// Who does it.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<String>,
    /// Whether it should have been done.
    pub overdue: bool,
    /// When it was carried out.
    pub done_on: Option<String>,
    /// The risks it serves.
    pub scenarios: Vec<Named>,
    /// The controls it brings about.
    pub controls: Vec<String>,
    /// How many pieces of evidence there are.
    pub evidence: usize,
}

/// One risk with everything.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RiskView {
    /// The risk as it is recorded.
    pub scenario: Scenario,
    /// The assets it hits.
    pub assets: Vec<Named>,
    /// The threats at work.
    pub threats: Vec<Named>,
    /// The vulnerabilities exploited.
    pub vulnerabilities: Vec<Named>,
    /// The controls that bear on it or are to.
    pub controls: Vec<ControlOf>,
    /// By each methodology, the preferred one first.
    pub assessed: Vec<Assessed>,
    /// How it is treated.
    pub treatment: Option<Treatment>,
    /// The actions that serve it.
    pub actions: Vec<ActionCard>,
}

/// A risk beyond the criteria.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RiskCard {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Its present score.
    pub present: Option<Rated>,
    /// With the plan carried out.
    pub target: Option<Rated>,
    /// What is done about it.
    pub treated: String,
    /// Open actions for it.
    pub actions: usize,
    /// The earliest date on which one of them is due.
    pub due: Option<String>,
    /// Until when it is accepted, and whether that stands.
    pub accepted: Option<(String, Standing)>,
}

/// A column of the board.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Column<C> {
    /// What all in it share.
    pub state: String,
    /// How many there are.
    pub total: usize,
    /// The cards.
    pub cards: Vec<C>,
}

/// The treatment board.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Board {
    /// The levels of risk, lowest first.
    pub levels: Vec<Level>,
    /// Actions by status.
    pub actions: Vec<Column<ActionCard>>,
    /// Risks by what is to be done.
    pub risks: Vec<Column<RiskCard>>,
}

/// A reason for a control.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Reason {
    /// `risk`, `legal`, `contractual`, `business`, `baseline` or `decision`.
    pub kind: String,
    /// Risks that it treats.
    #[serde(default)]
    pub scenarios: Vec<String>,
    /// Laws, contracts, expectations.
    #[serde(default)]
    pub requirements: Vec<String>,
    /// Why someone decided so.
    #[serde(default)]
    pub reason: String,
}

/// What shows that a control works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it shows.
    pub title: String,
    /// Where it is.
    #[serde(default, alias = "link")]
    pub location: Option<String>,
    /// The digest of the file.
    #[serde(default)]
    pub digest: Option<String>,
}

/// A control's line.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SoaRow {
    /// The control.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The theme or category.
    pub group: String,
    /// `included` or `excluded`.
    pub applicability: String,
    /// Why it is included.
    pub reasons: Vec<Reason>,
    /// Why it is excluded, or included against what was derived.
    pub justification: Option<String>,
    /// Whether a person decided against what was derived.
    pub overridden: bool,
    /// How far it is in place.
    pub status: Option<String>,
    /// How.
    pub implementation: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What shows that it works.
    pub evidence: Vec<Evidence>,
    /// Whether the control has a record of its own.
    pub recorded: bool,
    /// Risks and requirements with their titles.
    pub named: Vec<Named>,
    /// Responses that propose a status nobody has decided on yet.
    pub proposed: Vec<(String, String)>,
}

/// The Statement of Applicability.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SoaView {
    /// The edition.
    pub edition: String,
    /// Whether it is a version that was approved, in words.
    pub standing: String,
    /// The digest that an approval would name.
    pub digest: String,
    /// How many controls are included and excluded.
    pub included: (usize, usize),
    /// How many of the included ones stand how.
    pub statuses: Vec<(Option<String>, usize)>,
    /// The lines.
    pub rows: Vec<SoaRow>,
}

/// What an auditor would find.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// The clause it serves.
    pub clause: String,
    /// How grave it is.
    pub severity: String,
    /// What was found.
    pub message: String,
    /// What would mend it.
    pub help: String,
}

/// A page of what an auditor would find.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct CheckView {
    /// How many there are of each severity.
    pub counts: Vec<(String, usize)>,
    /// How many fit.
    pub total: usize,
    /// Those of this page, each with the record that mends it: `control/A.8.13`.
    pub findings: Vec<(String, Finding)>,
}

/// A response in the list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ResponseRow {
    /// Its id.
    pub id: String,
    /// The questionnaire's name.
    pub title: Option<String>,
    /// The questionnaire.
    pub questionnaire: String,
    /// Who answered.
    pub respondent: String,
    /// When it was sent.
    pub sent_at: String,
    /// Proposals that wait for a decision.
    pub waiting: usize,
    /// Proposals that were accepted.
    pub accepted: usize,
    /// Proposals that were dismissed.
    pub dismissed: usize,
}

/// The responses there are.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Responses {
    /// How many there are.
    pub total: usize,
    /// The latest.
    pub responses: Vec<ResponseRow>,
}

/// A questionnaire.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Questionnaire {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its version.
    pub version: String,
    /// How many responses there are.
    pub responses: usize,
    /// Whether it is no longer asked.
    pub retired: bool,
}

/// The questionnaires in use.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Questionnaires {
    /// By id.
    pub questionnaires: Vec<Questionnaire>,
}

/// Who was invited.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Invited {
    /// Who is to answer.
    pub respondent: String,
    /// Until when.
    pub until: String,
    /// The address to give them.
    pub address: String,
}

/// A text in several languages, in the one that was asked for where there is it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Text {
    /// The language.
    pub language: String,
    /// The text.
    pub text: String,
}

/// An answer in words.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AnswerRow {
    /// The item.
    pub item: String,
    /// The question.
    pub title: Vec<Text>,
    /// The answer in words.
    pub answer: String,
    /// The comment.
    pub comment: String,
    /// The evidence.
    pub evidence: Vec<Evidence>,
}

/// What a response proposes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proposed {
    /// A control's status.
    ControlStatus {
        /// The control.
        control: String,
        /// Its status.
        status: String,
    },
    /// A factor of every risk the respondent answers for.
    FactorLevel {
        /// The factor.
        factor: String,
        /// Its level, counted from 0.
        level: usize,
    },
    /// Something an auditor would raise.
    Finding {
        /// How grave it is.
        severity: String,
        /// The clause or control it is against.
        against: String,
    },
}

/// How the ISMS stands to a proposal now.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// Accepting it changes something.
    Holds,
    /// It is so already.
    AlreadySo,
    /// The control has got another status since.
    Changed {
        /// Its status then.
        was: Option<String>,
        /// Its status now.
        is: Option<String>,
    },
    /// It can't be accepted.
    Nothing(String),
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Ruled {
    /// `accepted` or `dismissed`.
    pub ruling: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub on: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// A proposal beside the answers that led to it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ProposalRow {
    /// Its place.
    pub place: usize,
    /// What is proposed.
    pub change: Proposed,
    /// Why.
    pub reason: Vec<Text>,
    /// The answers that led to it.
    pub answers: Vec<AnswerRow>,
    /// How the ISMS stands to it now.
    pub ground: Ground,
    /// What was decided.
    pub decided: Option<Ruled>,
}

/// One response.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ResponseView {
    /// Its id.
    pub id: String,
    /// The questionnaire's name.
    pub title: Option<String>,
    /// The questionnaire.
    pub questionnaire: String,
    /// Who answered.
    pub respondent: String,
    /// When it was sent.
    pub sent_at: String,
    /// Proposals that wait for a decision.
    pub waiting: usize,
    /// The assets it answers for.
    pub assets: Vec<Named>,
    /// The open risks whose factors it answers for.
    pub risks: Vec<Named>,
    /// What it proposes.
    pub proposals: Vec<ProposalRow>,
    /// All answers.
    pub answers: Vec<AnswerRow>,
}

/// How many open risks are at a level.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct LevelCount {
    /// The level's name.
    pub name: String,
    /// Without controls.
    pub inherent: usize,
    /// At present.
    pub present: usize,
    /// With the plan carried out.
    pub target: usize,
}

/// Where the ISMS stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Overview {
    /// The organisation.
    pub organisation: String,
    /// Open risks by level, lowest first.
    pub levels: Vec<LevelCount>,
    /// Open risks by what is to be done.
    pub verdicts: Vec<(String, usize)>,
    /// Open risks whose recorded score is missing or no longer holds.
    pub unrecorded: usize,
    /// Actions past their date.
    pub overdue: usize,
    /// Controls that are included, by status.
    pub controls: Vec<(Option<String>, usize)>,
    /// What an auditor would find, by severity.
    pub findings: Vec<(String, usize)>,
    /// Proposals of responses that wait for a decision.
    pub waiting: usize,
}

/// A methodology in use.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Methodology {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// Records of a kind.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Methodologies {
    /// The records.
    pub records: Vec<Methodology>,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Made {
    /// The entry that records it; none where all was so already.
    pub entry: Option<u64>,
    /// What it did, in words.
    pub changes: Vec<String>,
}
