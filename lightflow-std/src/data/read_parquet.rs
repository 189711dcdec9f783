//! A table of columns.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lightflow::prelude::*;
use parquet::errors::ParquetError;
use parquet::file::reader::FileReader as _;
use serde_json::Value;

use super::file::read;
use super::parquet_pages::CheckedFile;
use super::read_error::ReadError;

/// The most that all columns may say they unpack to, and that all texts may have in the end: rows may share a word of a column's dictionary.
const MOST_UNPACKED: i64 = 2 * 1024 * 1024 * 1024;

/// The largest footer: the description of columns and row groups.
const LARGEST_FOOTER: u32 = 2 * 1024 * 1024;

/// The most columns.
const MOST_COLUMNS: usize = 10_000;

/// The most cells of a table: each takes about a hundred bytes of memory.
const MOST_CELLS: i64 = 20_000_000;

/// Room for a footer whose groups lie in each other as deep as its bytes allow.
const STACK: usize = 1024 * 1024 * 1024;

/// What is wrong with a table.
#[derive(Debug, thiserror::Error)]
pub enum ReadParquetError {
    /// Bytes that are no Parquet.
    #[error("it is no Parquet that can be read: {source}; write it again")]
    Decode {
        /// Why.
        source: Box<ParquetError>,
    },
    /// A file that the decoder did not survive.
    #[error("it is broken Parquet; write it again")]
    Broken,
    /// It is too large when unpacked.
    #[error("the table has {count} {what}, and {limit} are read at most; split the file")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many it has.
        count: i64,
        /// How many may be there.
        limit: i64,
    },
}

/// Reads a table ([Apache Parquet](https://parquet.apache.org/docs/file-format/)) as a list of objects.
///
/// Columns are plain or have a dictionary, packed by Snappy, Zstandard or not at all; texts that are packed as differences
/// (`DELTA_BYTE_ARRAY`) are not read. Dates and times are text (ISO 8601), bytes are base64, numbers that are none are null.
///
/// # Errors
/// A file that cannot be read, is broken, or has more than `max_records`.
///
/// ```
/// use lightflow::Ctx;
/// use lightflow_std::data::{read_parquet::read_parquet, write_parquet::write_parquet};
/// use serde_json::json;
///
/// let records = [json!({ "name": "mug", "price": 8.5 }), json!({ "name": null, "price": 9.0 })];
/// let path = write_parquet(&records, "goods.parquet", &Ctx::test()).unwrap();
/// assert_eq!(read_parquet(path, 100_000, 10).unwrap(), records);
/// ```
#[node(needs(fs))]
pub fn read_parquet(
    /// The file.
    path: PathBuf,
    /// The largest file.
    #[port(default = 64 * 1024 * 1024, range = 1..=1_073_741_824, unit = "B")]
    max_bytes: u64,
    /// The most records.
    #[port(default = 1_000_000, range = 1..=20_000_000)]
    max_records: u32,
) -> Result<Vec<Value>, ReadError<ReadParquetError>> {
    let bytes = read(&path, max_bytes)?;
    decode(bytes, max_records).map_err(|source| ReadError::Content { path, source })
}

/// Bytes of Parquet to a list of objects.
///
/// # Errors
/// Those of [`read_parquet()`].
pub fn decode(bytes: Vec<u8>, max_records: u32) -> Result<Vec<Value>, ReadParquetError> {
    if let Some((_, end)) = bytes.split_last_chunk::<8>()
        && let [a, b, c, d, ..] = *end
        && u32::from_le_bytes([a, b, c, d]) > LARGEST_FOOTER
    {
        return Err(ReadParquetError::Decode {
            source: Box::new(ParquetError::General("the footer is too large".into())),
        });
    }
    // The decoder panics at some broken files, and goes as deep as their groups do.
    let decoded = std::thread::Builder::new()
        .name("parquet".into())
        .stack_size(STACK)
        .spawn(move || catch_unwind(AssertUnwindSafe(|| records(bytes, max_records, MOST_UNPACKED))));
    match decoded.map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(records))) => records,
        Ok(_) => Err(ReadParquetError::Broken),
        Err(error) => {
            Err(ReadParquetError::Decode { source: Box::new(ParquetError::External(Box::new(error))) })
        }
    }
}

fn records(bytes: Vec<u8>, max_records: u32, most_bytes: i64) -> Result<Vec<Value>, ReadParquetError> {
    let failed = |source| ReadParquetError::Decode { source: Box::new(source) };
    let reader = CheckedFile::new(bytes.into()).map_err(failed)?;
    let metadata = reader.metadata();
    let columns = metadata.file_metadata().schema_descr().num_columns();
    let rows = metadata.row_groups().iter().map(|group| group.num_rows().max(0)).fold(0, i64::saturating_add);
    let unpacked =
        metadata.row_groups().iter().map(|group| group.total_byte_size().max(0)).fold(0, i64::saturating_add);
    let cells = rows.saturating_mul(columns as i64);
    for (what, count, limit) in [
        ("columns", columns as i64, MOST_COLUMNS as i64),
        ("records", rows, max_records.into()),
        ("cells", cells, MOST_CELLS),
        ("bytes", unpacked, most_bytes),
    ] {
        if count > limit {
            return Err(ReadParquetError::TooMany { what, count, limit });
        }
    }
    let mut records = Vec::new();
    let mut bytes = 0_i64;
    for row in reader.get_row_iter(None).map_err(failed)? {
        // A footer may say less than there is.
        if records.len() == max_records as usize {
            return Err(ReadParquetError::TooMany {
                what: "records",
                count: rows,
                limit: max_records.into(),
            });
        }
        let record = row.map_err(failed)?.to_json_value();
        bytes = bytes.saturating_add(text_bytes(&record));
        if bytes > most_bytes {
            return Err(ReadParquetError::TooMany { what: "bytes", count: bytes, limit: most_bytes });
        }
        records.push(record);
    }
    Ok(records)
}

/// How long all texts in a value are.
fn text_bytes(value: &Value) -> i64 {
    match value {
        Value::String(text) => text.len() as i64,
        Value::Array(list) => list.iter().map(text_bytes).sum(),
        Value::Object(object) => object.values().map(text_bytes).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::write_parquet::encode;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn other_bytes_and_parts_of_a_file_are_refused() {
        let whole = encode(&[json!({ "a": 1 }), json!({ "a": 2 })]).unwrap();
        for end in [0, 3, 4, 12, whole.len() / 2, whole.len() - 1] {
            assert!(decode(whole[..end].to_vec(), 10).is_err(), "{end}");
        }
        assert!(decode(b"PAR1\xff\xff\xff\xffPAR1".to_vec(), 10).is_err());
        let error = decode(whole, 1).unwrap_err().to_string();
        assert_eq!(error, "the table has 2 records, and 1 are read at most; split the file");
    }

    #[test]
    fn a_word_that_all_rows_share_counts_in_each() {
        let word = "x".repeat(50_000);
        let table = encode(&vec![json!({ "a": word }); 200]).unwrap();
        assert!(table.len() < 10_000, "{} bytes", table.len());
        let error = records(table.clone(), 1000, 1_000_000).unwrap_err().to_string();
        assert_eq!(error, "the table has 1050000 bytes, and 1000000 are read at most; split the file");
        assert_eq!(records(table, 1000, 10_000_000).unwrap().len(), 200);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_file_with_a_wrong_byte_is_read_or_refused(place in 0_usize..10_000, byte: u8) {
            let records: Vec<_> = (0..20).map(|number| json!({ "a": number, "b": "x".repeat(number), "c": 0.5 })).collect();
            let mut bytes = encode(&records).unwrap();
            let place = place % bytes.len();
            bytes[place] = byte;
            let _ = decode(bytes, 100);
        }
    }
}
