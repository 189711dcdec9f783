//! One text.

use lightflow::prelude::*;

use super::{EmbedError, Embedding, TextEmbedder};

/// Embeds one text, such as a question; see [`embed_texts`](fn@super::embed_texts::embed_texts) for many.
///
/// ```no_run
/// use lightflow::prelude::*;
/// use lightflow_std::embedding::embed_text::embed_text;
/// use lightflow_std::embedding::load_text_embedder::load_text_embedder;
///
/// let ctx = Ctx::test();
/// let embedding = embed_text(&load_text_embedder(&ctx)?, "a blue mug", &ctx)?;
/// assert_eq!(embedding.numbers().len(), 384);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the text cannot be split into tokens, or the weights give no finite numbers.
#[node(blocking)]
pub fn embed_text(embedder: &TextEmbedder, text: &str, ctx: &Ctx) -> Result<Embedding, EmbedError> {
    let tokens = embedder.tokens(0, text)?;
    if !tokens.get_overflowing().is_empty() {
        let most = embedder.most_tokens();
        ctx.log(format!("the text is longer than {most} tokens: what comes after them does not count"));
    }
    let numbers = embedder.run(&[&tokens])?.into_iter().next().unwrap_or_default();
    Embedding::new(numbers).map_err(|_| EmbedError::NotFinite(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::embed_texts::embed_texts;
    use crate::embedding::tiny::Tiny;

    #[test]
    fn it_is_one_of_many() {
        let (embedder, ctx) = (Tiny::new().load(), Ctx::test());
        let many = embed_texts(&embedder, &["red mug".into()], 32, &ctx).unwrap();
        assert_eq!(embed_text(&embedder, "red mug", &ctx).unwrap(), many[0]);
    }

    #[test]
    fn a_long_text_is_cut_off_and_the_log_says_so() {
        let ctx = Ctx::test();
        embed_text(&Tiny::new().load(), &"red ".repeat(100), &ctx).unwrap();
        let line = "the text is longer than 12 tokens: what comes after them does not count";
        assert_eq!(ctx.lines(), [line]);
    }
}
