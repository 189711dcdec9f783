//! Any bytes as HTML.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lightflow_std::data::strip_html::decode;

fuzz_target!(|bytes: &[u8]| {
    decode(bytes);
});
