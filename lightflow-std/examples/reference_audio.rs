//! Loudness of sound files as `lightflow-std` measures it: file, LUFS, dBTP, LU, a line each. `cargo xtask reference audio` asks for it.

use std::error::Error;
use std::path::Path;

use lightflow::Ctx;
use lightflow_std::audio::{load_audio::load_audio, loudness::loudness};

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args().skip(1) {
        let found = loudness(&load_audio(Path::new(&path), 3600.0, &Ctx::test())?)?;
        let text = |value: Option<f64>| value.map_or("-inf".to_owned(), |value| format!("{value:.4}"));
        #[allow(clippy::print_stdout, reason = "the script beside it reads this")]
        {
            println!("{path}\t{}\t{}\t{}", text(found.integrated), text(found.true_peak), text(found.range));
        }
    }
    Ok(())
}
