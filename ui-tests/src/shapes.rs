//! Types with shapes, and nodes with contracts, as in diffusion.

use lightflow::prelude::*;
use lightflow::shape::{Shaped, Sizes};

/// Numbers with a shape.
#[derive(Port, Clone, Debug)]
#[port(handle)]
pub struct Tensor {
    /// The outermost axis first.
    pub sizes: Sizes,
}

impl Shaped for Tensor {
    fn sizes(&self) -> Sizes {
        self.sizes.clone()
    }
}

fn tensor(sizes: &[u64]) -> Tensor {
    Tensor { sizes: sizes.to_vec() }
}

/// Text to vectors of width 768.
#[node(shape(-> [1, 77, 768]))]
pub fn encode_text(_prompt: String) -> Tensor {
    tensor(&[1, 77, 768])
}

/// A canvas of noise.
#[node(shape(-> [1, 4, height/8, width/8] where height % 8 == 0, width % 8 == 0))]
pub fn canvas(width: u32, height: u32) -> Tensor {
    tensor(&[1, 4, u64::from(height) / 8, u64::from(width) / 8])
}

/// A canvas for a model with 16 channels.
#[node(shape(-> [1, 16, height/8, width/8] where height % 8 == 0, width % 8 == 0))]
pub fn canvas_16(width: u32, height: u32) -> Tensor {
    tensor(&[1, 16, u64::from(height) / 8, u64::from(width) / 8])
}

/// Takes noise away.
#[node(shape(latent: [b, 4, h, w], text: [b, n, 768] -> [b, 4, h, w]))]
pub fn sample(latent: &Tensor, text: &Tensor, #[port(default = 20)] steps: u32) -> Tensor {
    let _ = (text, steps);
    latent.clone()
}

/// A latent to an image.
#[node(shape(latent: [b, 4, h, w] -> [b, 3, 8*h, 8*w]))]
pub fn to_picture(latent: &Tensor) -> Tensor {
    let s = &latent.sizes;
    tensor(&[s[0], 3, 8 * s[2], 8 * s[3]])
}

/// An image as it is on disk: nothing is known of its size.
#[node(shape(-> [1, 3, h, w]))]
pub fn load_photo(path: String) -> Tensor {
    tensor(&[1, 3, path.len() as u64, 8])
}

/// An image to a latent.
#[node(shape(image: [b, 3, h, w] -> [b, 4, h/8, w/8] where h % 8 == 0, w % 8 == 0))]
pub fn to_latent(image: &Tensor) -> Tensor {
    let s = &image.sizes;
    tensor(&[s[0], 4, s[2] / 8, s[3] / 8])
}

/// Makes an image square.
#[node(shape(image: [b, c, h, w] -> [b, c, side, side]))]
pub fn square(image: &Tensor, #[port(default = 512)] side: u32) -> Tensor {
    let s = &image.sizes;
    tensor(&[s[0], s[1], side.into(), side.into()])
}

/// A mask of a given size.
#[node(shape(-> [1, 1, height, width]))]
pub fn stencil(width: u32, height: u32) -> Tensor {
    tensor(&[1, 1, height.into(), width.into()])
}

/// Lays an image over nothing, where the mask says so.
#[node(shape(image: [b, c, h, w], mask: [#b, 1, h, w] -> [b, c, h, w]))]
pub fn cut(image: &Tensor, mask: &Tensor) -> Tensor {
    let _ = mask;
    image.clone()
}

/// Puts two batches together.
#[node(shape(first: [a, c, h, w], second: [b, c, h, w] -> [a + b, c, h, w]))]
pub fn concat(first: &Tensor, second: &Tensor) -> Tensor {
    let mut sizes = first.sizes.clone();
    sizes[0] += second.sizes[0];
    Tensor { sizes }
}
