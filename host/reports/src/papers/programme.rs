//! An audit programme and what its audits cover.

use riskwright_core::audit::coverage::{Covered, coverage};
use riskwright_core::audit::{Audit, AuditProgramme, AuditState};
use riskwright_press::{Block, Cell, Column, Fact, Note, Paper, Section, Table, Text, Tone};

use super::maker::{Maker, id};
use super::{Kind, said};
use crate::{ReportError, wording};

/// A matrix has no room for more audits beside each other.
const BESIDE: usize = 14;

pub(super) fn paper(maker: &Maker<'_>, record: Option<&str>) -> Result<Paper, ReportError> {
    let isms = maker.context.isms;
    let mut paper = maker.paper(said::PROGRAMME, "9.2.2", true);
    let Some(programme) = maker.record(Kind::AuditProgramme, isms.programmes(), record, |_| true)? else {
        return Ok(maker.nothing(paper, said::NO_PROGRAMME));
    };
    paper.title = format!("{} {}", paper.title, programme.id);
    let approved = programme.life.last("approve").map(|passed| (&passed.by, passed.on));
    paper.facts.extend([
        Fact::new(maker.say(said::CYCLE), maker.with(said::FROM_TO, &[&programme.from, &programme.until])),
        Fact::new(maker.say(said::STATE), maker.approval(approved)),
        Fact::new(maker.say(said::RESPONSIBLE), maker.actor(programme.responsible.as_ref())),
        Fact::long(maker.say(said::TITLE), programme.title.as_str()),
    ]);
    let of = |audit: &&Audit| audit.programme.as_ref() == Some(&programme.id);
    let mut audits: Vec<&Audit> = isms.audits().values().map(AsRef::as_ref).filter(of).collect();
    audits.sort_by_key(|audit| (audit.from.is_none(), audit.from));
    let facts = [
        maker.told(said::CONSIDERATIONS, &programme.considerations),
        maker.told(said::FREQUENCY, &programme.frequency),
        maker.told(said::METHODS, &programme.methods),
    ];
    paper.sections = vec![
        Section::new(maker.say(said::SUMMARY))
            .with(Block::Definitions(facts.into_iter().flatten().collect())),
        Section::new(maker.say(said::AUDITS_OF)).table(list(maker, &audits)),
        covered(maker, programme, &audits),
    ];
    Ok(paper)
}

fn list(maker: &Maker<'_>, audits: &[&Audit]) -> Table {
    let rows = audits.iter().map(|audit| {
        let state = Cell::from(maker.word(audit.life.state.as_str()));
        vec![
            id(&audit.id),
            Cell::from(audit.title.as_str()),
            Cell::from(maker.word(audit.kind.as_str())),
            maker.date(audit.from),
            maker.date(audit.to),
            Cell::from(maker.actor(audit.lead.as_ref())),
            Cell::from(maker.names(&audit.clauses)),
            Cell::from(maker.names(&audit.units)),
            match audit.life.state {
                AuditState::Reported | AuditState::Closed => state.toned(Tone::GOOD),
                AuditState::Cancelled => state.toned(Tone::QUIET),
                _ => state.toned(Tone::PARTLY),
            },
        ]
    });
    let columns = vec![
        maker.column(said::ID, 9),
        maker.column(said::TITLE, 20),
        maker.column(said::KIND, 11),
        maker.column(said::FROM, 9),
        maker.column(said::TO, 9),
        maker.column(said::LEAD, 12),
        maker.column(said::CLAUSE, 12),
        maker.column(said::UNITS, 12),
        maker.column(said::STATE, 10),
    ];
    let mut table = maker.table(said::AUDITS_OF, columns, rows.collect());
    table.caption = String::new();
    table
}

fn covered(maker: &Maker<'_>, programme: &AuditProgramme, audits: &[&Audit]) -> Section {
    let coverage = coverage(maker.context.isms, programme, maker.context.edition);
    let mut section = Section::new(maker.say(said::COVERAGE)).paragraph(maker.say(said::COVERAGE_TEXT));
    let bare: Vec<&str> = coverage
        .clauses
        .iter()
        .chain(&coverage.controls)
        .filter(|known| known.planned.is_empty())
        .map(|known| known.against.as_str())
        .collect();
    if !bare.is_empty() {
        let text = Text::from(maker.with(said::NOT_COVERED, &[&wording::list(bare)]));
        section = section.with(Block::Note(Note { tone: Tone::LATE, title: String::new(), text }));
    }
    let parts = [
        (said::COVERED_CLAUSES, said::CLAUSE, &coverage.clauses),
        (said::COVERED_CONTROLS, said::CONTROL, &coverage.controls),
    ];
    for (title, first, rows) in parts {
        section =
            section.section(Section::new(maker.say(title)).table(matrix(maker, title, first, rows, audits)));
    }
    section
}

/// Clauses or controls down, audits across.
fn matrix(
    maker: &Maker<'_>,
    title: said::Said,
    first: said::Said,
    rows: &[Covered],
    audits: &[&Audit],
) -> Table {
    let taking_place = audits.iter().filter(|audit| audit.life.state != AuditState::Cancelled);
    let beside: Vec<&&Audit> = taking_place.take(BESIDE).collect();
    let share = u16::try_from(54 / beside.len().max(1)).unwrap_or(6).min(12);
    let rows = rows.iter().map(|known| {
        let mut row =
            vec![Cell::from(Text::new().strong(known.against.as_str())), Cell::from(known.title.as_str())];
        row.extend(beside.iter().map(|audit| {
            if known.audited.contains(&audit.id) {
                Cell::from("").toned(Tone { sign: "●", ..Tone::GOOD })
            } else if known.planned.contains(&audit.id) {
                Cell::from("").toned(Tone { sign: "○", ..Tone::PARTLY })
            } else {
                Cell::from("")
            }
        }));
        row
    });
    let mut columns = vec![maker.column(first, 9), maker.column(said::TITLE, 37)];
    columns.extend(beside.iter().map(|audit| Column::sign(audit.id.to_string(), share)));
    let mut table = maker.table(title, columns, rows.collect());
    table.caption = String::new();
    table
}
