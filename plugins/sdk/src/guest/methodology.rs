//! A methodology behind its bindings.

use std::cell::{RefCell, RefMut};

use crate::methodology as sdk;
use crate::methodology::Methodology;
use crate::methodology::ready::Ready;
use crate::settings::SettingsProblem;

super::texts_of!(super::bindings::methodology::exports::riskwright::plugin::methodology);

/// The methodology under the settings of the last call: a pure function of them, so that keeping it changes no answer.
#[derive(Debug)]
pub struct Last<M>(RefCell<Option<(String, Ready<M>)>>);

impl<M> Last<M> {
    /// None yet.
    #[must_use]
    pub const fn none() -> Self {
        Self(RefCell::new(None))
    }
}

impl<M: Methodology> Last<M> {
    /// The methodology under these settings.
    #[inline(never)]
    fn under(&self, settings: String) -> Result<RefMut<'_, Ready<M>>, String> {
        let mut last = self.0.borrow_mut();
        if !matches!(&*last, Some((before, _)) if same(before, &settings)) {
            *last = Some((settings.clone(), Ready::new(&settings).map_err(first)?));
        }
        RefMut::filter_map(last, |last| last.as_mut().map(|(_, ready)| ready)).map_err(|_| settings)
    }

    /// As the contract has it.
    pub fn validate_settings(&self, settings: &str) -> Vec<wit::SettingsProblem> {
        let problems = Ready::<M>::new(settings).err().unwrap_or_default().into_iter();
        problems
            .map(|problem| wit::SettingsProblem { path: problem.path, message: texts(problem.message) })
            .collect()
    }

    /// As the contract has it.
    pub fn describe(&self, settings: String) -> Result<wit::Description, String> {
        description(self.under(settings)?.describe())
    }

    /// As the contract has it.
    pub fn assess(&self, settings: String, batch: wit::Batch) -> Result<wit::Answer, String> {
        let ready = self.under(settings)?;
        ready.assess(&lift(&ready, batch)?).map(answer)
    }

    /// As the contract has it.
    pub fn trace(&self, settings: String, batch: wit::Batch) -> Result<Vec<Vec<wit::Step>>, String> {
        let ready = self.under(settings)?;
        let rows = ready.trace(&lift(&ready, batch)?)?.into_iter();
        Ok(rows.map(|steps| steps.into_iter().map(step).collect()).collect())
    }

    /// As the contract has it.
    pub fn loss(&self, settings: String, batch: wit::Batch) -> Result<Vec<Option<wit::LossModel>>, String> {
        let ready = self.under(settings)?;
        let rows = ready.loss(&lift(&ready, batch)?)?.into_iter();
        Ok(rows.map(|model| model.map(loss_model)).collect())
    }
}

/// Whether two texts are the same, eight bytes at a time: a component's `memcmp` goes one by one, which would be most of
/// what a call for one row costs.
fn same(one: &str, other: &str) -> bool {
    let ((one, one_end), (other, other_end)) =
        (one.as_bytes().as_chunks::<8>(), other.as_bytes().as_chunks::<8>());
    one.len() == other.len()
        && one_end == other_end
        && one.iter().zip(other).all(|(one, other)| u64::from_le_bytes(*one) == u64::from_le_bytes(*other))
}

fn first(problems: Vec<SettingsProblem>) -> String {
    let problem = problems.into_iter().next();
    problem.map_or_else(String::new, |problem| {
        ["the settings will not do: `", &problem.path, "`: ", problem.message.first()].concat()
    })
}

#[inline(never)]
fn lift<M: Methodology>(ready: &Ready<M>, batch: wit::Batch) -> Result<sdk::batch::Batch, String> {
    let columns = batch.columns.into_iter().map(|column| {
        let values = match column.values {
            wit::Values::Ordinal(values) => sdk::batch::Values::Ordinal(values),
            wit::Values::Number(values) => sdk::batch::Values::Number(values),
            wit::Values::Estimate(wit::Estimates { low, mode, high }) => {
                sdk::batch::Values::Estimate { low, mode, high }
            }
            wit::Values::Flag(values) => sdk::batch::Values::Flag(values),
        };
        sdk::batch::FactorColumn::new(values, column.missing)
    });
    ready.batch(batch.rows as usize, columns.collect())
}

#[inline(never)]
fn description(own: sdk::description::Description) -> Result<wit::Description, String> {
    let axes = own.axes_by_index()?;
    Ok(wit::Description {
        title: texts(own.title),
        factors: own.factors.into_iter().map(factor).collect(),
        nodes: own
            .nodes
            .into_iter()
            .map(|node| wit::Node {
                id: node.id.into_owned(),
                title: texts(node.title),
                kind: kind(node.kind),
            })
            .collect(),
        levels: text_list(own.levels),
        min_score: own.min_score,
        max_score: own.max_score,
        unit: own.unit.into_owned(),
        axes,
        gives_loss: own.gives_loss,
    })
}

fn factor(own: sdk::description::Factor) -> wit::Factor {
    use sdk::description::Effect;
    wit::Factor {
        id: own.id.into_owned(),
        title: texts(own.title),
        help: texts(own.help),
        kind: kind(own.kind),
        required: own.required,
        effect: match own.effect {
            Effect::Raises => wit::Effect::Raises,
            Effect::Lowers => wit::Effect::Lowers,
            Effect::Mixed => wit::Effect::Mixed,
        },
    }
}

fn kind(own: sdk::description::FactorKind) -> wit::FactorKind {
    use sdk::description::{Bounds, FactorKind};
    let bounds = |own: Bounds| wit::Bounds { unit: own.unit.into_owned(), min: own.min, max: own.max };
    match own {
        FactorKind::Ordinal(levels) => wit::FactorKind::Ordinal(text_list(levels)),
        FactorKind::Number(own) => wit::FactorKind::Number(bounds(own)),
        FactorKind::Estimate(own) => wit::FactorKind::Estimate(bounds(own)),
        FactorKind::Flag => wit::FactorKind::Flag,
    }
}

fn answer(own: sdk::answer::Answer) -> wit::Answer {
    let (scores, levels, problems) = own.into_parts();
    let problems = problems.into_iter();
    wit::Answer {
        scores,
        levels,
        problems: problems
            .map(|problem| wit::Problem { rows: problem.rows, message: texts(problem.message) })
            .collect(),
    }
}

fn step(own: sdk::trace::Step) -> wit::Step {
    use sdk::trace::Value;
    wit::Step {
        node: own.node.into_owned(),
        value: match own.value {
            Value::Level(level) => wit::Value::Level(level),
            Value::Number(number) => wit::Value::Number(number),
            Value::Estimate(own) => wit::Value::Estimate((own.low, own.mode, own.high)),
            Value::Flag(flag) => wit::Value::Flag(flag),
        },
        sources: strings(own.sources),
    }
}

fn loss_model(own: sdk::loss::LossModel) -> wit::LossModel {
    use sdk::loss::Susceptibility;
    wit::LossModel {
        frequency: distributions(own.frequency),
        susceptibility: match own.susceptibility {
            Susceptibility::Share(share) => wit::Susceptibility::Share(distribution(share)),
            Susceptibility::Contest { capability, resistance } => {
                wit::Susceptibility::Contest((distribution(capability), distribution(resistance)))
            }
        },
        primary: distributions(own.primary),
        secondary: own
            .secondary
            .into_iter()
            .map(|own| wit::SecondaryLoss {
                share: distribution(own.share),
                magnitude: distributions(own.magnitude),
            })
            .collect(),
    }
}

fn distributions(own: Vec<sdk::loss::Distribution>) -> Vec<wit::Distribution> {
    own.into_iter().map(distribution).collect()
}

fn distribution(own: sdk::loss::Distribution) -> wit::Distribution {
    use sdk::loss::Distribution;
    match own {
        Distribution::Constant(value) => wit::Distribution::Constant(value),
        Distribution::Uniform { low, high } => wit::Distribution::Uniform((low, high)),
        Distribution::Pert { low, mode, high, shape } => wit::Distribution::Pert((low, mode, high, shape)),
        Distribution::Lognormal { mu, sigma } => wit::Distribution::Lognormal((mu, sigma)),
    }
}
