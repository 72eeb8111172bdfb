//! Installing and removing.

use std::path::Path;
use std::sync::Arc;

use riskwright_core::change::Change;
use riskwright_core::id::PluginId;
use riskwright_core::isms::{Kind, Record, RecordRef};
use riskwright_core::plugin::{Offer, Plugin as Installed};
use riskwright_core::quantity::{Digest, Title};
use riskwright_package::manifest::Export;
use riskwright_package::upgrade::{Installed as Present, Older, judge_upgrade};
use riskwright_package::{Package, Version};
use serde_json::json;

use super::super::Answer;
use super::adopt::{Adopted, adopted, installed, last_part, wants};
use super::{Vouched, bytes, package, vouched};
use crate::args::{Install, Remove};
use crate::fault::Fault;
use crate::session::{Hand, Session};
use crate::shelf;

/// The record of a package, as its manifest and those who vouch for it tell it.
pub fn record(package: &Package<'_>, file: &[u8], vouched: &Vouched) -> Result<Installed, Fault> {
    let manifest = package.manifest();
    let title = |text: &str| {
        text.parse::<Title>().map_err(|error| Fault::new(format!("the manifest says `{text}`: {error}")))
    };
    let offers = manifest.exports().iter().map(|export| match export {
        Export::Catalogue => Offer::Catalogue,
        Export::Methodology => Offer::Methodology,
        Export::Questionnaire => Offer::Questionnaire,
    });
    Ok(Installed {
        id: id(package)?,
        title: title(manifest.title("en"))?,
        version: title(&manifest.version().to_string())?,
        publisher: title(manifest.publisher())?,
        contract: title(&manifest.contract().to_string())?,
        offers: offers.collect(),
        digest: shelf::digest(package.digest()),
        file: Digest::of(file),
        signers: vouched.signers.clone(),
        shipped: vouched.shipped,
        licence: Some(title(manifest.licence())?),
    })
}

pub fn id(package: &Package<'_>) -> Result<PluginId, Fault> {
    package.manifest().id().as_str().parse().map_err(|error| Fault::new(format!("{error}")))
}

/// Loads a package beside those of the file: what does not load is not installed.
pub fn loaded(
    session: &Session,
    file: &[u8],
    digest: Digest,
) -> Result<Arc<riskwright_runtime::Plugin>, Fault> {
    session.shelf()?.put(file.to_vec());
    let plugin = session.shelf()?.plugin(&digest);
    let plugin = plugin.ok_or_else(|| Fault::new("the package could not be read"))?;
    plugin.map_err(|problem| Fault::new(problem.to_string()))
}

pub fn install(args: &Install, hand: &Hand) -> Result<Answer, Fault> {
    let file = bytes(&args.package)?;
    let package = package(&args.package, &file)?;
    let vouched = vouched(&package, &args.trusting, hand)?;
    let record = record(&package, &file, &vouched)?;
    let mut session = Session::open(&args.file, hand)?;
    let present = session.isms().plugins().get(&record.id).cloned();
    if let Some(present) = &present {
        if present.file == record.file && !session.has_package(&present.digest)? {
            session.store_mut()?.keep_package(&file)?;
            let text = format!("The package of `{}` {} is at hand again.", record.id, record.version);
            session.close();
            return Ok(Answer::new(text, json!({ "plugin": record })));
        }
        return Err(already(&args.file, present, &record));
    }
    no_older(&session, &package, args.allow_older)?;
    let plugin = loaded(&session, &file, record.digest)?;
    works(&plugin)?;
    let adopted = match record.offers.contains(&Offer::Methodology) && !args.no_adopt {
        true => Some(adopted(session.isms(), (&record.id, record.digest), &plugin, &args.adoption)?),
        false => None,
    };
    let mut changes = vec![Change::PluginInstall { plugin: Box::new(record.clone()) }];
    changes.extend(adopted.iter().map(|known| Change::MethodologyAdopt(Box::new(known.methodology.clone()))));
    let title = format!("install {} {}", record.id, record.version);
    let title = title.parse().map_err(|_| Fault::new("no title"))?;
    let made = session.make_with_packages(Change::Together { title, changes }, &[&file])?;
    let by = match (record.shipped, record.signers.as_slice()) {
        (true, _) => "it ships with Riskwright".to_owned(),
        (false, []) => "nobody signed it".to_owned(),
        (false, signers) => {
            let owners: Vec<&str> = signers.iter().map(|signer| signer.owner.as_str()).collect();
            format!("signed by {}", owners.join(" and "))
        }
    };
    let mut text = format!(
        "Installed {} (`{}` {}, {by}), entry {}.",
        record.title,
        record.id,
        record.version,
        made.entry.unwrap_or_default()
    );
    let mut notes = Vec::new();
    if let Some(Adopted { methodology, notes: told }) = &adopted {
        text += &format!(
            "\nIts methodology is in use as `{0}`; score by it with `riskwright assess {1} --methodology {0}`. It wants to know:\n{2}",
            methodology.id,
            args.file.display(),
            wants(methodology).join("\n")
        );
        notes.clone_from(told);
    }
    if record.offers.contains(&Offer::Catalogue) {
        text += &format!(
            "\nHow far its controls are met: `riskwright catalogue coverage {} {}`.",
            args.file.display(),
            last_part(record.id.as_str())
        );
    }
    if record.offers.contains(&Offer::Questionnaire) {
        text += &format!("\nIts questions: `riskwright plugin ask {}`.", args.package.display());
    }
    let json = json!({ "plugin": record, "methodology": adopted.map(|known| known.methodology), "entry": made.entry,
        "notes": notes });
    session.close();
    Ok(Answer { notes, ..Answer::new(text, json) })
}

/// Asks a plugin once for all it offers: one that can't say what it is is not installed.
pub fn works(plugin: &Arc<riskwright_runtime::Plugin>) -> Result<(), Fault> {
    for export in plugin.manifest().exports() {
        let asked = match export {
            Export::Methodology => plugin.methodology(&json!({}), "en").map(drop),
            Export::Catalogue => plugin.catalogue().map(drop),
            Export::Questionnaire => plugin.questionnaire().map(drop),
        };
        asked.map_err(|problem| Fault::new(problem.to_string()))?;
    }
    Ok(())
}

/// Refuses a version older than one that was here before: its faults may be why it went.
fn no_older(session: &Session, offered: &Package<'_>, allowed: bool) -> Result<(), Fault> {
    let place = RecordRef::new(Kind::Plugin, &id(offered)?);
    let mut newest: Option<(Version, Digest)> = None;
    if session.store().touches(&place)?.is_empty() {
        return Ok(());
    }
    session.store().history(&mut |_, effects, _| {
        for write in &effects.writes {
            let Some(Record::Plugin(known)) = &write.after else { continue };
            let Some(version) = known.version.as_str().parse().ok().filter(|_| write.at == place) else {
                continue;
            };
            if newest.as_ref().is_none_or(|(newest, _)| *newest <= version) {
                newest = Some((version, known.digest));
            }
        }
    })?;
    let Some((version, digest)) = newest else { return Ok(()) };
    let digest = digest.to_string().parse().map_err(|error| Fault::new(format!("{error}")))?;
    let known = Present { id: offered.manifest().id(), version: &version, digest };
    let older = if allowed { Older::Allowed } else { Older::Refused };
    judge_upgrade(known, offered, older).map(drop).map_err(|refusal| Fault::new(refusal.to_string()))
}

fn already(file: &Path, present: &Installed, offered: &Installed) -> Fault {
    let fault = Fault::new(format!("`{}` {} is installed already", present.id, present.version));
    if present.digest == offered.digest {
        fault.help("to put its methodology in use once more, say `riskwright plugin adopt`")
    } else {
        fault.help(format!(
            "to put {} in its place, say `riskwright plugin upgrade {}`",
            offered.version,
            file.display()
        ))
    }
}

pub fn remove(args: &Remove, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let id = installed(session.isms(), &args.plugin)?;
    let resting: Vec<_> = session
        .isms()
        .methodologies()
        .values()
        .filter(|known| known.plugin().is_some_and(|engine| engine.plugin == id))
        .map(|known| known.id.clone())
        .collect();
    let mut changes = Vec::new();
    if args.with_methodologies {
        let mut records = std::collections::BTreeMap::new();
        for score in session.isms().scores().values().filter(|score| resting.contains(&score.methodology)) {
            records.insert(RecordRef::new(Kind::ScoreRecord, &score.id), None);
        }
        if !records.is_empty() {
            let title = "scores of removed methodologies".parse().map_err(|_| Fault::new("no title"))?;
            changes.push(Change::RecordsRestore { title, records });
        }
        changes.extend(resting.iter().map(|id| Change::MethodologyRemove { id: id.clone() }));
    } else if !resting.is_empty() {
        let names: Vec<&str> = resting.iter().map(|id| id.as_str()).collect();
        return Err(Fault::new(format!("the methodologies {} rest on `{id}`", names.join(", ")))
            .help("--with-methodologies takes them along, with their scores"));
    }
    changes.push(Change::PluginRemove { id: id.clone() });
    let title = format!("remove {id}").parse().map_err(|_| Fault::new("no title"))?;
    let made = session.make(Change::Together { title, changes })?;
    let entry = made.entry.unwrap_or_default();
    let text = format!(
        "Removed `{id}` (entry {entry}). Its package stays in the file, so that past scores can be recomputed."
    );
    let json = json!({ "plugin": id, "methodologies": resting, "entry": made.entry });
    session.close();
    Ok(Answer::new(text, json))
}
