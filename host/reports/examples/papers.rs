//! Writes the papers of a medium-sized ISMS into a folder: `cargo run -p riskwright-reports --example papers -- FOLDER`.
//!
//! The registers are those of tests/cases, with scope, treatment and acceptances added.

use std::error::Error;
use std::path::{Path, PathBuf};

use riskwright_core::catalogue::Edition;
use riskwright_core::change::Change;
use riskwright_core::exchange::{Options, import};
use riskwright_core::isms::Isms;
use riskwright_core::journal::{Head, append, blank};
use riskwright_core::methodology::assessment::{assess, records};
use riskwright_core::quantity::{Actor, Date, Timestamp};
use riskwright_reports::{Context, register, soa};

type Failure = Box<dyn Error>;

/// A journal in memory: as much of a store as papers need.
struct Journal {
    isms: Isms,
    head: Head,
}

impl Journal {
    fn make(&mut self, change: Change, by: &str) -> Result<(), Failure> {
        let at = Timestamp::from_second(1_790_000_000 + i64::try_from(self.head.seq)? * 600)?;
        let by: Actor = by.parse()?;
        let (entry, _) = append(&mut self.isms, &self.head, change, (&by, at), &[])
            .map_err(|rejection| format!("{rejection:?}"))?;
        self.head = Head { seq: entry.seq, hash: entry.hash, at };
        Ok(())
    }

    fn changes(&mut self, json: &str, by: &str) -> Result<(), Failure> {
        let changes: Vec<Change> = serde_json::from_str(json)?;
        changes.into_iter().try_for_each(|change| self.make(change, by))
    }
}

fn main() -> Result<(), Failure> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder to write into")?);
    std::fs::create_dir_all(&folder)?;
    let mut journal = Journal { isms: blank(), head: Head::START };
    journal.changes(r#"[{"isms.begin":{"name":"Nordlicht Analytics GmbH"}}]"#, "A. Manager")?;
    for register in
        ["assets_register.md", "suppliers_register.md", "risks_register.md", "statement_of_applicability.md"]
    {
        take_in(&mut journal, register)?;
    }
    journal.changes(include_str!("papers.json"), "A. Manager")?;
    record_scores(&mut journal)?;
    journal.changes(include_str!("acceptance.json"), "Katrin Brandt")?;
    write(&journal, &folder)
}

fn take_in(journal: &mut Journal, register: &str) -> Result<(), Failure> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/registers/llm-iso27001").join(register);
    let grids = riskwright_tables::read(register, &std::fs::read(path)?)?;
    let options = Options { skip_bad: true, adopt_scale: true, ..Options::default() };
    let changes = import(&journal.isms, &grids, &options).changes;
    journal.make(Change::Together { title: format!("import of {register}").parse()?, changes }, "A. Manager")
}

fn record_scores(journal: &mut Journal) -> Result<(), Failure> {
    let methodology = journal.isms.preferred_methodology().ok_or("no methodology")?;
    let methodology = methodology.build(&journal.isms)?;
    let run = assess(&journal.isms, methodology.as_ref())?;
    let rows: Vec<_> = run.rows.iter().collect();
    let scores = records(&rows, methodology.as_ref(), &"A. Manager".parse()?, "2026-11-02".parse()?)?;
    journal.make(Change::RiskAssess { scores }, "A. Manager")
}

fn write(journal: &Journal, folder: &Path) -> Result<(), Failure> {
    let as_of: Date = "2026-11-20".parse()?;
    for edition in [Edition::E2022, Edition::E2013] {
        let context = Context {
            isms: &journal.isms,
            edition,
            as_of,
            entries: journal.head.seq,
            head: journal.head.hash,
        };
        std::fs::write(folder.join(format!("soa-{edition}.html")), soa::html(&context))?;
        std::fs::write(folder.join(format!("soa-{edition}.xlsx")), soa::xlsx(&context)?)?;
        std::fs::write(folder.join(format!("register-{edition}.html")), register::html(&context)?)?;
        std::fs::write(folder.join(format!("register-{edition}.xlsx")), register::xlsx(&context)?)?;
    }
    Ok(())
}
