//! Words to vectors.

use lightflow::prelude::*;

use crate::models::{TextEncoder, Weights};
use crate::types::{Text, Tiny};

/// Turns a text into vectors.
#[node(shape(-> [1, 32, 64]))]
pub fn encode_text(prompt: &str) -> Result<Text<Tiny>, candle_core::Error> {
    Ok(Text::new(TextEncoder::new()?.encode(prompt)?))
}

/// Turns a text into vectors of twice the width, as larger models want them.
#[node(shape(-> [1, 32, 128]))]
pub fn encode_text_wide(prompt: &str) -> Result<Text<Tiny>, candle_core::Error> {
    let narrow = TextEncoder::new()?.encode(prompt)?;
    let widen = Weights::seeded(128).layer(&[TextEncoder::WIDTH, 128])?;
    Ok(Text::new(narrow.broadcast_matmul(&widen)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_are_other_vectors() {
        let vectors =
            |text| encode_text(text).unwrap().tensor.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        assert_eq!(vectors("a fox"), vectors("a fox"));
        assert_ne!(vectors("a fox"), vectors("a box"));
    }
}
