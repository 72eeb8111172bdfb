//! Writes every report of the example company into a folder, and says how long each took:
//! `cargo run -p riskwright-reports --example reports -- FOLDER [LANGUAGE] [KIND] [FORMAT]`.

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use riskwright_reports::papers::{self, Kind};
use riskwright_reports::{Format, Language};

#[path = "../tests/story/mod.rs"]
mod story;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let word = |at: usize| words.get(at).map(String::as_str).filter(|word| *word != "all");
    let folder = PathBuf::from(word(0).ok_or("name a folder to write into")?);
    std::fs::create_dir_all(&folder)?;
    let story = story::Story::mersholt();
    let context = story.context();
    for kind in Kind::ALL.iter().filter(|kind| word(2).is_none_or(|wanted| wanted == kind.as_str())) {
        for language in Language::ALL.into_iter().filter(|known| word(1).is_none_or(|tag| tag == known.tag()))
        {
            let paper = papers::paper(*kind, &context, None, language)?;
            for format in Format::ALL {
                let name = format!("{format:?}").to_lowercase();
                if word(3).is_some_and(|wanted| wanted != name) {
                    continue;
                }
                let begun = Instant::now();
                let bytes = papers::render(&paper, format, None)?;
                let path = folder.join(format!("{kind}-{}.{name}", language.tag()));
                println!(
                    "{} {} kB {:.2} s",
                    path.display(),
                    bytes.len() / 1000,
                    begun.elapsed().as_secs_f64()
                );
                std::fs::write(path, bytes)?;
            }
        }
    }
    Ok(())
}
