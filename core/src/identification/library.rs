//! The starter library of threats and vulnerabilities, in own words and three languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::exchange::fields::plain;
use crate::id::{ThreatId, VulnerabilityId};
use crate::identification::{Threat, Vulnerability};
use crate::isms::{Kind, Record};
use crate::quantity::Title;

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// A threat of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryThreat {
    /// `T-7`
    pub id: &'static str,
    /// In English, German and French.
    pub titles: [&'static str; 3],
    /// What brings it about.
    pub origin: &'static str,
    /// The consequence criteria it bears on.
    pub affects: &'static [&'static str],
    /// In a sentence.
    pub description: &'static str,
}

/// A vulnerability of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryVulnerability {
    /// `V-31`
    pub id: &'static str,
    /// In English, German and French.
    pub titles: [&'static str; 3],
    /// Where the weakness lies.
    pub category: &'static str,
    /// The threats that could exploit it.
    pub threats: &'static [&'static str],
    /// The controls of 2022 that answer it.
    pub controls: &'static [&'static str],
}

/// The threats of the library.
#[must_use]
pub fn threats() -> &'static [LibraryThreat] {
    THREATS
}

/// The vulnerabilities of the library.
#[must_use]
pub fn vulnerabilities() -> &'static [LibraryVulnerability] {
    VULNERABILITIES
}

impl LibraryThreat {
    /// The threat as a record.
    #[must_use]
    pub fn record(&self) -> Threat {
        Threat {
            id: ThreatId::fixed(self.id),
            title: Title::fixed(self.titles[0]),
            origin: self.origin.parse().ok(),
            affects: self.affects.iter().filter_map(|id| id.parse().ok()).collect(),
            description: self.description.parse().unwrap_or_default(),
        }
    }
}

impl LibraryVulnerability {
    /// The vulnerability as a record. It names threats of the library, which are to be added with it.
    #[must_use]
    pub fn record(&self) -> Vulnerability {
        Vulnerability {
            id: VulnerabilityId::fixed(self.id),
            title: Title::fixed(self.titles[0]),
            category: self.category.parse().ok(),
            description: crate::quantity::Text::default(),
            threats: self.threats.iter().filter_map(|id| id.parse().ok()).collect(),
            controls: self.controls.iter().filter_map(|id| id.parse().ok()).collect(),
        }
    }
}

static TITLES: LazyLock<BTreeMap<(Kind, String), &'static str>> = LazyLock::new(|| {
    let threats = THREATS.iter().flat_map(|threat| {
        threat.titles.iter().chain([&threat.id]).map(|title| ((Kind::Threat, plain(title)), threat.id))
    });
    let weak = VULNERABILITIES.iter().flat_map(|weak| {
        weak.titles.iter().chain([&weak.id]).map(|title| ((Kind::Vulnerability, plain(title)), weak.id))
    });
    threats.chain(weak).collect()
});

/// The id of the library's record that a text names by id, or by title in one of its languages.
#[must_use]
pub fn find(kind: Kind, text: &str) -> Option<&'static str> {
    TITLES.get(&(kind, plain(text))).copied()
}

/// A record of the library by id. A vulnerability comes without its links to threats, which may not be there.
#[must_use]
pub fn record(kind: Kind, id: &str) -> Option<Record> {
    match kind {
        Kind::Threat => THREATS.iter().find(|threat| threat.id == id).map(|threat| threat.record().into()),
        Kind::Vulnerability => {
            let found = VULNERABILITIES.iter().find(|weak| weak.id == id)?;
            Some(Vulnerability { threats: std::collections::BTreeSet::new(), ..found.record() }.into())
        }
        _ => None,
    }
}
