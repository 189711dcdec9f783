use std::fmt::Write as _;

use lightflow::prelude::*;
use lightflow_std::data::write_text::write_text;
use lightflow_std::output_file::OutputError;

use crate::types::{Answer, Citation};

/// Writes an answer as Markdown, with what it rests on, and gives it.
#[node(needs(fs))]
pub fn write_answer(
    question: String,
    text: String,
    citations: Vec<Citation>,
    ctx: &Ctx,
) -> Result<Answer, OutputError> {
    let mut page = format!("# {question}\n\n{text}\n\n## Sources\n\n");
    for Citation { number, similarity, passage } in &citations {
        let quoted = passage.text.split_whitespace().collect::<Vec<_>>().join(" ");
        // Writing to a text does not fail.
        let _ = write!(
            page,
            "{number}. **{}** (`{}`, passage {}, similarity {similarity:.2})\n   > {quoted}\n",
            passage.title,
            passage.source,
            passage.index + 1,
        );
    }
    write_text(&page, "answer.md", ctx)?;
    Ok(Answer { question, text, citations })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Passage;

    #[test]
    fn an_answer_is_a_page_with_its_sources() {
        let ctx = Ctx::test();
        let passage =
            Passage { source: "a.md".into(), title: "Mugs".into(), index: 2, text: "They are\nblue.".into() };
        let citations = vec![Citation { number: 1, similarity: 0.876, passage }];
        let answer = write_answer("Which colour?".into(), "Blue. [1]".into(), citations, &ctx).unwrap();
        assert_eq!(answer.text, "Blue. [1]");
        let page = std::fs::read_to_string(ctx.output_path("answer.md").unwrap()).unwrap();
        assert_eq!(
            page,
            "# Which colour?\n\nBlue. [1]\n\n## Sources\n\n1. **Mugs** (`a.md`, passage 3, similarity 0.88)\n   > They are blue.\n"
        );
    }
}
