//! Where the user's settings, and what can be made again, are kept.

use std::env::var_os;
use std::path::PathBuf;

use crate::fault::Fault;

/// The trust policy.
pub fn trust() -> Result<PathBuf, Fault> {
    Ok(under("XDG_CONFIG_HOME", ".config")
        .ok_or_else(|| {
            Fault::new("there is no home folder to keep the trust policy in").help("name one with --trust")
        })?
        .join("trust.toml"))
}

/// Compiled plugins: can be thrown away at any time.
pub fn cache() -> Option<PathBuf> {
    if let Some(said) = var_os("RISKWRIGHT_CACHE") {
        return (!said.is_empty()).then(|| PathBuf::from(said));
    }
    Some(under("XDG_CACHE_HOME", ".cache")?.join("plugins"))
}

/// Which plugins failed how often.
pub fn health() -> Option<PathBuf> {
    Some(under("XDG_STATE_HOME", ".local/state")?.join("plugins.json"))
}

/// `riskwright` under the folder a variable names, or under one of the home folder.
fn under(variable: &str, home: &str) -> Option<PathBuf> {
    let said = var_os(variable).filter(|said| !said.is_empty()).map(PathBuf::from);
    let base = said.filter(|path| path.is_absolute()).or_else(|| {
        let user = var_os("HOME").or_else(|| var_os("USERPROFILE")).filter(|home| !home.is_empty())?;
        Some(PathBuf::from(user).join(home))
    })?;
    Some(base.join("riskwright"))
}
