//! What can go wrong with embeddings.

use std::path::PathBuf;

use lightflow::models::ModelMissing;

/// Why a model of text embeddings was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The files of the model asset are nowhere.
    #[error(transparent)]
    Missing(#[from] ModelMissing),
    /// A file cannot be read.
    #[error("`{}` cannot be read; check the path and its permissions", path.display())]
    Read {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A file is larger than any such file is.
    #[error("`{}` has {size} bytes, above the limit of {limit} for such a file; load another model", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The most there may be.
        limit: u64,
    },
    /// A file is not the one that was meant.
    #[error("`{}` has the SHA-256 {found}, not {expected}; get the file again", path.display())]
    OtherFile {
        /// The file.
        path: PathBuf,
        /// What was promised.
        expected: String,
        /// What it has.
        found: String,
    },
    /// The checksums say nothing about a file.
    #[error(
        "the checksums do not list `{0}`; give what `sha256sum config.json tokenizer.json model.safetensors` prints"
    )]
    NoChecksum(&'static str),
    /// A line is no checksum.
    #[error("line {0} of the checksums is not a SHA-256 and a file name, as `sha256sum` prints them")]
    Checksum(usize),
    /// `config.json` describes no model that is run here.
    #[error(
        "`config.json` is not of a BERT model that can be run: {0}; load a sentence-transformers model with the BERT architecture"
    )]
    Config(String),
    /// `tokenizer.json` is none.
    #[error("`tokenizer.json` cannot be used: {0}; get the file again")]
    Tokenizer(String),
    /// The weights do not belong to the configuration.
    #[error(
        "`model.safetensors` does not hold the weights that `config.json` describes; load both from one model"
    )]
    Weights(#[source] candle_core::Error),
}

/// Why texts were not embedded.
#[derive(Debug, thiserror::Error)]
pub enum EmbedError {
    /// The tokenizer cannot read a text.
    #[error("text {index} cannot be split into tokens: {reason}; give it another text")]
    Tokens {
        /// Which text, from 0.
        index: usize,
        /// What the tokenizer says.
        reason: String,
    },
    /// The model fails on tokens.
    #[error("the model cannot be run on these texts; check that tokenizer and weights are of one model")]
    Model(#[from] candle_core::Error),
    /// The weights give no direction.
    #[error("the model gives text {0} no vector of finite numbers; check its weights")]
    NotFinite(usize),
    /// The run was cancelled.
    #[error("stopped before all texts were embedded")]
    Cancelled,
}

/// Why embeddings cannot be compared or made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CompareError {
    /// Vectors of different models.
    #[error("embeddings of {left} and {right} numbers cannot be compared; make both with one model")]
    Dimensions {
        /// Numbers of the first.
        left: usize,
        /// Numbers of the second.
        right: usize,
    },
    /// A candidate that differs from the query.
    #[error("candidate {index} has {found} numbers and the query {expected}; make all with one model")]
    Candidate {
        /// Which candidate, from 0.
        index: usize,
        /// Numbers of the query.
        expected: usize,
        /// Numbers of the candidate.
        found: usize,
    },
    /// No numbers at all, or too many.
    #[error("an embedding has from 1 to {most} numbers, not {found}; embed a text to get one")]
    Length {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// Not a vector.
    #[error("number {0} of the embedding is not finite; embed the text again")]
    NotFinite(usize),
}
