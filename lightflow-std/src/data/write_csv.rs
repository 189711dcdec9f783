//! A table as a file.

use std::collections::HashSet;

use csv::WriterBuilder;
use lightflow::prelude::*;
use serde_json::Value;

use super::read_csv::{ReadCsvError, separator};
use crate::output_file::{OutputError, write_output};

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteCsvError {
    /// What separates cells is no sign for it.
    #[error(transparent)]
    Delimiter(ReadCsvError),
    /// A record that is no object.
    #[error("record {index} is no object; give objects, whose keys name the columns")]
    Record {
        /// From 1.
        index: usize,
    },
    /// There is nothing to name a column by.
    #[error("there are no records and no `columns`; give one of them")]
    Empty,
    /// The writer refused it.
    #[error("the table cannot be written: {source}; check its cells")]
    Encode {
        /// Why.
        source: csv::Error,
    },
    /// The file cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Writes a list of objects as a table (CSV, [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)) to a file in the run's output folder, and gives
/// its path.
///
/// The columns are `columns`, or all keys in the order in which they come up. Null, or no entry, is an empty cell; lists and objects are JSON.
/// Programs for tables take a cell that begins with `=` for a formula: do not open what strangers wrote in one.
///
/// # Errors
/// A record that is no object, a name that leads out of the folder, a file that cannot be written.
///
/// ```
/// use lightflow::Ctx;
/// use lightflow_std::data::write_csv::write_csv;
/// use serde_json::json;
///
/// let records = [json!({ "name": "mug, red", "price": 8.5 }), json!({ "name": "lamp", "tags": [1] })];
/// let path = write_csv(&records, "goods.csv", vec![], ",".into(), &Ctx::test()).unwrap();
/// assert_eq!(std::fs::read_to_string(path).unwrap(), "name,price,tags\n\"mug, red\",8.5,\nlamp,,[1]\n");
/// ```
#[node(needs(fs))]
pub fn write_csv(
    /// What to write.
    records: &[Value],
    /// The file's path in the output folder.
    #[port(len = 1..=1024)]
    name: &str,
    /// The columns, in order; all, if none are given.
    #[port(default = Vec::new(), len = 0..=16_384)]
    columns: Vec<String>,
    /// What separates cells.
    #[port(default = ",", len = 1)]
    delimiter: String,
    ctx: &Ctx,
) -> Result<PathBuf, WriteCsvError> {
    let table = encode(records, &columns, &delimiter)?;
    Ok(write_output(ctx, name, &table)?)
}

/// A list of objects to bytes of CSV.
///
/// # Errors
/// Those of [`write_csv()`], but for the file's.
pub fn encode(records: &[Value], columns: &[String], delimiter: &str) -> Result<Vec<u8>, WriteCsvError> {
    let objects = records
        .iter()
        .enumerate()
        .map(|(index, record)| record.as_object().ok_or(WriteCsvError::Record { index: index + 1 }));
    let objects: Vec<_> = objects.collect::<Result<_, _>>()?;
    let mut seen = HashSet::new();
    let columns: Vec<&String> = match columns {
        [] => objects.iter().flat_map(|object| object.keys()).filter(|key| seen.insert(*key)).collect(),
        given => given.iter().collect(),
    };
    if columns.is_empty() {
        return Err(WriteCsvError::Empty);
    }
    let failed = |source| WriteCsvError::Encode { source };
    let mut writer = WriterBuilder::new()
        .delimiter(separator(delimiter).map_err(WriteCsvError::Delimiter)?)
        .from_writer(Vec::new());
    writer.write_record(&columns).map_err(failed)?;
    for object in objects {
        writer.write_record(columns.iter().map(|column| cell(object.get(*column)))).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| failed(error.into_error().into()))
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::read_csv::{Cells, decode};
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn columns_are_those_that_are_asked_for() {
        let table = encode(&[json!({ "a": 1, "b": true })], &["b".into(), "x".into()], ";").unwrap();
        assert_eq!(table, b"b;x\ntrue;\n");
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert!(matches!(
            encode(&[json!({ "a": 1 }), json!([1])], &[], ","),
            Err(WriteCsvError::Record { index: 2 })
        ));
        assert!(matches!(encode(&[], &[], ","), Err(WriteCsvError::Empty)));
        assert!(matches!(encode(&[json!({})], &[], ","), Err(WriteCsvError::Empty)));
        assert!(matches!(encode(&[json!({ "a": 1 })], &[], "\n"), Err(WriteCsvError::Delimiter(_))));
    }

    proptest! {
        #[test]
        fn texts_are_read_back_as_they_were(rows in proptest::collection::vec((".*", "[,\";\r\n a]{0,8}"), 1..5)) {
            let records: Vec<_> = rows.iter().map(|(a, b)| json!({ "a": a, "b": b })).collect();
            let table = encode(&records, &[], ",").unwrap();
            prop_assert_eq!(decode(&table, ",", Cells::Text, 100).unwrap(), records);
        }
    }
}
