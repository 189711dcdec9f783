//! Any bytes as Parquet.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lightflow_std::data::read_parquet::decode;

fuzz_target!(|bytes: &[u8]| {
    let _ = decode(bytes.to_vec(), 10_000);
});
