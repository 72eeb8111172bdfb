//! The minutes of a management review.

use riskwright_core::quantity::Digest;
use riskwright_core::review::inputs::{ActionStands, Inputs};
use riskwright_core::review::{Input, ManagementReview, ReviewState};
use riskwright_press::{Block, Cell, Fact, Note, Paper, Run, Section, Text, Tone};

use super::maker::{Maker, id};
use super::{Kind, measurement, nonconformity, said};
use crate::{ReportError, wording};

pub(super) fn paper(maker: &Maker<'_>, record: Option<&str>) -> Result<Paper, ReportError> {
    let isms = maker.context.isms;
    let mut paper = maker.paper(said::REVIEW, "9.3", false);
    let held = |review: &ManagementReview| {
        !matches!(review.life.state, ReviewState::Planned | ReviewState::Prepared | ReviewState::Cancelled)
    };
    let Some(review) = maker.record(Kind::Review, isms.reviews(), record, held)? else {
        return Ok(maker.nothing(paper, said::NO_REVIEW));
    };
    paper.title = format!("{} {}", paper.title, review.id);
    let gathered = review.looks_at(isms, maker.context.as_of);
    let same = review.inputs.map(|digest| Digest::of_json(&gathered).is_ok_and(|now| now == digest));
    let when = match review.held_on() {
        Some(on) => Fact::new(maker.say(said::HELD_ON), on.to_string()),
        None => Fact::new(maker.say(said::PLANNED_ON), review.planned_on.to_string()),
    };
    let from = gathered.from.map_or_else(|| "…".to_owned(), |from| from.to_string());
    paper.facts.extend([
        when,
        Fact::new(maker.say(said::STATE), maker.word(review.life.state.as_str())),
        Fact::new(maker.say(said::CHAIR), maker.actor(review.chair.as_ref())),
        Fact::new(maker.say(said::PERIOD), maker.with(said::FROM_TO, &[&from, &gathered.of])),
    ]);
    if let Some(title) = &review.title {
        paper.facts.push(Fact::long(maker.say(said::TITLE), title.as_str()));
    }
    paper.sections = vec![
        attendees(maker, review),
        decisions(maker, review),
        maker.texts(said::MINUTES, &review.minutes),
        origin(maker, review, same),
        maker.course(&review.life.passed),
    ];
    let inputs = [
        (Input::Actions, said::INPUT_A, a(maker, &gathered)),
        (Input::Issues, said::INPUT_B, b(maker, &gathered)),
        (Input::Expectations, said::INPUT_C, c(maker, &gathered)),
        (Input::Performance, said::INPUT_D, d(maker, &gathered)),
        (Input::Feedback, said::INPUT_E, Section::new("")),
        (Input::Risks, said::INPUT_F, f(maker, &gathered)),
        (Input::Improvement, said::INPUT_G, g(maker, &gathered)),
    ];
    let of_inputs = paper.sections.get_mut(3);
    if let Some(section) = of_inputs {
        for (input, title, mut body) in inputs {
            body.title = maker.say(title).to_owned();
            if let Some(remark) = review.remarks.get(&input) {
                body.blocks.push(Block::Paragraph(Text::from(remark.as_str())));
            }
            if body.blocks.is_empty() && body.sections.is_empty() {
                body = body.paragraph(maker.soft(said::NOTHING_SAID));
            }
            section.sections.push(body);
        }
    }
    Ok(paper)
}

fn attendees(maker: &Maker<'_>, review: &ManagementReview) -> Section {
    let rows = review.attendees.iter().map(|attendee| {
        vec![
            Cell::from(Text::new().strong(attendee.person.as_str())),
            Cell::from(maker.yes(attendee.top_management)),
        ]
    });
    let columns = vec![maker.column(said::PERSON, 70), maker.column(said::TOP_MANAGEMENT, 30)];
    let mut table = maker.table(said::ATTENDEES, columns, rows.collect());
    table.caption = String::new();
    Section::new(maker.say(said::ATTENDEES)).table(table)
}

fn decisions(maker: &Maker<'_>, review: &ManagementReview) -> Section {
    let rows = review.decisions.iter().map(|decision| {
        let mut text = Text::from(decision.text.as_str());
        if !decision.resources.is_empty() {
            text = text.remark(format!("{}: {}", maker.say(said::RESOURCES), decision.resources));
        }
        vec![
            Cell::from(maker.word(decision.subject.as_str())),
            Cell::from(text),
            Cell::from(maker.actor(decision.responsible.as_ref())),
            maker.date(decision.due),
            Cell::from(maker.names(&decision.actions)),
        ]
    });
    let columns = vec![
        maker.column(said::SUBJECT, 16),
        maker.column(said::DECISION, 40),
        maker.column(said::RESPONSIBLE, 17),
        maker.column(said::DUE, 13),
        maker.column(said::ACTIONS, 14),
    ];
    let mut table = maker.table(said::DECIDED, columns, rows.collect());
    table.caption = String::new();
    Section::new(maker.say(said::DECIDED)).table(table)
}

/// Whether the inputs shown are those that were gathered.
fn origin(maker: &Maker<'_>, review: &ManagementReview, same: Option<bool>) -> Section {
    let section = Section::new(maker.say(said::INPUTS));
    let (Some(same), Some(of), Some(digest)) = (same, review.inputs_of, review.inputs) else {
        return section.paragraph(maker.say(said::INPUTS_NONE));
    };
    let (tone, said) = match same {
        true => (Tone::GOOD, maker.say(said::INPUTS_SAME).to_owned()),
        false => (Tone::PARTLY, maker.with(said::INPUTS_DIFFER, &[&of])),
    };
    let text = Text::from(said)
        .with(Run::Break)
        .plain(format!("{}: ", maker.say(said::INPUTS_DIGEST)))
        .with(Run::Code(digest.to_string()));
    section.with(Block::Note(Note { tone, title: String::new(), text }))
}

fn actions(maker: &Maker<'_>, actions: &[ActionStands]) -> Text {
    let line = |action: &ActionStands| {
        let state = match (action.open, action.overdue) {
            (_, true) => format!("! {}", maker.say(said::OVERDUE)),
            (true, _) => maker.word("in-progress").to_owned(),
            (false, _) => format!("✓ {}", maker.word("done")),
        };
        Text::from(format!("{} {}: {state}", action.id, action.title))
    };
    Text::lines(actions.iter().map(line))
}

fn a(maker: &Maker<'_>, inputs: &Inputs) -> Section {
    if inputs.actions.is_empty() {
        return Section::new("");
    }
    let rows = inputs.actions.iter().map(|followed| {
        vec![
            id(&followed.review),
            Cell::from(followed.decision.as_str()),
            Cell::from(actions(maker, &followed.actions)),
        ]
    });
    let columns =
        vec![maker.column(said::ID, 12), maker.column(said::DECISION, 44), maker.column(said::ACTIONS, 44)];
    let mut table = maker.table(said::INPUT_A, columns, rows.collect());
    table.caption = String::new();
    Section::new("").table(table)
}

fn b(maker: &Maker<'_>, inputs: &Inputs) -> Section {
    if inputs.issues.is_empty() {
        return Section::new("");
    }
    let rows = inputs.issues.iter().map(|(known, title)| vec![id(known), Cell::from(title.as_str())]);
    let columns = vec![maker.column(said::ID, 12), maker.column(said::TITLE, 88)];
    let mut table = maker.table(said::INPUT_B, columns, rows.collect());
    table.caption = String::new();
    Section::new("").table(table)
}

fn c(maker: &Maker<'_>, inputs: &Inputs) -> Section {
    if inputs.expectations.is_empty() {
        return Section::new("");
    }
    let rows = inputs.expectations.iter().map(|(known, title, addressed)| {
        let addressed =
            addressed.map_or_else(|| maker.soft(said::NOT_DECIDED), |yes| Text::from(maker.yes(yes)));
        vec![id(known), Cell::from(title.as_str()), Cell::from(addressed)]
    });
    let columns =
        vec![maker.column(said::ID, 12), maker.column(said::TITLE, 66), maker.column(said::TAKEN_ON, 22)];
    let mut table = maker.table(said::INPUT_C, columns, rows.collect());
    table.caption = String::new();
    Section::new("").table(table)
}

fn d(maker: &Maker<'_>, inputs: &Inputs) -> Section {
    let nonconformities = inputs.nonconformities.iter().map(|known| {
        let late = if known.overdue {
            Cell::from(maker.say(said::OVERDUE)).toned(Tone::LATE)
        } else {
            Cell::from("–")
        };
        vec![
            id(&known.id),
            Cell::from(known.title.as_str()),
            Cell::from(maker.word_or(known.grade.map(|grade| grade.as_str()))),
            nonconformity::state(maker, known.state),
            late,
        ]
    });
    let columns = vec![
        maker.column(said::ID, 11),
        maker.column(said::TITLE, 37),
        maker.column(said::GRADE, 19),
        maker.column(said::STATE, 19),
        maker.column(said::DUE, 14),
    ];
    let mut section =
        Section::new("").table(maker.table(said::NONCONFORMITIES, columns, nonconformities.collect()));
    if !inputs.years.is_empty() {
        section = section.table(nonconformity::by_year(maker));
    }
    let measures = inputs.measures.iter().map(|known| {
        let unit = known.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let value = |value: f64| format!("{}{unit}", wording::score(value));
        let last = known.results.last().map(|(on, result)| Text::from(value(*result)).remark(on.to_string()));
        vec![
            id(&known.id),
            Cell::from(known.title.as_str()),
            Cell::from(last.unwrap_or_else(|| maker.soft(said::NONE))),
            Cell::from(known.target.map_or_else(String::new, value)),
            measurement::standing(maker, known.standing),
            Cell::from(measurement::trend(maker, known.trend)),
        ]
    });
    let columns = vec![
        maker.column(said::ID, 11),
        maker.column(said::MEASURE, 33),
        maker.column(said::LAST_RESULT, 16),
        maker.column(said::AIM, 12),
        maker.column(said::STANDING, 16),
        maker.column(said::TREND, 12),
    ];
    section = section.table(maker.table(said::MEASURES, columns, measures.collect()));
    let audits = inputs.audits.iter().map(|known| {
        let found = known
            .findings
            .iter()
            .map(|(severity, count)| Text::from(format!("{}: {count}", maker.word(severity.as_str()))));
        let found = Text::lines(found);
        vec![
            id(&known.id),
            Cell::from(known.title.as_str()),
            Cell::from(maker.word(known.kind.as_str())),
            maker.date(known.reported_on),
            Cell::from(if found.is_empty() { maker.soft(said::NONE) } else { found }),
        ]
    });
    let columns = vec![
        maker.column(said::ID, 11),
        maker.column(said::TITLE, 32),
        maker.column(said::KIND, 17),
        maker.column(said::DATE, 13),
        maker.column(said::FINDINGS, 27),
    ];
    section = section.table(maker.table(said::AUDITS, columns, audits.collect()));
    let objectives = inputs.objectives.iter().map(|known| {
        vec![
            id(&known.id),
            Cell::from(known.title.as_str()),
            Cell::from(maker.word_or(known.status.map(|status| status.as_str()))),
            maker.date(known.due),
        ]
    });
    let columns = vec![
        maker.column(said::ID, 11),
        maker.column(said::OBJECTIVE, 55),
        maker.column(said::STATUS, 19),
        maker.column(said::DUE, 15),
    ];
    section.table(maker.table(said::OBJECTIVES, columns, objectives.collect()))
}

fn f(maker: &Maker<'_>, inputs: &Inputs) -> Section {
    let risks = &inputs.risks;
    let of = risks.levels.len();
    let levels = risks.levels.iter().enumerate().rev().map(|(at, level)| {
        vec![
            Cell::from(level.level.as_str()).toned(Tone::level(at, of)),
            Cell::count(level.current),
            Cell::count(level.target),
        ]
    });
    let columns =
        vec![maker.column(said::LEVEL, 40), maker.number(said::PRESENT, 30), maker.number(said::TARGET, 30)];
    let mut section =
        Section::new("").table(maker.table(said::RISKS_BY_LEVEL, columns, levels.collect())).paragraph(
            maker.with(said::RISKS_SUM, &[&risks.unassessed, &risks.accepted, &risks.open, &risks.done]),
        );
    if !risks.overdue.is_empty() {
        let rows = risks.overdue.iter().map(|action| {
            vec![
                id(&action.id),
                Cell::from(action.title.as_str()),
                Cell::from(maker.actor(action.owner.as_ref())),
                maker.due(action.due, true),
            ]
        });
        let columns = vec![
            maker.column(said::ACTION, 12),
            maker.column(said::TITLE, 48),
            maker.column(said::OWNER, 22),
            maker.column(said::DUE, 18),
        ];
        section = section.table(maker.table(said::OVERDUE_ACTIONS, columns, rows.collect()));
    }
    section
}

fn g(maker: &Maker<'_>, inputs: &Inputs) -> Section {
    if inputs.opportunities.is_empty() {
        return Section::new("");
    }
    let rows = inputs.opportunities.iter().map(|known| {
        vec![id(&known.id), Cell::from(known.title.as_str()), Cell::from(maker.word(known.state.as_str()))]
    });
    let columns =
        vec![maker.column(said::ID, 12), maker.column(said::IDEA, 66), maker.column(said::STATE, 22)];
    let mut table = maker.table(said::INPUT_G, columns, rows.collect());
    table.caption = String::new();
    Section::new("").table(table)
}
