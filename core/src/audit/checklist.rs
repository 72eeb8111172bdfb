//! Questions for an audit: what its clauses and controls ask for, and what a questionnaire in use asks about them.

use std::collections::BTreeSet;

use super::{Audit, Question};
use crate::applicability::{Line, statement};
use crate::catalogue::Edition;
use crate::clause::CLAUSES;
use crate::isms::Isms;
use crate::quantity::{Text, Title};
use crate::response::Questionnaire;

/// Questions that an audit could put, for the clauses and controls it covers, in their order: one for each, then those of a
/// questionnaire that are about them. What stands in its checklist already is left out. Controls are those of the edition, or as
/// the audit names them; of what they are said to be, the sample tells where to begin.
///
/// ```
/// use riskwright_core::{audit::checklist::checklist, catalogue::Edition, change::Change, isms::Isms};
/// let mut isms = Isms::new("Example Ltd".parse().unwrap());
/// let change: Change = serde_json::from_str(
///     r#"{"audit.plan":{"id":"AUD-1","title":"Spring","clauses":["9.2"],"controls":["A.8.13"]}}"#,
/// ).unwrap();
/// isms.apply(&change, &"Ann".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap()).unwrap();
/// let audit = isms.audits().values().next().unwrap();
/// let asked = checklist(&isms, audit, Edition::E2022, None, "en");
/// let against: Vec<&str> = asked.iter().map(|question| question.against.as_str()).collect();
/// assert_eq!(against, ["9.2.1", "9.2.2", "A.8.13"]);
/// ```
#[must_use]
pub fn checklist(
    isms: &Isms,
    audit: &Audit,
    edition: Edition,
    questionnaire: Option<&Questionnaire>,
    language: &str,
) -> Vec<Question> {
    let mut all = Vec::new();
    let covered: Vec<&str> = audit.clauses.iter().map(|clause| clause.as_str()).collect();
    let is_covered = |number: &str| covered.iter().any(|clause| holds(clause, number));
    for clause in CLAUSES.iter().filter(|clause| is_covered(clause.number)) {
        all.extend(question(
            clause.number,
            format!("{}: what shows it? {}", clause.title, clause.record),
            "",
        ));
    }
    let soa = statement(isms, edition);
    for control in &audit.controls {
        let line = soa.lines.iter().find(|line| line.id == *control);
        let title = crate::isms::control_title(isms, control);
        let asked = format!(
            "{title}: how is it put into practice, who answers for it, and what shows that it works?"
        );
        all.extend(question(control.as_str(), asked, &line.map(sample).unwrap_or_default()));
    }
    for item in questionnaire.iter().flat_map(|known| &known.contents().items) {
        let named = |about: &&String| {
            is_covered(about) || audit.controls.iter().any(|control| control.as_str() == about.as_str())
        };
        if let Some(against) = item.about.iter().find(named) {
            all.extend(question(against, item.title.in_language(language).to_owned(), ""));
        }
    }
    let known: BTreeSet<(&str, &str)> =
        audit.questions.iter().map(|known| (known.against.as_str(), &*known.question)).collect();
    all.retain(|question| !known.contains(&(question.against.as_str(), &*question.question)));
    all
}

/// Whether a clause is another, or holds it: `9` holds `9.2.1`.
fn holds(clause: &str, number: &str) -> bool {
    number.strip_prefix(clause).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ']))
}

/// Where to begin to look at a control: what is said to show it, and since when.
fn sample(line: &Line) -> String {
    let evidence: Vec<&str> = line.evidence.iter().map(|evidence| evidence.title.as_str()).collect();
    let checked = line.checked_on.map(|day| format!("last checked on {day}"));
    let parts = checked.into_iter().chain((!evidence.is_empty()).then(|| evidence.join(", ")));
    parts.collect::<Vec<_>>().join("; ")
}

fn question(against: &str, asked: String, sample: &str) -> Option<Question> {
    Some(Question {
        against: against.parse::<Title>().ok()?,
        question: asked.parse::<Text>().ok()?,
        sample: sample.parse().unwrap_or_default(),
        outcome: None,
        evidence: Text::default(),
    })
}
