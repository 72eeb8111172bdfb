//! What a methodology says of itself.

use crate::texts::{Id, Texts};

/// A number's bounds, both inclusive, and its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    /// `EUR`, `1/year`; empty for none.
    pub unit: Id,
    /// The least it may be.
    pub min: f64,
    /// The most it may be.
    pub max: f64,
}

impl Bounds {
    /// From the least to the most, both included.
    pub fn new(unit: impl Into<Id>, min: f64, max: f64) -> Self {
        Self { unit: unit.into(), min, max }
    }
}

/// What a factor takes.
#[derive(Debug, Clone, PartialEq)]
pub enum FactorKind {
    /// One of named levels, lowest first, counted from 0; 2 to 100 of them.
    Ordinal(Vec<Texts>),
    /// A number.
    Number(Bounds),
    /// A three-point estimate: least, most likely, greatest.
    Estimate(Bounds),
    /// Yes or no.
    Flag,
}

/// What a higher value of a factor does to the score, other things being equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The score never falls.
    Raises,
    /// The score never rises.
    Lowers,
    /// Nothing is promised.
    Mixed,
}

/// A factor that the methodology asks for. As made it is required and raises the score.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Lower-case letters, digits and `- _ .`, unique within the methodology.
    pub id: Id,
    /// Its name.
    pub title: Texts,
    /// How to estimate it.
    pub help: Texts,
    /// What it takes.
    pub kind: FactorKind,
    /// Whether no score is possible without it.
    pub required: bool,
    /// What a higher value does to the score.
    pub effect: Effect,
}

impl Factor {
    /// A factor of this kind.
    pub fn new(id: impl Into<Id>, title: Texts, kind: FactorKind) -> Self {
        Self { id: id.into(), title, help: Texts::none(), kind, required: true, effect: Effect::Raises }
    }

    /// One of named levels, lowest first.
    pub fn ordinal(id: impl Into<Id>, title: Texts, levels: Vec<Texts>) -> Self {
        Self::new(id, title, FactorKind::Ordinal(levels))
    }

    /// A number within bounds.
    pub fn number(id: impl Into<Id>, title: Texts, bounds: Bounds) -> Self {
        Self::new(id, title, FactorKind::Number(bounds))
    }

    /// A three-point estimate within bounds.
    pub fn estimate(id: impl Into<Id>, title: Texts, bounds: Bounds) -> Self {
        Self::new(id, title, FactorKind::Estimate(bounds))
    }

    /// Yes or no.
    pub fn flag(id: impl Into<Id>, title: Texts) -> Self {
        Self::new(id, title, FactorKind::Flag)
    }

    /// With words on how to estimate it.
    #[must_use]
    pub fn help(mut self, help: Texts) -> Self {
        self.help = help;
        self
    }

    /// A score is possible without it.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// What a higher value does to the score.
    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }
}

/// A step between the factors and the score, so that traces can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// As a factor's id, and none of them; `score` and `level` are taken.
    pub id: Id,
    /// Its name.
    pub title: Texts,
    /// What it takes.
    pub kind: FactorKind,
}

impl Node {
    /// A step that is one of named levels.
    pub fn ordinal(id: impl Into<Id>, title: Texts, levels: Vec<Texts>) -> Self {
        Self { id: id.into(), title, kind: FactorKind::Ordinal(levels) }
    }

    /// A step that is a number.
    pub fn number(id: impl Into<Id>, title: Texts, bounds: Bounds) -> Self {
        Self { id: id.into(), title, kind: FactorKind::Number(bounds) }
    }

    /// A step that is a three-point estimate.
    pub fn estimate(id: impl Into<Id>, title: Texts, bounds: Bounds) -> Self {
        Self { id: id.into(), title, kind: FactorKind::Estimate(bounds) }
    }

    /// A step that is yes or no.
    pub fn flag(id: impl Into<Id>, title: Texts) -> Self {
        Self { id: id.into(), title, kind: FactorKind::Flag }
    }
}

/// What a methodology says of itself under its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// Its name.
    pub title: Texts,
    /// The factors it asks for: the columns of a batch, in this order.
    pub factors: Vec<Factor>,
    /// The steps between factors and score.
    pub nodes: Vec<Node>,
    /// The levels of risk, lowest first; 2 to 100.
    pub levels: Vec<Texts>,
    /// The least score.
    pub min_score: f64,
    /// The greatest score.
    pub max_score: f64,
    /// The unit of scores; empty for none.
    pub unit: Id,
    /// The two ordinal factors that span its heat map: down and across.
    pub axes: Option<(Id, Id)>,
    /// Whether it gives loss models.
    pub gives_loss: bool,
}

impl Description {
    /// A methodology that answers with these levels, and with scores from `min` to `max`.
    #[must_use]
    pub fn new(title: Texts, levels: Vec<Texts>, min: f64, max: f64) -> Self {
        Self {
            title,
            factors: Vec::new(),
            nodes: Vec::new(),
            levels,
            min_score: min,
            max_score: max,
            unit: Id::Borrowed(""),
            axes: None,
            gives_loss: false,
        }
    }

    /// With one more factor, behind the others.
    #[must_use]
    pub fn factor(mut self, factor: Factor) -> Self {
        self.factors.push(factor);
        self
    }

    /// With one more step between factors and score.
    #[must_use]
    pub fn node(mut self, node: Node) -> Self {
        self.nodes.push(node);
        self
    }

    /// Scores are in this unit.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<Id>) -> Self {
        self.unit = unit.into();
        self
    }

    /// These two ordinal factors span its heat map: down and across.
    #[must_use]
    pub fn axes(mut self, down: impl Into<Id>, across: impl Into<Id>) -> Self {
        self.axes = Some((down.into(), across.into()));
        self
    }

    /// It gives loss models.
    #[must_use]
    pub fn gives_loss(mut self) -> Self {
        self.gives_loss = true;
        self
    }

    /// The axes by index: components name them so.
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "only components hand it over"))]
    pub(crate) fn axes_by_index(&self) -> Result<Option<(u32, u32)>, String> {
        let place = |id: &Id| {
            let at = self.factors.iter().position(|factor| factor.id == *id);
            at.and_then(|at| u32::try_from(at).ok())
                .ok_or_else(|| ["no factor is called `", id, "`"].concat())
        };
        self.axes.as_ref().map(|(down, across)| Ok((place(down)?, place(across)?))).transpose()
    }
}
