//! `plugin`: packages written, signed, tried, installed, upgraded, removed.

use std::path::Path;

use riskwright_core::plugin::Signer;
use riskwright_package::{Package, Refusal, TrustPolicy};
use serde_json::{Value, json};

use super::Answer;
use crate::args::{PluginCommand, Trusting};
use crate::fault::{Fault, io};
use crate::places;
use crate::session::Hand;
use crate::shipped;

mod adopt;
mod ask;
mod author;
mod inspect;
mod install;
mod keys;
mod list;
mod upgrade;

pub use adopt::installed;

pub fn run(what: &PluginCommand, hand: &Hand) -> Result<Answer, Fault> {
    match what {
        PluginCommand::New(args) => author::new(args),
        PluginCommand::Build(args) => author::build(args),
        PluginCommand::Test(args) => author::test(args),
        PluginCommand::Bench(args) => author::bench(args),
        PluginCommand::Transpile(args) => author::transpile(args),
        PluginCommand::Inspect(args) => inspect::inspect(args),
        PluginCommand::Keygen(args) => keys::keygen(args),
        PluginCommand::Sign(args) => keys::sign(args),
        PluginCommand::Verify(args) => inspect::verify(args, hand),
        PluginCommand::Trust(args) => keys::trust(args),
        PluginCommand::Install(args) => install::install(args, hand),
        PluginCommand::Adopt(args) => adopt::adopt(args, hand),
        PluginCommand::List(args) => list::list(args, hand),
        PluginCommand::Upgrade(args) => upgrade::upgrade(args, hand),
        PluginCommand::Remove(args) => install::remove(args, hand),
        PluginCommand::Ask(args) => ask::ask(args, hand),
        PluginCommand::BringBack(args) => list::bring_back(args, hand),
    }
}

/// The bytes of a package: a file, or one that ships with Riskwright by its name.
pub fn bytes(package: &Path) -> Result<Vec<u8>, Fault> {
    match std::fs::read(package) {
        Ok(bytes) => Ok(bytes),
        Err(error) => {
            let shipped = package.to_str().and_then(shipped::find);
            shipped.map(<[u8]>::to_vec).ok_or_else(|| {
                let fault = io("read", package, &error);
                if error.kind() == std::io::ErrorKind::NotFound {
                    let names: Vec<&str> = shipped::names().collect();
                    fault.help(format!(
                        "name a file, or a package that ships with Riskwright: {}",
                        names.join(", ")
                    ))
                } else {
                    fault
                }
            })
        }
    }
}

/// The package in these bytes.
pub fn package<'a>(path: &Path, bytes: &'a [u8]) -> Result<Package<'a>, Fault> {
    Package::read(bytes).map_err(|error| {
        let fault = Fault::new(format!("{} is no package: {error}", path.display()));
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("toml" | "json" | "xlsx" | "csv") => {
                fault.help("make a package of it: `riskwright plugin build`")
            }
            _ => fault,
        }
    })
}

/// Who vouches for a package.
pub struct Vouched {
    pub signers: Vec<Signer>,
    pub shipped: bool,
}

/// Today by the system's clock, whatever is said to count as now.
pub fn system_today() -> riskwright_core::quantity::Date {
    riskwright_core::quantity::Date::of(crate::session::now())
}

/// Who vouches for a package under the operator's policy.
pub fn vouched(package: &Package<'_>, trusting: &Trusting, hand: &Hand) -> Result<Vouched, Fault> {
    let (path, policy) = policy(trusting.policy.as_deref())?;
    // what counts as now for the journal can't bring back a key that has been revoked by now
    let today = system_today().max(hand.today()).civil();
    match policy.judge(package, today, &shipped::digests()) {
        Ok(trust) => {
            let signers = policy.keys().iter().filter(|known| trust.keys().contains(&known.key));
            let signers = signers.filter_map(|known| {
                let (owner, key) = (known.owner.as_str().parse().ok()?, known.key.to_string().parse().ok()?);
                Some(Signer { owner, key })
            });
            Ok(Vouched { signers: signers.collect(), shipped: trust.first_party() })
        }
        Err(Refusal::Unsigned { id, .. }) if trusting.allow_unsigned && !id.is_reserved() => {
            Ok(Vouched { signers: Vec::new(), shipped: false })
        }
        Err(refusal) => {
            let once = match &refusal {
                Refusal::Unsigned { id, .. } if !id.is_reserved() => {
                    " To allow it this once, say --allow-unsigned."
                }
                _ => "",
            };
            let remedy = refusal.remedy().replace("trust.toml", &path.display().to_string());
            Err(Fault::new(refusal.reason()).help(format!("{remedy}{once}")))
        }
    }
}

/// The trust policy and where it is. One that is not there trusts nobody.
pub fn policy(path: Option<&Path>) -> Result<(std::path::PathBuf, TrustPolicy), Fault> {
    let said = path.is_some();
    let path = path.map_or_else(places::trust, |path| Ok(path.to_path_buf()))?;
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let policy = TrustPolicy::from_toml(&text)
                .map_err(|error| Fault::new(format!("{}: {error}", path.display())))?;
            Ok((path, policy))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !said => {
            Ok((path, TrustPolicy::default()))
        }
        Err(error) => Err(io("read", &path, &error)),
    }
}

/// JSON as an argument: itself, or `@` and a file.
pub fn json_argument(what: &str, text: &str) -> Result<Value, Fault> {
    let (name, text) = match text.strip_prefix('@') {
        Some(path) => {
            let path = Path::new(path);
            let text = std::fs::read_to_string(path).map_err(|error| io("read", path, &error))?;
            (path.display().to_string(), text)
        }
        None => (what.to_owned(), text.to_owned()),
    };
    serde_json::from_str(&text).map_err(|error| crate::fault::bad_json(&name, &text, "JSON", &error))
}

fn in_json(package: &Package<'_>) -> Value {
    json!({
        "manifest": package.manifest(),
        "digest": package.digest().to_string(),
        "code": package.code_digest().to_string(),
        "size": package.component().len(),
    })
}
