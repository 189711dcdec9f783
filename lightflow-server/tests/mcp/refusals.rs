//! What goes wrong, and who is told.

use rmcp::ServiceError;
use rmcp::model::ErrorCode;
use serde_json::json;

use crate::program::Agent;

#[tokio::test]
async fn what_is_wrong_with_a_call_is_a_result_that_says_what_to_do() {
    let agent = Agent::new().await;
    let mut said = Vec::new();
    for (tool, arguments) in [
        ("run", json!({ "workflow": "dott" })),
        ("run", json!({ "workflow": "dot", "input": {} })),
        ("run", json!({ "workflow": "dot", "inputs": "grey" })),
        ("describe", json!({ "name": "drawdot" })),
        ("describe", json!({ "name": "dot", "kind": "node" })),
        ("status", json!({ "run": "0000" })),
        ("outputs", json!({})),
        ("sweep", json!({ "workflow": "dot", "axes": [] })),
        ("explain", json!({ "code": "LF9999" })),
        ("explain", json!({ "code": "LF0201", "run": "last" })),
    ] {
        let (code, message, hint) = agent.refused(tool, arguments).await;
        said.push(format!("{tool}: {code}: {message}; {hint}"));
    }
    expect_test::expect![[r#"
        run: unknown_workflow: there is no workflow `dott`; did you mean `dot`?; write `dot`
        run: bad_request: the arguments do not fit: unknown field `input`, expected one of `workflow`, `inputs`, `wait_seconds`, `fresh`; call it as its input schema says
        run: bad_request: the arguments do not fit: invalid type: string "grey", expected a map; call it as its input schema says
        describe: not_found: there is no asset `drawdot`; write `draw_dot`
        describe: not_found: there is no asset `dot`; call `search_assets` with words of what you want
        status: wrong_run: there is no run `0000` in this store; list the runs, and take an id or the beginning of one
        outputs: bad_request: the arguments do not fit: missing field `run`; call it as its input schema says
        sweep: bad_request: the sweep has no values; give `axes` at least one input, and each some values
        explain: not_found: there is no error `LF9999`; write a code as it stands below a message, such as LF0201
        explain: bad_request: there is nothing to explain, or two things; give `code` or `run`, one of them"#]].assert_eq(&said.join("\n"));
}

#[tokio::test]
async fn a_tool_that_is_not_there_is_an_error_of_the_protocol() {
    let agent = Agent::new().await;
    let error = agent.try_ask("judge", json!({})).await.unwrap_err();
    let ServiceError::McpError(error) = error else { panic!("{error}") };
    assert_eq!((error.code, &*error.message), (ErrorCode::INVALID_PARAMS, "there is no tool `judge`"));
}
