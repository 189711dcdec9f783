//! A table of columns, as a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use lightflow::prelude::*;
use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use serde_json::{Map, Value};

use crate::output_file::{OutputError, write_output};

/// Rows of a group: what a reader has in memory at once.
const GROUP: usize = 100_000;

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteParquetError {
    /// A record that is no object.
    #[error("record {index} is no object; give objects, whose keys name the columns")]
    Record {
        /// From 1.
        index: usize,
    },
    /// There is nothing to name a column by.
    #[error("there is no column; give records with entries")]
    Empty,
    /// A column of several types.
    #[error("the column `{column}` has {one} and {other}; give all its values one type")]
    Mixed {
        /// The column.
        column: String,
        /// What it has.
        one: &'static str,
        /// And what else.
        other: &'static str,
    },
    /// A number that a column of numbers cannot hold.
    #[error("the number {number} of the column `{column}` cannot be kept exactly; give it as text")]
    Inexact {
        /// The column.
        column: String,
        /// As it is.
        number: String,
    },
    /// The writer refused it.
    #[error("the table cannot be written: {source}; check the names of its columns")]
    Encode {
        /// Why.
        source: Box<ParquetError>,
    },
    /// The file cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl From<ParquetError> for WriteParquetError {
    fn from(source: ParquetError) -> Self {
        Self::Encode { source: Box::new(source) }
    }
}

/// Writes a list of objects as a table ([Apache Parquet](https://parquet.apache.org/docs/file-format/), packed by Zstandard) to a file in the
/// run's output folder, and gives its path.
///
/// A column is of booleans, 64-bit integers, 64-bit floating point numbers or text; lists and objects in it are JSON as text. Columns are
/// sorted by name, and each may have nulls.
///
/// # Errors
/// A record that is no object, a column of several types, a name that leads out of the folder, a file that cannot be written.
///
/// ```
/// use lightflow_std::data::write_parquet::encode;
/// use serde_json::json;
///
/// let error = encode(&[json!({ "price": 8 }), json!({ "price": "8" })]).unwrap_err().to_string();
/// assert_eq!(error, "the column `price` has integers and text; give all its values one type");
/// ```
#[node(needs(fs))]
pub fn write_parquet(
    /// What to write.
    records: &[Value],
    /// The file's path in the output folder.
    #[port(len = 1..=1024)]
    name: &str,
    ctx: &Ctx,
) -> Result<PathBuf, WriteParquetError> {
    let table = encode(records)?;
    Ok(write_output(ctx, name, &table)?)
}

/// A list of objects to bytes of Parquet.
///
/// # Errors
/// Those of [`write_parquet()`], but for the file's.
pub fn encode(records: &[Value]) -> Result<Vec<u8>, WriteParquetError> {
    let objects = records
        .iter()
        .enumerate()
        .map(|(index, record)| record.as_object().ok_or(WriteParquetError::Record { index: index + 1 }));
    let objects: Vec<_> = objects.collect::<Result<_, _>>()?;
    let columns = columns(&objects)?;
    if columns.is_empty() {
        return Err(WriteParquetError::Empty);
    }
    let fields = columns.iter().map(|(name, kind)| kind.field(name)).collect::<Result<_, _>>()?;
    let schema = Arc::new(Type::group_type_builder("schema").with_fields(fields).build()?);
    let properties =
        WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    for rows in objects.chunks(GROUP) {
        let mut group = writer.next_row_group()?;
        for name in columns.keys() {
            let cells: Vec<_> =
                rows.iter().map(|row| row.get(*name).filter(|value| !value.is_null())).collect();
            // How much of the path to a value is there: 0 for null.
            let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
            let cells: Vec<_> = cells.into_iter().flatten().collect();
            let Some(mut column) = group.next_column()? else { break };
            write(column.untyped(), name, &cells, &levels)?;
            column.close()?;
        }
        group.close()?;
    }
    Ok(writer.into_inner()?)
}

fn write(
    column: &mut ColumnWriter<'_>,
    name: &str,
    cells: &[&Value],
    levels: &[i16],
) -> Result<(), WriteParquetError> {
    match column {
        ColumnWriter::BoolColumnWriter(column) => {
            let values: Vec<_> = cells.iter().filter_map(|cell| cell.as_bool()).collect();
            column.write_batch(&values, Some(levels), None)?;
        }
        ColumnWriter::Int64ColumnWriter(column) => {
            let values: Vec<_> = cells.iter().filter_map(|cell| cell.as_i64()).collect();
            column.write_batch(&values, Some(levels), None)?;
        }
        ColumnWriter::DoubleColumnWriter(column) => {
            let values = cells.iter().map(|cell| exact(name, cell)).collect::<Result<Vec<_>, _>>()?;
            column.write_batch(&values, Some(levels), None)?;
        }
        ColumnWriter::ByteArrayColumnWriter(column) => {
            let text = |cell: &&Value| match cell {
                Value::String(text) => ByteArray::from(text.as_str()),
                other => ByteArray::from(other.to_string().into_bytes()),
            };
            let values: Vec<_> = cells.iter().map(text).collect();
            column.write_batch(&values, Some(levels), None)?;
        }
        _ => unreachable!("no column is of another type"),
    }
    Ok(())
}

/// An integer beside floating point numbers.
fn exact(column: &str, cell: &Value) -> Result<f64, WriteParquetError> {
    let inexact = || WriteParquetError::Inexact { column: column.to_owned(), number: cell.to_string() };
    let number = cell.as_f64().ok_or_else(inexact)?;
    // Beyond 2^53 there are gaps.
    let whole = cell.as_i64().map(i64::unsigned_abs).or_else(|| cell.as_u64());
    if whole.is_some_and(|whole| whole > 1 << 53) { Err(inexact()) } else { Ok(number) }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Boolean,
    Integer,
    Number,
    Text,
    Json,
}

impl Kind {
    fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_i64() => Self::Integer,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::Text,
            Value::Array(_) | Value::Object(_) => Self::Json,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Boolean => "booleans",
            Self::Integer => "integers",
            Self::Number => "numbers",
            Self::Text => "text",
            Self::Json => "lists or objects",
        }
    }

    fn field(self, name: &str) -> Result<Arc<Type>, ParquetError> {
        let (physical, converted) = match self {
            Self::Boolean => (Physical::BOOLEAN, ConvertedType::NONE),
            Self::Integer => (Physical::INT64, ConvertedType::NONE),
            Self::Number => (Physical::DOUBLE, ConvertedType::NONE),
            Self::Text => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
            Self::Json => (Physical::BYTE_ARRAY, ConvertedType::JSON),
        };
        let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        field.with_converted_type(converted).build().map(Arc::new)
    }
}

/// The type of each column; one without values is text.
fn columns<'a>(objects: &[&'a Map<String, Value>]) -> Result<BTreeMap<&'a str, Kind>, WriteParquetError> {
    let mut columns: BTreeMap<&str, Option<Kind>> = BTreeMap::new();
    for (name, value) in objects.iter().flat_map(|object| object.iter()) {
        let known = columns.entry(name).or_default();
        *known = match (*known, Kind::of(value)) {
            (known, None) => known,
            (None, this) => this,
            (Some(known), Some(this)) if known == this => Some(known),
            (Some(Kind::Integer | Kind::Number), Some(Kind::Integer | Kind::Number)) => Some(Kind::Number),
            (Some(one), Some(other)) => {
                return Err(WriteParquetError::Mixed {
                    column: name.clone(),
                    one: one.name(),
                    other: other.name(),
                });
            }
        };
    }
    Ok(columns.into_iter().map(|(name, kind)| (name, kind.unwrap_or(Kind::Text))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::read_parquet::decode;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn columns_have_types_and_nulls() {
        let records = [
            json!({ "b": true, "i": -1, "n": 0.5, "t": "ä", "x": [1, { "y": null }] }),
            json!({ "b": null, "i": i64::MAX, "n": 2, "t": "" }),
        ];
        let read = decode(encode(&records).unwrap(), 10).unwrap();
        assert_eq!(read[0], json!({ "b": true, "i": -1, "n": 0.5, "t": "ä", "x": "[1,{\"y\":null}]" }));
        assert_eq!(read[1], json!({ "b": null, "i": i64::MAX, "n": 2.0, "t": "", "x": null }));
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert!(matches!(encode(&[json!(1)]), Err(WriteParquetError::Record { index: 1 })));
        assert!(matches!(encode(&[]), Err(WriteParquetError::Empty)));
        assert!(matches!(
            encode(&[json!({ "a": 0.5 }), json!({ "a": i64::MAX })]),
            Err(WriteParquetError::Inexact { .. })
        ));
        assert!(matches!(encode(&[json!({ "a": u64::MAX })]), Err(WriteParquetError::Inexact { .. })));
    }

    #[test]
    fn equal_tables_give_equal_bytes() {
        let records = [json!({ "a": 1 })];
        assert_eq!(encode(&records).unwrap(), encode(&records).unwrap());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_is_written_is_read_back(rows in proptest::collection::vec((any::<i64>(), any::<Option<bool>>(), ".*"), 1..40)) {
            let records: Vec<_> = rows.iter().map(|(i, b, t)| json!({ "i": i, "b": b, "t": t })).collect();
            prop_assert_eq!(decode(encode(&records).unwrap(), 100).unwrap(), records);
        }
    }
}
