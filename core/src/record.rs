//! How a record and its revision are written down once: `record!` makes both types.

use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

/// Whether a field holds what it would hold if nobody had filled it.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A field that is present in a revision, even as `null`, is to be changed.
pub(crate) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// The same of a field that may be empty: `null` empties it.
pub(crate) fn cleared<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    from: D,
) -> Result<Option<T>, D::Error> {
    Option::<T>::deserialize(from).map(|value| Some(value.unwrap_or_default()))
}

/// A value that is written as a text, read without a copy of the text in between.
pub(crate) fn from_text<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(from: D) -> Result<T, D::Error> {
    struct Words<T>(PhantomData<T>);
    impl<T: FromStr<Err: Display>> Visitor<'_> for Words<T> {
        type Value = T;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a string")
        }
        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }
    from.deserialize_str(Words(PhantomData))
}

/// What fields take: those that must be there, then those that need not.
macro_rules! fields {
    ($($r:ident: $r_type:ty $(, $r_doc:literal)*;)* / $($o:ident: $o_type:ty $(, $o_doc:literal)*;)*) => {
        &[
            $(crate::field::Field {
                name: stringify!($r),
                kind: <$r_type as crate::field::Filled>::KIND,
                required: true,
                help: concat!($($r_doc),*),
            },)*
            $(crate::field::Field {
                name: stringify!($o),
                kind: <$o_type as crate::field::Filled>::KIND,
                required: false,
                help: concat!($($o_doc),*),
            },)*
        ]
    };
}
pub(crate) use fields;

/// Makes a record type and the type of its revisions, in which every field is optional and `null` clears.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident, $revision:ident {
            $($(#[doc = $id_doc:literal])* id: $id:ty,)?
            $(required { $($(#[doc = $r_doc:literal])* $(#[cfg_attr $r_attr:tt])* $r:ident: $r_type:ty,)* })?
            $(optional { $($(#[doc = $o_doc:literal])* $o:ident: $o_type:ty,)* })?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[doc = $id_doc])* pub id: $id,)?
            $($($(#[doc = $r_doc])* $(#[cfg_attr $r_attr])* pub $r: $r_type,)*)?
            $($($(#[doc = $o_doc])* #[serde(default, skip_serializing_if = "crate::record::is_default")] pub $o: $o_type,)*)?
        }

        #[doc = concat!("What is to change in a [`", stringify!($name), "`]: a field that is absent stays, `null` clears.")]
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $revision {
            $($($(#[doc = $r_doc])* $(#[cfg_attr $r_attr])*
                #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::record::present")]
                pub $r: Option<$r_type>,)*)?
            $($($(#[doc = $o_doc])*
                #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::record::cleared")]
                pub $o: Option<$o_type>,)*)?
        }

        impl $name {
            /// The fields beside the id.
            pub const FIELDS: &'static [crate::field::Field] = crate::record::fields!(
                $($($r: $r_type $(, $r_doc)*;)*)? / $($($o: $o_type $(, $o_doc)*;)*)?
            );

            /// The records it names beside its own id, each with the field that does.
            #[must_use]
            pub fn links(&self) -> Vec<(&'static str, crate::isms::RecordRef)> {
                #[allow(unused_mut, reason = "there is a record without fields")]
                let mut links = Vec::new();
                $($(crate::field::Filled::links(&self.$r, &mut |to| links.push((stringify!($r), to)));)*)?
                $($(crate::field::Filled::links(&self.$o, &mut |to| links.push((stringify!($o), to)));)*)?
                links
            }

            /// The revision that makes this record into `other`, whose id is the same.
            #[must_use]
            pub fn revision_to(&self, other: &Self) -> $revision {
                $revision {
                    $($($r: (self.$r != other.$r).then(|| other.$r.clone()),)*)?
                    $($($o: (self.$o != other.$o).then(|| other.$o.clone()),)*)?
                }
            }

            /// The record with the revision's fields in place of its own.
            #[must_use]
            pub fn revised(&self, revision: &$revision) -> Self {
                Self {
                    $(id: <$id as Clone>::clone(&self.id),)?
                    $($($r: revision.$r.clone().unwrap_or_else(|| self.$r.clone()),)*)?
                    $($($o: revision.$o.clone().unwrap_or_else(|| self.$o.clone()),)*)?
                }
            }
        }
    };
}
pub(crate) use record;

/// Makes an enum of words: serialised as they are said, listed in `ALL`, parsed and printed.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$v_meta:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name { $($(#[$v_meta])* #[serde(rename = $word)] $variant,)* }

        impl crate::field::Filled for $name {
            const KIND: crate::field::FieldKind = crate::field::FieldKind::Word(&[$($word,)*]);
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The word as it is written.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl std::str::FromStr for $name {
            type Err = crate::record::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let word = text.trim().to_lowercase().replace(' ', "-");
                Self::ALL.iter().copied().find(|value| value.as_str() == word).ok_or_else(|| {
                    crate::record::UnknownWord {
                        found: text.to_owned(),
                        expected: Self::ALL.iter().map(|value| value.as_str()).collect::<Vec<_>>().join(", "),
                    }
                })
            }
        }
    };
}
pub(crate) use words;

/// Makes a type that is part of records: fields that must be there, then those that need not.
macro_rules! part {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(required { $($(#[doc = $r_doc:literal])* $r:ident: $r_type:ty,)* })?
            $(optional { $($(#[doc = $o_doc:literal])* $o:ident: $o_type:ty,)* })?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($($(#[doc = $r_doc])* pub $r: $r_type,)*)?
            $($($(#[doc = $o_doc])* #[serde(default, skip_serializing_if = "crate::record::is_default")] pub $o: $o_type,)*)?
        }

        impl crate::field::Filled for $name {
            const KIND: crate::field::FieldKind = crate::field::FieldKind::Group(crate::record::fields!(
                $($($r: $r_type $(, $r_doc)*;)*)? / $($($o: $o_type $(, $o_doc)*;)*)?
            ));

            fn links(&self, _tell: &mut dyn FnMut(crate::isms::RecordRef)) {
                $($(crate::field::Filled::links(&self.$r, _tell);)*)?
                $($(crate::field::Filled::links(&self.$o, _tell);)*)?
            }
        }
    };
}
pub(crate) use part;

/// A word that is none of those a field takes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is none of: {expected}")]
pub struct UnknownWord {
    /// The word as given.
    pub found: String,
    /// The words that would do.
    pub expected: String,
}
