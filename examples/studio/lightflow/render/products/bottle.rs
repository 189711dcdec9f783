use super::super::sdf::{Hit, cylinder, nearer, revolved, smoothstep};
use super::super::shading::{Material, Paper};
use super::super::vec3::{Vec3, vec3};
use super::{Product, rgb};

const CAP: u8 = 1;

/// A pump-less lotion bottle with a printed label.
pub fn product() -> Product {
    Product {
        name: "bottle",
        paper: Paper { above: rgb(0xE4E5E7), below: rgb(0xD2D3D6) },
        bound: (vec3(0.0, 1.0, 0.0), 1.12),
        map,
        paint,
    }
}

fn map(p: Vec3) -> Hit {
    let body = revolved(
        p,
        &[
            (0.0, 0.40),
            (0.04, 0.435),
            (0.14, 0.45),
            (0.70, 0.45),
            (1.22, 0.445),
            (1.40, 0.36),
            (1.52, 0.20),
            (1.58, 0.17),
            (1.66, 0.17),
        ],
    );
    let cap = cylinder(p, 0.205, (1.62, 1.98), 0.03);
    nearer((body, 0), (cap, CAP))
}

fn paint(part: u8, p: Vec3) -> Material {
    if part == CAP {
        return Material::satin(rgb(0x2B2D31));
    }
    let angle = (p.x.atan2(p.z)).abs();
    let edge = |low: f32, high: f32| {
        smoothstep(low - 0.004, low + 0.004, p.y) * smoothstep(high + 0.004, high - 0.004, p.y)
    };
    let label = edge(0.36, 1.08) * smoothstep(1.22, 1.20, angle);
    let mark = smoothstep(0.135, 0.128, p.x.hypot(p.y - 0.86));
    let leaf = smoothstep(0.085, 0.078, (p.x - 0.04).hypot(p.y - 0.89));
    let lines = [(0.62, 0.62), (0.54, 0.46), (0.47, 0.30)];
    let print = lines.iter().fold(mark * (1.0 - leaf), |print, &(y, reach)| {
        let line = edge(y - 0.014, y + 0.014) * smoothstep(reach + 0.01, reach, angle);
        print.max(line)
    });
    let glaze = rgb(0x1E6B5C);
    let paper = rgb(0xF4EFE2).mix(rgb(0x1D3F38), print);
    if label > 0.5 { Material::satin(paper) } else { Material::glossy(glaze.mix(paper, label)) }
}
