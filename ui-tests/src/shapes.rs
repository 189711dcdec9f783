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

/// Text to vectors of width 2048.
#[node(shape(-> [1, 77, 2048]))]
pub fn encode_text_wide(_prompt: String) -> Tensor {
    tensor(&[1, 77, 2048])
}

/// Text as one vector and as one for each token.
#[node(shape(-> ([1, 768], [1, 77, 768])))]
pub fn encode_both(_prompt: String) -> (Tensor, Tensor) {
    (tensor(&[1, 768]), tensor(&[1, 77, 768]))
}

/// Works on the last axis alone.
#[node(shape(x: [..., 1024] -> [..., 256]))]
pub fn project(x: &Tensor) -> Tensor {
    let mut sizes = x.sizes.clone();
    sizes.pop();
    sizes.push(256);
    Tensor { sizes }
}

/// A convolution with a stride of 2 and no padding.
#[node(shape(image: [b, c, h, w] -> [b, c, floor((h - 3) / 2) + 1, floor((w - 3) / 2) + 1]))]
pub fn halve_edges(image: &Tensor) -> Tensor {
    let s = &image.sizes;
    tensor(&[s[0], s[1], (s[2] - 3) / 2 + 1, (s[3] - 3) / 2 + 1])
}

/// Looks at 111 by 111 cells.
#[node(shape(cells: [b, c, 111, 111] -> [b, 10]))]
pub fn head(cells: &Tensor) -> Tensor {
    tensor(&[cells.sizes[0], 10])
}
