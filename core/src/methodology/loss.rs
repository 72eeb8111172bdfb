//! Where loss comes from and how much: what a quantitative methodology answers with instead of drawing random numbers
//! (Open FAIR, O-RT 3.0.1).

use serde::{Deserialize, Serialize};

/// A quantity that is not known for certain.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Distribution {
    /// Always the same.
    Constant(f64),
    /// Anything between two bounds alike.
    Uniform {
        /// Least.
        low: f64,
        /// Greatest.
        high: f64,
    },
    /// A scaled beta distribution from a three-point estimate.
    Pert {
        /// Least.
        low: f64,
        /// Most likely.
        mode: f64,
        /// Greatest.
        high: f64,
        /// The weight of the most likely: 4 by custom.
        shape: f64,
    },
    /// Its logarithm is normal.
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
}

/// The share of threat events that become loss events.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Susceptibility {
    /// A share from 0 to 1.
    Share(Distribution),
    /// Threat capability against resistance strength: a loss where the first exceeds the second.
    Contest {
        /// Threat capability.
        capability: Distribution,
        /// Resistance strength.
        resistance: Distribution,
    },
}

/// Loss that some loss events cause in addition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SecondaryLoss {
    /// The share of loss events, 0 to 1.
    pub share: Distribution,
    /// Magnitudes that add up.
    pub magnitude: Vec<Distribution>,
}

/// One risk's loss model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LossModel {
    /// Threat events a year, as factors that multiply.
    pub frequency: Vec<Distribution>,
    /// How many of them become loss events.
    pub susceptibility: Susceptibility,
    /// Primary loss for each event: magnitudes that add up.
    pub primary: Vec<Distribution>,
    /// Secondary losses.
    pub secondary: Vec<SecondaryLoss>,
}

/// The 95th percentile of the standard normal distribution.
const Z95: f64 = 1.644_853_626_951_472_7;

impl Distribution {
    /// From where to where it goes: its bounds, or the middle 90 % where it has none.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        match *self {
            Self::Constant(value) => (value, value),
            Self::Uniform { low, high } | Self::Pert { low, high, .. } => (low, high),
            Self::Lognormal { mu, sigma } => (libm::exp(mu - Z95 * sigma), libm::exp(mu + Z95 * sigma)),
        }
    }

    /// Its mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Constant(value) => value,
            Self::Uniform { low, high } => (low + high) / 2.0,
            Self::Pert { low, mode, high, shape } => (low + shape * mode + high) / (shape + 2.0),
            Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * sigma / 2.0),
        }
    }
}

impl LossModel {
    /// Loss a year, if everything lies at its lower or at its upper end: wider than any interval of a simulation, and
    /// no more than that is known without one. Where capability meets resistance, anything from none to all gets through.
    ///
    /// ```
    /// use riskwright_core::methodology::loss::{Distribution, LossModel, Susceptibility};
    /// let model = LossModel {
    ///     frequency: vec![Distribution::Pert { low: 1.0, mode: 2.0, high: 9.0, shape: 4.0 }],
    ///     susceptibility: Susceptibility::Share(Distribution::Constant(0.5)),
    ///     primary: vec![Distribution::Constant(1000.0), Distribution::Uniform { low: 0.0, high: 500.0 }],
    ///     secondary: vec![],
    /// };
    /// assert_eq!(model.range(), (500.0, 6750.0));
    /// ```
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let product = |(low, high): (f64, f64), (a, b): (f64, f64)| (low * a, high * b);
        let sum = |parts: &[Distribution]| {
            parts.iter().map(Distribution::range).fold((0.0, 0.0), |(low, high), (a, b)| (low + a, high + b))
        };
        let through = match &self.susceptibility {
            Susceptibility::Share(share) => share.range(),
            Susceptibility::Contest { .. } => (0.0, 1.0),
        };
        let mut each = sum(&self.primary);
        for secondary in &self.secondary {
            let (low, high) = product(secondary.share.range(), sum(&secondary.magnitude));
            each = (each.0 + low, each.1 + high);
        }
        let often = self.frequency.iter().map(Distribution::range).fold((1.0, 1.0), product);
        product(product(often, through), each)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_ranges_are_those_of_the_textbook() {
        // PERT(1, 2, 9): mean 3; a lognormal with a 90 % interval of 10,000 to 1,000,000: mean 266,398
        let pert = Distribution::Pert { low: 1.0, mode: 2.0, high: 9.0, shape: 4.0 };
        assert_eq!((pert.mean(), pert.range()), (3.0, (1.0, 9.0)));
        let lognormal = Distribution::Lognormal { mu: 11.512_925_464_970_229, sigma: 1.399_866_7 };
        assert!((lognormal.mean() - 266_398.0).abs() < 50.0, "{}", lognormal.mean());
        let (low, high) = lognormal.range();
        assert!((low - 1e4).abs() < 1.0 && (high - 1e6).abs() < 100.0, "{low} {high}");
    }
}
