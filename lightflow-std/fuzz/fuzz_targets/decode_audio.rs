//! Sound files of any kind, as `load_audio` decodes them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lightflow_std::audio::decode::decode;
use lightflow_std_fuzz::{begin_with, catches_panics, leave_panics_to_the_node, sounds};

fuzz_target!(
    init: {
        leave_panics_to_the_node();
        begin_with(sounds());
    },
    |bytes: &[u8]| {
        let _ = catches_panics(|| decode(bytes.to_vec(), "fuzz", 60.0));
    }
);
