//! Any bytes as HTML.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lightflow_std::data::strip_html::decode;
use lightflow_std_fuzz::begin_with;

const SEED: &str =
    "<title>Mugs</title><p>Two <b>sizes</b>:<ul><li>small<li>&eacute;</ul><pre>a</pre><script>x</script>";

fuzz_target!(init: begin_with([SEED.into()]), |bytes: &[u8]| {
    decode(bytes);
});
