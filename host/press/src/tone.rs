//! Tones: a colour light enough for dark text, and a sign that says the same without colour.

use serde::Serialize;

/// Green, lime, amber, orange, red. Dark text on each has a contrast beyond 7:1.
const STOPS: [[u8; 3]; 5] =
    [[0x9b, 0xd6, 0xa6], [0xcf, 0xe0, 0x86], [0xff, 0xdb, 0x6b], [0xff, 0xb3, 0x66], [0xf7, 0x97, 0x8f]];
/// From nothing to full.
const SIGNS: [&str; 5] = ["○", "◔", "◑", "◕", "●"];

/// A colour behind dark text, and a sign before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tone {
    /// `0xRRGGBB`
    pub fill: u32,
    /// What says the same without colour; may be empty.
    pub sign: &'static str,
}

impl Tone {
    /// As it should be.
    pub const GOOD: Self = Self { fill: 0x009b_d6a6, sign: "✓" };
    /// On the way.
    pub const PARTLY: Self = Self { fill: 0x00ff_db6b, sign: "◑" };
    /// Not as it should be.
    pub const BAD: Self = Self { fill: 0x00f7_978f, sign: "✗" };
    /// Late.
    pub const LATE: Self = Self { fill: 0x00ff_b366, sign: "!" };
    /// Of no weight.
    pub const QUIET: Self = Self { fill: 0x00ee_f2f5, sign: "" };

    /// A level (0 the lowest) of so many, from green to red.
    #[must_use]
    pub fn level(level: usize, of: usize) -> Self {
        let last = of.saturating_sub(1).max(1);
        let sign = SIGNS.get(level.min(last) * (SIGNS.len() - 1) / last).copied().unwrap_or_default();
        Self { fill: colour(level, of), sign }
    }

    /// `#rrggbb`
    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:06x}", self.fill)
    }
}

/// The colour of a level (0 the lowest) of so many, as `0xRRGGBB`.
#[must_use]
fn colour(level: usize, of: usize) -> u32 {
    let last = of.saturating_sub(1).max(1);
    // whole numbers alone, so that every machine finds the same colour
    let place = level.min(last) * (STOPS.len() - 1);
    let (stop, part) = (place / last, place % last);
    let (Some(from), Some(to)) = (STOPS.get(stop), STOPS.get((stop + 1).min(STOPS.len() - 1))) else {
        return 0x00ff_ffff;
    };
    from.iter().zip(to).fold(0, |colour, (from, to)| {
        let mixed = (usize::from(*from) * (last - part) + usize::from(*to) * part) / last;
        (colour << 8) | u32::try_from(mixed).unwrap_or(0xff)
    })
}
