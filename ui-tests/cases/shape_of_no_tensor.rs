use lightflow::prelude::*;

#[node(shape(text: [n]))]
fn shout(text: String) -> String {
    text.to_uppercase()
}

fn main() {}
