//! Any bytes as Parquet.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lightflow_std::data::parse_json;
use lightflow_std::data::read_parquet::decode;
use lightflow_std::data::write_parquet::encode;
use lightflow_std_fuzz::{begin_with, catches_panics, leave_panics_to_the_node};

/// A column of each type.
const RECORDS: [&[u8]; 2] =
    [br#"{"b": true, "i": 1, "n": 0.5, "t": "mug", "l": [1, null]}"#, br#"{"b": null, "i": 2}"#];

fuzz_target!(
    init: {
        leave_panics_to_the_node();
        let records: Result<Vec<_>, _> = RECORDS.into_iter().map(parse_json::decode).collect();
        begin_with(encode(&records.expect("objects")));
    },
    |bytes: &[u8]| {
        let _ = catches_panics(|| decode(bytes.to_vec(), 10_000));
    }
);
