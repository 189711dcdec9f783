//! Shapes: what rustc proves stays silent, what depends on inputs is refused before a step runs, and a node that lies is named.

use lightflow::prelude::*;
use lightflow::shape::{Shaped, Sizes};

/// A picture of so many rows, columns and channels.
#[derive(Port, Clone, Debug, PartialEq)]
#[port(handle)]
struct Picture(Sizes);

impl Shaped for Picture {
    fn sizes(&self) -> Sizes {
        self.0.clone()
    }
}

#[node(shape(-> [height, width, 3]))]
fn paint(width: u32, height: u32) -> Picture {
    Picture(vec![height.into(), width.into(), 3])
}

#[node(shape(picture: [h, w, c] -> [h/8, w/8, 4*c] where h % 8 == 0, w % 8 == 0))]
fn compress(picture: &Picture) -> Picture {
    Picture(vec![picture.0[0] / 8, picture.0[1] / 8, 4 * picture.0[2]])
}

#[node(shape(latent: [h, w, 12] -> [8*h, 8*w, 3]))]
fn expand(latent: &Picture) -> Picture {
    Picture(vec![8 * latent.0[0], 8 * latent.0[1], 3])
}

#[node(shape(picture: [h, w, c], over: [h, w, c] -> [h, w, c]))]
fn blend(picture: Picture, over: Picture) -> Picture {
    assert_eq!(picture.0, over.0);
    picture
}

#[composition]
fn there_and_back(picture: Picture) -> Picture {
    let latent = compress(&picture);
    expand(&latent)
}

#[workflow]
fn round_trip(width: u32, height: u32) -> Picture {
    let picture = paint(width, height);
    let back = there_and_back(picture.clone());
    blend(picture, back)
}

#[tokio::test]
async fn shapes_that_fit_run() {
    let picture = Engine::new().run(round_trip { width: 64, height: 48 }).await.expect("it runs");
    assert_eq!(picture, Picture(vec![48, 64, 3]));
}

/// Says it keeps the size, and does not.
#[node(shape(picture: [h, w, c] -> [h, w, c]))]
fn lies(picture: &Picture) -> Result<Picture, String> {
    Ok(Picture(vec![picture.0[0] + 1, picture.0[1], picture.0[2]]))
}

#[node(shape(picture: [h, w, c] -> [h, w, c]))]
async fn lies_later(picture: Picture) -> Picture {
    Picture(vec![picture.0[0], picture.0[1]])
}

#[workflow]
fn lied_to(later: bool) -> Picture {
    let picture = paint(8, 8);
    if later { lies_later(picture) } else { lies(&picture) }
}

#[tokio::test]
async fn a_node_that_does_not_keep_its_contract_is_named() {
    for (later, text) in [
        (false, "`lies` does not keep its contract: it gave [9, 8, 3], and says [h, w, c]"),
        (true, "`lies_later` does not keep its contract: it gave [8, 8], and says [h, w, c]"),
    ] {
        let error = Engine::new().run(lied_to { later }).await.expect_err("the node lies");
        assert!(error.to_string().contains(text), "{error}");
    }
}

fn refused(error: &lightflow::RunError) -> Vec<(String, String)> {
    let lightflow::RunErrorKind::Inputs(errors) = &error.kind else { panic!("{error}") };
    errors.0.iter().map(|error| (error.port.clone(), error.problem.clone())).collect()
}

#[tokio::test]
async fn what_depends_on_inputs_is_refused_before_a_step_runs() {
    let error =
        Engine::new().run(round_trip { width: 64, height: 50 }).await.expect_err("50 is no multiple of 8");
    let [(port, problem)] = &refused(&error)[..] else { panic!("{error}") };
    assert_eq!(port, "height");
    assert!(problem.contains("h % 8 == 0") && problem.contains("50"), "{problem}");
}

#[workflow]
fn compared(picture: Picture, other: Picture) -> Picture {
    let small = compress(&picture);
    let large = expand(&small);
    blend(large, other)
}

#[tokio::test]
async fn shapes_of_inputs_count_too() {
    let run = |picture: [u64; 3], other: [u64; 3]| {
        Engine::new().run(compared { picture: Picture(picture.to_vec()), other: Picture(other.to_vec()) })
    };
    run([16, 8, 3], [16, 8, 3]).await.expect("it fits");
    for (picture, other, text) in [
        ([16, 8, 3], [16, 16, 3], "axis `w`"),
        ([16, 9, 3], [16, 9, 3], "w % 8 == 0"),
        ([16, 8, 4], [16, 8, 4], "axis 3 of 3 is 16, the input wants 12"),
    ] {
        let error = run(picture, other).await.expect_err("it does not fit");
        let problems = refused(&error);
        assert!(problems.iter().any(|(_, problem)| problem.contains(text)), "{text}: {problems:?}");
    }
}

/// The picture is square already; what it is made of decides.
#[composition(shape(picture: [side, side, 3] -> [side, side, 3] where side % 16 == 0))]
fn squares(picture: &Picture) -> Picture {
    let latent = compress(&picture);
    expand(&latent)
}

#[workflow]
fn squared(side: u32, copies: Vec<u32>) -> Vec<Picture> {
    let picture = paint(side, side);
    for _ in copies {
        squares(&picture)
    }
}

#[tokio::test]
async fn a_declared_condition_holds_for_those_who_call() {
    assert_eq!(Engine::new().run(squared { side: 32, copies: vec![1, 2] }).await.expect("it runs").len(), 2);
    let error =
        Engine::new().run(squared { side: 24, copies: vec![] }).await.expect_err("24 is no multiple of 16");
    assert!(refused(&error)[0].1.contains("side % 16 == 0"), "{error}");
}
