//! What is measured, each with a server of its own.

mod queued;
mod readers;
mod requests;
mod runs;

use std::pin::Pin;

use crate::Failure;
use crate::process::Process;
use crate::report::Row;

type Rows<'a> = Pin<Box<dyn Future<Output = Result<Vec<Row>, Failure>> + 'a>>;

type Case = for<'a> fn(&'a Process) -> Rows<'a>;

/// All cases by name.
pub const ALL: &[(&str, Case)] = &[
    ("requests", |server| Box::pin(requests::run(server))),
    ("runs", |server| Box::pin(runs::run(server))),
    ("queued", |server| Box::pin(queued::run(server))),
    ("readers", |server| Box::pin(readers::run(server))),
];
