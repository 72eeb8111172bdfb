//! The Statement of Applicability.

use riskwright_core::applicability::{
    Applicability, ImplementationStatus, Line, Reason, SoaStanding, standing,
};
use riskwright_press::{Block, Cell, Fact, Paper, Run, Section, Text, Tone};

use super::maker::{Maker, id};
use super::said;
use crate::soa::view::{Named, View};
use crate::wording;

pub(super) fn paper(maker: &Maker<'_>) -> Paper {
    let view = View::of(maker.context);
    let mut paper = maker.paper(said::SOA, "6.1.3 d", true);
    let state = match standing(maker.context.isms, &view.soa) {
        SoaStanding::NeverApproved => maker.say(said::SOA_NEVER).to_owned(),
        SoaStanding::Approved(version) => {
            maker.with(said::SOA_APPROVED, &[&version.id, &version.by, &version.on])
        }
        SoaStanding::Differs(version) => maker.with(said::SOA_DIFFERS, &[&version.id, &version.on]),
    };
    paper.facts.push(Fact::new(maker.say(said::SOA_STANDING), state));
    paper.facts.extend(maker.scope());
    let digest = Text::from(format!("{}: ", maker.say(said::SOA_DIGEST)));
    paper.foot.remarks.insert(0, digest.with(Run::Code(crate::soa::digest_mark(&view))));
    let mut controls = Section::new(maker.say(said::CONTROLS));
    for group in view.groups() {
        let rows = group.lines.iter().map(|line| row(maker, line)).collect();
        let mut table = maker.table(said::CONTROLS, columns(maker), rows);
        (table.name, table.caption) = (group.title.to_owned(), String::new());
        controls = controls.section(Section::new(group.title).table(table));
    }
    paper.sections = vec![summary(maker, &view), controls, named(maker, &view.named())];
    paper
}

fn columns(maker: &Maker<'_>) -> Vec<riskwright_press::Column> {
    vec![
        maker.column(said::CONTROL, 7),
        maker.column(said::TITLE, 15),
        maker.column(said::APPLIES, 8),
        maker.column(said::WHY, 14),
        maker.column(said::JUSTIFICATION, 13),
        maker.column(said::STATUS, 10),
        maker.column(said::HOW, 20),
        maker.column(said::OWNER, 10),
        maker.column(said::EVIDENCE, 13),
    ]
}

fn summary(maker: &Maker<'_>, view: &View<'_>) -> Section {
    let counts = view.counts();
    let figures = [
        (said::CONTROLS_COUNT, counts.total()),
        (said::INCLUDED, counts.included()),
        (said::EXCLUDED, counts.excluded()),
    ];
    let figures = figures.map(|(label, count)| (maker.say(label).to_owned(), count.to_string())).to_vec();
    let themes = view.groups().into_iter().map(|group| {
        let counts = [group.counts.total(), group.counts.included(), group.counts.excluded()];
        let mut row = vec![Cell::from(Text::new().strong(group.title))];
        row.extend(counts.map(Cell::count));
        row
    });
    let statuses = counts.shares().iter().map(|(count, class, _)| {
        let status = ImplementationStatus::ALL.iter().find(|status| status.as_str() == *class);
        let title = match (status, *class) {
            (Some(status), _) => maker.word(status.as_str()),
            (None, "excluded") => maker.say(said::STATUS_EXCLUDED),
            (None, _) => maker.say(said::STATUS_UNSTATED),
        };
        vec![Cell::from(title), Cell::count(*count)]
    });
    let by_theme = vec![
        maker.column(said::THEME, 40),
        maker.number(said::CONTROLS_COUNT, 20),
        maker.number(said::INCLUDED, 20),
        maker.number(said::EXCLUDED, 20),
    ];
    let by_status = vec![maker.column(said::STATUS, 40), maker.number(said::CONTROLS_COUNT, 60)];
    Section::new(maker.say(said::SUMMARY))
        .paragraph(maker.say(said::SOA_TEXT))
        .with(Block::Counts(figures))
        .table(maker.table(said::BY_THEME, by_theme, themes.collect()))
        .table(maker.table(said::BY_STATUS, by_status, statuses.collect()))
}

fn row(maker: &Maker<'_>, line: &Line) -> Vec<Cell> {
    let included = line.applicability == Applicability::Included;
    let mut applies = Cell::from(maker.yes(included));
    if line.overridden {
        applies.text = applies.text.remark(maker.say(said::AGAINST_DERIVED));
    }
    if !included {
        applies = applies.toned(Tone::QUIET);
    }
    let why = if line.reasons.is_empty() {
        maker.soft(said::NO_REASON)
    } else {
        Text::lines(line.reasons.iter().map(|reason| Text::from(why(maker, reason))))
    };
    let mut title = Text::from(line.title.as_str());
    if !line.carried_from.is_empty() {
        title = title.remark(maker.with(said::CARRIED, &[&wording::list(&line.carried_from)]));
    }
    vec![
        id(&line.id),
        Cell::from(title),
        applies,
        Cell::from(why),
        Cell::from(maker.or(line.justification.as_deref().unwrap_or_default(), said::NONE)),
        status(maker, line.status),
        Cell::from(maker.or(&line.implementation, said::NOT_STATED)),
        Cell::from(maker.or(line.owner.as_deref().unwrap_or_default(), said::NOBODY)),
        Cell::from(maker.evidence(&line.evidence)),
    ]
}

/// How far a control is in place.
pub(super) fn status(maker: &Maker<'_>, status: Option<ImplementationStatus>) -> Cell {
    let Some(status) = status else { return Cell::from(maker.soft(said::NOT_STATED)) };
    let cell = Cell::from(maker.word(status.as_str()));
    match status {
        ImplementationStatus::Implemented | ImplementationStatus::Alternative => cell.toned(Tone::GOOD),
        ImplementationStatus::Partial => cell.toned(Tone::PARTLY),
        ImplementationStatus::Planned => cell.toned(Tone { sign: "○", ..Tone::PARTLY }),
        ImplementationStatus::NotApplicable => cell,
    }
}

fn why(maker: &Maker<'_>, reason: &Reason) -> String {
    let said = maker.say(match reason {
        Reason::Risk { .. } => said::R_RISK,
        Reason::Legal { .. } => said::R_LEGAL,
        Reason::Contractual { .. } => said::R_CONTRACTUAL,
        Reason::Business { .. } => said::R_BUSINESS,
        Reason::Baseline => said::R_BASELINE,
        Reason::Decision { .. } => said::R_DECISION,
    });
    let (_, _, ids) = wording::reason(reason);
    if ids.is_empty() { said.to_owned() } else { format!("{said}: {}", ids.join(", ")) }
}

fn named(maker: &Maker<'_>, named: &[Named]) -> Section {
    let rows = named.iter().map(|named| {
        let kind = if named.kind == "risk" { said::RISK } else { said::REQUIREMENT };
        vec![
            Cell::from(Text::new().strong(named.id.as_str())),
            Cell::from(maker.say(kind)),
            Cell::from(named.title.as_str()),
            Cell::from(maker.or(&named.of, said::NOT_STATED)),
        ]
    });
    let columns = vec![
        maker.column(said::ID, 10),
        maker.column(said::KIND, 14),
        maker.column(said::TITLE, 50),
        maker.column(said::SOURCE, 26),
    ];
    let mut table = maker.table(said::NAMED, columns, rows.collect());
    table.caption = String::new();
    Section::new(maker.say(said::NAMED)).table(table)
}
