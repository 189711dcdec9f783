//! The text of Markdown.

use lightflow::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::paragraphs::Paragraphs;
use super::strip_html::strip_html;

/// The text of Markdown ([CommonMark](https://spec.commonmark.org) with tables, footnotes, task lists and strikethrough), without its marks.
///
/// Headings and paragraphs have an empty line between them, entries of lists are `- ..`, a row of a table is a line, links and pictures are
/// their text, code stays as it is. What is HTML is [stripped](fn@super::strip_html::strip_html), and a block of metadata in front is left out.
///
/// ```
/// use lightflow_std::data::strip_markdown::strip_markdown;
///
/// let text = "---\ntitle: x\n---\n# Mugs\n\nTwo *sizes*, see [the\nlist](l.md):\n\n- small\n- `large`\n";
/// assert_eq!(strip_markdown(text), "Mugs\n\nTwo sizes, see the list:\n\n- small\n- large");
/// ```
#[node]
pub fn strip_markdown(
    /// Markdown.
    markdown: &str,
) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut text = Paragraphs::default();
    let mut html = None;
    let (mut code, mut metadata) = (false, false);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => metadata = true,
            Event::End(TagEnd::MetadataBlock(_)) => metadata = false,
            Event::Start(Tag::HtmlBlock) => html = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                text.paragraph();
                text.verbatim(&strip_html(&html.take().unwrap_or_default()));
                text.paragraph();
            }
            Event::Html(piece) => match &mut html {
                Some(html) => html.push_str(&piece),
                None => text.verbatim(&strip_html(&piece)),
            },
            Event::Start(Tag::CodeBlock(_)) => {
                text.paragraph();
                code = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                text.paragraph();
                code = false;
            }
            Event::Text(_) if metadata => {}
            Event::Text(piece) if code => text.verbatim(&piece),
            Event::Text(piece) => text.flow(&piece),
            Event::Code(piece) | Event::InlineMath(piece) | Event::DisplayMath(piece) => {
                text.verbatim(&piece)
            }
            Event::SoftBreak => text.space(),
            Event::HardBreak => text.line(),
            Event::Start(Tag::Item) => {
                text.line();
                text.verbatim("- ");
            }
            Event::End(TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow) => text.line(),
            Event::End(TagEnd::TableCell) => text.space(),
            Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::List(_) | Tag::Table(_) | Tag::BlockQuote(_),
            ) => text.block(),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::List(_)
                | TagEnd::Table
                | TagEnd::BlockQuote(_),
            )
            | Event::Rule => text.paragraph(),
            _ => {}
        }
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_go_and_text_stays() {
        assert_eq!(strip_markdown("a **b** _c_ ~~d~~ `e*f`"), "a b c d e*f");
        assert_eq!(strip_markdown("![a mug](mug.png \"title\")"), "a mug");
        assert_eq!(strip_markdown("| x | y |\n|---|---|\n| 1 | 2 |"), "x y\n1 2");
        assert_eq!(
            strip_markdown("```rust\nfn main() {\n    x();\n}\n```\nafter"),
            "fn main() {\n    x();\n}\n\nafter"
        );
        assert_eq!(strip_markdown("a\n***\nb  \nc"), "a\n\nb\nc");
    }

    #[test]
    fn lists_keep_their_entries() {
        assert_eq!(strip_markdown("1. one\n2. two\n   - in\n"), "- one\n- two\n\n- in");
        assert_eq!(strip_markdown("- one\n\n- two\n"), "- one\n\n- two");
    }

    #[test]
    fn html_inside_is_stripped() {
        assert_eq!(strip_markdown("a <b>b</b>\n\n<div>c<script>d()</script></div>\n\ne"), "a b\n\nc\n\ne");
    }

    #[test]
    fn deep_documents_are_read_to_the_end() {
        assert!(strip_markdown(&format!("{}deep", "> ".repeat(50_000))).ends_with("deep"));
        assert!(strip_markdown(&"*a **b ".repeat(10_000)).contains('b'));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[-*_`#>|<&\\[\\]()!~\n a1]{0,80}") {
            strip_markdown(&text);
        }
    }
}
