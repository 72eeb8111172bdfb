//! Context and plan from tables: parties, requirements, issues, objectives, roles, actions; and records as JSON.

use std::collections::{BTreeMap, BTreeSet};

use super::{Grid, Reader, Row, Subject, Table, items, one_line, plain, text_at};
use crate::context::{
    Duty, InterestedParty, Issue, IssueCategory, IssueOrigin, Objective, ObjectiveStatus, PartyKind,
    Requirement, RequirementKind, Role,
};
use crate::exchange::table::tables;
use crate::id::{ActionId, IssueId, ObjectiveId, PartyId, RequirementId, RoleId, ScenarioId};
use crate::isms::{Kind, Record, RecordRef};
use crate::quantity::{Money, Percent, Text};
use crate::treatment::{Action, ActionStatus};

fn all<T: Copy>(values: &[T], text: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    values.iter().map(|value| text(*value)).collect()
}

macro_rules! read_rows {
    ($($plural:ident $single:ident;)*) => {$(
        pub(super) fn $plural(&mut self, table: &Table<'_>) {
            for at in &table.rows {
                let mut row = Row::new(table, *at);
                if self.is_template(&row) {
                    continue;
                }
                let record = self.$single(&mut row);
                self.settle(row, record.map(Record::from));
            }
        }
    )*};
}

impl Reader<'_> {
    read_rows! {
        parties party;
        requirements requirement;
        issues issue;
        objectives objective;
        roles role;
        actions action;
    }

    /// Yes or no; a problem for another word.
    fn decided(&self, row: &mut Row<'_>, field: &str) -> Option<bool> {
        let text = row.get(field)?;
        match crate::exchange::fields::leading_word("applicability", &text) {
            Some("included" | "yes") => Some(true),
            Some("excluded" | "no") => Some(false),
            _ => {
                row.problem(field, text, "yes or no");
                None
            }
        }
    }

    fn party(&mut self, row: &mut Row<'_>) -> Option<InterestedParty> {
        let title = self.needed_title(row, "the interested party's name")?;
        let id: PartyId = self.id(row, Kind::InterestedParty, Some(&title))?;
        let kind = row.word("kind", "party-kind", &all(PartyKind::ALL, PartyKind::as_str), self.options);
        let description = row.prose("description").unwrap_or_default();
        Some(InterestedParty {
            id,
            title,
            kind: kind.unwrap_or(PartyKind::Other),
            description,
            reviewed_on: row.date("reviewed-on"),
        })
    }

    fn requirement(&mut self, row: &mut Row<'_>) -> Option<Requirement> {
        let title = row.title("text");
        if title.is_none() {
            row.problem("text", "", "the requirement in a sentence");
        }
        let title = title?;
        let id: RequirementId = self.id(row, Kind::Requirement, Some(&title))?;
        let kind = row.word(
            "kind",
            "requirement-kind",
            &all(RequirementKind::ALL, RequirementKind::as_str),
            self.options,
        );
        let party = row.get("party").and_then(|text| {
            let known: Option<PartyId> =
                self.known(Kind::InterestedParty, &text).and_then(|id| id.parse().ok());
            if known.is_some() {
                return known;
            }
            let title = one_line(&text).parse().ok()?;
            let id: PartyId = self.next_id(Kind::InterestedParty);
            let party = InterestedParty {
                id: id.clone(),
                title,
                kind: PartyKind::Other,
                description: Text::default(),
                reviewed_on: None,
            };
            self.take_new(party.into(), Subject::Party);
            Some(id)
        });
        Some(Requirement {
            id,
            title,
            kind: kind.unwrap_or(RequirementKind::Other),
            party,
            source: row.title("source"),
            addressed: self.decided(row, "addressed"),
            reason: row.prose("reason").unwrap_or_default(),
            controls: self.control_refs(row, "controls").into_keys().collect(),
        })
    }

    fn issue(&mut self, row: &mut Row<'_>) -> Option<Issue> {
        let title = self.needed_title(row, "the issue in a sentence")?;
        let id: IssueId = self.id(row, Kind::Issue, Some(&title))?;
        let origin =
            row.word("origin", "issue-origin", &all(IssueOrigin::ALL, IssueOrigin::as_str), self.options);
        let category = row.word(
            "category",
            "issue-category",
            &all(IssueCategory::ALL, IssueCategory::as_str),
            self.options,
        );
        Some(Issue {
            id,
            title,
            origin: origin.unwrap_or(IssueOrigin::External),
            category: category.unwrap_or(IssueCategory::Other),
            effect: row.prose("effect").unwrap_or_default(),
            relevant: self.decided(row, "relevant"),
            reason: row.prose("reason").unwrap_or_default(),
            reviewed_on: row.date("reviewed-on"),
        })
    }

    fn objective(&mut self, row: &mut Row<'_>) -> Option<Objective> {
        let title = self.needed_title(row, "the objective in a sentence")?;
        let id: ObjectiveId = self.id(row, Kind::Objective, Some(&title))?;
        Some(Objective {
            id,
            title,
            measure: row.title("measure"),
            target: row.title("target"),
            due: row.date("due"),
            responsible: row.actor("responsible"),
            evaluation: row.prose("evaluation").unwrap_or_default(),
            status: row.word(
                "status",
                "objective-status",
                &all(ObjectiveStatus::ALL, ObjectiveStatus::as_str),
                self.options,
            ),
        })
    }

    fn role(&mut self, row: &mut Row<'_>) -> Option<Role> {
        let title = self.needed_title(row, "the role's name")?;
        let id: RoleId = self.id(row, Kind::Role, Some(&title))?;
        let mut covers = BTreeSet::new();
        for item in row.get("covers").map(|text| items(&text, true)).unwrap_or_default() {
            match item.parse::<Duty>() {
                Ok(duty) => {
                    covers.insert(duty);
                }
                Err(error) => row.problem("covers", item, format!("one of: {}", error.expected)),
            }
        }
        Some(Role {
            id,
            title,
            person: row.actor("person"),
            deputy: row.actor("deputy"),
            duties: row.prose("duties").unwrap_or_default(),
            covers,
            accepts_up_to: row.title("accepts-up-to"),
        })
    }

    fn action(&mut self, row: &mut Row<'_>) -> Option<Action> {
        let title = self.needed_title(row, "what is to be done")?;
        let id: ActionId = self.id(row, Kind::Action, Some(&title))?;
        let mut scenarios: BTreeSet<ScenarioId> = BTreeSet::new();
        for item in row.get("scenarios").map(|text| items(&text, true)).unwrap_or_default() {
            match self.known(Kind::RiskScenario, &item).and_then(|id| id.parse().ok()) {
                Some(id) => {
                    scenarios.insert(id);
                }
                None => row.problem("scenarios", item, "the id or title of a risk"),
            }
        }
        let currency =
            self.isms.organisation().currency.as_ref().map_or("EUR".to_owned(), ToString::to_string);
        let cost = row.get("cost").and_then(|text| {
            let cost = text.parse::<Money>().or_else(|_| format!("{text} {currency}").parse()).ok();
            if cost.is_none() {
                row.problem("cost", text, "a sum like 12500.00 EUR");
            }
            cost
        });
        let progress = row.get("progress").and_then(|text| {
            // a workbook stores 40 % as 0.4
            let share =
                text.parse::<f64>().ok().filter(|share| *share > 0.0 && *share <= 1.0 && text.contains('.'));
            let read = share.map_or_else(
                || text.parse::<Percent>().ok(),
                |share| Percent::try_from((share * 100.0 + 0.5) as u8).ok(),
            );
            if read.is_none() {
                row.problem("progress", text, "a share from 0 to 100 percent");
            }
            read
        });
        let status =
            row.word("status", "action-status", &all(ActionStatus::ALL, ActionStatus::as_str), self.options);
        let known = self.isms.actions().get(&id).cloned();
        Some(Action {
            id,
            title,
            scenarios,
            controls: self.control_refs(row, "controls").into_keys().collect(),
            owner: row.actor("owner"),
            due: row.date("due"),
            cost,
            resources: row.prose("resources").unwrap_or_default(),
            progress: progress.unwrap_or_default(),
            status,
            done_on: row.date("done-on"),
            evidence: match row.table.column("evidence") {
                Some(_) => {
                    row.get("evidence").map(|text| super::scenario::evidence(&text)).unwrap_or_default()
                }
                None => known.map(|action| action.evidence.clone()).unwrap_or_default(),
            },
        })
    }

    /// Records as JSON, for what tables can't show. They come first: tables are read against them, and leave them be.
    pub(super) fn restore_records(&mut self, grids: &[Grid]) {
        let mut parts: BTreeMap<RecordRef, String> = BTreeMap::new();
        for grid in grids {
            let found = tables(grid, &self.isms, &self.options.mapping);
            for table in found.tables.iter().filter(|table| table.subject == Subject::Record) {
                let (Some(kind), Some(json)) = (table.column("kind"), table.column("json")) else { continue };
                for at in &table.rows {
                    let mut row = Row::new(table, *at);
                    let place = text_at(grid, *at, kind.at);
                    let text = text_at(grid, *at, json.at);
                    match place.parse::<RecordRef>() {
                        // a record too long for one cell goes on in the next row
                        Ok(at) => parts.entry(at).or_default().push_str(&text),
                        Err(error) => {
                            row.problem("kind", place, error.to_string());
                            self.settle(row, None);
                        }
                    }
                }
            }
        }
        for (at, text) in parts {
            if text == "null" {
                self.restored.insert(at, None);
                continue;
            }
            let parsed = serde_json::from_str::<serde_json::Value>(&text)
                .and_then(|value| Ok((Record::from_json(at.kind, value.clone())?, value)));
            match parsed {
                Ok((record, value)) if record.reference() == at => {
                    self.remember(&record);
                    self.isms.put(record);
                    self.restored.insert(at, Some(value));
                }
                Ok(_) => self
                    .intake
                    .notes
                    .push(format!("the record {} calls itself otherwise and is left aside", at.path())),
                Err(error) => self.intake.problems.push(super::Problem {
                    source: grids.first().map(|grid| grid.source.clone()).unwrap_or_default(),
                    sheet: Subject::Record.sheet().to_owned(),
                    cell: "B".to_owned(),
                    found: plain(&text).chars().take(40).collect(),
                    expected: format!("the JSON of {}: {error}", at.path()),
                    help: None,
                }),
            }
        }
    }
}
