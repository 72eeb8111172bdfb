//! Papers as text documents (WordprocessingML): headings are headings, header rows repeat, pictures say what they show.
//!
//! The parts are written here: the crates that write them draw numbers from counters of the whole process or from a clock, so
//! that no two documents are alike, and have no words for alternative texts, languages or repeating rows.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use self::body::Body;
use crate::{Paper, PressError};

mod body;
mod parts;
mod picture;
mod template;

pub(crate) fn render(paper: &Paper, template: Option<&[u8]>) -> Result<Vec<u8>, PressError> {
    let styles = match template {
        Some(template) => template::styles(paper, template)?,
        None => parts::styles(paper),
    };
    let body = Body::of(paper)?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // no clock: the first moment that archives know
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut add = |name: &str, bytes: &[u8]| -> Result<(), PressError> {
        archive.start_file(name, options)?;
        archive.write_all(bytes)?;
        Ok(())
    };
    add("[Content_Types].xml", parts::content_types().as_bytes())?;
    add("_rels/.rels", parts::RELATIONS.as_bytes())?;
    add("docProps/core.xml", parts::core(paper).as_bytes())?;
    add("docProps/app.xml", parts::app(paper).as_bytes())?;
    add("word/document.xml", body.document().as_bytes())?;
    add("word/styles.xml", styles.as_bytes())?;
    add("word/numbering.xml", parts::NUMBERING.as_bytes())?;
    add("word/settings.xml", parts::SETTINGS.as_bytes())?;
    add("word/header.xml", parts::header(paper).as_bytes())?;
    add("word/footer.xml", parts::footer(paper).as_bytes())?;
    add("word/_rels/document.xml.rels", body.relations().as_bytes())?;
    for (at, picture) in body.pictures().iter().enumerate() {
        add(&format!("word/media/picture{}.png", at + 1), picture)?;
    }
    Ok(archive.finish()?.into_inner())
}
