//! How large files are, as they are and on their way.

use brotli::enc::BrotliEncoderParams;

use crate::Made;

/// The size of a file, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    /// Its name.
    pub name: String,
    /// As it is.
    pub raw: usize,
    /// Compressed by brotli at its highest level, as servers send files that do not change.
    pub brotli: usize,
}

/// The sizes of files.
pub(crate) fn all(made: &[Made]) -> Vec<Size> {
    // the largest takes as long as all others
    std::thread::scope(|scope| {
        let size = |(name, bytes): &'_ Made| (name.clone(), bytes.len());
        let begun: Vec<_> = made.iter().map(|file| (size(file), scope.spawn(|| brotli(&file.1)))).collect();
        let ended = |((name, raw), brotli): (_, std::thread::ScopedJoinHandle<'_, usize>)| Size {
            name,
            raw,
            brotli: brotli.join().unwrap_or(raw),
        };
        begun.into_iter().map(ended).collect()
    })
}

fn brotli(bytes: &[u8]) -> usize {
    let mut sent = Vec::new();
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    // into memory: it does not fail
    let _ = brotli::BrotliCompress(&mut &*bytes, &mut sent, &params);
    sent.len()
}
