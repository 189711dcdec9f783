//! Modules with the names of crates.

#![allow(missing_docs, reason = "nobody reads these")]

use ::lightflow::prelude::*;

pub mod core {}
pub mod std {}
pub mod alloc {}
pub mod lightflow {
    pub mod __private {}
}

#[derive(Port, Clone, Debug)]
pub struct Image {
    width: u32,
}

#[derive(Port, Clone, Debug)]
pub enum Style {
    Plain,
    Deep,
}

#[node(retry = 1, timeout = "5s")]
async fn load(path: String) -> Result<Image, String> {
    Ok(Image { width: path.len() as u32 })
}

#[node]
fn resize(image: Image, #[port(default = 4, range = 1..=8)] width: u32) -> Image {
    Image { width: image.width.min(width) }
}

#[composition]
fn small(path: String) -> Image {
    resize { image: load(path), .. }
}

#[workflow]
fn pictures(paths: Vec<String>, style: Style) -> Vec<Image> {
    let images = for path in paths {
        small(path)
    };
    match style {
        Style::Plain => images,
        Style::Deep => {
            for image in images {
                resize(image, 2)
            }
        }
    }
}

fn main() {}
