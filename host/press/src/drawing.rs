//! Pictures of a few marks, written as SVG: no text of a person's can become anything else in it.

use std::fmt::Write as _;

use serde::{Serialize, Serializer};

/// What a mark is painted with. All but [`Paint::Fixed`] turn with a page that is shown dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// That of text.
    Ink,
    /// That of remarks.
    Soft,
    /// That of thin lines.
    Line,
    /// That of headings.
    Accent,
    /// That of what is to be noticed.
    Late,
    /// `0xRRGGBB`, whatever is around it.
    Fixed(u32),
}

/// Text on every tone.
pub const ON_TONE: Paint = Paint::Fixed(0x0015_191d);

impl Paint {
    const fn rgb(self) -> u32 {
        match self {
            Self::Ink => 0x0015_191d,
            Self::Soft => 0x0050_585f,
            Self::Line => 0x00c9_d0d6,
            Self::Accent => 0x001c_4f7c,
            Self::Late => 0x009c_1c12,
            Self::Fixed(rgb) => rgb,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::Soft => "soft",
            Self::Line => "line",
            Self::Accent => "accent",
            Self::Late => "late",
            Self::Fixed(_) => "fixed",
        }
    }

    /// As attributes: a colour for paper, and a class by which a page gives another.
    fn attributes(self, what: &str) -> String {
        format!(r##"class="{}-{what}" {what}="#{:06x}""##, self.name(), self.rgb())
    }
}

/// Where a text stands against its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Begins there.
    Start,
    /// Has its middle there.
    Middle,
    /// Ends there.
    End,
}

/// A picture in the making, in units of which a line of text at size 10 is as high as ten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    width: u16,
    height: u16,
    marks: String,
}

impl Serialize for Drawing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.svg())
    }
}

impl Drawing {
    /// An empty one.
    #[must_use]
    pub const fn new(width: u16, height: u16) -> Self {
        Self { width, height, marks: String::new() }
    }

    /// Its width.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Its height.
    #[must_use]
    pub const fn height(&self) -> u16 {
        self.height
    }

    fn push(&mut self, mark: std::fmt::Arguments<'_>) {
        // writing to a string can't fail
        _ = self.marks.write_fmt(mark);
    }

    /// A filled rectangle with a thin edge.
    pub fn rect(&mut self, (x, y): (i32, i32), (width, height): (i32, i32), fill: Paint, edge: Paint) {
        let (fill, stroke) = (fill.attributes("fill"), edge.rgb());
        self.push(format_args!(
            r##"<rect x="{x}" y="{y}" width="{}" height="{}" {fill} stroke="#{stroke:06x}" stroke-width="0.6"/>"##,
            width.max(0),
            height.max(0)
        ));
    }

    /// A line through places, dashed or not.
    pub fn line(&mut self, places: &[(i32, i32)], paint: Paint, tenths: u16, dashed: bool) {
        let path: Vec<String> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
        let dash = if dashed { r#" stroke-dasharray="5 3""# } else { "" };
        let stroke = paint.attributes("stroke");
        self.push(format_args!(
            r#"<polyline points="{}" fill="none" {stroke} stroke-width="{}.{}"{dash}/>"#,
            path.join(" "),
            tenths / 10,
            tenths % 10
        ));
    }

    /// A dot.
    pub fn dot(&mut self, (x, y): (i32, i32), radius: u16, paint: Paint) {
        let fill = paint.attributes("fill");
        self.push(format_args!(r#"<circle cx="{x}" cy="{y}" r="{radius}" {fill}/>"#));
    }

    /// A line of text.
    pub fn text(
        &mut self,
        (x, y): (i32, i32),
        size: u16,
        anchor: Anchor,
        paint: Paint,
        bold: bool,
        text: &str,
    ) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (fill, weight) = (paint.attributes("fill"), if bold { r#" font-weight="bold""# } else { "" });
        let text = escaped(text);
        self.push(format_args!(
            r#"<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" {fill}{weight}>{text}</text>"#
        ));
    }

    /// The picture as SVG, to stand by itself or within a page.
    #[must_use]
    pub fn svg(&self) -> String {
        let (width, height) = (self.width, self.height);
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="Carlito, Calibri, 'DejaVu Sans Mono', sans-serif">{}</svg>"#,
            self.marks
        )
    }

    /// The marks alone.
    pub(crate) fn marks(&self) -> &str {
        &self.marks
    }
}

/// A text within XML: what is no letter there is shown as what is missing.
pub(crate) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            '\t' | '\n' | '\r' => written.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => written.push('\u{fffd}'),
            other => written.push(other),
        }
    }
    written
}

/// The first so many letters.
#[must_use]
pub fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    text.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        let mut drawing = Drawing::new(10, 10);
        drawing.text((1, 1), 8, Anchor::Start, Paint::Ink, false, "</text><script>\u{1}");
        assert!(drawing.svg().contains("&lt;/text&gt;&lt;script&gt;\u{fffd}</text>"), "{}", drawing.svg());
    }
}
