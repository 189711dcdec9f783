//! Values as a file with one in each line.

use lightflow::prelude::*;
use serde_json::Value;

use crate::output_file::{OutputError, write_output};

/// Writes values to a file in the run's output folder, each as JSON in a line ([JSON Lines](https://jsonlines.org)), and gives its path.
///
/// # Errors
/// A name that leads out of the folder, or through a symbolic link; a file that cannot be written.
///
/// ```
/// use lightflow::Ctx;
/// use lightflow_std::data::{read_jsonl::read_jsonl, write_jsonl::write_jsonl};
/// use serde_json::json;
///
/// let records = [json!({ "name": "a\nb" }), json!([1, null])];
/// let path = write_jsonl(&records, "records.jsonl", &Ctx::test()).unwrap();
/// assert_eq!(read_jsonl(path, 1000, 10).unwrap(), records);
/// ```
#[node(needs(fs))]
pub fn write_jsonl(
    /// What to write.
    records: &[Value],
    /// The file's path in the output folder.
    #[port(len = 1..=1024)]
    name: &str,
    ctx: &Ctx,
) -> Result<PathBuf, OutputError> {
    let text: String = records.iter().map(|record| format!("{record}\n")).collect();
    write_output(ctx, name, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use serde_json::json;

    #[test]
    fn a_record_is_a_line_whatever_is_in_it() {
        let path = write_jsonl(&[json!("a\nb"), json!({})], "two.jsonl", &Ctx::test()).unwrap();
        assert_eq!(fs::read_to_string(path).unwrap(), "\"a\\nb\"\n{}\n");
    }

    #[test]
    fn no_records_are_an_empty_file() {
        let path = write_jsonl(&[], "none.jsonl", &Ctx::test()).unwrap();
        assert_eq!(fs::read(path).unwrap(), b"");
    }
}
