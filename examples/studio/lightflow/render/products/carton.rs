use super::super::sdf::{Hit, rounded_box, smoothstep};
use super::super::shading::{Material, Paper};
use super::super::vec3::{Vec3, vec3};
use super::{Product, rgb};

/// How far the carton is turned, in radians.
const TURN: f32 = 0.55;
const HALF: Vec3 = vec3(0.62, 0.66, 0.46);

/// A kraft carton with a printed band and sealing tape.
pub fn product() -> Product {
    Product {
        name: "carton",
        paper: Paper { above: rgb(0x8FB3D9), below: rgb(0xC3D6EA) },
        bound: (vec3(0.0, HALF.y, 0.0), 1.05),
        map,
        paint,
    }
}

fn map(p: Vec3) -> Hit {
    (rounded_box(local(p), HALF, 0.025), 0)
}

fn local(p: Vec3) -> Vec3 {
    vec3(p.x, p.y - HALF.y, p.z).turn_y(TURN)
}

fn paint(_: u8, p: Vec3) -> Material {
    let p = local(p);
    let fibre = 1.0 + 0.02 * ((p.x * 61.0).sin() * (p.y * 47.0).sin() + (p.z * 83.0).sin());
    let kraft = rgb(0xC2925C) * fibre;
    let soft = |low: f32, high: f32, value: f32| {
        smoothstep(low - 0.006, low + 0.006, value) * smoothstep(high + 0.006, high - 0.006, value)
    };
    let top = smoothstep(HALF.y - 0.02, HALF.y - 0.01, p.y);
    let tape = soft(-0.09, 0.09, p.z) * top.max(soft(0.42, 0.7, p.y));
    let seam = soft(-0.004, 0.004, p.z) * top;
    let band = soft(-0.32, 0.06, p.y) * (1.0 - top);
    let front = smoothstep(HALF.z - 0.03, HALF.z - 0.02, p.z);
    let sun = smoothstep(0.125, 0.115, (p.x + 0.3).hypot(p.y + 0.13));
    let words = [(-0.07, 0.46), (-0.15, 0.36), (-0.21, 0.24)].iter();
    let words = words
        .fold(0.0_f32, |ink, &(y, end)| ink.max(soft(y - 0.018, y + 0.018, p.y) * soft(-0.06, end, p.x)));
    let ink = front * sun.max(words);
    let printed = kraft.mix(rgb(0x1F4E79), band);
    let printed = printed.mix(rgb(0xF6E7C8), ink * band);
    let taped = printed.mix(rgb(0xD9B98A), 0.75 * tape * (1.0 - band));
    Material::matt(taped * (1.0 - 0.35 * seam))
}
