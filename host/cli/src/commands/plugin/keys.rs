//! Keys: made, used, trusted.

use std::io::Write;
use std::path::Path;

use riskwright_package::trust::{IdPattern, TrustedKey};
use riskwright_package::{PublicKey, SecretKey, TrustPolicy};
use serde_json::json;

use super::super::{Answer, write_whole};
use super::{bytes, package};
use crate::args::{Keygen, Sign, TrustKey};
use crate::fault::{Fault, io};
use crate::places;

pub fn keygen(args: &Keygen) -> Result<Answer, Fault> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)
        .map_err(|error| Fault::new(format!("the system gives no random numbers: {error}")))?;
    let secret = SecretKey::from_seed(seed);
    let public = secret.public();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut beside = args.output.clone().into_os_string();
    beside.push(".pub");
    let beside = std::path::PathBuf::from(beside);
    if beside.exists() {
        return Err(Fault::new(format!("{} exists already", beside.display()))
            .help("customers may trust the key in it; name another file"));
    }
    let written = options.open(&args.output).and_then(|mut file| {
        writeln!(file, "{}", secret.to_text())?;
        file.sync_all()
    });
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Fault::new(format!("{} exists already", args.output.display()))
            .help("a key that is written over signs nothing more; name another file"),
        _ => io("written", &args.output, &error),
    })?;
    write_whole(&beside, format!("{public}\n").as_bytes())?;
    let text = format!(
        "Wrote the secret key to {} (keep it to yourself) and the public one to {}.\n\nGive your customers the public key:\n\n  {public}\n\nThey trust it with `riskwright plugin trust {public} --owner \"…\" --id \"….*\"`.",
        args.output.display(),
        beside.display(),
    );
    Ok(Answer::new(text, json!({ "key": public.to_string(), "secret": args.output, "public": beside })))
}

/// The secret key in a file.
pub fn secret(path: &Path) -> Result<SecretKey, Fault> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        io("read", path, &error).help("make a key with `riskwright plugin keygen`, or name yours with --key")
    })?;
    SecretKey::from_text(&text).map_err(|error| Fault::new(format!("{}: {error}", path.display())))
}

pub fn sign(args: &Sign) -> Result<Answer, Fault> {
    let secret = secret(&args.key)?;
    let file = bytes(&args.package)?;
    let package = package(&args.package, &file)?;
    let signed = package.sign(&secret).map_err(|error| Fault::new(error.to_string()))?;
    let output = args.output.as_ref().unwrap_or(&args.package);
    write_whole(output, &signed)?;
    let manifest = package.manifest();
    let key = secret.public();
    let text = format!("Signed `{}` {} with {key}.", manifest.id(), manifest.version());
    let json = json!({ "id": manifest.id(), "version": manifest.version(), "digest": package.digest().to_string(),
        "key": key.to_string(), "output": output });
    Ok(Answer::new(text, json))
}

pub fn trust(args: &TrustKey) -> Result<Answer, Fault> {
    let text = std::fs::read_to_string(&args.key).unwrap_or_else(|_| args.key.clone());
    let key: PublicKey = text.trim().parse().map_err(|error| {
        Fault::new(format!("{error}"))
            .help("give the public key, riskwright-key:ed25519: and 64 digits, or the file it is in")
    })?;
    let owner = args.owner.parse().map_err(|error| Fault::new(format!("--owner: {error}")))?;
    let ids = args.ids.iter().map(|id| id.parse()).collect::<Result<Vec<IdPattern>, _>>();
    let ids = ids.map_err(|error| Fault::new(format!("--id: {error}")))?;
    let mut entry = TrustedKey::new(owner, key, ids);
    entry.expires = args.expires.and_then(|day| day.to_string().parse().ok());
    let path = args.policy.clone().map_or_else(places::trust, Ok)?;
    let before = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(io("read", &path, &error)),
    };
    let after = TrustPolicy::add_key(&before, &entry)
        .map_err(|error| Fault::new(format!("{}: {error}", path.display())))?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| io("made", folder, &error))?;
    }
    write_whole(&path, after.as_bytes())?;
    let text = format!(
        "{} is trusted with {} from now on (in {}).",
        args.owner,
        args.ids.join(", "),
        path.display()
    );
    Ok(Answer::new(
        text,
        json!({ "policy": path, "owner": args.owner, "key": entry.key.to_string(), "ids": args.ids }),
    ))
}
