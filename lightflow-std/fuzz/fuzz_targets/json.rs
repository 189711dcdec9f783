//! Any bytes as JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lightflow_std::data::parse_json::decode;

fuzz_target!(|bytes: &[u8]| {
    let _ = decode(bytes);
});
