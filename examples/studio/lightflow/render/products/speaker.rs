use super::super::sdf::{Hit, nearer, rounded_box, smoothstep};
use super::super::shading::{Material, Paper};
use super::super::vec3::{Vec3, vec3};
use super::{Product, rgb};

const WOOD: u8 = 1;
const HALF: Vec3 = vec3(0.52, 0.86, 0.42);
/// How far the speaker is turned, in radians.
const TURN: f32 = 0.42;
/// Height above the middle and radius of the two drivers.
const DRIVERS: [(f32, f32); 2] = [(0.44, 0.21), (-0.28, 0.37)];

/// A bookshelf speaker in a walnut cabinet.
pub fn product() -> Product {
    Product {
        name: "bookshelf speaker",
        paper: Paper { above: rgb(0xF1F1EF), below: rgb(0xE2E2DE) },
        bound: (vec3(0.0, HALF.y, 0.0), 1.14),
        map,
        paint,
    }
}

fn local(p: Vec3) -> Vec3 {
    vec3(p.x, p.y - HALF.y, p.z).turn_y(TURN)
}

/// Distance from the middle of the nearest driver in units of its radius.
fn driver(q: Vec3) -> f32 {
    let reach = |(height, radius): (f32, f32)| q.x.hypot(q.y - height) / radius;
    reach(DRIVERS[0]).min(reach(DRIVERS[1]))
}

fn map(p: Vec3) -> Hit {
    let q = local(p);
    let cabinet = rounded_box(q, HALF, 0.03);
    let front = vec3(q.x, q.y, q.z - HALF.z);
    let panel = rounded_box(front, vec3(HALF.x - 0.045, HALF.y - 0.045, 0.014), 0.01);
    let reach = driver(q);
    // Cones sink into the cabinet, a dust cap bulges out of their middle.
    let bowl = 0.085 * smoothstep(0.95, 0.30, reach) * smoothstep(-0.22, 0.34, reach);
    let bowl = if q.z > 0.0 { bowl } else { 0.0 };
    let sunk = (panel.min(cabinet) + bowl) * 0.75;
    let on_panel = q.z > HALF.z - 0.12 && (panel < cabinet + 0.004 || reach < 0.95);
    let rims = DRIVERS.map(|(height, radius)| {
        let around = q.x.hypot(q.y - height) - radius;
        around.hypot(q.z - HALF.z - 0.012) - 0.022
    });
    let body = (sunk, if on_panel { 0 } else { WOOD });
    nearer(body, (rims[0].min(rims[1]), 2))
}

fn paint(part: u8, p: Vec3) -> Material {
    let q = local(p);
    match part {
        WOOD => {
            let rings = (q.y * 5.0 + 1.6 * (q.z * 6.0 + q.x * 3.0).sin()).sin();
            let grain = (q.z * 90.0 + q.x * 70.0 + 2.5 * rings).sin();
            let walnut = rgb(0x8A5A38).mix(rgb(0x6B4228), 0.5 + 0.35 * rings + 0.15 * grain);
            Material::satin(walnut)
        }
        0 => {
            let reach = driver(q);
            let paper = rgb(0x2B2C2E);
            let cone = paper.mix(rgb(0x45474A), smoothstep(0.93, 0.88, reach));
            Material::satin(cone.mix(rgb(0x1B1B1D), smoothstep(0.36, 0.33, reach)))
        }
        _ => Material::metal(rgb(0x8E9094)),
    }
}
