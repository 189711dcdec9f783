use lightflow::prelude::*;
use lightflow_std::embedding::Embedding;
use serde_json::{Value, json};

use crate::types::Passage;

/// Passages without their embeddings.
#[derive(Debug, thiserror::Error)]
#[error("there are {passages} passages and {embeddings} embeddings; embed each passage once")]
pub struct IndexRecordsError {
    passages: usize,
    embeddings: usize,
}

/// The lines of an index: each passage with its embedding.
#[node]
pub fn index_records(
    passages: &[Passage],
    embeddings: &[Embedding],
) -> Result<Vec<Value>, IndexRecordsError> {
    if passages.len() != embeddings.len() {
        return Err(IndexRecordsError { passages: passages.len(), embeddings: embeddings.len() });
    }
    let line = |(passage, embedding): (&Passage, &Embedding)| {
        json!({
            "source": passage.source,
            "title": passage.title,
            "index": passage.index,
            "text": passage.text,
            "embedding": embedding.numbers(),
        })
    };
    Ok(passages.iter().zip(embeddings).map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_passage_needs_its_embedding() {
        let embedding = Embedding::new([1.0, 0.0]).unwrap();
        assert_eq!(index_records(&[], &[]).unwrap(), Vec::<Value>::new());
        let error = index_records(&[], &[embedding]).unwrap_err().to_string();
        assert_eq!(error, "there are 0 passages and 1 embeddings; embed each passage once");
    }
}
