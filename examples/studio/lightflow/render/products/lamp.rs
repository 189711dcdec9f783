use super::super::sdf::{Hit, cone, cylinder, nearer, rod, smoothstep, sphere};
use super::super::shading::{Material, Paper};
use super::super::vec3::{Vec3, vec3};
use super::{Product, rgb};

const BRASS: u8 = 1;
const SHADE: u8 = 2;
const BULB: u8 = 3;

/// A table lamp, switched on.
pub fn product() -> Product {
    Product {
        name: "table lamp",
        paper: Paper { above: rgb(0xD3CFCA), below: rgb(0xBFBAB4) },
        bound: (vec3(0.0, 0.98, 0.0), 1.12),
        map,
        paint,
    }
}

fn map(p: Vec3) -> Hit {
    let base = cylinder(p, 0.36, (0.0, 0.07), 0.03);
    let knob = sphere(vec3(p.x, p.y - 0.12, p.z), 0.09);
    let stem = rod(p, vec3(0.0, 0.05, 0.0), vec3(0.0, 1.3, 0.0), 0.028);
    let outside = cone(p, (0.62, 0.36), (1.12, 1.88), 0.01);
    let inside = cone(p, (0.605, 0.345), (1.08, 1.92), 0.01);
    let shade = outside.max(-inside);
    let bulb = sphere(vec3(p.x, p.y - 1.45, p.z), 0.12);
    let metal = nearer((base.min(knob), 0), (stem, BRASS));
    nearer(metal, nearer((shade, SHADE), (bulb, BULB)))
}

fn paint(part: u8, p: Vec3) -> Material {
    match part {
        BRASS => Material::satin(rgb(0x6B4E22)),
        SHADE => {
            let rim = smoothstep(1.14, 1.135, p.y).max(smoothstep(1.865, 1.87, p.y));
            let near = (-6.0 * (p.y - 1.45).powi(2)).exp();
            let weave = 1.0 + 0.02 * (p.x.atan2(p.z) * 220.0).sin();
            let linen = rgb(0xE9D8B6) * weave;
            Material {
                glow: rgb(0xFFC97A) * (0.34 * near * (1.0 - rim)),
                ..Material::matt((linen * 0.72).mix(rgb(0x7A6748), rim))
            }
        }
        BULB => Material { glow: rgb(0xFFE2B0) * 1.6, ..Material::matt(Vec3::ONE) },
        _ => Material::glossy(rgb(0x26343B)),
    }
}
