use super::super::sdf::{Hit, revolved, smoothstep};
use super::super::shading::{Material, Paper};
use super::super::vec3::{Vec3, vec3};
use super::{Product, rgb};

/// A thrown vase, dipped in glaze from above.
pub fn product() -> Product {
    Product {
        name: "stoneware vase",
        paper: Paper { above: rgb(0xE9E6F0), below: rgb(0xD4CFE0) },
        bound: (vec3(0.0, 0.92, 0.0), 1.12),
        map,
        paint,
    }
}

fn map(p: Vec3) -> Hit {
    let outside = revolved(
        p,
        &[
            (0.0, 0.30),
            (0.03, 0.33),
            (0.25, 0.46),
            (0.62, 0.62),
            (0.95, 0.58),
            (1.25, 0.36),
            (1.48, 0.22),
            (1.68, 0.23),
            (1.84, 0.33),
        ],
    );
    let inside = revolved(p, &[(1.0, 0.40), (1.25, 0.27), (1.48, 0.17), (1.68, 0.19), (1.9, 0.33)]);
    (outside.max(-inside), 0)
}

/// Iron specks: at most one in each cell of a unit grid, of random place and size.
fn specks(p: Vec3) -> f32 {
    let cell = vec3(p.x.floor(), p.y.floor(), p.z.floor());
    let seed = cell.dot(vec3(127.1, 311.7, 74.7));
    let random = |salt: f32| ((seed + salt).sin() * 43_758.547).rem_euclid(1.0);
    let radius = 0.22 * random(1.0) * random(2.0);
    let place = vec3(random(3.0), random(4.0), random(5.0)) * 0.5 + Vec3::ONE * 0.25;
    let distance = (p - cell - place).length();
    smoothstep(radius, radius * 0.6, distance)
}

fn paint(_: u8, p: Vec3) -> Material {
    let angle = p.x.atan2(p.z);
    let dip = 0.60 + 0.045 * (2.0 * angle + 0.6).sin() + 0.02 * (5.0 * angle).sin();
    let glazed = smoothstep(dip - 0.006, dip + 0.006, p.y);
    let specks = specks(p * 15.0);
    let turning = 1.0 + 0.025 * (p.y * 130.0).sin();
    let clay = rgb(0xB98A66) * turning;
    let glaze = rgb(0xE8E3D6).mix(rgb(0x6F8FA8), smoothstep(0.05, 0.0, p.y - dip));
    let glaze = glaze.mix(rgb(0x8B7A66), 0.6 * specks);
    if glazed > 0.5 { Material::glossy(glaze) } else { Material::matt(clay.mix(rgb(0x7D5A40), 0.5 * specks)) }
}
