//! `check`: what an auditor would find.

use riskwright_core::check::{Finding, Severity, check, rules};
use serde_json::{Value, json};

use super::Answer;
use crate::args::Check;
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn run(args: &Check, hand: &Hand) -> Result<Answer, Fault> {
    let file = match &args.file {
        Some(file) if !args.rules => file,
        _ => return listed(),
    };
    let session = Session::open(file, hand)?;
    let edition = session.edition(args.edition);
    let findings = check(session.isms(), edition, session.today());
    let json = json!({ "edition": edition, "on": session.today(), "findings": findings });
    let text = if findings.is_empty() {
        format!("Nothing found as of {}.", session.today())
    } else {
        // the same finding about many records is one line: the list of records says where
        let mut groups: Vec<(&Finding, Vec<&str>)> = Vec::new();
        for finding in &findings {
            let alike = |other: &Finding| {
                (other.rule, other.severity, &other.message, &other.help)
                    == (finding.rule, finding.severity, &finding.message, &finding.help)
            };
            match groups.iter_mut().rev().find(|(other, _)| alike(other)) {
                Some((_, records)) => records.push(finding.record.id.as_str()),
                None => groups.push((finding, vec![finding.record.id.as_str()])),
            }
        }
        let rows = groups.iter().map(|(finding, records)| {
            vec![
                mark(finding.severity),
                print::ids(records, 12),
                finding.message.clone(),
                finding.help.to_string(),
                format!("{} ({})", finding.rule, finding.clause),
            ]
        });
        let count =
            |severity| findings.iter().filter(|finding: &&Finding| finding.severity == severity).count();
        format!(
            "{}\n{}, {}, {} as of {}",
            print::table(&["", "Record", "Finding", "What would mend it", "Rule (clause)"], rows),
            print::count(count(Severity::Error), "error", "errors"),
            print::count(count(Severity::Warning), "warning", "warnings"),
            print::count(count(Severity::Information), "remark", "remarks"),
            session.today()
        )
    };
    Ok(Answer { code: u8::from(!findings.is_empty()), ..Answer::new(text, json) })
}

fn mark(severity: Severity) -> String {
    use anstyle::AnsiColor::{Blue, Red, Yellow};
    match severity {
        Severity::Error => print::styled("✗ error", Red.on_default()),
        Severity::Warning => print::styled("! warning", Yellow.on_default()),
        Severity::Information => print::styled("i remark", Blue.on_default()),
    }
}

fn listed() -> Result<Answer, Fault> {
    let rows = rules().iter().map(|rule| {
        vec![rule.rule.to_string(), rule.severity.to_string(), rule.clause.to_owned(), rule.when.to_owned()]
    });
    let text = print::table(&["Rule", "Severity", "Clause", "Reported when"], rows);
    let json: Value = serde_json::to_value(rules()).map_err(|error| Fault::new(error.to_string()))?;
    Ok(Answer::new(text, json!({ "rules": json })))
}
