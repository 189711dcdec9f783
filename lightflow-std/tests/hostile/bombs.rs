//! Small files that ask for much.

use std::path::PathBuf;
use std::process::Command;

use lightflow_std::audio::Audio;
use lightflow_std::audio::decode::decode;
use lightflow_std::data::parse_json::parse_json;
use lightflow_std::data::strip_html::strip_html;
use lightflow_std::data::strip_markdown::strip_markdown;
use lightflow_std::image::{Image, Mask};

use crate::assert_clear;
use crate::files::{READERS, file, samples};

fn sample(wanted: &str) -> Vec<u8> {
    samples().into_iter().find(|(kind, _)| *kind == wanted).unwrap().1
}

/// What a node says of a file.
fn told(node: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (_, read, _) = READERS.into_iter().find(|(name, ..)| *name == node).unwrap();
    let error = read(file(folder.path(), "bomb", bytes)).expect_err(node).to_string();
    assert_clear(&error, node);
    error
}

/// A PNG of one pixel whose header says that it is 100000 x 100000.
fn huge_png() -> Vec<u8> {
    let mut bytes = Image::new("", 1, 1, vec![0; 4]).unwrap().to_png_bytes().unwrap();
    bytes[16..24].copy_from_slice(&[100_000_u32.to_be_bytes(); 2].concat());
    let sum = bytes[12..29].iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 })
    });
    bytes[29..33].copy_from_slice(&(!sum).to_be_bytes());
    bytes
}

fn huge_jpeg() -> Vec<u8> {
    let mut bytes = sample("jpg");
    let frame = bytes.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[65_500_u16.to_be_bytes(); 2].concat());
    bytes
}

fn huge_webp() -> Vec<u8> {
    let mut bytes = sample("webp");
    let at = bytes.windows(4).position(|name| name == b"VP8L").unwrap() + 9;
    // Width and height less one, 14 bits each.
    let size = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) | 0x0fff_ffff;
    bytes[at..at + 4].copy_from_slice(&size.to_le_bytes());
    if let Some(extended) = bytes.windows(4).position(|name| name == b"VP8X") {
        bytes[extended + 12..extended + 18].copy_from_slice(&[0xff, 0x3f, 0, 0xff, 0x3f, 0]);
    }
    bytes
}

/// A WAVE file whose samples are 4 GB long, if its header is right.
fn huge_wav() -> Vec<u8> {
    let mut bytes = Audio::new("", 8000, 1, vec![0.5; 100]).unwrap().to_wav_bytes().unwrap();
    let data = bytes.windows(4).position(|name| name == b"data").unwrap() + 4;
    bytes[data..data + 4].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    bytes[4..8].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    bytes
}

fn huge_flac() -> Vec<u8> {
    let mut bytes = sample("flac");
    // The number of samples, 36 bits.
    bytes[21] |= 0x0f;
    bytes[22..26].fill(0xff);
    bytes
}

#[test]
fn bombs_are_refused() {
    for (bytes, size) in [(huge_png(), "100000x100000"), (huge_jpeg(), "65500x65500")] {
        let error = told("load_image", &bytes);
        assert!(error.contains(size) && error.contains("100 megapixels"), "{error}");
    }
    // Its decoder is before us: that many pixels do not go with the rest of the file.
    told("load_image", &huge_webp());
    for error in [Image::from_png_bytes(&huge_png()).map(drop).unwrap_err().to_string(), {
        Mask::from_png_bytes(&huge_png()).map(drop).unwrap_err().to_string()
    }] {
        assert!(error.contains("100000x100000"), "{error}");
    }

    for bytes in [huge_wav(), huge_flac()] {
        let error = told("load_audio", &bytes);
        assert!(
            ["longer than 60 s", "damaged", "can be read"].iter().any(|why| error.contains(why)),
            "{error}"
        );
        // Where it may be as long, it is still not there.
        assert_clear(decode(bytes, "bomb", 1e9).unwrap_err(), "decode");
    }
    assert_clear(Audio::from_wav_bytes(&huge_wav()).unwrap_err(), "Audio");

    let deep = [b"[".repeat(1_000_000), b"{\"a\":".repeat(1_000_000)];
    for bytes in &deep {
        assert!(told("read_jsonl", bytes).contains("recursion limit"));
        assert_clear(parse_json(str::from_utf8(bytes).unwrap()).unwrap_err(), "parse_json");
    }
    let many = format!("[{}0]", "{\"\":0},".repeat(5_000_000));
    assert!(told("read_jsonl", many.as_bytes()).contains("bytes of memory"));
    assert_clear(parse_json(&many).unwrap_err(), "parse_json");
    assert!(told("read_csv", &b",".repeat(20_000_000)).contains("more than 16384 cells"));
    assert!(told("read_csv", &[b"a\n".to_vec(), b",".repeat(20_000_000)].concat()).contains("record 2"));
    assert!(told("read_csv", &[b"a\n\"".to_vec(), b"x\n".repeat(10_000_000)].concat()).contains("quote"));
    assert!(told("read_parquet", b"PAR1\xff\xff\xff\x7fPAR1").contains("footer is too large"));
    assert!(told("read_text", &b"x".repeat(64 * 1024 * 1024 + 1)).contains("raise `max_bytes`"));
}

#[test]
fn deep_documents_are_read_to_their_end() {
    assert_eq!(strip_html(&format!("{}deep", "<ul><li><b>".repeat(100_000))).lines().last(), Some("- deep"));
    for mark in ["> ", "- ", "*", "[", "![", "<div>", "`", "|", "&", "\\", "_a", "1. "] {
        strip_markdown(&format!("{}deep", mark.repeat(20_000)));
    }
}

/// Memory that is only asked for does not show: so it is bounded for a process of its own.
#[test]
fn bombs_take_little_memory() {
    let here: PathBuf = std::env::current_exe().unwrap();
    let script = "ulimit -v 3145728 && exec \"$0\" --exact bombs::bombs_are_refused";
    let output = Command::new("sh").args(["-c", script]).arg(here).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
}
