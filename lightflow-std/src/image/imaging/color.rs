//! Colour spaces: sRGB (IEC 61966-2-1), linear light, CIELAB (CIE 15, D65 white).

use std::sync::LazyLock;

/// Linear light, 0 to 1, of each sRGB byte.
static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| {
        let value = byte as f32 / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
});

/// Linear light, 0 to 1, of an sRGB byte.
pub fn linear(byte: u8) -> f32 {
    LINEAR[usize::from(byte)]
}

/// Relative luminance of linear light.
pub fn luminance([red, green, blue]: [f32; 3]) -> f32 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The sRGB value, 0 to 1, of a linear light value; values outside 0 to 1 are clipped.
pub fn srgb(linear: f32) -> f32 {
    let linear = linear.clamp(0.0, 1.0);
    if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 }
}

/// CIELAB of an sRGB pixel: lightness 0 to 100, then green-red and blue-yellow.
pub fn lab([red, green, blue, _]: [u8; 4]) -> [f32; 3] {
    let table = &*LINEAR;
    let [r, g, b] = [red, green, blue].map(|byte| table[usize::from(byte)]);
    // Rows of the sRGB to XYZ matrix, each divided by the white point.
    let x = response(0.433_953 * r + 0.376_219 * g + 0.189_828 * b);
    let y = response(0.212_671 * r + 0.715_160 * g + 0.072_169 * b);
    let z = response(0.017_758 * r + 0.109_477 * g + 0.872_765 * b);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The cube root response of CIELAB with its linear foot.
fn response(value: f32) -> f32 {
    if value > 0.008_856 { value.cbrt() } else { 7.787 * value + 16.0 / 116.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greys_have_no_chroma() {
        for byte in [0, 1, 40, 128, 255] {
            let [_, a, b] = lab([byte, byte, byte, 255]);
            assert!(a.abs() < 0.02 && b.abs() < 0.02, "{byte}: {a} {b}");
        }
    }

    #[test]
    fn lightness_runs_from_black_to_white() {
        assert!(lab([0, 0, 0, 255])[0].abs() < 0.01);
        assert!((lab([255, 255, 255, 255])[0] - 100.0).abs() < 0.01);
    }

    #[test]
    fn red_has_its_published_coordinates() {
        let [l, a, b] = lab([255, 0, 0, 255]);
        assert!((l - 53.24).abs() < 0.1 && (a - 80.09).abs() < 0.2 && (b - 67.20).abs() < 0.2);
    }

    #[test]
    fn linear_light_returns_to_the_same_byte() {
        for byte in 0..=255_u8 {
            let value = srgb(LINEAR[usize::from(byte)]) * 255.0;
            assert!((value - f32::from(byte)).abs() < 0.05);
        }
    }
}
