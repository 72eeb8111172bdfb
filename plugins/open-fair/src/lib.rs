//! Open FAIR (The Open Group, O-RT 3.0.1 and O-RA 2.0.1): from estimates of the factor tree to the mean annualised loss
//! and to a loss model that the host can simulate.
//!
//! The score needs no random numbers. Factors are taken to be independent, so the mean of the loss is the product of
//! means, which have closed forms; the chance that capability exceeds resistance is an integral that is computed on a
//! fixed grid.
#![forbid(unsafe_code)]

use riskwright_sdk::prelude::*;

pub mod contest;
pub mod factor;
pub mod pert;
pub mod settings;
pub mod tree;
mod words;

pub use words::Words;

use factor::{GREATEST_LOSS, MOST_EVENTS, Measure};
use settings::{Level, LossReading, Settings};
use tree::{Estimates, Frequency, Magnitude, Quantity, Reading, Success, Threats, Tree};
use words::words;

/// The methodology.
#[derive(Debug)]
pub struct OpenFair {
    currency: String,
    levels: Vec<Level>,
    /// In the order of the columns.
    factors: Vec<factor::Factor>,
    forms: [usize; 2],
    losses: LossReading,
    reading: Reading,
}

impl RowMethodology for OpenFair {
    type Settings = Settings;

    fn new(settings: Settings) -> Result<Self, Vec<SettingsProblem>> {
        let reading = settings.check()?;
        let primary = settings.primary_forms.iter().copied().map(factor::Factor::PrimaryForm);
        let secondary = settings.secondary_forms.iter().copied().map(factor::Factor::SecondaryForm);
        Ok(Self {
            factors: factor::Factor::FIXED.into_iter().chain(primary).chain(secondary).collect(),
            forms: [settings.primary_forms.len(), settings.secondary_forms.len()],
            currency: settings.currency,
            levels: settings.levels,
            losses: settings.losses,
            reading,
        })
    }

    fn describe(&self) -> Description {
        let levels = self.levels.iter().map(|level| level.title.clone()).collect();
        let title = words(["Open FAIR", "Open FAIR", "Open FAIR"]);
        let [primary, secondary] = self.forms.map(greatest_sum);
        let greatest = MOST_EVENTS * (primary + secondary);
        let yearly = [self.currency.as_str(), "/year"].concat();
        let mut description = Description::new(title, levels, 0.0, greatest).unit(yearly).gives_loss();
        for factor in &self.factors {
            let estimate =
                Factor::estimate(factor.id(), words(factor.title()), self.bounds(factor.measure()));
            let estimate = estimate.help(words(factor.help())).optional();
            description = description.factor(estimate.effect(self.effect(*factor)));
        }
        let rate = || self.bounds(Measure::Rate);
        let loss = |greatest| Bounds::new(self.currency.clone(), 0.0, greatest);
        description
            .node(Node::number(
                TEF,
                words([
                    "Threat events a year, mean",
                    "Bedrohungsereignisse im Jahr, Mittel",
                    "Événements de menace par an, moyenne",
                ]),
                rate(),
            ))
            .node(Node::number(
                SUS,
                words(["Susceptibility, mean", "Anfälligkeit, Mittel", "Susceptibilité, moyenne"]),
                self.bounds(Measure::Share),
            ))
            .node(Node::number(
                LEF,
                words([
                    "Loss events a year, mean",
                    "Schadensereignisse im Jahr, Mittel",
                    "Événements de perte par an, moyenne",
                ]),
                rate(),
            ))
            .node(Node::number(
                PLM,
                words(["Primary loss, mean", "Primärer Schaden, Mittel", "Perte primaire, moyenne"]),
                loss(primary),
            ))
            .node(Node::number(
                SECONDARY_RISK,
                words([
                    "Secondary loss for each event, mean",
                    "Folgeschaden je Ereignis, Mittel",
                    "Perte secondaire par événement, moyenne",
                ]),
                loss(secondary),
            ))
            .node(Node::number(
                LM,
                words(["Loss magnitude, mean", "Schadenshöhe, Mittel", "Ampleur de la perte, moyenne"]),
                loss(primary + secondary),
            ))
    }

    // a part of the loop over the rows: to call it for each costs as much as it does
    #[inline(always)]
    fn row(&self, row: Row<'_>, trace: &mut Trace) -> Result<Scored, Texts> {
        let tree = self.tree(row)?;
        if trace.is_kept() {
            tell(&tree, trace);
        }
        let score = tree.annualised_loss();
        let level = self.levels.iter().rposition(|level| level.from <= score).unwrap_or(0);
        Ok(Scored::new(score, u8::try_from(level).unwrap_or(u8::MAX)))
    }

    fn loss(&self, row: Row<'_>) -> Option<LossModel> {
        self.tree(row).ok().map(model)
    }
}

/// The greatest loss that so many forms may add up to, or one estimate of all.
fn greatest_sum(forms: usize) -> f64 {
    GREATEST_LOSS * f64::from(u32::try_from(forms.max(1)).unwrap_or(u32::MAX))
}

impl OpenFair {
    fn tree(&self, row: Row<'_>) -> Result<Tree, Texts> {
        let told = |fault: tree::Fault| {
            let [en, de, fr] = fault.message();
            texts! { en: en, de: de, fr: fr }
        };
        let mut estimates = Estimates::none();
        // columns come in the order of the description, which is that of the factors
        for (factor, (_, value)) in self.factors.iter().zip(row.all()) {
            if let Some(Value::Estimate(Estimate { low, mode, high })) = value
                && let Some(estimate) = pert::Estimate::new(low, mode, high)
            {
                estimates.add(*factor, estimate);
            }
        }
        Tree::new(&estimates, &self.reading).map_err(told)
    }

    fn bounds(&self, measure: Measure) -> Bounds {
        let (least, most) = measure.bounds();
        let unit = match measure {
            Measure::Rate => Id::Borrowed("1/year"),
            Measure::Share | Measure::Percentile => Id::Borrowed(""),
            Measure::Loss => Id::Owned(self.currency.clone()),
        };
        Bounds::new(unit, least, most)
    }

    /// Means rise with each point of an estimate. Not so the chance of a contest, as a wider estimate has longer tails
    /// on both sides, nor the mean of a lognormal distribution, which rises with its spread.
    fn effect(&self, factor: factor::Factor) -> Effect {
        match factor.measure() {
            Measure::Percentile => Effect::Mixed,
            Measure::Loss if self.losses == LossReading::Lognormal => Effect::Mixed,
            Measure::Rate | Measure::Share | Measure::Loss => Effect::Raises,
        }
    }
}

const TEF: &str = "tef";
const SUS: &str = "sus";
const LEF: &str = "lef";
const PLM: &str = "plm";
const SECONDARY_RISK: &str = "secondary-risk";
const LM: &str = "lm";

/// The nodes of a tree, each behind those it is made from.
fn tell(tree: &Tree, trace: &mut Trace) {
    use factor::Factor as F;

    match &tree.frequency {
        Frequency::Itself(_) => trace.number(LEF, tree.frequency.mean(), [F::LossEventFrequency.id()]),
        Frequency::Made(threats, success) => {
            let sources: &[F] = match threats {
                Threats::Itself(_) => &[F::ThreatEventFrequency],
                Threats::Made(..) => &[F::ContactFrequency, F::ProbabilityOfAction],
            };
            trace.number(TEF, threats.mean(), sources.iter().map(|factor| factor.id()));
            let sources: &[F] = match success {
                Success::Itself(_) => &[F::Susceptibility],
                Success::Made(..) => &[F::ThreatCapability, F::ResistanceStrength],
            };
            trace.number(SUS, success.mean(), sources.iter().map(|factor| factor.id()));
            trace.number(LEF, tree.frequency.mean(), [TEF, SUS]);
        }
    }
    match &tree.magnitude {
        Magnitude::Itself(_) => trace.number(LM, tree.magnitude.mean(), [F::LossMagnitude.id()]),
        Magnitude::Made(primary, secondary) => {
            trace.number(PLM, tree::sum_of_means(primary), primary.iter().map(|(factor, _)| factor.id()));
            let mut sources = vec![PLM];
            if let Some(secondary) = secondary {
                let losses = secondary.losses.iter().map(|(factor, _)| factor.id());
                let share = std::iter::once(F::SecondaryLossEventFrequency.id());
                trace.number(SECONDARY_RISK, secondary.mean(), share.chain(losses));
                sources.push(SECONDARY_RISK);
            }
            trace.number(LM, tree.magnitude.mean(), sources);
        }
    }
    trace.score_from([LEF, LM]);
}

/// A tree as the host simulates it. A loss event frequency that was estimated itself is one of threat events that all
/// succeed.
fn model(tree: Tree) -> LossModel {
    let all = |losses: tree::Losses| losses.into_iter().map(|(_, loss)| distribution(loss)).collect();
    let (frequency, susceptibility) = match tree.frequency {
        Frequency::Itself(events) => {
            (vec![distribution(events)], Susceptibility::Share(Distribution::Constant(1.0)))
        }
        Frequency::Made(threats, success) => {
            let frequency = match threats {
                Threats::Itself(events) => vec![distribution(events)],
                Threats::Made(contacts, action) => vec![distribution(contacts), distribution(action)],
            };
            let susceptibility = match success {
                Success::Itself(share) => Susceptibility::Share(distribution(share)),
                Success::Made(capability, resistance, _) => Susceptibility::Contest {
                    capability: distribution(capability),
                    resistance: distribution(resistance),
                },
            };
            (frequency, susceptibility)
        }
    };
    let (primary, secondary) = match tree.magnitude {
        Magnitude::Itself(loss) => (vec![distribution(loss)], Vec::new()),
        Magnitude::Made(primary, secondary) => {
            let secondary = secondary.map(|secondary| SecondaryLoss {
                share: distribution(secondary.share),
                magnitude: all(secondary.losses),
            });
            (all(primary), secondary.into_iter().collect())
        }
    };
    LossModel { frequency, susceptibility, primary, secondary }
}

fn distribution(quantity: Quantity) -> Distribution {
    match quantity {
        Quantity::Certain(value) => Distribution::Constant(value),
        Quantity::Pert(pert) => {
            let (low, mode, high) = pert.estimate.points();
            Distribution::Pert { low, mode, high, shape: pert.weight }
        }
        Quantity::Lognormal(lognormal) => {
            Distribution::Lognormal { mu: lognormal.mu, sigma: lognormal.sigma }
        }
    }
}

riskwright_sdk::export!(methodology: OpenFair);
