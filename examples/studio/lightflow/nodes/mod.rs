//! Steps that only this project has, one a file.

pub mod aspect_bucket;
#[cfg(feature = "documents")]
pub mod cite;
pub mod drop_duplicates;
#[cfg(feature = "documents")]
pub mod extract_answer;
#[cfg(feature = "documents")]
pub mod grounded_prompt;
#[cfg(feature = "documents")]
pub mod index_records;
#[cfg(feature = "documents")]
pub mod list_documents;
#[cfg(feature = "documents")]
pub mod passages_of;
#[cfg(feature = "documents")]
pub mod read_document;
#[cfg(feature = "documents")]
pub mod read_index;
pub mod rule_tags;
pub mod sample_photo;
pub mod sample_record;
#[cfg(feature = "documents")]
pub mod sentences_of;
pub mod survey;
#[cfg(feature = "documents")]
pub mod write_answer;
