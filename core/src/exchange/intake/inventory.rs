//! Assets, suppliers, threats, vulnerabilities and risk sources from tables.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reader, Row, Subject, Table, Target, fields, items, plain, reads_as_list};
use crate::exchange::fields::word;
use crate::id::{AssetId, Identifier, RiskSourceId, ThreatId, VulnerabilityId};
use crate::identification::library;
use crate::identification::{Asset, AssetKind, FieldTarget, RiskSource, Threat, ThreatOrigin, Vulnerability};
use crate::isms::{Kind, Record};
use crate::quantity::{Text, Title};
use crate::record::is_default;

/// Whether the status of an asset says in use or no longer in use.
pub(in crate::exchange) fn is_status(text: &str) -> bool {
    retired(text).is_some()
}

fn retired(text: &str) -> Option<bool> {
    match word("asset-status", text).unwrap_or(&plain(text)) {
        "retired" | "disposed" | "inactive" | "decommissioned" => Some(true),
        "active" | "in use" | "in-use" | "aktiv" | "actif" => Some(false),
        _ => None,
    }
}

impl Reader<'_> {
    pub(super) fn assets(&mut self, table: &Table<'_>) {
        for at in &table.rows {
            let mut row = Row::new(table, *at);
            if self.is_template(&row) {
                continue;
            }
            let asset = self.asset(&mut row);
            self.settle(row, asset.map(Record::from));
        }
    }

    fn asset(&mut self, row: &mut Row<'_>) -> Option<Asset> {
        let supplier = row.table.subject == Subject::Supplier;
        let title = row.title("title");
        if title.is_none() {
            let found = row.get("title").unwrap_or_default();
            row.problem("title", found, "the name of the asset");
        }
        let id: AssetId = self.id(row, Kind::Asset, title.as_ref())?;
        let known = self.isms.assets().get(&id).map(|asset| asset.as_ref().clone());
        let mut asset = known.unwrap_or(Asset {
            id,
            title: title.clone()?,
            kind: if supplier { AssetKind::Supplier } else { AssetKind::Other },
            description: Text::default(),
            owner: None,
            classification: None,
            location: None,
            values: BTreeMap::new(),
            depends_on: BTreeSet::new(),
            retired: false,
            reviewed_on: None,
            custom: BTreeMap::new(),
        });
        asset.title = title?;
        let has = |row: &Row<'_>, field: &str| row.table.column(field).is_some();
        if let Some(text) = row.get("kind") {
            let mapped = self
                .options
                .mapping
                .words
                .get("asset-kind")
                .and_then(|words| words.get(&text))
                .map(String::as_str);
            match mapped.or_else(|| fields::leading_word("asset-kind", &text)).unwrap_or(&text).parse() {
                Ok(kind) => asset.kind = kind,
                // a kind of the organisation's own
                Err(_) => self.keep_aside(FieldTarget::Asset, "Asset type", &text, &mut asset.custom),
            }
        }
        if has(row, "description") {
            asset.description = row.prose("description").unwrap_or_default();
        }
        if has(row, "owner") {
            asset.owner = row.actor("owner");
        }
        if has(row, "classification") {
            asset.classification = row.title("classification");
        }
        if has(row, "location") {
            asset.location = row.title("location");
        }
        if has(row, "reviewed-on") {
            asset.reviewed_on = row.date("reviewed-on");
        }
        if let Some(status) = row.get("status").and_then(|text| retired(&text)) {
            asset.retired = status;
        }
        let table = row.table;
        for column in &table.columns {
            if let Target::Value(factor) = &column.target {
                match self.level(row, column, factor) {
                    Some(level) => asset.values.insert(factor.clone(), level),
                    None => asset.values.remove(factor),
                };
            }
        }
        asset.custom = self.own_values(row, asset.custom);
        Some(asset)
    }

    /// Dependencies, once all assets of the sources are known.
    pub(super) fn asset_links(&mut self, table: &Table<'_>) {
        if table.column("depends-on").is_none() && table.column("supports").is_none() {
            return;
        }
        for at in &table.rows {
            let row = Row::new(table, *at);
            let id = row.get("id").map(|text| text.split_whitespace().collect::<Vec<_>>().join("-"));
            let id = id.map(|id| {
                if id.bytes().all(|b| b.is_ascii_digit()) { format!("{}-{id}", AssetId::PREFIX) } else { id }
            });
            let by_title =
                || row.get("title").and_then(|title| self.titles.get(&(Kind::Asset, plain(&title))).cloned());
            let Some(asset) = id
                .or_else(by_title)
                .and_then(|id| self.isms.assets().get(&id.parse::<AssetId>().ok()?))
                .cloned()
            else {
                continue;
            };
            if table.column("depends-on").is_some() {
                let supports: BTreeSet<AssetId> =
                    row.get("depends-on").map(|text| self.asset_refs(&text)).unwrap_or_default();
                let mut asset = asset.as_ref().clone();
                asset.depends_on = supports;
                self.isms.put(asset.into());
            }
            for relying in row.get("supports").map(|text| self.asset_refs(&text)).unwrap_or_default() {
                if let Some(other) = self.isms.assets().get(&relying) {
                    let mut other = other.as_ref().clone();
                    other.depends_on.insert(asset.id.clone());
                    self.isms.put(other.into());
                }
            }
        }
    }

    /// The pieces of a cell that lists records of a kind: each a known id or title, or a new name.
    fn pieces(&self, kind: Kind, text: &str) -> Vec<String> {
        let known = |piece: &str| self.known(kind, piece).is_some();
        let mut pieces = Vec::new();
        for piece in items(text, false) {
            let parts = items(&piece, true);
            let split = parts.len() > 1
                && !known(&piece)
                && (parts.iter().all(|part| known(part))
                    || parts.iter().all(|part| looks_like_id(part))
                    || reads_as_list(&piece));
            if split { pieces.extend(parts) } else { pieces.push(piece) }
        }
        pieces
    }

    /// The id of the record of a kind that a piece names by id or title, or by both: `AS-1 File server`.
    pub(super) fn known(&self, kind: Kind, piece: &str) -> Option<String> {
        let exists = |id: &str| {
            let id = id.parse().ok()?;
            let at = crate::isms::RecordRef { kind, id };
            self.isms.record(&at).map(|_| at.id.to_string())
        };
        exists(piece).or_else(|| self.titles.get(&(kind, plain(piece))).cloned()).or_else(|| {
            let (first, _) = piece.split_once([' ', ':'])?;
            exists(first.trim_end_matches(['-', ':', '–']))
        })
    }

    pub(super) fn asset_refs(&mut self, text: &str) -> BTreeSet<AssetId> {
        let new = |id: AssetId, title: Title| {
            Record::from(Asset {
                id,
                title,
                kind: AssetKind::Other,
                description: Text::default(),
                owner: None,
                classification: None,
                location: None,
                values: BTreeMap::new(),
                depends_on: BTreeSet::new(),
                retired: false,
                reviewed_on: None,
                custom: BTreeMap::new(),
            })
        };
        self.refs(Kind::Asset, Subject::Asset, text, new)
    }

    pub(super) fn threat_refs(&mut self, text: &str) -> BTreeSet<ThreatId> {
        let new = |id: ThreatId, title: Title| {
            Record::from(Threat {
                id,
                title,
                origin: None,
                affects: BTreeSet::new(),
                description: Text::default(),
            })
        };
        self.refs(Kind::Threat, Subject::Threat, text, new)
    }

    pub(super) fn vulnerability_refs(&mut self, text: &str) -> BTreeSet<VulnerabilityId> {
        let new = |id: VulnerabilityId, title: Title| {
            Record::from(Vulnerability {
                id,
                title,
                category: None,
                description: Text::default(),
                threats: BTreeSet::new(),
                controls: BTreeSet::new(),
            })
        };
        self.refs(Kind::Vulnerability, Subject::Vulnerability, text, new)
    }

    pub(super) fn source_refs(&mut self, text: &str) -> BTreeSet<RiskSourceId> {
        let new = |id: RiskSourceId, title: Title| {
            Record::from(RiskSource {
                id,
                title,
                kind: None,
                motivation: Text::default(),
                desired_end_state: Text::default(),
            })
        };
        self.refs(Kind::RiskSource, Subject::Source, text, new)
    }

    /// The records a cell names; those that no register has are added by their names.
    fn refs<I: Identifier>(
        &mut self,
        kind: Kind,
        subject: Subject,
        text: &str,
        new: impl Fn(I, Title) -> Record,
    ) -> BTreeSet<I> {
        let mut ids = BTreeSet::new();
        for piece in self.pieces(kind, text) {
            if let Some(id) = self.known(kind, &piece).and_then(|id| id.parse::<I>().ok()) {
                ids.insert(id);
                continue;
            }
            // an id alone is one of the source's own numbering, never the library's
            let in_library = || library::find(kind, &piece).filter(|id| *id != piece)?.parse::<I>().ok();
            if let Some(id) = in_library()
                && self.isms.record(&crate::isms::RecordRef::new(kind, &id)).is_none()
                && let Some(record) = library::record(kind, id.as_str())
            {
                self.take_new(record, subject);
                ids.insert(id);
                continue;
            }
            let short: String = super::one_line(&piece).chars().take(500).collect();
            let Ok(title) = short.parse::<Title>() else { continue };
            // an id of a register that is not at hand keeps its id
            let id = match piece.parse::<I>() {
                Ok(id) if looks_like_id(&piece) => id,
                _ => self.next_id(kind),
            };
            self.take_new(new(id.clone(), title), subject);
            ids.insert(id);
        }
        ids
    }

    pub(super) fn threats(&mut self, table: &Table<'_>) {
        for at in &table.rows {
            let mut row = Row::new(table, *at);
            if self.is_template(&row) {
                continue;
            }
            let threat = self.threat(&mut row);
            self.settle(row, threat.map(Record::from));
        }
    }

    fn threat(&mut self, row: &mut Row<'_>) -> Option<Threat> {
        let title = self.needed_title(row, "the threat's name")?;
        let id: ThreatId = self.id(row, Kind::Threat, Some(&title))?;
        let words: Vec<&str> = ThreatOrigin::ALL.iter().map(|origin| origin.as_str()).collect();
        let origin = row.word("origin", "threat-origin", &words, self.options);
        let affects = row.get("affects").map(|text| self.criteria_named(&text)).unwrap_or_default();
        Some(Threat { id, title, origin, affects, description: row.prose("description").unwrap_or_default() })
    }

    fn criteria_named(&self, text: &str) -> BTreeSet<crate::id::FactorId> {
        let named = |item: &String| {
            let item = plain(item);
            let fits = |c: &&crate::methodology::ConsequenceCriterion| {
                plain(&c.title) == item || plain(c.id.as_str()) == item
            };
            self.isms.criteria().criteria.iter().find(fits).map(|criterion| criterion.id.clone())
        };
        items(text, true).iter().filter_map(named).collect()
    }

    pub(super) fn vulnerabilities(&mut self, table: &Table<'_>) {
        for at in &table.rows {
            let mut row = Row::new(table, *at);
            if self.is_template(&row) {
                continue;
            }
            let vulnerability = self.vulnerability(&mut row);
            self.settle(row, vulnerability.map(Record::from));
        }
    }

    fn vulnerability(&mut self, row: &mut Row<'_>) -> Option<Vulnerability> {
        let title = self.needed_title(row, "the vulnerability's name")?;
        let id: VulnerabilityId = self.id(row, Kind::Vulnerability, Some(&title))?;
        let threats = row.get("threats").map(|text| self.threat_refs(&text)).unwrap_or_default();
        let controls = self.control_refs(row, "controls").into_keys().collect();
        let category = row.title("category");
        Some(Vulnerability {
            id,
            title,
            category,
            description: row.prose("description").unwrap_or_default(),
            threats,
            controls,
        })
    }

    pub(super) fn sources(&mut self, table: &Table<'_>) {
        for at in &table.rows {
            let mut row = Row::new(table, *at);
            if self.is_template(&row) {
                continue;
            }
            let source = self.source(&mut row);
            self.settle(row, source.map(Record::from));
        }
    }

    fn source(&mut self, row: &mut Row<'_>) -> Option<RiskSource> {
        let title = self.needed_title(row, "the risk source's name")?;
        let id: RiskSourceId = self.id(row, Kind::RiskSource, Some(&title))?;
        let kind = row.title("kind");
        let motivation = row.prose("motivation").unwrap_or_default();
        Some(RiskSource {
            id,
            title,
            kind,
            motivation,
            desired_end_state: row.prose("desired-end-state").unwrap_or_default(),
        })
    }

    pub(super) fn needed_title(&mut self, row: &mut Row<'_>, expected: &str) -> Option<Title> {
        let title = row.title("title");
        if title.is_none() && row.problems.is_empty() {
            row.problem("title", "", expected);
        }
        title
    }
}

/// Whether a text is an id rather than a name: no spaces, and a digit.
pub(super) fn looks_like_id(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && text.contains(|c: char| c.is_ascii_digit())
        && text.len() <= 40
        && !is_default(&text)
}
