//! Runs nodes on files, for `cargo xtask reference image`.
//!
//! `resize IN OUT WIDTH HEIGHT FILTER`, `blur IN OUT SIGMA`, `metrics A B`, `hash IN`: images are PNG or JPEG, results PNG or a line of numbers.

#![allow(clippy::print_stdout, reason = "a script reads it")]

use std::error::Error;
use std::path::Path;

use lightflow_std::image::blur::blur;
use lightflow_std::image::image_metrics::image_metrics;
use lightflow_std::image::load_image::load_image;
use lightflow_std::image::perceptual_hash::perceptual_hash;
use lightflow_std::image::resize::resize;
use lightflow_std::image::{Filter, Image, ImageFile};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["resize", from, to, width, height, filter] => {
            save(&resize(&load(from)?, width.parse()?, height.parse()?, named(filter)?)?, to)
        }
        ["blur", from, to, sigma] => save(&blur(&load(from)?, sigma.parse()?), to),
        ["metrics", first, second] => {
            let metrics = image_metrics(&load(first)?, &load(second)?)?;
            println!("{} {}", metrics.psnr.unwrap_or(f64::INFINITY), metrics.ssim);
            Ok(())
        }
        ["hash", from] => {
            println!("{}", perceptual_hash(&load(from)?)?);
            Ok(())
        }
        _ => Err("resize IN OUT WIDTH HEIGHT FILTER | blur IN OUT SIGMA | metrics A B | hash IN".into()),
    }
}

fn load(path: &str) -> Result<Image, Box<dyn Error>> {
    Ok(load_image(ImageFile::at(path.into()))?)
}

fn save(image: &Image, path: &str) -> Result<(), Box<dyn Error>> {
    Ok(std::fs::write(Path::new(path), image.to_png_bytes()?)?)
}

fn named(filter: &str) -> Result<Filter, Box<dyn Error>> {
    match filter {
        "nearest" => Ok(Filter::Nearest),
        "bilinear" => Ok(Filter::Bilinear),
        "bicubic" => Ok(Filter::Bicubic),
        "lanczos3" => Ok(Filter::Lanczos3),
        other => Err(format!("there is no filter `{other}`").into()),
    }
}
