use lightflow::prelude::*;
use ui_tests::shapes::*;

#[workflow]
fn features(prompt: String) -> Tensor {
    let text = encode_text(prompt);
    project(&text)
}

fn main() {}
