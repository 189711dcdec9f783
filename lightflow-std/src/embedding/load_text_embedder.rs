//! The model that is declared, into memory.

use lightflow::prelude::*;
use lightflow::spec::ModelAsset as _;

use super::checksums::Checksums;
use super::minilm::MINILM;
use super::{LoadError, TextEmbedder};

/// Loads all-MiniLM-L6-v2 from the folders of models, and checks that its files are the right ones.
///
/// ```no_run
/// use lightflow::prelude::*;
/// use lightflow_std::embedding::load_text_embedder::load_text_embedder;
///
/// let embedder = load_text_embedder(&Ctx::test())?;
/// assert_eq!((embedder.dimensions(), embedder.most_tokens()), (384, 256));
/// # Ok::<(), lightflow_std::embedding::LoadError>(())
/// ```
///
/// # Errors
/// When a file of [`MINILM`] is missing or is another one.
#[node(needs(model(MINILM)), blocking)]
pub fn load_text_embedder(ctx: &Ctx) -> Result<TextEmbedder, LoadError> {
    let folder = ctx.model::<MINILM>()?;
    TextEmbedder::load(&folder, &Checksums::of(MINILM::SPEC))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::cosine_similarity::cosine_similarity;
    use crate::embedding::embed_texts::embed_texts;

    /// With the model on disk, values that the Python implementation gives as well; without it, one clear error.
    #[test]
    fn the_declared_model_tells_like_from_unlike() {
        let ctx = Ctx::test();
        let embedder = match load_text_embedder(&ctx) {
            Ok(embedder) => embedder,
            Err(error) => {
                let text = error.to_string();
                return assert!(text.contains("of the model `all-minilm-l6-v2` is not in"), "{text}");
            }
        };
        let texts =
            ["A man is eating food.", "A man is eating a piece of bread.", "The rocket left at dawn."];
        let vectors = embed_texts(&embedder, &texts.map(String::from), 32, &ctx).unwrap();
        let like = cosine_similarity(&vectors[0], &vectors[1]).unwrap();
        let unlike = cosine_similarity(&vectors[0], &vectors[2]).unwrap();
        assert!(like > 0.7 && unlike < 0.2, "{like} {unlike}");
    }
}
