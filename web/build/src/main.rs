//! `cargo run -p riskwright-web-build [FOLDER]`: the elements, into web/dist or a folder.
#![forbid(unsafe_code)]

use std::path::PathBuf;
use std::process::ExitCode;

use riskwright_web_build::{to_folder, web};

fn main() -> ExitCode {
    let folder = std::env::args_os().nth(1).map_or_else(|| web().join("dist"), PathBuf::from);
    match to_folder(&folder) {
        Ok(sizes) => {
            println!("{:28}{:>10}{:>10}", "", "bytes", "brotli");
            for size in sizes {
                println!("{:28}{:>10}{:>10}", size.name, size.raw, size.brotli);
            }
            println!("in {}", folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
