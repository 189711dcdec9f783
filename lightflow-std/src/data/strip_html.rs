//! The text of a page.

use std::convert::Infallible;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use lightflow::prelude::*;

use super::paragraphs::Paragraphs;

/// The text of HTML, as a reader sees it: paragraphs with an empty line between them, entries of lists as `- ..`, one line for each row of a
/// table, the title first, and pictures by their `alt`. Scripts, styles and templates are left out, references such as `&eacute;` are resolved.
///
/// Tags are read as browsers do ([WHATWG HTML](https://html.spec.whatwg.org/multipage/parsing.html#tokenization), by the crate `html5gum`), also
/// broken ones, in linear time and without nesting. The result is text, not safe HTML.
///
/// ```
/// use lightflow_std::data::strip_html::strip_html;
///
/// let page = "<title>Mugs</title><h1>Our&nbsp;mugs</h1><p>Two <b>sizes</b>:<ul><li>small<li>large</ul><script>track()</script>";
/// assert_eq!(strip_html(page), "Mugs\n\nOur\u{a0}mugs\n\nTwo sizes:\n\n- small\n- large");
/// ```
#[node]
pub fn strip_html(
    /// A page, or a part of one.
    html: &str,
) -> String {
    decode(html.as_bytes())
}

/// Bytes of HTML in UTF-8 to text.
pub fn decode(html: &[u8]) -> String {
    let mut emitter = DefaultEmitter::default();
    // What lies in a script is no tag.
    emitter.naively_switch_states(true);
    let mut reading = Reading::default();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let token: Result<_, Infallible> = token;
        match token {
            Ok(Token::StartTag(tag)) => reading.start(&tag),
            Ok(Token::EndTag(tag)) => reading.end(&tag.name),
            Ok(Token::String(text)) => reading.text(&text),
            Ok(Token::Comment(_) | Token::Doctype(_) | Token::Error(_)) => {}
            Err(never) => match never {},
        }
    }
    reading.text.finish()
}

#[derive(Debug, Default)]
struct Reading {
    text: Paragraphs,
    /// The element that is left out, and how many of its name lie in each other.
    skipped: Option<(Vec<u8>, usize)>,
    /// How many `pre` lie in each other: white space counts.
    verbatim: usize,
}

impl Reading {
    fn start(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped.as_slice() == name && !tag.self_closing);
            return;
        }
        if is_skipped(name) && !(tag.self_closing && name == b"svg") {
            self.skipped = Some((name.to_vec(), 1));
            return;
        }
        self.gap(name);
        match name {
            b"li" => self.text.verbatim("- "),
            b"pre" => self.verbatim += 1,
            b"img" => {
                if let Some(alt) = tag.attributes.get(&b"alt"[..]) {
                    self.text.flow(&String::from_utf8_lossy(alt));
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if let Some((skipped, depth)) = &mut self.skipped {
            if skipped.as_slice() == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return;
        }
        if name == b"pre" {
            self.verbatim = self.verbatim.saturating_sub(1);
        }
        self.gap(name);
    }

    fn text(&mut self, text: &[u8]) {
        if self.skipped.is_some() {
            return;
        }
        let text = String::from_utf8_lossy(text);
        if self.verbatim > 0 { self.text.verbatim(&text) } else { self.text.flow(&text) }
    }

    /// What lies before and after an element.
    fn gap(&mut self, name: &[u8]) {
        match name {
            b"br" | b"li" | b"tr" | b"dt" | b"dd" | b"option" => self.text.line(),
            b"td" | b"th" => self.text.space(),
            b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"caption" | b"details"
            | b"dialog" | b"div" | b"dl" | b"fieldset" | b"figcaption" | b"figure" | b"footer" | b"form"
            | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"head" | b"header" | b"hr" | b"main"
            | b"nav" | b"ol" | b"p" | b"pre" | b"section" | b"summary" | b"table" | b"textarea"
            | b"title" | b"ul" => self.text.block(),
            _ => {}
        }
    }
}

fn is_skipped(name: &[u8]) -> bool {
    matches!(
        name,
        b"script"
            | b"style"
            | b"noscript"
            | b"template"
            | b"iframe"
            | b"noembed"
            | b"object"
            | b"svg"
            | b"math"
            | b"datalist"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_no_reader_sees_is_left_out() {
        for html in [
            "<script>if (a < b) { '</p>' }</script>",
            "<style>p > a { }</style>",
            "<!-- <p>old</p> -->",
            "<template><p>later</p><template></template>more</template>",
            "<svg><title>icon</title></svg>",
            "<noscript><img src=x></noscript>",
        ] {
            assert_eq!(strip_html(&format!("a{html}b")), "ab", "{html}");
        }
    }

    #[test]
    fn lines_and_paragraphs_are_those_of_the_page() {
        assert_eq!(strip_html("<p>a\n  b</p>\n\n<p>c<br>d</div>"), "a b\n\nc\nd");
        assert_eq!(strip_html("<table><tr><th>x<th>y<tr><td>1<td>2</table>"), "x y\n1 2");
        assert_eq!(strip_html("<pre>a\n  b</pre>c"), "a\n  b\n\nc");
        assert_eq!(strip_html("<a href=x>here</a>, <img alt='a mug'>"), "here, a mug");
    }

    #[test]
    fn references_are_resolved_once() {
        assert_eq!(strip_html("&lt;p&gt; &amp;lt; &eacute; &#x1F600; &xyzzy; &"), "<p> &lt; é 😀 &xyzzy; &");
    }

    #[test]
    fn broken_and_deep_pages_are_read_to_the_end() {
        assert_eq!(strip_html("<p <b>a</ b>b<"), "ab<");
        assert_eq!(strip_html(&format!("{}deep", "<div><b>".repeat(200_000))), "deep");
        assert_eq!(decode(b"a\xffb"), "a\u{fffd}b");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(html in proptest::collection::vec(any::<u8>(), 0..200)) {
            decode(&html);
        }

        #[test]
        fn text_without_markup_stays(text in "[a-zé0-9]{1,20}( [a-zé0-9]{1,20}){0,5}") {
            prop_assert_eq!(strip_html(&text), text);
        }
    }
}
