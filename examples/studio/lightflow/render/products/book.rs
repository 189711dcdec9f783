use super::super::sdf::{Hit, nearer, rounded_box, smoothstep};
use super::super::shading::{Material, Paper};
use super::super::vec3::{Vec3, vec3};
use super::{Product, rgb};

const PAGES: u8 = 1;
/// How far the book is turned, in radians.
const TURN: f32 = -0.6;
const HALF: Vec3 = vec3(0.62, 0.92, 0.16);

/// A hardcover book that stands upright.
pub fn product() -> Product {
    Product {
        name: "hardcover book",
        paper: Paper { above: rgb(0xF0DDD8), below: rgb(0xE3C9C3) },
        bound: (vec3(0.0, HALF.y, 0.0), 1.15),
        map,
        paint,
    }
}

fn local(p: Vec3) -> Vec3 {
    vec3(p.x, p.y - HALF.y, p.z).turn_y(TURN)
}

fn map(p: Vec3) -> Hit {
    let q = local(p);
    let board = vec3(q.x, q.y, q.z.abs() - HALF.z + 0.02);
    let boards = rounded_box(board, vec3(HALF.x, HALF.y, 0.02), 0.012);
    let spine = vec3(q.x + HALF.x - 0.02, q.y, q.z);
    let spine = rounded_box(spine, vec3(0.03, HALF.y, HALF.z), 0.02);
    let pages = rounded_box(q, vec3(HALF.x - 0.04, HALF.y - 0.035, HALF.z - 0.03), 0.01);
    nearer((boards.min(spine), 0), (pages, PAGES))
}

fn paint(part: u8, p: Vec3) -> Material {
    let q = local(p);
    if part == PAGES {
        let sheets = 1.0 - 0.07 * (0.5 + 0.5 * (q.z * 420.0).sin());
        return Material::matt(rgb(0xF1E9D8) * sheets);
    }
    let soft = |low: f32, high: f32, value: f32| {
        smoothstep(low - 0.005, low + 0.005, value) * smoothstep(high + 0.005, high - 0.005, value)
    };
    let front = smoothstep(HALF.z - 0.02, HALF.z - 0.01, q.z);
    let inside = soft(-0.50, 0.54, q.x) * soft(-0.84, 0.84, q.y);
    let within = soft(-0.485, 0.525, q.x) * soft(-0.825, 0.825, q.y);
    let rule = inside * (1.0 - within);
    let title = [(0.50, 0.36, 0.035), (0.38, 0.25, 0.035), (-0.66, 0.18, 0.016)];
    let title = title.iter().fold(0.0_f32, |ink, &(y, reach, half)| {
        ink.max(soft(y - half, y + half, q.y) * soft(0.02 - reach, 0.02 + reach, q.x))
    });
    // A sun over three rows of hills.
    let sun = smoothstep(0.155, 0.145, (q.x - 0.12).hypot(q.y - 0.06));
    let panel = soft(-0.40, 0.44, q.x) * soft(-0.52, 0.24, q.y);
    let hill = |base: f32, rise: f32, shift: f32| {
        let crest = base + rise * (q.x * 7.0 + shift).sin();
        smoothstep(crest + 0.006, crest - 0.006, q.y)
    };
    let scene = rgb(0xF2C879).mix(rgb(0xD9573B), sun);
    let scene = scene.mix(rgb(0x6E8F7B), hill(-0.10, 0.07, 0.4));
    let scene = scene.mix(rgb(0x3F6B63), hill(-0.22, 0.06, 2.6));
    let scene = scene.mix(rgb(0x24474A), hill(-0.36, 0.05, 4.4));
    let cloth = rgb(0x22384F);
    let gold = rgb(0xE3C27C);
    let cover = cloth.mix(gold, front * rule.max(title));
    let spine = smoothstep(-HALF.x + 0.01, -HALF.x - 0.004, q.x);
    let lines = soft(0.62, 0.66, q.y).max(soft(-0.66, -0.62, q.y)).max(soft(0.0, 0.42, q.y) * 0.9);
    let lines = lines * soft(-0.06, 0.06, q.z).max(soft(0.6, 0.7, q.y.abs()));
    let cover = cover.mix(gold, spine * lines);
    Material::satin(cover.mix(scene, front * panel))
}
