//! Changing the register where it stands: a cell is opened, its fields are filled, and one change is sent when it is left.

use crate::change::{Change, RiskSet};
use crate::effect::Effect;
use crate::hearing::{Heard, Kind, some};
use crate::model::{Focus, Model, Notice, Typed};

/// The columns of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The id.
    Id,
    /// The title.
    Title,
    /// The owner.
    Owner,
    /// Without controls.
    Inherent,
    /// With the controls in place.
    Current,
    /// The present picture, where there is no room for all.
    Present,
    /// With the plan carried out.
    Target,
    /// The present picture by another methodology.
    Beside,
    /// What is done about it.
    Treatment,
    /// What is to be done.
    Verdict,
    /// When it is to be looked at again.
    Review,
}

impl Column {
    const ALL: [Self; 11] = [
        Self::Id,
        Self::Title,
        Self::Owner,
        Self::Inherent,
        Self::Current,
        Self::Present,
        Self::Target,
        Self::Beside,
        Self::Treatment,
        Self::Verdict,
        Self::Review,
    ];

    /// The column at a place.
    #[must_use]
    pub fn at(place: usize) -> Option<Self> {
        Self::ALL.get(place).copied()
    }

    /// Whether what it shows can be changed there.
    #[must_use]
    pub fn may_change(self) -> bool {
        !matches!(self, Self::Id | Self::Title | Self::Beside | Self::Verdict)
    }
}

/// A cell that is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// Which risk.
    pub id: String,
    /// What of it.
    pub column: Column,
    /// What its fields hold, where that was changed.
    pub fields: Vec<Typed>,
    /// It was left before the risk was there that the change rests on.
    pub left: bool,
}

impl Model {
    /// Something was done in the register's cells, if it was.
    pub(crate) fn edited(&mut self, heard: &Heard) -> Option<Vec<Effect>> {
        match (heard.kind, heard.does.as_str()) {
            (Kind::Press, "edit") => Some(self.open_cell(&heard.id, Column::at(heard.at)?)),
            (Kind::Press, "edit-save") => {
                self.focus = Some(Focus::Cell);
                Some(self.leave_cell())
            }
            (Kind::Press, "edit-cancel") => {
                self.edit = None;
                self.focus = Some(Focus::Cell);
                Some(Vec::new())
            }
            (Kind::Input | Kind::Change, "factor" | "option" | "risk-owner" | "risk-review") => {
                let fields = &mut self.edit.as_mut()?.fields;
                fields
                    .retain(|field| (&field.does, &field.id, field.at) != (&heard.does, &heard.id, heard.at));
                fields.push(heard.typed());
                Some(Vec::new())
            }
            _ => None,
        }
    }

    /// Opens a cell; what it changes rests on the risk as it is now.
    fn open_cell(&mut self, id: &str, column: Column) -> Vec<Effect> {
        if !(self.may_change() && column.may_change()) {
            return Vec::new();
        }
        self.cursor = Some((id.to_owned(), column));
        if self.edit.as_ref().is_some_and(|edit| edit.id == id && edit.column == column) {
            return Vec::new();
        }
        let mut effects = self.leave_cell();
        self.edit = Some(Edit { id: id.to_owned(), column, fields: Vec::new(), left: false });
        id.clone_into(&mut self.risk_id);
        self.risk.has = None;
        self.focus = Some(Focus::Edit);
        effects.extend(self.ask_risk());
        effects
    }

    /// The risk is there whose cell is open.
    pub(crate) fn cell_came(&mut self) -> Vec<Effect> {
        match &self.edit {
            Some(edit) if edit.left => self.leave_cell(),
            Some(_) => {
                self.focus = Some(Focus::Edit);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Closes the cell, and sends what was changed in it.
    pub(crate) fn leave_cell(&mut self) -> Vec<Effect> {
        let Some(mut edit) = self.edit.take() else { return Vec::new() };
        if edit.fields.is_empty() {
            return Vec::new();
        }
        let Some(risk) = self.risk.has.as_ref().map(|risk| &risk.scenario) else {
            edit.left = true;
            self.edit = Some(edit);
            return Vec::new();
        };
        let value = edit.fields.last().map(|field| field.value.as_str()).unwrap_or_default();
        let (owner, review) = (risk.owner.clone(), risk.review_on.clone());
        let effects = match edit.column {
            Column::Owner if some(value) != owner => {
                self.revise(RiskSet { owner: Some(some(value)), ..RiskSet::default() })
            }
            Column::Review if some(value) != review => {
                self.revise(RiskSet { review_on: Some(some(value)), ..RiskSet::default() })
            }
            Column::Treatment if some(value) != self.option() => self.treat(Some(some(value)), None),
            Column::Inherent | Column::Current | Column::Present | Column::Target => {
                let Some((stage, before)) = self.stage(self.stage_at(edit.column)) else { return Vec::new() };
                let mut estimate = before.clone();
                let wrong = edit.fields.iter().find_map(|field| self.put_factor(&mut estimate, field).err());
                if let Some(text) = wrong {
                    self.notice = Some(Notice { text, wrong: true, ..Notice::default() });
                    self.edit = Some(edit);
                    self.focus = Some(Focus::Edit);
                    return Vec::new();
                }
                if estimate == before { Vec::new() } else { self.send_estimate(stage, estimate) }
            }
            _ => Vec::new(),
        };
        if !effects.is_empty() {
            self.sent = Some((edit.id, edit.column));
        }
        effects
    }

    fn revise(&self, set: RiskSet) -> Vec<Effect> {
        self.change(Change::ReviseRisk(crate::change::Revised { id: self.risk_id.clone(), set }))
    }

    /// How the risk is treated.
    pub(crate) fn option(&self) -> Option<String> {
        self.risk.has.as_ref()?.treatment.as_ref()?.option.clone()
    }

    /// The picture that a column shows, by its place.
    pub(crate) fn stage_at(&self, column: Column) -> usize {
        let current = self.risk.has.as_ref().is_some_and(|risk| risk.scenario.current.is_some());
        match column {
            Column::Target => 2,
            Column::Current => 1,
            Column::Present if current => 1,
            _ => 0,
        }
    }
}
