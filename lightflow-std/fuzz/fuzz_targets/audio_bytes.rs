//! The byte form of `Audio`, as the store gives it back.

#![no_main]

use lightflow_std::audio::Audio;
use lightflow_std_fuzz::{begin_with, sounds};

libfuzzer_sys::fuzz_target!(init: begin_with(sounds()), |bytes: &[u8]| {
    if let Ok(audio) = Audio::from_wav_bytes(bytes) {
        let again = audio.to_wav_bytes().expect("a recording has a byte form");
        assert_eq!(Audio::from_wav_bytes(&again).expect("its own byte form is read"), audio);
    }
});
