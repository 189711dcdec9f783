//! Many texts at once.

use lightflow::prelude::*;

use super::{EmbedError, Embedding, TextEmbedder};

/// Embeds texts: for each, a vector of length 1 that points where its meaning lies.
///
/// Tokens beyond the model's limit do not count; the log says how many texts that concerns. Texts of like length are run together,
/// so that little is padding; a text's vector does not depend on the others (but for the last bits of its numbers).
/// The method is that of Sentence-BERT (Reimers and Gurevych 2019, [arXiv 1908.10084](https://arxiv.org/abs/1908.10084)).
///
/// ```no_run
/// use lightflow::prelude::*;
/// use lightflow_std::embedding::embed_texts::embed_texts;
/// use lightflow_std::embedding::load_text_embedder::load_text_embedder;
///
/// let ctx = Ctx::test();
/// let embedder = load_text_embedder(&ctx)?;
/// let embeddings = embed_texts(&embedder, &["a mug".into(), "a cup".into()], 32, &ctx)?;
/// assert_eq!(embeddings.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When a text cannot be split into tokens, the weights give no finite numbers, or the run is cancelled.
#[node(blocking)]
pub fn embed_texts(
    embedder: &TextEmbedder,
    texts: &[String],
    /// How many texts are run together: more take more memory.
    #[port(default = 32, range = 1..=1024)]
    batch_size: u32,
    ctx: &Ctx,
) -> Result<Vec<Embedding>, EmbedError> {
    let encoded = texts.iter().enumerate().map(|(index, text)| embedder.tokens(index, text));
    let encoded = encoded.collect::<Result<Vec<_>, _>>()?;
    let longer = encoded.iter().filter(|tokens| !tokens.get_overflowing().is_empty()).count();
    if longer > 0 {
        let (all, most) = (texts.len(), embedder.most_tokens());
        ctx.log(format!(
            "{longer} of {all} texts are longer than {most} tokens: what comes after them does not count"
        ));
    }

    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|index| encoded[*index].len());
    let mut embeddings: Vec<Option<Embedding>> = vec![None; texts.len()];
    let mut done = 0;
    for batch in order.chunks(batch_size.max(1) as usize) {
        if ctx.cancelled() {
            return Err(EmbedError::Cancelled);
        }
        let tokens: Vec<_> = batch.iter().map(|index| &encoded[*index]).collect();
        for (index, numbers) in batch.iter().zip(embedder.run(&tokens)?) {
            embeddings[*index] = Some(Embedding::new(numbers).map_err(|_| EmbedError::NotFinite(*index))?);
        }
        done += batch.len();
        ctx.progress(done as f32 / texts.len() as f32, format!("{done} of {} texts", texts.len()));
    }
    // Each index is in one batch.
    Ok(embeddings.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::tiny::Tiny;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn far(left: &Embedding, right: &Embedding) -> f32 {
        let pairs = left.numbers().iter().zip(right.numbers());
        pairs.map(|(left, right)| (left - right).abs()).fold(0.0, f32::max)
    }

    #[test]
    fn a_vector_has_length_one() {
        let embedded = embed_texts(&Tiny::new().load(), &texts(&["red mug", ""]), 32, &Ctx::test()).unwrap();
        for embedding in embedded {
            let length: f32 = embedding.numbers().iter().map(|number| number * number).sum();
            assert!((length - 1.0).abs() < 1e-5, "{length}");
        }
    }

    #[test]
    fn the_others_in_a_batch_do_not_matter() {
        let embedder = Tiny::new().load();
        let all = texts(&["red", "blue mug on a red mug", "mug", "a blue red mug", "", "red"]);
        let together = embed_texts(&embedder, &all, 32, &Ctx::test()).unwrap();
        let alone = embed_texts(&embedder, &all, 1, &Ctx::test()).unwrap();
        assert_eq!(together.len(), all.len());
        for (index, (left, right)) in together.iter().zip(&alone).enumerate() {
            assert!(far(left, right) < 1e-5, "text {index}");
        }
        assert!(far(&together[0], &together[5]) < 1e-6);
        assert!(far(&together[0], &together[2]) > 1e-2, "other words are other vectors");
    }

    #[test]
    fn no_texts_are_no_embeddings() {
        assert_eq!(embed_texts(&Tiny::new().load(), &[], 32, &Ctx::test()).unwrap(), []);
    }

    #[test]
    fn what_is_beyond_the_limit_does_not_count_and_the_log_says_so() {
        let embedder = Tiny::new().load();
        let long = ["red mug"; Tiny::TOKENS].join(" ");
        let longer = format!("{long} blue");
        let ctx = Ctx::test();
        let embedded = embed_texts(&embedder, &[long, longer, "red".into()], 32, &ctx).unwrap();
        assert!(far(&embedded[0], &embedded[1]) < 1e-6);
        let line = format!(
            "2 of 3 texts are longer than {} tokens: what comes after them does not count",
            Tiny::TOKENS
        );
        assert_eq!(ctx.lines(), [line]);
    }

    #[test]
    fn a_cancelled_step_stops() {
        let ctx = Ctx::test();
        ctx.cancel_test();
        let error = embed_texts(&Tiny::new().load(), &texts(&["red"]), 32, &ctx).unwrap_err();
        assert!(matches!(error, EmbedError::Cancelled));
    }

    #[test]
    fn weights_that_are_no_numbers_are_an_error() {
        let embedder = Tiny::broken().load();
        let error = embed_texts(&embedder, &texts(&["red"]), 32, &Ctx::test()).unwrap_err();
        assert!(matches!(error, EmbedError::NotFinite(0)), "{error}");
    }
}
