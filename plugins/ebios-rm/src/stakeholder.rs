//! The threat level of a stakeholder of the ecosystem (workshop 3).

/// A rating of a stakeholder, 1 to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rating(u8);

impl Rating {
    /// The rating of a level counted from 0.
    #[must_use]
    pub fn of_level(level: u8) -> Option<Self> {
        (level < 4).then(|| Self(level + 1))
    }

    fn get(self) -> f64 {
        f64::from(self.0)
    }
}

/// What is known of a stakeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stakeholder {
    /// How much the organisation depends on it.
    pub dependency: Rating,
    /// How far it reaches into the organisation's systems.
    pub penetration: Rating,
    /// How well it looks after its own security.
    pub maturity: Rating,
    /// How far its intentions can be trusted.
    pub trust: Rating,
}

impl Stakeholder {
    /// Dependency times penetration, 1 to 16.
    #[must_use]
    pub fn exposure(&self) -> f64 {
        self.dependency.get() * self.penetration.get()
    }

    /// Maturity times trust, 1 to 16.
    #[must_use]
    pub fn reliability(&self) -> f64 {
        self.maturity.get() * self.trust.get()
    }

    /// Exposure over reliability, 1/16 to 16.
    #[must_use]
    pub fn threat_level(&self) -> f64 {
        self.exposure() / self.reliability()
    }
}

/// Where the zones of the ecosystem's map begin. Each study sets its own.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Zones {
    /// The lowest threat level that is watched.
    pub watch: f64,
    /// The lowest that is kept under control.
    pub control: f64,
    /// The lowest that is a danger.
    pub danger: f64,
}

impl Default for Zones {
    fn default() -> Self {
        Self { watch: 0.2, control: 0.9, danger: 2.5 }
    }
}

impl Zones {
    /// Whether they lie above 0 and rise.
    #[must_use]
    pub fn rise(&self) -> bool {
        0.0 < self.watch && self.watch < self.control && self.control < self.danger && self.danger <= 16.0
    }

    /// 0 outside, 1 watch, 2 control, 3 danger.
    #[must_use]
    pub fn of(&self, threat_level: f64) -> u8 {
        [self.watch, self.control, self.danger].iter().map(|from| u8::from(threat_level >= *from)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<[u8; 4]> {
        (0..=255_u8).map(|code| [code >> 6, code >> 4 & 3, code >> 2 & 3, code & 3]).collect()
    }

    fn stakeholder([dependency, penetration, maturity, trust]: [u8; 4]) -> Stakeholder {
        let rating = |level| Rating::of_level(level).unwrap();
        Stakeholder {
            dependency: rating(dependency),
            penetration: rating(penetration),
            maturity: rating(maturity),
            trust: rating(trust),
        }
    }

    #[test]
    fn worked_examples() {
        assert_eq!(stakeholder([3, 3, 0, 0]).threat_level(), 16.0);
        assert_eq!(stakeholder([0, 0, 3, 3]).threat_level(), 0.0625);
        assert_eq!(stakeholder([2, 3, 1, 2]).threat_level(), 2.0);
        assert_eq!(Rating::of_level(4), None);
    }

    #[test]
    fn zones_begin_at_their_thresholds() {
        let zones = Zones::default();
        assert!(zones.rise());
        let found: Vec<u8> =
            [0.0625, 0.1999, 0.2, 0.8999, 0.9, 2.4999, 2.5, 16.0].map(|at| zones.of(at)).to_vec();
        assert_eq!(found, [0, 0, 1, 1, 2, 2, 3, 3]);
        assert!(!Zones { watch: 1.0, ..zones }.rise());
        assert!(!Zones { danger: f64::NAN, ..zones }.rise());
        assert!(!Zones { danger: f64::INFINITY, ..zones }.rise());
        assert!(!Zones { watch: 0.0, ..zones }.rise());
    }

    #[test]
    fn exposure_raises_and_reliability_lowers() {
        for levels in all() {
            let here = stakeholder(levels).threat_level();
            assert!((0.0625..=16.0).contains(&here));
            for at in 0..4 {
                let mut more = levels;
                more[at] = (more[at] + 1).min(3);
                let there = stakeholder(more).threat_level();
                assert!(if at < 2 { there >= here } else { there <= here }, "{levels:?} {at}");
            }
        }
    }
}
