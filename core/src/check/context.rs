//! Step 1: issues, interested parties, scope, objectives, roles, and assets' owners (4.1 to 5.3, 6.2).

use super::{Findings, Place, rules};
use crate::context::{Duty, IssueCategory, ObjectiveStatus, Role};
use crate::exchange::fields::plain;
use crate::isms::{Isms, Kind};

pub(super) fn check(isms: &Isms, findings: &mut Findings) {
    issues(isms, findings);
    parties(isms, findings);
    scope(isms, findings);
    left_out(isms, findings);
    objectives(isms, findings);
    duties(isms, findings);
    authority(isms, findings);
    assets(isms, findings);
}

fn issues(isms: &Isms, findings: &mut Findings) {
    if isms.issues().is_empty() {
        findings.add(
            &rules::NO_ISSUES,
            Place::single(Kind::Organisation),
            "no external or internal issue is recorded",
            "record what bears on information security from within and from outside",
        );
    }
    let mut climate =
        isms.issues().values().filter(|issue| issue.category == IssueCategory::Climate).peekable();
    if climate.peek().is_none() {
        findings.add(
            &rules::CLIMATE_OPEN,
            Place::single(Kind::Organisation),
            "nobody has decided whether climate change is a relevant issue",
            "record an issue of the category `climate` with the decision, yes or no, and its reason",
        );
    }
    for issue in climate {
        let at = Place::of(Kind::Issue, &issue.id);
        match issue.relevant {
            None => findings.add(
                &rules::CLIMATE_OPEN,
                at.field("relevant"),
                "nobody has decided whether climate change is a relevant issue",
                "decide yes or no, and give the reason",
            ),
            Some(relevant) if issue.reason.is_empty() => findings.add(
                &rules::CLIMATE_REASON,
                at.field("reason"),
                format!(
                    "climate change was decided {} relevant, and nothing says why",
                    if relevant { "to be" } else { "not to be" }
                ),
                "give the reason for the decision",
            ),
            Some(_) => {}
        }
    }
}

fn parties(isms: &Isms, findings: &mut Findings) {
    if isms.parties().is_empty() {
        findings.add(
            &rules::NO_PARTIES,
            Place::single(Kind::Organisation),
            "no interested party is recorded",
            "record customers, regulators, suppliers, staff and others who have a stake, with what they ask for",
        );
    }
    for requirement in isms.requirements().values() {
        let at = Place::of(Kind::Requirement, &requirement.id);
        match requirement.addressed {
            None => findings.add(
                &rules::REQUIREMENT_OPEN,
                at.field("addressed"),
                format!("nobody has decided whether the ISMS addresses “{}”", requirement.title),
                "decide yes or no; if not, give the reason",
            ),
            Some(false) if requirement.reason.is_empty() => findings.add(
                &rules::REQUIREMENT_REASON,
                at.field("reason"),
                format!("the ISMS does not address “{}”, and nothing says why", requirement.title),
                "give the reason, or take the requirement on",
            ),
            Some(_) => {}
        }
    }
}

fn scope(isms: &Isms, findings: &mut Findings) {
    let scope = isms.scope();
    let at = |field| Place::single(Kind::Scope).field(field);
    if scope.purpose.is_empty() {
        findings.add(
            &rules::SCOPE_PURPOSE,
            at("purpose"),
            "there is no scope statement",
            "say in a few sentences what the ISMS covers and what for",
        );
    }
    if !scope.has_boundaries() {
        findings.add(
            &rules::SCOPE_BOUNDARIES,
            at("activities"),
            "nothing says where the scope ends",
            "name the activities, units, sites, networks or information inside",
        );
    }
    if scope.interfaces.is_empty() {
        findings.add(
            &rules::SCOPE_INTERFACES,
            at("interfaces"),
            "the scope names no interfaces with what others do, and no dependencies on it",
            "name what passes between the inside and others such as suppliers and parent companies",
        );
    }
    for exclusion in scope.exclusions.iter().filter(|exclusion| exclusion.reason.is_empty()) {
        findings.add(
            &rules::EXCLUSION_REASON,
            at("exclusions"),
            format!("“{}” is left out of the scope, and nothing says why", exclusion.what),
            "give the reason, or take it into the scope",
        );
    }
    if scope.approval.is_none() {
        findings.add(
            &rules::SCOPE_UNAPPROVED,
            at("approval"),
            "the scope is not approved as it stands",
            "have top management approve it",
        );
    }
}

/// Assets that bear the name of what the scope leaves out, or lie there.
fn left_out(isms: &Isms, findings: &mut Findings) {
    let out: Vec<String> = isms.scope().exclusions.iter().map(|exclusion| plain(&exclusion.what)).collect();
    if out.is_empty() {
        return;
    }
    for asset in isms.assets().values().filter(|asset| !asset.retired) {
        let place = asset.location.as_ref();
        for (field, said) in [("title", Some(&asset.title)), ("location", place)] {
            let Some(said) = said.filter(|said| out.contains(&plain(said))) else { continue };
            findings.add(
                &rules::OUT_OF_SCOPE,
                Place::of(Kind::Asset, &asset.id).field(field),
                format!("the scope leaves out “{said}”, and the register holds the asset as one of it"),
                "retire or remove the asset, or take it into the scope",
            );
        }
    }
}

fn objectives(isms: &Isms, findings: &mut Findings) {
    if isms.objectives().is_empty() {
        findings.add(
            &rules::NO_OBJECTIVES,
            Place::single(Kind::Organisation),
            "no information security objective is set",
            "set objectives that can be measured, each with somebody responsible and a date",
        );
    }
    let pursued = isms.objectives().values().filter(|objective| {
        !matches!(objective.status, Some(ObjectiveStatus::Dropped | ObjectiveStatus::Achieved))
    });
    for objective in pursued {
        let at = |field| Place::of(Kind::Objective, &objective.id).field(field);
        if objective.measure.is_none() {
            findings.add(
                &rules::OBJECTIVE_MEASURE,
                at("measure"),
                "the objective has no measure",
                "say what is measured to see whether it is reached",
            );
        }
        if objective.responsible.is_none() {
            findings.add(
                &rules::OBJECTIVE_RESPONSIBLE,
                at("responsible"),
                "nobody is responsible for the objective",
                "name who answers for it",
            );
        }
        if objective.due.is_none() {
            findings.add(
                &rules::OBJECTIVE_DUE,
                at("due"),
                "the objective has no due date",
                "say by when it is to be reached",
            );
        }
        if objective.evaluation.is_empty() {
            findings.add(
                &rules::OBJECTIVE_EVALUATION,
                at("evaluation"),
                "nothing says how the objective's result is evaluated",
                "say who compares what with which target, and how often",
            );
        }
    }
}

fn duties(isms: &Isms, findings: &mut Findings) {
    for duty in Duty::ALL {
        let duty_in_words = match duty {
            Duty::Conformity => "keeping the ISMS in conformity with the standard",
            Duty::Reporting => "reporting the ISMS's performance to top management",
        };
        let mut holders = isms.roles().values().filter(|role| role.covers.contains(duty)).peekable();
        let Some(first) = holders.peek().map(|role| role.id.clone()) else {
            findings.add(
                &rules::DUTY_UNASSIGNED,
                Place::single(Kind::Organisation),
                format!("{duty_in_words} is assigned to no role"),
                format!("let a role cover `{duty}`, and name the person who holds it"),
            );
            continue;
        };
        if holders.all(|role| role.person.is_none()) {
            findings.add(
                &rules::DUTY_VACANT,
                Place::of(Kind::Role, &first).field("person"),
                format!("{duty_in_words} is assigned to a role that nobody holds"),
                "name the person who holds the role",
            );
        }
    }
}

fn authority(isms: &Isms, findings: &mut Findings) {
    let levels: Vec<String> = isms
        .methodologies()
        .values()
        .flat_map(|methodology| methodology.policies())
        .map(|policy| policy.name.to_lowercase())
        .collect();
    let limit = |role: &Role| role.accepts_up_to.clone();
    for (role, limit) in isms.roles().values().filter_map(|role| limit(role).map(|limit| (role, limit))) {
        if !levels.contains(&limit.to_lowercase()) {
            findings.add(
                &rules::AUTHORITY_UNKNOWN,
                Place::of(Kind::Role, &role.id).field("accepts_up_to"),
                format!("the role may accept risks up to `{limit}`, and no methodology has such a level"),
                format!("name one of: {}", names(isms)),
            );
        }
    }
}

/// The levels of the preferred methodology, lowest first.
fn names(isms: &Isms) -> String {
    let policies = isms.preferred_methodology().map(|preferred| preferred.policies()).unwrap_or_default();
    policies.iter().map(|policy| format!("`{}`", policy.name)).collect::<Vec<_>>().join(", ")
}

fn assets(isms: &Isms, findings: &mut Findings) {
    for asset in isms.assets().values().filter(|asset| !asset.retired && asset.owner.is_none()) {
        findings.add(
            &rules::ASSET_OWNERLESS,
            Place::of(Kind::Asset, &asset.id).field("owner"),
            format!("nobody owns the asset “{}”", asset.title),
            "name who answers for it, or retire it",
        );
    }
}
