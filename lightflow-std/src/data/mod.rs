//! JSON, templates, tables, text.
//!
//! | nodes | of |
//! |---|---|
//! | [`parse_json`](fn@parse_json::parse_json), [`to_json_text`](fn@to_json_text::to_json_text), [`json_path`](fn@json_path::json_path), [`json_pointer`](fn@json_pointer::json_pointer) | JSON |
//! | [`read_csv`](fn@read_csv::read_csv), [`write_csv`](fn@write_csv::write_csv), [`read_jsonl`](fn@read_jsonl::read_jsonl), [`write_jsonl`](fn@write_jsonl::write_jsonl), `read_parquet`, `write_parquet` (feature `parquet`) | tables: lists of objects |
//! | [`read_text`](fn@read_text::read_text), [`write_text`](fn@write_text::write_text), [`split_text`](fn@split_text::split_text), [`strip_html`](fn@strip_html::strip_html), [`strip_markdown`](fn@strip_markdown::strip_markdown), [`regex_find`](fn@regex_find::regex_find), [`regex_replace`](fn@regex_replace::regex_replace), [`render_template`](fn@render_template::render_template) | text |
//! | [`delay`](fn@delay::delay), [`log`](fn@log::log) | any value |
//!
//! What reads files bounds their size, and what decodes them is a function of its own, `decode`, for bytes that are at hand.

mod expression;
mod file;
mod json_size;
mod paragraphs;
#[cfg(feature = "parquet")]
mod parquet_pages;
mod read_error;

pub mod delay;
pub mod json_path;
pub mod json_pointer;
pub mod log;
pub mod parse_json;
pub mod read_csv;
pub mod read_jsonl;
#[cfg(feature = "parquet")]
pub mod read_parquet;
pub mod read_text;
pub mod regex_find;
pub mod regex_replace;
pub mod render_template;
pub mod split_text;
pub mod strip_html;
pub mod strip_markdown;
pub mod to_json_text;
pub mod write_csv;
pub mod write_jsonl;
#[cfg(feature = "parquet")]
pub mod write_parquet;
pub mod write_text;

pub use expression::PatternError;
pub use file::{FileError, NotText};
pub use json_size::JsonTooLarge;
pub use read_error::ReadError;
