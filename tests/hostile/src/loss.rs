//! Loss models, as values.

use crate::layout::Value;

/// Size and alignment of the greatest payload of `distribution`: four floats.
const DISTRIBUTION: (u32, u32) = (32, 8);
/// The same of `susceptibility`: two distributions.
const SUSCEPTIBILITY: (u32, u32) = (80, 8);
/// A whole model.
const MODEL: (u32, u32) = (112, 8);

/// A distribution by its place among the cases and its numbers: 0 a constant, 1 uniform, 2 PERT, 3 lognormal.
#[must_use]
pub fn distribution(case: u8, numbers: &[f64]) -> Value {
    let numbers = Value::Record(numbers.iter().map(|number| Value::F64(*number)).collect());
    Value::case(case, DISTRIBUTION, numbers)
}

/// Always this.
#[must_use]
pub fn constant(number: f64) -> Value {
    distribution(0, &[number])
}

/// A share of events that become losses.
#[must_use]
pub fn share(of: Value) -> Value {
    Value::case(0, SUSCEPTIBILITY, of)
}

/// Capability against resistance.
#[must_use]
pub fn contest(capability: Value, resistance: Value) -> Value {
    Value::case(1, SUSCEPTIBILITY, Value::Record(vec![capability, resistance]))
}

/// Loss that some losses cause in addition.
#[must_use]
pub fn secondary(share: Value, magnitude: Vec<Value>) -> Value {
    Value::Record(vec![share, Value::List(magnitude)])
}

/// A loss model; each part can be something else.
#[derive(Debug, Clone)]
pub struct Loss {
    /// Events a year.
    pub frequency: Value,
    /// Which of them become losses.
    pub susceptibility: Value,
    /// Loss for each.
    pub primary: Value,
    /// Loss in addition.
    pub secondary: Value,
}

impl Default for Loss {
    /// One that is in order.
    fn default() -> Self {
        Self {
            frequency: Value::List(vec![distribution(2, &[0.5, 2.0, 8.0, 4.0])]),
            susceptibility: share(distribution(1, &[0.1, 0.4])),
            primary: Value::List(vec![distribution(3, &[11.5, 1.4])]),
            secondary: Value::List(vec![secondary(constant(0.2), vec![constant(1000.0)])]),
        }
    }
}

impl Loss {
    fn value(&self) -> Value {
        let Self { frequency, susceptibility, primary, secondary } = self.clone();
        Value::Record(vec![frequency, susceptibility, primary, secondary])
    }
}

/// As the result of `loss`: a model for each row, or none.
#[must_use]
pub fn losses(models: &[Option<Loss>]) -> Value {
    let model = |model: &Option<Loss>| match model {
        None => Value::bare(0, MODEL),
        Some(model) => Value::case(1, MODEL, model.value()),
    };
    Value::case(0, (8, 4), Value::List(models.iter().map(model).collect()))
}
