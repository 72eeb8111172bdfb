//! Names a person can say aloud: `R-12`, `A.8.24`, `AS-3`. They sort the way people count: `R-2` before `R-10`.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

mod name;
use name::Name;

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing was given.
    #[error("an identifier is needed, for instance `{example}`")]
    Empty {
        /// What one looks like.
        example: &'static str,
    },
    /// Longer than 64 characters.
    #[error("`{found}` has more than 64 characters")]
    TooLong {
        /// The text, cut short.
        found: String,
    },
    /// A character that would break lists in cells or be misread aloud.
    #[error("`{found}` has the character {character:?}; letters, digits and `- _ . : / #` are allowed")]
    Character {
        /// The text as given.
        found: String,
        /// The first character that does not fit.
        character: char,
    },
}

/// Compares texts with runs of digits as numbers, so that `R-2` comes before `R-10`.
///
/// ```
/// use riskwright_core::id::natural;
/// use std::cmp::Ordering;
/// assert_eq!(natural("A.8.9", "A.8.10"), Ordering::Less);
/// assert_eq!(natural("R-2", "R-2"), Ordering::Equal);
/// ```
#[must_use]
pub fn natural(a: &str, b: &str) -> Ordering {
    natural_bytes(a.as_bytes(), b.as_bytes())
}

fn natural_bytes(a: &[u8], b: &[u8]) -> Ordering {
    // what both begin with decides nothing, but for the digits of a number that goes on behind it
    let same = a.iter().zip(b).take_while(|(p, q)| p == q).count();
    let number = a.iter().take(same).rev().take_while(|p| p.is_ascii_digit()).count();
    let from = same.saturating_sub(number);
    let (mut x, mut y) = (a.get(from..).unwrap_or_default(), b.get(from..).unwrap_or_default());
    while let (Some(&p), Some(&q)) = (x.first(), y.first()) {
        if p.is_ascii_digit() && q.is_ascii_digit() {
            let (m, rest_x) = digits(x);
            let (n, rest_y) = digits(y);
            let by_value = m.len().cmp(&n.len()).then_with(|| m.cmp(n));
            if by_value != Ordering::Equal {
                return by_value;
            }
            (x, y) = (rest_x, rest_y);
        } else {
            if p != q {
                return p.cmp(&q);
            }
            (x, y) = (x.get(1..).unwrap_or_default(), y.get(1..).unwrap_or_default());
        }
    }
    // `R-01` and `R-1` are different names of equal rank: the bytes decide
    x.len().cmp(&y.len()).then_with(|| a.cmp(b))
}

/// The leading digits without leading zeros, and what follows them.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    let zeros = run.iter().position(|&b| b != b'0').unwrap_or(run.len());
    (run.get(zeros..).unwrap_or_default(), rest)
}

fn checked(text: &str, example: &'static str) -> Result<Name, IdError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(IdError::Empty { example });
    }
    // nearly all ids are short and ASCII: no character of them needs to be looked up
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':' | b'/' | b'#');
    if text.len() <= 64 && text.bytes().all(plain) {
        return Ok(text.into());
    }
    if text.chars().count() > 64 {
        return Err(IdError::TooLong { found: text.chars().take(24).collect::<String>() + "…" });
    }
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | '#');
    match text.chars().find(|&c| !fits(c)) {
        Some(character) => Err(IdError::Character { found: text.to_owned(), character }),
        None => Ok(text.into()),
    }
}

/// What every identifier type offers, so that registers can be written once.
pub trait Identifier: Clone + Ord + fmt::Display + FromStr<Err = IdError> {
    /// The prefix that new records of this kind get: `R` in `R-12`.
    const PREFIX: &'static str;
    /// The text of the identifier.
    fn as_str(&self) -> &str;
    /// The identifier made of the prefix and a number.
    #[must_use]
    fn numbered(number: u64) -> Self;
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident $prefix:literal $example:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(Name);

        impl Identifier for $name {
            const PREFIX: &'static str = $prefix;
            fn as_str(&self) -> &str {
                self.0.as_str()
            }
            fn numbered(number: u64) -> Self {
                Self(format!("{}-{number}", $prefix).as_str().into())
            }
        }

        impl $name {
            /// The text of the identifier.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
            /// An id of this crate's own, known to fit.
            #[allow(dead_code, reason = "not every kind of id has a fixed one")]
            pub(crate) fn fixed(text: &'static str) -> Self {
                Self(text.into())
            }
            /// The text's bytes, which are at hand without a look at what they are.
            #[allow(dead_code, reason = "only some registers are walked that often")]
            pub(crate) fn as_bytes(&self) -> &[u8] {
                self.0.as_bytes()
            }
            /// The id of another kind that reads the same: all have one alphabet.
            pub(crate) fn like(other: &impl Identifier) -> Self {
                Self(other.as_str().into())
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                crate::record::from_text(from)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                checked(text, $example).map(Self)
            }
        }
        impl TryFrom<Cow<'_, str>> for $name {
            type Error = IdError;
            fn try_from(text: Cow<'_, str>) -> Result<Self, IdError> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.as_str().to_owned()
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                natural_bytes(self.0.as_bytes(), other.0.as_bytes())
            }
        }
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string", "minLength": 1, "maxLength": 64,
                    "pattern": r"^[\p{L}\p{N}_.:/#-]+$", "examples": [$example],
                })
            }
        }
    )*};
}

ids! {
    /// An internal or external issue (ISO/IEC 27001, 4.1).
    IssueId "IS" "IS-1";
    /// An interested party (4.2).
    PartyId "P" "P-1";
    /// A requirement of an interested party (4.2).
    RequirementId "REQ" "REQ-1";
    /// An information security objective (6.2).
    ObjectiveId "OBJ" "OBJ-1";
    /// A role of the ISMS (5.3).
    RoleId "ROLE" "ROLE-1";
    /// An asset, primary or supporting.
    AssetId "AS" "AS-1";
    /// A threat.
    ThreatId "T" "T-1";
    /// A vulnerability.
    VulnerabilityId "V" "V-1";
    /// A risk source of event-based scenarios.
    RiskSourceId "RS" "RS-1";
    /// A risk scenario.
    ScenarioId "R" "R-1";
    /// An action of the risk treatment plan (6.1.3 e).
    ActionId "TA" "TA-1";
    /// A risk acceptance (6.1.3 f).
    AcceptanceId "ACC" "ACC-1";
    /// A control of a catalogue, or the organisation's own.
    ControlId "C" "A.8.24";
    /// An approved version of a Statement of Applicability.
    SoaId "SOA" "SOA-1";
    /// A questionnaire in use.
    QuestionnaireId "Q" "self-assessment";
    /// A response to a questionnaire.
    ResponseId "RSP" "RSP-1";
    /// A finding against a clause or control (9.2).
    FindingId "FND" "FND-1";
    /// A methodology in use.
    MethodologyId "M" "matrix";
    /// An installed plugin.
    PluginId "PLUGIN" "acme.fmea";
    /// A custom field.
    FieldId "F" "business-unit";
    /// A score record: the scenario and the methodology, `R-12:matrix`.
    ScoreId "S" "R-1:matrix";
    /// A document (7.5).
    DocumentId "DOC" "DOC-1";
    /// That somebody read a document.
    AcknowledgementId "ACK" "ACK-1";
    /// A competence (7.2).
    CompetenceId "CMP" "CMP-1";
    /// Something done for awareness (7.3).
    AwarenessId "AWA" "AWA-1";
    /// Something that is communicated (7.4).
    CommunicationId "COM" "COM-1";
    /// A measure (9.1).
    MeasureId "MSR" "MSR-1";
    /// A result of a measure.
    MeasurementId "VAL" "VAL-1";
    /// A check whether a control works.
    ControlCheckId "CHK" "CHK-1";
    /// An information security event or incident.
    IncidentId "INC" "INC-1";
    /// A management review (9.3).
    ReviewId "REV" "REV-1";
    /// An audit programme (9.2.2).
    ProgrammeId "PRG" "PRG-1";
    /// An audit.
    AuditId "AUD" "AUD-1";
    /// A nonconformity (10.2).
    NonconformityId "NC" "NC-1";
    /// An opportunity for improvement (10.1).
    ImprovementId "IMP" "IMP-1";
    /// A planned change of the ISMS (6.3).
    PlannedChangeId "CHG" "CHG-1";
    /// A certification.
    CertificationId "CERT" "CERT-1";
    /// Any record's identifier where its kind is told beside it.
    AnyId "X" "R-1";
}

impl ControlId {
    /// The control id that a cell means: `5.15`, `A5.15`, `A 5.15`, `A.5.15` and `ISO 27001 A.5.15` are all `A.5.15`.
    ///
    /// Ids of other catalogues (`42001:A.6.2.4`, `NL-1`) are taken as they are. `None` where the text is no id.
    ///
    /// ```
    /// use riskwright_core::id::ControlId;
    /// assert_eq!(ControlId::recognise("A5.15").unwrap().as_str(), "A.5.15");
    /// assert_eq!(ControlId::recognise("ISO/IEC 27001:2022 A.8.5").unwrap().as_str(), "A.8.5");
    /// assert_eq!(ControlId::recognise("42001:A.6.2.4").unwrap().as_str(), "42001:A.6.2.4");
    /// ```
    #[must_use]
    pub fn recognise(text: &str) -> Option<Self> {
        // what is taken off may bare more of the same: `ISO 27001, Annex A.5.15`
        let mut text = text;
        loop {
            let bare = text.trim().trim_start_matches("Annex ").trim_start_matches("Anhang ").trim();
            let rest = without_standard(bare).unwrap_or(bare);
            if rest == text {
                break;
            }
            text = rest;
        }
        let body =
            text.strip_prefix(['A', 'a']).map_or(text, |rest| rest.trim_start_matches(['.', ' ', '-']));
        let numeric = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = body.split('.').collect();
        if (2..=3).contains(&parts.len()) && parts.iter().all(|part| numeric(part)) {
            let without_zeros = |part: &&str| part.parse::<u8>().unwrap_or(0).to_string();
            let numbers: Vec<String> = parts.iter().map(without_zeros).collect();
            return format!("A.{}", numbers.join(".")).parse().ok();
        }
        text.parse().ok()
    }
}

/// What follows the name of the standard, with or without its year; `None` where the text does not begin with it.
fn without_standard(text: &str) -> Option<&str> {
    let names = ["iso/iec 27001", "iso/iec 27002", "iso 27001", "iso 27002", "iso27001", "iso27002"];
    let fits = |name: &&&str| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let rest = text.get(names.iter().find(fits)?.len()..)?.trim_start_matches([':', '-', ' ']);
    let rest = rest.strip_prefix("2022").or_else(|| rest.strip_prefix("2013")).unwrap_or(rest);
    Some(rest.trim_start_matches([':', '-', ' ', '/']))
}

/// The identifier of a factor of a methodology: lower-case ASCII, `likelihood`, `safety`, `acme.fmea/detection`.
/// Byte order is the order of RFC 8785, so that maps of factors are canonical as they stand.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct FactorId(Name);

impl FactorId {
    /// The text of the identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
    /// An id of this crate's own, known to fit.
    pub(crate) fn fixed(text: &'static str) -> Self {
        Self(text.into())
    }
    /// `likelihood`
    #[must_use]
    pub fn likelihood() -> Self {
        Self("likelihood".into())
    }
    /// `consequence`: the overall consequence, where it is not given by criterion.
    #[must_use]
    pub fn consequence() -> Self {
        Self("consequence".into())
    }
}

impl FromStr for FactorId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let text = checked(text, "likelihood")?;
        let fits =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | '_');
        match text.as_str().chars().find(|&c| !fits(c)) {
            Some(character) => Err(IdError::Character { found: text.as_str().to_owned(), character }),
            None => Ok(Self(text)),
        }
    }
}
impl Serialize for FactorId {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}
impl<'de> Deserialize<'de> for FactorId {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        crate::record::from_text(from)
    }
}
impl TryFrom<Cow<'_, str>> for FactorId {
    type Error = IdError;
    fn try_from(text: Cow<'_, str>) -> Result<Self, IdError> {
        text.parse()
    }
}
impl From<FactorId> for String {
    fn from(id: FactorId) -> String {
        id.as_str().to_owned()
    }
}
impl fmt::Display for FactorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
impl fmt::Debug for FactorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FactorId").field(&self.as_str()).finish()
    }
}
impl std::borrow::Borrow<str> for FactorId {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_ids_are_recognised_in_the_shapes_people_write() {
        for (written, meant) in [
            ("5.15", "A.5.15"),
            ("a.5.15", "A.5.15"),
            ("A 5.15", "A.5.15"),
            ("A-8.05", "A.8.5"),
            ("A.9.2.1", "A.9.2.1"),
            ("ISO 27001 A.5.15", "A.5.15"),
            ("ISO27001:2022-5.15", "A.5.15"),
            ("ISO 27001 Annex A.5.15", "A.5.15"),
            ("iso27002\riso27002-own-1", "own-1"),
            ("NL-1", "NL-1"),
            ("0.20.2", "A.0.20.2"),
            ("ISO 27001: ISO 27002 8.5", "A.8.5"),
        ] {
            assert_eq!(ControlId::recognise(written).map(String::from).as_deref(), Some(meant), "{written}");
        }
        assert_eq!(ControlId::recognise("multi-factor authentication"), None);
    }

    #[test]
    fn natural_order_is_total_and_consistent_with_equality() {
        let names = ["R-1", "R-01", "R-001", "R-2", "R-10", "R", "A.8.9", "A.8.10", "", "9", "10"];
        for a in names {
            for b in names {
                assert_eq!(natural(a, b) == Ordering::Equal, a == b, "{a} {b}");
                assert_eq!(natural(a, b), natural(b, a).reverse(), "{a} {b}");
            }
        }
    }
}
