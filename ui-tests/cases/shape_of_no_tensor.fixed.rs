use lightflow::prelude::*;

#[node]
fn shout(text: String) -> String {
    text.to_uppercase()
}

fn main() {}
