//! `export`: everything out, so that nothing keeps anyone here.

use std::path::Path;

use riskwright_core::exchange;
use serde_json::json;

use super::{Answer, write_whole};
use crate::args::{Export, ExportFormat};
use crate::fault::{Fault, io};
use crate::session::{Hand, Session};

pub fn run(args: &Export, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    let mut files = Vec::new();
    match args.format {
        ExportFormat::Json => {
            let export = exchange::export_json(session.isms());
            let mut text =
                serde_json::to_string_pretty(&export).map_err(|error| Fault::new(error.to_string()))?;
            text.push('\n');
            if args.output == Path::new("-") {
                let json = serde_json::to_value(&export).map_err(|error| Fault::new(error.to_string()))?;
                return Ok(Answer::new(text, json));
            }
            write_whole(&args.output, text.as_bytes())?;
            files.push(args.output.clone());
        }
        ExportFormat::Xlsx => {
            let sheets = exchange::export(session.isms());
            let bytes =
                riskwright_tables::write_xlsx(&sheets).map_err(|error| Fault::new(error.to_string()))?;
            write_whole(&args.output, &bytes)?;
            files.push(args.output.clone());
        }
        ExportFormat::Csv => {
            std::fs::create_dir_all(&args.output).map_err(|error| io("made", &args.output, &error))?;
            for sheet in exchange::export(session.isms()) {
                let name = sheet.name.to_lowercase().replace(' ', "-");
                let path = args.output.join(format!("{name}.csv"));
                write_whole(&path, &riskwright_tables::write_csv(&sheet))?;
                files.push(path);
            }
        }
    }
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    Ok(Answer::new(format!("Wrote {}", names.join(", ")), json!({ "files": names })))
}
