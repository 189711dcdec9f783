//! Any bytes as JSON Lines.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lightflow_std::data::read_jsonl::decode;

fuzz_target!(|bytes: &[u8]| {
    let _ = decode(bytes, 10_000);
});
