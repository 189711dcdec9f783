use lightflow::prelude::*;

/// A text that was read, without its markup.
#[derive(Port, Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it is, from the folder that was asked for.
    pub source: String,
    /// Its first heading, or the stem of its file.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// A piece of a document that is found as a whole.
#[derive(Port, Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where the document is.
    pub source: String,
    /// The document's title.
    pub title: String,
    /// Its place in the document, from 0.
    pub index: u32,
    /// What it says.
    pub text: String,
}

/// A passage that an answer rests on.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct Citation {
    /// What the answer calls it: `[1]`.
    pub number: u32,
    /// How like the question it is, from -1 to 1.
    pub similarity: f32,
    /// The passage.
    pub passage: Passage,
}

/// An answer with what it rests on.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct Answer {
    /// What was asked.
    pub question: String,
    /// The answer; numbers in brackets are those of the citations.
    pub text: String,
    /// What it rests on, the best first.
    pub citations: Vec<Citation>,
}
