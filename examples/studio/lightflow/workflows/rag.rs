//! Questions answered from a folder of documents: `ingest` makes an index, `ask` answers from it.

use lightflow::prelude::*;
use lightflow_std::data::write_jsonl::write_jsonl;
use lightflow_std::embedding::{
    embed_text::embed_text, embed_texts::embed_texts, load_text_embedder::load_text_embedder,
    nearest::nearest,
};
use lightflow_std::llm::{ChatModel, chat::chat};

use crate::nodes::{
    cite::cite,
    extract_answer::extract_answer,
    grounded_prompt::{SYSTEM, grounded_prompt},
    index_records::index_records,
    list_documents::list_documents,
    passages_of::passages_of,
    read_document::read_document,
    read_index::{Index, read_index},
    sentences_of::sentences_of,
    write_answer::write_answer,
};
use crate::types::{Answer, Passage};

/// Reads a folder of Markdown, text and HTML files, and makes an index of their passages: `index.jsonl`.
///
/// Passages become vectors by a model that runs on the CPU (all-MiniLM-L6-v2). Files that did not change are not embedded again.
#[workflow]
pub fn ingest(
    /// The folder with the documents, and those inside it.
    folder: PathBuf,
    /// The most words of a passage. The model sees about 200.
    #[port(default = 120, range = 20..=400, unit = "words")]
    size: u32,
    /// The most words that a passage has in common with the one before.
    #[port(default = 20, range = 0..=200, unit = "words")]
    overlap: u32,
) -> PathBuf {
    let embedder = load_text_embedder { .. };
    let files = list_documents(folder.clone());
    let records = for file in files {
        let document = read_document { path: file, folder: folder.clone() };
        let passages = passages_of { document: &document, size, overlap };
        let texts: Vec<String> = passages.iter().map(|passage: &Passage| passage.text.clone()).collect();
        let embeddings = embed_texts { embedder: &embedder, texts: &texts, .. };
        index_records { passages: &passages, embeddings: &embeddings }
    };
    let all: Vec<serde_json::Value> = records.concat();
    write_jsonl(&all, "index.jsonl")
}

/// Answers a question from an index that `ingest` made, with the passages that the answer rests on: `answer.md`.
///
/// Without a model, the answer is made of the sentences that say most about the question.
#[workflow]
pub fn ask(
    /// What is asked.
    #[port(len = 1..=2000)]
    question: String,
    /// The index: `index.jsonl`.
    index: PathBuf,
    /// The most passages that the answer rests on.
    #[port(default = 5, range = 1..=50)]
    count: u32,
    /// A language model that words the answer.
    model: Option<ChatModel>,
    /// The key of its service, such as `env:OPENAI_API_KEY`; local services want none.
    key: Option<Secret>,
) -> Answer {
    let embedder = load_text_embedder { .. };
    let Index { passages, embeddings } = read_index(index);
    let query = embed_text { embedder: &embedder, text: &question };
    let found = nearest { query: &query, candidates: &embeddings, count };
    let citations = cite(&passages, &found);
    let text = match model {
        Some(model) => {
            let prompt = grounded_prompt(&question, &citations);
            let key: Secret = key.clone().unwrap_or_default();
            chat { model: &model, key, prompt: &prompt, system: SYSTEM.to_owned(), .. }
        }
        None => {
            let sentences = sentences_of(&citations);
            let texts: Vec<String> = sentences.iter().map(|sentence| sentence.text.clone()).collect();
            let vectors = embed_texts { embedder: &embedder, texts: &texts, .. };
            extract_answer { question: &query, sentences: &sentences, embeddings: &vectors, .. }
        }
    };
    write_answer { question, text, citations }
}
