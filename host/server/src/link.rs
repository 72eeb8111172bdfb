//! Links for who has no account: signed, so that none can be made up, and good until a day.

use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use riskwright_core::quantity::Timestamp;
use sha2::Sha256;

/// Bytes of an id.
const ID: usize = 16;
/// Bytes of the instant until which it is good.
const UNTIL: usize = 8;

/// What a link says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The invitation or room: 32 hexadecimal digits.
    pub of: String,
    /// Until when it is good, to the second.
    pub until: Timestamp,
}

/// The id of a new invitation or room, of random bytes.
#[must_use]
pub fn id(random: [u8; ID]) -> String {
    random.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mac(secret: &[u8; 32], purpose: &[u8], signed: &[u8]) -> Hmac<Sha256> {
    // HMAC takes keys of any length
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap_or_else(|_| unreachable!());
    mac.update(purpose);
    mac.update(&[0]);
    mac.update(signed);
    mac
}

/// A token that only who knows the secret can make: 64 hexadecimal digits.
#[must_use]
pub fn token(secret: &[u8; 32], purpose: &str, of: &[u8]) -> String {
    let digest = mac(secret, purpose.as_bytes(), of).finalize().into_bytes();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a token is [`token`] of these, in the same time wherever it differs.
#[must_use]
pub fn is_token(given: &str, secret: &[u8; 32], purpose: &str, of: &[u8]) -> bool {
    let mut bytes = Vec::with_capacity(32);
    for at in (0..given.len()).step_by(2) {
        match given.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if bytes.len() < 32 => bytes.push(byte),
            _ => return false,
        }
    }
    mac(secret, purpose.as_bytes(), of).verify_slice(&bytes).is_ok()
}

/// What a link leads to: one of the other kind is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// To a questionnaire.
    ToQuestionnaire,
    /// To a room.
    ToRoom,
}

impl Leads {
    const fn purpose(self) -> &'static [u8] {
        match self {
            Self::ToQuestionnaire => b"riskwright.link/1",
            Self::ToRoom => b"riskwright.room/1",
        }
    }
}

impl Link {
    /// The link's secret part.
    ///
    /// ```
    /// use riskwright_server::link::{Leads, Link, id};
    /// let link = Link { of: id([3; 16]), until: "2026-12-01T00:00:00Z".parse().unwrap() };
    /// let text = link.sign(Leads::ToQuestionnaire, &[9; 32]);
    /// assert_eq!(Link::read(&text, Leads::ToQuestionnaire, &[9; 32]), Some(link));
    /// assert_eq!(Link::read(&text, Leads::ToQuestionnaire, &[8; 32]), None);
    /// assert_eq!(Link::read(&text, Leads::ToRoom, &[9; 32]), None);
    /// ```
    #[must_use]
    pub fn sign(&self, leads: Leads, secret: &[u8; 32]) -> String {
        let mut bytes: Vec<u8> = (0..self.of.len())
            .step_by(2)
            .filter_map(|at| u8::from_str_radix(self.of.get(at..at + 2)?, 16).ok())
            .collect();
        bytes.extend(self.until.as_second().to_be_bytes());
        let signature = mac(secret, leads.purpose(), &bytes).finalize().into_bytes();
        bytes.extend_from_slice(&signature);
        Base64UrlUnpadded::encode_string(&bytes)
    }

    /// What a link says, if it was signed with this secret.
    #[must_use]
    pub fn read(text: &str, leads: Leads, secret: &[u8; 32]) -> Option<Self> {
        // no more than it can have is looked at
        let bytes = Base64UrlUnpadded::decode_vec(text.get(..text.len().min(100))?).ok()?;
        let (signed, signature) = bytes.split_at_checked(ID + UNTIL)?;
        mac(secret, leads.purpose(), signed).verify_slice(signature).ok()?;
        let (of, until) = signed.split_at_checked(ID)?;
        Some(Self {
            of: id(of.try_into().ok()?),
            until: Timestamp::from_second(i64::from_be_bytes(until.try_into().ok()?)).ok()?,
        })
    }
}
