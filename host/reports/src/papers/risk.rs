//! The risk assessment report.

use riskwright_core::evaluation::Verdict;
use riskwright_core::identification::Stage;
use riskwright_core::methodology::matrix::Acceptance;
use riskwright_core::methodology::{Engine, Scale};
use riskwright_press::{Align, Block, Cell, Column, Fact, Note, Paper, Run, Section, Table, Text, Tone};

use super::maker::{Maker, day, id};
use super::{figure, said};
use crate::register::view::{Picture, Rating, Risk, View};
use crate::{ReportError, wording};

pub(super) fn paper(maker: &Maker<'_>) -> Result<Paper, ReportError> {
    let view = View::of(maker.context)?;
    let mut paper = maker.paper(said::RISK_ASSESSMENT, "6.1.2, 8.2", false);
    let criteria = maker.context.isms.criteria();
    paper.facts.push(Fact::new(maker.say(said::METHODOLOGY), view.methodology.title.as_str()));
    let approval = criteria.approval.as_ref().map(|approval| (&approval.by, approval.on));
    paper.facts.push(Fact::new(maker.say(said::CRITERIA_APPROVAL), maker.approval(approval)));
    paper.facts.extend(maker.scope());
    paper.sections = vec![
        summary(maker, &view),
        method(maker, &view),
        criteria_of(maker, &view),
        maps(maker, &view),
        results(maker, &view),
    ];
    Ok(paper)
}

pub(super) fn verdict(maker: &Maker<'_>, verdict: Verdict) -> &'static str {
    maker.say(match verdict {
        Verdict::Unassessed => said::V_UNASSESSED,
        Verdict::Accept => said::V_ACCEPT,
        Verdict::Tolerate => said::V_TOLERATE,
        Verdict::Accepted => said::V_ACCEPTED,
        Verdict::InTreatment => said::V_IN_TREATMENT,
        Verdict::Treat => said::V_TREAT,
    })
}

/// A level by name in its tone.
pub(super) fn level(view: &View<'_>, level: usize, name: &str) -> Cell {
    Cell::from(name).toned(Tone::level(level, view.levels().len()))
}

/// How a risk is rated in a stage.
pub(super) fn rating(maker: &Maker<'_>, view: &View<'_>, risk: &Risk<'_>, stage: Stage) -> Cell {
    match view.rating(risk, stage) {
        Rating::Scored { level: at, name, score } => {
            let mut cell = level(view, at, name);
            cell.text = cell.text.plain(format!(" ({score})"));
            cell
        }
        Rating::Problem(message) => Cell::from(Text::new().with(Run::Late(message.to_owned()))),
        Rating::NotEstimated => Cell::from(maker.soft(said::NOT_ESTIMATED)),
    }
}

/// The numbers that are seen first, and the risks by level and verdict.
pub(super) fn summary(maker: &Maker<'_>, view: &View<'_>) -> Section {
    let count = |count: usize| count.to_string();
    let counts = vec![
        (maker.say(said::OPEN_RISKS).to_owned(), count(view.risks.len())),
        (maker.say(said::TO_BE_TREATED).to_owned(), count(view.with_verdict(Verdict::Treat))),
        (maker.say(said::NOT_ASSESSED).to_owned(), count(view.with_verdict(Verdict::Unassessed))),
    ];
    let stages = [Some(Stage::Inherent), None, Some(Stage::Target)];
    let mut levels: Vec<Vec<Cell>> = view
        .levels()
        .iter()
        .enumerate()
        .rev()
        .map(|(at, name)| {
            let policy = view.policies.get(at);
            let mut row = vec![
                level(view, at, name),
                Cell::from(policy.map_or("", |policy| acceptance(maker, policy.acceptance))),
            ];
            row.extend(stages.map(|stage| Cell::count(view.at_level(at, stage))));
            row
        })
        .collect();
    let present = view.risks.iter().filter(|risk| risk.row.present().is_none()).count();
    levels.push(vec![
        Cell::from(maker.say(said::NO_LEVEL)),
        Cell::from(maker.say(said::NOT_ESTIMATED)),
        Cell::count(view.risks.len() - view.scored(Stage::Inherent)),
        Cell::count(present),
        Cell::count(view.risks.len() - view.scored(Stage::Target)),
    ]);
    let columns = vec![
        maker.column(said::LEVEL, 20),
        maker.column(said::ACCEPTANCE, 38),
        maker.number(said::INHERENT, 14),
        maker.number(said::PRESENT, 14),
        maker.number(said::TARGET, 14),
    ];
    let verdicts = wording::VERDICTS
        .iter()
        .map(|known| vec![Cell::from(verdict(maker, *known)), Cell::count(view.with_verdict(*known))]);
    let by_verdict = vec![maker.column(said::VERDICT, 70), maker.number(said::RISKS, 30)];
    let mut section = Section::new(maker.say(said::SUMMARY))
        .with(Block::Counts(counts))
        .table(maker.table(said::BY_LEVEL, columns, levels))
        .table(maker.table(said::BY_VERDICT, by_verdict, verdicts.collect()));
    let wanting: Vec<&Risk<'_>> = view.risks.iter().filter(|risk| risk.row.wants_recording()).collect();
    if !wanting.is_empty() {
        let ids = wording::list(wanting.iter().map(|risk| &risk.scenario.id));
        let text = Text::from(maker.with(said::UNRECORDED, &[&ids]));
        section = section.with(Block::Note(Note { tone: Tone::LATE, title: String::new(), text }));
    }
    section
}

pub(super) fn acceptance(maker: &Maker<'_>, acceptance: Acceptance) -> &'static str {
    maker.say(match acceptance {
        Acceptance::Acceptable => said::ACCEPTABLE,
        Acceptance::Tolerable => said::TOLERABLE,
        Acceptance::Unacceptable => said::UNACCEPTABLE,
    })
}

fn method(maker: &Maker<'_>, view: &View<'_>) -> Section {
    let criteria = maker.context.isms.criteria();
    let version = &view.engine.describe().version;
    let every = match criteria.reassess_months {
        Some(months) => maker.with(said::MONTHS, &[&months]),
        None => maker.say(said::NO_INTERVAL).to_owned(),
    };
    let mut facts = vec![
        Fact::new(
            maker.say(said::METHODOLOGY),
            format!("{} ({}, {version})", view.methodology.title, view.methodology.id),
        ),
        Fact::new(
            maker.say(said::SETTINGS_DIGEST),
            Text::new().with(Run::Code(view.engine.settings().to_string())),
        ),
        Fact::new(maker.say(said::REASSESS), every),
    ];
    facts.extend(maker.told(said::AND_WHENEVER, &wording::list(&criteria.triggers)));
    Section::new(maker.say(said::METHOD))
        .paragraph(maker.say(said::METHOD_TEXT))
        .with(Block::Definitions(facts))
}

fn criteria_of(maker: &Maker<'_>, view: &View<'_>) -> Section {
    let criteria = maker.context.isms.criteria();
    let meaning = |at: usize| match &view.methodology.engine {
        Engine::Matrix(settings) => settings.bands.get(at).map_or("", |band| band.description.as_str()),
        Engine::Plugin(_) => "",
    };
    let levels = view.policies.iter().enumerate().rev().map(|(at, policy)| {
        let appetite = match policy.appetite {
            Some(most) => maker.with(said::AT_MOST, &[&most]),
            None => maker.say(said::ANY_NUMBER).to_owned(),
        };
        vec![
            level(view, at, &policy.name),
            Cell::from(acceptance(maker, policy.acceptance)),
            Cell::from(maker.or(meaning(at), said::NOT_STATED)),
            Cell::from(appetite),
        ]
    });
    let columns = vec![
        maker.column(said::LEVEL, 18),
        maker.column(said::ACCEPTANCE, 30),
        maker.column(said::MEANING, 36),
        maker.column(said::APPETITE, 16),
    ];
    let mut section = Section::new(maker.say(said::CRITERIA))
        .table(maker.table(said::LEVELS, columns, levels.collect()))
        .table(scale(maker, maker.say(said::LIKELIHOOD).to_owned(), &criteria.likelihood))
        .table(scale(maker, maker.say(said::CONSEQUENCE).to_owned(), &criteria.consequence));
    for criterion in &criteria.criteria {
        if let Some(own) = &criterion.scale {
            let caption = maker.with(said::CONSEQUENCE_OF, &[&criterion.title]);
            section = section.table(scale(maker, caption, own));
        }
    }
    section
}

fn scale(maker: &Maker<'_>, caption: String, scale: &Scale) -> Table {
    let rows = scale.levels.iter().enumerate().rev().map(|(at, level)| {
        vec![
            Cell::count(at + 1),
            Cell::from(Text::new().strong(level.name.as_str())),
            Cell::from(maker.or(&level.description, said::NOT_STATED)),
            Cell::from(level.range.as_ref().map_or_else(String::new, wording::range)),
        ]
    });
    let columns = vec![
        Column { align: Align::Start, ..maker.column(said::STEP_OF_SCALE, 9) },
        maker.column(said::NAME, 22),
        maker.column(said::MEANING, 45),
        maker.column(said::RANGE, 24),
    ];
    Table { name: caption.clone(), caption, columns, rows: rows.collect() }
}

/// The maps, each as a picture that says in words what it shows.
pub(super) fn maps(maker: &Maker<'_>, view: &View<'_>) -> Section {
    let mut section = Section::new(maker.say(said::HEAT_MAPS));
    if view.maps.is_empty() {
        return section.paragraph(maker.say(said::NO_AXES));
    }
    for (picture, map) in &view.maps {
        let caption = maker.say(match picture {
            Picture::Both => said::MAP_BOTH,
            Picture::Inherent => said::MAP_INHERENT,
            Picture::Present | Picture::PresentAlone => said::MAP_PRESENT,
            Picture::Target => said::MAP_TARGET,
        });
        section = section.with(figure::map(maker, map, caption));
        if !map.elsewhere.is_empty() {
            section = section.paragraph(maker.with(said::ELSEWHERE, &[&wording::list(&map.elsewhere)]));
        }
    }
    section
}

fn results(maker: &Maker<'_>, view: &View<'_>) -> Section {
    let rows = view.risks.iter().map(|risk| {
        let scenario = risk.scenario;
        let mut row = vec![
            id(&scenario.id),
            Cell::from(scenario.title.as_str()),
            Cell::from(maker.actor(scenario.owner.as_ref())),
            rating(maker, view, risk, Stage::Inherent),
            rating(maker, view, risk, Stage::Current),
            Cell::from(verdict(maker, risk.evaluated.verdict)),
        ];
        if let Some(assessed) = maker.context.isms.score_of(&scenario.id, &view.methodology.id) {
            row.push(Cell::day(day(assessed.on)));
        } else {
            row.push(Cell::from(maker.soft(said::NONE)));
        }
        row
    });
    let columns = vec![
        maker.column(said::RISK, 9),
        maker.column(said::TITLE, 28),
        maker.column(said::OWNER, 15),
        maker.column(said::INHERENT, 14),
        maker.column(said::CURRENT, 14),
        maker.column(said::VERDICT, 13),
        maker.column(said::DATE, 11),
    ];
    Section::new(maker.say(said::RESULTS)).table(maker.table(said::MOST_URGENT, columns, rows.collect()))
}
