//! Sentences as vectors, on the CPU: load a model once, embed texts with it, compare what comes out.
//!
//! Models are those of [sentence-transformers](https://www.sbert.net) with the BERT architecture, read from safetensors and run by
//! [candle](https://github.com/huggingface/candle). [`MINILM`](minilm::MINILM) is declared as a model asset; a folder with other
//! weights is loaded by [`load_text_embedder_from`](fn@load_text_embedder_from::load_text_embedder_from).
//!
//! ```no_run
//! use lightflow::prelude::*;
//! use lightflow_std::embedding::embed_text::embed_text;
//! use lightflow_std::embedding::embed_texts::embed_texts;
//! use lightflow_std::embedding::load_text_embedder::load_text_embedder;
//! use lightflow_std::embedding::nearest::nearest;
//! use lightflow_std::embedding::Neighbor;
//!
//! /// Finds the titles that mean what the question asks for.
//! #[workflow]
//! fn find_titles(question: String, titles: Vec<String>) -> Vec<Neighbor> {
//!     let embedder = load_text_embedder();
//!     let wanted = embed_text(&embedder, &question);
//!     let known = embed_texts { embedder: &embedder, texts: &titles, .. };
//!     nearest { query: &wanted, candidates: &known, count: 3 }
//! }
//! ```

pub mod cosine_similarity;
pub mod embed_text;
pub mod embed_texts;
pub mod load_text_embedder;
pub mod load_text_embedder_from;
pub mod minilm;
pub mod nearest;

mod checksums;
mod embedder;
mod error;
mod files;
mod vector;

#[cfg(test)]
mod tiny;

pub use embedder::TextEmbedder;
pub use error::{CompareError, EmbedError, LoadError};
pub use nearest::Neighbor;
pub use vector::Embedding;
