//! Colours and signs of risk levels: any number of levels from green over amber to red, all light enough for dark text.

use maud::{Markup, html};

/// Green, lime, amber, orange, red. Dark text on each has a contrast beyond 7:1.
const STOPS: [[u8; 3]; 5] =
    [[0x9b, 0xd6, 0xa6], [0xcf, 0xe0, 0x86], [0xff, 0xdb, 0x6b], [0xff, 0xb3, 0x66], [0xf7, 0x97, 0x8f]];

/// The text on every level's colour.
pub(crate) const INK: u32 = 0x0015_191d;

/// The colour of a level (0 the lowest) of so many, as `0xRRGGBB`.
pub(crate) fn colour(level: usize, of: usize) -> u32 {
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

/// The rules that colour so many levels, `.l0` the lowest.
pub(crate) fn rules(levels: usize) -> String {
    (0..levels).map(|level| format!(".l{level}{{background:#{:06x}}}\n", colour(level, levels))).collect()
}

/// The signs of the levels, to be shown with [`sign`]: rising bars, as many filled as the level is high.
pub(crate) fn signs(levels: usize) -> Markup {
    let bars = |level: usize| {
        (0..levels).map(move |bar| {
            let height = 3 + 7 * (bar + 1) / levels.max(1);
            (bar * 4, 10 - height, height, bar <= level)
        })
    };
    html! {
        svg .signs aria-hidden="true" focusable="false" width="0" height="0" {
            @for level in 0..levels {
                symbol id=(format!("sign-{level}")) viewBox=(format!("0 0 {} 10", (levels * 4).max(2) - 1)) {
                    @for (x, y, height, filled) in bars(level) {
                        rect x=(x) y=(y) width="3" height=(height) fill="currentColor"
                            fill-opacity=(if filled { "1" } else { "0.22" }) {}
                    }
                }
            }
        }
    }
}

/// The sign of a level.
pub(crate) fn sign(level: usize, levels: usize) -> Markup {
    html! {
        svg .sign aria-hidden="true" focusable="false" width=((levels * 4).max(2) - 1) height="10" {
            use href=(format!("#sign-{level}")) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: u32) -> f64 {
        let part = |shift: u32| {
            let value = f64::from((colour >> shift) & 0xff) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }

    #[test]
    fn text_is_readable_on_every_level_of_every_scale() {
        for of in 2..=10 {
            let colours: Vec<u32> = (0..of).map(|level| colour(level, of)).collect();
            for (at, colour) in colours.iter().enumerate() {
                let contrast = (luminance(*colour) + 0.05) / (luminance(INK) + 0.05);
                assert!(contrast > 7.0, "level {at} of {of}: {contrast}");
                assert!(!colours[..at].contains(colour), "level {at} of {of} looks like another");
            }
            assert_eq!((colours[0], colours[of - 1]), (0x009b_d6a6, 0x00f7_978f));
        }
    }
}
