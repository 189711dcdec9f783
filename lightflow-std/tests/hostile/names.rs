//! Names of outputs that lead elsewhere.

use std::error::Error;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use lightflow::Ctx;
use lightflow_std::audio::Audio;
use lightflow_std::audio::save_flac::save_flac;
use lightflow_std::audio::save_wav::{WavFormat, save_wav};
use lightflow_std::data::write_csv::write_csv;
use lightflow_std::data::write_jsonl::write_jsonl;
use lightflow_std::data::write_parquet::write_parquet;
use lightflow_std::data::write_text::write_text;
use lightflow_std::image::save_image::save_image;
use lightflow_std::image::{Image, ImageFormat};
use serde_json::json;

use crate::{assert_clear, output_folder, tree};

/// A node that writes a file of this name.
type Writer = fn(&str, &Ctx) -> Result<PathBuf, Box<dyn Error>>;

/// Nodes, and what they add to a name.
const WRITERS: [(&str, Writer, &str); 9] = [
    ("save_image as png", |name, ctx| image(name, ImageFormat::Png, ctx), ".png"),
    ("save_image as jpeg", |name, ctx| image(name, ImageFormat::Jpeg, ctx), ".jpg"),
    ("save_image as webp", |name, ctx| image(name, ImageFormat::Webp, ctx), ".webp"),
    ("save_wav", |name, ctx| Ok(save_wav(&click(), name, WavFormat::Pcm16, ctx)?), ".wav"),
    ("save_flac", |name, ctx| Ok(save_flac(&click(), name, 16, ctx)?), ".flac"),
    ("write_csv", |name, ctx| Ok(write_csv(&[json!({ "a": 1 })], name, vec![], ",".into(), ctx)?), ""),
    ("write_jsonl", |name, ctx| Ok(write_jsonl(&[json!(1)], name, ctx)?), ""),
    ("write_parquet", |name, ctx| Ok(write_parquet(&[json!({ "a": 1 })], name, ctx)?), ""),
    ("write_text", |name, ctx| Ok(write_text("a", name, ctx)?), ""),
];

fn image(name: &str, format: ImageFormat, ctx: &Ctx) -> Result<PathBuf, Box<dyn Error>> {
    let dot = Image::new("dot", 1, 1, vec![1, 2, 3, 255])?;
    Ok(save_image(&dot, name, format, 90, ctx)?)
}

fn click() -> Audio {
    Audio::new("click", 8000, 1, vec![0.5; 100]).unwrap()
}

/// Calls a node that has to refuse the name, and checks that all is as it was.
fn refused(node: &str, write: Writer, name: &str, ctx: &Ctx) {
    let of = format!("{node} to {name:?}");
    let before = tree(&output_folder(ctx));
    match write(name, ctx) {
        Ok(path) => panic!("{of} wrote {path:?}"),
        Err(error) => assert_clear(error, &of),
    }
    assert_eq!(tree(&output_folder(ctx)), before, "{of}");
}

#[test]
fn a_name_leads_nowhere_but_into_the_output_folder() {
    let elsewhere = tempfile::tempdir().unwrap();
    let absolute = elsewhere.path().join("shot");
    for (node, write, _) in WRITERS {
        let ctx = Ctx::test();
        let around = output_folder(&ctx).parent().unwrap().to_owned();
        for name in ["../lightflow-shot", "..", ".", "/", "./shot", "a/../../lightflow-shot", "a/../shot"] {
            refused(node, write, name, &ctx);
        }
        for name in ["", "shot/", "shot\0", "a\0b/shot", absolute.to_str().unwrap()] {
            refused(node, write, name, &ctx);
        }
        let beside = fs::read_dir(around).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(
            !beside.into_iter().any(|name| name.to_string_lossy().starts_with("lightflow-shot")),
            "{node}"
        );
    }
    assert_eq!(tree(elsewhere.path()), []);
}

#[test]
fn nothing_is_written_through_a_link() {
    for (node, write, extension) in WRITERS {
        let (ctx, elsewhere) = (Ctx::test(), tempfile::tempdir().unwrap());
        let (here, there) = (output_folder(&ctx), elsewhere.path());
        fs::write(there.join("mine"), "as it was").unwrap();
        symlink(there, here.join("folder")).unwrap();
        symlink(there.join("mine"), here.join(format!("file{extension}"))).unwrap();
        symlink(there.join("new"), here.join(format!("dangling{extension}"))).unwrap();
        symlink(here.join("circle"), here.join("circle")).unwrap();
        for name in ["folder/shot", "folder/new/shot", "file", "dangling", "circle/shot"] {
            refused(node, write, name, &ctx);
        }
        assert_eq!(tree(there), [(there.join("mine"), Some(b"as it was".to_vec()))], "{node}");
    }
}

#[test]
fn what_stands_in_the_way_stays() {
    for (node, write, extension) in WRITERS {
        let ctx = Ctx::test();
        let here = output_folder(&ctx);
        fs::create_dir(here.join(format!("folder{extension}"))).unwrap();
        fs::write(here.join("file"), "mine").unwrap();
        for name in ["folder", "file/shot", "file/new/shot"] {
            refused(node, write, name, &ctx);
        }
    }
}

#[test]
fn a_file_of_that_name_is_replaced_whole_and_alone() {
    for (node, write, extension) in WRITERS {
        let ctx = Ctx::test();
        let fresh = fs::read(write("fresh", &ctx).unwrap()).unwrap();
        let path = output_folder(&ctx).join(format!("shots/mug{extension}"));
        fs::create_dir(path.parent().unwrap()).unwrap();
        fs::write(&path, "x".repeat(100_000)).unwrap();
        assert_eq!(write("shots/mug", &ctx).unwrap(), path, "{node}");
        assert_eq!(tree(path.parent().unwrap()), [(path.clone(), Some(fresh))], "{node}");
    }
}
