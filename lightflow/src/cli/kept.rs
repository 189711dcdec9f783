//! The store that a command works with.

use super::Context;
use super::failure::{Code, Failure};
use crate::runs::{Runs, StorePlace};

/// Opens the store; `None` if nothing is to be kept. `flag` is what `--store` says.
///
/// # Errors
/// When it cannot be opened.
pub(super) fn open(context: &Context<'_>, flag: Option<&str>) -> Result<Option<Runs>, Failure> {
    let place = flag.map_or_else(|| context.io.store.clone(), StorePlace::of_flag);
    let Some(root) = place.root(|name| std::env::var_os(name)) else { return Ok(None) };
    Runs::open(root).map(Some).map_err(|error| {
        let failure = Failure::store(&error);
        let hint = failure.hint.clone().unwrap_or_default();
        failure.hint(format!("{hint}; `--store DIR` takes another, `--store none` does without"))
    })
}

/// Opens the store of a command that is nothing without one.
///
/// # Errors
/// When there is none, or it cannot be opened.
pub(super) fn needed(context: &Context<'_>, flag: Option<&str>) -> Result<Runs, Failure> {
    open(context, flag)?.ok_or_else(|| {
        Failure::new(Code::StoreFailed, "runs are kept nowhere")
            .hint("write `--store DIR`, or set LIGHTFLOW_STORE to a folder")
    })
}
