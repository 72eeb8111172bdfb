//! All that is due, from every record; and what waits for somebody.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::applicability::ImplementationStatus;
use crate::applicability::effectiveness::LastChecks;
use crate::audit::{AuditState, ProgrammeState};
use crate::certification::MilestoneKind;
use crate::context::{Duty, ObjectiveStatus};
use crate::documentation::{DocumentState, reading};
use crate::evaluation::latest_acceptances;
use crate::id::{DocumentId, FindingId, Identifier};
use crate::isms::{Isms, Kind, RecordRef, control_title};
use crate::measurement;
use crate::methodology::ScoreRecord;
use crate::methodology::matrix::Acceptance;
use crate::quantity::{Actor, Date};
use crate::record::words;
use crate::response::Response;
use crate::review::ReviewState;

words! {
    /// What is due.
    pub enum DueKind {
        /// An action is to be carried out.
        Action = "action",
        /// A risk's own day to be looked at again.
        RiskReview = "risk-review",
        /// The first of the risks is to be assessed again, by the interval of the criteria.
        Reassessment = "reassessment",
        /// The acceptance of a risk ends.
        AcceptanceEnd = "acceptance-end",
        /// Whether a control works is to be looked at again.
        ControlCheck = "control-check",
        /// The last evidence for a control that is in place ends.
        EvidenceEnd = "evidence-end",
        /// A document is to be looked at again.
        DocumentReview = "document-review",
        /// A measure is to have its next value.
        Measurement = "measurement",
        /// An objective is to be reached.
        Objective = "objective",
        /// A management review is to be held.
        ManagementReview = "management-review",
        /// A decision of a management review is to be carried out, and no action does it.
        Decision = "decision",
        /// An audit begins.
        Audit = "audit",
        /// An audit that has begun ends.
        AuditEnd = "audit-end",
        /// An audit programme ends.
        ProgrammeEnd = "programme-end",
        /// A finding is to be dealt with.
        Finding = "finding",
        /// A nonconformity is to be closed.
        Nonconformity = "nonconformity",
        /// An improvement is to be made.
        Improvement = "improvement",
        /// A planned change is to be made.
        PlannedChange = "planned-change",
        /// The second stage of a certification is to have taken place.
        Stage2 = "stage-2",
        /// A surveillance audit is to have taken place.
        Surveillance = "surveillance",
        /// Recertification is to begin.
        RecertificationBegin = "recertification-begin",
        /// A certificate ends.
        CertificateEnd = "certificate-end",
    }
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Due {
    /// When.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub on: Date,
    /// What.
    pub what: DueKind,
    /// The record that says so.
    pub record: RecordRef,
    /// The record's title.
    pub title: String,
    /// Whose it is.
    pub who: Option<Actor>,
    /// Whether the day has passed.
    pub overdue: bool,
}

/// Where what is due is gathered.
struct Days {
    from: Date,
    until: Date,
    all: Vec<Due>,
}

impl Days {
    fn note(
        &mut self,
        (on, what): (Option<Date>, DueKind),
        record: impl FnOnce() -> RecordRef,
        title: impl FnOnce() -> String,
        who: Option<&Actor>,
    ) {
        if let Some(on) = on.filter(|on| *on <= self.until) {
            let (record, title) = (record(), title());
            self.all.push(Due { on, what, record, title, who: who.cloned(), overdue: on < self.from });
        }
    }
}

fn at<'a>(kind: Kind, id: &'a impl Identifier) -> impl FnOnce() -> RecordRef + 'a {
    move || RecordRef::new(kind, id)
}

fn said<'a>(title: &'a impl ToString) -> impl FnOnce() -> String + 'a {
    || title.to_string()
}

/// All that is due until a day and not done: by day, kind and record. What was due before `from` is overdue and stands first.
///
/// ```
/// use riskwright_core::calendar::due;
/// use riskwright_core::change::Change;
/// use riskwright_core::isms::Isms;
/// let mut isms = Isms::new("Example Ltd".parse().unwrap());
/// let plan: Change =
///     serde_json::from_str(r#"{"action.plan":{"id":"TA-1","title":"Back up","owner":"Tom","due":"2026-10-30"}}"#).unwrap();
/// isms.apply(&plan, &"Ann".parse().unwrap(), "2026-10-01T08:00:00Z".parse().unwrap()).unwrap();
/// let all = due(&isms, "2026-11-02".parse().unwrap(), "2026-12-31".parse().unwrap());
/// assert_eq!((all[0].record.to_string(), all[0].overdue), ("TA-1".to_owned(), true));
/// ```
#[must_use]
pub fn due(isms: &Isms, from: Date, until: Date) -> Vec<Due> {
    let mut days = Days { from, until, all: Vec::new() };
    risks(isms, &mut days);
    treatment(isms, &mut days);
    performance(isms, &mut days);
    audits(isms, &mut days);
    certifications(isms, &mut days);
    improvement(isms, &mut days);
    let mut all = days.all;
    all.sort_by(|a, b| {
        (a.on, a.what)
            .cmp(&(b.on, b.what))
            .then_with(|| (a.record.kind, &a.record.id).cmp(&(b.record.kind, &b.record.id)))
    });
    all
}

fn risks(isms: &Isms, days: &mut Days) {
    let mut first: Option<Date> = None;
    for risk in isms.scenarios().values().filter(|risk| risk.is_open()) {
        let assessed = isms.score_of(&risk.id, &isms.criteria().methodology).map(|record| record.on);
        first = [first, assessed].into_iter().flatten().min();
        let again = risk.review_on.filter(|on| assessed.is_none_or(|assessed| assessed < *on));
        days.note(
            (again, DueKind::RiskReview),
            at(Kind::RiskScenario, &risk.id),
            said(&risk.title),
            risk.owner.as_ref(),
        );
    }
    let again = first.zip(isms.criteria().reassess_months).map(|(on, months)| on.plus_months(months));
    days.note(
        (again, DueKind::Reassessment),
        || RecordRef::single(Kind::RiskCriteria),
        || Kind::RiskCriteria.to_string(),
        None,
    );
}

fn treatment(isms: &Isms, days: &mut Days) {
    for action in isms.actions().values().filter(|action| action.is_open()) {
        days.note(
            (action.due, DueKind::Action),
            at(Kind::Action, &action.id),
            said(&action.title),
            action.owner.as_ref(),
        );
    }
    if let Some(preferred) = isms.preferred_methodology() {
        let policies = preferred.policies();
        // within the criteria no acceptance is needed
        let needed = |record: &ScoreRecord| {
            let level =
                record.current.as_ref().or(record.inherent.as_ref()).map(|score| usize::from(score.level));
            let policy = level.and_then(|level| policies.get(level));
            policy.is_some_and(|policy| policy.acceptance == Acceptance::Unacceptable)
        };
        for (id, acceptance) in latest_acceptances(isms, preferred) {
            let Some(risk) = isms.scenarios().get(id).filter(|risk| risk.is_open()) else { continue };
            if isms.score_of(id, &preferred.id).is_some_and(needed) {
                days.note(
                    (Some(acceptance.until), DueKind::AcceptanceEnd),
                    at(Kind::RiskAcceptance, &acceptance.id),
                    said(&risk.title),
                    risk.owner.as_ref(),
                );
            }
        }
    }
    for check in LastChecks::of(isms, days.from).all() {
        days.note(
            (check.again_on, DueKind::ControlCheck),
            at(Kind::ControlCheck, &check.id),
            || control_title(isms, &check.control),
            check.by.as_ref().or_else(|| isms.controls().get(&check.control)?.owner.as_ref()),
        );
    }
    for control in isms.controls().values() {
        let in_place = matches!(
            control.status,
            Some(ImplementationStatus::Implemented | ImplementationStatus::Alternative)
        );
        let ends = control.evidence.iter().map(|evidence| evidence.valid_until);
        // one piece without end is enough
        let last = ends.collect::<Option<Vec<Date>>>().and_then(|ends| ends.into_iter().max());
        days.note(
            (last.filter(|_| in_place), DueKind::EvidenceEnd),
            at(Kind::Control, &control.id),
            || control_title(isms, &control.id),
            control.owner.as_ref(),
        );
    }
}

fn performance(isms: &Isms, days: &mut Days) {
    for document in isms.documents().values() {
        days.note(
            (document.review_on(), DueKind::DocumentReview),
            at(Kind::Document, &document.id),
            said(&document.title),
            document.owner.as_ref().or(document.author.as_ref()),
        );
    }
    for series in measurement::all(isms, days.from) {
        let measure = series.measure;
        days.note(
            (series.next, DueKind::Measurement),
            at(Kind::Measure, &measure.id),
            said(&measure.title),
            measure.measured_by.as_ref(),
        );
    }
    for objective in isms.objectives().values() {
        let pursued = !matches!(
            objective.status,
            Some(ObjectiveStatus::Achieved | ObjectiveStatus::Missed | ObjectiveStatus::Dropped)
        );
        days.note(
            (objective.due.filter(|_| pursued), DueKind::Objective),
            at(Kind::Objective, &objective.id),
            said(&objective.title),
            objective.responsible.as_ref(),
        );
    }
    for review in isms.reviews().values() {
        let title = || review.title.as_ref().map_or_else(|| review.id.to_string(), ToString::to_string);
        let planned = matches!(review.life.state, ReviewState::Planned | ReviewState::Prepared);
        days.note(
            (Some(review.planned_on).filter(|_| planned), DueKind::ManagementReview),
            at(Kind::ManagementReview, &review.id),
            title,
            review.chair.as_ref(),
        );
        let decided = matches!(review.life.state, ReviewState::Held | ReviewState::Approved);
        for decision in review.decisions.iter().filter(|decision| decided && decision.actions.is_empty()) {
            days.note(
                (decision.due, DueKind::Decision),
                at(Kind::ManagementReview, &review.id),
                said(&decision.text),
                decision.responsible.as_ref(),
            );
        }
    }
}

fn audits(isms: &Isms, days: &mut Days) {
    for programme in isms.programmes().values() {
        let runs = programme.life.state == ProgrammeState::Approved;
        days.note(
            (Some(programme.until).filter(|_| runs), DueKind::ProgrammeEnd),
            at(Kind::AuditProgramme, &programme.id),
            said(&programme.title),
            programme.responsible.as_ref(),
        );
    }
    for audit in isms.audits().values() {
        let (on, what) = match audit.life.state {
            AuditState::Planned | AuditState::Prepared => (audit.from, DueKind::Audit),
            AuditState::InProgress => (audit.to.or(audit.from), DueKind::AuditEnd),
            _ => continue,
        };
        days.note((on, what), at(Kind::Audit, &audit.id), said(&audit.title), audit.lead.as_ref());
    }
    let taken = isms.nonconformities().values().filter_map(|known| known.finding.as_ref());
    let taken: std::collections::BTreeSet<&FindingId> = taken.collect();
    // what became a nonconformity is due with that
    for finding in isms.findings().values().filter(|known| known.is_open() && !taken.contains(&known.id)) {
        days.note(
            (finding.due, DueKind::Finding),
            at(Kind::AuditFinding, &finding.id),
            said(&finding.title),
            finding.owner.as_ref(),
        );
    }
}

fn certifications(isms: &Isms, days: &mut Days) {
    for certification in isms.certifications().values() {
        for milestone in certification.milestones(days.from) {
            let what = match milestone.what {
                MilestoneKind::Stage2 => DueKind::Stage2,
                MilestoneKind::Surveillance => DueKind::Surveillance,
                MilestoneKind::RecertificationBegin => DueKind::RecertificationBegin,
                MilestoneKind::RecertificationEnd => DueKind::CertificateEnd,
            };
            days.note(
                (Some(milestone.by), what),
                at(Kind::Certification, &certification.id),
                said(&certification.title),
                None,
            );
        }
    }
}

fn improvement(isms: &Isms, days: &mut Days) {
    for known in isms.nonconformities().values().filter(|known| known.is_open()) {
        days.note(
            (known.due, DueKind::Nonconformity),
            at(Kind::Nonconformity, &known.id),
            said(&known.title),
            known.owner.as_ref(),
        );
    }
    for known in isms.improvements().values().filter(|known| known.is_open()) {
        days.note(
            (known.due, DueKind::Improvement),
            at(Kind::Improvement, &known.id),
            said(&known.title),
            known.owner.as_ref(),
        );
    }
    for known in isms.planned_changes().values().filter(|known| known.is_open()) {
        days.note(
            (known.due, DueKind::PlannedChange),
            at(Kind::PlannedChange, &known.id),
            said(&known.title),
            known.responsible.as_ref(),
        );
    }
}

/// So many months ahead something is due soon.
pub const SOON_MONTHS: u16 = 1;

/// So many months ahead something is due that a list of records tells: every day that is on record, but for slips of the pen.
pub(crate) const FAR_MONTHS: u16 = 1_200;

/// A record that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waits {
    /// Which.
    pub record: RecordRef,
    /// Its title.
    pub title: String,
    /// Since when it waits.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub since: Option<Date>,
}

/// What waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waiting {
    /// What is theirs, and overdue or due within a month.
    pub due: Vec<Due>,
    /// Documents handed in by others, to be looked at and approved or given back.
    pub approve: Vec<Waits>,
    /// Documents to be read and confirmed.
    pub acknowledge: Vec<Waits>,
    /// Responses of others that propose something: to those who own what they are about, and to whoever keeps the ISMS in
    /// conformity (5.3 a).
    pub decide: Vec<Waits>,
}

/// What waits for an actor as of a day. Roles count: what is a role's waits for whoever holds it.
#[must_use]
pub fn waiting(isms: &Isms, actor: &Actor, today: Date) -> Waiting {
    let mut known: BTreeMap<Actor, bool> = BTreeMap::new();
    let mut theirs = |who: &Actor| match known.get(who) {
        Some(theirs) => *theirs,
        None => {
            let theirs = isms.stands_for(who, actor);
            known.insert(who.clone(), theirs);
            theirs
        }
    };
    let mut all = due(isms, today, today.plus_months(SOON_MONTHS));
    all.retain(|due| due.who.as_ref().is_some_and(&mut theirs));
    let documents = || isms.documents().values();
    let document = |document: &crate::documentation::Document, since| Waits {
        record: RecordRef::new(Kind::Document, &document.id),
        title: document.title.to_string(),
        since,
    };
    let handed_in = documents().filter(|document| document.life.state == DocumentState::InReview);
    let approve = handed_in
        .filter(|document| !document.author.as_ref().is_some_and(&mut theirs))
        .map(|known| document(known, known.life.since()))
        .collect();
    let acknowledge = documents()
        .filter(|document| document.awaits(isms, actor))
        .map(|known| document(known, known.in_force().map(|version| version.since)))
        .collect();
    let kept = isms.roles().values().filter(|role| role.covers.contains(&Duty::Conformity));
    let keeper = kept.filter_map(|role| role.person.as_ref()).any(&mut theirs);
    let decide = isms
        .responses()
        .values()
        .filter(|response| response.waiting().next().is_some() && !theirs(&response.respondent))
        .filter(|response| keeper || owns(isms, response, &mut |who| isms.stands_for(who, actor)))
        .map(|response| Waits {
            record: RecordRef::new(Kind::Response, &response.id),
            title: isms
                .questionnaires()
                .get(&response.questionnaire)
                .map_or_else(|| response.id.to_string(), |known| known.title.to_string()),
            since: Some(Date::of(response.sent_at)),
        })
        .collect();
    Waiting { due: all, approve, acknowledge, decide }
}

/// What somebody is to be reminded of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reminder {
    /// Who: a person, or a role that nobody holds.
    pub who: Actor,
    /// What waits for them. What anyone but its author may approve is told to the document's owner alone.
    pub waiting: Waiting,
}

/// Everyone for whom something waits, with what does, as of a day: by name. What is a role's is told to whoever holds it.
///
/// ```
/// use riskwright_core::{calendar::reminders, change::Change, isms::Isms};
/// let mut isms = Isms::new("Example Ltd".parse().unwrap());
/// for json in [
///     r#"{"role.define":{"id":"RO-1","title":"IT lead","person":"Tom"}}"#,
///     r#"{"action.plan":{"id":"TA-1","title":"Back up","owner":"IT lead","due":"2026-10-30"}}"#,
/// ] {
///     let change: Change = serde_json::from_str(json).unwrap();
///     isms.apply(&change, &"Ann".parse().unwrap(), "2026-10-01T08:00:00Z".parse().unwrap()).unwrap();
/// }
/// let all = reminders(&isms, "2026-11-02".parse().unwrap());
/// assert_eq!((all.len(), all[0].who.as_str(), all[0].waiting.due.len()), (1, "Tom", 1));
/// ```
#[must_use]
pub fn reminders(isms: &Isms, today: Date) -> Vec<Reminder> {
    let mut people: BTreeMap<String, Actor> = BTreeMap::new();
    let mut meet = |name: &Actor| {
        let role = isms.roles().values().find(|role| role.is_held_by(name));
        let person = role.and_then(|role| role.person.as_ref()).unwrap_or(name);
        people.entry(person.to_lowercase()).or_insert_with(|| person.clone());
    };
    for due in due(isms, today, today.plus_months(SOON_MONTHS)) {
        due.who.iter().for_each(&mut meet);
    }
    for unread in reading::unread(isms) {
        unread.by.iter().filter_map(|name| name.parse().ok()).for_each(|name| meet(&name));
    }
    for document in isms.documents().values() {
        document.owner.iter().for_each(&mut meet);
    }
    if isms.responses().values().any(|response| response.waiting().next().is_some()) {
        let kept = isms.roles().values().filter(|role| role.covers.contains(&Duty::Conformity));
        kept.filter_map(|role| role.person.as_ref()).for_each(&mut meet);
        isms.assets().values().filter_map(|asset| asset.owner.as_ref()).for_each(&mut meet);
        isms.scenarios().values().filter_map(|risk| risk.owner.as_ref()).for_each(&mut meet);
    }
    let all = people.into_values().map(|who| {
        let mut waiting = waiting(isms, &who, today);
        waiting.approve.retain(|waits| {
            let document = isms.documents().get(&DocumentId::like(&waits.record.id));
            document.and_then(|known| known.owner.as_ref()).is_some_and(|owner| isms.stands_for(owner, &who))
        });
        Reminder { who, waiting }
    });
    all.filter(|reminder| reminder.waiting != Waiting::default()).collect()
}

/// Whether somebody owns an asset or a risk that a response answers for.
fn owns(isms: &Isms, response: &Response, theirs: &mut dyn FnMut(&Actor) -> bool) -> bool {
    let assets = response.assets.iter().filter_map(|id| isms.assets().get(id)?.owner.as_ref());
    let risks = response.scenarios.iter().filter_map(|id| isms.scenarios().get(id)?.owner.as_ref());
    assets.chain(risks).any(theirs)
}
