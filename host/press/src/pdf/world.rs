//! What a template sees of the world.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

use super::fonts;

static FONTS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let files = fonts::FILES.into_iter().flat_map(|file| Font::iter(Bytes::new(file)));
    let fonts: Vec<Font> = files.collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// A template and the data it is filled with.
pub(super) struct Desk {
    template: Source,
    data: Bytes,
    data_at: FileId,
}

fn at(path: &str) -> FileId {
    let path = VirtualPath::new(path).unwrap_or_else(|_| unreachable!("both are plain names"));
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

impl Desk {
    pub(super) fn new(template: &str, data: Vec<u8>) -> Self {
        Self {
            template: Source::new(at("/paper.typ"), template.to_owned()),
            data: Bytes::new(data),
            data_at: at("/paper.json"),
        }
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.0
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            return Ok(self.template.clone());
        }
        Err(FileError::Other(Some("a template reads paper.json and nothing else".into())))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_at {
            return Ok(self.data.clone());
        }
        Err(FileError::Other(Some("a template reads paper.json and nothing else".into())))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.1.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
