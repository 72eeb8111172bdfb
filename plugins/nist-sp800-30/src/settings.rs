//! What an organisation may choose.

use std::collections::BTreeMap;

use riskwright_sdk::prelude::*;
use riskwright_sdk::texts::digits;

use crate::factors;

/// How factors are estimated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// As one of five levels.
    #[default]
    Qualitative,
    /// As a number from 0 to 100, which falls into the level's bin.
    SemiQuantitative,
}

/// What capability, intent and targeting together make of the likelihood of initiation. The publication leaves it to
/// judgement; who estimates the likelihood as a whole needs none of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Initiation {
    /// An adversary needs all three: the lowest decides.
    #[default]
    Lowest,
    /// The middle one of the three decides.
    Middle,
    /// The highest decides.
    Highest,
}

/// The settings.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How factors are estimated.
    pub scale: Scale,
    /// What capability, intent and targeting make of the likelihood of initiation.
    pub initiation: Initiation,
    /// The organisation's names of the five levels, lowest first; absent: very low to very high.
    pub levels: Option<Vec<Texts>>,
    /// What levels mean here, by factor: shown where it is estimated in place of the usual words.
    pub meaning: BTreeMap<String, Texts>,
}

impl Settings {
    /// What is wrong with them.
    pub(crate) fn check(&self) -> Result<(), Vec<SettingsProblem>> {
        let mut problems = Vec::new();
        if let Some(levels) = &self.levels
            && levels.len() != 5
        {
            let found = digits(u32::try_from(levels.len()).unwrap_or(u32::MAX));
            problems.push(SettingsProblem::at(
                "/levels",
                texts! {
                    en: ["the five levels want five names; there are ", &found].concat(),
                    de: ["die fünf Stufen brauchen fünf Namen; es sind ", &found].concat(),
                },
            ));
        }
        for factor in self.meaning.keys().filter(|factor| !factors::is_one(factor)) {
            problems.push(SettingsProblem::at(
                ["/meaning/", factor].concat(),
                texts! {
                    en: ["there is no factor `", factor, "`"].concat(),
                    de: ["es gibt keinen Faktor `", factor, "`"].concat(),
                },
            ));
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The names of the levels, lowest first.
    pub(crate) fn names(&self) -> Vec<Texts> {
        self.levels.clone().unwrap_or_else(|| {
            levels(
                ["en", "de"],
                [
                    ["very low", "sehr gering"],
                    ["low", "gering"],
                    ["moderate", "mäßig"],
                    ["high", "hoch"],
                    ["very high", "sehr hoch"],
                ],
            )
        })
    }
}
