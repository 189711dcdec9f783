//! The description of the HTTP interface: [OpenAPI 3.1](https://spec.openapis.org/oas/v3.1.1.html), made from the code.
//!
//! [`operations`] is one table of all that can be asked; schemas come from the types in [`types`] and those of the service
//! and the store, by schemars. [`document`] makes the document of a program from both, with three operations more for each
//! of its workflows, whose bodies have the schema of that workflow's inputs. [`BROWSER`] is a page that shows it.
//!
//! The way through the files: `operation` says what an operation is, `reading` and `doing` are the table, `workflow` adds
//! those of workflows, `document` writes all of it down.

mod browser;
mod document;
mod doing;
mod operation;
mod reading;
pub mod types;
mod workflow;

pub use browser::{BROWSER, File};
pub use document::document;
pub use operation::{Answer, Body, Operation, Parameter, Place, SchemaOf, Tag};

/// All that can be asked of a server, whatever its workflows are. Paths are written as axum and OpenAPI write them.
///
/// ```
/// let asked = lightflow_server::openapi::operations();
/// assert!(asked.iter().any(|operation| operation.path == "/api/runs/{id}" && operation.method == "get"));
/// ```
#[must_use]
pub fn operations() -> Vec<Operation> {
    let mut operations = reading::operations();
    operations.extend(doing::operations());
    operations
}
