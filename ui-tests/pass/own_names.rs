//! Types with the names of LightFlow's own.

#![allow(missing_docs, reason = "nobody reads these")]

pub struct Ctx;
pub struct Engine;

/// A socket.
#[derive(lightflow::Port, Clone, Debug)]
pub struct Port {
    number: u32,
}

/// A place in a network.
#[derive(lightflow::Port, Clone, Debug)]
pub struct Node {
    port: Port,
}

/// What is to be done.
#[derive(lightflow::Port, Clone, Debug)]
pub struct Workflow {
    nodes: Vec<Node>,
}

#[lightflow::node]
fn node(port: Port) -> Node {
    Node { port }
}

#[lightflow::composition]
fn composition(port: &Port) -> Node {
    node(port.clone())
}

#[lightflow::workflow]
fn workflow(ports: Vec<Port>) -> Workflow {
    let nodes = for port in &ports {
        composition(port)
    };
    let flow: Workflow = Workflow { nodes };
    flow
}

fn main() {
    let _ = (Ctx, Engine);
}
