//! The nonconformities and what is done about their causes.

use riskwright_core::improvement::{Nonconformity, NonconformityState};
use riskwright_core::review::inputs::years;
use riskwright_core::treatment::Action;
use riskwright_press::{Block, Cell, Fact, List, Note, Paper, Run, Section, Table, Text, Tone};

use super::maker::{Maker, id};
use super::{plan, said};
use crate::wording;

pub(super) fn paper(maker: &Maker<'_>) -> Paper {
    let isms = maker.context.isms;
    let mut paper = maker.paper(said::NONCONFORMITIES, "10.2", false);
    let all: Vec<&Nonconformity> = isms.nonconformities().values().map(AsRef::as_ref).collect();
    let figures = [
        (said::NC_COUNT, all.len()),
        (said::NC_OPEN, all.iter().filter(|known| known.is_open()).count()),
        (said::NC_OVERDUE, all.iter().filter(|known| is_overdue(maker, known)).count()),
    ];
    let figures = figures.map(|(label, count)| (maker.say(label).to_owned(), count.to_string())).to_vec();
    let rows = all.iter().map(|known| row(maker, known)).collect();
    let columns = vec![
        maker.column(said::ID, 9),
        maker.column(said::TITLE, 29),
        maker.column(said::AGAINST, 11),
        maker.column(said::GRADE, 15),
        maker.column(said::STATE, 14),
        maker.column(said::OWNER, 12),
        maker.column(said::DUE, 12),
    ];
    let mut summary = Section::new(maker.say(said::SUMMARY)).with(Block::Counts(figures));
    if !all.is_empty() {
        summary = summary.table(by_year(maker));
    }
    let mut list = maker.table(said::NC_LIST, columns, rows);
    list.caption = String::new();
    paper.sections = vec![summary, Section::new(maker.say(said::NC_LIST)).table(list)];
    let mut each = Section::new(maker.say(said::NC_EACH));
    for known in &all {
        each = each.section(of(maker, known));
    }
    if !all.is_empty() {
        paper.sections.push(each);
    }
    paper
}

/// Raised, closed and found again, by year.
pub(super) fn by_year(maker: &Maker<'_>) -> Table {
    let years = years(maker.context.isms, maker.context.as_of);
    let rows = years.iter().map(|(year, counts)| {
        let mut row = vec![Cell::from(Text::new().strong(year.to_string()))];
        row.extend([counts.raised, counts.closed, counts.failed].map(Cell::count));
        row
    });
    let columns = vec![
        maker.column(said::YEAR, 25),
        maker.number(said::RAISED, 25),
        maker.number(said::CLOSED, 25),
        maker.number(said::FAILED, 25),
    ];
    maker.table(said::BY_YEAR, columns, rows.collect())
}

fn is_overdue(maker: &Maker<'_>, known: &Nonconformity) -> bool {
    known.is_open() && known.due.is_some_and(|due| due < maker.context.as_of)
}

/// Where a nonconformity stands, in its tone.
pub(super) fn state(maker: &Maker<'_>, state: NonconformityState) -> Cell {
    let cell = Cell::from(maker.word(state.as_str()));
    match state {
        NonconformityState::Closed | NonconformityState::Verified => cell.toned(Tone::GOOD),
        NonconformityState::Rejected => cell.toned(Tone::QUIET),
        NonconformityState::Reopened => cell.toned(Tone::BAD),
        _ => cell.toned(Tone::PARTLY),
    }
}

fn row(maker: &Maker<'_>, known: &Nonconformity) -> Vec<Cell> {
    vec![
        id(&known.id),
        Cell::from(known.title.as_str()),
        Cell::from(maker.title(known.against.as_ref())),
        Cell::from(maker.word_or(known.grade.map(|grade| grade.as_str()))),
        state(maker, known.life.state),
        Cell::from(maker.actor(known.owner.as_ref())),
        maker.due(known.due, is_overdue(maker, known)),
    ]
}

fn of(maker: &Maker<'_>, known: &Nonconformity) -> Section {
    let found = known.found_on.map(|on| on.to_string()).unwrap_or_default();
    let facts: Vec<Fact> = [
        maker.told(said::STATE, maker.word(known.life.state.as_str())),
        maker.told(said::ORIGIN, known.origin.map_or("", |origin| maker.word(origin.as_str()))),
        maker.told(said::FOUND_ON, &found),
        maker.told(said::DESCRIPTION, &known.description),
        maker.told(said::CONTAINMENT, &known.containment),
        maker.told(said::CAUSE, &known.cause),
        maker.told(said::SIMILAR, &known.similar),
        maker.told(said::SUCCESS, &known.criterion),
        maker.told(said::ISMS_CHANGE, &known.isms_change),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut section = Section::new(format!("{} {}", known.id, known.title)).with(Block::Definitions(facts));
    if !known.whys.is_empty() {
        let items = known.whys.iter().map(|why| {
            let text = Text::from(why.text.as_str());
            if why.root {
                text.plain(" ").with(Run::Strong(format!("({})", maker.say(said::ROOT))))
            } else {
                text
            }
        });
        section = section
            .paragraph(Text::new().strong(maker.say(said::WHYS)))
            .with(Block::List(List { numbered: true, items: items.collect() }));
    }
    let actions = maker.context.isms.actions();
    let actions: Vec<&Action> =
        known.actions.iter().filter_map(|id| actions.get(id)).map(AsRef::as_ref).collect();
    if !actions.is_empty() {
        let mut table = short(plan::actions(maker, said::ACTIONS, &actions));
        table.name = format!("{} {}", known.id, maker.say(said::ACTIONS));
        section = section.table(table);
    }
    for check in &known.checks {
        let (tone, said) =
            if check.effective { (Tone::GOOD, said::EFFECTIVE) } else { (Tone::BAD, said::INEFFECTIVE) };
        let title = format!("{}: {}, {}", maker.say(said), check.by, check.on);
        section = section.with(Block::Note(Note { tone, title, text: Text::from(check.finding.as_str()) }));
    }
    if !known.evidence.is_empty() {
        section = section.paragraph(maker.evidence(&known.evidence));
    }
    let alike = known.similar_ones(maker.context.isms);
    if !alike.is_empty() {
        let ids = wording::list(alike.iter().map(|other| &other.id));
        section = section.paragraph(Text::new().strong(format!("{}: ", maker.say(said::SIMILAR))).plain(ids));
    }
    section
}

/// The table without risks, controls and costs, which upright pages have no room for.
fn short(mut table: Table) -> Table {
    let keep = [0, 1, 4, 5, 6, 7];
    let kept = |at: &usize| keep.contains(at);
    let pick = |row: Vec<Cell>| {
        row.into_iter().enumerate().filter(|(at, _)| kept(at)).map(|(_, cell)| cell).collect()
    };
    table.rows = table.rows.into_iter().map(pick).collect();
    table.columns =
        table.columns.into_iter().enumerate().filter(|(at, _)| kept(at)).map(|(_, column)| column).collect();
    table
}
