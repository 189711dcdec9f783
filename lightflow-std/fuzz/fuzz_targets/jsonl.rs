//! Any bytes as JSON Lines.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lightflow_std::data::read_jsonl::decode;
use lightflow_std_fuzz::begin_with;

fuzz_target!(init: begin_with([b"{\"a\": [1, -2.5e3, null]}\n\"\\u00e9\"\n".to_vec()]), |bytes: &[u8]| {
    let _ = decode(bytes, 10_000);
});
