//! The job in extism.

use std::error::Error;

use extism::{CompiledPlugin, Manifest, Plugin, PluginBuilder, Wasm};
use riskwright_versus_job::{Row, Scored};

use crate::{Taken, median};

/// How rows get in and out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// As is customary there.
    Json,
    /// Columns of bytes.
    Raw,
}

/// The host's side of a call: its values in, its values out, as the native job has them.
fn call(plugin: &mut Plugin, rows: &[Row], format: Format) -> Result<(Vec<f64>, Vec<u8>), extism::Error> {
    match format {
        Format::Json => {
            let answer: Vec<u8> = plugin.call("json", serde_json::to_vec(rows)?)?;
            let answer: Vec<Scored> = serde_json::from_slice(&answer)?;
            Ok(answer.iter().map(|scored| (scored.score, scored.level)).unzip())
        }
        Format::Raw => {
            let mut batch = Vec::with_capacity(rows.len() * 17);
            batch.extend(rows.iter().map(|row| row.likelihood));
            batch.extend(rows.iter().flat_map(|row| row.exposure.to_le_bytes()));
            batch.extend(rows.iter().flat_map(|row| row.value.to_le_bytes()));
            let answer: Vec<u8> = plugin.call("raw", batch)?;
            let (scores, levels) = answer.split_at(rows.len() * 8);
            let number = |bytes: &[u8]| f64::from_le_bytes(bytes.try_into().unwrap_or_default());
            Ok((scores.chunks_exact(8).map(number).collect(), levels.to_vec()))
        }
    }
}

pub(crate) fn measure(
    module: &[u8],
    rows: &[Row],
    format: Format,
) -> Result<(Taken, (Vec<u64>, Vec<u8>)), Box<dyn Error>> {
    let compiled = || {
        let manifest = Manifest::new([Wasm::data(module.to_vec())]);
        CompiledPlugin::new(PluginBuilder::new(manifest).with_wasi(false))
    };
    let compile = median(3, || compiled().is_ok());
    let compiled = compiled()?;
    let instantiate = median(200, || Plugin::new_from_compiled(&compiled).is_ok());
    let fresh_row = median(200, || {
        Plugin::new_from_compiled(&compiled).and_then(|mut plugin| call(&mut plugin, &rows[..1], format)).is_ok()
    });
    let mut plugin = Plugin::new_from_compiled(&compiled)?;
    let row = median(1000, || call(&mut plugin, &rows[..1], format).is_ok());
    let batch = median(9, || call(&mut plugin, rows, format).is_ok());
    let (scores, levels) = call(&mut plugin, rows, format)?;
    let answer = (scores.iter().map(|score| score.to_bits()).collect(), levels);
    Ok((Taken { compile, instantiate, fresh_row, row, batch }, answer))
}
