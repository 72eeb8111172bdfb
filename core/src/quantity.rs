//! Texts, shares, money, dates and digests, each valid by construction.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use jiff::Timestamp;

/// Why a text, share, sum or digest is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// A title or name is blank.
    #[error("a text is needed here, found nothing but white space")]
    Blank,
    /// More characters than the field takes.
    #[error("{found} characters, at most {limit} are allowed")]
    TooLong {
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A control character.
    #[error("the control character '{}' is not allowed", escaped(*.0))]
    Control(char),
    /// A share outside 0 to 100.
    #[error("`{0}` is no share from 0 to 100 percent")]
    Percent(String),
    /// A sum that can't be read or is too large.
    #[error("`{0}` is no sum of money; write it like `12500.00 EUR`")]
    Money(String),
    /// A day that can't be read.
    #[error("`{0}` is no date; write it like `2026-03-31`")]
    Date(String),
    /// Not 64 hexadecimal digits.
    #[error("`{0}` is no SHA-256 digest: 64 hexadecimal digits are expected")]
    Digest(String),
}

/// As `{:?}` writes control characters, without the tables by which that tells what else can be printed.
fn escaped(control: char) -> String {
    if control == '\0' { "\\0".to_owned() } else { control.escape_default().to_string() }
}

macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident $limit:literal $blank:literal $lines:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
        pub struct $name(Box<str>);

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                crate::record::from_text(from)
            }
        }

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
            /// A text of this crate's own, known to fit.
            #[allow(dead_code, reason = "not every kind of text has a fixed one")]
            pub(crate) fn fixed(text: &'static str) -> Self {
                Self(text.into())
            }
        }
        impl FromStr for $name {
            type Err = QuantityError;
            fn from_str(text: &str) -> Result<Self, QuantityError> {
                let text = text.trim();
                if text.is_empty() && !$blank {
                    return Err(QuantityError::Blank);
                }
                // no more bytes than that are no more characters either
                if text.len() > $limit {
                    let length = text.chars().count();
                    if length > $limit {
                        return Err(QuantityError::TooLong { found: length, limit: $limit });
                    }
                }
                let allowed = |c: char| !c.is_control() || ($lines && matches!(c, '\n' | '\r' | '\t'));
                if let Some(c) = text.chars().find(|&c| !allowed(c)) {
                    return Err(QuantityError::Control(c));
                }
                Ok(Self(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }))
            }
        }
        impl TryFrom<Cow<'_, str>> for $name {
            type Error = QuantityError;
            fn try_from(text: Cow<'_, str>) -> Result<Self, QuantityError> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0.into()
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }
    )*};
}

texts! {
    /// A one-line text of 1 to 500 characters: a title, a name of a level, a place.
    Title 500 false false;
    /// Prose of up to 100,000 characters, possibly empty.
    Text 100_000 true true;
    /// A person, role or body that acts, owns or decides: 1 to 200 characters.
    Actor 200 false false;
}

impl Default for Text {
    fn default() -> Self {
        Self("".into())
    }
}

impl Actor {
    /// Whether two names mean the same actor: letter case and outer white space don't count.
    #[must_use]
    pub fn same(&self, other: &Actor) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

/// A whole percentage, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "u8", extend("maximum" = 100)))]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(u8);

impl Percent {
    /// All of it.
    pub const ALL: Percent = Percent(100);
    /// The number of hundredths.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}
impl TryFrom<u8> for Percent {
    type Error = QuantityError;
    fn try_from(value: u8) -> Result<Self, QuantityError> {
        if value <= 100 { Ok(Self(value)) } else { Err(QuantityError::Percent(value.to_string())) }
    }
}
impl From<Percent> for u8 {
    fn from(value: Percent) -> u8 {
        value.0
    }
}
impl FromStr for Percent {
    type Err = QuantityError;
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let digits = text.trim().trim_end_matches('%').trim_end();
        let wrong = || QuantityError::Percent(text.to_owned());
        digits
            .parse::<u8>()
            .map_err(|_| wrong())
            .and_then(|value| Percent::try_from(value).map_err(|_| wrong()))
    }
}
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}

/// A sum of money in hundredths of a currency unit, with its ISO 4217 code.
///
/// Integers, so that sums are exact; at most 2^53 hundredths either way, so that JSON keeps them.
///
/// ```
/// use riskwright_core::quantity::Money;
/// let cost: Money = "12,500.50 EUR".parse().unwrap();
/// assert_eq!((cost.hundredths(), cost.currency()), (1_250_050, "EUR"));
/// assert_eq!(cost.to_string(), "12500.50 EUR");
/// assert_eq!("12.500,50 €".parse::<Money>().unwrap(), cost);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
#[serde(try_from = "Cow<'_, str>", into = "String")]
pub struct Money {
    hundredths: i64,
    currency: [u8; 3],
}

impl Money {
    const LIMIT: i64 = 1 << 53;

    /// A sum of `hundredths` of the unit of `currency`, a code of three capital letters.
    ///
    /// # Errors
    /// [`QuantityError::Money`] for another code or a sum beyond 2^53 hundredths.
    pub fn new(hundredths: i64, currency: &str) -> Result<Self, QuantityError> {
        match currency.as_bytes() {
            &[a, b, c]
                if [a, b, c].iter().all(u8::is_ascii_uppercase)
                    && (-Self::LIMIT..=Self::LIMIT).contains(&hundredths) =>
            {
                Ok(Self { hundredths, currency: [a, b, c] })
            }
            _ => Err(QuantityError::Money(format!("{hundredths}/100 {currency}"))),
        }
    }
    /// Hundredths of the unit.
    #[must_use]
    pub fn hundredths(&self) -> i64 {
        self.hundredths
    }
    /// The ISO 4217 code.
    #[must_use]
    pub fn currency(&self) -> &str {
        std::str::from_utf8(&self.currency).unwrap_or("XXX")
    }
}

impl FromStr for Money {
    type Err = QuantityError;
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let wrong = || QuantityError::Money(text.to_owned());
        let symbol = |s: &str| match s {
            "€" | "Euro" | "euro" => "EUR".to_owned(),
            "$" => "USD".to_owned(),
            "£" => "GBP".to_owned(),
            other => other.to_uppercase(),
        };
        let split =
            |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '\'' | ' ' | '\u{a0}' | '\u{202f}');
        let amount: String = text.chars().filter(|&c| split(c) && !c.is_whitespace() && c != '\'').collect();
        let currency: String = text.chars().filter(|&c| !split(c)).collect();
        let negative = amount.starts_with('-');
        let amount = amount.strip_prefix('-').unwrap_or(&amount);
        // `5.-` is how the Swiss leave the cents out; no other dash belongs into a sum
        let amount = amount.strip_suffix(".-").unwrap_or(amount);
        if amount.contains('-') {
            return Err(wrong());
        }
        // the last separator is the decimal mark where one or two digits follow it
        let mark = amount.rfind(['.', ',']).filter(|&at| (1..=2).contains(&(amount.len() - at - 1)));
        let (whole, cents) = mark.map_or((amount, ""), |at| {
            (amount.get(..at).unwrap_or_default(), amount.get(at + 1..).unwrap_or_default())
        });
        let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
        let mut hundredths: i64 =
            whole.parse::<i64>().ok().and_then(|n| n.checked_mul(100)).ok_or_else(wrong)?;
        let cents: i64 = format!("{cents:0<2}").parse().map_err(|_| wrong())?;
        hundredths = hundredths.checked_add(cents).ok_or_else(wrong)?;
        Money::new(if negative { -hundredths } else { hundredths }, &symbol(currency.trim()))
            .map_err(|_| wrong())
    }
}
impl TryFrom<Cow<'_, str>> for Money {
    type Error = QuantityError;
    fn try_from(text: Cow<'_, str>) -> Result<Self, QuantityError> {
        text.parse()
    }
}
impl From<Money> for String {
    fn from(money: Money) -> String {
        money.to_string()
    }
}
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.hundredths < 0 { "-" } else { "" };
        let sum = self.hundredths.unsigned_abs();
        write!(f, "{sign}{}.{:02} {}", sum / 100, sum % 100, self.currency())
    }
}

/// A calendar day, written `2026-03-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// The day as a civil date, for reckoning with.
    #[must_use]
    pub fn civil(self) -> jiff::civil::Date {
        self.0
    }
    /// The day of an instant in UTC.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        Self(jiff::tz::Offset::UTC.to_datetime(at).date())
    }
    /// The day so many months later, at the month's end where it has no such day.
    #[must_use]
    pub fn plus_months(self, months: u16) -> Self {
        let span = jiff::Span::new().try_months(i64::from(months));
        Self(span.and_then(|span| self.0.checked_add(span)).unwrap_or(jiff::civil::Date::MAX))
    }
    /// The day so many months earlier, at the month's end where it has no such day.
    #[must_use]
    pub fn minus_months(self, months: u16) -> Self {
        let span = jiff::Span::new().try_months(i64::from(months));
        Self(span.and_then(|span| self.0.checked_sub(span)).unwrap_or(jiff::civil::Date::MIN))
    }
}
impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Self(date)
    }
}
impl FromStr for Date {
    type Err = QuantityError;
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        text.trim().parse().map(Self).map_err(|_| QuantityError::Date(text.chars().take(40).collect()))
    }
}
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

/// A SHA-256 digest, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
#[serde(into = "String")]
pub struct Digest([u8; 32]);

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        crate::record::from_text(from)
    }
}

impl Digest {
    /// The digest that stands before the first entry of a journal.
    pub const ZERO: Digest = Digest([0; 32]);

    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
    /// The digest of a value's canonical JSON (RFC 8785).
    ///
    /// # Errors
    /// If the value can't be written as JSON: a map whose keys are no texts, NaN or an infinity.
    pub fn of_json(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        canonical_json(value).map(|bytes| Self::of(&bytes))
    }
    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
    /// The digest with these bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// A value's canonical JSON (RFC 8785): the same value gives the same bytes everywhere.
///
/// # Errors
/// If the value can't be written as JSON: a map whose keys are no texts, NaN or an infinity.
pub fn canonical_json(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(value)
}

impl FromStr for Digest {
    type Err = QuantityError;
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let wrong = || QuantityError::Digest(text.chars().take(80).collect());
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(wrong());
        }
        // one way to write each digest: lower case
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let &[high, low] = pair else { return Err(wrong()) };
            *byte = value(high).ok_or_else(wrong)? << 4 | value(low).ok_or_else(wrong)?;
        }
        Ok(Self(bytes))
    }
}
impl TryFrom<Cow<'_, str>> for Digest {
    type Error = QuantityError;
    fn try_from(text: Cow<'_, str>) -> Result<Self, QuantityError> {
        text.parse()
    }
}
impl From<Digest> for String {
    fn from(digest: Digest) -> String {
        digest.to_string()
    }
}
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + (half - 10) });
        let digits = self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
        f.write_str(&digits.collect::<String>())
    }
}
impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_told_as_they_are_written() {
        for control in (0..=0x9f).filter_map(char::from_u32).filter(|c| c.is_control()) {
            let told = QuantityError::Control(control).to_string();
            assert_eq!(told, format!("the control character {control:?} is not allowed"));
        }
    }

    #[test]
    fn digests_match_the_published_vectors() {
        // FIPS 180-2, appendix B.1
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of(b"abc").to_string(), abc);
        assert_eq!(abc.parse::<Digest>().unwrap(), Digest::of(b"abc"));
        assert!(abc.to_uppercase().parse::<Digest>().is_err());
    }

    #[test]
    fn canonical_json_is_rfc_8785() {
        // RFC 8785, 3.2.2 to 3.2.4
        let value: serde_json::Value = serde_json::from_str(
            r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"literals":[null,true,false]}"#,
        )
        .unwrap();
        let expected =
            r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}"#;
        assert_eq!(String::from_utf8(canonical_json(&value).unwrap()).unwrap(), expected);
    }

    #[test]
    fn money_reads_what_people_write() {
        for (text, hundredths) in [
            ("1.000 EUR", 100_000),
            ("1.000,5 EUR", 100_050),
            ("$3", 300),
            ("-0.05 CHF", -5),
            ("5.- CHF", 500),
        ] {
            assert_eq!(text.parse::<Money>().map(|m| m.hundredths()), Ok(hundredths), "{text}");
        }
        for text in
            ["", "EUR", "12", "99999999999999999999 EUR", "12 EURO€", "5.-3 EUR", "5-3 EUR", "--5 EUR"]
        {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }
}
