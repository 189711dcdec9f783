//! Plans, runs and artifacts.

use lightflow::runs::RunRequest;
use rmcp::model::{PaginatedRequestParams, ReadResourceRequestParams, ResourceContents};
use serde_json::{Value, json};

use crate::program::{Agent, PIXEL};

async fn read(agent: &Agent, uri: &str) -> Result<ResourceContents, String> {
    let read = agent.client.read_resource(ReadResourceRequestParams::new(uri)).await;
    read.map(|mut read| read.contents.remove(0)).map_err(|error| error.to_string())
}

#[tokio::test]
async fn plans_runs_and_artifacts_can_be_read() {
    let agent = Agent::new().await;
    let made = agent.told("run", json!({ "workflow": "dot" })).await;
    let ResourceContents::TextResourceContents { text, mime_type, .. } =
        read(&agent, "lightflow://plans/mcp~dot").await.unwrap()
    else {
        panic!("a plan is text")
    };
    assert_eq!(mime_type.unwrap(), "application/json");
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["name"], "dot");

    let run = format!("lightflow://runs/{}", made["run"]["id"].as_str().unwrap());
    let ResourceContents::TextResourceContents { text, .. } = read(&agent, &run).await.unwrap() else {
        panic!("a run is text")
    };
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["request"]["inputs"], json!({ "grey": 7 }));

    let artifact = made["artifacts"][0]["uri"].as_str().unwrap();
    let ResourceContents::BlobResourceContents { blob, mime_type, .. } =
        read(&agent, artifact).await.unwrap()
    else {
        panic!("a picture is bytes")
    };
    assert_eq!(mime_type.unwrap(), "image/png");
    assert!(blob.len() >= PIXEL.len());
}

#[tokio::test]
async fn what_no_run_made_or_is_too_large_is_not_read() {
    let agent = Agent::new().await;
    let made = agent.told("run", json!({ "workflow": "zeros", "inputs": { "bytes": (8 << 20) + 1 } })).await;
    let error = read(&agent, made["artifacts"][0]["uri"].as_str().unwrap()).await.unwrap_err();
    assert!(error.contains("`zeros.bin` has 8388609 bytes, and 8388608 are the most"), "{error}");
    // The store has more than artifacts: what steps gave is for the program alone.
    let digest = agent.service.store().unwrap().put(b"what a step gave").unwrap();
    let error = read(&agent, &format!("lightflow://artifacts/{digest}")).await.unwrap_err();
    assert!(error.contains("no run that is kept made this file"), "{error}");
    for uri in [
        "lightflow://artifacts/../secret",
        "lightflow://runs/zz",
        "lightflow://plans/dott",
        "file:///etc/passwd",
    ] {
        assert!(read(&agent, uri).await.is_err(), "{uri}");
    }
}

#[tokio::test]
async fn the_list_has_plans_first_and_then_every_run_once() {
    let agent = Agent::new().await;
    let store = agent.service.store().unwrap();
    let mut wanted = Vec::new();
    for _ in 0..55 {
        let run = store.queue(RunRequest::new("mcp/dot", json!({}))).unwrap();
        wanted.insert(0, format!("lightflow://runs/{run}"));
    }
    let first = agent.client.list_resources(None).await.unwrap();
    let cursor = first.next_cursor.clone();
    let page = PaginatedRequestParams::default().with_cursor(cursor);
    let second = agent.client.list_resources(Some(page)).await.unwrap();
    assert_eq!(second.next_cursor, None);
    let uris = first.resources.into_iter().chain(second.resources).map(|resource| resource.uri);
    let (plans, runs): (Vec<_>, Vec<_>) = uris.partition(|uri| uri.starts_with("lightflow://plans/"));
    assert_eq!(plans.len(), agent.service.registry().workflows().count());
    assert_eq!(runs, wanted);
    assert_eq!(agent.client.list_all_resource_templates().await.unwrap().len(), 3);
    let wrong = PaginatedRequestParams::default().with_cursor(Some("x".into()));
    assert!(agent.client.list_resources(Some(wrong)).await.is_err());
}
