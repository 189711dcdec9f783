use lightflow::prelude::*;
use ui_tests::shapes::*;

/// Text to vectors of width 1024.
#[node(shape(-> [1, 77, 1024]))]
fn encode_text_large(prompt: String) -> Tensor {
    Tensor { sizes: vec![prompt.len().min(1) as u64, 77, 1024] }
}

#[workflow]
fn features(prompt: String) -> Tensor {
    let text = encode_text_large(prompt);
    project(&text)
}

fn main() {}
