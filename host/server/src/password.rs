//! Passwords, by argon2id.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// A password has at least so many characters.
pub const LEAST: usize = 12;
/// And at most so many bytes.
const MOST: usize = 1024;

/// Why a password is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// It is too short.
    #[error("a password has at least {LEAST} characters, this one has {0}")]
    Short(usize),
    /// It is too long.
    #[error("a password has at most {MOST} bytes, this one has {0}")]
    Long(usize),
    /// It could not be hashed.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
}

/// What a password is held against from now on: its hash with salt and parameters, as a PHC string.
///
/// ```
/// use riskwright_server::password;
/// let kept = password::hash("correct horse battery", [7; 16]).unwrap();
/// assert!(kept.starts_with("$argon2id$v=19$"));
/// assert!(password::fits("correct horse battery", &kept));
/// assert!(!password::fits("another horse battery", &kept));
/// ```
///
/// # Errors
/// If it is too short or too long.
pub fn hash(password: &str, salt: [u8; 16]) -> Result<String, PasswordError> {
    let length = password.chars().count();
    if length < LEAST {
        return Err(PasswordError::Short(length));
    }
    if password.len() > MOST {
        return Err(PasswordError::Long(password.len()));
    }
    let hashed = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hashed.map(|hashed| hashed.to_string()).map_err(|error| PasswordError::Hash(error.to_string()))
}

/// Whether a password is the one that was hashed. It takes some milliseconds, whatever the answer.
#[must_use]
pub fn fits(password: &str, kept: &str) -> bool {
    password.len() <= MOST && Argon2::default().verify_password(password.as_bytes(), kept).is_ok()
}

/// As [`fits`] where there is nothing to hold it against: it takes as long, so that nobody learns which names there are.
pub fn fits_nobody(password: &str) {
    let salt = [0; 16];
    let _ =
        Argon2::default().hash_password_with_salt(&password.as_bytes()[..password.len().min(MOST)], &salt);
}
