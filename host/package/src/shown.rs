//! Texts of strangers, made fit for a message: short, and without characters that move a terminal's cursor or turn the
//! direction of writing.

/// Whether a character has no place in a line of text: controls, line and paragraph separators, and what turns the
/// direction of writing so that a name reads as another one.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
}

/// A text for a message: at most `most` characters, unseen ones written as escapes.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let mut shown = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == most {
            shown.push('…');
            break;
        }
        if is_unseen(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn nothing_reaches_the_terminal_unseen() {
        assert_eq!(shown("a\u{1b}[31mb\u{202e}c", 80), r"a\u{1b}[31mb\u{202e}c");
        assert_eq!(shown("äöü", 2), "äö…");
    }
}
