//! Signed distance functions (Quilez: "Distance functions"), negative inside.

use super::vec3::{Vec3, vec3};

/// Distance from a surface and the part of the product it belongs to.
pub type Hit = (f32, u8);

pub fn sphere(p: Vec3, radius: f32) -> f32 {
    p.length() - radius
}

/// A box of the given half sizes whose edges are rounded by `round`.
pub fn rounded_box(p: Vec3, half: Vec3, round: f32) -> f32 {
    let q = vec3(p.x.abs() - half.x + round, p.y.abs() - half.y + round, p.z.abs() - half.z + round);
    let outside = vec3(q.x.max(0.0), q.y.max(0.0), q.z.max(0.0)).length();
    outside + q.x.max(q.y).max(q.z).min(0.0) - round
}

/// An upright cylinder between the heights `low` and `high`, with rounded rims.
pub fn cylinder(p: Vec3, radius: f32, (low, high): (f32, f32), round: f32) -> f32 {
    cone(p, (radius, radius), (low, high), round)
}

/// An upright cone whose radius changes from the height `low` to the height `high`.
pub fn cone(p: Vec3, radii: (f32, f32), (low, high): (f32, f32), round: f32) -> f32 {
    let share = ((p.y - low) / (high - low)).clamp(0.0, 1.0);
    let slope = (radii.1 - radii.0) / (high - low);
    let radius = radii.0 + (radii.1 - radii.0) * share;
    let side = (p.x.hypot(p.z) - radius) / (1.0 + slope * slope).sqrt() + round;
    let cap = (p.y - (low + high) / 2.0).abs() - (high - low) / 2.0 + round;
    side.max(0.0).hypot(cap.max(0.0)) + side.max(cap).min(0.0) - round
}

/// A solid of revolution; `profile` holds (height, radius) from bottom to top and is
/// followed smoothly (cubic Hermite), never overshooting by much.
pub fn revolved(p: Vec3, profile: &[(f32, f32)]) -> f32 {
    let (Some(first), Some(last)) = (profile.first(), profile.last()) else {
        return f32::MAX;
    };
    let height = p.y.clamp(first.0, last.0);
    let (radius, slope) = radius_at(height, profile);
    let side = (p.x.hypot(p.z) - radius) / (1.0 + slope * slope).sqrt();
    let cap = (first.0 - p.y).max(p.y - last.0);
    side.max(0.0).hypot(cap.max(0.0)) + side.max(cap).min(0.0)
}

fn radius_at(height: f32, profile: &[(f32, f32)]) -> (f32, f32) {
    let last = profile.len() - 1;
    let after = profile.partition_point(|&(y, _)| y <= height);
    let (a, b) = (after.saturating_sub(1).min(last), after.min(last));
    let (y0, r0) = profile[a];
    let (y1, r1) = profile[b];
    let span = y1 - y0;
    if span <= 0.0 {
        return (r0, 0.0);
    }
    let tangent = |i: usize| {
        let (low, high) = (profile[i.saturating_sub(1)], profile[(i + 1).min(last)]);
        (high.1 - low.1) / (high.0 - low.0) * span
    };
    let (m0, m1) = (tangent(a), tangent(b));
    let t = (height - y0) / span;
    let cubic = 2.0 * r0 - 2.0 * r1 + m0 + m1;
    let square = 3.0 * r1 - 3.0 * r0 - 2.0 * m0 - m1;
    let radius = ((cubic * t + square) * t + m0) * t + r0;
    let slope = ((3.0 * cubic * t + 2.0 * square) * t + m0) / span;
    (radius, slope)
}

/// A ring of the given radius in the plane that faces the camera.
pub fn ring(p: Vec3, radius: f32, thickness: f32) -> f32 {
    (p.x.hypot(p.y) - radius).hypot(p.z) - thickness
}

/// A rod with round ends from `a` to `b`.
pub fn rod(p: Vec3, a: Vec3, b: Vec3, radius: f32) -> f32 {
    let (from, along) = (p - a, b - a);
    let share = (from.dot(along) / along.dot(along)).clamp(0.0, 1.0);
    (from - along * share).length() - radius
}

/// The nearer of two surfaces.
pub fn nearer(a: Hit, b: Hit) -> Hit {
    if a.0 <= b.0 { a } else { b }
}

/// Union of two distances with a fillet of about `radius` (polynomial smooth minimum).
pub fn blend(a: f32, b: f32, radius: f32) -> f32 {
    let overlap = (radius - (a - b).abs()).max(0.0) / radius;
    a.min(b) - overlap * overlap * radius * 0.25
}

/// 0 below `low`, 1 above `high`, smooth between.
pub fn smoothstep(low: f32, high: f32, value: f32) -> f32 {
    let t = ((value - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
