//! Every report in every format and language: of an ISMS in which nothing is, and of a company after two years.

use std::io::{Cursor, Read as _};

use riskwright_core::catalogue::Edition;
use riskwright_core::isms::Isms;
use riskwright_core::quantity::Digest;
use riskwright_reports::papers::{self, Kind};
use riskwright_reports::{Context, Format, Language, ReportError};

mod story;

use story::Story;

fn empty(isms: &Isms) -> Context<'_> {
    Context {
        isms,
        edition: Edition::E2022,
        as_of: "2026-11-20".parse().unwrap(),
        entries: 1,
        head: Digest::of(b"head"),
    }
}

/// The text of every part of a document.
fn document(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Renders every report in a language as every format.
fn all(context: &Context<'_>, language: Language) {
    for kind in Kind::ALL {
        let paper = papers::paper(*kind, context, None, language).unwrap();
        assert_eq!(paper, papers::paper(*kind, context, None, language).unwrap(), "{kind}");
        assert!(!paper.sections.is_empty(), "{kind} says nothing");
        for format in Format::ALL {
            let bytes = papers::render(&paper, format, None)
                .unwrap_or_else(|error| panic!("{kind} {format:?} {}: {error}", language.tag()));
            let organisation = context.isms.organisation().name.as_str();
            match format {
                Format::Pdf => assert!(bytes.starts_with(b"%PDF-") && bytes.ends_with(b"%%EOF"), "{kind}"),
                Format::Html => {
                    let page = String::from_utf8(bytes).unwrap();
                    let html = scraper::Html::parse_document(&page);
                    assert!(html.errors.is_empty(), "{kind}: {:?}", html.errors);
                    assert!(page.contains(organisation) && page.contains(&paper.digest()), "{kind}");
                }
                Format::Docx => assert!(document(&bytes).contains(organisation), "{kind}"),
                Format::Xlsx => assert!(bytes.starts_with(b"PK"), "{kind}"),
            }
        }
    }
}

#[test]
fn an_isms_in_which_nothing_is_has_every_report() {
    let isms = Isms::new("Example Ltd".parse().unwrap());
    for language in Language::ALL {
        all(&empty(&isms), language);
    }
}

#[test]
fn a_company_after_two_years_has_every_report_in_english() {
    all(&Story::mersholt().context(), Language::English);
}

#[test]
fn a_company_after_two_years_has_every_report_in_german_and_french() {
    let story = Story::mersholt();
    all(&story.context(), Language::German);
    all(&story.context(), Language::French);
}

#[test]
fn the_same_state_gives_the_same_bytes() {
    let story = Story::mersholt();
    let make = |kind: Kind, format| {
        let paper = papers::paper(kind, &story.context(), None, Language::English).unwrap();
        papers::render(&paper, format, None).unwrap()
    };
    for format in Format::ALL {
        let first = make(Kind::Measurement, format);
        // a clock that somebody looked at would have gone on
        std::thread::sleep(std::time::Duration::from_millis(2_100));
        assert!(first == make(Kind::Measurement, format), "{format:?}");
    }
}

#[test]
fn reports_are_of_the_record_that_was_asked_for() {
    let story = Story::mersholt();
    let context = story.context();
    let paper = |kind, record| papers::paper(kind, &context, record, Language::English);
    let first = story.isms.incidents().values().next().unwrap();
    let incident = paper(Kind::Incident, Some(first.id.as_str())).unwrap();
    assert_eq!(incident.title, format!("Incident report {}", first.id));
    let unknown = paper(Kind::Audit, Some("AUD-99")).unwrap_err();
    assert_eq!(unknown.to_string(), "there is no AUD-99 to make the report `audit` of");
    // of what is to come, or was none, there is nothing to tell
    let titles = [Kind::Audit, Kind::Incident, Kind::Review].map(|kind| paper(kind, None).unwrap().title);
    assert_eq!(
        titles,
        ["Audit report AUD-6", "Incident report INC-1", "Minutes of the management review REV-2"]
    );
    let whole = paper(Kind::Soa, Some("A.5.1")).unwrap_err();
    assert!(matches!(whole, ReportError::NotOfRecord { .. }), "{whole}");
}

#[test]
fn minutes_say_whether_their_inputs_are_those_that_were_gathered() {
    let story = Story::mersholt();
    let review = story.isms.reviews().values().next().unwrap();
    let paper =
        papers::paper(Kind::Review, &story.context(), Some(review.id.as_str()), Language::English).unwrap();
    let page = String::from_utf8(papers::render(&paper, Format::Html, None).unwrap()).unwrap();
    assert!(page.contains(&review.inputs.unwrap().to_string()));
    // what was shown is shown again, whatever the state is by now
    assert!(!page.contains("has changed since"));
}
