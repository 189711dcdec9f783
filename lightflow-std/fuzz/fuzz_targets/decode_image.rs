//! Bytes that claim to be a PNG, JPEG or WebP, of up to a megapixel.

#![no_main]

use std::io::Cursor;

use lightflow_std::image::imaging::decode::decode;
use lightflow_std_fuzz::{begin_with, pictures};

libfuzzer_sys::fuzz_target!(init: begin_with(pictures()), |bytes: &[u8]| {
    if let Ok(image) = decode(Cursor::new(bytes), "fuzz", 1 << 20) {
        assert!(u64::from(image.width()) * u64::from(image.height()) <= 1 << 20);
    }
});
