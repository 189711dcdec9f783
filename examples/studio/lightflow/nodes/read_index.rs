use lightflow::prelude::*;
use lightflow_std::data::ReadError;
use lightflow_std::data::read_jsonl::{ReadJsonlError, read_jsonl};
use lightflow_std::embedding::Embedding;
use serde_json::Value;

use crate::types::Passage;

/// The largest index that is read.
const MOST: u64 = 1 << 30;
const LINES: u32 = 10_000_000;

/// Why an index was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadIndexError {
    #[error(transparent)]
    Lines(#[from] ReadError<ReadJsonlError>),
    #[error("line {line} of {path:?} is no passage with an embedding; make the index again")]
    Line { path: PathBuf, line: usize },
    #[error("the index {path:?} is empty; put documents into its folder, and make it again")]
    Empty { path: PathBuf },
}

/// What an index holds.
#[derive(Ports)]
pub struct Index {
    /// The passages.
    pub passages: Vec<Passage>,
    /// The embedding of each.
    pub embeddings: Vec<Embedding>,
}

/// Reads an index that was written as JSON lines.
#[node(needs(fs))]
pub fn read_index(path: PathBuf) -> Result<Index, ReadIndexError> {
    let mut index = Index { passages: Vec::new(), embeddings: Vec::new() };
    for (value, line) in read_jsonl(path.clone(), MOST, LINES)?.iter().zip(1..) {
        let Some((passage, embedding)) = entry(value) else {
            return Err(ReadIndexError::Line { path, line });
        };
        index.passages.push(passage);
        index.embeddings.push(embedding);
    }
    if index.passages.is_empty() {
        return Err(ReadIndexError::Empty { path });
    }
    Ok(index)
}

fn entry(line: &Value) -> Option<(Passage, Embedding)> {
    let text = |name: &str| Some(line.get(name)?.as_str()?.to_owned());
    let numbers = line.get("embedding")?.as_array()?.iter();
    let numbers: Option<Vec<f32>> = numbers.map(|number| Some(number.as_f64()? as f32)).collect();
    let passage = Passage {
        source: text("source")?,
        title: text("title")?,
        index: u32::try_from(line.get("index")?.as_u64()?).ok()?,
        text: text("text")?,
    };
    Some((passage, Embedding::new(numbers?).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> Result<Index, ReadIndexError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index.jsonl");
        std::fs::write(&path, lines).unwrap();
        read_index(path)
    }

    #[test]
    fn a_line_is_a_passage_with_its_embedding() {
        let line = r#"{"source":"a.md","title":"A","index":3,"text":"words","embedding":[0.6,0.8]}"#;
        let index = read(line).unwrap();
        let [passage] = &*index.passages else { panic!("one passage") };
        assert_eq!((&*passage.source, &*passage.text, passage.index), ("a.md", "words", 3));
        assert_eq!(index.embeddings[0].numbers(), [0.6, 0.8]);
    }

    #[test]
    fn what_is_no_index_is_refused_with_its_line() {
        let good = r#"{"source":"a.md","title":"A","index":3,"text":"words","embedding":[0.6,0.8]}"#;
        for bad in [
            "[]",
            r#"{"source":"a.md"}"#,
            &good.replace("0.8", "\"x\""),
            &good.replace("[0.6,0.8]", "[]"),
            &good.replace("3", "-1"),
        ] {
            let error = read(&format!("{good}\n{bad}\n")).err().unwrap().to_string();
            assert!(error.starts_with("line 2 of \""), "{error}");
            let told = "index.jsonl\" is no passage with an embedding; make the index again";
            assert!(error.ends_with(told), "{bad}: {error}");
        }
        assert!(matches!(read(""), Err(ReadIndexError::Empty { .. })));
    }
}
