//! `cargo lightflow`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_lightflow::cli::main()
}
