//! The report of an incident.

use riskwright_core::improvement::Nonconformity;
use riskwright_core::incident::{Incident, IncidentState};
use riskwright_core::isms::control_title;
use riskwright_press::{Cell, Fact, Paper, Section, Text};

use super::maker::{Maker, id};
use super::{Kind, said};
use crate::ReportError;

pub(super) fn paper(maker: &Maker<'_>, record: Option<&str>) -> Result<Paper, ReportError> {
    let mut paper = maker.paper(said::INCIDENT, "A.5.24–A.5.28", false);
    let happened = |incident: &Incident| incident.life.state != IncidentState::Dismissed;
    let Some(incident) = maker.record(Kind::Incident, maker.context.isms.incidents(), record, happened)?
    else {
        return Ok(maker.nothing(paper, said::NO_INCIDENT));
    };
    paper.title = format!("{} {}", paper.title, incident.id);
    let date = |label, date: Option<riskwright_core::quantity::Date>| {
        Fact::new(
            maker.say(label),
            date.map_or_else(|| maker.soft(said::NOT_STATED), |date| Text::from(date.to_string())),
        )
    };
    paper.facts.extend([
        Fact::new(maker.say(said::STATE), maker.word(incident.life.state.as_str())),
        Fact::new(
            maker.say(said::SEVERITY),
            maker.word_or(incident.severity.map(|severity| severity.as_str())),
        ),
        date(said::OCCURRED, incident.occurred_on),
        date(said::DETECTED, incident.detected_on),
        Fact::new(maker.say(said::REPORTED_BY), maker.actor(incident.reported_by.as_ref())),
        Fact::new(maker.say(said::OWNER), maker.actor(incident.owner.as_ref())),
        Fact::new(
            maker.say(said::PERSONAL_DATA),
            incident
                .personal_data
                .map_or_else(|| maker.soft(said::NOT_STATED), |yes| Text::from(maker.yes(yes))),
        ),
        Fact::long(maker.say(said::TITLE), Text::new().strong(incident.title.as_str())),
    ]);
    paper.sections = vec![
        maker.texts(said::WHAT_HAPPENED, &incident.description),
        maker.course(&incident.life.passed),
        hit(maker, incident),
        maker.texts(said::CONSEQUENCES, &incident.consequences),
        maker.texts(said::NOTIFIED, &incident.notified),
        Section::new(maker.say(said::CAUSE_AND_LESSONS))
            .section(maker.texts(said::CAUSE, &incident.cause))
            .section(maker.texts(said::LESSONS, &incident.lessons)),
        followed(maker, incident),
        Section::new(maker.say(said::EVIDENCE)).paragraph(maker.evidence(&incident.evidence)),
    ];
    Ok(paper)
}

fn hit(maker: &Maker<'_>, incident: &Incident) -> Section {
    let isms = maker.context.isms;
    let assets = incident.assets.iter().map(|known| {
        let title = isms.assets().get(known).map(|asset| asset.title.to_string());
        (said::ASSETS, known.to_string(), title.unwrap_or_default())
    });
    let risks = incident.scenarios.iter().map(|known| {
        let title = isms.scenarios().get(known).map(|scenario| scenario.title.to_string());
        (said::RISKS, known.to_string(), title.unwrap_or_default())
    });
    let controls = incident
        .controls
        .iter()
        .map(|known| (said::CONTROLS_FAILED, known.to_string(), control_title(isms, known)));
    let rows = assets.chain(risks).chain(controls);
    let rows =
        rows.map(|(kind, known, title)| vec![id(&known), Cell::from(title), Cell::from(maker.say(kind))]);
    let columns =
        vec![maker.column(said::ID, 14), maker.column(said::TITLE, 52), maker.column(said::KIND, 34)];
    let mut table = maker.table(said::WHAT_IT_HIT, columns, rows.collect());
    table.caption = String::new();
    Section::new(maker.say(said::WHAT_IT_HIT)).table(table)
}

fn followed(maker: &Maker<'_>, incident: &Incident) -> Section {
    let of = |known: &&Nonconformity| known.incident.as_ref() == Some(&incident.id);
    let all = maker.context.isms.nonconformities().values().map(AsRef::as_ref).filter(of);
    let rows = all.map(|known| {
        vec![
            id(&known.id),
            Cell::from(known.title.as_str()),
            Cell::from(maker.word(known.life.state.as_str())),
            Cell::from(maker.actor(known.owner.as_ref())),
        ]
    });
    let columns = vec![
        maker.column(said::ID, 14),
        maker.column(said::TITLE, 46),
        maker.column(said::STATE, 20),
        maker.column(said::OWNER, 20),
    ];
    let mut table = maker.table(said::FOLLOWED, columns, rows.collect());
    table.caption = String::new();
    Section::new(maker.say(said::FOLLOWED)).table(table)
}
