//! Step 3: nothing beyond the criteria without treatment or acceptance, and a plan that is complete and kept (6.1.3, 8.3).

use std::collections::BTreeMap;

use super::{Findings, Place, rules, some};
use crate::evaluation::{Evaluated, judged};
use crate::id::{ActionId, ControlId, ScenarioId};
use crate::isms::{Beside, Isms, Kind, RecordRef};
use crate::methodology::assessment::{Row, Run};
use crate::methodology::matrix::Acceptance;
use crate::methodology::{LevelPolicy, MethodologyInUse};
use crate::quantity::Date;
use crate::treatment::acceptance::{Standing, may_accept};
use crate::treatment::{Action, RiskAcceptance, Treatment, TreatmentOption};

pub(super) fn check(
    isms: &Isms,
    run: &Run<'_>,
    elsewhere: &BTreeMap<&ActionId, RecordRef>,
    today: Date,
    findings: &mut Findings,
) {
    if let Some(preferred) = isms.preferred_methodology() {
        let policies = preferred.policies();
        let evaluated = judged(isms, preferred, run, today);
        let works = works(isms);
        let mut works = Beside::new(&works);
        let mut treatments = Beside::new(isms.treatments());
        for (row, evaluated) in run.rows.iter().zip(&evaluated) {
            let id = &row.scenario.id;
            let treatment = treatments.get(id).map(AsRef::as_ref);
            let work = works.get(&id);
            if evaluated.acceptance == Some(Acceptance::Unacceptable) {
                let to_do =
                    work.is_some_and(|work| work.open) || treatment.is_some_and(|it| unfinished(isms, it));
                beyond(isms, (row, evaluated), (treatment, to_do), &policies, today, findings);
            }
            if let Some(treatment) = treatment {
                empty(treatment, work, findings);
                unassessed_since(row, treatment, work, findings);
            }
            rising(row, &policies, findings);
        }
        appetite(preferred, &policies, &evaluated, findings);
    }
    // what serves no risk and was planned elsewhere is no part of the treatment plan
    let of_the_plan = isms
        .actions()
        .values()
        .filter(|action| !action.scenarios.is_empty() || !elsewhere.contains_key(&action.id));
    for action in of_the_plan {
        planned(action, findings);
        overdue(action, today, findings);
    }
}

/// A risk above the acceptance level: treated, or accepted by those who may, for what it is today.
fn beyond(
    isms: &Isms,
    (row, evaluated): (&Row<'_>, &Evaluated),
    (treatment, to_do): (Option<&Treatment>, bool),
    policies: &[LevelPolicy],
    today: Date,
    findings: &mut Findings,
) {
    let accepted = evaluated
        .accepted_by
        .as_ref()
        .and_then(|(id, standing)| isms.acceptances().get(id).map(|acceptance| (acceptance, standing)));
    if let Some((acceptance, standing)) = accepted {
        accepted_well(isms, row, (acceptance, standing), policies, today, findings);
        return;
    }
    let level = evaluated.level.and_then(|level| policies.get(usize::from(level)));
    let level = level.map(|level| level.name.as_str()).unwrap_or_default();
    let at = Place::of(Kind::RiskScenario, &row.scenario.id);
    match treatment.and_then(|treatment| treatment.option) {
        None => findings.add(
            &rules::UNTREATED,
            at,
            format!("the risk is above the acceptance level (`{level}`) and has neither treatment nor acceptance"),
            "decide how it is treated, or have its owner accept it",
        ),
        Some(TreatmentOption::Retain) => findings.add(
            &rules::RETAINED,
            at,
            format!("the risk is above the acceptance level (`{level}`) and retained, and its owner has not accepted it"),
            "have its owner accept it until a date, or treat it in another way",
        ),
        // a treatment without any measure is a finding of its own
        Some(TreatmentOption::Modify) if treatment.is_some_and(|treatment| treatment.controls.is_empty()) && !to_do => {}
        Some(option) if !to_do => findings.add(
            &rules::REMAINS,
            at,
            format!("the risk is above the acceptance level (`{level}`), and nothing is left to be done to {option} it"),
            "have its owner accept what remains, or treat it further",
        ),
        Some(option) => {
            let target = row.target.and_then(|scored| policies.get(usize::from(scored.level)));
            if let Some(target) = target.filter(|target| target.acceptance == Acceptance::Unacceptable) {
                findings.add(
                    &rules::PLAN_FALLS_SHORT,
                    at.field("target"),
                    format!("what is planned to {option} the risk leaves it above the acceptance level (`{}`)", target.name),
                    "plan further, or have its owner accept what will remain",
                );
            }
        }
    }
}

/// Whether a chosen control is still to be put in place.
fn unfinished(isms: &Isms, treatment: &Treatment) -> bool {
    use crate::applicability::ImplementationStatus::{Alternative, Implemented, NotApplicable};
    treatment.controls.keys().any(|control| {
        let status = isms.controls().get(control).and_then(|control| control.status);
        !matches!(status, Some(Implemented | Alternative | NotApplicable))
    })
}

fn accepted_well(
    isms: &Isms,
    row: &Row<'_>,
    (acceptance, standing): (&RiskAcceptance, &Standing),
    policies: &[LevelPolicy],
    today: Date,
    findings: &mut Findings,
) {
    let (at, risk) = (|| Place::of(Kind::RiskAcceptance, &acceptance.id), &acceptance.scenario);
    if !may_accept(isms, row.scenario, &acceptance.by, acceptance.level, policies) {
        findings.add(
            &rules::ACCEPTANCE_UNAUTHORISED,
            at().field("by"),
            format!(
                "{} accepted {risk} at `{}`, and today neither owns it nor holds a role that may accept up to that level",
                acceptance.by, acceptance.level_name
            ),
            format!(
                "have it accepted anew by {}",
                row.scenario.owner.as_ref().map_or("its owner, once it has one", |owner| owner.as_str())
            ),
        );
    }
    let rests_on_another = row.present().is_none_or(|scored| scored.digest != acceptance.digest);
    if acceptance.until < today {
        findings.add(
            &rules::ACCEPTANCE_EXPIRED,
            at().field("until"),
            format!("the acceptance of {risk} ended on {}", acceptance.until),
            "have it accepted anew, or treat it",
        );
    } else if let Standing::Stale(reasons) = standing
        && rests_on_another
    {
        findings.add(
            &rules::ACCEPTANCE_STALE,
            at().field("digest"),
            format!("the acceptance of {risk} is stale: {}", reasons.join("; ")),
            "assess the risk, and have its owner accept it as it is now, or treat it",
        );
    }
}

/// The actions for one risk, but for those rejected or cancelled, taken together.
#[derive(Default)]
struct Work {
    /// Something is still to be done.
    open: bool,
    /// When the last of it was done, as far as dates are known.
    last: Option<Date>,
}

fn works(isms: &Isms) -> BTreeMap<&ScenarioId, Work> {
    let mut works: BTreeMap<&ScenarioId, Work> = BTreeMap::new();
    for action in isms.actions().values().filter(|action| !action.is_dropped()) {
        for id in &action.scenarios {
            let work = works.entry(id).or_default();
            work.open |= !is_done(action);
            work.last = work.last.max(action.done_on);
        }
    }
    works
}

fn is_done(action: &Action) -> bool {
    action.done_on.is_some() || action.status.is_some_and(|status| !status.is_open())
}

fn empty(treatment: &Treatment, work: Option<&Work>, findings: &mut Findings) {
    if treatment.option == Some(TreatmentOption::Modify) && treatment.controls.is_empty() && work.is_none() {
        findings.add(
            &rules::TREATMENT_EMPTY,
            Place::of(Kind::Treatment, &treatment.id).field("controls"),
            "the risk is to be modified, and no control and no action does it",
            "choose controls, or plan actions for the risk",
        );
    }
}

fn unassessed_since(row: &Row<'_>, treatment: &Treatment, work: Option<&Work>, findings: &mut Findings) {
    let treated = treatment.option.is_some_and(|option| option != TreatmentOption::Retain);
    let Some(work) = work.filter(|work| treated && !work.open) else { return };
    let since = |on: Date| work.last.is_none_or(|last| on >= last);
    let residual = row.current.is_some() || row.target.is_some();
    if !residual || row.record.is_none_or(|record| !since(record.on)) {
        let when = work.last.map(|last| format!(", the last on {last}")).unwrap_or_default();
        findings.add(
            &rules::RESIDUAL_UNASSESSED,
            Place::of(Kind::RiskScenario, &row.scenario.id).field("current"),
            format!("all actions for the risk are carried out{when}, and it was not assessed since"),
            "estimate the risk with what was done in place, and assess it",
        );
    }
}

/// Stages that should fall and rise: inherent, current, target.
fn rising(row: &Row<'_>, policies: &[LevelPolicy], findings: &mut Findings) {
    let above = |higher: Option<&crate::methodology::assessment::Scored>,
                 lower: Option<&crate::methodology::assessment::Scored>| {
        let (higher, lower) = higher.zip(lower)?;
        let named = |level: u8| policies.get(usize::from(level)).map(|policy| policy.name.as_str());
        (higher.score > lower.score)
            .then(|| (named(higher.level).unwrap_or_default(), named(lower.level).unwrap_or_default()))
    };
    let at = |field| Place::of(Kind::RiskScenario, &row.scenario.id).field(field);
    let (inherent, current, target) = (row.inherent.as_ref(), row.current.as_ref(), row.target.as_ref());
    if let Some((higher, lower)) = above(current, inherent) {
        findings.add(
            &rules::CURRENT_ABOVE,
            at("current"),
            format!("the current risk (`{higher}`) scores higher than the inherent one (`{lower}`)"),
            "correct one of the estimates: controls do not raise a risk",
        );
    }
    let before = [("current", current), ("inherent", inherent)];
    let worse =
        before.into_iter().find_map(|(stage, before)| above(target, before).map(|levels| (stage, levels)));
    if let Some((stage, (higher, lower))) = worse {
        findings.add(
            &rules::TARGET_ABOVE,
            at("target"),
            format!("the target risk (`{higher}`) scores higher than the {stage} one (`{lower}`)"),
            "correct one of the estimates, or choose another treatment",
        );
    }
}

/// More open risks at a level than the organisation wants. The criteria themselves are sound, and each risk may be
/// accepted: that is why this is a warning about risks beyond what was decided (R07), not a defect of the method (R15).
fn appetite(
    methodology: &MethodologyInUse,
    policies: &[LevelPolicy],
    evaluated: &[Evaluated],
    findings: &mut Findings,
) {
    for (level, policy) in (0..=u8::MAX).zip(policies) {
        let Some(appetite) = policy.appetite else { continue };
        let open = evaluated.iter().filter(|evaluated| evaluated.level == Some(level)).count();
        if u32::try_from(open).is_ok_and(|open| open <= appetite) {
            continue;
        }
        findings.add(
            &rules::APPETITE,
            Place::of(Kind::MethodologyInUse, &methodology.id).field("engine"),
            format!(
                "there are {open} open risks at `{}`, and the organisation is willing to carry {appetite}",
                policy.name
            ),
            "treat the most urgent of them, or have top management decide on another appetite",
        );
    }
}

fn planned(action: &Action, findings: &mut Findings) {
    if action.is_dropped() || is_done(action) {
        return;
    }
    let at = |field| Place::of(Kind::Action, &action.id).field(field);
    if action.owner.is_none() {
        findings.add(
            &rules::ACTION_OWNERLESS,
            at("owner"),
            "nobody is responsible for the action",
            "name who carries it out",
        );
    }
    if action.due.is_none() {
        findings.add(
            &rules::ACTION_DUE,
            at("due"),
            "the action has no due date",
            "say by when it is to be carried out",
        );
    }
    if action.resources.is_empty() && action.cost.is_none() {
        findings.add(
            &rules::ACTION_RESOURCES,
            at("resources"),
            "nothing is set aside for the action: it has neither resources nor a cost",
            "say which people, budget or tools it takes",
        );
    }
    if action.scenarios.is_empty() {
        let controls: Vec<&ControlId> = action.controls.iter().collect();
        let brings = if controls.is_empty() {
            String::new()
        } else {
            format!("; it brings about {}", some(&controls))
        };
        findings.add(
            &rules::ACTION_UNLINKED,
            at("scenarios"),
            format!("the action serves no risk{brings}"),
            "link it to the risks it treats, or keep it out of the treatment plan",
        );
    }
}

fn overdue(action: &Action, today: Date, findings: &mut Findings) {
    if let Some(due) = action.due.filter(|_| action.is_overdue(today)) {
        findings.add(
            &rules::ACTION_OVERDUE,
            Place::of(Kind::Action, &action.id).field("due"),
            format!("the action was due on {due} and is not carried out ({} done)", action.progress),
            "carry it out, or agree on another date and record why",
        );
    }
}
