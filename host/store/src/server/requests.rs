//! Requests that must not be carried out twice, under the keys that their senders gave them.

use riskwright_core::quantity::{Digest, Timestamp};
use rusqlite::params;

use super::{ServerFile, parsed, second};
use crate::rows::{seq_in, seq_out};
use crate::store::StoreError;

/// What is known of a request with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The digest of what was asked.
    pub digest: Digest,
    /// Where the journal ended when it came: whatever it did is told after that.
    pub base: u64,
    /// What was answered; none where that was not written down any more.
    pub answer: Option<String>,
}

impl ServerFile {
    /// Notes that a request is about to be carried out, or tells what is known of an earlier one with that key.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn claim(
        &self,
        (owner, key): (&str, &str),
        digest: &Digest,
        (base, at): (u64, Timestamp),
    ) -> Result<Option<KeptAnswer>, StoreError> {
        let one = "SELECT digest, base, answer FROM request WHERE owner = ?1 AND key = ?2";
        let known = self.one(one, params![owner, key], |row| {
            Ok(KeptAnswer { digest: parsed(row, "digest")?, base: seq_out(row.get(1)?), answer: row.get(2)? })
        })?;
        if known.is_none() {
            self.write(
                "INSERT INTO request (owner, key, digest, base, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![owner, key, digest.to_string(), seq_in(base), second(at)],
            )?;
        }
        Ok(known)
    }

    /// Notes what was answered.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn answered(&self, (owner, key): (&str, &str), answer: &str) -> Result<(), StoreError> {
        self.write(
            "UPDATE request SET answer = ?3 WHERE owner = ?1 AND key = ?2",
            params![owner, key, answer],
        )?;
        Ok(())
    }

    /// Forgets a request that was refused: it may be made again.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn release(&self, (owner, key): (&str, &str)) -> Result<(), StoreError> {
        self.write("DELETE FROM request WHERE owner = ?1 AND key = ?2", params![owner, key])?;
        Ok(())
    }

    /// Forgets the requests that came before an instant.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn forget_requests(&self, before: Timestamp) -> Result<(), StoreError> {
        self.write("DELETE FROM request WHERE at < ?1", params![second(before)])?;
        Ok(())
    }
}
