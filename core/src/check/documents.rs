//! Step 5: what has to be documented is, approved by others than its author and looked at in time; people are shown to be
//! competent, and have read what they should (5.2, 7.2 to 7.5).

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Place, days_since, listed, rules, some};
use crate::applicability::StatementOfApplicability;
use crate::documentation::reading::unread;
use crate::documentation::required::{Keeping, Presence, Required, required_by};
use crate::id::DocumentId;
use crate::isms::{Isms, Kind};
use crate::quantity::{Actor, Date};

/// So many days people have to confirm that they read a document.
const DAYS: i64 = 30;

pub(super) fn check(isms: &Isms, soa: &StatementOfApplicability, today: Date, findings: &mut Findings) {
    let required = required_by(isms, soa);
    // what records fulfil is asked for by the rules about these records
    let documents: Vec<&Required> =
        required.iter().filter(|required| required.asked.keeping == Keeping::Document).collect();
    missing(&documents, findings);
    unapproved(isms, &documents, findings);
    published(isms, today, findings);
    competence(isms, today, findings);
    confirmed(isms, today, findings);
}

/// One finding for all that clauses ask for, and one for all that controls do.
fn missing(documents: &[&Required], findings: &mut Findings) {
    for (case, of_clause, who) in [
        (&rules::DOCUMENTS_MISSING, true, "the standard asks for"),
        (&rules::CONTROL_DOCUMENTS_MISSING, false, "applicable controls call for"),
    ] {
        let missing: Vec<String> = documents
            .iter()
            .filter(|known| known.asked.is_of_clause() == of_clause && known.presence == Presence::Missing)
            .map(|known| format!("{} ({})", known.asked.title, known.asked.against))
            .collect();
        let documents = match missing.len() {
            0 => continue,
            1 => "1 document".to_owned(),
            count => format!("{count} documents"),
        };
        let are = if missing.len() == 1 { "is" } else { "are" };
        findings.add(
            case,
            Place::single(Kind::Organisation),
            format!("{documents} that {who} {are} missing: {}", listed(&missing)),
            "record each with where it lies or what it says, name in `fulfils` what it fulfils, and have it approved",
        );
    }
}

/// What is asked for and only in draft: once for each document.
fn unapproved(isms: &Isms, documents: &[&Required], findings: &mut Findings) {
    let mut drafts: BTreeMap<&DocumentId, (bool, Vec<&str>)> = BTreeMap::new();
    for known in documents.iter().filter(|known| known.presence == Presence::InProgress) {
        let mut drafted = false;
        for at in &known.by {
            let document =
                isms.documents().get(&DocumentId::like(&at.id)).filter(|_| at.kind == Kind::Document);
            if let Some(document) = document {
                drafted = true;
                let (of_clause, against) = drafts.entry(&document.id).or_default();
                *of_clause |= known.asked.is_of_clause();
                against.push(known.asked.against);
            }
        }
        if !drafted {
            findings.add(
                &rules::POLICY_ELSEWHERE,
                Place::single(Kind::Organisation).field("policy"),
                "the policy is said to lie elsewhere, and nothing shows that it is approved and in force",
                "record it as a document that fulfils `5.2`, with who approved it",
            );
        }
    }
    for (id, (of_clause, against)) in drafts {
        let case = if of_clause { &rules::DOCUMENT_UNAPPROVED } else { &rules::CONTROL_DOCUMENT_UNAPPROVED };
        let state = isms.documents().get(id).map(|document| document.life.state.as_str()).unwrap_or_default();
        findings.add(
            case,
            Place::of(Kind::Document, id).field("life"),
            format!("the document is {state}, and no other in force fulfils {}", listed(&against)),
            "have it approved by somebody else than its author, and publish it",
        );
    }
}

fn published(isms: &Isms, today: Date, findings: &mut Findings) {
    for document in isms.documents().values() {
        let Some(version) = document.in_force() else { continue };
        let at = |field| Place::of(Kind::Document, &document.id).field(field);
        if version.author.as_ref().is_some_and(|author| author.same(&version.approved_by)) {
            findings.add(
                &rules::DOCUMENT_SELF_APPROVED,
                at("published"),
                format!("{} approved the version in force, and wrote it", version.approved_by),
                "have a new version approved by somebody else with authority",
            );
        }
        if let Some(day) = document.review_on().filter(|_| document.is_due(today)) {
            findings.add(
                &rules::DOCUMENT_DUE,
                at("next_review"),
                format!("the document was to be looked at again by {day}"),
                "look whether it still fits: `reconfirm` it, or begin a new version",
            );
        }
    }
}

/// People who hold a role, and nothing shows that they can.
fn competence(isms: &Isms, today: Date, findings: &mut Findings) {
    let in_date = |until: Option<Date>| until.is_none_or(|until| until >= today);
    let shown: Vec<&Actor> = isms
        .competences()
        .values()
        .filter(|known| known.evidence.iter().any(|evidence| in_date(evidence.valid_until)))
        .map(|known| &known.person)
        .collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut lacking = Vec::new();
    for role in isms.roles().values() {
        let Some(person) = role.person.as_ref().filter(|person| seen.insert(person.to_lowercase())) else {
            continue;
        };
        if !shown.iter().any(|known| isms.stands_for(known, person)) {
            lacking.push((&role.id, person));
        }
    }
    const HELP: &str = "record what they need to be able to do, and what shows that they can";
    if isms.competences().is_empty() && lacking.len() > 1 {
        let people: Vec<&Actor> = lacking.iter().map(|(_, person)| *person).collect();
        findings.add(
            &rules::COMPETENCE_MISSING,
            Place::single(Kind::Organisation),
            format!(
                "nothing shows that those who hold a role of the ISMS are competent for it: {}",
                some(&people)
            ),
            HELP,
        );
        return;
    }
    for (role, person) in lacking {
        findings.add(
            &rules::COMPETENCE_MISSING,
            Place::of(Kind::Role, role),
            format!("nothing shows that {person} is competent for the role"),
            HELP,
        );
    }
}

fn confirmed(isms: &Isms, today: Date, findings: &mut Findings) {
    for unread in unread(isms) {
        let late = days_since(unread.since, today) > DAYS;
        let case = if late { &rules::UNREAD_LONG } else { &rules::UNREAD };
        let who = if unread.by.is_empty() { "nobody".to_owned() } else { some(&unread.by) };
        let message = match unread.by.is_empty() {
            true => format!("nobody has confirmed the version in force since {}", unread.since),
            false => format!("the version in force since {} is still to be confirmed by {who}", unread.since),
        };
        findings.add(
            case,
            Place::of(Kind::Document, unread.document).field("distribution"),
            message,
            "ask them to confirm that they read and understood it, or take them out of its distribution",
        );
    }
}
