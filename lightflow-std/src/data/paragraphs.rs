//! Plain text that is put together from the pieces of a document.

/// What lies between the last piece and the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

/// Paragraphs with one empty line between them.
#[derive(Debug, Default)]
pub struct Paragraphs {
    text: String,
    gap: Gap,
}

impl Paragraphs {
    /// Adds text whose runs of white space are single spaces.
    pub fn flow(&mut self, text: &str) {
        for (index, word) in text.split(|character: char| character.is_ascii_whitespace()).enumerate() {
            if index > 0 {
                self.space();
            }
            if !word.is_empty() {
                self.close_gap();
                self.text.push_str(word);
            }
        }
    }

    /// Adds text whose white space counts.
    pub fn verbatim(&mut self, text: &str) {
        if !text.is_empty() {
            self.close_gap();
            self.text.push_str(text);
        }
    }

    /// What comes is another word.
    pub fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// What comes is on another line.
    pub fn line(&mut self) {
        self.gap = self.gap.max(Gap::Line);
    }

    /// What comes is another paragraph.
    pub fn paragraph(&mut self) {
        self.gap = Gap::Paragraph;
    }

    /// What comes is another paragraph, unless it stands beside the mark of an entry.
    pub fn block(&mut self) {
        if !self.text.ends_with("- ") {
            self.paragraph();
        }
    }

    /// All of it.
    pub fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text
    }

    fn close_gap(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        if self.text.is_empty() {
            return;
        }
        let ends_line = self.text.ends_with('\n');
        self.text.push_str(match gap {
            Gap::None => "",
            Gap::Space if ends_line => "",
            Gap::Space => " ",
            Gap::Line if ends_line => "",
            Gap::Line => "\n",
            Gap::Paragraph if self.text.ends_with("\n\n") => "",
            Gap::Paragraph if ends_line => "\n",
            Gap::Paragraph => "\n\n",
        });
    }
}
