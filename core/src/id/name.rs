//! How an identifier is kept: in place where it is short, and nearly all are. A register of ten thousand risks is walked
//! several times a second, and each id kept elsewhere would be a way to memory of its own.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// Bytes that fit in place beside their number, so that a name is as large as a `String`.
const SHORT: usize = 22;

/// A text of a few bytes without NUL. One that fits in place is never kept elsewhere, and what follows it is NUL: names
/// are equal if they are so part by part.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Name {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<str>),
}

impl Name {
    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Short { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::Long(text) => text.as_bytes(),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            // it was a text when it was put in
            Self::Short { .. } => std::str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Self::Long(text) => text,
        }
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self::Short { length, bytes }
            }
            _ => Self::Long(text.into()),
        }
    }
}

/// The order of the bytes, as of any text.
impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            // NUL behind the shorter one sorts before whatever the longer one has there
            (Self::Short { bytes, .. }, Self::Short { bytes: others, .. }) => bytes.cmp(others),
            _ => self.as_bytes().cmp(other.as_bytes()),
        }
    }
}
impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The hash of the text, by which a map finds it.
impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_the_texts_they_are_made_of() {
        let long = "x".repeat(64);
        let edge =
            ["y".repeat(SHORT), "y".repeat(SHORT + 1), "ü".repeat(SHORT / 2), "ü".repeat(SHORT / 2 + 1)];
        let texts = ["", "R-1", "R-10", "A.8.24", "likelihood", "Größe-7", &long];
        let texts: Vec<&str> = texts.into_iter().chain(edge.iter().map(String::as_str)).collect();
        for a in &texts {
            assert_eq!(Name::from(*a).as_str(), *a);
            for b in &texts {
                let (one, other) = (Name::from(*a), Name::from(*b));
                assert_eq!((one == other, one.cmp(&other)), (a == b, a.cmp(b)), "{a} {b}");
            }
        }
        assert_eq!(size_of::<Name>(), size_of::<String>());
    }
}
