//! What is installed, what ships, and what was set aside.

use riskwright_package::Package;
use serde_json::{Value, json};

use super::super::Answer;
use super::adopt::installed;
use crate::args::{BringBack, List};
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};
use crate::shipped;

pub fn list(args: &List, hand: &Hand) -> Result<Answer, Fault> {
    match &args.file {
        Some(file) => of_file(file, hand),
        None => of_program(),
    }
}

fn of_program() -> Result<Answer, Fault> {
    let mut rows = Vec::new();
    let mut list: Vec<Value> = Vec::new();
    for (name, bytes) in shipped::all() {
        let package = Package::read(bytes).map_err(|error| Fault::new(format!("{name}: {error}")))?;
        let manifest = package.manifest();
        let offers: Vec<String> = manifest.exports().iter().map(ToString::to_string).collect();
        rows.push(vec![
            name.to_owned(),
            manifest.title("en").to_owned(),
            offers.join(", "),
            manifest.version().to_string(),
        ]);
        list.push(
            json!({ "name": name, "id": manifest.id(), "version": manifest.version(), "offers": offers,
            "title": manifest.title("en"), "digest": package.digest().to_string() }),
        );
    }
    let text = format!(
        "{}\nThese ship with Riskwright: `riskwright plugin install FILE {}`.",
        print::table(&["Name", "Title", "Offers", "Version"], rows),
        shipped::names().next().unwrap_or_default()
    );
    Ok(Answer::new(text, json!({ "plugins": list })))
}

fn of_file(file: &std::path::Path, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(file, hand)?;
    let isms = session.isms();
    let mut rows = Vec::new();
    let mut list: Vec<Value> = Vec::new();
    for plugin in isms.plugins().values() {
        let used: Vec<&str> = isms
            .methodologies()
            .values()
            .filter(|known| known.plugin().is_some_and(|engine| engine.plugin == plugin.id))
            .map(|known| known.id.as_str())
            .collect();
        let owners: Vec<&str> = plugin.signers.iter().map(|signer| signer.owner.as_str()).collect();
        let by = match (plugin.shipped, owners.is_empty()) {
            (true, _) => "ships with Riskwright".to_owned(),
            (false, true) => "unsigned".to_owned(),
            (false, false) => owners.join(", "),
        };
        let failures = session.shelf()?.runtime().failures();
        let failed = failures.iter().find(|(digest, _)| digest.to_string() == plugin.digest.to_string());
        let aside =
            failed.filter(|(_, record)| record.is_set_aside()).map(|(_, record)| record.reason.clone());
        let state = match (&aside, session.has_package(&plugin.digest)?) {
            (Some(reason), _) => format!("set aside: {reason}"),
            (None, false) => "its package is not in the file: install it again".to_owned(),
            (None, true) => String::new(),
        };
        let offers: Vec<&str> = plugin.offers.iter().map(|offer| offer.as_str()).collect();
        rows.push(vec![
            plugin.id.to_string(),
            plugin.version.to_string(),
            plugin.title.to_string(),
            offers.join(", "),
            by,
            used.join(", "),
            state.clone(),
        ]);
        list.push(json!({ "plugin": plugin, "methodologies": used, "set_aside": aside }));
    }
    let text = if rows.is_empty() {
        "No plugin is installed. `riskwright plugin list` says which ship with Riskwright.".to_owned()
    } else {
        print::table(&["Plugin", "Version", "Title", "Offers", "Signed by", "In use as", "State"], rows)
    };
    Ok(Answer::new(text, json!({ "plugins": list })))
}

pub fn bring_back(args: &BringBack, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    let id = installed(session.isms(), &args.plugin)?;
    let digest =
        session.isms().plugins().get(&id).map(|plugin| plugin.digest.to_string()).unwrap_or_default();
    let digest = digest.parse().map_err(|error| Fault::new(format!("{error}")))?;
    let was = session
        .shelf()?
        .runtime()
        .bring_back(&digest)
        .map_err(|error| Fault::new(format!("it could not be noted: {error}")))?;
    let text = if was { format!("`{id}` is run again.") } else { format!("`{id}` was not set aside.") };
    Ok(Answer::new(text, json!({ "plugin": id, "was_set_aside": was })))
}
