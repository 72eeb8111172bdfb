//! Links that were given out, and answers that are not sent yet.

use riskwright_core::quantity::{Actor, Timestamp};
use rusqlite::params;

use super::{ServerFile, parsed, parsed_if_any};
use crate::rows::damaged;
use crate::store::StoreError;

/// A link by which someone without an account answers one questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id, which the link carries.
    pub id: String,
    /// The questionnaire.
    pub questionnaire: String,
    /// Who is invited.
    pub respondent: Actor,
    /// The risks or assets they answer for.
    pub answers_for: Vec<String>,
    /// Until when the link is good.
    pub until: Timestamp,
    /// Who invited.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Since when it is good no more.
    pub withdrawn: Option<Timestamp>,
    /// The response that was sent by it.
    pub sent: Option<String>,
}

/// Answers as they were left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// How often they were saved.
    pub version: u64,
    /// When they were last.
    pub at: Timestamp,
    /// The answers, as JSON text.
    pub body: String,
}

impl ServerFile {
    /// Keeps an invitation.
    ///
    /// # Errors
    /// If there is one of that id, or the file can't be written.
    pub fn invite(&self, invitation: &Invitation) -> Result<(), StoreError> {
        let Invitation { id, questionnaire, respondent, answers_for, until, by, at, withdrawn, sent } =
            invitation;
        let answers_for =
            serde_json::to_string(answers_for).map_err(|error| damaged("an invitation", error))?;
        self.write(
            "INSERT INTO invitation (id, questionnaire, respondent, answers_for, until, by, at, withdrawn, sent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                id,
                questionnaire,
                respondent.as_str(),
                answers_for,
                until.to_string(),
                by.as_str(),
                at.to_string(),
                withdrawn.map(|at| at.to_string()),
                sent
            ],
        )?;
        Ok(())
    }

    /// Keeps several invitations, or none of them.
    ///
    /// # Errors
    /// As [`ServerFile::invite`].
    pub fn invite_all(&self, invitations: &[Invitation]) -> Result<(), StoreError> {
        self.connection.execute_batch("SAVEPOINT several")?;
        let kept = invitations.iter().try_for_each(|invitation| self.invite(invitation));
        let ended = self.connection.execute_batch(match kept {
            Ok(()) => "RELEASE several",
            Err(_) => "ROLLBACK TO several; RELEASE several",
        });
        kept.and(ended.map_err(Into::into))
    }

    /// The invitations, in the order in which they were made.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn invitations(&self) -> Result<Vec<Invitation>, StoreError> {
        let all = "SELECT id, questionnaire, respondent, answers_for, until, by, at, withdrawn, sent FROM invitation ORDER BY at, id";
        self.list(all, [], |row| {
            let answers_for: String = row.get(3)?;
            Ok(Invitation {
                id: row.get(0)?,
                questionnaire: row.get(1)?,
                respondent: parsed(row, "respondent")?,
                answers_for: serde_json::from_str(&answers_for)
                    .map_err(|error| damaged("an invitation", error))?,
                until: parsed(row, "until")?,
                by: parsed(row, "by")?,
                at: parsed(row, "at")?,
                withdrawn: parsed_if_any(row, "withdrawn")?,
                sent: row.get(8)?,
            })
        })
    }

    /// Lets an invitation be good no more. `false` if there is none of that id that was.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn withdraw_invitation(&self, id: &str, at: Timestamp) -> Result<bool, StoreError> {
        let withdraw = "UPDATE invitation SET withdrawn = ?2 WHERE id = ?1 AND withdrawn IS NULL";
        Ok(self.write(withdraw, params![id, at.to_string()])? == 1)
    }

    /// Notes the response that was sent by an invitation.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn sent_by_invitation(&self, id: &str, response: &str) -> Result<(), StoreError> {
        self.write("UPDATE invitation SET sent = ?2 WHERE id = ?1", params![id, response])?;
        Ok(())
    }

    /// The answers that someone left to a questionnaire.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn draft(&self, owner: &str, questionnaire: &str) -> Result<Option<Draft>, StoreError> {
        let one = "SELECT version, at, body FROM draft WHERE owner = ?1 AND questionnaire = ?2";
        self.one(one, params![owner, questionnaire], |row| {
            Ok(Draft {
                version: row.get::<_, i64>(0)?.unsigned_abs(),
                at: parsed(row, "at")?,
                body: row.get(2)?,
            })
        })
    }

    /// Saves answers over those of version `seen`, 0 where there are none. The draft as it is where another was saved
    /// since: nothing is written over.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn save_draft(
        &self,
        (owner, questionnaire): (&str, &str),
        seen: u64,
        (body, at): (&str, Timestamp),
    ) -> Result<Result<u64, Option<Draft>>, StoreError> {
        let kept = self.draft(owner, questionnaire)?;
        if kept.as_ref().map_or(0, |draft| draft.version) != seen {
            return Ok(Err(kept));
        }
        let version = seen.saturating_add(1);
        self.write(
            "INSERT OR REPLACE INTO draft (owner, questionnaire, version, at, body) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![owner, questionnaire, crate::rows::seq_in(version), at.to_string(), body],
        )?;
        Ok(Ok(version))
    }

    /// Forgets answers that were left.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn drop_draft(&self, owner: &str, questionnaire: &str) -> Result<(), StoreError> {
        self.write(
            "DELETE FROM draft WHERE owner = ?1 AND questionnaire = ?2",
            params![owner, questionnaire],
        )?;
        Ok(())
    }
}
