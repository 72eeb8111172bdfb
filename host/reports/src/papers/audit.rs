//! The report of an audit.

use riskwright_core::audit::{Audit, AuditFinding, AuditState, Outcome, Severity};
use riskwright_press::{Block, Cell, Fact, Paper, Section, Text, Tone};

use super::maker::{Maker, id};
use super::{Kind, said};
use crate::{ReportError, wording};

pub(super) fn paper(maker: &Maker<'_>, record: Option<&str>) -> Result<Paper, ReportError> {
    let isms = maker.context.isms;
    let mut paper = maker.paper(said::AUDIT, "9.2", false);
    let reported = |audit: &Audit| matches!(audit.life.state, AuditState::Reported | AuditState::Closed);
    let Some(audit) = maker.record(Kind::Audit, isms.audits(), record, reported)? else {
        return Ok(maker.nothing(paper, said::NO_AUDIT));
    };
    paper.title = format!("{} {}", paper.title, audit.id);
    let day = |day: Option<riskwright_core::quantity::Date>| {
        day.map_or_else(|| "…".to_owned(), |day| day.to_string())
    };
    paper.facts.extend([
        Fact::new(maker.say(said::KIND), maker.word(audit.kind.as_str())),
        Fact::new(maker.say(said::STATE), maker.word(audit.life.state.as_str())),
        Fact::new(
            maker.say(said::DATE),
            maker.with(said::FROM_TO, &[&day(audit.from), &day(audit.to.or(audit.from))]),
        ),
        Fact::new(maker.say(said::LEAD), maker.actor(audit.lead.as_ref())),
        Fact::new(maker.say(said::TEAM), maker.names(&audit.team)),
        Fact::new(maker.say(said::AUDITEES), maker.names(&audit.auditees)),
        Fact::long(maker.say(said::TITLE), Text::new().strong(audit.title.as_str())),
    ]);
    let findings: Vec<&AuditFinding> = audit.findings(isms).collect();
    paper.sections = vec![
        summary(maker, audit, &findings),
        plan(maker, audit),
        listed(maker, &findings),
        checklist(maker, audit),
        maker.course(&audit.life.passed),
    ];
    Ok(paper)
}

fn severity(maker: &Maker<'_>, severity: Severity) -> Cell {
    Cell::from(maker.word(severity.as_str())).toned(match severity {
        Severity::Opportunity => Tone { sign: "↗", ..Tone::QUIET },
        Severity::Minor => Tone::LATE,
        Severity::Major => Tone::BAD,
    })
}

fn summary(maker: &Maker<'_>, audit: &Audit, findings: &[&AuditFinding]) -> Section {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let figures = [Severity::Major, Severity::Minor, Severity::Opportunity]
        .map(|severity| (maker.word(severity.as_str()).to_owned(), count(severity).to_string()));
    Section::new(maker.say(said::SUMMARY))
        .with(Block::Counts(figures.to_vec()))
        .section(maker.texts(said::CONCLUSION, &audit.summary))
        .section(maker.texts(said::RECOMMENDATION, &audit.recommendation))
}

fn plan(maker: &Maker<'_>, audit: &Audit) -> Section {
    let controls = wording::list(&audit.controls);
    let days = audit.days.map(wording::score).unwrap_or_default();
    let facts = [
        maker.told(said::OBJECTIVES_OF, &audit.objectives),
        maker.told(said::CRITERIA_OF, &audit.criteria),
        maker.told(said::CLAUSE, &wording::list(&audit.clauses)),
        maker.told(said::CONTROLS, &controls),
        maker.told(said::UNITS, &wording::list(&audit.units)),
        maker.told(said::AUDITOR_DAYS, &days),
        maker.told(said::IMPARTIALITY, &audit.independence),
        maker.told(said::SAMPLING, &audit.sampling),
        maker.told(said::DISTRIBUTION, &wording::list(&audit.distribution)),
    ];
    Section::new(maker.say(said::PLAN_OF)).with(Block::Definitions(facts.into_iter().flatten().collect()))
}

fn listed(maker: &Maker<'_>, findings: &[&AuditFinding]) -> Section {
    let mut section = Section::new(maker.say(said::FINDINGS));
    let rows = findings.iter().map(|finding| {
        vec![
            id(&finding.id),
            severity(maker, finding.severity),
            Cell::from(finding.against.as_str()),
            Cell::from(finding.title.as_str()),
            Cell::from(maker.actor(finding.owner.as_ref())),
            maker.due(
                finding.due,
                finding.is_open() && finding.due.is_some_and(|due| due < maker.context.as_of),
            ),
        ]
    });
    let columns = vec![
        maker.column(said::ID, 11),
        maker.column(said::GRADE, 20),
        maker.column(said::AGAINST, 11),
        maker.column(said::FINDING, 32),
        maker.column(said::OWNER, 13),
        maker.column(said::DUE, 13),
    ];
    let mut table = maker.table(said::FINDINGS, columns, rows.collect());
    table.caption = String::new();
    section = section.table(table);
    for finding in findings {
        let closed = finding.closed.as_ref().map(|closed| maker.with(said::CLOSED_AS, &[&closed.reason]));
        let facts: Vec<Fact> = [
            maker.told(said::CRITERION, &finding.criterion),
            maker.told(said::DESCRIPTION, &finding.description),
            maker.told(said::EVIDENCE, &finding.evidence),
            maker.told(said::STATE, closed.as_deref().unwrap_or_default()),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !facts.is_empty() {
            let title = format!("{} {}", finding.id, finding.title);
            section = section.section(Section::new(title).with(Block::Definitions(facts)));
        }
    }
    section
}

fn checklist(maker: &Maker<'_>, audit: &Audit) -> Section {
    let rows = audit.questions.iter().map(|question| {
        let outcome = match question.outcome {
            None => Cell::from(maker.soft(said::NOT_STATED)),
            Some(outcome) => {
                let cell = Cell::from(maker.word(outcome.as_str()));
                match outcome {
                    Outcome::Conforming => cell.toned(Tone::GOOD),
                    Outcome::Opportunity => severity(maker, Severity::Opportunity),
                    Outcome::Minor => severity(maker, Severity::Minor),
                    Outcome::Major => severity(maker, Severity::Major),
                    Outcome::NotAudited => cell,
                }
            }
        };
        let mut evidence = Text::from(question.evidence.as_str());
        if !question.sample.is_empty() {
            evidence = evidence.remark(format!("{}: {}", maker.say(said::SAMPLE), question.sample));
        }
        vec![
            Cell::from(Text::new().strong(question.against.as_str())),
            Cell::from(question.question.as_str()),
            Cell::from(evidence),
            outcome,
        ]
    });
    let columns = vec![
        maker.column(said::AGAINST, 11),
        maker.column(said::QUESTION, 32),
        maker.column(said::EVIDENCE, 38),
        maker.column(said::OUTCOME, 19),
    ];
    let mut table = maker.table(said::CHECKLIST, columns, rows.collect());
    table.caption = String::new();
    Section::new(maker.say(said::CHECKLIST)).table(table)
}
