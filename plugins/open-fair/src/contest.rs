//! Susceptibility as the chance that threat capability exceeds resistance strength.
//!
//! The chance is an integral without a closed form. It is computed without random numbers: on a fixed grid, with the
//! same operations on every platform. The supports' ends cut the line into at most three pieces; a polynomial that is
//! flat at both of a piece's ends brings the points together there, so that whatever the densities do at their ends,
//! equal steps lose nothing. Swapping the two gives the rest to 1, up to rounding.

use crate::pert::Pert;

/// Steps for each piece.
const STEPS: usize = 64;

/// Weights of the points around a step, the nearest first: the area under the curve through six of them.
const NEAR: [f64; 3] = [802.0 / 1440.0, -93.0 / 1440.0, 11.0 / 1440.0];

/// Points beyond each of a piece's ends, where the curve is flat at 0: all steps whose six points reach into the piece.
const BEYOND: usize = NEAR.len() + 1;

/// The chance that a draw from `capability` exceeds one from `resistance`, 0 to 1.
#[must_use]
pub fn chance_of_excess(capability: &Pert, resistance: &Pert) -> f64 {
    let (capable, resistant) = (capability.estimate, resistance.estimate);
    match (capable.is_certain(), resistant.is_certain()) {
        (true, true) => f64::from(u8::from(capable.low() > resistant.low())),
        (true, false) => share_below(resistance, capable.low()),
        (false, true) => 1.0 - share_below(capability, resistant.low()),
        (false, false) if capable.low() >= resistant.high() => 1.0,
        (false, false) if capable.high() <= resistant.low() => 0.0,
        (false, false) => contest(capability, resistance),
    }
}

fn contest(capability: &Pert, resistance: &Pert) -> f64 {
    let ends = |pert: &Pert| [pert.estimate.low(), pert.estimate.high()];
    let mut cuts = [ends(capability), ends(resistance)].concat();
    cuts.sort_by(f64::total_cmp);
    let (mut exceeded, mut capable, mut resisting) = (0.0, 0.0, 0.0);
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)).filter(|(from, to)| from < to) {
        let capabilities = masses(capability, *from, *to);
        let resistances = masses(resistance, *from, *to);
        // the resistance below the point at hand, gathered step by step
        let mut below = resisting;
        for (window, mass) in resistances.windows(2 * NEAR.len()).zip(capabilities.iter().skip(NEAR.len())) {
            below += step(window);
            exceeded += mass * below;
        }
        capable += capabilities.iter().sum::<f64>();
        resisting += resistances.iter().sum::<f64>();
    }
    share(exceeded, capable * resisting)
}

/// The share of a distribution below a point.
fn share_below(pert: &Pert, point: f64) -> f64 {
    let (low, _, high) = pert.estimate.points();
    if point <= low {
        return 0.0;
    }
    if point >= high {
        return 1.0;
    }
    let mass = |from, to| masses(pert, from, to).iter().sum::<f64>();
    let below = mass(low, point);
    share(below, below + mass(point, high))
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
}

/// The area of the step between the two middle points of six.
fn step(window: &[f64]) -> f64 {
    let (left, right) = window.split_at(NEAR.len());
    NEAR.iter().zip(left.iter().rev().zip(right)).map(|(weight, (left, right))| weight * (left + right)).sum()
}

/// How much of a distribution lies about each point of a piece, up to a common factor.
fn masses(pert: &Pert, from: f64, to: f64) -> [f64; STEPS + 1 + 2 * BEYOND] {
    let mut masses = [0.0; STEPS + 1 + 2 * BEYOND];
    let estimate = pert.estimate;
    if to <= estimate.low() || from >= estimate.high() {
        return masses;
    }
    for (at, mass) in (0..=STEPS).zip(masses.iter_mut().skip(BEYOND)) {
        let (place, slope) = drawn_together(at);
        let point = from + (to - from) * place;
        *mass = (to - from) * slope * pert.relative_density(point.min(to));
    }
    masses
}

/// Where a step lies between a piece's ends, 0 to 1, and how far apart steps are there: a polynomial of degree 9 whose
/// first four derivatives are 0 at both ends.
fn drawn_together(step: usize) -> (f64, f64) {
    #[expect(clippy::cast_precision_loss, reason = "steps are few")]
    let t = step as f64 / STEPS as f64;
    let rest = 1.0 - t;
    let (square, cube) = (t * t, t * t * t);
    let place = square * cube * (126.0 - 420.0 * t + 540.0 * square - 315.0 * cube + 70.0 * square * square);
    let slope = 630.0 * square * square * rest * rest * rest * rest;
    (place.clamp(0.0, 1.0), slope)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pert::Estimate;

    fn pert(low: f64, mode: f64, high: f64) -> Pert {
        Pert { estimate: Estimate::new(low, mode, high).unwrap(), weight: 4.0 }
    }

    fn close(found: f64, wanted: f64, within: f64) {
        assert!((found - wanted).abs() <= within, "{found} is not {wanted}");
    }

    /// The check value of the literature, to two digits, and to more by 2·10⁸ cells of a plain midpoint sum.
    #[test]
    fn capable_40_60_90_against_resistant_50_70_95() {
        let found = chance_of_excess(&pert(40.0, 60.0, 90.0), &pert(50.0, 70.0, 95.0));
        close(found, 0.24, 0.005);
    }

    #[test]
    fn equals_meet_in_the_middle() {
        for equal in
            [pert(40.0, 60.0, 90.0), pert(0.0, 0.0, 100.0), pert(0.0, 100.0, 100.0), pert(1.0, 1.1, 99.0)]
        {
            close(chance_of_excess(&equal, &equal), 0.5, 1e-14);
        }
    }

    /// Two straight densities, falling and rising, have a closed form: with a weight of 1 and the mode at an end the
    /// densities are 2(1−x) and 2x.
    #[test]
    fn straight_densities() {
        let weight = 1.0;
        let falling = Pert { weight, ..pert(0.0, 0.0, 1.0) };
        let rising = Pert { weight, ..pert(0.0, 1.0, 1.0) };
        // ∫ 2(1−t)·t² dt = 2/3 − 1/2
        close(chance_of_excess(&falling, &rising), 1.0 / 6.0, 1e-8);
        close(chance_of_excess(&rising, &falling), 5.0 / 6.0, 1e-8);
        // shifted by half their width: ∫ over [1/2, 1] of 2(1−t)·(t−1/2)² dt with 2x → 2(t−1/2)
        let shifted = Pert { weight, ..pert(0.5, 1.5, 1.5) };
        close(chance_of_excess(&falling, &shifted), 1.0 / 96.0, 1e-8);
    }

    #[test]
    fn against_something_certain() {
        let certain = |at| pert(at, at, at);
        let weight = 1.0;
        let falling = Pert { weight, ..pert(0.0, 0.0, 1.0) };
        close(chance_of_excess(&falling, &certain(0.5)), 0.25, 1e-9);
        close(chance_of_excess(&certain(0.5), &falling), 0.75, 1e-9);
        assert_eq!(chance_of_excess(&certain(2.0), &falling), 1.0);
        assert_eq!(chance_of_excess(&certain(0.0), &falling), 0.0);
        assert_eq!(chance_of_excess(&certain(1.0), &certain(1.0)), 0.0);
        assert_eq!(chance_of_excess(&certain(1.5), &certain(1.0)), 1.0);
    }

    #[test]
    fn apart_is_certain() {
        assert_eq!(chance_of_excess(&pert(50.0, 60.0, 70.0), &pert(10.0, 20.0, 50.0)), 1.0);
        assert_eq!(chance_of_excess(&pert(10.0, 20.0, 50.0), &pert(50.0, 60.0, 70.0)), 0.0);
    }

    /// The same integral by brute force: midpoints of many equal cells of each support.
    fn by_brute_force(capability: &Pert, resistance: &Pert) -> f64 {
        let cells = 20_000_u32;
        let (low, _, high) = resistance.estimate.points();
        let width = (high - low) / f64::from(cells);
        let mut below = vec![0.0];
        for cell in 0..cells {
            let mass = resistance.relative_density(low + width * (f64::from(cell) + 0.5));
            below.push(below[below.len() - 1] + mass);
        }
        let share_below = |point: f64| {
            let at = ((point - low) / width).clamp(0.0, f64::from(cells));
            let cell = (at.floor() as usize).min(cells as usize - 1);
            let part = at - cell as f64;
            (below[cell] * (1.0 - part) + below[cell + 1] * part) / below[cells as usize]
        };
        let (low, _, high) = capability.estimate.points();
        let width = (high - low) / f64::from(cells);
        let (mut met, mut all) = (0.0, 0.0);
        for cell in 0..cells {
            let point = low + width * (f64::from(cell) + 0.5);
            let mass = capability.relative_density(point);
            met += mass * share_below(point);
            all += mass;
        }
        met / all
    }

    fn estimates() -> impl Strategy<Value = Pert> {
        let points = proptest::array::uniform3(0.0_f64..=100.0);
        (points, 1.0_f64..=20.0).prop_map(|(mut points, weight)| {
            points.sort_by(f64::total_cmp);
            let [low, mode, high] = points;
            Pert { weight, ..pert(low, mode, high) }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn agrees_with_brute_force(capability in estimates(), resistance in estimates()) {
            let found = chance_of_excess(&capability, &resistance);
            let wanted = by_brute_force(&capability, &resistance);
            prop_assert!((found - wanted).abs() < 5e-6, "{found} is not {wanted}");
        }

        #[test]
        fn swapped_is_the_rest(capability in estimates(), resistance in estimates()) {
            let (one, other) =
                (chance_of_excess(&capability, &resistance), chance_of_excess(&resistance, &capability));
            prop_assert!((one + other - 1.0).abs() < 1e-12, "{one} {other}");
        }

        /// Moving all of a distribution up can't make it exceed less often.
        #[test]
        fn a_shift_never_lowers_it(capability in estimates(), resistance in estimates(), by in 0.0_f64..20.0) {
            let (low, mode, high) = capability.estimate.points();
            let shifted = Pert {
                estimate: Estimate::new(low + by, mode + by, high + by).unwrap(),
                ..capability
            };
            let (before, after) =
                (chance_of_excess(&capability, &resistance), chance_of_excess(&shifted, &resistance));
            prop_assert!(after >= before - 1e-7, "{before} {after}");
        }
    }
}
