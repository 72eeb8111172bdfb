//! What is wrong with a JSON text and where, in few words and without the standard library's number formatting, which
//! would be a third of a small component.

use std::fmt::{self, Display, Write};

use serde::de::{Expected, Unexpected};

use super::SettingsProblem;

/// What is wrong, and the way to it from the innermost value outwards. Boxed: every step of a reader hands one on.
#[derive(Debug)]
pub(super) struct ReadError(Box<What>);

#[derive(Debug)]
struct What {
    path: Vec<String>,
    message: String,
}

impl ReadError {
    #[cold]
    #[inline(never)]
    pub(super) fn new(message: String) -> Self {
        Self(Box::new(What { path: Vec::new(), message }))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn of(message: &[&str]) -> Self {
        Self::new(message.concat())
    }

    /// The same, seen from the object or list around it.
    #[cold]
    #[inline(never)]
    pub(super) fn within(mut self, name: &str) -> Self {
        let mut escaped = String::with_capacity(name.len());
        for c in name.chars() {
            match c {
                '~' => escaped.push_str("~0"),
                '/' => escaped.push_str("~1"),
                _ => escaped.push(c),
            }
        }
        self.0.path.push(escaped);
        self
    }

    #[cold]
    #[inline(never)]
    pub(super) fn into_problem(self) -> SettingsProblem {
        let mut path = String::new();
        for name in self.0.path.iter().rev() {
            path.push('/');
            path.push_str(name);
        }
        SettingsProblem::at(path, crate::texts! { en: self.0.message })
    }
}

impl Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for ReadError {}

#[cold]
#[inline(never)]
fn expected(what: &dyn Expected, found: &str) -> ReadError {
    let mut message = String::from("expected ");
    // a `String` takes whatever is written
    let _ = message.write_fmt(format_args!("{what}"));
    message.push_str(", found ");
    message.push_str(found);
    ReadError::new(message)
}

fn kind(found: &Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(true) => "`true`",
        Unexpected::Bool(false) => "`false`",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "a whole number",
        Unexpected::Float(_) => "a number with a fraction",
        Unexpected::Str(_) | Unexpected::Char(_) => "a text",
        Unexpected::Unit | Unexpected::Option => "`null`",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}

impl serde::de::Error for ReadError {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        let mut text = String::new();
        // a `String` takes whatever is written
        let _ = text.write_fmt(format_args!("{message}"));
        Self::new(text)
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, what: &dyn Expected) -> Self {
        expected(what, kind(&found))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, what: &dyn Expected) -> Self {
        match found {
            Unexpected::Unsigned(_) | Unexpected::Signed(_) => expected(what, "a number out of its range"),
            _ => expected(what, kind(&found)),
        }
    }

    #[cold]
    fn invalid_length(_: usize, what: &dyn Expected) -> Self {
        expected(what, "another number of values")
    }

    #[cold]
    fn unknown_variant(found: &str, known: &'static [&'static str]) -> Self {
        one_of("unknown value `", found, known)
    }

    #[cold]
    fn unknown_field(found: &str, known: &'static [&'static str]) -> Self {
        one_of("unknown field `", found, known)
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        Self::of(&["`", field, "` is missing"])
    }

    #[cold]
    fn duplicate_field(field: &'static str) -> Self {
        Self::of(&["`", field, "` stands here twice"])
    }
}

#[cold]
#[inline(never)]
fn one_of(what: &str, found: &str, known: &[&str]) -> ReadError {
    let mut message = [what, found, "`"].concat();
    for (at, name) in known.iter().enumerate() {
        message.push_str(if at == 0 { "; possible: `" } else { "`, `" });
        message.push_str(name);
    }
    if !known.is_empty() {
        message.push('`');
    }
    ReadError::new(message)
}
