//! The starter library: what it names exists, and people find it under the titles they know.

use std::collections::BTreeSet;

use riskwright_core::catalogue::{self, Edition};
use riskwright_core::change::Change;
use riskwright_core::exchange::fields::plain;
use riskwright_core::identification::ThreatOrigin;
use riskwright_core::identification::library::{find, threats, vulnerabilities};
use riskwright_core::isms::{Isms, Kind};

const LANGUAGES: [&str; 3] = ["English", "German", "French"];

/// The id and the titles of each record of a register.
fn named(kind: Kind) -> Vec<(&'static str, [&'static str; 3])> {
    match kind {
        Kind::Threat => threats().iter().map(|threat| (threat.id, threat.titles)).collect(),
        _ => vulnerabilities().iter().map(|weak| (weak.id, weak.titles)).collect(),
    }
}

#[test]
fn ids_count_up_from_one_without_gaps() {
    for (kind, prefix) in [(Kind::Threat, "T"), (Kind::Vulnerability, "V")] {
        for (index, (id, _)) in named(kind).iter().enumerate() {
            assert_eq!(*id, format!("{prefix}-{}", index + 1));
        }
    }
}

#[test]
fn no_two_records_share_a_title_in_a_language() {
    for kind in [Kind::Threat, Kind::Vulnerability] {
        for (at, language) in LANGUAGES.iter().enumerate() {
            let mut seen = BTreeSet::new();
            for (id, titles) in named(kind) {
                let title = plain(titles[at]);
                assert!(!title.is_empty(), "{id} has no {language} title");
                assert!(seen.insert(title), "{id}: {} is taken in {language}", titles[at]);
            }
        }
    }
}

#[test]
fn titles_stay_whole_in_a_cell_that_lists_several() {
    for kind in [Kind::Threat, Kind::Vulnerability] {
        for (id, titles) in named(kind) {
            // a cell is split at these, and what stands in brackets does not count when texts are compared
            let apart = [',', ';', '|', '\n', '(', '['];
            assert!(!titles.iter().any(|title| title.contains(apart)), "{id}: {titles:?}");
        }
    }
}

#[test]
fn every_record_is_found_by_its_id_and_each_of_its_titles() {
    for kind in [Kind::Threat, Kind::Vulnerability] {
        for (id, titles) in named(kind) {
            assert_eq!(find(kind, id), Some(id));
            for title in titles {
                assert_eq!(find(kind, title), Some(id), "{title}");
                assert_eq!(find(kind, &title.to_uppercase()), Some(id), "{title} in capitals");
            }
        }
    }
    assert_eq!(find(Kind::Asset, "Phishing"), None);
}

#[test]
fn threats_say_where_they_come_from_and_what_they_bear_on() {
    let criteria: Vec<String> = Isms::new("Example".parse().unwrap())
        .criteria()
        .criteria
        .iter()
        .map(|criterion| criterion.id.to_string())
        .collect();
    for threat in threats() {
        assert!(threat.origin.parse::<ThreatOrigin>().is_ok(), "{}: {}", threat.id, threat.origin);
        assert!(!threat.affects.is_empty(), "{} bears on nothing", threat.id);
        for id in threat.affects {
            assert!(criteria.iter().any(|criterion| criterion == id), "{}: {id}", threat.id);
        }
        assert!(threat.description.ends_with('.'), "{}: {}", threat.id, threat.description);
    }
    for origin in ThreatOrigin::ALL {
        assert!(threats().iter().any(|threat| threat.origin == origin.as_str()), "{}", origin.as_str());
    }
}

#[test]
fn vulnerabilities_name_threats_and_controls_that_exist() {
    let controls = catalogue::ids(Edition::E2022);
    for weak in vulnerabilities() {
        assert!(!weak.category.is_empty(), "{} has no category", weak.id);
        assert!((1..=5).contains(&weak.threats.len()), "{}: {:?}", weak.id, weak.threats);
        assert!((1..=4).contains(&weak.controls.len()), "{}: {:?}", weak.id, weak.controls);
        for id in weak.threats {
            assert!(threats().iter().any(|threat| threat.id == *id), "{}: {id}", weak.id);
        }
        for id in weak.controls {
            assert!(controls.contains(id), "{}: {id}", weak.id);
        }
        // an id that does not parse would silently be left out of the record, as would one named twice
        let record = weak.record();
        assert!(record.category.is_some(), "{}: {}", weak.id, weak.category);
        let counts = (record.threats.len(), record.controls.len());
        assert_eq!(counts, (weak.threats.len(), weak.controls.len()), "{}", weak.id);
    }
}

#[test]
fn every_threat_has_a_weakness_that_lets_it_in() {
    for threat in threats() {
        let exploits = vulnerabilities().iter().any(|weak| weak.threats.contains(&threat.id));
        assert!(exploits, "{} {}", threat.id, threat.titles[0]);
    }
}

#[test]
fn a_new_isms_takes_the_whole_library() {
    let mut isms = Isms::new("Example".parse().unwrap());
    let threat_changes = threats().iter().map(|threat| Change::ThreatRecord(Box::new(threat.record())));
    let weak_changes =
        vulnerabilities().iter().map(|weak| Change::VulnerabilityRecord(Box::new(weak.record())));
    for change in threat_changes.chain(weak_changes) {
        let done = isms.apply(&change, &"tester".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap());
        assert!(done.is_ok(), "{change:?}: {:?}", done.err());
    }
    assert_eq!(
        (isms.threats().len(), isms.vulnerabilities().len()),
        (threats().len(), vulnerabilities().len())
    );
    for threat in threats() {
        let record = isms.threats().get(&threat.id.parse().unwrap()).unwrap();
        assert!(record.origin.is_some() && !record.description.is_empty(), "{}", threat.id);
        assert_eq!(record.affects.len(), threat.affects.len(), "{}", threat.id);
    }
}
