//! The store that a command works with.

use super::Context;
use super::failure::{Code, Failure};
use crate::runs::{Runs, Store, StorePlace};
use crate::service::Service;

/// Opens the store; `None` if nothing is to be kept. `flag` is what `--store` says.
///
/// # Errors
/// When it cannot be opened.
fn open(context: &Context<'_>, flag: Option<&str>) -> Result<Option<Runs>, Failure> {
    let place = flag.map_or_else(|| context.io.store.clone(), StorePlace::of_flag);
    let opened = place.open(|name| std::env::var_os(name));
    opened.map_err(|error| {
        let failure = Failure::store(&error);
        let hint = failure.hint.clone().unwrap_or_default();
        failure.hint(format!("{hint}; `--store DIR` takes another, `--store none` does without"))
    })
}

/// What the program can be asked for, with the store that `--store` names.
///
/// # Errors
/// When the store cannot be opened.
pub(super) fn service(context: &Context<'_>, flag: Option<&str>) -> Result<Service, Failure> {
    Ok(of_program(context, Service::new(context.registry.clone(), open(context, flag)?)))
}

/// The same without a store.
pub(super) fn storeless(context: &Context<'_>) -> Service {
    of_program(context, Service::new(context.registry.clone(), None))
}

fn of_program(context: &Context<'_>, service: Service) -> Service {
    service.of_program(context.about.name, context.about.version)
}

/// Opens the store of a command that is nothing without one.
///
/// # Errors
/// When there is none, or it cannot be opened.
pub(super) fn needed(context: &Context<'_>, flag: Option<&str>) -> Result<Store, Failure> {
    let opened = open(context, flag)?.map(|runs| runs.store().clone());
    opened.ok_or_else(|| {
        Failure::new(Code::StoreFailed, "runs are kept nowhere")
            .hint("write `--store DIR`, or set LIGHTFLOW_STORE to a folder")
    })
}
