//! What does not fit.

use std::fmt::Display;

use serde::de::{self, Expected, Unexpected};

/// Why a value is not what is wanted. Boxed: it is handed on at each step of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit(Box<Fault>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    place: String,
    message: String,
}

impl Misfit {
    pub(super) fn new(message: String) -> Self {
        Self(Box::new(Fault { place: String::new(), message }))
    }

    /// Of the item before place `next` of a list.
    #[inline(never)]
    pub(super) fn at(self, next: u32) -> Self {
        self.within(&format!("[{}]", next.saturating_sub(1)))
    }

    #[inline(never)]
    pub(super) fn within(mut self, step: &str) -> Self {
        let place = &mut self.0.place;
        if !place.is_empty() && !place.starts_with('[') {
            place.insert(0, '.');
        }
        place.insert_str(0, step);
        self
    }
}

impl Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Fault { place, message } = &*self.0;
        if !place.is_empty() {
            f.write_str(place)?;
            f.write_str(": ")?;
        }
        f.write_str(message)
    }
}

impl std::error::Error for Misfit {}

pub(super) fn expected(expected: &dyn Expected) -> Misfit {
    Misfit::new(format!("expected {expected}"))
}

impl de::Error for Misfit {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
    fn invalid_type(_: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        expected(wanted)
    }
    fn invalid_value(_: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        expected(wanted)
    }
    fn invalid_length(_: usize, wanted: &dyn Expected) -> Self {
        expected(wanted)
    }
    fn unknown_variant(found: &str, _: &'static [&'static str]) -> Self {
        Self::new(format!("`{found}` is not known here"))
    }
    fn unknown_field(found: &str, _: &'static [&'static str]) -> Self {
        Self::new(format!("`{found}` is not known here"))
    }
    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("`{field}` is missing"))
    }
    fn duplicate_field(field: &'static str) -> Self {
        Self::new(format!("`{field}` stands twice"))
    }
}
