//! `encode` without `decode`.

use lightflow::prelude::*;

/// A sound.
#[derive(Port)]
#[port(media = "audio/wav", encode = write, decode = read)]
struct Sound {
    rate: u32,
}

fn write(sound: &Sound) -> Result<Vec<u8>, String> {
    Ok(sound.rate.to_be_bytes().to_vec())
}

fn read(bytes: &[u8]) -> Result<Sound, String> {
    let bytes = bytes.try_into().map_err(|_| "a rate has 4 bytes".to_owned())?;
    Ok(Sound { rate: u32::from_be_bytes(bytes) })
}

fn main() {}
