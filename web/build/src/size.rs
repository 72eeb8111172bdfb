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
    made.iter()
        .map(|(name, bytes)| Size { name: name.clone(), raw: bytes.len(), brotli: brotli(bytes) })
        .collect()
}

fn brotli(bytes: &[u8]) -> usize {
    let mut sent = Vec::new();
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    // into memory: it does not fail
    let _ = brotli::BrotliCompress(&mut &*bytes, &mut sent, &params);
    sent.len()
}
