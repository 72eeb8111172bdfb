//! The example company after its two years: all ten steps, in memory.

use std::path::Path;

use riskwright_core::catalogue::Edition;
use riskwright_core::change::Change;
use riskwright_core::exchange::{Options, import};
use riskwright_core::isms::Isms;
use riskwright_core::journal::{Head, append, blank};
use riskwright_core::methodology::assessment::{assess, records};
use riskwright_core::quantity::{Actor, Date, Timestamp};
use riskwright_reports::Context;
use serde::Deserialize;

/// The day on which the story is told.
pub const TODAY: &str = "2026-11-20";

/// An ISMS with where its journal ends.
pub struct Story {
    pub isms: Isms,
    pub head: Head,
}

#[derive(Deserialize)]
struct Step {
    by: Actor,
    at: Timestamp,
    change: Change,
}

fn read(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/mersholt").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl Story {
    pub fn begin(name: &str) -> Self {
        let mut story = Self { isms: blank(), head: Head::START };
        let begin = serde_json::json!({ "isms.begin": { "name": name } });
        story.make(serde_json::from_value(begin).unwrap(), "A. Manager", "2024-11-01T08:00:00Z");
        story
    }

    pub fn make(&mut self, change: Change, by: &str, at: &str) {
        self.append(change, &by.parse().unwrap(), at.parse().unwrap());
    }

    fn append(&mut self, change: Change, by: &Actor, at: Timestamp) {
        let told = format!("{change:?}");
        let (entry, _) = append(&mut self.isms, &self.head, change, (by, at), &[])
            .unwrap_or_else(|why| panic!("{why:?}: {told}"));
        self.head = Head { seq: entry.seq, hash: entry.hash, at };
    }

    fn steps(&mut self, name: &str) {
        let steps: Vec<Step> = serde_json::from_slice(&read(name)).unwrap();
        steps.into_iter().for_each(|step| self.append(step.change, &step.by, step.at));
    }

    fn import(&mut self, names: &[&str], at: &str) {
        let grids: Vec<_> =
            names.iter().flat_map(|name| riskwright_tables::read(name, &read(name)).unwrap()).collect();
        let changes = import(&self.isms, &grids, &Options::default()).changes;
        self.make(Change::Together { title: "import".parse().unwrap(), changes }, "Jonas Reimann", at);
    }

    pub fn assess(&mut self, at: &str) {
        let methodology = self.isms.preferred_methodology().unwrap().build(&self.isms).unwrap();
        let run = assess(&self.isms, methodology.as_ref()).unwrap();
        let rows: Vec<_> = run.rows.iter().collect();
        let on: Date = at[..10].parse().unwrap();
        let scores = records(&rows, methodology.as_ref(), &"Jonas Reimann".parse().unwrap(), on).unwrap();
        drop(rows);
        drop(run);
        self.make(Change::RiskAssess { scores }, "Jonas Reimann", at);
    }

    /// From the scope to the first surveillance audit, as `cargo xtask demo` tells it.
    pub fn mersholt() -> Self {
        let mut story = Self::begin("Mersholt Messtechnik GmbH");
        story.steps("setup.json");
        story.steps("story/1-foundation.json");
        let early = ["context", "assets", "controls", "risks", "actions"]
            .map(|name| format!("story/{name}-2025.{}", if name == "context" { "md" } else { "csv" }));
        story.import(&early.each_ref().map(String::as_str), "2025-03-20T23:00:00Z");
        story.assess("2025-03-21T23:00:00Z");
        story.steps("story/2-certificate.json");
        story.assess("2026-03-05T23:00:00Z");
        story.steps("story/3-surveillance.json");
        let present = ["context.md", "assets.csv", "controls.csv", "risks.csv", "actions.csv"];
        story.import(&present, "2026-11-09T23:00:00Z");
        story.assess("2026-11-10T23:00:00Z");
        story.steps("decisions.json");
        story
    }

    pub fn context(&self) -> Context<'_> {
        Context {
            isms: &self.isms,
            edition: Edition::E2022,
            as_of: TODAY.parse().unwrap(),
            entries: self.head.seq,
            head: self.head.hash,
        }
    }
}
