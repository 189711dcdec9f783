//! Any bytes as a table.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lightflow_std::data::read_csv::{Cells, decode};
use lightflow_std_fuzz::begin_with;

fuzz_target!(init: begin_with([b"name;price\nmug,8.5\n\"a \"\"b\"\"\",\n".to_vec()]), |bytes: &[u8]| {
    let _ = decode(bytes, ",", Cells::Typed, 10_000);
});
