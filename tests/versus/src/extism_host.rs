//! The job in extism.

use extism::{CompiledPlugin, Manifest, Plugin, PluginBuilder, Wasm};
use riskwright_versus_job::{Row, Scored};

use crate::figures::{Step, Taken, median};
use crate::{Answer, Failed, ROWS, Way};

pub(crate) const JSON: &str = "extism, JSON";
pub(crate) const RAW: &str = "extism, raw";

/// The host's side of a call: its values in, its values out, as the native job has them.
type Call = fn(&mut Plugin, &[Row]) -> Result<(Vec<f64>, Vec<u8>), extism::Error>;

pub(crate) struct Extism<'a> {
    name: &'static str,
    module: &'a [u8],
    rows: &'a [Row],
    call: Call,
}

impl<'a> Extism<'a> {
    /// Rows as JSON, as is customary there.
    pub(crate) fn json(module: &'a [u8], rows: &'a [Row]) -> Self {
        Self { name: JSON, module, rows, call: by_json }
    }

    /// Columns of bytes.
    pub(crate) fn raw(module: &'a [u8], rows: &'a [Row]) -> Self {
        Self { name: RAW, module, rows, call: by_bytes }
    }

    /// Without its cache, as the other is compiled without one.
    fn compile(&self) -> Result<CompiledPlugin, extism::Error> {
        let manifest = Manifest::new([Wasm::data(self.module)]);
        CompiledPlugin::new(PluginBuilder::new(manifest).with_wasi(false).with_cache_disabled())
    }
}

fn by_json(plugin: &mut Plugin, rows: &[Row]) -> Result<(Vec<f64>, Vec<u8>), extism::Error> {
    let answer: Vec<u8> = plugin.call("json", serde_json::to_vec(rows)?)?;
    let answer: Vec<Scored> = serde_json::from_slice(&answer)?;
    Ok(answer.iter().map(|scored| (scored.score, scored.level)).unzip())
}

fn by_bytes(plugin: &mut Plugin, rows: &[Row]) -> Result<(Vec<f64>, Vec<u8>), extism::Error> {
    let mut batch = Vec::with_capacity(rows.len() * 17);
    batch.extend(rows.iter().map(|row| row.likelihood));
    batch.extend(rows.iter().flat_map(|row| row.exposure.to_le_bytes()));
    batch.extend(rows.iter().flat_map(|row| row.value.to_le_bytes()));
    let answer: Vec<u8> = plugin.call("raw", batch)?;
    let (scores, levels) = answer.split_at(rows.len() * 8);
    let number = |bytes: &[u8]| f64::from_le_bytes(bytes.try_into().unwrap_or_default());
    Ok((scores.chunks_exact(8).map(number).collect(), levels.to_vec()))
}

impl Way for Extism<'_> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn measure(&mut self) -> Result<(Taken, Answer), Failed> {
        let (call, all) = (self.call, self.rows);
        let one = &all[..1];
        let compile = median(3, || self.compile())?;
        let compiled = self.compile()?;
        let fresh = || Plugin::new_from_compiled(&compiled);
        let mut plugin = fresh()?;
        let taken = Taken::from([
            (Step::Compile, compile),
            (Step::Instantiate, median(200, || fresh().map(drop))?),
            (Step::FreshRow, median(200, || fresh().and_then(|mut plugin| call(&mut plugin, one)))?),
            (Step::LiveRow, median(1_000, || call(&mut plugin, one))?),
            (Step::BatchRow, median(9, || call(&mut plugin, all))? / ROWS as f64),
        ]);
        let (scores, levels) = call(&mut plugin, all)?;
        Ok((taken, (scores.iter().map(|score| score.to_bits()).collect(), levels)))
    }
}
