//! Finding assets, and what is said of them.

use serde_json::json;

use crate::program::Agent;

#[tokio::test]
async fn there_are_eight_tools_that_say_what_they_take_and_give() {
    let agent = Agent::new().await;
    let tools = agent.client.list_all_tools().await.unwrap();
    let names: Vec<&str> = tools.iter().map(|tool| &*tool.name).collect();
    let wanted = ["search_assets", "describe", "preflight", "run", "status", "outputs", "sweep", "explain"];
    assert_eq!(names, wanted);
    for tool in &tools {
        assert_eq!(tool.input_schema["type"], "object", "{}", tool.name);
        assert_eq!(tool.output_schema.as_ref().unwrap()["type"], "object", "{}", tool.name);
        let looks = !["run", "sweep"].contains(&&*tool.name);
        assert_eq!(tool.annotations.as_ref().unwrap().read_only_hint, Some(looks), "{}", tool.name);
    }
    let run = tools[3].description.as_ref().unwrap();
    assert!(run.contains("- `dot`: Draws a dot.\n"), "{run}");
    let info = agent.client.peer_info().unwrap();
    assert!(info.instructions.as_ref().unwrap().contains("`preflight`"));
}

#[tokio::test]
async fn assets_are_found_by_words_and_by_kind() {
    let agent = Agent::new().await;
    let found = agent.told("search_assets", json!({ "words": "dot GREY" })).await;
    let names: Vec<&str> =
        found["assets"].as_array().unwrap().iter().map(|asset| asset["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["dot", "draw_dot"]);
    assert_eq!(found["assets"][1]["signature"], "draw_dot(grey: u32) -> PathBuf");
    let nodes = agent.told("search_assets", json!({ "words": "dot", "kind": "node" })).await;
    assert_eq!(nodes["assets"].as_array().unwrap().len(), 1);
    let nothing = agent.told("search_assets", json!({ "words": "no such words" })).await;
    assert_eq!(nothing, json!({ "assets": [], "more": 0 }));
}

#[tokio::test]
async fn a_workflow_is_described_with_the_schema_of_its_inputs() {
    let agent = Agent::new().await;
    let known = agent.told("describe", json!({ "name": "dot" })).await;
    let dot = &known["assets"][0];
    assert_eq!(dot["kind"], "workflow");
    assert_eq!(dot["doc"], "Draws a dot.\n\nIt is a picture of one pixel.");
    let grey = &dot["schema"]["properties"]["grey"];
    assert_eq!((&grey["maximum"], &grey["default"]), (&json!(255), &json!(7)));
    assert_eq!(dot["inputs"][0]["accepts"], "u32 in 0..=255");
    assert!(dot["source"].as_str().unwrap().contains("program.rs:"));
}

#[tokio::test]
async fn an_error_code_is_explained() {
    let agent = Agent::new().await;
    let told = agent.told("explain", json!({ "code": "lf0201" })).await;
    assert_eq!(told["mistake"]["fix"], "remove `.await`");
}
