use lightflow::prelude::*;
use lightflow_std::data::split_text::{SplitTextError, TextUnit, split_text};

use crate::types::{Document, Passage};

/// Splits a document into passages that overlap, at the borders of paragraphs and sentences.
#[node]
pub fn passages_of(
    document: &Document,
    /// The most words of a passage. Small models of embeddings see about 200.
    #[port(default = 120, range = 20..=2000, unit = "words")]
    size: u32,
    /// The most words that a passage has in common with the one before.
    #[port(default = 20, range = 0..=1000, unit = "words")]
    overlap: u32,
) -> Result<Vec<Passage>, SplitTextError> {
    let pieces = split_text(&document.text, size, overlap, TextUnit::Words)?;
    let passages = pieces.into_iter().zip(0..).map(|(text, index)| Passage {
        source: document.source.clone(),
        title: document.title.clone(),
        index,
        text,
    });
    Ok(passages.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_numbered_and_know_their_document() {
        let text = "One two three four five six seven eight nine ten. ".repeat(12);
        let document = Document { source: "a.md".into(), title: "Numbers".into(), text };
        let passages = passages_of(&document, 30, 0).unwrap();
        assert_eq!(passages.len(), 4);
        assert!(passages.iter().zip(0..).all(|(passage, index)| passage.index == index));
        assert!(passages.iter().all(|passage| passage.title == "Numbers" && passage.source == "a.md"));
    }

    #[test]
    fn an_empty_document_has_none() {
        let document = Document { source: "a.md".into(), title: "a".into(), text: " \n".into() };
        assert_eq!(passages_of(&document, 120, 20).unwrap(), []);
    }
}
