//! The byte form of `Audio`, as the store gives it back.

#![no_main]

use lightflow_std::audio::Audio;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(audio) = Audio::from_wav_bytes(bytes) {
        let again = audio.to_wav_bytes().expect("a recording has a byte form");
        assert_eq!(Audio::from_wav_bytes(&again).expect("its own byte form is read"), audio);
    }
});
