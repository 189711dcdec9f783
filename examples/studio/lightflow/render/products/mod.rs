//! The sample products, each a shape and the paint of its parts.

mod ball;
mod book;
mod bottle;
mod carton;
mod lamp;
mod mug;
mod speaker;
mod vase;

use super::sdf::Hit;
use super::shading::{Material, Paper};
use super::vec3::{Vec3, vec3};

/// A product that stands on the ground at height 0, about 1 unit in size.
pub struct Product {
    pub name: &'static str,
    pub paper: Paper,
    /// Centre and radius of a sphere around the product.
    pub bound: (Vec3, f32),
    /// Distance of a point from the product, and the nearest part.
    pub map: fn(Vec3) -> Hit,
    /// Material of a part at a point of its surface.
    pub paint: fn(u8, Vec3) -> Material,
}

/// All sample products.
pub fn all() -> [Product; 8] {
    [
        bottle::product(),
        mug::product(),
        carton::product(),
        ball::product(),
        book::product(),
        lamp::product(),
        vase::product(),
        speaker::product(),
    ]
}

/// The linear colour of an sRGB hex code.
fn rgb(hex: u32) -> Vec3 {
    let linear = |shift: u32| {
        let value = ((hex >> shift) & 0xFF) as f32 / 255.0;
        value.powf(2.2)
    };
    vec3(linear(16), linear(8), linear(0))
}
