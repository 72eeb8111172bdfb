//! Where loss comes from and how much, in place of random numbers: the host draws them (Open FAIR, O-RT 3.0.1).

use super::batch::Estimate;

/// A quantity that is not known for certain.
#[derive(Debug, Clone, Copy, PartialEq)]
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

impl Distribution {
    /// PERT of an estimate with the customary weight; a constant where it leaves no room.
    #[must_use]
    pub fn pert(estimate: Estimate) -> Self {
        let Estimate { low, mode, high } = estimate;
        if low < high { Self::Pert { low, mode, high, shape: 4.0 } } else { Self::Constant(mode) }
    }
}

/// The share of threat events that become loss events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Susceptibility {
    /// A share from 0 to 1.
    Share(Distribution),
    /// Threat capability against resistance strength, each event anew: a loss where the first exceeds the second.
    Contest {
        /// Threat capability.
        capability: Distribution,
        /// Resistance strength.
        resistance: Distribution,
    },
}

/// Loss that some loss events cause in addition.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondaryLoss {
    /// The share of loss events, 0 to 1.
    pub share: Distribution,
    /// Magnitudes that add up.
    pub magnitude: Vec<Distribution>,
}

/// One risk's loss model.
#[derive(Debug, Clone, PartialEq)]
pub struct LossModel {
    /// Threat events a year, as factors that multiply: contact frequency and probability of action, or one.
    pub frequency: Vec<Distribution>,
    /// How many of them become loss events.
    pub susceptibility: Susceptibility,
    /// Primary loss for each event: magnitudes that add up.
    pub primary: Vec<Distribution>,
    /// Secondary losses.
    pub secondary: Vec<SecondaryLoss>,
}
