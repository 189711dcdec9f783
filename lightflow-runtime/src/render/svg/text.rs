//! How wide text is, and how it is written into XML.
//!
//! The reader's fonts are not known here: widths are those of wide fonts, so that text never leaves
//! its box. Identifiers are set in a monospaced font, whose width is about the same everywhere.

use std::borrow::Cow;

/// A font of the drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Font {
    /// Titles.
    Bold(f64),
    /// Code of this size.
    Mono(f64),
    /// Sentences of this size.
    Plain(f64),
}

/// The width of a text in pixels, rather too great than too small.
pub(crate) fn width(text: &str, font: Font) -> f64 {
    let (size, scale) = match font {
        Font::Bold(size) => (size, 1.08),
        Font::Plain(size) => (size, 1.0),
        Font::Mono(size) => {
            let ems = text.chars().map(|c| if is_wide(c) { 1.2 } else { 0.605 });
            return ems.sum::<f64>() * size;
        }
    };
    let ems: f64 = text.chars().map(em).sum();
    ems * size * scale
}

/// In parts of the font's size.
fn em(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | ':' | ';' | '|' | '!' => 0.34,
        ' ' | 'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '→' | '…' => 0.97,
        'A'..='Z' | '_' | '=' | '<' | '>' | '+' | '&' => 0.72,
        wide if is_wide(wide) => 1.1,
        _ => 0.62,
    }
}

/// Scripts whose characters fill a square, and pictures.
fn is_wide(character: char) -> bool {
    matches!(u32::from(character), 0x1100..=0x11ff | 0x2e80..=0xd7ff | 0xf900..=0xfaff | 0xff00..=0xff60 | 0x1f000..)
}

/// Cuts a text so that it is no wider than this.
pub(crate) fn fit(text: &str, font: Font, most: f64) -> Cow<'_, str> {
    if width(text, font) <= most {
        return Cow::Borrowed(text);
    }
    let mut cut = String::new();
    for character in text.chars() {
        cut.push(character);
        cut.push('…');
        if width(&cut, font) > most {
            cut.pop();
            cut.pop();
            break;
        }
        cut.pop();
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    Cow::Owned(cut)
}

/// Escapes a text for XML content and attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\n' | '\t' => escaped.push(character),
            // XML has no way to write these at all.
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            character if character.is_control() => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_does_not_fit_is_cut_with_an_ellipsis() {
        let font = Font::Mono(10.0);
        assert_eq!(fit("side * 2", font, 100.0), "side * 2");
        let cut = fit("format!(\"{title}.png\")", font, 100.0);
        assert_eq!(cut, "format!(\"{title…");
        assert!(width(&cut, font) <= 100.0);
    }

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(
            escape("a < b && c > \"d\u{1}\u{ffff}'"),
            "a &lt; b &amp;&amp; c &gt; &quot;d\u{fffd}\u{fffd}&apos;"
        );
    }
}
