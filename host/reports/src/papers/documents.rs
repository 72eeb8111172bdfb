//! The document list, with what the standard asks for.

use riskwright_core::documentation::required::{Presence, required};
use riskwright_core::documentation::{Document, DocumentState};
use riskwright_core::isms::RecordRef;
use riskwright_press::{Block, Cell, Paper, Section, Text, Tone};

use super::maker::{Maker, day, id};
use super::said;
use crate::wording;

pub(super) fn paper(maker: &Maker<'_>) -> Paper {
    let isms = maker.context.isms;
    let mut paper = maker.paper(said::DOCUMENTS, "7.5", true);
    let required = required(isms, maker.context.edition);
    let documents: Vec<&Document> = isms.documents().values().map(AsRef::as_ref).collect();
    let count = |of: &dyn Fn(&&&Document) -> bool| documents.iter().filter(|known| of(known)).count();
    let figures = [
        (said::DOCUMENTS_COUNT, documents.len()),
        (said::IN_FORCE, count(&|document| document.in_force().is_some())),
        (said::REVIEW_DUE, count(&|document| document.is_due(maker.context.as_of))),
        (said::REQUIRED_MISSING, required.iter().filter(|known| known.presence == Presence::Missing).count()),
    ];
    let figures = figures.map(|(label, count)| (maker.say(label).to_owned(), count.to_string())).to_vec();
    let rows = documents.iter().map(|document| row(maker, document)).collect();
    let columns = vec![
        maker.column(said::ID, 8),
        maker.column(said::TITLE, 22),
        maker.column(said::KIND, 9),
        maker.column(said::VERSION, 7),
        maker.column(said::STATE, 9),
        maker.column(said::OWNER, 12),
        maker.column(said::IN_FORCE_SINCE, 9),
        maker.column(said::NEXT_REVIEW, 9),
        maker.column(said::FULFILS, 15),
    ];
    let mut list = maker.table(said::ALL_DOCUMENTS, columns, rows);
    list.caption = String::new();
    let asked = required.iter().map(|known| {
        let presence = Cell::from(maker.word(known.presence.as_str())).toned(match known.presence {
            Presence::There => Tone::GOOD,
            Presence::InProgress => Tone::PARTLY,
            Presence::Missing => Tone::BAD,
        });
        vec![
            Cell::from(Text::new().strong(known.asked.against)),
            Cell::from(wording::capital(known.asked.title)),
            presence,
            Cell::from(records(maker, &known.by, known.count)),
        ]
    });
    let asked_columns = vec![
        maker.column(said::AGAINST, 10),
        maker.column(said::ASKED, 36),
        maker.column(said::PRESENCE, 14),
        maker.column(said::FULFILLED_BY, 40),
    ];
    let mut table = maker.table(said::REQUIRED, asked_columns, asked.collect());
    table.caption = String::new();
    paper.sections = vec![
        Section::new(maker.say(said::SUMMARY)).with(Block::Counts(figures)),
        Section::new(maker.say(said::ALL_DOCUMENTS)).table(list),
        Section::new(maker.say(said::REQUIRED)).paragraph(maker.say(said::REQUIRED_TEXT)).table(table),
    ];
    paper
}

/// Records by kind and id: the first of them, and how many more there are.
pub(super) fn records(maker: &Maker<'_>, by: &[RecordRef], count: usize) -> Text {
    if by.is_empty() {
        return maker.soft(said::NONE);
    }
    let named = wording::list(by);
    let more = count.saturating_sub(by.len());
    let text = Text::from(named);
    if more > 0 { text.plain(format!(", {}", maker.with(said::AND_MORE, &[&more]))) } else { text }
}

fn row(maker: &Maker<'_>, document: &Document) -> Vec<Cell> {
    let state = Cell::from(maker.word(document.life.state.as_str()));
    let state = match document.life.state {
        DocumentState::Published => state.toned(Tone::GOOD),
        DocumentState::Draft | DocumentState::InReview | DocumentState::Approved => state.toned(Tone::PARTLY),
        DocumentState::Retired | DocumentState::Disposed => state,
    };
    let in_force = document.in_force();
    let version = in_force.map(|version| &version.version).or(document.version.as_ref());
    vec![
        id(&document.id),
        Cell::from(document.title.as_str()),
        Cell::from(maker.word_or(document.kind.map(|kind| kind.as_str()))),
        Cell::from(maker.title(version)),
        state,
        Cell::from(maker.actor(document.owner.as_ref())),
        in_force.map_or_else(|| Cell::from(maker.soft(said::NONE)), |version| Cell::day(day(version.since))),
        maker.due(document.next_review, document.is_due(maker.context.as_of)),
        Cell::from(maker.names(&document.fulfils)),
    ]
}
