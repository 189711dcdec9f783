//! Twelve mistakes in nodes, compositions and workflows of one file, each reported by itself.

use lightflow::prelude::*;
use ui_tests::*;

/// A note on a picture.
#[derive(Port)]
#[port(handle)]
struct Note {
    text: String,
}

/// Where a picture was taken.
#[derive(Port)]
struct Place {
    histogram: Vec<u32>,
}

/// Doubles the width.
#[node(cache)]
fn widen(width: u32) -> u32 {
    width * 2
}

/// Halves the width.
#[node(timeout = "30s")]
fn narrow(#[port(default = 512)] width: u32) -> u32 {
    width / 2
}

/// Finds the most frequent brightness.
#[node]
fn peak(bins: Vec<u32>) -> u32 {
    bins[0]
}

/// Counts pixels.
#[node]
fn count(image: &Image) -> Result<u32, String> {
    Ok(image.width * image.height)
}

/// Runs a model.
#[node(retry = 2)]
fn run(model: &Model) -> u32 {
    model.scale
}

/// Sharpens a picture, and scales it.
#[composition]
fn prepare(photo: Image) -> Image {
    let sharp = brighten(&photo, 2.0);
    resize { image: sharp, .. }
}

/// Scales a picture, again and again.
#[composition]
fn shrink(photo: Image) -> Image {
    resize(photo, widen(256))
}

/// Brightens a picture.
#[workflow]
fn brighter(photo: Image) -> Image {
    brighten(&photo, 2.0)
}

/// Makes a cover.
#[workflow]
fn cover(path: String) -> Image {
    let photo = prepare(load(path));
    let width: u32 = 512;
    resize(photo, width)
}

fn main() {}
