use lightflow::prelude::*;
use lightflow_std::data::{
    NotText, ReadError, read_text::read_text, strip_html::strip_html, strip_markdown::strip_markdown,
};

use crate::types::Document;

/// The largest file that is read.
const MOST: u64 = 16 << 20;

/// Reads a Markdown, text or HTML file, and takes its markup off.
///
/// The title is the first heading, or the stem of the file.
#[node(needs(fs))]
pub fn read_document(
    path: PathBuf,
    /// The folder from which the source is named.
    folder: PathBuf,
) -> Result<Document, ReadError<NotText>> {
    let written = read_text(path.clone(), MOST)?;
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let (heading, text) = match &*extension {
        "md" | "markdown" => (markdown_heading(&written), strip_markdown(&written)),
        "html" | "htm" => (html_title(&written), strip_html(&written)),
        _ => (None, written),
    };
    let stem = || path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let source = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
    Ok(Document { source, title: heading.unwrap_or_else(stem), text })
}

fn markdown_heading(text: &str) -> Option<String> {
    let heading = text.lines().find_map(|line| line.strip_prefix("# "))?;
    Some(strip_markdown(heading.trim())).filter(|heading| !heading.is_empty())
}

fn html_title(text: &str) -> Option<String> {
    let start = text.find("<title>")? + "<title>".len();
    let end = start + text[start..].find("</title>")?;
    Some(strip_html(text[start..end].trim())).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(name: &str, text: &str) -> Document {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        read_document(path, folder.path().to_owned()).unwrap()
    }

    #[test]
    fn a_title_is_the_first_heading() {
        let markdown = document("a.md", "---\nx: 1\n---\n\n# The *mugs*\n\nMade by hand.\n");
        assert_eq!((&*markdown.source, &*markdown.title), ("a.md", "The mugs"));
        assert!(markdown.text.contains("Made by hand.") && !markdown.text.contains('*'), "{}", markdown.text);
        let html = document("b.html", "<html><title>Lamps &amp; more</title><body><p>New.</p></body></html>");
        assert_eq!(html.title, "Lamps & more");
        assert!(html.text.contains("New.") && !html.text.contains('<'));
    }

    #[test]
    fn without_a_heading_it_is_the_stem_of_the_file() {
        assert_eq!(document("notes of may.txt", "# no heading").title, "notes of may");
        assert_eq!(document("plain.md", "words").title, "plain");
    }
}
