//! Whether a package may take the place of an installed one: a good signature stays good on an old version with a known
//! fault, so old versions do not come back unasked.

use crate::digest::Digest;
use crate::manifest::{PackageId, Version};
use crate::package::Package;

/// What is installed, as the journal tells it. After a removal, give the highest version that ever was.
#[derive(Debug, Clone, Copy)]
pub struct Installed<'a> {
    /// Its id.
    pub id: &'a PackageId,
    /// Its version.
    pub version: &'a Version,
    /// Its package digest.
    pub digest: Digest,
}

/// What the operator says about going back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Older {
    /// An older version, or another package under the same version, is refused.
    Refused,
    /// The operator has said in so many words that it may be so.
    Allowed,
}

/// What the new package is to the installed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upgrade {
    /// The very same.
    Same,
    /// A higher version.
    Newer,
    /// A lower version, allowed.
    Older,
    /// Another package under the same version, allowed.
    Changed,
}

/// Why the package may not take the other's place. The last sentence says how to allow it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpgradeRefusal {
    /// Another package altogether.
    #[error(
        "`{offered}` can't take the place of `{installed}`. To have both, install it beside the other: `riskwright plugin install`"
    )]
    OtherId {
        /// What is installed.
        installed: PackageId,
        /// What was offered.
        offered: PackageId,
    },
    /// An older version.
    #[error(
        "`{id}` {offered} is older than {installed}, which is installed; old versions may have faults that were mended since. To allow it, run it again with `--allow-older`"
    )]
    Older {
        /// Which package.
        id: PackageId,
        /// The version installed.
        installed: Version,
        /// The version offered.
        offered: Version,
    },
    /// The same version with other contents.
    #[error(
        "`{id}` {version} is installed with other contents than the offered {offered}; a changed package has a new version. To allow it, run it again with `--allow-older`"
    )]
    Changed {
        /// Which package.
        id: PackageId,
        /// The version of both.
        version: Version,
        /// The digest of what was offered.
        offered: Digest,
    },
}

/// Whether the package may take the place of the installed one. Who signed it is for
/// [`TrustPolicy::judge`](crate::trust::TrustPolicy::judge) to say.
///
/// # Errors
/// If it is another package, or an older or changed one and that is not allowed.
pub fn judge_upgrade(
    installed: Installed<'_>,
    offered: &Package<'_>,
    older: Older,
) -> Result<Upgrade, UpgradeRefusal> {
    let (id, version, digest) = (offered.manifest().id(), offered.manifest().version(), offered.digest());
    if installed.id != id {
        return Err(UpgradeRefusal::OtherId { installed: installed.id.clone(), offered: id.clone() });
    }
    if installed.digest == digest {
        return Ok(Upgrade::Same);
    }
    let allowed = older == Older::Allowed;
    match version.cmp(installed.version) {
        std::cmp::Ordering::Greater => Ok(Upgrade::Newer),
        std::cmp::Ordering::Less if allowed => Ok(Upgrade::Older),
        std::cmp::Ordering::Equal if allowed => Ok(Upgrade::Changed),
        std::cmp::Ordering::Less => Err(UpgradeRefusal::Older {
            id: id.clone(),
            installed: installed.version.clone(),
            offered: version.clone(),
        }),
        std::cmp::Ordering::Equal => {
            Err(UpgradeRefusal::Changed { id: id.clone(), version: version.clone(), offered: digest })
        }
    }
}
