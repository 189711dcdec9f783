//! `cargo xtask conformance`: what others make of the server.
//!
//! schemathesis asks it whatever its own OpenAPI document allows, and the official SDK of the Model Context Protocol calls
//! every tool over both transports. Both come from PyPI, into a virtual environment below the target folder.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::cargo::done;
use crate::{Outcome, cargo, python};

/// What is installed, in versions that were tried.
const PACKAGES: [&str; 2] = ["schemathesis==4.32.5", "mcp==2.3.0"];

/// No answer is an error of the server, and every answer is one that the document has.
const CHECKS: &str =
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";

/// It never ends: whose status changes is told for as long as somebody listens.
const ENDLESS: &str = "/api/events$";

pub fn run(arguments: &[String]) -> Outcome {
    let scratch = cargo::scratch("conformance")?;
    let python = python::environment(&scratch, &PACKAGES)?;
    let studio = cargo::studio(arguments)?;
    let store = scratch.join("store");
    // What an earlier call left would be known already.
    let _ = std::fs::remove_dir_all(&store);
    let server = Server::start(&studio, &store)?;
    let schemathesis = python.with_file_name("schemathesis");
    let document = format!("{}/api/openapi.json", server.address);
    println!("== schemathesis");
    let documented = done(
        Command::new(schemathesis)
            .args(["run", &document, "--url", &server.address, "--checks", CHECKS])
            .args(["--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "10", "--seed", "1"])
            .args(["--request-timeout", "30", "--exclude-path-regex", ENDLESS])
            .current_dir(&scratch),
    )?;
    println!("== the SDK of the Model Context Protocol");
    let spoken = done(
        Command::new(&python)
            .arg(cargo::root().join("lightflow-server/tests/mcp_client.py"))
            .arg(&studio)
            .arg(format!("{}/mcp", server.address)),
    )?;
    println!("\nschemathesis: {}; MCP over stdio and HTTP: {}", word(documented), word(spoken));
    Ok(documented && spoken)
}

fn word(good: bool) -> &'static str {
    if good { "ok" } else { "MISSED" }
}

/// A server that ends with this.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(studio: &Path, store: &Path) -> Result<Self, String> {
        let mut command = Command::new(studio);
        // One run at a time: what is asked for matters, not what comes of it.
        command.args(["serve", "--listen", "127.0.0.1:0", "--running", "1", "--store"]).arg(store);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", studio.display()))?;
        let mut lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
        let address = lines.by_ref().map_while(Result::ok).find(|line| line.starts_with("http://"));
        let address = address.ok_or("the server ended before it began")?;
        // Somebody has to read on, or the server would wait.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Ok(Self { child, address })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
