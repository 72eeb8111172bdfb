//! What is due, what is asked for, and how the measures stand.

use serde::Serialize;

use crate::calendar::{self, Due};
use crate::catalogue::Edition;
use crate::documentation::required::{Required, required};
use crate::isms::Isms;
use crate::measurement::{self, Series, Standing, Trend};
use crate::quantity::Date;

/// What is due.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Calendar {
    /// The day that counts as today.
    pub today: Date,
    /// The last day looked at.
    pub until: Date,
    /// What is due, what is overdue first.
    pub due: Vec<Due>,
}

impl Calendar {
    /// What is due until a day, or in the next three months.
    pub(super) fn of(isms: &Isms, today: Date, until: Option<Date>) -> Self {
        let until = until.unwrap_or_else(|| today.plus_months(3));
        Self { today, until, due: calendar::due(isms, today, until) }
    }
}

/// The documented information that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RequiredList {
    /// The edition whose controls count.
    pub edition: Edition,
    /// What is asked for, and what fulfils it.
    pub required: Vec<Required>,
}

impl RequiredList {
    pub(super) fn of(isms: &Isms, edition: Edition) -> Self {
        Self { edition, required: required(isms, edition) }
    }
}

/// A measure with its results, for a picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureView {
    /// Its id.
    pub id: String,
    /// What is measured.
    pub title: String,
    /// The unit.
    pub unit: Option<String>,
    /// The value aimed at.
    pub target: Option<f64>,
    /// The value from which on something is to be done.
    pub threshold: Option<f64>,
    /// Results by day, oldest first.
    pub results: Vec<(Date, f64)>,
    /// How the last one stands.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub standing: Standing,
    /// Against the one before.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub trend: Option<Trend>,
    /// When the next result is due.
    pub next: Option<Date>,
    /// Whether that day is past.
    pub overdue: bool,
}

impl MeasureView {
    fn of(series: &Series<'_>) -> Self {
        let measure = series.measure;
        Self {
            id: measure.id.to_string(),
            title: measure.title.to_string(),
            unit: measure.unit.as_ref().map(ToString::to_string),
            target: measure.target,
            threshold: measure.threshold,
            results: series.results.iter().map(|result| (result.on, result.value)).collect(),
            standing: series.standing,
            trend: series.trend,
            next: series.next,
            overdue: series.overdue,
        }
    }
}

/// The measures in use.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Measures {
    /// Each with its results.
    pub measures: Vec<MeasureView>,
}

impl Measures {
    pub(super) fn of(isms: &Isms, today: Date) -> Self {
        Self { measures: measurement::all(isms, today).iter().map(MeasureView::of).collect() }
    }
}
