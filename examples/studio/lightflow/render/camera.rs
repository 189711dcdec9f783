//! Exposure of a scene onto a sensor.

use lightflow_std::image::imaging::color::srgb;
use lightflow_std::image::{Image, ImageError};

use super::products::Product;
use super::shading::{paper_light, shade};
use super::vec3::{Vec3, vec3};

/// Difference of two neighbours, in sRGB from 0 to 1, that calls for more rays.
const EDGE: f32 = 0.025;
/// Rays per side of such a pixel.
const RAYS: u32 = 3;
/// Standard deviation of the sensor noise in sRGB bytes.
const NOISE: f32 = 1.1;

/// Where the camera stands and what it aims at.
const EYE: Vec3 = vec3(0.0, 2.35, 7.2);
const TARGET: Vec3 = vec3(0.0, 0.93, 0.0);
/// Half the height of the picture at distance 1.
const HALF_VIEW: f32 = 0.205;

/// Takes a photo of `width` x `height` pixels, with a little sensor noise.
pub fn photograph(product: &Product, width: u32, height: u32) -> Result<Image, ImageError> {
    let camera = Camera { width, height };
    let coarse: Vec<Vec3> =
        camera.pixels().map(|(x, y)| camera.expose(product, x as f32 + 0.5, y as f32 + 0.5)).collect();
    let quads = camera.pixels().map(|(x, y)| {
        let color = if camera.needs_more_rays(&coarse, x, y) {
            camera.expose_finely(product, x, y)
        } else {
            coarse[camera.index(x, y)]
        };
        let noise = NOISE * gaussian(x, y);
        let byte = |value: f32| (value * 255.0 + noise).round().clamp(0.0, 255.0) as u8;
        [byte(color.x), byte(color.y), byte(color.z), 255]
    });
    let pixels: Vec<u8> = quads.flatten().collect();
    Image::new(product.name, width, height, pixels)
}

struct Camera {
    width: u32,
    height: u32,
}

impl Camera {
    fn pixels(&self) -> impl Iterator<Item = (u32, u32)> + use<> {
        let width = self.width;
        (0..self.height).flat_map(move |y| (0..width).map(move |x| (x, y)))
    }

    fn index(&self, x: u32, y: u32) -> usize {
        y as usize * self.width as usize + x as usize
    }

    /// Whether a pixel differs from a neighbour, so that its edge must be smoothed.
    fn needs_more_rays(&self, coarse: &[Vec3], x: u32, y: u32) -> bool {
        let here = coarse[self.index(x, y)];
        let (right, below) = ((x + 1).min(self.width - 1), (y + 1).min(self.height - 1));
        let neighbours = [(x.saturating_sub(1), y), (right, y), (x, y.saturating_sub(1)), (x, below)];
        neighbours.into_iter().any(|(x, y)| {
            let step = here - coarse[self.index(x, y)];
            step.x.abs().max(step.y.abs()).max(step.z.abs()) > EDGE
        })
    }

    fn expose_finely(&self, product: &Product, x: u32, y: u32) -> Vec3 {
        let offset = |ray: u32| (ray as f32 + 0.5) / RAYS as f32;
        let rays = (0..RAYS).flat_map(|v| (0..RAYS).map(move |u| (offset(u), offset(v))));
        let sum = rays
            .map(|(u, v)| self.expose(product, x as f32 + u, y as f32 + v))
            .fold(vec3(0.0, 0.0, 0.0), |sum, color| sum + color);
        sum * (1.0 / (RAYS * RAYS) as f32)
    }

    /// The sRGB colour, 0 to 1, a ray through a place of the sensor brings back.
    fn expose(&self, product: &Product, x: f32, y: f32) -> Vec3 {
        let height = self.height as f32;
        let (u, v) = (2.0 * x - self.width as f32, height - 2.0 * y);
        let forward = (TARGET - EYE).normalize();
        let right = forward.cross(vec3(0.0, 1.0, 0.0)).normalize();
        let up = right.cross(forward);
        let scale = HALF_VIEW / height;
        let ray = (forward + right * (u * scale) + up * (v * scale)).normalize();
        let light = match march(product, ray) {
            Some((p, part)) => {
                let material = (product.paint)(part, p);
                shade(product, &material, p, normal(product, p), ray * -1.0)
            }
            None => {
                let paper = product.paper.color(x / self.width as f32, y / height);
                let distance = -EYE.y / ray.y.min(-1e-3);
                paper * paper_light(product, EYE + ray * distance)
            }
        };
        vec3(develop(light.x), develop(light.y), develop(light.z))
    }
}

/// The surface a ray from the camera meets, if any (Hart: "Sphere tracing", 1996).
fn march(product: &Product, ray: Vec3) -> Option<(Vec3, u8)> {
    let (center, radius) = product.bound;
    let along = (center - EYE).dot(ray);
    let aside = (EYE + ray * along - center).length();
    if aside > radius {
        return None;
    }
    let span = (radius * radius - aside * aside).sqrt();
    let mut distance = along - span;
    for _ in 0..120 {
        let p = EYE + ray * distance;
        let (clearance, part) = (product.map)(p);
        if clearance < 6e-4 {
            return Some((p, part));
        }
        // Profiles and fillets are not exact distances, so steps stay short of them.
        distance += clearance * 0.85;
        if distance > along + span {
            break;
        }
    }
    None
}

/// The surface normal by differences in four directions (Quilez: "Normals for an SDF").
fn normal(product: &Product, p: Vec3) -> Vec3 {
    let corners = [vec3(1.0, -1.0, -1.0), vec3(-1.0, -1.0, 1.0), vec3(-1.0, 1.0, -1.0), vec3(1.0, 1.0, 1.0)];
    let gradient = corners.map(|corner| corner * (product.map)(p + corner * 1e-3).0);
    (gradient[0] + gradient[1] + gradient[2] + gradient[3]).normalize()
}

/// Film response: linear up to a soft shoulder near white, then sRGB.
fn develop(light: f32) -> f32 {
    const SHOULDER: f32 = 0.75;
    if light <= SHOULDER {
        return srgb(light);
    }
    let room = 1.0 - SHOULDER;
    srgb(SHOULDER + room * (1.0 - (-(light - SHOULDER) / room).exp()))
}

/// A fixed random number of each pixel, roughly normal with deviation 1.
fn gaussian(x: u32, y: u32) -> f32 {
    let mut state = u64::from(x) << 32 | u64::from(y);
    let mut uniform = || {
        // SplitMix64 (Steele, Lea, Flood, 2014).
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed >> 40) as f32 / (1_u32 << 24) as f32
    };
    let sum: f32 = (0..4).map(|_| uniform()).sum();
    (sum - 2.0) * 3.0_f32.sqrt()
}
