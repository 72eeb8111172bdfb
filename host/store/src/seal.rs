//! The seal: a digest of every page, behind the last one, where SQLite does not look. By it a flipped bit is found even
//! where it changes nothing that anyone can read. The next change drops it; closing the file puts a new one on, for which
//! only the pages that changed are looked at.
//!
//! Layout: eight bytes of SHA-256 for each page, then a footer of 56 bytes: `RWSEAL01`, the number of entries
//! (big-endian, 8), the number of pages (8), and the SHA-256 of all before it (32).

use std::collections::BTreeSet;
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
        // a whole seal stands where it should, and something behind it; SQLite alone fills a page up with zeros
        let place = count.saturating_mul(PAGE).saturating_add(count.saturating_mul(8));
        let behind =
            file.get(place..).filter(|rest| rest.starts_with(MARK)).and_then(|rest| rest.get(FOOTER..));
        let filled = file.len().is_multiple_of(PAGE);
        if behind.is_some_and(|behind| !filled || behind.iter().any(|byte| *byte != 0)) {
            return Seal::Altered;
        }
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

/// A file about to be sealed, which nobody else can write at the moment. It must be kept until SQLite has closed the
/// file: closing it would let go of SQLite's locks.
pub(crate) struct Sealing {
    file: File,
    before: Option<Before>,
}

/// The seal that the file still bears, and the pages that were written since.
///
/// What is written goes into the log beside the file first. The log begins anew only once all of it was brought into the
/// file, and with that SQLite cuts the file to its pages and drops the seal. So while the seal is there, the log tells
/// every page that changed; the others keep their digests, and damage to them since then stays found.
struct Before {
    entries: u64,
    digests: Vec<u8>,
    changed: BTreeSet<usize>,
}

impl Sealing {
    /// Looks at the seal and the log, before the log is brought into the file.
    pub(crate) fn begin(path: &Path) -> std::io::Result<Self> {
        let mut file = OpenOptions::new().read(true).write(true).open(path)?;
        // whatever can't be read of them: every page is looked at
        let before = earlier(&mut file).ok().flatten().and_then(|(entries, digests)| {
            let changed = logged(path).ok().flatten()?;
            Some(Before { entries, digests, changed })
        });
        Ok(Self { file, before })
    }

    /// Puts a seal on the file, once the log was brought into it.
    pub(crate) fn finish(&mut self, entries: u64) -> std::io::Result<()> {
        let Self { file, before } = self;
        let count = count(file)?;
        let content = (count * PAGE) as u64;
        if before.as_ref().is_some_and(|before| {
            before.changed.is_empty() && before.entries == entries && before.digests.len() == count * 8
        }) && file.metadata()?.len() == content + length(count) as u64
        {
            return Ok(());
        }
        let kept = |at: usize| {
            let before = before.as_ref().filter(|before| !before.changed.contains(&(at + 1)))?;
            before.digests.get(at * 8..at * 8 + 8)
        };
        let mut seal = Vec::with_capacity(length(count));
        let mut page = vec![0; PAGE];
        let mut position = None;
        for at in 0..count {
            if let Some(digest) = kept(at) {
                seal.extend_from_slice(digest);
                continue;
            }
            if position != Some(at) {
                file.seek(SeekFrom::Start((at * PAGE) as u64))?;
            }
            file.read_exact(&mut page)?;
            position = Some(at + 1);
            seal.extend_from_slice(&page_digest(&page));
        }
        seal.extend_from_slice(MARK);
        seal.extend_from_slice(&entries.to_be_bytes());
        seal.extend_from_slice(&(count as u64).to_be_bytes());
        let digest = Digest::of(&seal);
        seal.extend_from_slice(digest.bytes());
        file.set_len(content)?;
        file.seek(SeekFrom::End(0))?;
        if let Err(error) = file.write_all(&seal) {
            // no seal rather than half of one; the error told is the first one
            let _ = file.set_len(content);
            return Err(error);
        }
        Ok(())
    }
}

/// The number of pages that a file's header tells.
fn count(file: &mut File) -> std::io::Result<usize> {
    let mut header = [0; 100];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut header)?;
    Ok(pages(&header))
}

/// The number of entries and the digests of the pages that an unaltered seal tells.
fn earlier(file: &mut File) -> std::io::Result<Option<(u64, Vec<u8>)>> {
    let count = count(file)?;
    let content = (count * PAGE) as u64;
    if file.metadata()?.len() != content + length(count) as u64 {
        return Ok(None);
    }
    let mut seal = vec![0; length(count)];
    file.seek(SeekFrom::Start(content))?;
    file.read_exact(&mut seal)?;
    let Some((sealed, digest)) = seal.split_last_chunk::<32>() else { return Ok(None) };
    let Some((digests, [mark, entries, pages])) =
        sealed.split_at_checked(count * 8).and_then(|(digests, rest)| {
            let (parts, []) = rest.as_chunks::<8>() else { return None };
            Some((digests, <[[u8; 8]; 3]>::try_from(parts).ok()?))
        })
    else {
        return Ok(None);
    };
    let holds =
        mark == *MARK && u64::from_be_bytes(pages) == count as u64 && Digest::of(sealed).bytes() == digest;
    Ok(holds.then(|| (u64::from_be_bytes(entries), digests.to_vec())))
}

/// The pages that the log beside a file holds (<https://sqlite.org/fileformat2.html>, 4.1). Frames left of an earlier log
/// are counted as well: such a page is looked at without need.
fn logged(path: &Path) -> std::io::Result<Option<BTreeSet<usize>>> {
    const HEADER: usize = 32;
    const FRAME: usize = 24;
    let mut log = match File::open(crate::verify::with_suffix(path, "-wal")) {
        Ok(log) => log,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Some(BTreeSet::new())),
        Err(error) => return Err(error),
    };
    let frames = log.metadata()?.len().saturating_sub(HEADER as u64).div_ceil((FRAME + PAGE) as u64);
    let mut pages = BTreeSet::new();
    if frames == 0 {
        return Ok(Some(pages));
    }
    let mut header = [0; HEADER];
    log.read_exact(&mut header)?;
    if header.get(8..12) != Some(&(PAGE as u32).to_be_bytes()) {
        return Ok(None);
    }
    for _ in 0..frames {
        let mut number = [0; 4];
        log.read_exact(&mut number)?;
        pages.insert(u32::from_be_bytes(number) as usize);
        log.seek(SeekFrom::Current((FRAME - 4 + PAGE) as i64))?;
    }
    Ok(Some(pages))
}
