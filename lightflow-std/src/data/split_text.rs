//! A long text in pieces.

use lightflow::prelude::*;
use text_splitter::{ChunkConfig, ChunkSizer, TextSplitter};

/// What the size of a piece counts.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextUnit {
    /// Characters of Unicode.
    #[default]
    Characters,
    /// Words: what white space separates. A token of a language model is about three quarters of an English word.
    Words,
}

impl ChunkSizer for TextUnit {
    fn size(&self, chunk: &str) -> usize {
        match self {
            Self::Characters => chunk.chars().count(),
            Self::Words => chunk.split_whitespace().count(),
        }
    }
}

/// An overlap that leaves no room.
#[derive(Debug, thiserror::Error)]
#[error("an overlap of {overlap} leaves no room in pieces of {size}; make it smaller")]
pub struct SplitTextError {
    overlap: u32,
    size: u32,
}

/// Splits a text into pieces of at most `size`, each as long as can be, at the highest border that there is: between paragraphs, else
/// lines, sentences, words ([Unicode Annex 29](https://www.unicode.org/reports/tr29/)), characters.
///
/// White space around a piece is left out. With an `overlap`, a piece begins with up to as much of the end of the one before.
/// Work of the crate `text-splitter`.
///
/// # Errors
/// An overlap that is as large as a piece.
///
/// ```
/// use lightflow_std::data::split_text::{TextUnit, split_text};
///
/// let text = "Our mugs are made by hand. They keep tea warm.\n\nThe lamps are new.";
/// let pieces = split_text(text, 40, 0, TextUnit::Characters).unwrap();
/// assert_eq!(pieces, ["Our mugs are made by hand.", "They keep tea warm.\n\nThe lamps are new."]);
/// ```
#[node]
pub fn split_text(
    /// What to split.
    text: &str,
    /// The most in a piece.
    #[port(default = 1000, range = 1..=1_000_000)]
    size: u32,
    /// The most of the piece before at the begin of the next.
    #[port(default = 0, range = 0..=999_999)]
    overlap: u32,
    /// What both count.
    #[port(default = TextUnit::Characters)]
    unit: TextUnit,
) -> Result<Vec<String>, SplitTextError> {
    let wrong = |_| SplitTextError { overlap, size };
    // A plain call has no contract: there are no pieces of nothing.
    let config = ChunkConfig::new(size.max(1) as usize)
        .with_sizer(unit)
        .with_overlap(overlap as usize)
        .map_err(wrong)?;
    Ok(TextSplitter::new(config).chunks(text).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_count_where_it_is_asked_for() {
        let text = "one two three four. five six.\n\nseven";
        assert_eq!(
            split_text(text, 4, 0, TextUnit::Words).unwrap(),
            ["one two three four.", "five six.\n\nseven"]
        );
    }

    #[test]
    fn pieces_overlap() {
        assert_eq!(split_text("a b c d", 3, 1, TextUnit::Characters).unwrap(), ["a b", "b c", "c d"]);
        let error = split_text("a", 3, 3, TextUnit::Characters).unwrap_err().to_string();
        assert_eq!(error, "an overlap of 3 leaves no room in pieces of 3; make it smaller");
    }

    #[test]
    fn nothing_has_no_pieces() {
        assert!(split_text("", 10, 0, TextUnit::Characters).unwrap().is_empty());
        assert!(split_text(" \n ", 10, 0, TextUnit::Characters).unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn pieces_fit_and_lose_no_word(text in "([a-zé]{1,9}[ .\n]{1,2}){0,30}", size in 1..60_u32) {
            let pieces = split_text(&text, size, 0, TextUnit::Characters).unwrap();
            prop_assert!(pieces.iter().all(|piece| piece.chars().count() <= size as usize));
            let letters = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&pieces.concat()), letters(&text));
        }
    }
}
