//! Parts of pictures in another size.

use lightflow_signal::raster::{Channels, Kernel, Raster, resample};

#[test]
fn a_part_is_resampled_as_if_it_were_cut_out() {
    let bytes: Vec<u8> = (0..90 * 60_u32)
        .flat_map(|at| [(at % 251) as u8, (at / 90) as u8 * 4, 7, (at % 3) as u8 * 100])
        .collect();
    let raster = Raster { bytes: &bytes, channels: Channels::Rgba, size: (90, 60) };
    for (corner, part) in [((10, 20), (50, 30)), ((0, 0), (90, 60)), ((89, 59), (1, 1))] {
        let rows = (corner.1..corner.1 + part.1).flat_map(|y| {
            let from = ((y * 90 + corner.0) * 4) as usize;
            bytes[from..from + part.0 as usize * 4].to_vec()
        });
        let cut: Vec<u8> = rows.collect();
        let cut = Raster { bytes: &cut, channels: Channels::Rgba, size: part };
        for size in [(20, 30), (50, 30), (100, 1)] {
            let seen = resample(raster, (corner, part), size, Kernel::Lanczos3).unwrap();
            assert_eq!(
                seen,
                resample(cut, ((0, 0), part), size, Kernel::Lanczos3).unwrap(),
                "{corner:?} {size:?}"
            );
        }
    }
}

#[test]
fn what_shows_nothing_through_is_the_same_weighted_or_not() {
    let bytes: Vec<u8> =
        (0..64 * 48_u32).flat_map(|at| [(at % 251) as u8, (at % 89) as u8, 7, 255]).collect();
    let opaque = Raster { bytes: &bytes, channels: Channels::Rgba, size: (64, 48) };
    let part = ((0, 0), (64, 47));
    let mut clear = bytes.clone();
    // A row outside of the part, which makes the picture one with alpha.
    clear[64 * 47 * 4 + 3] = 0;
    let weighted = Raster { bytes: &clear, ..opaque };
    let plain = resample(opaque, part, (20, 11), Kernel::Lanczos3).unwrap();
    let difference = resample(weighted, part, (20, 11), Kernel::Lanczos3).unwrap();
    assert!(plain.iter().zip(&difference).all(|(one, other)| one.abs_diff(*other) <= 1));
}

#[test]
fn what_lies_outside_is_refused() {
    let raster = Raster { bytes: &[0; 12], channels: Channels::Rgb, size: (2, 2) };
    let kernel = Kernel::Lanczos3;
    assert!(resample(raster, ((1, 0), (2, 1)), (1, 1), kernel).unwrap_err().to_string().contains("the part"));
    let short = Raster { bytes: &[0; 11], ..raster };
    assert!(resample(short, ((0, 0), (1, 1)), (1, 1), kernel).is_err());
}
