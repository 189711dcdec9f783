//! Lays one image over another.

use lightflow::prelude::*;

use crate::image::{Anchor, BlendMode, Image};

/// Lays `layer` over `base`. The result is as large as `base`; what leaves it is cut off.
///
/// Colours mix in sRGB as in browsers and in painting programs (W3C: "Compositing and Blending Level 1"): the blend mode where both are
/// there, "over" (Porter, Duff, 1984) for the alpha.
///
/// ```
/// use lightflow_std::image::{Anchor, BlendMode, Image, composite::composite};
///
/// let grey = Image::new("grey", 3, 1, [128, 128, 128, 255].repeat(3))?;
/// let dot = Image::new("dot", 1, 1, vec![128, 0, 255, 255])?;
/// let both = composite(&grey, &dot, Anchor::Right, 0, 0, BlendMode::Multiply, 1.0);
/// assert_eq!(both.pixels()[4..], [128, 128, 128, 255, 64, 0, 128, 255]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node]
pub fn composite(
    /// What lies below; it gives the size and the name.
    base: &Image,
    /// What lies above.
    layer: &Image,
    /// The place in `base` from which the position counts.
    #[port(default = Anchor::TopLeft)]
    anchor: Anchor,
    /// How far the layer lies inwards from the side that `anchor` names, or to the right of the middle.
    #[port(default = 0, unit = "px")]
    x: i32,
    /// How far the layer lies inwards from the side that `anchor` names, or below the middle.
    #[port(default = 0, unit = "px")]
    y: i32,
    /// How colours mix.
    #[port(default = BlendMode::Normal)]
    blend: BlendMode,
    /// How much of the layer there is.
    #[port(default = 1.0, range = 0.0..=1.0)]
    opacity: f32,
) -> Image {
    let opacity = if opacity.is_nan() { 0.0 } else { opacity.clamp(0.0, 1.0) };
    let outer = (base.width(), base.height());
    let (left, top) = anchor.place(outer, (layer.width(), layer.height()), (x, y));
    let mut pixels = base.pixels().as_chunks::<4>().0.to_vec();
    let uppers = layer.pixels().as_chunks::<4>().0.chunks_exact(layer.width() as usize);
    for (y, upper) in (top..).zip(uppers) {
        let Ok(y) = usize::try_from(y) else { continue };
        let Some(lower) = pixels.chunks_exact_mut(base.width() as usize).nth(y) else { break };
        let (skip, start) = ((-left).max(0) as usize, left.max(0) as usize);
        let lower = lower.iter_mut().skip(start);
        lower
            .zip(upper.iter().skip(skip))
            .for_each(|(lower, upper)| *lower = mix(*upper, *lower, blend, opacity));
    }
    base.with_pixels(pixels)
}

fn mix(upper: [u8; 4], lower: [u8; 4], blend: BlendMode, opacity: f32) -> [u8; 4] {
    let (above, below) = (f32::from(upper[3]) / 255.0 * opacity, f32::from(lower[3]) / 255.0);
    if above <= 0.0 {
        return lower;
    }
    let alpha = above + below * (1.0 - above);
    let channel = |channel: usize| {
        let (upper, lower) = (f32::from(upper[channel]) / 255.0, f32::from(lower[channel]) / 255.0);
        let upper_only = above * (1.0 - below) * upper;
        let both = above * below * blend.mix(upper, lower);
        let lower_only = (1.0 - above) * below * lower;
        ((upper_only + both + lower_only) / alpha * 255.0).round() as u8
    };
    [channel(0), channel(1), channel(2), (alpha * 255.0).round() as u8]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::imaging::canvas::over;

    fn plain(color: [u8; 4], width: u32, height: u32) -> Image {
        Image::new("plain", width, height, color.repeat((width * height) as usize)).unwrap()
    }

    fn one(upper: [u8; 4], lower: [u8; 4], blend: BlendMode, opacity: f32) -> [u8; 4] {
        let both = composite(&plain(lower, 1, 1), &plain(upper, 1, 1), Anchor::Center, 0, 0, blend, opacity);
        both.quads().next().unwrap()
    }

    #[test]
    fn normal_is_over() {
        for (upper, lower) in [
            ([9, 200, 30, 128], [90, 1, 250, 255]),
            ([9, 200, 30, 70], [90, 1, 250, 200]),
            ([1, 2, 3, 255], [0; 4]),
        ] {
            assert_eq!(one(upper, lower, BlendMode::Normal, 1.0), over(upper, 1.0, lower));
        }
    }

    #[test]
    fn the_modes_do_what_their_names_say() {
        let (light, dark) = ([200, 200, 200, 255], [60, 60, 60, 255]);
        assert!(one(light, dark, BlendMode::Multiply, 1.0)[0] < 60);
        assert!(one(dark, light, BlendMode::Screen, 1.0)[0] > 200);
        assert!(one(light, dark, BlendMode::Overlay, 1.0)[0] > 60);
        assert!(one(dark, light, BlendMode::Overlay, 1.0)[0] < 200);
    }

    #[test]
    fn over_nothing_every_mode_shows_the_layer() {
        for blend in BlendMode::ALL {
            assert_eq!(one([10, 90, 200, 180], [0; 4], blend, 1.0), [10, 90, 200, 180]);
        }
    }

    #[test]
    fn no_opacity_changes_nothing() {
        for opacity in [0.0, -3.0, f32::NAN] {
            assert_eq!(one([255; 4], [7, 8, 9, 10], BlendMode::Screen, opacity), [7, 8, 9, 10]);
        }
    }

    #[test]
    fn what_leaves_the_base_is_cut_off() {
        let base = plain([0, 0, 0, 255], 4, 4);
        let layer = plain([255; 4], 3, 3);
        let white = |x, y| {
            let both = composite(&base, &layer, Anchor::TopLeft, x, y, BlendMode::Normal, 1.0);
            both.quads().filter(|quad| quad[0] == 255).count()
        };
        assert_eq!(
            [white(0, 0), white(-1, -2), white(3, 2), white(4, 0), white(i32::MIN, i32::MAX)],
            [9, 2, 2, 0, 0]
        );
    }
}
