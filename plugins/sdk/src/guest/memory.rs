//! A component's memory. A part of it is there from the beginning: for most calls that is enough, and to ask for more is what
//! would take longest of a small one, since the host has to open pages and to close them again when the call is over.
#![allow(unsafe_code, reason = "whoever hands out memory answers for it")]

use std::alloc::Layout;
use std::arch::wasm32::memory_grow;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use talc::base::Talc;
use talc::base::binning::Binning;
use talc::cell::TalcSyncCell;
use talc::source::Source;
use talc::wasm::WasmBinning;

/// What is there from the beginning, in bytes: enough for a part of a large batch as hosts cut them (150 KiB of columns and
/// scores). More would have to be looked through after each call, however small.
const RESERVE: usize = 192 << 10;
/// What memory grows by.
const PAGE: usize = 1 << 16;
/// What the allocator keeps about a block, at most.
const ABOUT: usize = 64;

static mut RESERVED: [MaybeUninit<u8>; RESERVE] = [const { MaybeUninit::uninit() }; RESERVE];

#[global_allocator]
static MEMORY: TalcSyncCell<Memory, WasmBinning> =
    TalcSyncCell::new_wasm(Memory { is_reserve_left: true, end: None });

/// First the reserve, then pages, as one piece.
#[derive(Debug)]
struct Memory {
    is_reserve_left: bool,
    /// Where the pages end that were asked for.
    end: Option<NonNull<u8>>,
}

// SAFETY: nothing here allocates.
unsafe impl Source for Memory {
    fn acquire<B: Binning>(talc: &mut Talc<Self, B>, layout: Layout) -> Result<(), ()> {
        if std::mem::take(&mut talc.source.is_reserve_left) {
            // SAFETY: it is named nowhere else, and claimed once.
            return unsafe { talc.claim((&raw mut RESERVED).cast(), RESERVE) }.map(|_| ()).ok_or(());
        }
        let wanted = layout.size().checked_add(layout.align()).and_then(|size| size.checked_add(ABOUT));
        let pages = wanted.ok_or(())?.div_ceil(PAGE);
        let base = match memory_grow::<0>(pages) {
            usize::MAX => return Err(()),
            before => (before * PAGE) as *mut u8,
        };
        let size = pages * PAGE;
        talc.source.end = match talc.source.end.take() {
            // SAFETY: what was asked for before ends where the new pages begin, which were not there before.
            Some(end) if end.as_ptr() == base => Some(unsafe { talc.extend(end, base.wrapping_add(size)) }),
            // SAFETY: they were not there before.
            _ => unsafe { talc.claim(base, size) },
        };
        talc.source.end.map(|_| ()).ok_or(())
    }
}
