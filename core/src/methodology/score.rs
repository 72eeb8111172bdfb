//! Score records: a score with all that anyone needs to recompute it, and why it may no longer hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Methodology, TraceStep};
use crate::id::{FactorId, MethodologyId, ScenarioId, ScoreId};
use crate::identification::{FactorValue, Stage};
use crate::quantity::{Actor, Date, Digest, Title, canonical_json};
use crate::record::record;

/// A score, what led to it, and the digests that pin it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The score.
    pub score: f64,
    /// The level, by index.
    pub level: u8,
    /// The level's name.
    pub level_name: Title,
    /// The factors it was made from: those its methodology asks for.
    pub factors: BTreeMap<FactorId, FactorValue>,
    /// The steps from factors to score.
    pub trace: Vec<TraceStep>,
    /// The digest of the methodology's code.
    pub methodology: Digest,
    /// The digest of its settings.
    pub settings: Digest,
    /// The digest of the factors: SHA-256 over their canonical JSON.
    pub inputs: Digest,
    /// The digest over all of it, see [`digest`].
    pub digest: Digest,
}

record! {
    /// The recorded scores of one scenario by one methodology (8.2).
    pub struct ScoreRecord, ScoreRecordRevision {
        /// The scenario and the methodology: `R-12:matrix`.
        id: ScoreId,
        required {
            /// The scenario.
            scenario: ScenarioId,
            /// The methodology.
            methodology: MethodologyId,
            /// Who assessed.
            by: Actor,
            /// When.
            on: Date,
        }
        optional {
            /// Without controls.
            inherent: Option<Score>,
            /// With the controls in place.
            current: Option<Score>,
            /// With the plan carried out.
            target: Option<Score>,
        }
    }
}

impl ScoreRecord {
    /// The id of the record of a scenario's scores by a methodology. `None` if the two are too long together.
    #[must_use]
    pub fn id_of(scenario: &ScenarioId, methodology: &MethodologyId) -> Option<ScoreId> {
        format!("{scenario}:{methodology}").parse().ok()
    }

    /// The score of a stage.
    #[must_use]
    pub fn score(&self, stage: Stage) -> Option<&Score> {
        match stage {
            Stage::Inherent => self.inherent.as_ref(),
            Stage::Current => self.current.as_ref(),
            Stage::Target => self.target.as_ref(),
        }
    }
}

/// The digest of factors: SHA-256 over their canonical JSON, `{"likelihood":{"level":3}}`.
#[must_use]
pub fn inputs_digest(factors: &BTreeMap<FactorId, FactorValue>) -> Digest {
    // levels alone, the common case, are written directly: factor ids are ASCII and in canonical order as they stand
    let mut text = String::with_capacity(32 * factors.len() + 2);
    text.push('{');
    for (at, (id, value)) in factors.iter().enumerate() {
        let FactorValue::Level(level) = value else {
            return canonical_json(factors).map_or(Digest::ZERO, |bytes| Digest::of(&bytes));
        };
        if at > 0 {
            text.push(',');
        }
        text.push('"');
        text.push_str(id.as_str());
        text.push_str("\":{\"level\":");
        push_number(&mut text, *level);
        text.push('}');
    }
    text.push('}');
    Digest::of(text.as_bytes())
}

fn push_number(text: &mut String, number: u8) {
    for place in [100, 10, 1] {
        if number >= place || place == 1 {
            text.push(char::from(b'0' + number / place % 10));
        }
    }
}

/// The digest of a score record: SHA-256 over the bytes
/// `riskwright.score/1` 0x00, methodology (32), settings (32), inputs (32), score (IEEE 754 binary64, big-endian, 8), level (1).
#[must_use]
pub fn digest(methodology: &Digest, settings: &Digest, inputs: &Digest, score: f64, level: u8) -> Digest {
    const TAG: &[u8; 19] = b"riskwright.score/1\0";
    let mut bytes = Vec::with_capacity(TAG.len() + 3 * 32 + 9);
    bytes.extend_from_slice(TAG);
    for part in [methodology, settings, inputs] {
        bytes.extend_from_slice(part.bytes());
    }
    bytes.extend_from_slice(&score.to_bits().to_be_bytes());
    bytes.push(level);
    Digest::of(&bytes)
}

/// Why a recorded score no longer holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Stale {
    /// The methodology itself is another.
    Methodology,
    /// Its settings, scales or bands are others.
    Settings,
    /// A factor is estimated differently.
    Factor {
        /// In which stage.
        stage: Stage,
        /// Which factor.
        factor: FactorId,
        /// The value the score rests on, in words.
        from: String,
        /// The value now, in words.
        to: String,
    },
    /// A stage was estimated that has no recorded score, or the other way round.
    Stage {
        /// Which one.
        stage: Stage,
        /// Whether it has an estimate now.
        estimated: bool,
    },
    /// The recorded score is not what the methodology computes.
    Altered {
        /// In which stage.
        stage: Stage,
    },
}

impl std::fmt::Display for Stale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Methodology => f.write_str("the methodology changed"),
            Self::Settings => f.write_str("the methodology's settings, scales or bands changed"),
            Self::Factor { stage, factor, from, to } => write!(f, "{stage} {factor} changed: {from} → {to}"),
            Self::Stage { stage, estimated: true } => {
                write!(f, "the {stage} risk was estimated and is not scored yet")
            }
            Self::Stage { stage, estimated: false } => write!(f, "the {stage} estimate was taken away"),
            Self::Altered { stage } => {
                write!(f, "the recorded {stage} score is not what the methodology computes")
            }
        }
    }
}

/// Why a recorded score differs from what would be recorded now; empty if it does not. `factors` are those the
/// methodology asks for.
/// `describe` gives a factor's value in words.
#[must_use]
pub fn staleness(
    recorded: &Score,
    stage: Stage,
    factors: &BTreeMap<FactorId, FactorValue>,
    methodology: &dyn Methodology,
    describe: &dyn Fn(&FactorId, &FactorValue) -> String,
) -> Vec<Stale> {
    let mut reasons = Vec::new();
    if recorded.methodology != methodology.code() {
        reasons.push(Stale::Methodology);
    }
    if recorded.settings != methodology.settings() {
        reasons.push(Stale::Settings);
    }
    if recorded.factors != *factors {
        let ids: std::collections::BTreeSet<&FactorId> =
            recorded.factors.keys().chain(factors.keys()).collect();
        for id in ids {
            let (before, after) = (recorded.factors.get(id), factors.get(id));
            if before != after {
                let words = |value: Option<&FactorValue>| {
                    value.map_or_else(|| "none".to_owned(), |value| describe(id, value))
                };
                reasons.push(Stale::Factor {
                    stage,
                    factor: id.clone(),
                    from: words(before),
                    to: words(after),
                });
            }
        }
    }
    reasons
}
