//! Checking, running, following and looking.

use lightflow::runs::{RunFilter, RunStatus};
use serde_json::json;

use crate::program::{Agent, GATE, PIXEL};

#[tokio::test]
async fn an_agent_checks_runs_and_looks() {
    let agent = Agent::new().await;
    let checked = agent.told("preflight", json!({ "workflow": "dot" })).await;
    assert_eq!((&checked["ready"], &checked["inputs"]), (&json!(true), &json!({ "grey": 7 })));

    let made = agent.told("run", json!({ "workflow": "dot", "inputs": { "grey": 9 } })).await;
    assert_eq!(made["run"]["status"], "finished");
    assert_eq!(made["artifacts"][0]["name"], "dot-9.png");
    assert!(std::fs::read(made["artifacts"][0]["file"].as_str().unwrap()).unwrap().len() >= PIXEL.len());

    let far = agent.told("status", json!({ "run": "last" })).await;
    assert_eq!((&far["runs"][0]["finished"], &far["runs"][0]["artifacts"]), (&json!(1), &json!(1)));

    let looked = agent.ask("outputs", json!({ "run": made["run"]["id"] })).await;
    let picture = looked.content.iter().find_map(|block| block.as_image()).unwrap();
    assert_eq!(picture.mime_type, "image/jpeg");
    let links = looked.content.iter().filter(|block| block.as_resource_link().is_some());
    assert_eq!(links.count(), 2, "the run and its file");
    let blind = agent.ask("outputs", json!({ "run": "last", "pictures": 0 })).await;
    assert!(blind.content.iter().all(|block| block.as_image().is_none()));
}

#[tokio::test]
async fn what_is_wrong_is_found_before_a_run_and_nothing_runs() {
    let agent = Agent::new().await;
    let asked = json!({ "workflow": "dot", "inputs": { "grey": 256, "gray": 1 } });
    let checked = agent.told("preflight", asked.clone()).await;
    assert_eq!(checked["ready"], false);
    let subjects: Vec<&str> = checked["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["subject"].as_str().unwrap())
        .collect();
    assert_eq!(subjects, ["gray", "grey"]);
    assert_eq!(agent.refused("run", asked).await.0, "not_ready");
    assert!(agent.service.store().unwrap().list(&RunFilter::default()).unwrap().is_empty());
}

#[tokio::test]
async fn a_run_that_fails_says_why_and_can_be_explained() {
    let agent = Agent::new().await;
    let (code, message, hint) =
        agent.refused("run", json!({ "workflow": "picky", "inputs": { "text": "prose" } })).await;
    assert_eq!(code, "run_failed");
    assert!(message.contains("`prose` is not to my taste"), "{message}");
    assert!(hint.starts_with("call `explain` with run "), "{hint}");
    let told = agent.told("explain", json!({ "run": "last" })).await;
    assert_eq!(told["run"]["run"]["status"], "failed");
    assert_eq!(told["run"]["said"][0]["text"], "looking at the text");
}

#[tokio::test]
async fn a_step_that_ran_again_says_what_changed() {
    let agent = Agent::new().await;
    let run = async |number: u32, fresh: &[&str]| {
        let asked = json!({ "workflow": "doubled", "inputs": { "number": number }, "fresh": fresh });
        agent.told("run", asked).await;
        agent.told("explain", json!({ "run": "last" })).await["run"].clone()
    };
    assert_eq!(run(1, &[]).await["ran"][0]["why"], "no run had it before");
    assert_eq!(run(2, &[]).await["ran"][0]["why"], "its input `number` changed");
    let told = run(1, &[]).await;
    assert_eq!((&told["known"], &told["ran"]), (&json!(1), &json!([])));
    let told = run(1, &["double"]).await;
    assert!(told["ran"][0]["why"].as_str().unwrap().starts_with("nothing of it changed"), "{told}");
}

#[tokio::test]
async fn a_run_goes_on_when_nobody_waits_any_more_and_others_wait_for_their_turn() {
    let agent = Agent::new().await;
    let mut ids = Vec::new();
    for number in 0..4 {
        let asked = json!({ "workflow": "gated", "inputs": { "number": number }, "wait_seconds": 0 });
        let begun = agent.told("run", asked).await;
        assert_eq!(begun["outputs"], json!(null));
        ids.push(begun["run"]["id"].clone());
        let waits = ["created", "running"].contains(&begun["run"]["status"].as_str().unwrap());
        assert!(waits, "{begun}");
    }
    let store = agent.service.store().unwrap();
    let created = RunFilter { status: Some(RunStatus::Created), ..RunFilter::default() };
    assert_eq!(store.list(&created).unwrap().len(), 2, "two go on at once");
    // The fifth goes behind them, and is waited for.
    GATE.add_permits(5);
    let last = agent.told("run", json!({ "workflow": "gated", "inputs": { "number": 4 } })).await;
    assert_eq!((&last["run"]["status"], &last["outputs"]), (&json!("finished"), &json!(4)));
}

#[tokio::test]
async fn a_sweep_runs_every_point_and_can_be_asked_for() {
    let agent = Agent::new().await;
    let axes = json!([{ "input": "grey", "values": [1, 2, 3, 4, 5] }]);
    let swept = agent.told("sweep", json!({ "workflow": "dot", "axes": axes })).await;
    let points = swept["points"].as_array().unwrap();
    assert_eq!(points.len(), 5);
    assert!(points.iter().all(|point| point["run"]["status"] == "finished"), "{swept}");
    assert_eq!(points[2]["inputs"], json!({ "grey": 3 }));
    let far = agent.told("status", json!({ "run": swept["sweep"] })).await;
    assert_eq!(far["runs"].as_array().unwrap().len(), 5);
    let (code, message, _) = agent
        .refused("sweep", json!({ "workflow": "dot", "axes": [{ "input": "grey", "values": [1, 256] }] }))
        .await;
    assert_eq!(code, "not_ready");
    assert!(message.contains("at grey 256"), "{message}");
}

#[tokio::test]
async fn a_secret_is_in_nothing_that_comes_back() {
    let agent = Agent::new().await;
    let asked = json!({ "workflow": "unseen", "inputs": { "key": "open sesame" } });
    let mut said = vec![agent.ask("preflight", asked.clone()).await, agent.ask("run", asked).await];
    for tool in ["status", "outputs", "explain"] {
        said.push(agent.ask(tool, json!({ "run": "last" })).await);
    }
    assert_eq!(said[1].structured_content.as_ref().unwrap()["outputs"], 11);
    let said = serde_json::to_string(&said).unwrap();
    assert!(!said.contains("sesame"), "{said}");
}
