//! Colours and signs of risk levels: any number of levels from green over amber to red, all light enough for dark text.

use maud::{Markup, html};
use riskwright_press::Tone;

/// The text on every level's colour.
pub(crate) const INK: u32 = 0x0015_191d;

/// The colour of a level (0 the lowest) of so many, as `0xRRGGBB`.
pub(crate) fn colour(level: usize, of: usize) -> u32 {
    Tone::level(level, of).fill
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
