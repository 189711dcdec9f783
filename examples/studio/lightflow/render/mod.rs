//! A small studio renderer: ray-marched products in front of seamless paper.

mod camera;
pub mod products;
mod sdf;
mod shading;
mod vec3;

pub use camera::photograph;
