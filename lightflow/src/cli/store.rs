//! `store ..`: the folder in which runs are kept.

use clap::ArgMatches;
use serde_json::json;

use super::failure::{Code, Failure};
use super::table::columns;
use super::{Context, Output, kept};
use crate::runs::{GcPolicy, Store};

pub(super) fn execute(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Output, Failure> {
    let Some((name, matches)) = matches.subcommand() else { unreachable!("clap asks for a subcommand") };
    let store = &kept::needed(context, matches.get_one::<String>("store").map(String::as_str))?;
    match name {
        "path" => {
            let root = store.root();
            let blobs = store.blobs();
            let mut text = format!("{}\n", root.display());
            if !blobs.starts_with(root) {
                text.push_str(&format!("{}\n", blobs.display()));
            }
            Ok(Output::Data { data: json!({ "path": root, "blobs": blobs }), text })
        }
        "stats" => stats(context, store),
        "verify" => verify(store),
        "gc" => gc(store, matches),
        other => unreachable!("`store {other}` is in the tree of commands, but nobody runs it"),
    }
}

fn stats(context: &Context<'_>, store: &Store) -> Result<Output, Failure> {
    let stats = store.stats().map_err(|error| Failure::store(&error))?;
    let paint = context.io.out_paint();
    let amount = |count: u64, bytes: u64| format!("{count}, {}", size(bytes));
    let mut rows = vec![
        vec![paint.bold("actions"), stats.actions.to_string()],
        vec![paint.bold("steps"), stats.steps.to_string()],
        vec![paint.bold("contents in files"), amount(stats.blobs.count, stats.blobs.bytes)],
        vec![paint.bold("small contents"), amount(stats.small.count, stats.small.bytes)],
        vec![paint.bold("set aside"), amount(stats.quarantine.count, stats.quarantine.bytes)],
    ];
    for (status, runs) in &stats.runs {
        rows.push(vec![paint.bold(&format!("runs {status}")), amount(runs.count, runs.bytes)]);
    }
    Ok(Output::Data { data: json!(stats), text: columns(&rows) })
}

fn verify(store: &Store) -> Result<Output, Failure> {
    let report = store.verify().map_err(|error| Failure::store(&error))?;
    let data = json!(report);
    if report.findings.is_empty() {
        let text = format!(
            "all is well: {} contents, {} runs and {} events were read\n",
            report.contents, report.runs, report.events
        );
        return Ok(Output::Data { data, text });
    }
    let count = report.findings.len();
    let things = if count == 1 { "one thing is".into() } else { format!("{count} things are") };
    let mut failure = Failure::new(Code::StoreFailed, format!("{things} not as written"))
        .hint("run the workflows again: what was set aside is computed anew")
        .details(data);
    failure.lines = report.findings.iter().map(|finding| format!("  {}", json!(finding))).collect();
    Err(failure)
}

fn gc(store: &Store, matches: &ArgMatches) -> Result<Output, Failure> {
    let number = |name: &str| matches.get_one::<u64>(name).copied();
    let policy = GcPolicy {
        max_age: number("max-age").map(|days| std::time::Duration::from_secs(days * 24 * 60 * 60)),
        max_bytes: number("max-size").map(|mebibytes| mebibytes * 1024 * 1024),
        keep_runs: number("keep-runs").unwrap_or(0) as usize,
        ..GcPolicy::default()
    };
    let report = store.gc(&policy).map_err(|error| Failure::store(&error))?;
    let text = format!(
        "removed {} runs, {} actions and {} contents of {}; {} are left\n",
        report.runs,
        report.actions,
        report.contents,
        size(report.bytes),
        size(report.left_bytes),
    );
    Ok(Output::Data { data: json!(report), text })
}

/// `3.2 MiB`.
fn size(bytes: u64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB"];
    let (mut size, mut unit) = (bytes as f64, 0);
    while size >= 1024.0 && unit + 1 < units.len() {
        size /= 1024.0;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} B") } else { format!("{size:.1} {}", units[unit]) }
}
