use lightflow::prelude::*;

use crate::types::Citation;

/// Shorter ones are headings and rests.
const SHORTEST: usize = 20;
/// Longer ones are lists and tables.
const LONGEST: usize = 400;

/// A sentence of a passage.
#[derive(Port, Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The number of the citation.
    pub citation: u32,
    /// What it says.
    pub text: String,
}

/// The sentences of what is cited, each once.
#[node]
pub fn sentences_of(citations: &[Citation]) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    for citation in citations {
        for text in split(&citation.passage.text) {
            let fits = (SHORTEST..=LONGEST).contains(&text.chars().count());
            if fits && sentences.iter().all(|other| other.text != text) {
                sentences.push(Sentence { citation: citation.number, text });
            }
        }
    }
    sentences
}

/// At the end of a paragraph, and after `.`, `!` or `?` before a space and a capital.
fn split(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for paragraph in text.split("\n\n") {
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        let mut sentence: Vec<&str> = Vec::new();
        for (index, word) in words.iter().enumerate() {
            sentence.push(word);
            let ends = word.trim_end_matches(['"', '\'', ')', '”']).ends_with(['.', '!', '?']);
            let begins = words.get(index + 1).is_none_or(|next| {
                next.trim_start_matches(['"', '\'', '(', '“', '`']).starts_with(char::is_uppercase)
            });
            if ends && begins {
                sentences.push(sentence.join(" "));
                sentence.clear();
            }
        }
        if !sentence.is_empty() {
            sentences.push(sentence.join(" "));
        }
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Passage;

    #[test]
    fn a_text_is_split_where_sentences_end() {
        assert_eq!(
            split("It costs 3.50 euros. Ask e.g. the\nbaker! \"Why?\" No heading\n\nNext"),
            ["It costs 3.50 euros.", "Ask e.g. the baker!", "\"Why?\"", "No heading", "Next"]
        );
    }

    #[test]
    fn a_sentence_of_two_passages_is_there_once() {
        let citation = |number| Citation {
            number,
            similarity: 0.5,
            passage: Passage {
                source: "a.md".into(),
                title: "A".into(),
                index: 0,
                text: "Short. This sentence stands in both of the passages.".into(),
            },
        };
        let sentences = sentences_of(&[citation(1), citation(2)]);
        assert_eq!(sentences.len(), 1);
        assert_eq!(sentences[0].citation, 1);
    }
}
