//! Light, material and backdrop of the studio.

use super::products::Product;
use super::sdf::smoothstep;
use super::vec3::{Vec3, vec3};

/// How a surface answers to light; colours are linear.
#[derive(Clone, Copy)]
pub struct Material {
    pub albedo: Vec3,
    /// Share of light mirrored head-on, 0.04 for plastic and glaze, 0 for paper.
    pub mirror: f32,
    /// 0 for polished, 1 for matt.
    pub rough: f32,
    /// Light the surface gives off by itself.
    pub glow: Vec3,
}

impl Material {
    pub fn matt(albedo: Vec3) -> Self {
        Self { albedo, mirror: 0.02, rough: 0.9, glow: vec3(0.0, 0.0, 0.0) }
    }

    pub fn glossy(albedo: Vec3) -> Self {
        Self { mirror: 0.045, rough: 0.12, ..Self::matt(albedo) }
    }

    pub fn satin(albedo: Vec3) -> Self {
        Self { mirror: 0.04, rough: 0.45, ..Self::matt(albedo) }
    }

    pub fn metal(albedo: Vec3) -> Self {
        Self { mirror: 0.6, rough: 0.3, ..Self::matt(albedo) }
    }
}

/// Seamless paper: its linear colours above and below.
#[derive(Clone, Copy)]
pub struct Paper {
    pub above: Vec3,
    pub below: Vec3,
}

impl Paper {
    /// The unshaded paper at a place of the picture, each from 0 to 1.
    pub fn color(&self, across: f32, down: f32) -> Vec3 {
        let sweep = smoothstep(0.15, 0.95, down);
        let vignette = (across - 0.45).powi(2) + 0.5 * (down - 0.45).powi(2);
        self.above.mix(self.below, sweep) * (1.03 - 0.28 * vignette)
    }
}

/// Direction towards the key light, a softbox up on the left.
pub fn key_direction() -> Vec3 {
    vec3(-0.55, 0.85, 0.5).normalize()
}

/// Light a surface sends towards the camera.
pub fn shade(product: &Product, material: &Material, p: Vec3, normal: Vec3, view: Vec3) -> Vec3 {
    let key = key_direction();
    let paper = product.paper.below;
    let open = ambient_occlusion(product, p, normal);
    let key_light = normal.dot(key).max(0.0) * shadow(product, p + normal * 0.01, key, 7.0);
    let fill_light = normal.dot(vec3(0.8, 0.25, 0.55).normalize()).max(0.0) * open;
    let sky = (0.55 + 0.45 * normal.y) * open;
    let bounce = (0.5 - 0.5 * normal.y) * open;
    let diffuse = Vec3::ONE * (1.15 * key_light + 0.22 * fill_light + 0.33 * sky) + paper * (0.30 * bounce);

    let facing = (1.0 - normal.dot(view).max(0.0)).powi(5);
    let fresnel = material.mirror + (1.0 - material.mirror) * facing * (1.0 - 0.8 * material.rough);
    let mirrored = normal * (2.0 * normal.dot(view)) - view;
    let reflection = surroundings(mirrored, material.rough, paper) * (fresnel * open);
    material.albedo.tint(diffuse) * (1.0 - fresnel) + reflection + material.glow
}

/// Share of the studio light that reaches the paper at `p`.
pub fn paper_light(product: &Product, p: Vec3) -> f32 {
    let lit = shadow(product, p, key_direction(), 5.0);
    let open = ambient_occlusion(product, p, vec3(0.0, 1.0, 0.0));
    (0.62 + 0.38 * lit) * (0.52 + 0.48 * open)
}

/// What a mirror would show: two softboxes in a dim room over the paper.
fn surroundings(direction: Vec3, rough: f32, paper: Vec3) -> Vec3 {
    let soft = 0.04 + 0.5 * rough;
    let panel = |towards: Vec3, half_width: f32, half_height: f32| {
        let side = vec3(0.0, 1.0, 0.0).cross(towards).normalize();
        let up = towards.cross(side);
        let ahead = direction.dot(towards);
        if ahead <= 0.0 {
            return 0.0;
        }
        let x = (direction.dot(side) / ahead).abs();
        let y = (direction.dot(up) / ahead).abs();
        smoothstep(half_width + soft, half_width - soft, x)
            * smoothstep(half_height + soft, half_height - soft, y)
    };
    let strength = 1.0 / (1.0 + 3.0 * rough);
    let left = panel(vec3(-0.75, 0.42, 0.5).normalize(), 0.32, 0.7);
    let right = panel(vec3(0.9, 0.25, 0.3).normalize(), 0.14, 0.8);
    let room = 0.16 + 0.25 * smoothstep(-0.2, 0.9, direction.y);
    let floor = smoothstep(0.05, -0.5, direction.y) * 0.55;
    Vec3::ONE * (room + strength * (7.0 * left + 2.6 * right)) + paper * floor
}

/// Share of a soft light in direction `towards` that reaches `p`; greater `sharpness`
/// means a smaller lamp (Quilez: "Soft shadows in raymarched SDFs").
fn shadow(product: &Product, p: Vec3, towards: Vec3, sharpness: f32) -> f32 {
    let (center, radius) = product.bound;
    let reach = radius * 1.35;
    let along = (center - p).dot(towards);
    let aside = (p + towards * along - center).length();
    if aside > reach || along < -reach {
        return 1.0;
    }
    let span = (reach * reach - aside * aside).sqrt();
    let mut distance = (along - span).max(0.02);
    let mut lit = 1.0_f32;
    for _ in 0..48 {
        if distance > along + span {
            break;
        }
        let clearance = (product.map)(p + towards * distance).0;
        lit = lit.min(0.5 + 0.5 * sharpness * clearance / distance);
        if lit <= 0.0 {
            return 0.0;
        }
        distance += clearance.abs().clamp(0.02, 0.16);
    }
    lit * lit * (3.0 - 2.0 * lit)
}

/// Share of the sky above a surface that is not hidden by the product or the paper
/// (Evans: "Fast approximations for global illumination on dynamic scenes", 2006).
fn ambient_occlusion(product: &Product, p: Vec3, normal: Vec3) -> f32 {
    let (center, radius) = product.bound;
    if (p - center).length() > radius + 0.5 {
        return 1.0;
    }
    let mut hidden = 0.0;
    let mut weight = 1.0;
    for step in [0.02, 0.08, 0.18, 0.32, 0.5] {
        let probe = p + normal * step;
        let free = (product.map)(probe).0.min(probe.y.max(0.0) + 1e-3);
        hidden += (step - free).max(0.0) * weight;
        weight *= 0.72;
    }
    (1.0 - 1.15 * hidden).clamp(0.0, 1.0)
}
