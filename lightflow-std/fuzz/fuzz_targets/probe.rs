//! What `ffprobe` prints of a film.

#![no_main]

use lightflow_std::video::probe::parse;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = parse(bytes);
});
