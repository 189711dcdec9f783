//! Any bytes as a table.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lightflow_std::data::read_csv::{Cells, decode};

fuzz_target!(|bytes: &[u8]| {
    let _ = decode(bytes, ",", Cells::Typed, 10_000);
});
