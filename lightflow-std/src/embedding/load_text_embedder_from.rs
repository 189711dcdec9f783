//! Any model of the kind, into memory.

use std::path::Path;

use lightflow::prelude::*;

use super::checksums::Checksums;
use super::{LoadError, TextEmbedder};

/// Loads a model of sentence-transformers with the BERT architecture from a folder.
///
/// Read are `config.json`, `tokenizer.json` and `model.safetensors`, and `sentence_bert_config.json` (how many tokens count) and
/// `1_Pooling/config.json` (mean or first token; mean without it) where the checksums list them.
///
/// ```no_run
/// use lightflow_std::embedding::load_text_embedder_from::load_text_embedder_from;
///
/// let checksums = std::fs::read_to_string("bge-small-en-v1.5/SHA256SUMS")?;
/// let embedder = load_text_embedder_from("bge-small-en-v1.5".as_ref(), &checksums)?;
/// println!("{} dimensions", embedder.dimensions());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When a file is missing, is not the one that the checksums promise, or is not of such a model.
#[node(needs(fs), blocking)]
pub fn load_text_embedder_from(
    /// The folder of the model.
    folder: &Path,
    /// What `sha256sum config.json tokenizer.json model.safetensors` prints in that folder.
    #[port(len = 1..=65_536)]
    checksums: &str,
) -> Result<TextEmbedder, LoadError> {
    TextEmbedder::load(folder, &Checksums::parse(checksums)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::tiny::Tiny;

    #[test]
    fn a_folder_is_loaded_by_its_checksums() {
        let tiny = Tiny::new();
        let embedder = load_text_embedder_from(tiny.folder(), &tiny.sha256sums()).unwrap();
        assert_eq!(embedder.dimensions(), Tiny::WIDTH);
    }

    #[test]
    fn a_file_without_a_checksum_is_not_read() {
        let tiny = Tiny::new();
        let sums: String = tiny.sha256sums().lines().filter(|line| !line.ends_with("config.json")).collect();
        let error = load_text_embedder_from(tiny.folder(), &sums).unwrap_err();
        assert!(matches!(error, LoadError::NoChecksum("config.json") | LoadError::Checksum(_)), "{error}");
    }
}
