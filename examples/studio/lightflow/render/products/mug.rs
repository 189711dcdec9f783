use super::super::sdf::{Hit, blend, cylinder, nearer, ring, smoothstep};
use super::super::shading::{Material, Paper};
use super::super::vec3::{Vec3, vec3};
use super::{Product, rgb};

const COFFEE: u8 = 1;

/// A glazed mug of coffee with a bare foot.
pub fn product() -> Product {
    Product {
        name: "mug",
        paper: Paper { above: rgb(0xEADFCB), below: rgb(0xDCCDB3) },
        bound: (vec3(0.15, 0.65, 0.0), 1.12),
        map,
        paint,
    }
}

fn map(p: Vec3) -> Hit {
    let p = vec3(p.x + 0.12, p.y, p.z).turn_y(0.35);
    let outside = cylinder(p, 0.60, (0.0, 1.28), 0.07);
    let inside = cylinder(p, 0.535, (0.10, 2.0), 0.06);
    let handle = vec3((p.x - 0.62) * 1.08, p.y - 0.66, p.z);
    let handle = ring(handle, 0.31, 0.075);
    // The handle ends in the wall and must not reach into the coffee.
    let body = blend(outside, handle, 0.09);
    let hollow = -blend(-body, inside, 0.03);
    let coffee = cylinder(p, 0.54, (0.5, 1.06), 0.005);
    nearer((hollow, 0), (coffee, COFFEE))
}

fn paint(part: u8, p: Vec3) -> Material {
    if part == COFFEE {
        let rim = smoothstep(0.40, 0.54, (p.x + 0.12).hypot(p.z));
        return Material::glossy(rgb(0x2A160B).mix(rgb(0x8A5A2C), rim));
    }
    let foot = smoothstep(0.205, 0.195, p.y + 0.012 * (9.0 * p.x).sin());
    let glaze = rgb(0x2F6F8F).mix(rgb(0x3F86A3), smoothstep(0.2, 1.2, p.y));
    let wall = (p.x + 0.12).hypot(p.z);
    let inner = smoothstep(0.575, 0.56, wall) * smoothstep(0.3, 0.31, p.y);
    if foot > 0.5 { Material::matt(rgb(0xC8A27A)) } else { Material::glossy(glaze.mix(rgb(0x1D3A4C), inner)) }
}
