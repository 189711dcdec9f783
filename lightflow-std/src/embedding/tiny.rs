//! A BERT of a few hundred weights, for tests.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{Device, Tensor};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::TextEmbedder;
use super::checksums::Checksums;
use super::files::sha256;

/// The files of a model in a folder of their own.
pub struct Tiny(TempDir);

const WORDS: &[&str] = &["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "red", "blue", "mug", "on"];

impl Tiny {
    pub const WIDTH: usize = 8;
    pub const TOKENS: usize = 12;

    /// With weights by chance, the same each time.
    pub fn new() -> Self {
        Self::with(|state| {
            // xorshift64 (Marsaglia 2003)
            *state ^= *state << 13;
            *state ^= *state >> 7;
            *state ^= *state << 17;
            // From -2 to 2, so that a word matters beside its place.
            (*state >> 40) as f32 / (1_u64 << 22) as f32 - 2.0
        })
    }

    /// With weights that are no numbers.
    pub fn broken() -> Self {
        Self::with(|_| f32::NAN)
    }

    fn with(mut number: impl FnMut(&mut u64) -> f32) -> Self {
        let tiny = Self(tempfile::tempdir().unwrap());
        let config = json!({
            "vocab_size": WORDS.len(), "hidden_size": Self::WIDTH, "num_hidden_layers": 2, "num_attention_heads": 2,
            "intermediate_size": 16, "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "max_position_embeddings": 16,
            "type_vocab_size": 2, "initializer_range": 0.02, "layer_norm_eps": 1e-12, "pad_token_id": 0,
            "model_type": "bert",
        });
        tiny.write("config.json", config.to_string().as_bytes());
        tiny.write(
            "sentence_bert_config.json",
            json!({ "max_seq_length": Self::TOKENS }).to_string().as_bytes(),
        );
        tiny.write("tokenizer.json", tokenizer().to_string().as_bytes());
        let mut state = 0x9E37_79B9_7F4A_7C15;
        let mut weights: HashMap<String, Tensor> = HashMap::new();
        for (name, shape) in shapes() {
            let values: Vec<f32> = (0..shape.iter().product()).map(|_| number(&mut state)).collect();
            weights.insert(name, Tensor::from_vec(values, shape, &Device::Cpu).unwrap());
        }
        candle_core::safetensors::save(&weights, tiny.folder().join("model.safetensors")).unwrap();
        tiny
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder().join(name), bytes).unwrap();
    }

    /// Changes a value of `config.json`.
    pub fn set(&self, key: &str, value: impl Into<Value>) {
        let mut config: Value =
            serde_json::from_slice(&std::fs::read(self.folder().join("config.json")).unwrap()).unwrap();
        config[key] = value.into();
        self.write("config.json", config.to_string().as_bytes());
    }

    /// What `sha256sum *` would print.
    pub fn sha256sums(&self) -> String {
        let names = ["config.json", "model.safetensors", "sentence_bert_config.json", "tokenizer.json"];
        let line = |name| format!("{}  {name}\n", sha256(&std::fs::read(self.folder().join(name)).unwrap()));
        names.map(line).concat()
    }

    pub fn checksums(&self) -> Checksums {
        Checksums::parse(&self.sha256sums()).unwrap()
    }

    pub fn load(&self) -> TextEmbedder {
        TextEmbedder::load(self.folder(), &self.checksums()).unwrap()
    }
}

fn tokenizer() -> Value {
    let vocabulary: HashMap<&str, usize> = WORDS.iter().enumerate().map(|(id, word)| (*word, id)).collect();
    let special = |id: usize| {
        json!({
            "id": id, "content": WORDS[id], "single_word": false, "lstrip": false, "rstrip": false,
            "normalized": false, "special": true,
        })
    };
    let mark = |token: &str, id: usize| json!({ "id": token, "ids": [id], "tokens": [token] });
    json!({
        "version": "1.0",
        "truncation": { "max_length": 4, "strategy": "LongestFirst", "stride": 0, "direction": "Right" },
        "padding": {
            "strategy": { "Fixed": 4 }, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0,
            "pad_type_id": 0, "pad_token": "[PAD]",
        },
        "added_tokens": [special(0), special(1), special(2), special(3)],
        "normalizer": {
            "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null,
            "lowercase": true,
        },
        "pre_tokenizer": { "type": "BertPreTokenizer" },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                { "SpecialToken": { "id": "[CLS]", "type_id": 0 } },
                { "Sequence": { "id": "A", "type_id": 0 } },
                { "SpecialToken": { "id": "[SEP]", "type_id": 0 } },
            ],
            "pair": [{ "Sequence": { "id": "A", "type_id": 0 } }, { "Sequence": { "id": "B", "type_id": 1 } }],
            "special_tokens": { "[CLS]": mark("[CLS]", 2), "[SEP]": mark("[SEP]", 3) },
        },
        "decoder": null,
        "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": vocabulary,
        },
    })
}

fn shapes() -> Vec<(String, Vec<usize>)> {
    let width = Tiny::WIDTH;
    let mut shapes = vec![
        ("embeddings.word_embeddings.weight".to_owned(), vec![WORDS.len(), width]),
        ("embeddings.position_embeddings.weight".to_owned(), vec![16, width]),
        ("embeddings.token_type_embeddings.weight".to_owned(), vec![2, width]),
    ];
    let mut layer = |name: String, rows: usize, columns: usize| {
        shapes.push((format!("{name}.weight"), if columns == 0 { vec![rows] } else { vec![rows, columns] }));
        shapes.push((format!("{name}.bias"), vec![rows]));
    };
    layer("embeddings.LayerNorm".into(), width, 0);
    for index in 0..2 {
        let own = |name: &str| format!("encoder.layer.{index}.{name}");
        for name in ["self.query", "self.key", "self.value", "output.dense"] {
            layer(own(&format!("attention.{name}")), width, width);
        }
        layer(own("attention.output.LayerNorm"), width, 0);
        layer(own("intermediate.dense"), 16, width);
        layer(own("output.dense"), width, 16);
        layer(own("output.LayerNorm"), width, 0);
    }
    shapes
}
