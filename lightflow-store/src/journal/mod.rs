//! The journal of a run: `events.jsonl`, one JSON object a line, numbered from 0 without gaps.
//!
//! A line counts once its newline is written, so whoever reads sees whole events only. Lines are never changed; only a
//! torn end, which nobody was told about, is cut when the run goes on.

mod event;
mod lines;
mod reader;
mod writer;

pub use event::{AsEvent, Event};
pub use reader::JournalReader;
pub(crate) use writer::JournalWriter;
