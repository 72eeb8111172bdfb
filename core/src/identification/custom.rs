//! Fields an organisation adds to assets, scenarios and controls.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::exchange::intake::read_date;
use crate::id::FieldId;
use crate::quantity::{Date, Text, Title};
use crate::record::{record, words};

words! {
    /// The kinds of records that take custom fields.
    pub enum FieldTarget {
        /// Assets.
        Asset = "asset",
        /// Risk scenarios.
        Risk = "risk",
        /// Controls.
        Control = "control",
    }
}

/// What a custom field holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A number.
    Number,
    /// A date.
    Date,
    /// One of these.
    Choice(Vec<Title>),
}

record! {
    /// The definition of a custom field.
    pub struct CustomField, CustomFieldRevision {
        /// For instance `business-unit`.
        id: FieldId,
        required {
            /// The heading people see.
            title: Title,
            /// What it holds.
            kind: FieldKind,
            /// Which records have it.
            on: BTreeSet<FieldTarget>,
        }
    }
}

/// The value of a custom field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CustomValue {
    /// Of a text field.
    Text(Text),
    /// Of a number field.
    Number(f64),
    /// Of a date field.
    Date(Date),
    /// Of a choice field.
    Choice(Title),
}

impl CustomField {
    /// Reads a value of this field from text.
    ///
    /// # Errors
    /// A sentence that says what was expected.
    pub fn read(&self, text: &str) -> Result<CustomValue, String> {
        let text = text.trim();
        match &self.kind {
            FieldKind::Text => text.parse().map(CustomValue::Text).map_err(|error| error.to_string()),
            FieldKind::Number => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(CustomValue::Number(number)),
                _ => Err("a number".to_owned()),
            },
            FieldKind::Date => read_date(text)
                .map(CustomValue::Date)
                .ok_or_else(|| "a date like 2026-03-31 or 31.03.2026".to_owned()),
            FieldKind::Choice(options) => options
                .iter()
                .find(|option| option.to_lowercase() == text.to_lowercase())
                .map(|option| CustomValue::Choice(option.clone()))
                .ok_or_else(|| {
                    let options: Vec<&str> = options.iter().map(|option| option.as_str()).collect();
                    format!("one of: {}", options.join(", "))
                }),
        }
    }

    /// Whether a value is one this field may hold.
    #[must_use]
    pub fn admits(&self, value: &CustomValue) -> bool {
        match (&self.kind, value) {
            (FieldKind::Text, CustomValue::Text(_)) | (FieldKind::Date, CustomValue::Date(_)) => true,
            (FieldKind::Number, CustomValue::Number(number)) => number.is_finite(),
            (FieldKind::Choice(options), CustomValue::Choice(choice)) => options.contains(choice),
            _ => false,
        }
    }
}

impl std::fmt::Display for CustomValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Choice(choice) => choice.fmt(f),
        }
    }
}
