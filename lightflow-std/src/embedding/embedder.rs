//! A loaded model: tokenizer, weights, and how tokens become one vector.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use candle_core::{D, DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config};
use lightflow::Port;
use serde::Deserialize;
use tokenizers::{Encoding, PostProcessor as _, Tokenizer, TruncationParams};

use super::checksums::Checksums;
use super::{EmbedError, LoadError, files};

/// A model of text embeddings in memory. Steps share it; cloning one shares its weights.
#[derive(Port, Clone)]
#[port(handle)]
pub struct TextEmbedder(Arc<Loaded>);

struct Loaded {
    model: BertModel,
    tokenizer: Tokenizer,
    pooling: Pooling,
    dimensions: usize,
    most_tokens: usize,
}

/// How the vectors of a text's tokens become one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Pooling {
    /// Their mean, as Sentence-BERT does it (Reimers and Gurevych 2019, arXiv 1908.10084).
    #[default]
    Mean,
    /// That of the first token, which stands for the whole.
    First,
}

/// `sentence_bert_config.json` of sentence-transformers.
#[derive(Deserialize)]
struct SentenceConfig {
    max_seq_length: Option<usize>,
}

/// `1_Pooling/config.json` of sentence-transformers.
#[derive(Deserialize)]
struct PoolingConfig {
    #[serde(default)]
    pooling_mode_cls_token: bool,
    #[serde(default)]
    pooling_mode_mean_tokens: bool,
    #[serde(default)]
    pooling_mode_max_tokens: bool,
    #[serde(default)]
    pooling_mode_mean_sqrt_len_tokens: bool,
}

impl TextEmbedder {
    /// Loads a model of sentence-transformers; every file that is read has to have its checksum.
    pub(super) fn load(folder: &Path, checksums: &Checksums) -> Result<Self, LoadError> {
        let config = files::read(folder, "config.json", files::CONFIG_LIMIT, checksums)?;
        let tokenizer = files::read(folder, "tokenizer.json", files::TOKENIZER_LIMIT, checksums)?;
        let listed = |name| match checksums.get(name) {
            Some(_) => files::read(folder, name, files::CONFIG_LIMIT, checksums).map(Some),
            None => Ok(None),
        };
        let sentences = listed("sentence_bert_config.json")?;
        let pooling = listed("1_Pooling/config.json")?;
        let weights = files::read(folder, "model.safetensors", files::WEIGHTS_LIMIT, checksums)?;

        let config = parse_config(&config)?;
        let pooling = pooling.map_or(Ok(Pooling::default()), |bytes| parse_pooling(&bytes))?;
        let most_tokens = most_tokens(&config, sentences.as_deref())?;
        let tokenizer = parse_tokenizer(&tokenizer, most_tokens, config.vocab_size)?;
        let weights = VarBuilder::from_buffered_safetensors(weights, DType::F32, &Device::Cpu);
        let model =
            weights.and_then(|weights| BertModel::load(weights, &config)).map_err(LoadError::Weights)?;
        let dimensions = config.hidden_size;
        Ok(Self(Arc::new(Loaded { model, tokenizer, pooling, dimensions, most_tokens })))
    }

    /// How many numbers an embedding has.
    pub fn dimensions(&self) -> usize {
        self.0.dimensions
    }

    /// How many tokens of a text count, with those that mark begin and end.
    pub fn most_tokens(&self) -> usize {
        self.0.most_tokens
    }

    /// The tokens of a text, cut off where the model's limit is.
    pub(super) fn tokens(&self, index: usize, text: &str) -> Result<Encoding, EmbedError> {
        let encoded = self.0.tokenizer.encode(text, true);
        encoded.map_err(|error| EmbedError::Tokens { index, reason: error.to_string() })
    }

    /// One vector of length 1 for each of these token lists.
    pub(super) fn run(&self, batch: &[&Encoding]) -> candle_core::Result<Vec<Vec<f32>>> {
        let longest = batch.iter().map(|tokens| tokens.len()).max().unwrap_or(0);
        let padded = |part: fn(&Encoding) -> &[u32]| {
            let rows = batch.iter().flat_map(|tokens| {
                let values = part(tokens);
                values.iter().copied().chain(std::iter::repeat_n(0, longest - values.len()))
            });
            Tensor::from_iter(rows, &Device::Cpu)?.reshape((batch.len(), longest))
        };
        let mask = padded(Encoding::get_attention_mask)?;
        let hidden = self.0.model.forward(
            &padded(Encoding::get_ids)?,
            &padded(Encoding::get_type_ids)?,
            Some(&mask),
        )?;
        let pooled = match self.0.pooling {
            Pooling::First => hidden.narrow(1, 0, 1)?.squeeze(1)?,
            Pooling::Mean => {
                let mask = mask.to_dtype(DType::F32)?.unsqueeze(D::Minus1)?;
                let sum = hidden.broadcast_mul(&mask)?.sum(1)?;
                sum.broadcast_div(&mask.sum(1)?)?
            }
        };
        let length = pooled.sqr()?.sum_keepdim(1)?.sqrt()?;
        pooled.broadcast_div(&length)?.to_vec2()
    }
}

impl fmt::Debug for TextEmbedder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextEmbedder({} numbers, {} tokens)", self.0.dimensions, self.0.most_tokens)
    }
}

/// What no model of this kind is beyond; it keeps a broken file from asking for any amount of memory.
const LARGEST_SIZE: usize = 1 << 20;

fn parse_config(bytes: &[u8]) -> Result<Config, LoadError> {
    let refused = |reason: String| LoadError::Config(reason);
    let config: Config = serde_json::from_slice(bytes).map_err(|error| refused(error.to_string()))?;
    if config.model_type.as_deref().is_some_and(|kind| kind != "bert") {
        return Err(refused(format!("its `model_type` is `{}`", config.model_type.unwrap_or_default())));
    }
    let sizes = [
        ("vocab_size", config.vocab_size),
        ("hidden_size", config.hidden_size),
        ("num_hidden_layers", config.num_hidden_layers),
        ("num_attention_heads", config.num_attention_heads),
        ("intermediate_size", config.intermediate_size),
        ("max_position_embeddings", config.max_position_embeddings),
        ("type_vocab_size", config.type_vocab_size),
    ];
    if let Some((name, size)) = sizes.iter().find(|(_, size)| !(1..=LARGEST_SIZE).contains(size)) {
        return Err(refused(format!("its `{name}` is {size}")));
    }
    if !config.hidden_size.is_multiple_of(config.num_attention_heads) {
        let (size, heads) = (config.hidden_size, config.num_attention_heads);
        return Err(refused(format!("{heads} attention heads do not divide its `hidden_size` of {size}")));
    }
    Ok(config)
}

fn parse_pooling(bytes: &[u8]) -> Result<Pooling, LoadError> {
    let config: PoolingConfig = serde_json::from_slice(bytes)
        .map_err(|error| LoadError::Config(format!("`1_Pooling/config.json` cannot be read: {error}")))?;
    match config {
        PoolingConfig { pooling_mode_max_tokens: true, .. }
        | PoolingConfig { pooling_mode_mean_sqrt_len_tokens: true, .. } => {
            Err(LoadError::Config("it pools neither by mean nor by the first token".into()))
        }
        PoolingConfig { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false, .. } => {
            Ok(Pooling::First)
        }
        PoolingConfig { pooling_mode_cls_token: false, pooling_mode_mean_tokens: true, .. } => {
            Ok(Pooling::Mean)
        }
        PoolingConfig { .. } => Err(LoadError::Config("it says no single way to pool tokens".into())),
    }
}

fn most_tokens(config: &Config, sentences: Option<&[u8]>) -> Result<usize, LoadError> {
    let Some(bytes) = sentences else { return Ok(config.max_position_embeddings) };
    let sentences: SentenceConfig = serde_json::from_slice(bytes)
        .map_err(|error| LoadError::Config(format!("`sentence_bert_config.json` cannot be read: {error}")))?;
    Ok(sentences.max_seq_length.unwrap_or(usize::MAX).min(config.max_position_embeddings))
}

fn parse_tokenizer(bytes: &[u8], most_tokens: usize, vocabulary: usize) -> Result<Tokenizer, LoadError> {
    let refused = |reason: String| LoadError::Tokenizer(reason);
    let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(|error| refused(error.to_string()))?;
    // Beside the tokens that mark begin and end there has to be room for one of the text.
    let marks = tokenizer.get_post_processor().map_or(0, |processor| processor.added_tokens(false));
    if most_tokens <= marks {
        return Err(refused(format!(
            "it adds {marks} tokens to each text, and the model reads {most_tokens}"
        )));
    }
    let largest = tokenizer.get_vocab(true).into_values().max().map_or(0, |id| id as usize + 1);
    if largest > vocabulary {
        return Err(refused(format!("it knows {largest} tokens, and the model {vocabulary}")));
    }
    tokenizer.with_padding(None);
    let truncation = TruncationParams { max_length: most_tokens, ..TruncationParams::default() };
    tokenizer.with_truncation(Some(truncation)).map_err(|error| refused(error.to_string()))?;
    Ok(tokenizer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::tiny::Tiny;

    fn refusal(change: impl FnOnce(&mut Tiny)) -> String {
        let mut tiny = Tiny::new();
        change(&mut tiny);
        let error = TextEmbedder::load(tiny.folder(), &tiny.checksums()).unwrap_err();
        error.to_string()
    }

    #[test]
    fn limits_come_from_the_files() {
        let tiny = Tiny::new();
        let embedder = TextEmbedder::load(tiny.folder(), &tiny.checksums()).unwrap();
        assert_eq!((embedder.dimensions(), embedder.most_tokens()), (Tiny::WIDTH, Tiny::TOKENS));
    }

    #[test]
    fn a_file_that_was_changed_is_not_read() {
        let tiny = Tiny::new();
        let checksums = tiny.checksums();
        std::fs::write(tiny.folder().join("model.safetensors"), b"other").unwrap();
        let error = TextEmbedder::load(tiny.folder(), &checksums).unwrap_err();
        assert!(matches!(error, LoadError::OtherFile { .. }), "{error}");
    }

    #[test]
    fn a_missing_file_is_named() {
        let tiny = Tiny::new();
        let checksums = tiny.checksums();
        std::fs::remove_file(tiny.folder().join("tokenizer.json")).unwrap();
        let error = TextEmbedder::load(tiny.folder(), &checksums).unwrap_err().to_string();
        assert!(error.contains("tokenizer.json` cannot be read"), "{error}");
    }

    #[test]
    fn impossible_sizes_are_refused_before_anything_is_made() {
        let error = refusal(|tiny| tiny.set("num_attention_heads", 0));
        assert!(error.contains("its `num_attention_heads` is 0"), "{error}");
        let error = refusal(|tiny| tiny.set("vocab_size", usize::MAX / 8));
        assert!(error.contains("its `vocab_size` is"), "{error}");
        let error = refusal(|tiny| tiny.set("num_attention_heads", 3));
        assert!(error.contains("3 attention heads do not divide its `hidden_size` of 8"), "{error}");
        let error = refusal(|tiny| tiny.set("model_type", "roberta"));
        assert!(error.contains("its `model_type` is `roberta`"), "{error}");
    }

    #[test]
    fn weights_of_another_model_are_refused() {
        let error = refusal(|tiny| tiny.set("hidden_size", 16));
        assert!(error.contains("does not hold the weights"), "{error}");
        let error = refusal(|tiny| tiny.write("model.safetensors", b"\xff\xff\xff\xff\xff\xff\xff\x7f{}"));
        assert!(error.contains("does not hold the weights"), "{error}");
    }

    #[test]
    fn a_tokenizer_of_another_model_is_refused() {
        let error = refusal(|tiny| tiny.set("vocab_size", 3));
        assert!(error.contains("tokens, and the model 3"), "{error}");
        let error = refusal(|tiny| tiny.write("tokenizer.json", b"{"));
        assert!(error.contains("`tokenizer.json` cannot be used"), "{error}");
        let error = refusal(|tiny| tiny.write("sentence_bert_config.json", br#"{"max_seq_length": 2}"#));
        assert!(error.contains("it adds 2 tokens to each text, and the model reads 2"), "{error}");
    }

    #[test]
    fn the_way_to_pool_is_read() {
        let parse = |text: &str| parse_pooling(text.as_bytes());
        assert_eq!(parse(r#"{"pooling_mode_mean_tokens": true}"#).unwrap(), Pooling::Mean);
        assert_eq!(parse(r#"{"pooling_mode_cls_token": true}"#).unwrap(), Pooling::First);
        assert!(parse(r#"{"pooling_mode_max_tokens": true}"#).is_err());
        assert!(parse("{}").is_err());
    }
}
