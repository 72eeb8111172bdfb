//! What a component begins with, told in plain words where it is more than there is: the engine would refuse it as well,
//! in words about its own pools.

use wasmparser::{Parser, Payload};

use crate::engine::{ENTRIES, MEMORIES, TABLES};
use crate::limits::{Limits, count, mib};

/// Why a component is larger, before it runs, than anything may become. One that can't be read is told of by others.
pub(crate) fn too_large(component: &[u8], limits: &Limits) -> Result<(), String> {
    let (mut tables, mut memories) = (0_usize, 0_usize);
    for payload in Parser::new(0).parse_all(component) {
        match payload {
            Ok(Payload::TableSection(section)) => {
                for table in section.into_iter().flatten() {
                    tables = tables.saturating_add(1);
                    let entries = table.ty.initial;
                    if usize::try_from(entries).is_ok_and(|entries| entries <= ENTRIES) {
                        continue;
                    }
                    return Err(format!(
                        "one of its tables of functions begins with {entries} entries, at most {ENTRIES} are taken"
                    ));
                }
            }
            Ok(Payload::MemorySection(section)) => {
                for memory in section.into_iter().flatten() {
                    memories = memories.saturating_add(1);
                    let bytes =
                        memory.initial.saturating_mul(1 << memory.page_size_log2.unwrap_or(16).min(16));
                    if usize::try_from(bytes).is_ok_and(|bytes| bytes <= mib(limits.memory_mib)) {
                        continue;
                    }
                    return Err(format!(
                        "its memory begins with {} MiB, at most {} MiB are given to a plugin",
                        bytes.div_ceil(1 << 20),
                        limits.memory_mib
                    ));
                }
            }
            Ok(_) => {}
            Err(_) => return Ok(()),
        }
    }
    for (found, most, what) in [(tables, TABLES, "tables of functions"), (memories, MEMORIES, "memories")] {
        if found > count(most) {
            return Err(format!(
                "it has {found} {what}, at most {most} are taken; link the code into one module"
            ));
        }
    }
    Ok(())
}
