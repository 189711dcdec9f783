//! `encode` without `decode`.

use lightflow::prelude::*;

/// A sound.
#[derive(Port)]
#[port(media = "audio/wav", encode = write)]
struct Sound {
    rate: u32,
}

fn write(sound: &Sound) -> Result<Vec<u8>, String> {
    Ok(sound.rate.to_be_bytes().to_vec())
}

fn main() {}
