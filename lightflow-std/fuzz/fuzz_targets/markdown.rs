//! Any text as Markdown, with the HTML that may lie in it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lightflow_std::data::strip_markdown::strip_markdown;
use lightflow_std_fuzz::begin_with;

const SEED: &str = "---\na: b\n---\n# Mugs\n\n- *small* [x](y)\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n> <b>c</b>[^1]\n\n[^1]: d\n";

fuzz_target!(init: begin_with([SEED.into()]), |bytes: &[u8]| {
    strip_markdown(&String::from_utf8_lossy(bytes));
});
