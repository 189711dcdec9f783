use lightflow::prelude::*;
use lightflow_std::data::write_jsonl::write_jsonl;
use lightflow_std::image::{ImageFormat, list_images::list_images};
use serde_json::Value;

use crate::nodes::{
    aspect_bucket::aspect_bucket, drop_duplicates::drop_duplicates, rule_tags::rule_tags,
    sample_record::sample_record, save_sample::save_sample, survey::survey,
};

/// Turns a folder of pictures into a dataset for training: no picture twice, each cropped to the bucket of its ratio, with tags
/// by rule, and a line for each in `dataset.jsonl`.
#[workflow]
pub fn dataset(
    /// The folder with the pictures: PNG, JPEG and WebP files.
    folder: PathBuf,
    /// Pictures are the same when at most so many of the 64 bits of their hashes differ.
    #[port(default = 6, range = 0..=32, unit = "bit")]
    tolerance: u32,
    /// The square whose area all pictures get, as far as they have it.
    #[port(default = 512, range = 64..=2048, multiple_of = 64, unit = "px")]
    side: u32,
    /// The format of the pictures.
    #[port(default = ImageFormat::Jpeg)]
    format: ImageFormat,
) -> PathBuf {
    let files = list_images(folder);
    let candidates = for file in files {
        survey(file)
    };
    let kept = drop_duplicates { candidates, tolerance };
    let samples: Vec<Value> = for candidate in kept {
        let bucket = aspect_bucket { candidate: &candidate, side };
        let saved = save_sample { candidate: &candidate, bucket, format };
        let tags = rule_tags(&candidate);
        sample_record { candidate: &candidate, saved, bucket, tags }
    };
    write_jsonl(&samples, "dataset.jsonl")
}
