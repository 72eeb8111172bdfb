//! The seal: a digest of every page, behind the last one, where SQLite does not look. By it a flipped bit is found even
//! where it changes nothing that anyone can read. The next change drops it; closing the file puts a new one on.
//!
//! Layout: eight bytes of SHA-256 for each page, then a footer of 56 bytes: `RWSEAL01`, the number of entries
//! (big-endian, 8), the number of pages (8), and the SHA-256 of all before it (32).

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use riskwright_core::quantity::Digest;

use crate::format::PAGE;

const MARK: &[u8; 8] = b"RWSEAL01";
const FOOTER: usize = 8 + 8 + 8 + 32;

/// What a sealed file shows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seal {
    /// No seal, or one that was not finished.
    None,
    /// The seal itself is not what it was.
    Altered,
    /// A seal put on after this many entries, and the pages (from 1) that are not what they were.
    Of {
        /// Entries of the journal at the time.
        entries: u64,
        /// Pages that were altered.
        pages: Vec<usize>,
    },
}

/// The bytes of a file without its seal: as many pages as the header tells.
pub(crate) fn pages(file: &[u8]) -> usize {
    file.get(28..32).and_then(|part| part.try_into().ok()).map_or(0, u32::from_be_bytes) as usize
}

/// The length in bytes of the seal on so many pages.
pub(crate) fn length(pages: usize) -> usize {
    pages.saturating_mul(8).saturating_add(FOOTER)
}

fn page_digest(page: &[u8]) -> [u8; 8] {
    let mut short = [0; 8];
    short.copy_from_slice(&Digest::of(page).bytes()[..8]);
    short
}

/// Reads the seal of a file.
pub(crate) fn read(file: &[u8]) -> Seal {
    let count = pages(file);
    // a flipped page count must not hide the seal: the footer tells where it begins
    let Some((body, footer)) = file.len().checked_sub(FOOTER).and_then(|at| file.split_at_checked(at)) else {
        return Seal::None;
    };
    let trailing = file.len().saturating_sub(count.saturating_mul(PAGE));
    let expected = length(count);
    let number = |from: usize| {
        footer.get(from..from + 8).and_then(|part| part.try_into().ok()).map_or(0, u64::from_be_bytes)
    };
    let sealed = usize::try_from(number(16)).unwrap_or(usize::MAX);
    let begins = sealed
        .checked_mul(PAGE)
        .filter(|at| sealed.checked_mul(8).and_then(|digests| at.checked_add(digests)) == Some(body.len()));
    let Some(digests) = begins.and_then(|at| file.get(at..)) else {
        return if trailing == expected { Seal::Altered } else { Seal::None };
    };
    let (content, digest) = digests.split_at(digests.len() - 32);
    if !footer.starts_with(MARK) || Digest::of(content).bytes() != digest {
        return Seal::Altered;
    }
    let altered = (0..sealed).filter(|at| {
        let page = file.get(at * PAGE..(at + 1) * PAGE).unwrap_or_default();
        digests.get(at * 8..at * 8 + 8) != Some(page_digest(page).as_slice())
    });
    Seal::Of { entries: number(8), pages: altered.map(|at| at + 1).collect() }
}

/// Puts a seal on a file that nobody else can write at the moment. The handle must be kept until SQLite has closed the
/// file: closing it would let go of SQLite's locks.
pub(crate) fn put(path: &Path, entries: u64) -> std::io::Result<File> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let mut header = [0; 100];
    file.read_exact(&mut header)?;
    let count = pages(&header);
    file.seek(SeekFrom::Start(0))?;
    let mut seal = Vec::with_capacity(length(count));
    let mut page = vec![0; PAGE];
    for _ in 0..count {
        file.read_exact(&mut page)?;
        seal.extend_from_slice(&page_digest(&page));
    }
    seal.extend_from_slice(MARK);
    seal.extend_from_slice(&entries.to_be_bytes());
    seal.extend_from_slice(&(count as u64).to_be_bytes());
    let digest = Digest::of(&seal);
    seal.extend_from_slice(digest.bytes());
    let content = (count * PAGE) as u64;
    file.set_len(content)?;
    file.seek(SeekFrom::End(0))?;
    if let Err(error) = file.write_all(&seal) {
        // no seal rather than half of one; the error told is the first one
        let _ = file.set_len(content);
        return Err(error);
    }
    Ok(file)
}
