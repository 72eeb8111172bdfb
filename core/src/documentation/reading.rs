//! Who is still to confirm that they read and understood a document (7.3, 7.5.3).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Acknowledgement, Document};
use crate::id::DocumentId;
use crate::isms::Isms;
use crate::quantity::{Actor, Date, Title};

/// A document in force whose readers have not all confirmed the version in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unread<'a> {
    /// The document.
    pub document: &'a DocumentId,
    /// Since when the version is in force.
    pub since: Date,
    /// Those named in its distribution who have not confirmed it. What is neither a role nor a person known here may be a
    /// group: it counts as confirmed with the first who does and is not named themselves.
    pub by: Vec<&'a Title>,
    /// How many have confirmed it.
    pub confirmed: usize,
}

/// Every document that somebody is still to confirm, by id.
#[must_use]
pub fn unread(isms: &Isms) -> Vec<Unread<'_>> {
    let mut read: BTreeMap<&DocumentId, Vec<&Acknowledgement>> = BTreeMap::new();
    for known in isms.acknowledgements().values() {
        read.entry(&known.document).or_default().push(known);
    }
    let asked = isms.documents().values().filter(|document| document.acknowledged);
    let asked: Vec<_> =
        asked.filter_map(|document| document.in_force().map(|version| (document, version))).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let roles = isms.roles().values();
    let held =
        roles.clone().flat_map(|role| role.person.iter().chain(&role.deputy)).map(|name| name.as_str());
    let titles = roles.map(|role| role.title.as_str());
    let proven = isms.competences().values().map(|known| known.person.as_str());
    let readers = isms.acknowledgements().values().map(|known| known.person.as_str());
    let single: BTreeSet<String> =
        held.chain(titles).chain(proven).chain(readers).map(str::to_lowercase).collect();
    let unread = asked.into_iter().map(|(document, version)| {
        let read = read.get(&document.id).map(Vec::as_slice).unwrap_or_default();
        let readers: Vec<&&Acknowledgement> =
            read.iter().filter(|known| known.version == version.version).collect();
        let mut names: BTreeSet<String> = readers.iter().map(|known| known.person.to_lowercase()).collect();
        let confirmed = names.len();
        for role in isms.roles().values() {
            let title = role.title.to_lowercase();
            if let Some(person) = role.person.as_ref().map(|person| person.to_lowercase()) {
                // who holds a role confirms for it, and the role for who holds it
                if names.contains(&person) || names.contains(&title) {
                    names.extend([person, title]);
                }
            }
        }
        // whoever is named themselves, or by a role, reads for nobody else
        let named: BTreeSet<String> = document.distribution.iter().map(|name| name.to_lowercase()).collect();
        let for_groups = readers.iter().any(|known| {
            let person = known.person.to_lowercase();
            let by_role = isms
                .roles()
                .values()
                .any(|role| role.is_held_by(&known.person) && named.contains(&role.title.to_lowercase()));
            !named.contains(&person) && !by_role
        });
        let left = document.distribution.iter().filter(|name| {
            let name = name.to_lowercase();
            !names.contains(&name) && (!for_groups || single.contains(&name))
        });
        Unread { document: &document.id, since: version.since, by: left.collect(), confirmed }
    });
    // a document that goes to nobody in particular has been read once anybody says so
    unread.filter(|unread| !unread.by.is_empty() || unread.confirmed == 0).collect()
}

impl Document {
    /// Whether an actor is named in its distribution, themselves or by a role, and has not confirmed the version in force.
    #[must_use]
    pub fn awaits(&self, isms: &Isms, actor: &Actor) -> bool {
        let Some(version) = self.in_force().filter(|_| self.acknowledged) else { return false };
        let named = |name: &Title| name.parse::<Actor>().is_ok_and(|name| isms.stands_for(&name, actor));
        self.distribution.iter().any(named)
            && !isms.acknowledgements().values().any(|known| {
                known.document == self.id
                    && known.version == version.version
                    && isms.stands_for(&known.person, actor)
            })
    }
}
