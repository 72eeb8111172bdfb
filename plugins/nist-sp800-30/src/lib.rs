//! NIST SP 800-30 Rev. 1 (2012): overall likelihood by table G-5, level of risk by table I-2, for adversarial threat
//! events (likelihood of initiation) and non-adversarial ones (likelihood of occurrence).
//!
//! What is estimated as a whole stands for what it would be made from: an overall likelihood for table G-5, a
//! likelihood of initiation for capability, intent and targeting. The impact is the greatest of those estimated.
#![forbid(unsafe_code)]
#![deny(clippy::disallowed_methods)]

use riskwright_sdk::prelude::*;

mod factors;
mod settings;
pub mod tables;

pub use settings::{Initiation, Scale, Settings};

use factors::{
    ADVERSARIAL, ADVERSE_IMPACT, CAPABILITY, IMPACT, IMPACTS, INITIATION, INTENT, LIKELIHOOD, OCCURRENCE,
    TARGETING,
};

/// The method under its settings.
#[derive(Debug)]
pub struct NistSp80030 {
    settings: Settings,
}

riskwright_sdk::export!(methodology: NistSp80030);

impl RowMethodology for NistSp80030 {
    type Settings = Settings;

    fn new(settings: Settings) -> Result<Self, Vec<SettingsProblem>> {
        settings.check()?;
        Ok(Self { settings })
    }

    fn describe(&self) -> Description {
        let title = texts! { en: "NIST SP 800-30 Rev. 1", de: "NIST SP 800-30 Rev. 1" };
        let mut description = Description::new(title, self.settings.names(), 0.0, 10.0);
        description.factors = factors::all(&self.settings);
        match self.settings.scale {
            Scale::Qualitative => description.axes(LIKELIHOOD, IMPACT),
            // a heat map is spanned by named levels
            Scale::SemiQuantitative => description,
        }
    }

    // a part of the loop over the rows: to call it for each costs as much as it does
    #[inline(always)]
    fn row(&self, row: Row<'_>, trace: &mut Trace) -> Result<Scored, Texts> {
        let likelihood = match level(row, LIKELIHOOD) {
            Some(likelihood) => likelihood,
            None => self.likelihood(row, trace)?,
        };
        let (impact, sources) = impact(row, trace)?;
        let risk = tables::risk(likelihood, impact);
        trace.score_from(std::iter::once(LIKELIHOOD).chain(sources));
        Ok(Scored::new(tables::value(risk), risk))
    }
}

impl NistSp80030 {
    /// The overall likelihood by table G-5.
    fn likelihood(&self, row: Row<'_>, trace: &mut Trace) -> Result<u8, Texts> {
        let adversarial = row.flag(ADVERSARIAL).unwrap_or_else(|| {
            let of_adversary = [INITIATION, CAPABILITY, INTENT, TARGETING];
            of_adversary.iter().any(|factor| row.value(factor).is_some())
        });
        let (first, factor) = if adversarial {
            (self.initiation(row, trace)?, INITIATION)
        } else {
            (level(row, OCCURRENCE).ok_or_else(|| not_estimated(OCCURRENCE))?, OCCURRENCE)
        };
        let adverse_impact = level(row, ADVERSE_IMPACT).ok_or_else(|| not_estimated(ADVERSE_IMPACT))?;
        let likelihood = tables::overall_likelihood(first, adverse_impact);
        trace.level(LIKELIHOOD, likelihood, [factor, ADVERSE_IMPACT]);
        Ok(likelihood)
    }

    /// The likelihood that an adversary begins: as estimated, or from what they can, want and aim at.
    fn initiation(&self, row: Row<'_>, trace: &mut Trace) -> Result<u8, Texts> {
        if let Some(initiation) = level(row, INITIATION) {
            return Ok(initiation);
        }
        let sources = [CAPABILITY, INTENT, TARGETING];
        let mut levels = [0; 3];
        for (place, factor) in levels.iter_mut().zip(sources) {
            // to estimate it as a whole would do as well
            let missing = || not_estimated(if row.flag(ADVERSARIAL).is_some() { INITIATION } else { factor });
            *place = level(row, factor).ok_or_else(missing)?;
        }
        levels.sort_unstable();
        let [lowest, middle, highest] = levels;
        let initiation = match self.settings.initiation {
            Initiation::Lowest => lowest,
            Initiation::Middle => middle,
            Initiation::Highest => highest,
        };
        trace.level(INITIATION, initiation, sources);
        Ok(initiation)
    }
}

/// The greatest impact of those estimated (table H-3).
///
/// An estimate as a whole that is outdone by one of the types keeps its own step: the types that decide lead to the score.
fn impact(row: Row<'_>, trace: &mut Trace) -> Result<(u8, Vec<&'static str>), Texts> {
    let whole = level(row, IMPACT);
    let mut greatest = whole;
    for factor in IMPACTS {
        greatest = greatest.max(level(row, factor));
    }
    let Some(greatest) = greatest else {
        return Err(texts! { en: "no impact was estimated", de: "es wurde keine Auswirkung geschätzt" });
    };
    if whole == Some(greatest) || !trace.is_kept() {
        return Ok((greatest, vec![IMPACT]));
    }
    let decides = |factor: &&str| level(row, factor) == Some(greatest);
    let deciding: Vec<&str> = IMPACTS.into_iter().filter(decides).collect();
    if whole.is_some() {
        return Ok((greatest, deciding));
    }
    trace.level(IMPACT, greatest, deciding);
    Ok((greatest, vec![IMPACT]))
}

/// A factor's level, from 0 to 4; a semi-quantitative value falls into its bin.
fn level(row: Row<'_>, factor: &str) -> Option<u8> {
    match row.value(factor)? {
        Value::Level(level) => Some(level),
        Value::Number(number) => Some(tables::bin(number)),
        Value::Estimate(_) | Value::Flag(_) => None,
    }
}
