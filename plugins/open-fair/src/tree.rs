//! The factor tree: each node is estimated itself or made from both of its children, never both (O-RT 3.0.1).

use crate::contest::chance_of_excess;
use crate::factor::{Factor, Form};
use crate::pert::{Estimate, Lognormal, Pert};

/// The estimates of a row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Estimates(Vec<(Factor, Estimate)>);

impl Estimates {
    /// No estimate yet.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds one, which lies within the factor's bounds.
    pub fn add(&mut self, factor: Factor, estimate: Estimate) {
        self.0.push((factor, estimate));
    }

    /// All of them, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (Factor, Estimate)> {
        self.0.iter().copied()
    }

    fn get(&self, factor: Factor) -> Option<Estimate> {
        self.iter().find(|(other, _)| *other == factor).map(|(_, estimate)| estimate)
    }

    /// The first of these that is estimated.
    fn any(&self, factors: &[Factor]) -> Option<Factor> {
        factors.iter().copied().find(|factor| self.get(*factor).is_some())
    }

    fn forms(&self, of: fn(Form) -> Factor) -> Vec<(Factor, Estimate)> {
        let is_form = |factor: Factor| match factor {
            Factor::PrimaryForm(form) | Factor::SecondaryForm(form) => of(form) == factor,
            _ => false,
        };
        self.iter().filter(|(factor, _)| is_form(*factor)).collect()
    }
}

/// Why a row has no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A node is estimated itself and through something below it.
    Twice(Factor, Factor),
    /// Of two children only the first is estimated.
    Half(Factor, Factor),
    /// Neither a node nor anything below it is estimated.
    Nothing(Factor),
    /// A lognormal range begins at 0.
    FromZero(Factor),
    /// A lognormal range is so wide that its mean lies above it.
    TooWide(Factor),
}

impl Fault {
    /// What is wrong and what would help, in English, German and French.
    #[must_use]
    pub fn message(self) -> [String; 3] {
        let (factors, words) = self.words();
        let [one, other] = factors.map(Factor::title);
        let mut languages = words.into_iter().zip(one.into_iter().zip(other));
        std::array::from_fn(|_| {
            let ([before, between, behind], (one, other)) = languages.next().unwrap_or_default();
            let other = if between.is_empty() { "" } else { other };
            [before, one, between, other, behind].concat()
        })
    }

    /// The factors it names, and in each language the words before the first, before the second and behind: if there
    /// are none between, it names one only.
    fn words(self) -> ([Factor; 2], [[&'static str; 3]; 3]) {
        match self {
            Self::Twice(node, below) => (
                [node, below],
                [
                    ["`", "` is estimated itself and through `", "`: leave one of them out"],
                    ["`", "` ist selbst und über `", "` geschätzt: eines davon weglassen"],
                    ["`", "` est estimé directement et par `", "` : omettre l’un des deux"],
                ],
            ),
            Self::Half(given, lacking) => (
                [given, lacking],
                [
                    ["`", "` is estimated, but not `", "`: they count together only"],
                    ["`", "` ist geschätzt, aber nicht `", "`: sie gelten nur zusammen"],
                    ["`", "` est estimé, mais pas `", "` : ils ne valent qu’ensemble"],
                ],
            ),
            Self::Nothing(node) => (
                [node; 2],
                [
                    ["neither `", "", "` nor what it is made from is estimated"],
                    ["weder `", "", "` noch das, woraus es besteht, ist geschätzt"],
                    ["ni `", "", "` ni ce qui le compose n’est estimé"],
                ],
            ),
            Self::FromZero(factor) => (
                [factor; 2],
                [
                    ["the estimate of `", "", "` has to begin above 0 for a lognormal distribution"],
                    ["die Schätzung von `", "", "` muss für eine Lognormalverteilung über 0 beginnen"],
                    ["l’estimation de `", "", "` doit débuter au-dessus de 0 pour une loi log-normale"],
                ],
            ),
            Self::TooWide(factor) => (
                [factor; 2],
                [
                    ["the estimate of `", "", "` is so wide that its mean lies above it: narrow it down"],
                    ["die Schätzung von `", "", "` ist so weit, dass ihr Mittel darüber liegt: eingrenzen"],
                    ["l’estimation de `", "", "` est si large que sa moyenne la dépasse : la resserrer"],
                ],
            ),
        }
    }
}

/// A quantity by its distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// Known for certain.
    Certain(f64),
    /// From a three-point estimate.
    Pert(Pert),
    /// From a 90 % interval.
    Lognormal(Lognormal),
}

impl Quantity {
    /// Its mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Certain(value) => *value,
            Self::Pert(pert) => pert.mean(),
            Self::Lognormal(lognormal) => lognormal.mean(),
        }
    }
}

/// How estimates become distributions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// The weight of the most likely value in PERT distributions.
    pub weight: f64,
    /// Whether losses are lognormal, with the estimate's ends as a 90 % interval.
    pub lognormal_losses: bool,
}

impl Reading {
    fn pert(&self, estimate: Estimate) -> Pert {
        Pert { estimate, weight: self.weight }
    }

    fn quantity(&self, estimate: Estimate) -> Quantity {
        if estimate.is_certain() {
            Quantity::Certain(estimate.low())
        } else {
            Quantity::Pert(self.pert(estimate))
        }
    }

    fn loss(&self, factor: Factor, estimate: Estimate) -> Result<Quantity, Fault> {
        if !self.lognormal_losses || estimate.is_certain() {
            return Ok(self.quantity(estimate));
        }
        let lognormal =
            Lognormal::of_interval(estimate.low(), estimate.high()).ok_or(Fault::FromZero(factor))?;
        if lognormal.mean() <= estimate.high() {
            Ok(Quantity::Lognormal(lognormal))
        } else {
            Err(Fault::TooWide(factor))
        }
    }
}

/// How many loss events a year.
#[derive(Debug, Clone, PartialEq)]
pub enum Frequency {
    /// As estimated.
    Itself(Quantity),
    /// Threat events, and how many of them succeed.
    Made(Threats, Success),
}

/// How many threat events a year.
#[derive(Debug, Clone, PartialEq)]
pub enum Threats {
    /// As estimated.
    Itself(Quantity),
    /// Contacts, and the share in which the agent acts.
    Made(Quantity, Quantity),
}

/// The share of threat events that become loss events.
#[derive(Debug, Clone, PartialEq)]
pub enum Success {
    /// As estimated.
    Itself(Quantity),
    /// Capability and resistance, and the chance that the first exceeds the second.
    Made(Quantity, Quantity, f64),
}

/// The loss of an event.
#[derive(Debug, Clone, PartialEq)]
pub enum Magnitude {
    /// As estimated.
    Itself(Quantity),
    /// Primary loss, and what others' reactions add.
    Made(Losses, Option<Secondary>),
}

/// Losses that add up, each with the factor it comes from.
pub type Losses = Vec<(Factor, Quantity)>;

/// What others' reactions add.
#[derive(Debug, Clone, PartialEq)]
pub struct Secondary {
    /// The share of loss events to which others react.
    pub share: Quantity,
    /// What it costs.
    pub losses: Losses,
}

/// The tree of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// How many loss events a year.
    pub frequency: Frequency,
    /// The loss of an event.
    pub magnitude: Magnitude,
}

impl Tree {
    /// Puts estimates together.
    ///
    /// # Errors
    /// If a node is estimated in two ways, in half of a way, or not at all.
    pub fn new(estimates: &Estimates, reading: &Reading) -> Result<Self, Fault> {
        Ok(Self { frequency: frequency(estimates, reading)?, magnitude: magnitude(estimates, reading)? })
    }

    /// The mean loss a year. Factors are taken to be independent: the mean of a product is the product of means.
    #[must_use]
    pub fn annualised_loss(&self) -> f64 {
        self.frequency.mean() * self.magnitude.mean()
    }
}

impl Frequency {
    /// Its mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Itself(quantity) => quantity.mean(),
            Self::Made(threats, success) => threats.mean() * success.mean(),
        }
    }
}

impl Threats {
    /// Its mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Itself(quantity) => quantity.mean(),
            Self::Made(contacts, action) => contacts.mean() * action.mean(),
        }
    }
}

impl Success {
    /// Its mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Itself(quantity) => quantity.mean(),
            Self::Made(_, _, chance) => *chance,
        }
    }
}

impl Magnitude {
    /// Its mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Itself(quantity) => quantity.mean(),
            Self::Made(primary, secondary) => {
                sum_of_means(primary) + secondary.as_ref().map_or(0.0, Secondary::mean)
            }
        }
    }
}

impl Secondary {
    /// Its mean for each loss event.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.share.mean() * sum_of_means(&self.losses)
    }
}

/// The mean of losses that add up.
#[must_use]
pub fn sum_of_means(losses: &[(Factor, Quantity)]) -> f64 {
    losses.iter().fold(0.0, |sum, (_, quantity)| sum + quantity.mean())
}

/// Both of two children, or neither.
fn pair(estimates: &Estimates, one: Factor, other: Factor) -> Result<Option<(Estimate, Estimate)>, Fault> {
    match (estimates.get(one), estimates.get(other)) {
        (Some(first), Some(second)) => Ok(Some((first, second))),
        (Some(_), None) => Err(Fault::Half(one, other)),
        (None, Some(_)) => Err(Fault::Half(other, one)),
        (None, None) => Ok(None),
    }
}

fn once(estimates: &Estimates, node: Factor, below: &[Factor]) -> Result<Option<Estimate>, Fault> {
    match (estimates.get(node), estimates.any(below)) {
        (Some(_), Some(below)) => Err(Fault::Twice(node, below)),
        (given, _) => Ok(given),
    }
}

const BELOW_THREATS: [Factor; 2] = [Factor::ContactFrequency, Factor::ProbabilityOfAction];
const BELOW_SUCCESS: [Factor; 2] = [Factor::ThreatCapability, Factor::ResistanceStrength];
const BELOW_FREQUENCY: [Factor; 6] = [
    Factor::ThreatEventFrequency,
    Factor::ContactFrequency,
    Factor::ProbabilityOfAction,
    Factor::Susceptibility,
    Factor::ThreatCapability,
    Factor::ResistanceStrength,
];

fn frequency(estimates: &Estimates, reading: &Reading) -> Result<Frequency, Fault> {
    if let Some(itself) = once(estimates, Factor::LossEventFrequency, &BELOW_FREQUENCY)? {
        return Ok(Frequency::Itself(reading.quantity(itself)));
    }
    match (threats(estimates, reading)?, success(estimates, reading)?) {
        (Some(threats), Some(success)) => Ok(Frequency::Made(threats, success)),
        (Some(_), None) => Err(Fault::Nothing(Factor::Susceptibility)),
        (None, Some(_)) => Err(Fault::Nothing(Factor::ThreatEventFrequency)),
        (None, None) => Err(Fault::Nothing(Factor::LossEventFrequency)),
    }
}

fn threats(estimates: &Estimates, reading: &Reading) -> Result<Option<Threats>, Fault> {
    if let Some(itself) = once(estimates, Factor::ThreatEventFrequency, &BELOW_THREATS)? {
        return Ok(Some(Threats::Itself(reading.quantity(itself))));
    }
    let [contact, action] = BELOW_THREATS;
    let made = pair(estimates, contact, action)?;
    Ok(made.map(|(contacts, action)| Threats::Made(reading.quantity(contacts), reading.quantity(action))))
}

fn success(estimates: &Estimates, reading: &Reading) -> Result<Option<Success>, Fault> {
    if let Some(itself) = once(estimates, Factor::Susceptibility, &BELOW_SUCCESS)? {
        return Ok(Some(Success::Itself(reading.quantity(itself))));
    }
    let [capability, resistance] = BELOW_SUCCESS;
    let made = pair(estimates, capability, resistance)?;
    Ok(made.map(|(capability, resistance)| {
        let chance = chance_of_excess(&reading.pert(capability), &reading.pert(resistance));
        Success::Made(reading.quantity(capability), reading.quantity(resistance), chance)
    }))
}

fn magnitude(estimates: &Estimates, reading: &Reading) -> Result<Magnitude, Fault> {
    let primary = losses(estimates, reading, Factor::PrimaryLoss, Factor::PrimaryForm)?;
    let secondary = losses(estimates, reading, Factor::SecondaryLoss, Factor::SecondaryForm)?;
    let share = estimates.get(Factor::SecondaryLossEventFrequency);
    if let Some(itself) = estimates.get(Factor::LossMagnitude) {
        let part = [primary.first(), secondary.first()].into_iter().flatten().next().map(|(part, _)| *part);
        let part = part.or(share.map(|_| Factor::SecondaryLossEventFrequency));
        return match part {
            Some(part) => Err(Fault::Twice(Factor::LossMagnitude, part)),
            None => Ok(Magnitude::Itself(reading.loss(Factor::LossMagnitude, itself)?)),
        };
    }
    let secondary = match (share, secondary.first()) {
        (Some(share), Some(_)) => Some(Secondary { share: reading.quantity(share), losses: secondary }),
        (Some(_), None) => {
            return Err(Fault::Half(Factor::SecondaryLossEventFrequency, Factor::SecondaryLoss));
        }
        (None, Some((given, _))) => {
            return Err(Fault::Half(*given, Factor::SecondaryLossEventFrequency));
        }
        (None, None) => None,
    };
    if primary.is_empty() {
        let node = if secondary.is_some() { Factor::PrimaryLoss } else { Factor::LossMagnitude };
        return Err(Fault::Nothing(node));
    }
    Ok(Magnitude::Made(primary, secondary))
}

fn losses(
    estimates: &Estimates,
    reading: &Reading,
    node: Factor,
    form: fn(Form) -> Factor,
) -> Result<Losses, Fault> {
    let forms = estimates.forms(form);
    let given = match (estimates.get(node), forms.first()) {
        (Some(_), Some((below, _))) => return Err(Fault::Twice(node, *below)),
        (Some(itself), None) => vec![(node, itself)],
        (None, _) => forms,
    };
    given.into_iter().map(|(factor, estimate)| Ok((factor, reading.loss(factor, estimate)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERT: Reading = Reading { weight: 4.0, lognormal_losses: false };

    fn tree(estimates: &[(Factor, [f64; 3])]) -> Result<Tree, Fault> {
        read(estimates, &PERT)
    }

    fn read(estimates: &[(Factor, [f64; 3])], reading: &Reading) -> Result<Tree, Fault> {
        let mut all = Estimates::none();
        for (factor, [low, mode, high]) in estimates {
            all.add(*factor, Estimate::new(*low, *mode, *high).unwrap());
        }
        Tree::new(&all, reading)
    }

    fn close(found: f64, wanted: f64) {
        assert!((found - wanted).abs() <= 1e-9 * wanted.abs(), "{found} is not {wanted}");
    }

    const LM: (Factor, [f64; 3]) = (Factor::LossMagnitude, [1000.0, 2000.0, 9000.0]);
    const LEF: (Factor, [f64; 3]) = (Factor::LossEventFrequency, [1.0, 2.0, 9.0]);

    #[test]
    fn two_estimates_are_a_tree() {
        // 3 events of 3000 each
        close(tree(&[LEF, LM]).unwrap().annualised_loss(), 9000.0);
    }

    #[test]
    fn a_whole_tree() {
        let found = tree(&[
            (Factor::ContactFrequency, [10.0, 10.0, 10.0]),
            (Factor::ProbabilityOfAction, [0.1, 0.2, 0.9]),
            (Factor::ThreatCapability, [40.0, 60.0, 90.0]),
            (Factor::ResistanceStrength, [40.0, 60.0, 90.0]),
            (Factor::PrimaryForm(Form::Response), [1.0, 2.0, 9.0]),
            (Factor::PrimaryForm(Form::Replacement), [7.0, 7.0, 7.0]),
            (Factor::SecondaryLossEventFrequency, [0.5, 0.5, 0.5]),
            (Factor::SecondaryForm(Form::Reputation), [100.0, 100.0, 100.0]),
            (Factor::SecondaryForm(Form::FinesAndJudgments), [0.0, 100.0, 200.0]),
        ])
        .unwrap();
        // 10 · 0.3 · 0.5 events, each 3 + 7 and in half of the cases 200 more
        close(found.frequency.mean(), 1.5);
        close(found.magnitude.mean(), 110.0);
        close(found.annualised_loss(), 165.0);
    }

    #[test]
    fn no_node_is_given_twice() {
        for below in BELOW_FREQUENCY {
            assert_eq!(
                tree(&[LEF, LM, (below, [0.5; 3])]),
                Err(Fault::Twice(Factor::LossEventFrequency, below))
            );
        }
        let share = (Factor::Susceptibility, [0.1, 0.2, 0.9]);
        let threats = (Factor::ThreatEventFrequency, [1.0, 2.0, 9.0]);
        for (above, more) in
            [(Factor::ThreatEventFrequency, BELOW_THREATS), (Factor::Susceptibility, BELOW_SUCCESS)]
        {
            for below in more {
                assert_eq!(tree(&[threats, share, LM, (below, [0.5; 3])]), Err(Fault::Twice(above, below)));
            }
        }
        for below in [
            Factor::PrimaryLoss,
            Factor::PrimaryForm(Form::Response),
            Factor::SecondaryLoss,
            Factor::SecondaryForm(Form::Response),
            Factor::SecondaryLossEventFrequency,
        ] {
            assert_eq!(tree(&[LEF, LM, (below, [0.5; 3])]), Err(Fault::Twice(Factor::LossMagnitude, below)));
        }
        for (above, below) in [
            (Factor::PrimaryLoss, Factor::PrimaryForm(Form::Productivity)),
            (Factor::SecondaryLoss, Factor::SecondaryForm(Form::Reputation)),
        ] {
            assert_eq!(tree(&[LEF, (above, [1.0; 3]), (below, [1.0; 3])]), Err(Fault::Twice(above, below)));
        }
    }

    #[test]
    fn children_come_in_pairs() {
        for [one, other] in [BELOW_THREATS, BELOW_SUCCESS] {
            assert_eq!(tree(&[LM, (one, [0.5; 3])]), Err(Fault::Half(one, other)));
            assert_eq!(tree(&[LM, (other, [0.5; 3])]), Err(Fault::Half(other, one)));
        }
        let share = Factor::SecondaryLossEventFrequency;
        let primary = (Factor::PrimaryLoss, [1.0; 3]);
        assert_eq!(tree(&[LEF, primary, (share, [0.5; 3])]), Err(Fault::Half(share, Factor::SecondaryLoss)));
        let form = Factor::SecondaryForm(Form::Reputation);
        assert_eq!(tree(&[LEF, primary, (form, [0.5; 3])]), Err(Fault::Half(form, share)));
    }

    #[test]
    fn what_is_lacking_is_named() {
        assert_eq!(tree(&[]), Err(Fault::Nothing(Factor::LossEventFrequency)));
        assert_eq!(tree(&[LEF]), Err(Fault::Nothing(Factor::LossMagnitude)));
        let share = (Factor::Susceptibility, [0.1, 0.2, 0.9]);
        assert_eq!(tree(&[share, LM]), Err(Fault::Nothing(Factor::ThreatEventFrequency)));
        let threats = (Factor::ThreatEventFrequency, [1.0, 2.0, 9.0]);
        assert_eq!(tree(&[threats, LM]), Err(Fault::Nothing(Factor::Susceptibility)));
        let secondary =
            [LEF, (Factor::SecondaryLossEventFrequency, [0.5; 3]), (Factor::SecondaryLoss, [0.5; 3])];
        assert_eq!(tree(&secondary), Err(Fault::Nothing(Factor::PrimaryLoss)));
    }

    #[test]
    fn lognormal_losses() {
        let lognormal = Reading { lognormal_losses: true, ..PERT };
        let event = (Factor::LossEventFrequency, [1.0; 3]);
        let loss = |points| read(&[event, (Factor::PrimaryLoss, points)], &lognormal);
        let found = loss([1e4, 1e5, 1e6]).unwrap().annualised_loss();
        assert!((found - 266_398.0).abs() < 20.0, "{found}");
        close(loss([5.0; 3]).unwrap().annualised_loss(), 5.0);
        assert_eq!(loss([0.0, 1.0, 2.0]), Err(Fault::FromZero(Factor::PrimaryLoss)));
        assert_eq!(loss([1.0, 10.0, 1e6]), Err(Fault::TooWide(Factor::PrimaryLoss)));
    }

    #[test]
    fn messages_name_their_factors_in_three_languages() {
        let faults = [
            Fault::Twice(Factor::PrimaryLoss, Factor::PrimaryForm(Form::Response)),
            Fault::Half(Factor::PrimaryLoss, Factor::SecondaryLoss),
            Fault::Nothing(Factor::PrimaryLoss),
            Fault::FromZero(Factor::PrimaryLoss),
            Fault::TooWide(Factor::PrimaryLoss),
        ];
        for fault in faults {
            for (message, title) in fault.message().iter().zip(Factor::PrimaryLoss.title()) {
                assert!(message.contains(&format!("`{title}`")), "{message}");
            }
        }
    }
}
