//! Embeds the lines of a file and prints the vectors as JSON, one a line: `reference_embedding TEXTS`. The model is among `LIGHTFLOW_MODELS`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program that prints")]

use std::time::Instant;

use lightflow::prelude::*;
use lightflow_std::embedding::embed_texts::embed_texts;
use lightflow_std::embedding::load_text_embedder::load_text_embedder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name the file of texts")?;
    let texts: Vec<String> = std::fs::read_to_string(path)?.lines().map(str::to_owned).collect();
    let ctx = Ctx::test();
    let begin = Instant::now();
    let embedder = load_text_embedder(&ctx)?;
    let loaded = begin.elapsed();
    let begin = Instant::now();
    let embeddings = embed_texts(&embedder, &texts, 32, &ctx)?;
    let each = begin.elapsed() / texts.len().max(1) as u32;
    eprintln!("loaded in {loaded:.1?}, {each:.1?} a text in batches of 32");
    ctx.lines().iter().for_each(|line| eprintln!("{line}"));
    for embedding in embeddings {
        println!("{}", embedding.to_json()?);
    }
    Ok(())
}
