//! Puts data into a guest that was compiled beforehand.
//!
//! The guest holds a marked place for a pointer and a length. The data become a segment of their own behind the guest's
//! first memory, which begins larger by as much; whatever the guest allocates it takes from memory that grows behind
//! that, so the two never meet.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{ConstExpr, DataSection, MemorySection, Module};
use wasmparser::{DataKind, Parser, Payload};

/// What stands before the pointer and the length in the guest's memory. `plugins/declared-*` have the same.
pub const MARK: &[u8; 16] = b"riskwright:data1";

const PAGE: u64 = 65_536;

/// Why a guest takes no data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmbedError {
    /// Not a module, or one whose parts do not fit together.
    #[error("the guest can't be read: {0}")]
    Module(String),
    /// The mark is missing or there twice.
    #[error("the guest has {0} places marked for data, expected 1")]
    Places(usize),
    /// Not exactly one memory of 32 bits.
    #[error("the guest has {0} memories, expected 1")]
    Memories(usize),
    /// More than a guest can address.
    #[error("{found} bytes are too many to put into a plugin; at most {limit} fit")]
    TooLarge {
        /// How many there are.
        found: usize,
        /// How many may be.
        limit: usize,
    },
}

/// The most bytes that are put into a guest.
pub const LIMIT: usize = 64 << 20;

/// The guest with `data` in it.
///
/// # Errors
/// If the guest has no marked place, or the data are too large.
pub fn embed(guest: &[u8], data: &[u8]) -> Result<Vec<u8>, EmbedError> {
    if data.len() > LIMIT {
        return Err(EmbedError::TooLarge { found: data.len(), limit: LIMIT });
    }
    let layout = Layout::read(guest)?;
    let begin = layout.pages.checked_mul(PAGE).and_then(|begin| u32::try_from(begin).ok());
    let (Some(pointer), Ok(length)) = (begin, u32::try_from(data.len())) else {
        return Err(EmbedError::TooLarge { found: data.len(), limit: LIMIT });
    };
    let more = u64::from(length).div_ceil(PAGE);
    let mut patch = Patch { layout, more, pointer, length, data, segment: 0 };
    let mut module = Module::new();
    patch
        .parse_core_module(&mut module, Parser::new(0), guest)
        .map_err(|error| EmbedError::Module(error.to_string()))?;
    Ok(module.finish())
}

/// Where in a guest the data belong.
struct Layout {
    /// The pages its memory begins with.
    pages: u64,
    /// The segment that holds the mark, and where in it the pointer stands.
    place: (usize, usize),
}

impl Layout {
    fn read(guest: &[u8]) -> Result<Self, EmbedError> {
        let broken = |error: wasmparser::BinaryReaderError| EmbedError::Module(error.to_string());
        let (mut memories, mut places) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(guest) {
            match payload.map_err(broken)? {
                Payload::MemorySection(section) => {
                    for memory in section {
                        memories.push(memory.map_err(broken)?.initial);
                    }
                }
                Payload::DataSection(section) => {
                    for (at, segment) in section.into_iter().enumerate() {
                        let segment = segment.map_err(broken)?;
                        if !matches!(segment.kind, DataKind::Active { memory_index: 0, .. }) {
                            continue;
                        }
                        // room for both numbers behind it
                        let windows = segment.data.windows(MARK.len() + 8).enumerate();
                        places.extend(
                            windows
                                .filter(|(_, bytes)| bytes.starts_with(MARK))
                                .map(|(byte, _)| (at, byte + MARK.len())),
                        );
                    }
                }
                _ => {}
            }
        }
        let [pages] = memories[..] else { return Err(EmbedError::Memories(memories.len())) };
        let [place] = places[..] else { return Err(EmbedError::Places(places.len())) };
        Ok(Self { pages, place })
    }
}

struct Patch<'a> {
    layout: Layout,
    more: u64,
    pointer: u32,
    length: u32,
    data: &'a [u8],
    segment: usize,
}

impl Reencode for Patch<'_> {
    type Error = Infallible;

    fn parse_memory_section(
        &mut self,
        memories: &mut MemorySection,
        section: wasmparser::MemorySectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for memory in section {
            let mut memory = self.memory_type(memory?)?;
            memory.minimum += self.more;
            memory.maximum = memory.maximum.map(|maximum| (maximum + self.more).min(PAGE));
            memories.memory(memory);
        }
        Ok(())
    }

    fn data_count(&mut self, count: u32) -> Result<u32, Error<Infallible>> {
        Ok(count + 1)
    }

    fn parse_data_section(
        &mut self,
        data: &mut DataSection,
        section: wasmparser::DataSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        utils::parse_data_section(self, data, section)?;
        data.active(0, &ConstExpr::i32_const(self.pointer.cast_signed()), self.data.iter().copied());
        Ok(())
    }

    fn parse_data(
        &mut self,
        data: &mut DataSection,
        datum: wasmparser::Data<'_>,
    ) -> Result<(), Error<Infallible>> {
        let at = self.segment;
        self.segment += 1;
        let (place, byte) = self.layout.place;
        let DataKind::Active { memory_index, offset_expr } = datum.kind.clone() else {
            return utils::parse_data(self, data, datum);
        };
        if at != place {
            return utils::parse_data(self, data, datum);
        }
        let mut bytes = datum.data.to_vec();
        let numbers = self.pointer.to_le_bytes().into_iter().chain(self.length.to_le_bytes());
        bytes.iter_mut().skip(byte).zip(numbers).for_each(|(old, new)| *old = new);
        let offset = self.const_expr(offset_expr)?;
        data.active(memory_index, &offset, bytes);
        Ok(())
    }
}
