use lightflow::prelude::*;
use lightflow_std::embedding::cosine_similarity::cosine_similarity;
use lightflow_std::embedding::{CompareError, Embedding};

use super::sentences_of::Sentence;

/// Answers with the sentences that say most about a question: those like it, and unlike each other.
///
/// They are chosen by maximal marginal relevance (Carbonell, Goldstein, "The use of MMR", 1998) and stand in the order of the
/// passages, each with the number of its citation.
///
/// # Errors
/// When embeddings are of different models.
#[node]
pub fn extract_answer(
    question: &Embedding,
    sentences: &[Sentence],
    embeddings: &[Embedding],
    /// The most sentences of an answer.
    #[port(default = 4, range = 1..=20)]
    count: u32,
    /// How much likeness to the question counts against being new, from 0 to 1.
    #[port(default = 0.7, range = 0.0..=1.0)]
    relevance: f32,
) -> Result<String, CompareError> {
    let relevant: Vec<f32> =
        embeddings.iter().map(|it| cosine_similarity(question, it)).collect::<Result<_, _>>()?;
    let candidates = sentences.len().min(embeddings.len());
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < (count as usize).min(candidates) {
        let mut best: Option<(usize, f32)> = None;
        for index in (0..candidates).filter(|index| !chosen.contains(index)) {
            let mut known = 0.0_f32;
            for &other in &chosen {
                known = known.max(cosine_similarity(&embeddings[index], &embeddings[other])?);
            }
            let worth = relevance * relevant[index] - (1.0 - relevance) * known;
            if best.is_none_or(|(_, most)| worth > most) {
                best = Some((index, worth));
            }
        }
        let Some((index, _)) = best else { break };
        chosen.push(index);
    }
    chosen.sort_unstable();
    let told = chosen.into_iter().map(|index| {
        let Sentence { citation, text } = &sentences[index];
        format!("{text} [{citation}]")
    });
    let text = told.collect::<Vec<_>>().join(" ");
    Ok(if text.is_empty() { "The documents say nothing about this.".to_owned() } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(citation: u32, text: &str) -> Sentence {
        Sentence { citation, text: text.into() }
    }

    #[test]
    fn what_is_said_twice_is_told_once() {
        let question = Embedding::new([1.0, 0.0, 0.0]).unwrap();
        let sentences =
            [sentence(1, "Mugs are blue."), sentence(2, "The mugs are blue."), sentence(2, "Tea.")];
        let embeddings = [[0.9, 0.1, 0.0], [0.9, 0.1, 0.01], [0.6, 0.0, 0.8]]
            .map(|numbers| Embedding::new(numbers).unwrap());
        let answer = extract_answer(&question, &sentences, &embeddings, 2, 0.5).unwrap();
        assert_eq!(answer, "Mugs are blue. [1] Tea. [2]");
    }

    #[test]
    fn without_sentences_it_says_so() {
        let question = Embedding::new([1.0]).unwrap();
        let answer = extract_answer(&question, &[], &[], 4, 0.7).unwrap();
        assert_eq!(answer, "The documents say nothing about this.");
    }
}
