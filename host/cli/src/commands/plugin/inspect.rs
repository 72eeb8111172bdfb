//! What a package says of itself, and who vouches for it.

use serde_json::json;

use super::super::Answer;
use super::{bytes, in_json, package, vouched};
use crate::args::{Inspect, Trusting, VerifyPackage};
use crate::fault::Fault;
use crate::print;
use crate::session::Hand;

pub fn inspect(args: &Inspect) -> Result<Answer, Fault> {
    let file = bytes(&args.package)?;
    let package = package(&args.package, &file)?;
    let manifest = package.manifest();
    let mut rows = vec![
        ("Id", manifest.id().to_string()),
        ("Version", manifest.version().to_string()),
        ("Publisher", format!("{} (by its own word; signatures tell who it was)", manifest.publisher())),
        ("Licence", manifest.licence().to_owned()),
        ("Offers", manifest.exports().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
        ("Contract", manifest.contract().to_string()),
        (
            "Titles",
            manifest
                .titles()
                .iter()
                .map(|(tag, title)| format!("{tag}: {title}"))
                .collect::<Vec<_>>()
                .join("\n"),
        ),
    ];
    if let Some(text) = manifest.description("en") {
        rows.push(("About", text.to_owned()));
    }
    if let Some(page) = manifest.homepage() {
        rows.push(("Homepage", page.to_owned()));
    }
    let limits = manifest.limits();
    let limit = |asked: Option<std::num::NonZeroU32>, unit: &str| {
        asked.map_or_else(|| format!("no {unit} of its own"), |asked| format!("{asked} {unit}"))
    };
    rows.push((
        "Asks for",
        format!("{}, {}", limit(limits.memory_mib, "MiB"), limit(limits.time_ms, "ms a call")),
    ));
    let settings = manifest.settings_schema()["properties"].as_object().map(|properties| {
        // nobody has vouched for the package yet: nothing in it may speak to the terminal
        let plain = |text: &str| {
            text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect::<String>()
        };
        let line = |(name, schema): (&String, &serde_json::Value)| match schema["description"].as_str() {
            Some(about) => format!("{}: {}", plain(name), plain(about)),
            None => plain(name),
        };
        properties.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    rows.push(("Settings", settings.filter(|text| !text.is_empty()).unwrap_or_else(|| "none".to_owned())));
    rows.push(("Digest", package.digest().to_string()));
    rows.push(("Size", format!("{} kB", package.component().len().div_ceil(1000))));
    let signed = package.verify_signatures();
    let signatures: Vec<String> = signed
        .iter()
        .map(|one| format!("{} {}", one.key, if one.valid { "(fits)" } else { "(does not fit)" }))
        .collect();
    rows.push(("Signed by", if signatures.is_empty() { "nobody".to_owned() } else { signatures.join("\n") }));
    let text = print::table(&["", ""], rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]));
    let mut json = in_json(&package);
    json["signatures"] =
        signed.iter().map(|one| json!({ "key": one.key.to_string(), "valid": one.valid })).collect();
    Ok(Answer::new(text, json))
}

pub fn verify(args: &VerifyPackage, hand: &Hand) -> Result<Answer, Fault> {
    let file = bytes(&args.package)?;
    let package = package(&args.package, &file)?;
    let manifest = package.manifest();
    let name = format!("`{}` {}", manifest.id(), manifest.version());
    let trusting = Trusting { policy: args.trusting.policy.clone(), ..args.trusting.clone() };
    match vouched(&package, &trusting, hand) {
        Ok(vouched) => {
            let owners: Vec<&str> = vouched.signers.iter().map(|signer| signer.owner.as_str()).collect();
            let by = match (vouched.shipped, owners.is_empty()) {
                (true, _) => "it ships with Riskwright".to_owned(),
                (false, true) => "nobody signed it, and unsigned packages are allowed".to_owned(),
                (false, false) => format!("it is signed by {}", owners.join(" and ")),
            };
            let mut json = in_json(&package);
            json["trusted"] = json!(true);
            json["signers"] = json!(vouched.signers);
            json["shipped"] = json!(vouched.shipped);
            Ok(Answer::new(format!("{name} may be installed: {by}.\nDigest {}", package.digest()), json))
        }
        Err(refusal) => {
            let mut json = in_json(&package);
            json["trusted"] = json!(false);
            json["reason"] = json!(refusal.to_string());
            json["help"] = refusal.to_json()["error"]["help"].clone();
            let help = json["help"].as_str().unwrap_or_default();
            let text = format!("{refusal}.\n{help}");
            Ok(Answer { code: 1, ..Answer::new(text, json) })
        }
    }
}
