//! Putting a plugin's methodology in use.

use std::sync::Arc;

use riskwright_core::change::Change;
use riskwright_core::id::{FactorId, PluginId};
use riskwright_core::isms::{Isms, Kind, RecordRef};
use riskwright_core::methodology::adoption::{Adoption as Request, Said};
use riskwright_core::methodology::matrix::Acceptance;
use riskwright_core::methodology::{Engine, FactorKind, Methodology as _, MethodologyInUse};
use riskwright_core::quantity::Digest;
use riskwright_runtime::Plugin;
use serde_json::json;

use super::super::Answer;
use super::json_argument;
use crate::args::{Adopt, Adoption};
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

/// A methodology that is to be put in use, and what was taken for granted.
pub struct Adopted {
    pub methodology: MethodologyInUse,
    pub notes: Vec<String>,
}

/// What an argument of the form `impact=consequence:0,1,1` says.
pub fn said(text: &str) -> Result<(FactorId, Said), Fault> {
    let wrong = || {
        Fault::new(format!("--map {text} says nothing of a factor")).help(
            "write impact=consequence, impact=consequence:0,1,1,2,2, or impact= to leave it the plugin's own",
        )
    };
    let (factor, source) = text.split_once('=').ok_or_else(wrong)?;
    let factor = factor.trim().parse().map_err(|_| wrong())?;
    if source.trim().is_empty() {
        return Ok((factor, None));
    }
    let (source, onto) = match source.split_once(':') {
        Some((source, onto)) => {
            let levels: Result<Vec<u8>, _> = onto.split(',').map(|level| level.trim().parse()).collect();
            (source, Some(levels.map_err(|_| wrong())?))
        }
        None => (source, None),
    };
    Ok((factor, Some((source.trim().parse().map_err(|_| wrong())?, onto))))
}

/// The methodology of a plugin as the arguments want it in use.
pub fn adopted(
    isms: &Isms,
    (id, digest): (&PluginId, Digest),
    plugin: &Arc<Plugin>,
    adoption: &Adoption,
) -> Result<Adopted, Fault> {
    let settings = match &adoption.settings {
        Some(text) => json_argument("--settings", text)?,
        None => json!({}),
    };
    let asked = plugin
        .methodology(&settings, &adoption.language)
        .map_err(|problem| Fault::new(problem.to_string()))?;
    let description = asked.describe().clone();
    let name = adoption.name.clone().unwrap_or_else(|| last_part(id.as_str()).to_owned());
    let name = name.parse().map_err(|error| Fault::new(format!("--as: {error}")))?;
    let factors = adoption.maps.iter().map(|map| said(map)).collect::<Result<_, _>>()?;
    let levels = meanings(&adoption.levels)?;
    let language = adoption.language.parse().map_err(|error| Fault::new(format!("--language: {error}")))?;
    let title = adoption.title.clone().unwrap_or_else(|| description.title.clone());
    let request =
        Request { plugin: id.clone(), package: digest, settings, language, description, factors, levels };
    let (engine, notes) = request.engine(isms.criteria()).map_err(|error| Fault::new(error.to_string()))?;
    let methodology = MethodologyInUse { id: name, title, engine: Engine::Plugin(Box::new(engine)) };
    Ok(Adopted { methodology, notes })
}

/// What `--levels` says.
pub fn meanings(words: &[String]) -> Result<Vec<Acceptance>, Fault> {
    let meanings = words.iter().map(|word| word.parse());
    meanings.collect::<Result<_, _>>().map_err(|error| Fault::new(format!("--levels: {error}")))
}

/// `fmea` of `acme.fmea`.
pub fn last_part(id: &str) -> &str {
    id.rsplit('.').next().unwrap_or(id)
}

/// What the methodology wants to know, where it is not the organisation's already.
pub fn wants(methodology: &MethodologyInUse) -> Vec<String> {
    let Some(engine) = methodology.plugin() else { return Vec::new() };
    let mut lines = Vec::new();
    for factor in &engine.description.factors {
        let line = match engine.factors.get(&factor.id) {
            Some(source) => format!("  {} comes from your {}", factor.title, source.factor),
            None => {
                let kind = match &factor.kind {
                    FactorKind::Ordinal(levels) => print::short(
                        &levels.iter().map(ToString::to_string).collect::<Vec<_>>().join(" < "),
                        80,
                    ),
                    kind => kind.in_words(),
                };
                let optional = if factor.required { "" } else { ", may be left out" };
                format!("  {}/{}: {} ({kind}{optional})", methodology.id, factor.id, factor.title)
            }
        };
        lines.push(line);
    }
    lines
}

/// The id of an installed plugin that a text names.
pub fn installed(isms: &Isms, text: &str) -> Result<PluginId, Fault> {
    let found: Vec<&PluginId> =
        isms.plugins().keys().filter(|id| id.as_str() == text || last_part(id.as_str()) == text).collect();
    match found.as_slice() {
        [id] => Ok((*id).clone()),
        [] => {
            let known: Vec<&str> = isms.plugins().keys().map(PluginId::as_str).collect();
            let fault = Fault::new(format!("no plugin `{text}` is installed"));
            Err(if known.is_empty() {
                fault.help("install one: `riskwright plugin install FILE PACKAGE`; `riskwright plugin list` says which ship")
            } else {
                fault.help(format!("installed are: {}", known.join(", ")))
            })
        }
        several => {
            let known: Vec<&str> = several.iter().map(|id| id.as_str()).collect();
            Err(Fault::new(format!("`{text}` names more than one plugin"))
                .help(format!("say which: {}", known.join(", "))))
        }
    }
}

pub fn adopt(args: &Adopt, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let id = installed(session.isms(), &args.plugin)?;
    let digest = session.isms().plugins().get(&id).map(|plugin| plugin.digest).unwrap_or(Digest::ZERO);
    let plugin = session.plugin(&id)?;
    let Adopted { methodology, notes } = adopted(session.isms(), (&id, digest), &plugin, &args.adoption)?;
    let at = RecordRef::new(Kind::MethodologyInUse, &methodology.id);
    let change = match session.isms().record(&at) {
        None => Change::MethodologyAdopt(Box::new(methodology.clone())),
        Some(_) => {
            return Err(Fault::new(format!("a methodology `{}` is in use already", methodology.id))
                .help("give another name with --as, or change it with `riskwright set`"));
        }
    };
    let made = session.make(change)?;
    let text = format!(
        "Put {} in use as `{}`. It wants to know:\n{}",
        methodology.title,
        methodology.id,
        wants(&methodology).join("\n")
    );
    let json = json!({ "methodology": methodology, "entry": made.entry, "notes": notes });
    session.close();
    Ok(Answer { notes, ..Answer::new(text, json) })
}
