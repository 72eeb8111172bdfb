//! OCTAVE Allegro: impact areas ranked by importance, a relative risk score, and pools that say how to go on
//! (CMU/SEI-2007-TR-012).
#![forbid(unsafe_code)]

use riskwright_sdk::prelude::*;

pub mod score;
pub mod settings;
mod words;

pub use words::Words;

use score::{Impact, Pools, Thirds, greatest_score, relative_score};
use settings::{Area, Settings};
use words::{scale, words};

/// The methodology.
#[derive(Debug)]
pub struct OctaveAllegro {
    areas: Vec<Ranked>,
    probability: bool,
    pools: Pools,
    thirds: Thirds,
}

/// An impact area and where it stands.
#[derive(Debug)]
struct Ranked {
    area: Area,
    rank: u32,
    factor: String,
    weighted: String,
}

const IMPACTS: [Words; 4] = [
    ["none", "keine", "aucun"],
    ["low", "gering", "faible"],
    ["medium", "mittel", "moyen"],
    ["high", "hoch", "élevé"],
];

const PROBABILITIES: [Words; 3] =
    [["low", "niedrig", "faible"], ["medium", "mittel", "moyenne"], ["high", "hoch", "élevée"]];

const THIRDS: [Words; 3] = [
    ["lower third", "unteres Drittel", "tiers inférieur"],
    ["middle third", "mittleres Drittel", "tiers moyen"],
    ["upper third", "oberes Drittel", "tiers supérieur"],
];

const POOLS: [Words; 4] = [
    ["Pool 4: accept", "Gruppe 4: tragen", "Groupe 4 : accepter"],
    ["Pool 3: defer or accept", "Gruppe 3: aufschieben oder tragen", "Groupe 3 : différer ou accepter"],
    ["Pool 2: mitigate or defer", "Gruppe 2: mindern oder aufschieben", "Groupe 2 : atténuer ou différer"],
    ["Pool 1: mitigate", "Gruppe 1: mindern", "Groupe 1 : atténuer"],
];

impl RowMethodology for OctaveAllegro {
    type Settings = Settings;

    fn new(settings: Settings) -> Result<Self, Vec<SettingsProblem>> {
        let (pools, thirds) = settings.check()?;
        // the list begins with the most important one, which has the highest rank
        let ranked = (1..).zip(settings.areas.into_iter().rev()).map(|(rank, area)| Ranked {
            rank,
            factor: ["impact.", &area.id].concat(),
            weighted: ["weighted.", &area.id].concat(),
            area,
        });
        let mut areas: Vec<_> = ranked.collect();
        areas.reverse();
        Ok(Self { areas, probability: settings.probability, pools, thirds })
    }

    fn describe(&self) -> Description {
        let greatest = f64::from(greatest_score(u32::try_from(self.areas.len()).unwrap_or(0)));
        let levels = if self.probability { scale(&POOLS) } else { scale(&THIRDS) };
        let mut description = Description::new(text("en", "OCTAVE Allegro"), levels, 0.0, greatest);
        for Ranked { area, rank, factor, weighted } in &self.areas {
            let help = area.criteria.clone().unwrap_or_else(|| {
                    words([
                        "How much this area would suffer, by the organisation’s own criteria for low, medium and high.",
                        "Wie sehr dieser Bereich litte, nach den eigenen Kriterien für gering, mittel und hoch.",
                        "Ce que ce domaine subirait, selon les critères propres pour faible, moyen et élevé.",
                    ])
                });
            let impact = Factor::ordinal(factor.clone(), area.name(), scale(&IMPACTS)).help(help);
            let title = words(["Impact times rank: ", "Auswirkung mal Rang: ", "Impact fois rang : "]);
            let whole = Bounds::new("", 0.0, f64::from(3 * rank));
            description = description.factor(impact).node(Node::number(
                weighted.clone(),
                before(&title, &area.name()),
                whole,
            ));
        }
        if self.probability {
            let probability = Factor::ordinal(
                "probability",
                words(["Probability", "Wahrscheinlichkeit", "Probabilité"]),
                scale(&PROBABILITIES),
            );
            description = description.factor(probability.help(words([
                "How likely the threat scenario comes about.",
                "Wie wahrscheinlich das Bedrohungsszenario eintritt.",
                "La vraisemblance du scénario de menace.",
            ])));
        }
        let third = words(["Third of scores", "Drittel der Werte", "Tiers des scores"]);
        description = description.node(Node::ordinal("third", third, scale(&THIRDS)));
        if self.probability {
            let pool = words(["Pool", "Gruppe", "Groupe"]);
            description = description.node(Node::ordinal("pool", pool, scale(&POOLS)));
        }
        description
    }

    // a part of the loop over the rows: to call it for each costs as much as it does
    #[inline(always)]
    fn row(&self, row: Row<'_>, trace: &mut Trace) -> Result<Scored, Texts> {
        let mut impacts = Vec::with_capacity(self.areas.len());
        for Ranked { rank, factor, weighted, .. } in &self.areas {
            let impact = row.level(factor).and_then(Impact::of_level).ok_or_else(|| not_estimated(factor))?;
            if trace.is_kept() {
                trace.number(weighted.clone(), f64::from(rank * impact.value()), [factor.clone()]);
            }
            impacts.push(impact);
        }
        let score = relative_score(&impacts);
        let third = self.thirds.of(score);
        if trace.is_kept() {
            let weighted = || self.areas.iter().map(|ranked| ranked.weighted.clone());
            trace.level("third", third, weighted());
            trace.score_from(weighted());
        }
        let level = if self.probability {
            let probability = row.level("probability");
            let pool = probability.and_then(|probability| self.pools.pool(probability, third));
            let pool =
                pool.and_then(|pool| 4_u8.checked_sub(pool)).ok_or_else(|| not_estimated("probability"))?;
            trace.level("pool", pool, ["third", "probability"]);
            pool
        } else {
            third
        };
        Ok(Scored::new(f64::from(score), level))
    }
}

/// Words before a name, in the languages that both have; the name alone in others.
fn before(words: &Texts, name: &Texts) -> Texts {
    name.iter().fold(Texts::none(), |texts, name| {
        let words = words.get(&name.language).unwrap_or_default();
        texts.and(name.language.clone(), [words, name.text.as_ref()].concat())
    })
}

riskwright_sdk::export!(methodology: OctaveAllegro);
