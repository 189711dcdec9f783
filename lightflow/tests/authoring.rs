//! What a workflow's body can say, run by the engine.

use lightflow::prelude::*;

#[derive(Port, Clone, Debug, PartialEq)]
struct Photo {
    width: u32,
    name: String,
}

/// A value that only one step can have.
#[derive(Port, Debug)]
#[port(handle)]
struct Model {
    scale: u32,
}

#[derive(Ports, Clone, Debug)]
struct Cut {
    subject: Photo,
    mask: Vec<u8>,
}

#[derive(Port, Clone, Copy, Debug, PartialEq)]
enum Style {
    Plain,
    DeepShadow,
}

#[node]
fn load(name: String) -> Photo {
    Photo { width: name.len() as u32 * 10, name }
}

/// Scales to `side`.
#[node]
fn fit(
    photo: &Photo,
    #[port(default = 64, range = 1..=4096, unit = "px")] side: u32,
) -> Result<Photo, String> {
    if side == 13 { Err("thirteen".into()) } else { Ok(Photo { width: side, name: photo.name.clone() }) }
}

#[node]
async fn upload(photo: Photo, title: &str) -> Result<String, std::io::Error> {
    tokio::task::yield_now().await;
    Ok(format!("{title}:{}:{}", photo.name, photo.width))
}

#[node]
fn segment(photo: Photo) -> (Photo, Vec<u8>) {
    (photo, vec![1, 2, 3])
}

#[node]
fn cut(photo: Photo) -> Cut {
    Cut { subject: photo, mask: vec![7] }
}

#[node]
fn open_model(scale: u32) -> Model {
    Model { scale }
}

#[node]
fn peek(model: &Model) -> u32 {
    model.scale
}

#[node]
fn close_model(model: Model) -> u32 {
    model.scale * 100
}

#[node]
fn add(a: u32, b: u32) -> u32 {
    a + b
}

#[node]
fn widths(photos: &[Photo]) -> Vec<u32> {
    photos.iter().map(|photo| photo.width).collect()
}

#[node]
fn find(name: String) -> Option<Photo> {
    (!name.is_empty()).then_some(Photo { width: 5, name })
}

#[composition]
fn pack(photo: Photo, side: u32) -> Photo {
    let (subject, _) = segment(photo);
    fit { photo: &subject, side: side + 1 }
}

#[composition]
fn measure(photo: &Photo) -> u32 {
    let small = fit { photo, .. };
    let width: u32 = small.width * 2;
    width
}

#[workflow]
fn everything(names: Vec<String>, #[port(default = 8)] side: u32) -> (Vec<Photo>, u32, String) {
    let photos = for name in names {
        pack { photo: load(name), side }
    };
    let wide: u32 = side * 2;
    let first: Photo = photos[0].clone();
    let doubled = measure(&first);
    let total = add(wide, doubled);
    let title: String = format!("{}-{wide}", first.name);
    let link = upload(first, &title);
    (photos, total, link)
}

#[tokio::test]
async fn a_workflow_runs_from_typed_inputs() {
    let names = vec!["ab".to_owned(), "c".to_owned()];
    let (photos, total, link) = Engine::new().run(everything { names, side: 8 }).await.unwrap();
    assert_eq!(photos, [Photo { width: 9, name: "ab".into() }, Photo { width: 9, name: "c".into() }]);
    assert_eq!(total, 16 + 128);
    assert_eq!(link, "ab-16:ab:9");
}

#[workflow]
fn branches(name: String, big: bool, style: Style) -> u32 {
    let photo = load(name);
    let found = find(photo.name.clone());
    let sized = if big {
        let wide = fit { photo: &photo, side: 1000 };
        fit { photo: &wide, side: 900 }
    } else if style == Style::Plain {
        photo
    } else {
        fit { photo: &photo, .. }
    };
    let extra: u32 = match found {
        Some(other) if other.width > 100 => 0,
        Some(other) => other.width,
        None => 1,
    };
    let more: u32 = match style {
        Style::Plain => 10,
        Style::DeepShadow => 20,
    };
    add(add(sized.width, extra), more)
}

#[tokio::test]
async fn one_arm_of_a_branch_runs() {
    let engine = Engine::new();
    let run = |name: &str, big, style| {
        let engine = engine.clone();
        let inputs = branches { name: name.into(), big, style };
        async move { engine.run(inputs).await.unwrap() }
    };
    assert_eq!(run("abc", true, Style::Plain).await, 900 + 5 + 10);
    assert_eq!(run("abc", false, Style::Plain).await, 30 + 5 + 10);
    assert_eq!(run("", false, Style::DeepShadow).await, 64 + 1 + 20);
}

#[workflow]
fn one_owner(scale: u32) -> u32 {
    let model = open_model(scale);
    let seen = peek(&model);
    let closed = close_model(model);
    add(seen, closed)
}

#[tokio::test]
async fn a_value_that_cannot_be_cloned_is_taken_after_it_was_borrowed() {
    assert_eq!(Engine::new().run(one_owner { scale: 3 }).await.unwrap(), 303);
}

#[workflow]
fn several_outputs(names: Vec<String>) -> Vec<u32> {
    let photos = #[concurrency(2)]
    for name in &names {
        let Cut { subject, mask } = cut(load(name.clone()));
        let grown: u32 = subject.width + mask[0] as u32;
        fit { photo: &subject, side: grown }
    };
    widths(&photos)
}

#[tokio::test]
async fn outputs_are_taken_apart_by_name() {
    let names = vec!["a".to_owned(), "bb".to_owned(), "ccc".to_owned()];
    assert_eq!(Engine::new().run(several_outputs { names }).await.unwrap(), [17, 27, 37]);
    assert!(Engine::new().run(several_outputs { names: vec![] }).await.unwrap().is_empty());
}

#[workflow]
fn fails(names: Vec<String>) -> Vec<Photo> {
    for name in names {
        fit { photo: &load(name.clone()), side: if name == "bad" { 13 } else { 20 } }
    }
}

#[tokio::test]
async fn a_failed_step_is_named_with_its_item_and_its_place() {
    let names = ["ok", "bad", "ok"].map(str::to_owned).to_vec();
    let error = Engine::new().run(fails { names }).await.unwrap_err();
    let place = error.step.clone().unwrap();
    assert_eq!(&*place.path, "for[1]/fit");
    assert!(error.to_string().contains("thirteen"), "{error}");
    assert!(place.source.file.ends_with("authoring.rs"));
}

#[workflow]
fn out_of_range(side: u32) -> Photo {
    fit { photo: &load("x".to_owned()), side: side * 2 }
}

#[tokio::test]
async fn a_computed_value_outside_of_a_ports_range_fails_its_step() {
    let error = Engine::new().run(out_of_range { side: 2500 }).await.unwrap_err();
    assert!(error.to_string().ends_with("the port `side` takes 1..=4096, and was given 5000"), "{error}");
}

#[node]
fn shout(text: &str, ends: &[char]) -> String {
    ends.iter().fold(text.to_uppercase(), |text, end| format!("{text}{end}"))
}

#[composition]
fn greet(name: &str, ends: &[char]) -> Vec<String> {
    let once = shout(name, ends);
    for end in ends {
        shout(&format!("{name} {once}"), &vec![*end])
    }
}

#[workflow]
fn greetings(name: String, ends: Vec<char>) -> Vec<String> {
    greet { name: &name, ends: &ends }
}

#[tokio::test]
async fn a_composition_borrows_text_and_lists() {
    let inputs = greetings { name: "ada".into(), ends: vec!['!', '?'] };
    assert_eq!(Engine::new().run(inputs).await.unwrap(), ["ADA ADA!?!", "ADA ADA!??"]);
}
