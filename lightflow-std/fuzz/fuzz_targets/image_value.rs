//! Images and masks as they are kept and sent: what was read can be written and read again.

#![no_main]

use lightflow_std::image::{Image, Mask};
use lightflow_std_fuzz::{begin_with, pictures};

libfuzzer_sys::fuzz_target!(init: begin_with(pictures()), |bytes: &[u8]| {
    // A header alone may ask for 100 megapixels, which would take most of the time.
    if bytes.len() < 24 || bytes[16..24].iter().step_by(4).any(|&high| high > 0) {
        return;
    }
    if let Ok(image) = Image::from_png_bytes(bytes) {
        assert_eq!(Image::from_png_bytes(&image.to_png_bytes().unwrap()).unwrap(), image);
    }
    if let Ok(mask) = Mask::from_png_bytes(bytes) {
        assert_eq!(Mask::from_png_bytes(&mask.to_png_bytes().unwrap()).unwrap(), mask);
    }
});
