//! Adaptation of colours to another light.

use std::ops::RangeInclusive;

/// Colour temperatures, in kelvin, for which the locus is known.
pub const WARMEST_TO_COLDEST: RangeInclusive<f32> = 1700.0..=25000.0;

type Matrix = [[f64; 3]; 3];

/// Linear sRGB to XYZ (IEC 61966-2-1).
const TO_XYZ: Matrix =
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]];
/// XYZ to the cone responses of Bradford's transform (Lam, 1985).
const TO_CONES: Matrix = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]];

/// The matrix that makes linear sRGB colours, seen in the light of one colour temperature, look as in that of another.
pub fn adaptation(from: f32, to: f32) -> [[f32; 3]; 3] {
    let cones = |kelvin: f32| applied(&TO_CONES, white(f64::from(kelvin)));
    let (source, target) = (cones(from), cones(to));
    let mut scaled = product(&TO_CONES, &TO_XYZ);
    for (row, (source, target)) in scaled.iter_mut().zip(source.into_iter().zip(target)) {
        *row = row.map(|value| value * target / source);
    }
    product(&inverse(&product(&TO_CONES, &TO_XYZ)), &scaled).map(|row| row.map(|value| value as f32))
}

/// XYZ of a black body of luminance 1 (Kim et al.: "Design of advanced color temperature control system for HDTV applications", 2002).
fn white(kelvin: f64) -> [f64; 3] {
    let t = kelvin.clamp(f64::from(*WARMEST_TO_COLDEST.start()), f64::from(*WARMEST_TO_COLDEST.end()));
    let cubic = |c: [f64; 4], v: f64| ((c[0] * v + c[1]) * v + c[2]) * v + c[3];
    let x = if t <= 4000.0 {
        cubic([-0.2661239e9, -0.2343589e6, 0.8776956e3, 0.179910], 1.0 / t)
    } else {
        cubic([-3.0258469e9, 2.1070379e6, 0.2226347e3, 0.240390], 1.0 / t)
    };
    let y = if t <= 2222.0 {
        cubic([-1.1063814, -1.34811020, 2.18555832, -0.20219683], x)
    } else if t <= 4000.0 {
        cubic([-0.9549476, -1.37418593, 2.09137015, -0.16748867], x)
    } else {
        cubic([3.0817580, -5.87338670, 3.75112997, -0.37001483], x)
    };
    [x / y, 1.0, (1.0 - x - y) / y]
}

fn applied(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    a.map(|row| [0, 1, 2].map(|column| (0..3).map(|k| row[k] * b[k][column]).sum()))
}

/// By cofactors.
fn inverse(m: &Matrix) -> Matrix {
    let cofactor = |row: usize, column: usize| {
        let (a, b, c, d) = ((row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3);
        m[a][c] * m[b][d] - m[a][d] * m[b][c]
    };
    let determinant: f64 = (0..3).map(|column| m[0][column] * cofactor(0, column)).sum();
    [0, 1, 2].map(|row| [0, 1, 2].map(|column| cofactor(column, row) / determinant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locus_passes_where_the_standard_illuminants_are() {
        // Illuminant A is a black body of 2856 K: x = 0.4476, y = 0.4074.
        let [x, y, z] = white(2856.0);
        assert!((x / (x + y + z) - 0.4476).abs() < 1e-3 && (y / (x + y + z) - 0.4074).abs() < 1e-3);
    }

    #[test]
    fn the_same_light_changes_nothing() {
        for kelvin in [2000.0, 6500.0, 20000.0] {
            for (row, values) in adaptation(kelvin, kelvin).into_iter().enumerate() {
                for (column, value) in values.into_iter().enumerate() {
                    assert!((value - f32::from(u8::from(row == column))).abs() < 1e-5);
                }
            }
        }
    }

    #[test]
    fn there_and_back_is_nothing() {
        let widen = |matrix: [[f32; 3]; 3]| matrix.map(|row| row.map(f64::from));
        let both = product(&widen(adaptation(3000.0, 6500.0)), &widen(adaptation(6500.0, 3000.0)));
        assert!((0..3).all(|at| (both[at][at] - 1.0).abs() < 1e-4));
    }
}
