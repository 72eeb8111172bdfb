//! What a methodology says, as values.

use crate::layout::Value;

/// Size and alignment of the greatest payload of `factor-kind`: bounds.
const KIND: (u32, u32) = (24, 8);

/// A text by language, in English.
#[must_use]
pub fn title(text: &str) -> Value {
    titled(Value::string(text))
}

/// A text by language: these bytes in English.
#[must_use]
pub fn titled(text: Value) -> Value {
    Value::List(vec![Value::Record(vec![Value::string("en"), text])])
}

/// Named levels.
#[must_use]
pub fn scale(count: usize) -> Value {
    Value::List((0..count).map(|at| title(&format!("Level {at}"))).collect())
}

/// What a methodology says of itself; each field can be made a lie.
#[derive(Debug, Clone)]
pub struct Description {
    /// Its name.
    pub title: Value,
    /// Ids of its factors, in order.
    pub factors: Vec<Value>,
    /// The levels of each factor.
    pub steps: Value,
    /// Its levels.
    pub levels: Value,
    /// The least score.
    pub min: f64,
    /// The greatest score.
    pub max: f64,
    /// The factors of its heat map.
    pub axes: Option<(u32, u32)>,
    /// Whether it has loss models.
    pub gives_loss: u8,
}

impl Default for Description {
    /// What [`crate::Guest::methodology`] does.
    fn default() -> Self {
        Self {
            title: title("Likelihood by consequence"),
            factors: vec![Value::string("likelihood"), Value::string("consequence")],
            steps: scale(5),
            levels: scale(3),
            min: 1.0,
            max: 25.0,
            axes: Some((0, 1)),
            gives_loss: 0,
        }
    }
}

impl Description {
    /// Another name.
    #[must_use]
    pub fn named(mut self, text: Value) -> Self {
        self.title = titled(text);
        self
    }

    /// As the result of `describe`.
    #[must_use]
    pub fn value(&self) -> Value {
        let factor = |id: &Value| {
            Value::Record(vec![
                id.clone(),
                title("A factor"),
                Value::List(Vec::new()),
                Value::case(0, KIND, self.steps.clone()),
                Value::U8(1),
                Value::U8(0),
            ])
        };
        let axes = match self.axes {
            None => Value::bare(0, (8, 4)),
            Some((down, across)) => {
                Value::case(1, (8, 4), Value::Record(vec![Value::U32(down), Value::U32(across)]))
            }
        };
        let description = Value::Record(vec![
            self.title.clone(),
            Value::List(self.factors.iter().map(factor).collect()),
            Value::List(Vec::new()),
            self.levels.clone(),
            Value::F64(self.min),
            Value::F64(self.max),
            Value::string(""),
            axes,
            Value::U8(self.gives_loss),
        ]);
        Value::case(0, description.shape(), description)
    }
}

/// A problem with rows.
#[must_use]
pub fn problem(rows: &[u32], message: Value) -> Value {
    let rows = rows.iter().map(|row| Value::U32(*row));
    Value::Record(vec![Value::List(rows.collect()), titled(message)])
}

/// As the result of `assess`.
#[must_use]
pub fn answer(scores: &[f64], levels: &[u8], problems: Vec<Value>) -> Value {
    let answer = Value::Record(vec![
        Value::List(scores.iter().map(|score| Value::F64(*score)).collect()),
        Value::List(levels.iter().map(|level| Value::U8(*level)).collect()),
        Value::List(problems),
    ]);
    Value::case(0, answer.shape(), answer)
}
