//! What ports take: by literal, by value of a step, and by what a parameter feeds.

use lightflow::prelude::*;
use lightflow::registry::{Registry, check_inputs, inputs_schema};
use lightflow::{RunErrorKind, Workflow};
use serde_json::{Value, json};

const LARGEST: u32 = 64;

#[node]
fn scale(#[port(range = 16..=8192, multiple_of = 8)] side: u32) -> u32 {
    side
}

#[node]
fn thumb(#[port(range = ..=512, multiple_of = 12)] side: u32) -> u32 {
    side
}

#[node]
fn label(
    #[port(len = 1..=8, matches = "[a-z]+(-[0-9]+)?")] name: &str,
    #[port(len = 2)] tags: &[String],
    #[port(default = "fast", choices = ["fast", "best"])] mode: String,
) -> String {
    format!("{name} {tags:?} {mode}")
}

#[composition]
fn both(side: u32) -> u32 {
    let large = scale(side);
    let small = thumb { side };
    large + small
}

/// Its sides go to two nodes inside a composition, for each item.
#[workflow]
fn sized(items: Vec<u32>, #[port(range = 20..=9000)] side: u32, name: String) -> Vec<String> {
    for item in items {
        let size = both(side);
        let tags: Vec<String> = vec![item.to_string(), size.to_string()];
        label { name: &name, tags: &tags, .. }
    }
}

/// An arm that may not run says nothing about the parameter.
#[workflow]
fn either(side: u32, large: bool) -> u32 {
    if large { scale(side) } else { side }
}

/// Literals that are all right compile.
#[workflow]
fn literals() -> String {
    let side = scale(LARGEST);
    let tags: Vec<String> = vec![side.to_string(), String::new()];
    label { name: "mug-7", tags: &tags, mode: "best".into() }
}

#[workflow]
fn computed(side: u32, name: String, tags: Vec<String>) -> String {
    let wide: u32 = scale(side * 2);
    label { name: &format!("{name}{wide}"), tags: &tags[..], .. }
}

/// Each item goes to a port of its own.
#[workflow]
fn each(sides: Vec<u32>) -> Vec<u32> {
    for side in sides {
        both(side)
    }
}

fn schema(name: &str) -> Value {
    let registry = Registry::linked().unwrap();
    inputs_schema(&registry.workflow(name).unwrap().0.graph)
}

fn errors<W: Workflow>(inputs: Value) -> Vec<String> {
    let Value::Object(inputs) = inputs else { panic!("inputs are an object") };
    match check_inputs(W::SPEC.graph.inputs(), inputs) {
        Ok(_) => Vec::new(),
        Err(errors) => {
            errors.0.into_iter().map(|error| format!("{}: {}", error.port, error.problem)).collect()
        }
    }
}

#[test]
fn a_parameter_takes_what_all_that_it_feeds_takes() {
    let side = &schema("sized")["properties"]["side"];
    assert_eq!(side["minimum"], 20);
    assert_eq!(side["maximum"], 512);
    assert_eq!(side["multipleOf"], 24);
    let name = &schema("sized")["properties"]["name"];
    assert_eq!(name["pattern"], "^(?:[a-z]+(-[0-9]+)?)$");
    assert_eq!((&name["minLength"], &name["maxLength"]), (&json!(1), &json!(8)));
    let sides = &schema("each")["properties"]["sides"]["items"];
    assert_eq!((&sides["maximum"], &sides["multipleOf"]), (&json!(512), &json!(24)));
    assert_eq!(schema("either")["properties"]["side"]["maximum"], u32::MAX);
}

#[test]
fn all_that_is_wrong_is_named_before_the_first_step() {
    assert_eq!(
        errors::<sized>(json!({ "items": [1], "side": 520, "name": "Far too long" })),
        [
            "side: 520 is out of range 20..=512, and 520 is no multiple of 24",
            "name: it has 12 characters, and 1..=8 are taken, and \"Far too long\" does not match `[a-z]+(-[0-9]+)?`",
        ]
    );
    assert!(errors::<sized>(json!({ "items": [1], "side": 48, "name": "mug-1" })).is_empty());
}

#[tokio::test]
async fn typed_inputs_are_refused_before_the_first_step_too() {
    let error = Engine::new().run(sized { items: vec![], side: 50, name: "Mug".into() }).await.unwrap_err();
    let RunErrorKind::Inputs(errors) = error.kind else { panic!("{error}") };
    assert_eq!(errors.0.len(), 2, "{errors}");
    let done = Engine::new().run(sized { items: vec![7], side: 48, name: "mug".into() }).await.unwrap();
    assert_eq!(done, [r#"mug ["7", "96"] fast"#]);
    assert_eq!(Engine::new().run(literals {}).await.unwrap(), r#"mug-7 ["64", ""] best"#);
    assert_eq!(Engine::new().run(either { side: 3, large: false }).await.unwrap(), 3);
}

#[tokio::test]
async fn what_a_step_computed_fails_at_the_step() {
    let run = async |side, name: &str, tags: usize| {
        let inputs = computed { side, name: name.into(), tags: vec![String::new(); tags] };
        Engine::new().run(inputs).await.map_err(|error| error.kind.to_string())
    };
    assert!(run(8, "a-", 2).await.is_ok());
    assert_eq!(run(9, "a-", 2).await.unwrap_err(), "the port `side` takes multiples of 8, and was given 18");
    assert_eq!(
        run(8, "a", 2).await.unwrap_err(),
        "the port `name` takes texts that match `[a-z]+(-[0-9]+)?`, and was given \"a16\""
    );
    assert_eq!(
        run(8, "abcdefg-", 2).await.unwrap_err(),
        "the port `name` takes a length of 1..=8, and was given 10"
    );
    assert_eq!(run(8, "a-", 3).await.unwrap_err(), "the port `tags` takes a length of 2, and was given 3");
}
