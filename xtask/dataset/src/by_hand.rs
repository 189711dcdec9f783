//! The workflow `dataset` as somebody writes it who has its functions and rayon, and keeps nothing but the files.

use std::fs;
use std::path::Path;

use lightflow::prelude::*;
use lightflow_std::data::write_jsonl::write_jsonl;
use lightflow_std::image::{ImageFormat, list_images::list_images};
use rayon::prelude::*;
use serde_json::Value;

use crate::Failure;
use crate::nodes::aspect_bucket::aspect_bucket;
use crate::nodes::drop_duplicates::drop_duplicates;
use crate::nodes::rule_tags::rule_tags;
use crate::nodes::sample_record::sample_record;
use crate::nodes::save_sample::save_sample;
use crate::nodes::survey::survey;
use crate::types::Candidate;

/// Makes a dataset of the pictures in `folder`, with the defaults of the workflow.
pub fn run(folder: &Path, out: &Path) -> Result<(), Failure> {
    // Its files go to a new folder where temporary files lie, which is renamed in the end.
    let ctx = Ctx::test();
    let files = list_images(folder.to_owned())?;
    let candidates: Vec<Candidate> =
        files.into_par_iter().map(|file| Ok(survey(file)?)).collect::<Result<_, Failure>>()?;
    let kept = drop_duplicates(candidates, 6, &ctx);
    let samples: Vec<Value> =
        kept.par_iter().map(|candidate| sample(candidate, &ctx)).collect::<Result<_, Failure>>()?;
    let lines = write_jsonl(&samples, "dataset.jsonl", &ctx)?;
    fs::rename(lines.parent().ok_or("a file lies in a folder")?, out)?;
    Ok(())
}

fn sample(candidate: &Candidate, ctx: &Ctx) -> Result<Value, Failure> {
    let bucket = aspect_bucket(candidate, 512);
    let saved = save_sample(candidate, bucket, ImageFormat::Jpeg, ctx)?;
    Ok(sample_record(candidate, saved, bucket, rule_tags(candidate)))
}
