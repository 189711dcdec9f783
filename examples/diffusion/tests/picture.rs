//! Runs the workflow on the CPU: the same seed paints the same picture.

use std::fs;
use std::path::Path;

use diffusion::workflows::picture::picture;
use lightflow::{Engine, EngineBuilder, RunErrorKind};

fn inputs(seed: u64, height: u32) -> picture {
    picture { prompt: "a lighthouse at dawn".into(), width: 96, height, steps: 4, seed }
}

fn engine(folder: &Path) -> Engine {
    EngineBuilder::default().output_folder(folder).build()
}

#[tokio::test]
async fn a_seed_paints_the_same_picture_again_and_another_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(folder.path());
    let first = fs::read(engine.run(inputs(7, 64)).await.unwrap()).unwrap();
    let again = fs::read(engine.run(inputs(7, 64)).await.unwrap()).unwrap();
    let other = fs::read(engine.run(inputs(8, 64)).await.unwrap()).unwrap();
    assert!(first == again && first != other);
    let info = png::Decoder::new(std::io::Cursor::new(first)).read_info().unwrap().info().clone();
    assert_eq!((info.width, info.height), (96, 64));
}

#[tokio::test]
async fn a_size_that_fits_no_latent_is_refused_before_the_first_step() {
    let folder = tempfile::tempdir().unwrap();
    let error = engine(folder.path()).run(inputs(7, 100)).await.unwrap_err();
    assert!(matches!(error.kind, RunErrorKind::Inputs(_)), "{error}");
    assert!(error.to_string().contains("multiples of 8 near it are 96 and 104"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was written");
}
