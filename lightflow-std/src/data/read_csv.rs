//! A file with a table.

use csv::{ReaderBuilder, StringRecord};
use csv_core::ReadFieldResult;
use lightflow::prelude::*;
use serde_json::{Map, Number, Value};

use super::file::{NotText, read, text};
use super::read_error::ReadError;

/// The most cells of a table: each takes about a hundred bytes of memory.
const MOST_CELLS: u64 = 20_000_000;

/// The most cells of a record.
const MOST_COLUMNS: usize = 16_384;

/// What cells become.
#[derive(Port, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Cells {
    /// Numbers or booleans where all cells of a column are such, with empty ones null; text in the other columns. `007` is text.
    #[default]
    Typed,
    /// Text, all of them.
    Text,
}

/// What is wrong with a table.
#[derive(Debug, thiserror::Error)]
pub enum ReadCsvError {
    /// No text.
    #[error(transparent)]
    Text(#[from] NotText),
    /// What separates cells is no sign for it.
    #[error("`{delimiter}` separates no cells; give one ASCII character, such as `,`, `;` or a tab")]
    Delimiter {
        /// As given.
        delimiter: String,
    },
    /// A record that is none.
    #[error("the table is broken: {source}; mend that record")]
    Record {
        /// Where and why.
        source: csv::Error,
    },
    /// A record without an end.
    #[error("record {record} has more than {limit} cells; check what separates cells and records")]
    TooWide {
        /// From 1, the header.
        record: u64,
        /// How many it may have.
        limit: usize,
    },
    /// Bytes that only look like text.
    #[error("byte {at}, in the header, is 0, so this is no table in UTF-8; save it as one")]
    Nul {
        /// The first such byte, from 0.
        at: usize,
    },
    /// A cell without an end.
    #[error("the last cell begins with a quote that nothing closes; the file may be cut off, get it again")]
    Open,
    /// A column without a name of its own.
    #[error("the header has `{name}` twice or empty, in column {column}; name each column")]
    Header {
        /// The name.
        name: String,
        /// From 1.
        column: usize,
    },
    /// Too many records or cells.
    #[error("there are more than {limit} {what}; raise `max_records`, or split the file")]
    TooMany {
        /// Records or cells.
        what: &'static str,
        /// How many may be there.
        limit: u64,
    },
}

/// Reads a table (CSV, [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)) as a list of objects. The first record names the columns.
///
/// # Errors
/// A file that cannot be read, a record with more or fewer cells than the header or more than 16384, a quote that nothing closes, two columns of
/// one name, more than `max_records`.
///
/// ```
/// use lightflow_std::data::read_csv::{Cells, decode};
/// use serde_json::json;
///
/// let table = "name;price;code\nmug;8.5;007\n\"a \"\"b\"\"\";;010\n";
/// let records = decode(table.as_bytes(), ";", Cells::Typed, 10).unwrap();
/// assert_eq!(records[0], json!({ "name": "mug", "price": 8.5, "code": "007" }));
/// assert_eq!(records[1], json!({ "name": "a \"b\"", "price": null, "code": "010" }));
/// ```
#[node(needs(fs))]
pub fn read_csv(
    /// The file.
    path: PathBuf,
    /// What separates cells.
    #[port(default = ",", len = 1)]
    delimiter: String,
    /// What cells become.
    #[port(default = Cells::Typed)]
    cells: Cells,
    /// The largest file.
    #[port(default = 64 * 1024 * 1024, range = 1..=1_073_741_824, unit = "B")]
    max_bytes: u64,
    /// The most records.
    #[port(default = 1_000_000, range = 1..=20_000_000)]
    max_records: u32,
) -> Result<Vec<Value>, ReadError<ReadCsvError>> {
    let bytes = read(&path, max_bytes)?;
    decode(&bytes, &delimiter, cells, max_records).map_err(|source| ReadError::Content { path, source })
}

/// Bytes of CSV to a list of objects.
///
/// # Errors
/// Those of [`read_csv()`].
pub fn decode(
    bytes: &[u8],
    delimiter: &str,
    cells: Cells,
    max_records: u32,
) -> Result<Vec<Value>, ReadCsvError> {
    let table = text(bytes.to_vec())?;
    let delimiter = separator(delimiter)?;
    // English in UTF-16 is good UTF-8, with a zero in every other byte. In a cell, it may be meant.
    if let Some(at) = table.lines().next().and_then(|header| header.find('\0')) {
        return Err(ReadCsvError::Nul { at });
    }
    check_records(table.as_bytes(), delimiter)?;
    let broken = |source| ReadCsvError::Record { source };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(table.as_bytes());
    let header = reader.headers().map_err(broken)?.clone();
    check(&header)?;
    let mut rows = Vec::new();
    for row in reader.into_records() {
        if rows.len() == max_records as usize {
            return Err(ReadCsvError::TooMany { what: "records", limit: max_records.into() });
        }
        if (rows.len() as u64 + 1) * header.len() as u64 > MOST_CELLS {
            return Err(ReadCsvError::TooMany { what: "cells", limit: MOST_CELLS });
        }
        rows.push(row.map_err(broken)?);
    }
    let kinds: Vec<Kind> = (0..header.len())
        .map(|column| match cells {
            Cells::Text => Kind::Text,
            Cells::Typed => Kind::of(rows.iter().map(|row| &row[column])),
        })
        .collect();
    let object = |row: &StringRecord| {
        let entries = header.iter().zip(row).zip(&kinds);
        entries.map(|((name, cell), kind)| (name.to_owned(), kind.value(cell))).collect::<Map<_, _>>().into()
    };
    Ok(rows.iter().map(object).collect())
}

/// The byte of a delimiter.
pub(super) fn separator(delimiter: &str) -> Result<u8, ReadCsvError> {
    match delimiter.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r' | 0) => Ok(*byte),
        _ => Err(ReadCsvError::Delimiter { delimiter: delimiter.to_owned() }),
    }
}

/// Refuses what would be taken into memory as one record, or one cell, though it is none.
fn check_records(table: &[u8], delimiter: u8) -> Result<(), ReadCsvError> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    // The text of cells is looked at later: here it is written over.
    let mut text = [0; 4096];
    let (mut record, mut cells, mut rest) = (1, 0, table);
    while !rest.is_empty() {
        let (result, taken, _) = reader.read_field(rest, &mut text);
        rest = &rest[taken..];
        if let ReadFieldResult::Field { record_end } = result {
            cells += 1;
            if cells > MOST_COLUMNS {
                return Err(ReadCsvError::TooWide { record, limit: MOST_COLUMNS });
            }
            if record_end {
                (record, cells) = (record + 1, 0);
            }
        }
    }
    // One more line end closes a record, unless it is taken for text.
    match reader.read_field(b"\n", &mut text) {
        (_, _, 1..) => Err(ReadCsvError::Open),
        (ReadFieldResult::Field { .. }, ..) if cells == MOST_COLUMNS => {
            Err(ReadCsvError::TooWide { record, limit: MOST_COLUMNS })
        }
        _ => Ok(()),
    }
}

fn check(header: &StringRecord) -> Result<(), ReadCsvError> {
    let mut seen = std::collections::HashSet::new();
    match header.iter().enumerate().find(|(_, name)| name.is_empty() || !seen.insert(*name)) {
        Some((index, name)) => Err(ReadCsvError::Header { name: name.to_owned(), column: index + 1 }),
        None => Ok(()),
    }
}

/// What all cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Integer,
    Number,
    Boolean,
    Text,
}

impl Kind {
    fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut kind = None;
        for cell in cells.filter(|cell| !cell.is_empty()) {
            kind = match (kind, Self::of_cell(cell)) {
                (None, this) => Some(this),
                (Some(known), this) if known == this => Some(known),
                (Some(Self::Integer | Self::Number), Self::Integer | Self::Number) => Some(Self::Number),
                _ => return Self::Text,
            };
            if kind == Some(Self::Text) {
                break;
            }
        }
        kind.unwrap_or(Self::Text)
    }

    /// What is written otherwise than a number would be (`007`, `+1`, `1e5`, twenty digits) is a name or a code.
    fn of_cell(cell: &str) -> Self {
        if cell == "true" || cell == "false" {
            return Self::Boolean;
        }
        if cell.parse::<i64>().is_ok_and(|number| number.to_string() == cell) {
            return Self::Integer;
        }
        let digits = cell.strip_prefix('-').unwrap_or(cell);
        match digits.split_once('.') {
            Some((whole, part))
                if (whole == "0" || !whole.starts_with('0'))
                    && !whole.is_empty()
                    && !part.is_empty()
                    && whole.len() + part.len() <= 17
                    && (whole.bytes().chain(part.bytes())).all(|digit| digit.is_ascii_digit()) =>
            {
                Self::Number
            }
            _ => Self::Text,
        }
    }

    fn value(self, cell: &str) -> Value {
        let text = || Value::from(cell);
        match self {
            Self::Text => text(),
            _ if cell.is_empty() => Value::Null,
            Self::Boolean => Value::Bool(cell == "true"),
            Self::Integer => cell.parse::<i64>().map_or_else(|_| text(), Value::from),
            Self::Number => {
                let number = cell.parse().ok().and_then(Number::from_f64);
                number.map_or_else(text, Value::Number)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(table: &str) -> Result<Vec<Value>, ReadCsvError> {
        decode(table.as_bytes(), ",", Cells::Typed, 3)
    }

    #[test]
    fn a_column_has_one_type() {
        let records = read("a,b,c,d\n1,true,1.5,1\n2,false,2,x\n").unwrap();
        assert_eq!(
            records,
            [
                json!({ "a": 1, "b": true, "c": 1.5, "d": "1" }),
                json!({ "a": 2, "b": false, "c": 2.0, "d": "x" })
            ]
        );
        let text = decode(b"a\n1\n", ",", Cells::Text, 3).unwrap();
        assert_eq!(text, [json!({ "a": "1" })]);
    }

    #[test]
    fn codes_stay_text() {
        for code in [
            "007",
            "+1",
            "1e5",
            "1.",
            ".5",
            "00.5",
            "12345678901234567890",
            "-",
            "NaN",
            "inf",
            "0x1",
            " 1",
            "-0",
            "1_000",
        ] {
            assert_eq!(read(&format!("a\n{code}\n")).unwrap(), [json!({ "a": code })]);
        }
    }

    #[test]
    fn an_empty_cell_is_null_or_an_empty_text() {
        assert_eq!(read("a,b\n1,x\n,\n").unwrap()[1], json!({ "a": null, "b": "" }));
        assert!(read("a\n").unwrap().is_empty());
        assert!(read("").unwrap().is_empty());
    }

    #[test]
    fn a_broken_table_is_named() {
        let error = read("a,b\n1\n").unwrap_err().to_string();
        assert!(
            error.contains("found record with 1 fields, but the previous record has 2 fields"),
            "{error}"
        );
        assert!(matches!(read("a,a\n"), Err(ReadCsvError::Header { column: 2, .. })));
        assert!(matches!(read("a,\n"), Err(ReadCsvError::Header { column: 2, .. })));
        assert!(matches!(read("a\n1\n2\n3\n4\n"), Err(ReadCsvError::TooMany { limit: 3, .. })));
        assert!(matches!(
            decode(b"a\n\xff\n", ",", Cells::Typed, 3),
            Err(ReadCsvError::Text(NotText { at: 2 }))
        ));
        assert!(matches!(decode(b"a\0\n\0", ",", Cells::Typed, 3), Err(ReadCsvError::Nul { at: 1 })));
        for delimiter in ["", "ab", "ä", "\"", "\n"] {
            assert!(matches!(decode(b"a", delimiter, Cells::Typed, 3), Err(ReadCsvError::Delimiter { .. })));
        }
    }

    #[test]
    fn a_record_without_an_end_is_refused_before_it_is_read() {
        let row = ",".repeat(MOST_COLUMNS);
        assert!(matches!(read(&row), Err(ReadCsvError::TooWide { record: 1, .. })));
        assert!(matches!(read(&format!("a\n1\n{row}")), Err(ReadCsvError::TooWide { record: 3, .. })));
        // In quotes, it is one cell.
        assert_eq!(read(&format!("a\n\"{row}\"\n")).unwrap(), [json!({ "a": row })]);
    }

    #[test]
    fn a_quote_that_nothing_closes_is_refused() {
        for table in ["\"", "a\n\"b", "a\n\"b\n1\n2\n", "a,b\n1,\"2\"\"\n"] {
            assert!(matches!(read(table), Err(ReadCsvError::Open)), "{table}");
        }
        for table in ["a\n\"b\"", "a\nb", "a\r\nb\r\n\r\n", "\n\na\n", "a\nb\"\n", "a\n\"b\nc\""] {
            assert!(read(table).is_ok(), "{table}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = decode(&bytes, ",", Cells::Typed, 10);
        }
    }
}
