//! The fonts that papers carry: Carlito, as wide as Calibri; DejaVu Sans Mono for code, signs and further scripts.

/// The files, as they were published.
pub(crate) const FILES: [&[u8]; 5] = [
    include_bytes!("../../fonts/Carlito-Regular.ttf"),
    include_bytes!("../../fonts/Carlito-Bold.ttf"),
    include_bytes!("../../fonts/Carlito-Italic.ttf"),
    include_bytes!("../../fonts/Carlito-BoldItalic.ttf"),
    include_bytes!("../../fonts/DejaVuSansMono.ttf"),
];
