//! Sound files of any kind, as `load_audio` decodes them.

#![no_main]

use lightflow_std::audio::decode::decode;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = decode(bytes.to_vec(), "fuzz", 60.0);
});
