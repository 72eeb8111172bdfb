//! Loss models: whether their distributions are any.

use riskwright_core::methodology::LossModel;
use riskwright_core::methodology::loss::{Distribution, Susceptibility};

use crate::problem::Fault;

/// How many distributions may multiply or add up.
const PARTS: usize = 64;

pub(super) fn check(models: Vec<Option<LossModel>>, rows: usize) -> Result<Vec<Option<LossModel>>, Fault> {
    if models.len() != rows {
        return Err(Fault::answer(format!("it gave loss models for {} rows of {rows}", models.len())));
    }
    for (row, model) in models.iter().enumerate() {
        if let Some(model) = model {
            self::model(model).map_err(|what| Fault::at(row, format!("its loss model has {what}")))?;
        }
    }
    Ok(models)
}

fn model(model: &LossModel) -> Result<(), String> {
    some(&model.frequency, "frequency")?;
    match &model.susceptibility {
        Susceptibility::Share(share) => self::share(share, "susceptibility")?,
        Susceptibility::Contest { capability, resistance } => {
            distribution(capability, "threat capability")?;
            distribution(resistance, "resistance strength")?;
        }
    }
    some(&model.primary, "primary loss")?;
    if model.secondary.len() > PARTS {
        return Err(format!("{} secondary losses, at most {PARTS} are taken", model.secondary.len()));
    }
    for secondary in &model.secondary {
        self::share(&secondary.share, "share of secondary loss")?;
        some(&secondary.magnitude, "secondary loss")?;
    }
    Ok(())
}

/// Quantities of at least nothing, at least one of them.
fn some(all: &[Distribution], what: &str) -> Result<(), String> {
    if all.is_empty() || all.len() > PARTS {
        return Err(format!("a {what} of {} parts; 1 to {PARTS} are taken", all.len()));
    }
    all.iter().try_for_each(|one| {
        distribution(one, what)?;
        if least(one) < 0.0 { Err(format!("a {what} that can be less than 0")) } else { Ok(()) }
    })
}

/// The least a distribution gives.
fn least(of: &Distribution) -> f64 {
    match of {
        Distribution::Constant(value) => *value,
        Distribution::Uniform { low, .. } | Distribution::Pert { low, .. } => *low,
        Distribution::Lognormal { .. } => 0.0,
    }
}

fn share(of: &Distribution, what: &str) -> Result<(), String> {
    distribution(of, what)?;
    let greatest = match of {
        Distribution::Constant(value) => *value,
        Distribution::Uniform { high, .. } | Distribution::Pert { high, .. } => *high,
        Distribution::Lognormal { .. } => f64::INFINITY,
    };
    if least(of) < 0.0 || greatest > 1.0 {
        Err(format!("a {what} that can be beyond 0 to 1"))
    } else {
        Ok(())
    }
}

fn distribution(of: &Distribution, what: &str) -> Result<(), String> {
    let fits = match of {
        Distribution::Constant(value) => value.is_finite(),
        Distribution::Uniform { low, high } => low.is_finite() && high.is_finite() && low <= high,
        Distribution::Pert { low, mode, high, shape } => {
            low.is_finite()
                && high.is_finite()
                && low <= mode
                && mode <= high
                && *shape > 0.0
                && shape.is_finite()
        }
        Distribution::Lognormal { mu, sigma } => mu.is_finite() && sigma.is_finite() && *sigma >= 0.0,
    };
    // numbers that are finite can still stand for infinitely much: the logarithm's mean of 10⁶, the weight of 10³⁰⁸
    if fits && of.mean().is_finite() {
        Ok(())
    } else {
        Err(format!(
            "a {what} that is no distribution: finite numbers in order are needed, weights and deviations of at least 0, and a mean that is finite"
        ))
    }
}
