//! Who may sign in, and who is.

use riskwright_core::quantity::{Actor, Digest, Timestamp};
use rusqlite::params;

use super::{ServerFile, parsed, second};
use crate::rows::damaged;
use crate::store::StoreError;

/// Someone who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The name: the actor of what is changed.
    pub name: Actor,
    /// What passwords are held against, as the server writes it.
    pub password: String,
    /// Since when.
    pub since: Timestamp,
}

/// Someone who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSession {
    /// The digest of what the browser shows.
    pub token: Digest,
    /// Who.
    pub user: Actor,
    /// Until when, to the second.
    pub until: Timestamp,
}

fn folded(name: &Actor) -> String {
    name.to_lowercase()
}

impl ServerFile {
    /// Lets someone sign in. `false` if there is a user of that name already; letter case does not count.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn add_user(&self, user: &User) -> Result<bool, StoreError> {
        let User { name, password, since } = user;
        let added = self.write(
            "INSERT OR IGNORE INTO user (folded, name, password, since) VALUES (?1, ?2, ?3, ?4)",
            params![folded(name), name.as_str(), password, since.to_string()],
        )?;
        Ok(added == 1)
    }

    /// Gives a user another password, and ends their sessions. `false` if there is no such user.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn set_password(&self, name: &Actor, password: &str) -> Result<bool, StoreError> {
        let set =
            self.write("UPDATE user SET password = ?2 WHERE folded = ?1", params![folded(name), password])?;
        self.write("DELETE FROM session WHERE folded = ?1", params![folded(name)])?;
        Ok(set == 1)
    }

    /// Lets a user sign in no more, and ends their sessions. `false` if there is no such user.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn remove_user(&self, name: &Actor) -> Result<bool, StoreError> {
        Ok(self.write("DELETE FROM user WHERE folded = ?1", params![folded(name)])? == 1)
    }

    /// Who may sign in, by name.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn users(&self) -> Result<Vec<User>, StoreError> {
        self.list("SELECT name, password, since FROM user ORDER BY folded", [], |row| {
            Ok(User { name: parsed(row, "name")?, password: row.get(1)?, since: parsed(row, "since")? })
        })
    }

    /// Keeps a session.
    ///
    /// # Errors
    /// If there is no such user any more, or the file can't be written.
    pub fn begin_session(&self, session: &KeptSession) -> Result<(), StoreError> {
        let KeptSession { token, user, until } = session;
        self.write(
            "INSERT OR REPLACE INTO session (token, folded, until) VALUES (?1, ?2, ?3)",
            params![token.to_string(), folded(user), second(*until)],
        )?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn end_session(&self, token: &Digest) -> Result<(), StoreError> {
        self.write("DELETE FROM session WHERE token = ?1", params![token.to_string()])?;
        Ok(())
    }

    /// The sessions that have not ended by then; the others are forgotten.
    ///
    /// # Errors
    /// If the file can't be read or written.
    pub fn sessions(&self, now: Timestamp) -> Result<Vec<KeptSession>, StoreError> {
        self.write("DELETE FROM session WHERE until <= ?1", params![second(now)])?;
        self.list("SELECT token, name, until FROM session JOIN user USING (folded)", [], |row| {
            let until = Timestamp::from_second(row.get(2)?).map_err(|error| damaged("until", error))?;
            Ok(KeptSession { token: parsed(row, "token")?, user: parsed(row, "name")?, until })
        })
    }
}
