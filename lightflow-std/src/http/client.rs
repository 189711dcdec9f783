//! The client: connections are shared by the steps of a run.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Client, redirect};
use tokio::runtime::{Handle, Id};

use super::error::HttpError;

/// Runtimes that are remembered: a program has one, tests have many.
const MOST: usize = 8;

/// A client for each runtime: its connections end with the runtime that they were opened on.
static CLIENTS: Mutex<Vec<(Id, Client)>> = Mutex::new(Vec::new());

/// The client of this runtime.
pub fn client() -> Result<Client, HttpError> {
    let here = Handle::current().id();
    let mut clients = CLIENTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, client)) = clients.iter().find(|(id, _)| *id == here) {
        return Ok(client.clone());
    }
    let client = crate::connect::builder()
        .user_agent(concat!("lightflow/", env!("CARGO_PKG_VERSION")))
        // Redirects are followed by us, who know which headers may come along.
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(Duration::from_secs(15))
        // Bytes as they are on the server: sizes, ranges and checksums are of these.
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .build()
        .map_err(|source| HttpError::Client { source })?;
    if clients.len() == MOST {
        clients.remove(0);
    }
    clients.push((here, client.clone()));
    Ok(client)
}
