//! What can go wrong with a recipe, in plain words.

use std::io;
use std::path::PathBuf;

use super::Format;

/// Why a recipe could not be put into a file, taken out or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecipeError {
    /// The file ends before its format does.
    #[error(
        "the {format} file is cut off: {part} at byte {at} ends behind the file's {len} bytes; make or copy it again"
    )]
    CutOff {
        /// What the file is.
        format: Format,
        /// The part that is not whole.
        part: String,
        /// Where that part begins.
        at: u64,
        /// How long the file is.
        len: u64,
    },
    /// The file breaks the rules of its format.
    #[error("the {format} file is damaged: {why}")]
    Damaged {
        /// What the file is.
        format: Format,
        /// What is wrong with it.
        why: String,
    },
    /// A recipe, mostly its inputs, is larger than a file should carry.
    #[error("the recipe has {size} bytes, but a file carries at most {limit}: give large inputs as files")]
    TooLarge {
        /// How large it is.
        size: u64,
        /// How large it may be.
        limit: usize,
    },
    /// The recipe, mostly its inputs, is nested so deeply that it could not be read again.
    #[error("the recipe could not be read again: {0}; give nested inputs as files")]
    Unreadable(#[source] serde_json::Error),
    /// A newer program wrote the recipe.
    #[error(
        "the recipe has format {found}, but this program knows formats up to {known}: read it with a newer LightFlow"
    )]
    Newer {
        /// The format found.
        found: u32,
        /// The newest that this program reads.
        known: u32,
    },
    /// What is in the place of a recipe is none.
    #[error("what the file carries is no recipe that LightFlow reads: {0}")]
    NoRecipe(#[source] serde_json::Error),
    /// The file cannot be opened or read.
    #[error("cannot read `{}`: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Reading stopped. [`read_file`](super::read_file) gives [`RecipeError::Io`] instead, with the path.
    #[error("cannot read the file: {0}")]
    Read(#[source] io::Error),
}
