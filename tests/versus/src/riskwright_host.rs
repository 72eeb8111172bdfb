//! The job as a plugin of Riskwright.

use std::error::Error;

use riskwright_core::methodology::{Batch, Column};
use riskwright_package::{Manifest, Package};
use riskwright_runtime::{Runtime, RuntimeOptions};
use riskwright_versus_job::Row;
use serde_json::json;
use wit_component::ComponentEncoder;

use crate::{Taken, median};

fn columns(rows: &[Row]) -> Result<Batch, &'static str> {
    let columns = vec![
        Column::Ordinal(rows.iter().map(|row| Some(row.likelihood)).collect()),
        Column::Number(rows.iter().map(|row| Some(row.exposure)).collect()),
        Column::Number(rows.iter().map(|row| Some(row.value)).collect()),
    ];
    Batch::of_columns(rows.len(), columns).ok_or("the columns are as long as there are rows")
}

/// The package of a guest's module.
fn package(module: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let component = ComponentEncoder::default().validate(true).module(module)?.encode()?;
    let manifest = json!({
        "contract": riskwright_wit::VERSION,
        "default_language": "en",
        "exports": ["methodology"],
        "id": "versus.job",
        "licence": "MIT",
        "publisher": "Riskwright",
        "settings_schema": {"type": "object"},
        "titles": {"en": "Job"},
        "version": "1.0.0",
    });
    Ok(Package::assemble(&component, &Manifest::from_json(manifest.to_string().as_bytes())?)?)
}

/// The times, the size of the component, and the answer.
pub(crate) fn measure(
    module: &[u8],
    rows: &[Row],
) -> Result<(Taken, usize, (Vec<u64>, Vec<u8>)), Box<dyn Error>> {
    let file = package(module)?;
    let size = Package::read(&file)?.component().len();
    let runtime = Runtime::new(RuntimeOptions::default())?;
    let compile = median(3, || runtime.load(&file).is_ok());
    let plugin = runtime.load(&file)?;
    let methodology = plugin.methodology(&json!({}), "en")?;
    let (one, all) = (columns(&rows[..1])?, columns(rows)?);
    let instantiate = median(500, || methodology.live().is_ok());
    let fresh_row = median(500, || methodology.try_assess(&one).is_ok());
    let mut live = methodology.live()?;
    let row = median(1000, || live.assess(&one).is_ok());
    let batch = median(15, || methodology.try_assess(&all).is_ok());
    let answer = methodology.try_assess(&all)?;
    let bits = answer.scores.iter().map(|score| score.to_bits()).collect();
    Ok((Taken { compile, instantiate, fresh_row, row, batch }, size, (bits, answer.levels)))
}
