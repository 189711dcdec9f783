use super::super::sdf::{Hit, smoothstep, sphere};
use super::super::shading::{Material, Paper};
use super::super::vec3::{Vec3, vec3};
use super::{Product, rgb};

const RADIUS: f32 = 0.86;

/// A basketball.
pub fn product() -> Product {
    Product {
        name: "basketball",
        paper: Paper { above: rgb(0xDCE4DC), below: rgb(0xC6D2C8) },
        bound: (vec3(0.0, RADIUS, 0.0), RADIUS + 0.05),
        map,
        paint,
    }
}

fn local(p: Vec3) -> Vec3 {
    vec3(p.x, p.y - RADIUS, p.z).turn_y(0.5).turn_z(0.45)
}

/// Distance from the nearest seam: two great circles and two bows beside one of them.
fn seam(q: Vec3) -> f32 {
    let bow = (q.z.hypot(q.y * 0.94) - 0.62 * RADIUS - 0.16 * q.x.abs()).abs() * 1.05;
    q.x.abs().min(q.y.abs()).min(bow)
}

fn map(p: Vec3) -> Hit {
    let q = local(p);
    let round = sphere(q, RADIUS);
    if round > 0.05 {
        return (round, 0);
    }
    let groove = 0.016 * smoothstep(0.026, 0.006, seam(q));
    (round + groove, 0)
}

fn paint(_: u8, p: Vec3) -> Material {
    let q = local(p);
    let groove = smoothstep(0.024, 0.016, seam(q));
    let pebbles = (q.x * 95.0).sin() * (q.y * 95.0).sin() * (q.z * 95.0).sin();
    let leather = rgb(0xD2692E) * (1.0 + 0.07 * pebbles);
    Material { rough: 0.55, ..Material::satin(leather.mix(rgb(0x1E1712), groove)) }
}
