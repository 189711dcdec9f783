//! `nodes search TEXT ..` and `nodes path FROM TO`: finds nodes.

use clap::ArgMatches;
use serde_json::json;

use super::describe::{node_json, signature, summary};
use super::failure::{Code, Failure};
use super::{Context, Output};
use crate::spec::NodeSpec;

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    match matches.subcommand() {
        Some(("path", matches)) => path(context, matches),
        Some((_, matches)) => Ok(search(context, matches)),
        None => unreachable!("clap asks for a subcommand"),
    }
}

fn search(context: &Context<'_>, matches: &ArgMatches) -> Output {
    let words: Vec<&str> =
        matches.get_many::<String>("text").into_iter().flatten().map(String::as_str).collect();
    let query = words.join(" ");
    let nodes = context.registry.search(&query);
    let text = if nodes.is_empty() {
        format!("no node has `{query}` in its name, doc or ports\n")
    } else {
        list(context, &nodes)
    };
    Output::Data {
        data: json!({ "query": query, "nodes": nodes.iter().map(|node| node_json(node)).collect::<Vec<_>>() }),
        text,
    }
}

fn path(context: &Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let ty = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let (from, to) = (ty("from"), ty("to"));
    let nodes = context.registry.path(&from, &to).map_err(|unknown| {
        let list = format!("{} assets types", context.program);
        Failure::unknown(Code::UnknownAsset, &unknown, &list)
    })?;
    let text = if nodes.is_empty() {
        format!("no nodes lead from `{from}` to `{to}`\n")
    } else {
        list(context, &nodes)
    };
    Ok(Output::Data {
        data: json!({
            "from": from,
            "to": to,
            "nodes": nodes.iter().map(|node| node_json(node)).collect::<Vec<_>>(),
        }),
        text,
    })
}

fn list(context: &Context<'_>, nodes: &[&'static NodeSpec]) -> String {
    let paint = context.io.out_paint();
    let mut text = String::new();
    for node in nodes {
        text.push_str(&format!("{}\n", paint.bold(&signature(node))));
        let summary = summary(node.doc);
        if !summary.is_empty() {
            text.push_str(&format!("  {summary}\n"));
        }
    }
    text
}
