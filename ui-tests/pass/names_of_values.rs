//! Ports, values and nodes with names that generated code could want for itself.

use lightflow::prelude::*;

#[node]
fn value(value: u32) -> u32 {
    value
}

#[node]
fn ports(ports: u32, #[port(default = 2)] list: u32) -> u32 {
    ports + list
}

#[node]
fn filling(filling: u32, #[port(default = 2)] inputs: u32) -> u32 {
    filling + inputs
}

#[node]
async fn frame(cx: u32, out: u32, ctx: &Ctx) -> Result<u32, String> {
    ctx.log("framed");
    Ok(cx + out)
}

#[node]
fn list(item: u32, error: u32) -> Vec<u32> {
    vec![item, error]
}

#[node(retry = 1)]
fn r#type(r#match: u32, r#in: &str) -> u32 {
    r#match + r#in.len() as u32
}

#[composition]
fn start(start: u32, output: u32) -> u32 {
    ports { ports: start, list: output }
}

#[workflow]
fn run(
    value: u32,
    list: Vec<u32>,
    r#type: String,
    body: u32,
    fields: u32,
    generator: u32,
    json: u32,
) -> (u32, Vec<u32>) {
    let ports = ports { ports: value, .. };
    let frame = frame(ports, body);
    let item = filling { filling: frame, .. };
    let items = for item in list {
        let value = start(item, fields);
        value
    };
    let filling = if item > json { self::value(item) } else { item };
    let value = r#type(filling, &r#type);
    let parts: u32 = value + generator + items[0];
    (parts, items)
}

fn main() {}
