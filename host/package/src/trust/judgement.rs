//! The policy's judgement of a package.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;

use super::{IdPattern, TrustPolicy, TrustedKey};
use crate::digest::Digest;
use crate::key::PublicKey;
use crate::manifest::{Line, PackageId, Version};
use crate::package::Package;

/// Why a package may run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    keys: Vec<PublicKey>,
    owners: Vec<String>,
    first_party: bool,
}

impl Trust {
    /// The trusted keys that signed it.
    #[must_use]
    pub fn keys(&self) -> &[PublicKey] {
        &self.keys
    }
    /// Their owners, each once.
    #[must_use]
    pub fn owners(&self) -> &[String] {
        &self.owners
    }
    /// Whether it came with Riskwright.
    #[must_use]
    pub fn first_party(&self) -> bool {
        self.first_party
    }
    /// Whether it runs because the policy lets unsigned packages run: nobody vouches for it.
    #[must_use]
    pub fn unsigned(&self) -> bool {
        self.keys.is_empty() && !self.first_party
    }
}

/// Why a signature that fits does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The policy does not know the key.
    Unknown,
    /// It may not sign packages of this id.
    OtherIds {
        /// Whose key it is.
        owner: Line,
    },
    /// Its time is over.
    Expired {
        /// Whose key it is.
        owner: Line,
        /// Its last day.
        on: Date,
    },
    /// It was revoked.
    Revoked {
        /// Whose key it is.
        owner: Line,
        /// From when on.
        on: Date,
        /// Why.
        reason: Option<Line>,
    },
}

/// Why a package may not run. [`Refusal::reason`] says why, [`Refusal::remedy`] how to allow it; shown, both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A signature does not fit: the package, or the signature, was altered or is of another package.
    Altered {
        /// The package's id.
        id: PackageId,
        /// The package's version.
        version: Version,
        /// The key that the signature says to be of.
        key: PublicKey,
    },
    /// Nobody signed it.
    Unsigned {
        /// The package's id.
        id: PackageId,
        /// The package's version.
        version: Version,
    },
    /// It is signed, and not by as many trusted owners as are required.
    TooFew(Box<TooFew>),
}

/// What a package has of the signatures it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooFew {
    /// The package's id.
    pub id: PackageId,
    /// The package's version.
    pub version: Version,
    /// Who says to have made it.
    pub publisher: Line,
    /// How many owners are required.
    pub required: u8,
    /// The owners who count.
    pub owners: Vec<String>,
    /// Owners who may sign it and have not.
    pub others: Vec<String>,
    /// The signatures that fit and do not count.
    pub faults: Vec<(PublicKey, Fault)>,
}

impl TrustPolicy {
    /// Whether a package may run: it came with Riskwright (its digest is among `first_party`), or as many different
    /// owners as required have signed it with keys that count today for its id, or nobody has signed it and the policy
    /// says that this is fine. A signature that does not fit is refused whatever else is there.
    ///
    /// # Errors
    /// With the reason, and how to allow it.
    pub fn judge(
        &self,
        package: &Package<'_>,
        today: Date,
        first_party: &[Digest],
    ) -> Result<Trust, Refusal> {
        let manifest = package.manifest();
        let (id, version) = (manifest.id().clone(), manifest.version().clone());
        let signed = package.verify_signatures();
        if let Some(wrong) = signed.iter().find(|signed| !signed.valid) {
            return Err(Refusal::Altered { id, version, key: wrong.key.clone() });
        }
        let first_party = first_party.contains(&package.digest());
        let mut keys = Vec::new();
        let mut owners = BTreeSet::new();
        let mut faults = Vec::new();
        for key in signed.into_iter().map(|signed| signed.key) {
            match self.voice(&key, &id, today) {
                Ok(owner) => {
                    owners.insert(owner.to_string());
                    keys.push(key);
                }
                Err(fault) => faults.push((key, fault)),
            }
        }
        let unsigned = keys.is_empty() && faults.is_empty();
        let enough = owners.len() >= usize::from(self.required);
        let waved_through = unsigned && self.allow_unsigned && !id.is_reserved();
        if first_party || enough || waved_through {
            return Ok(Trust { keys, owners: owners.into_iter().collect(), first_party });
        }
        if unsigned {
            return Err(Refusal::Unsigned { id, version });
        }
        let others = self.others(&id, today, &owners);
        let (publisher, required) = (manifest.publisher_line().clone(), self.required);
        let owners = owners.into_iter().collect();
        let few = TooFew { id, version, publisher, required, owners, others, faults };
        Err(Refusal::TooFew(Box::new(few)))
    }

    /// Whose voice a key's signature is, if it counts.
    fn voice(&self, key: &PublicKey, id: &PackageId, today: Date) -> Result<&Line, Fault> {
        let entry = self.keys.iter().find(|entry| entry.key == *key).ok_or(Fault::Unknown)?;
        entry.counts(id, today).map(|()| &entry.owner)
    }

    /// Owners who might sign such a package and are not among these.
    fn others(&self, id: &PackageId, today: Date, owners: &BTreeSet<String>) -> Vec<String> {
        let counting = self.keys.iter().filter(|entry| entry.counts(id, today).is_ok());
        let names: BTreeSet<String> = counting.map(|entry| entry.owner.to_string()).collect();
        names.difference(owners).cloned().collect()
    }
}

impl TrustedKey {
    /// Whether the key's signature counts, for a package and on a day.
    fn counts(&self, id: &PackageId, today: Date) -> Result<(), Fault> {
        let owner = self.owner.clone();
        match (self.revoked, self.expires) {
            (Some(on), _) if on <= today => Err(Fault::Revoked { owner, on, reason: self.reason.clone() }),
            (_, Some(on)) if on < today => Err(Fault::Expired { owner, on }),
            _ if self.ids.iter().any(|pattern| pattern.fits(id)) => Ok(()),
            _ => Err(Fault::OtherIds { owner }),
        }
    }
}

impl Refusal {
    /// Why the package may not run.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Refusal::Altered { id, version, key } => format!(
                "`{id}` {version} carries a signature of `{key}` that does not fit: it was altered, or the signature is of another package"
            ),
            Refusal::Unsigned { id, version } if id.is_reserved() => format!(
                "`{id}` {version} is named like a package that comes with Riskwright and is none of those, and nobody has signed it"
            ),
            Refusal::Unsigned { id, version } => format!("nobody has signed `{id}` {version}"),
            Refusal::TooFew(few) => few.reason(),
        }
    }

    /// How to allow the package, a sentence.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Refusal::Altered { .. } => {
                "Nothing in trust.toml allows it: get the file again from its publisher.".to_owned()
            }
            Refusal::Unsigned { id, .. } if id.is_reserved() => format!(
                "To allow it, sign it with a key to which trust.toml gives `ids = [\"{id}\"]`, or give it an id of its own."
            ),
            Refusal::Unsigned { .. } => {
                "To allow it, get it signed (`riskwright plugin sign`) by a key that trust.toml names, or write `allow_unsigned = true` at the top of trust.toml, which lets every unsigned package run.".to_owned()
            }
            Refusal::TooFew(few) => few.remedy(),
        }
    }
}

impl TooFew {
    fn reason(&self) -> String {
        let have = match self.owners.as_slice() {
            [] => "nobody the trust policy takes at their word".to_owned(),
            owners => format!("`{}`", owners.join("`, `")),
        };
        let need = match self.required {
            1 => "1 owner".to_owned(),
            required => format!("{required} owners"),
        };
        let faults: String = self.faults.iter().map(|(key, fault)| format!("; `{key}` {fault}")).collect();
        format!("`{}` {} must be signed by {need} and is by {have}{faults}", self.id, self.version)
    }

    /// The least that helps: what is wrong with the signatures that are there, before asking for more of them.
    fn remedy(&self) -> String {
        let id = &self.id;
        let of = |wanted: fn(&Fault) -> bool| self.faults.iter().find(|(_, fault)| wanted(fault));
        if let Some((key, Fault::OtherIds { owner })) = of(|fault| matches!(fault, Fault::OtherIds { .. })) {
            return format!(
                "To allow it, add \"{id}\" to the `ids` of `{owner}`'s key `{key}` in trust.toml."
            );
        }
        if let Some((key, Fault::Expired { owner, .. })) = of(|fault| matches!(fault, Fault::Expired { .. }))
        {
            return format!(
                "To allow it, ask `{owner}` whether the key is still theirs, and write a later day into `expires` of `{key}` in trust.toml."
            );
        }
        if let Some((key, _)) = of(|fault| matches!(fault, Fault::Unknown)) {
            return trust_key(key, id, &self.publisher);
        }
        match (self.owners.len(), self.others.as_slice()) {
            (0, _) => {
                "To allow it, get it signed by a key that counts, for a revoked one is no proof of who signed."
                    .to_owned()
            }
            (have, []) => format!(
                "To allow it, add the key of another owner who signs such packages to trust.toml, or lower `required` to {have} there."
            ),
            (have, others) => format!(
                "To allow it, get it signed (`riskwright plugin sign`) by another owner too (`{}`), or lower `required` to {have} in trust.toml.",
                others.join("`, `")
            ),
        }
    }
}

/// How to trust an unknown key. The publisher's name is their own word, so it is quoted for the shell.
fn trust_key(key: &PublicKey, id: &PackageId, publisher: &Line) -> String {
    let block = TrustedKey::new(publisher.clone(), key.clone(), vec![IdPattern::of(id)]);
    let shell = publisher.as_str().replace('\'', r"'\''");
    format!(
        "To allow it, ask the publisher on another way whether the key is theirs, and then run `riskwright plugin trust {key} --owner '{shell}' --id {id}` or add this block to trust.toml:\n\n{block}"
    )
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Unknown => f.write_str("is not in it"),
            Fault::OtherIds { owner } => write!(f, "of `{owner}` may not sign this id"),
            Fault::Expired { owner, on } => write!(f, "of `{owner}` expired on {on}"),
            Fault::Revoked { owner, on, reason } => {
                write!(f, "of `{owner}` was revoked on {on}")?;
                reason.as_ref().map_or(Ok(()), |reason| write!(f, " ({reason})"))
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.reason(), self.remedy())
    }
}

impl std::error::Error for Refusal {}
