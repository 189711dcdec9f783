//! What every HTTP client of the pack begins with.

use std::sync::Once;

use reqwest::{Client, ClientBuilder};

/// A client whose TLS rests on [ring](https://docs.rs/ring): what reqwest takes by itself is a minute's work for a C compiler. A program
/// that has chosen another one keeps it.
pub fn builder() -> ClientBuilder {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| {
        // It fails when one is chosen already, which is as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    Client::builder()
}
