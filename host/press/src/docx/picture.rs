//! Pictures as PNG.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

use crate::pdf::fonts;
use crate::{Drawing, PressError};

/// So many dots for each unit of a drawing: 220 to the inch on paper.
const DOTS: f32 = 2.3;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for file in fonts::FILES {
        fonts.load_font_source(Source::Binary(Arc::new(file)));
    }
    fonts.set_sans_serif_family("Carlito");
    Arc::new(fonts)
});

pub(super) fn png(drawing: &Drawing) -> Result<Vec<u8>, PressError> {
    let options = Options { fontdb: Arc::clone(&FONTS), ..Options::default() };
    let fault = |error: String| PressError::Figure(error);
    let tree = Tree::from_str(&drawing.svg(), &options).map_err(|error| fault(error.to_string()))?;
    // no drawing is so large that this could overflow
    let dots = |units: u16| (f32::from(units) * DOTS) as u32;
    let mut pixels = Pixmap::new(dots(drawing.width()), dots(drawing.height()))
        .ok_or_else(|| fault("it has no size".to_owned()))?;
    pixels.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(DOTS, DOTS), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| fault(error.to_string()))
}
