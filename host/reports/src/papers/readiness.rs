//! What an auditor would ask for, and what of it is there.

use riskwright_core::certification::Certification;
use riskwright_core::certification::readiness::{Counts, Item, Standing, readiness};
use riskwright_press::{Block, Cell, Fact, Paper, Section, Text, Tone};

use super::maker::{Maker, day};
use super::said;
use crate::wording;

pub(super) fn paper(maker: &Maker<'_>) -> Paper {
    let context = maker.context;
    let mut paper = maker.paper(said::READINESS, "4–10, A", true);
    let ready = readiness(context.isms, context.edition, context.as_of);
    paper.facts.extend(maker.scope());
    let figures = |label, counts: &Counts| {
        let all = counts.ready + counts.partly + counts.missing;
        (maker.with(said::READY_COUNT, &[&maker.say(label)]), format!("{}/{all}", counts.ready))
    };
    let counts =
        vec![figures(said::CLAUSE, &ready.clauses_stand), figures(said::CONTROLS, &ready.controls_stand)];
    let stand = [(said::CLAUSE, &ready.clauses_stand), (said::CONTROLS, &ready.controls_stand)].map(
        |(label, counts)| {
            let mut row = vec![Cell::from(Text::new().strong(maker.say(label)))];
            row.extend([counts.ready, counts.partly, counts.missing].map(Cell::count));
            row
        },
    );
    let mut columns = vec![maker.column(said::WHAT, 40)];
    columns.extend(
        ["ready", "partly", "missing"].map(|word| riskwright_press::Column::number(maker.word(word), 20)),
    );
    let mut summary = Section::new(maker.say(said::SUMMARY))
        .paragraph(maker.say(said::READINESS_TEXT))
        .with(Block::Counts(counts))
        .table(maker.table(said::READINESS, columns, stand.to_vec()));
    for certification in context.isms.certifications().values() {
        summary = summary.section(of(maker, certification));
    }
    paper.sections = vec![
        summary,
        items(maker, said::CLAUSE, &ready.clauses),
        items(maker, said::CONTROLS, &ready.controls),
    ];
    if !ready.others.is_empty() {
        let rows = ready.others.iter().map(|finding| {
            vec![
                Cell::from(Text::new().strong(finding.record.to_string())),
                Cell::from(maker.word(finding.severity.as_str())),
                Cell::from(finding.message.as_str()),
            ]
        });
        let columns = vec![
            maker.column(said::RECORD, 20),
            maker.column(said::SEVERITY, 15),
            maker.column(said::FINDING, 65),
        ];
        let mut table = maker.table(said::OTHERS, columns, rows.collect());
        table.caption = String::new();
        paper.sections.push(Section::new(maker.say(said::OTHERS)).table(table));
    }
    paper
}

fn of(maker: &Maker<'_>, certification: &Certification) -> Section {
    let until = certification.valid_until.map(|until| until.to_string()).unwrap_or_default();
    let number = certification.number.as_ref().map_or("", |number| number.as_str());
    let facts: Vec<Fact> = [
        maker.told(said::STATE, maker.word(certification.life.state.as_str())),
        maker.told(said::BODY, certification.body.as_ref().map_or("", |body| body.as_str())),
        maker.told(said::NUMBER, number),
        maker.told(said::VALID_UNTIL, &until),
        maker.told(said::SCOPE_OF, &certification.scope),
    ]
    .into_iter()
    .flatten()
    .collect();
    let section = Section::new(format!("{} {}", maker.say(said::CERTIFICATION), certification.id))
        .with(Block::Definitions(facts));
    let milestones = certification.milestones(maker.context.as_of);
    if milestones.is_empty() {
        return section;
    }
    let rows = milestones.iter().map(|milestone| {
        let by = if milestone.overdue {
            maker.due(Some(milestone.by), true)
        } else {
            Cell::day(day(milestone.by))
        };
        vec![Cell::from(maker.word(milestone.what.as_str())), by]
    });
    let columns = vec![maker.column(said::WHAT, 70), maker.column(said::DUE, 30)];
    section.table(maker.table(said::MILESTONES, columns, rows.collect()))
}

fn items(maker: &Maker<'_>, title: said::Said, items: &[Item]) -> Section {
    let rows = items.iter().map(|item| {
        let mut shown: Vec<String> = item.shown.iter().map(|shown| shown.record.to_string()).collect();
        let more = item.count.saturating_sub(shown.len());
        if more > 0 {
            shown.push(maker.with(said::AND_MORE, &[&more]));
        }
        let mut lacking: Vec<Text> = item.lacking.iter().map(|text| Text::from(text.as_str())).collect();
        lacking.extend(item.findings.iter().map(|finding| Text::from(finding.message.as_str())));
        let lacking = Text::lines(lacking);
        let standing = Cell::from(maker.word(item.standing.as_str())).toned(match item.standing {
            Standing::Ready => Tone::GOOD,
            Standing::Partly => Tone::PARTLY,
            Standing::Missing => Tone::BAD,
        });
        vec![
            Cell::from(Text::new().strong(item.against.as_str())),
            Cell::from(item.title.as_str()),
            standing,
            Cell::from(wording::capital(&item.asks)),
            Cell::from(maker.or(&shown.join(", "), said::NONE)),
            Cell::from(if lacking.is_empty() { maker.soft(said::NONE) } else { lacking }),
        ]
    });
    let columns = vec![
        maker.column(said::AGAINST, 7),
        maker.column(said::TITLE, 17),
        maker.column(said::STANDING, 9),
        maker.column(said::ASKS, 24),
        maker.column(said::SHOWN, 18),
        maker.column(said::LACKING, 25),
    ];
    let mut table = maker.table(title, columns, rows.collect());
    table.caption = String::new();
    Section::new(maker.say(title)).table(table)
}
