//! Every feature, in a crate that forbids what a crate can forbid.

#![forbid(unsafe_code)]
#![deny(
    warnings,
    unused,
    unused_qualifications,
    unused_results,
    unused_lifetimes,
    unused_import_braces,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    variant_size_differences,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    non_ascii_idents,
    keyword_idents_2024,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    future_incompatible,
    nonstandard_style
)]

pub mod types {
    //! What travels on edges.

    use lightflow::prelude::*;

    /// A picture in memory.
    #[derive(Port, Clone, Debug)]
    pub struct Image {
        /// Pixels from left to right.
        pub width: u32,
    }

    /// A subject and its outline.
    #[derive(Ports, Clone, Debug)]
    pub struct Cutout {
        /// The subject alone.
        pub subject: Image,
        /// Its outline.
        pub mask: Vec<u8>,
    }

    /// What stands behind a subject.
    #[derive(Port, Clone, Copy, Debug, PartialEq)]
    pub enum Backdrop {
        /// One color.
        Plain,
        /// From light to dark.
        Gradient,
    }

    /// A brightness.
    #[derive(Port, Clone, Copy, Debug)]
    pub struct Level(pub f32);

    /// Loaded weights.
    #[derive(Port, Debug)]
    #[port(handle)]
    pub struct Model {
        /// How much it enlarges.
        pub scale: u32,
    }

    /// A sound.
    #[derive(Port, Clone, Debug)]
    #[port(media = "audio/wav", encode = write, decode = read)]
    pub struct Sound(pub Vec<u8>);

    fn write(sound: &Sound) -> Result<Vec<u8>, String> {
        Ok(sound.0.clone())
    }

    fn read(bytes: &[u8]) -> Result<Sound, String> {
        Ok(Sound(bytes.to_vec()))
    }
}

pub mod nodes {
    //! What runs.

    use std::io;
    use std::path::Path;

    use lightflow::prelude::*;

    use super::types::{Backdrop, Cutout, Image, Level, Model, Sound};

    const SIDE: u32 = 512;

    /// Reads a picture.
    #[node(retry = 2, timeout = "30s", volatile)]
    pub async fn load(path: String, ctx: &Ctx) -> Result<Image, io::Error> {
        ctx.log("reading");
        Ok(Image { width: path.len() as u32 })
    }

    /// Scales a picture.
    #[node(cache)]
    pub fn resize(
        image: &Image,
        /// The longer side.
        #[port(default = SIDE, range = 1..=8192, unit = "px")]
        side: u32,
    ) -> Result<Image, String> {
        Ok(Image { width: side.min(image.width) })
    }

    /// Names a picture.
    #[node(inline)]
    pub fn title(
        image: &Image,
        #[port(default = "small", choices = ["small", "large"])] size: String,
    ) -> String {
        format!("{size}: {}", image.width)
    }

    /// Cuts the subject out.
    #[node(resource = "gpu")]
    pub fn cut_out(image: Image, backdrop: Backdrop, level: Level) -> Cutout {
        let mask = vec![level.0 as u8; usize::from(backdrop == Backdrop::Plain)];
        Cutout { subject: image, mask }
    }

    /// A picture and its outline.
    #[node(blocking)]
    pub fn segment(image: Image) -> (Image, Vec<u8>) {
        (image, Vec::new())
    }

    /// Loads weights.
    #[node(id = "strict/load_model")]
    pub fn load_model(path: &Path) -> Model {
        Model { scale: path.as_os_str().len() as u32 }
    }

    /// Enlarges a picture.
    #[node]
    pub fn upscale(model: &Model, image: Image) -> Image {
        Image { width: image.width * model.scale }
    }

    /// Unloads weights.
    #[node]
    pub fn unload(model: Model) -> u32 {
        model.scale
    }

    /// The widths of pictures.
    #[node]
    pub fn widths(images: &[Image]) -> Vec<u32> {
        images.iter().map(|image| image.width).collect()
    }

    /// A picture, if there is one.
    #[node]
    pub fn find(name: &str) -> Option<Image> {
        (!name.is_empty()).then_some(Image { width: 1 })
    }

    /// A sound.
    #[node]
    pub fn click() -> Sound {
        Sound(vec![1, 0])
    }

    /// Says that all is done.
    #[node]
    pub fn report(note: String) {
        drop(note);
    }
}

pub mod compositions {
    //! Reusable parts.

    use lightflow::prelude::*;

    use super::nodes::{cut_out, resize};
    use super::types::{Backdrop, Cutout, Image, Level};

    /// A subject of a size.
    #[composition]
    pub fn subject(photo: Image, #[port(default = 64)] side: u32) -> Image {
        let Cutout { subject, .. } = cut_out { image: photo, backdrop: Backdrop::Plain, level: Level(0.5) };
        resize { image: &subject, side: side + 1 }
    }

    /// How wide a picture would be.
    #[composition]
    pub fn measured(photo: &Image) -> u32 {
        let small = resize { image: photo, .. };
        small.width * 2
    }
}

pub mod workflows {
    //! What can be run.

    use lightflow::prelude::*;

    use super::compositions::{measured, subject};
    use super::nodes::{
        click, find, load, load_model, report, resize, segment, title, unload, upscale, widths,
    };
    use super::types::{Backdrop, Image, Sound};

    /// Everything that a workflow can say.
    #[workflow]
    pub fn everything(
        names: Vec<String>,
        /// Where the weights are.
        weights: PathBuf,
        #[port(default = Backdrop::Plain)] backdrop: Backdrop,
        large: bool,
    ) -> (Vec<Image>, Vec<u32>, String, Sound) {
        let shots = #[concurrency(2)]
        for name in names {
            let photo = load(name.clone());
            let (cut, _) = segment(photo);
            let found = find(&name);
            let best = match found {
                Some(other) if other.width > 100 => other,
                Some(_) => cut,
                None => subject { photo: cut, .. },
            };
            if large { resize(&best, 1024) } else { best }
        };
        let numbered = for (image, name) in pairs(shots.clone()) {
            resize { image: &image, side: name.len() as u32 + 1 }
        };
        let model = load_model(&weights);
        let first: Image = shots[0].clone();
        let wide = measured(&first);
        let grown = upscale(&model, first);
        let scale = unload(model);
        let name = if backdrop == Backdrop::Gradient {
            title { image: &grown, size: "large".to_owned() }
        } else if large {
            title { image: &grown, .. }
        } else {
            title(&grown, "small".to_owned())
        };
        if scale > 1 {
            report(format!("{name}: {wide}"));
        }
        let all = widths(&numbered);
        (shots, all, name, click())
    }

    /// Numbers pictures.
    #[node]
    pub fn pairs(images: Vec<Image>) -> Vec<(Image, String)> {
        images.into_iter().map(|image| (image.clone(), image.width.to_string())).collect()
    }
}

fn main() {}
