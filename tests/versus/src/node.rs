//! The same package as an ES module, in node.

use std::fs;
use std::io::ErrorKind;
use std::process::Command;

use riskwright_versus_job::Row;
use riskwright_workshop::transpile::to_es_module;
use tempfile::TempDir;

use crate::figures::{Step, Taken};
use crate::{Answer, Failed, ROWS, Way};

pub(crate) const NAME: &str = "node";

pub(crate) struct Node {
    /// The module, its columns, and what it answers.
    folder: TempDir,
}

impl Node {
    /// None without node.
    pub(crate) fn new(package: &[u8], rows: &[Row]) -> Result<Option<Self>, Failed> {
        match Command::new("node").arg("--version").output() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            answered => answered?,
        };
        let folder = tempfile::tempdir()?;
        let mut files = to_es_module(package)?;
        let numbers = |of: fn(&Row) -> f64| rows.iter().flat_map(|row| of(row).to_le_bytes()).collect();
        files.push(("likelihood.bin".to_owned(), rows.iter().map(|row| row.likelihood).collect()));
        files.push(("exposure.bin".to_owned(), numbers(|row| row.exposure)));
        files.push(("value.bin".to_owned(), numbers(|row| row.value)));
        for (name, bytes) in files {
            let path = folder.path().join(name);
            path.parent().map(fs::create_dir_all).transpose()?;
            fs::write(path, bytes)?;
        }
        Ok(Some(Self { folder }))
    }

    fn answer(&self) -> Result<Answer, Failed> {
        let scores = fs::read(self.folder.path().join("scores.bin"))?;
        let bits = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().unwrap_or_default());
        Ok((scores.chunks_exact(8).map(bits).collect(), fs::read(self.folder.path().join("levels.bin"))?))
    }
}

impl Way for Node {
    fn name(&self) -> &'static str {
        NAME
    }

    fn measure(&mut self) -> Result<(Taken, Answer), Failed> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/node.mjs");
        let output = Command::new("node").arg(script).arg(self.folder.path()).output()?;
        if !output.status.success() {
            return Err(format!("node: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        let [compile, instantiate, fresh_row, batch]: [f64; 4] = serde_json::from_slice(&output.stdout)?;
        let taken = Taken::from([
            (Step::Compile, compile),
            (Step::Instantiate, instantiate),
            (Step::FreshRow, fresh_row),
            (Step::BatchRow, batch / ROWS as f64),
        ]);
        Ok((taken, self.answer()?))
    }
}
