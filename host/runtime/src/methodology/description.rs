//! What a methodology says of itself: checked, and turned into the engine's own words.

use std::collections::BTreeSet;

use riskwright_core::id::{FactorId, MethodologyId};
use riskwright_core::methodology::{Description, Factor, FactorKind, Node};
use riskwright_core::quantity::{Text, Title};
use riskwright_package::Manifest;

use crate::contract;
use crate::limits::Limits;
use crate::problem::{Fault, shown};
use crate::text::{self, Texts};

/// How many levels a scale may have.
const LEVELS: std::ops::RangeInclusive<usize> = 2..=100;

/// The description, and whether there are loss models.
pub(super) fn check(
    from: contract::Description,
    manifest: &Manifest,
    limits: &Limits,
    language: &str,
) -> Result<(Description, bool), Fault> {
    let of = Check { limits, language };
    crate::catalogue::at_most(from.factors.len(), limits.factors, "factors")?;
    crate::catalogue::at_most(from.nodes.len(), limits.nodes, "nodes")?;
    if from.factors.is_empty() {
        return Err(Fault::answer("it asks for no factors, so there is nothing to score"));
    }
    let title = of.title(&from.title, "the methodology")?;
    let mut factors = Vec::with_capacity(from.factors.len());
    let mut nodes = Vec::with_capacity(from.nodes.len());
    let mut ids = BTreeSet::new();
    for factor in from.factors {
        let what = format!("factor `{}`", shown(&factor.id));
        let (id, kind) = of.part(&factor.id, factor.kind, &what, &mut ids)?;
        let (title, help) = (of.title(&factor.title, &what)?, of.help(&factor.help, &what)?);
        factors.push(Factor { id, title, help, effect: factor.effect, kind, required: factor.required });
    }
    for node in from.nodes {
        let what = format!("node `{}`", shown(&node.id));
        let (id, kind) = of.part(&node.id, node.kind, &what, &mut ids)?;
        nodes.push(Node { id, title: of.title(&node.title, &what)?, kind });
    }
    let levels = of.levels(&from.levels, "the levels of risk")?;
    bounds(from.min_score, from.max_score, "the score")?;
    let axes = from.axes.map(|axes| of.axes(axes, &factors)).transpose()?;
    let description = Description {
        id: methodology(manifest)?,
        title,
        version: manifest.version().to_string(),
        factors,
        nodes,
        levels,
        scale: (from.min_score, from.max_score),
        unit: of.unit(from.unit)?,
        axes,
    };
    Ok((description, from.gives_loss))
}

/// The id it has until the ISMS gives it another.
fn methodology(manifest: &Manifest) -> Result<MethodologyId, Fault> {
    let id = manifest.id().to_string();
    id.parse().map_err(|error| Fault::answer(format!("its id can't be that of a methodology: {error}")))
}

struct Check<'a> {
    limits: &'a Limits,
    language: &'a str,
}

impl Check<'_> {
    fn title(&self, texts: &Texts, what: &str) -> Result<Title, Fault> {
        text::check(texts, self.limits, false, &|| what.to_owned())?;
        texts
            .in_language(self.language)
            .parse()
            .map_err(|error| Fault::answer(format!("{what} has a name that won't do: {error}")))
    }

    fn help(&self, texts: &Texts, what: &str) -> Result<Text, Fault> {
        text::check(texts, self.limits, true, &|| what.to_owned())?;
        texts
            .in_language(self.language)
            .parse()
            .map_err(|error| Fault::answer(format!("{what} has a help text that won't do: {error}")))
    }

    fn unit(&self, unit: String) -> Result<String, Fault> {
        crate::catalogue::short(&unit, "the unit")?;
        Ok(unit)
    }

    fn levels(&self, levels: &[Texts], what: &str) -> Result<Vec<Title>, Fault> {
        if !LEVELS.contains(&levels.len()) {
            return Err(Fault::answer(format!("{what}: {} of them, 2 to 100 are taken", levels.len())));
        }
        let names: Vec<Title> =
            levels.iter().map(|level| self.title(level, what)).collect::<Result<_, _>>()?;
        for (at, name) in names.iter().enumerate() {
            if names.iter().take(at).any(|before| before.to_lowercase() == name.to_lowercase()) {
                return Err(Fault::answer(format!("{what}: two of them are called `{}`", shown(name))));
            }
        }
        Ok(names)
    }

    fn kind(&self, kind: contract::FactorKind, what: &str) -> Result<FactorKind, Fault> {
        Ok(match kind {
            contract::FactorKind::Ordinal(levels) => {
                FactorKind::Ordinal(self.levels(&levels, &format!("the levels of {what}"))?)
            }
            contract::FactorKind::Number(of) => {
                bounds(of.min, of.max, what)?;
                FactorKind::Number { unit: self.unit(of.unit)?, min: of.min, max: of.max }
            }
            contract::FactorKind::Estimate(of) => {
                bounds(of.min, of.max, what)?;
                FactorKind::Range { unit: self.unit(of.unit)?, min: of.min, max: of.max }
            }
            contract::FactorKind::Flag => FactorKind::Flag,
        })
    }

    /// Id and kind of a factor or node, distinct from those before it.
    fn part(
        &self,
        id: &str,
        kind: contract::FactorKind,
        what: &str,
        ids: &mut BTreeSet<FactorId>,
    ) -> Result<(FactorId, FactorKind), Fault> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        let parsed = id.parse::<FactorId>().ok().filter(|_| id.chars().all(fits));
        let Some(parsed) = parsed else {
            return Err(Fault::answer(format!(
                "{what} has no id: 1 to 64 lower-case letters, digits and `- _ .` are taken"
            )));
        };
        if matches!(id, "score" | "level") {
            return Err(Fault::answer(format!("{what} has an id that is taken by the host")));
        }
        let kind = self.kind(kind, what)?;
        if !ids.insert(parsed.clone()) {
            return Err(Fault::answer(format!("{what} has the id of another factor or node")));
        }
        Ok((parsed, kind))
    }

    fn axes(&self, (down, across): (u32, u32), factors: &[Factor]) -> Result<(FactorId, FactorId), Fault> {
        let axis = |at: u32| {
            usize::try_from(at)
                .ok()
                .and_then(|at| factors.get(at))
                .filter(|factor| matches!(factor.kind, FactorKind::Ordinal(_)))
                .map(|factor| factor.id.clone())
        };
        match (axis(down), axis(across)) {
            (Some(one), Some(other)) if one != other => Ok((one, other)),
            _ => Err(Fault::answer(format!(
                "its heat map is to be spanned by the factors {down} and {across}: two different ordinal ones are needed"
            ))),
        }
    }
}

/// Bounds that hold something.
fn bounds(min: f64, max: f64, what: &str) -> Result<(), Fault> {
    if min.is_finite() && max.is_finite() && min <= max {
        Ok(())
    } else {
        Err(Fault::answer(format!(
            "{what} is to lie between {min} and {max}; two finite numbers in order are needed"
        )))
    }
}
