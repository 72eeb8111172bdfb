//! Three-point estimates and the distributions they stand for (Open FAIR, O-RA 2.0.1; the formulas are mathematics).

use riskwright_sdk::math;

/// An estimate: least, most likely, greatest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    low: f64,
    mode: f64,
    high: f64,
}

impl Estimate {
    /// An estimate, if its points are finite and do not fall.
    #[must_use]
    pub fn new(low: f64, mode: f64, high: f64) -> Option<Self> {
        let rises = low <= mode && mode <= high;
        (rises && low.is_finite() && high.is_finite()).then_some(Self { low, mode, high })
    }

    /// Least, most likely, greatest.
    #[must_use]
    pub fn points(&self) -> (f64, f64, f64) {
        (self.low, self.mode, self.high)
    }

    /// The least.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The greatest.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.high
    }

    /// Whether it leaves nothing open.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.low == self.high
    }
}

/// A PERT distribution: a beta distribution drawn out over an estimate. The weight of the most likely value is 4 by
/// custom; the smaller it is, the less the estimate trusts its mode.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pert {
    /// The estimate.
    pub estimate: Estimate,
    /// The weight of its mode, above 0.
    pub weight: f64,
}

impl Pert {
    /// `(low + weight·mode + high) / (weight + 2)`.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let (low, mode, high) = self.estimate.points();
        let mean = (low + self.weight * mode + high) / (self.weight + 2.0);
        // rounding alone could lead outside
        mean.clamp(low, high)
    }

    /// `(mean − low)(high − mean) / (weight + 3)`.
    #[must_use]
    pub fn variance(&self) -> f64 {
        let (low, _, high) = self.estimate.points();
        let mean = self.mean();
        (mean - low) * (high - mean) / (self.weight + 3.0)
    }

    /// The two parameters of the beta distribution. `None` if the estimate leaves nothing open.
    #[must_use]
    pub fn shape(&self) -> Option<(f64, f64)> {
        let (low, mode, high) = self.estimate.points();
        let side = |part: f64| 1.0 + self.weight * part / (high - low);
        (!self.estimate.is_certain()).then(|| (side(mode - low), side(high - mode)))
    }

    /// The density at a point, up to a factor: 1 at the mode, 0 outside.
    pub(crate) fn relative_density(&self, at: f64) -> f64 {
        let (low, mode, high) = self.estimate.points();
        if at < low || at > high {
            return 0.0;
        }
        // weight · Σ share · ln(part of the way there / part of the way to the mode); a side of no width has no weight
        let side = |way: f64, whole: f64| {
            let share = whole / (high - low);
            if share > 0.0 { share * math::ln(way / whole) } else { 0.0 }
        };
        math::exp(self.weight * (side(at - low, mode - low) + side(high - at, high - mode)))
    }
}

/// Twice the 95 % quantile of the normal distribution: how many standard deviations a 90 % interval spans.
const SPAN: f64 = 3.289_707_253_902_945;

/// A lognormal distribution: its logarithm is normal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lognormal {
    /// The mean of the logarithm.
    pub mu: f64,
    /// The standard deviation of the logarithm.
    pub sigma: f64,
}

impl Lognormal {
    /// The one of which 90 % lie between two bounds, 5 % on either side. `None` unless `0 < low < high`.
    #[must_use]
    pub fn of_interval(low: f64, high: f64) -> Option<Self> {
        let fits = 0.0 < low && low < high && high.is_finite();
        let (from, to) = (math::ln(low), math::ln(high));
        fits.then(|| Self { mu: (from + to) / 2.0, sigma: (to - from) / SPAN })
    }

    /// `exp(mu + sigma²/2)`.
    #[must_use]
    pub fn mean(&self) -> f64 {
        math::exp(self.mu + self.sigma * self.sigma / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pert(low: f64, mode: f64, high: f64) -> Pert {
        Pert { estimate: Estimate::new(low, mode, high).unwrap(), weight: 4.0 }
    }

    fn close(found: f64, wanted: f64, within: f64) {
        assert!((found - wanted).abs() <= within, "{found} is not {wanted}");
    }

    #[test]
    fn pert_of_1_2_9() {
        let pert = pert(1.0, 2.0, 9.0);
        assert_eq!(pert.shape(), Some((1.5, 4.5)));
        assert_eq!(pert.mean(), 3.0);
        close(pert.variance(), 12.0 / 7.0, 1e-15);
    }

    #[test]
    fn a_certain_estimate_has_its_own_mean() {
        let pert = pert(0.1, 0.1, 0.1);
        assert_eq!((pert.mean(), pert.variance(), pert.shape()), (0.1, 0.0, None));
    }

    #[test]
    fn estimates_that_fall_or_are_no_numbers_are_none() {
        assert_eq!(Estimate::new(2.0, 1.0, 3.0), None);
        assert_eq!(Estimate::new(1.0, 4.0, 3.0), None);
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Estimate::new(bad, 1.0, 2.0), None);
            assert_eq!(Estimate::new(0.0, bad, 2.0), None);
            assert_eq!(Estimate::new(0.0, 1.0, bad), None);
        }
    }

    #[test]
    fn relative_density_peaks_at_the_mode() {
        for pert in [pert(1.0, 2.0, 9.0), pert(0.0, 0.0, 1.0), pert(0.0, 1.0, 1.0)] {
            let (low, mode, high) = pert.estimate.points();
            close(pert.relative_density(mode), 1.0, 1e-15);
            for step in 0..=100 {
                let at = low + (high - low) * f64::from(step) / 100.0;
                assert!((0.0..=1.0).contains(&pert.relative_density(at)), "{at}");
            }
            assert_eq!(pert.relative_density(low - 1.0), 0.0);
            assert_eq!(pert.relative_density(high + 1.0), 0.0);
        }
    }

    #[test]
    fn lognormal_of_10_000_to_1_000_000() {
        let lognormal = Lognormal::of_interval(1e4, 1e6).unwrap();
        close(lognormal.mu, 11.51293, 5e-6);
        close(lognormal.sigma, 1.39987, 5e-6);
        close(lognormal.mean(), 266_398.0, 20.0);
        assert_eq!(Lognormal::of_interval(0.0, 1.0), None);
        assert_eq!(Lognormal::of_interval(1.0, 1.0), None);
        assert_eq!(Lognormal::of_interval(1.0, f64::INFINITY), None);
    }
}
