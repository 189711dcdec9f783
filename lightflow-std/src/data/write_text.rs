//! A text as a file.

use lightflow::prelude::*;

use crate::output_file::{OutputError, write_output};

/// Writes a text as UTF-8 to a file in the run's output folder, and gives its path. It replaces a file of that name.
///
/// # Errors
/// A name that leads out of the folder, or through a symbolic link; a file that cannot be written.
///
/// ```
/// use lightflow::Ctx;
/// use lightflow_std::data::write_text::write_text;
///
/// let ctx = Ctx::test();
/// let path = write_text("grün", "notes/one.txt", &ctx).unwrap();
/// assert_eq!(std::fs::read_to_string(path).unwrap(), "grün");
/// assert!(write_text("grün", "../one.txt", &ctx).is_err());
/// ```
#[node(needs(fs))]
pub fn write_text(
    /// What to write.
    text: &str,
    /// The file's path in the output folder.
    #[port(len = 1..=1024)]
    name: &str,
    ctx: &Ctx,
) -> Result<PathBuf, OutputError> {
    write_output(ctx, name, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_last_text_of_a_name_counts() {
        let ctx = Ctx::test();
        let first = write_text("a long first text", "a/note.txt", &ctx).unwrap();
        let second = write_text("short", "a/note.txt", &ctx).unwrap();
        assert_eq!((fs::read_to_string(&second).unwrap(), first), ("short".to_owned(), second));
    }
}
