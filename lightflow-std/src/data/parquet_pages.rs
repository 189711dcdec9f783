//! Pages of Parquet that say no more than they hold.
//!
//! The decoder makes room for as many values as a page says, and asks later whether they are there: a file of a kilobyte may so ask for more
//! memory than there is. Here each page is looked at first.

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::bloom_filter::Sbbf;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;

/// A file whose pages are checked.
pub struct CheckedFile(SerializedFileReader<Bytes>);

impl CheckedFile {
    /// Reads the footer.
    pub fn new(bytes: Bytes) -> Result<Self> {
        SerializedFileReader::new(bytes).map(Self)
    }
}

impl FileReader for CheckedFile {
    fn metadata(&self) -> &ParquetMetaData {
        self.0.metadata()
    }

    fn num_row_groups(&self) -> usize {
        self.0.num_row_groups()
    }

    fn get_row_group(&self, index: usize) -> Result<Box<dyn RowGroupReader + '_>> {
        Ok(Box::new(CheckedGroup(self.0.get_row_group(index)?)))
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_file(projection, self)
    }
}

struct CheckedGroup<'a>(Box<dyn RowGroupReader + 'a>);

impl RowGroupReader for CheckedGroup<'_> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.0.metadata()
    }

    fn num_columns(&self) -> usize {
        self.0.num_columns()
    }

    fn get_column_page_reader(&self, index: usize) -> Result<Box<dyn PageReader>> {
        Ok(Box::new(CheckedPages(self.0.get_column_page_reader(index)?)))
    }

    fn get_column_bloom_filter(&self, index: usize) -> Option<&Sbbf> {
        self.0.get_column_bloom_filter(index)
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

struct CheckedPages(Box<dyn PageReader>);

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.0.get_next_page()?.map(checked).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.0.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.0.skip_next_page()
    }

    fn supports_deferred_dictionary(&self) -> bool {
        self.0.supports_deferred_dictionary()
    }

    fn take_deferred_dictionary(&mut self) -> Result<Option<Page>> {
        self.0.take_deferred_dictionary()?.map(checked).transpose()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.0.at_record_boundary()
    }
}

impl Iterator for CheckedPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

fn checked(page: Page) -> Result<Page> {
    let refused = |why: String| Err(ParquetError::General(why));
    match &page {
        // A value of a dictionary is plain, and so a byte or more.
        Page::DictionaryPage { buf, num_values, .. } if *num_values as usize > buf.len() => {
            refused(format!("a dictionary says it has {num_values} values and has {} bytes", buf.len()))
        }
        // How many values these have stands among the values, which only the decoder can find.
        Page::DataPage { encoding, .. } | Page::DataPageV2 { encoding, .. }
            if matches!(encoding, Encoding::DELTA_LENGTH_BYTE_ARRAY | Encoding::DELTA_BYTE_ARRAY) =>
        {
            refused(format!(
                "texts packed as {encoding} are not read, only plain ones and those of a dictionary"
            ))
        }
        _ => Ok(page),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::data::read_parquet::decode;
    use crate::data::write_parquet::encode;

    /// A table of two words, with some bytes of it replaced wherever they are.
    fn error_with(bytes: &[u8], others: &[u8]) -> String {
        let mut table = encode(&[json!({ "t": "mug" }), json!({ "t": "cup" })]).unwrap();
        assert_eq!(decode(table.clone(), 10).unwrap().len(), 2);
        let places: Vec<usize> = table
            .windows(bytes.len())
            .enumerate()
            .filter(|(_, part)| *part == bytes)
            .map(|(at, _)| at)
            .collect();
        assert!(!places.is_empty());
        for at in places {
            table[at..at + others.len()].copy_from_slice(others);
        }
        decode(table, 10).unwrap_err().to_string()
    }

    #[test]
    fn a_dictionary_with_more_values_than_bytes_is_refused() {
        // The header of a dictionary: a struct, its number of values, plain encoding.
        let error = error_with(&[0x4c, 0x15, 4, 0x15, 0], &[0x4c, 0x15, 126, 0x15, 0]);
        assert!(error.contains("a dictionary says it has 63 values and has 14 bytes"), "{error}");
    }

    #[test]
    fn texts_that_say_among_them_how_many_they_are_are_refused() {
        // The header of a page: a struct, two values, by dictionary (8), which becomes 7 and 6.
        for encoding in [7, 6] {
            let error = error_with(&[0x2c, 0x15, 4, 0x15, 16], &[0x2c, 0x15, 4, 0x15, 2 * encoding]);
            assert!(error.contains("are not read, only plain ones"), "{error}");
        }
    }
}
