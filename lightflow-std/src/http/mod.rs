//! Requests and downloads.
//!
//! | node | gives |
//! |---|---|
//! | [`request`](fn@request::request) | status, headers and body of any request |
//! | [`get_json`](fn@get_json::get_json), [`post_json`](fn@post_json::post_json) | the JSON of an answer |
//! | [`download`](fn@download::download) | a file in the run's output folder |
//!
//! Only `http` and `https`. At most ten redirects are followed, and what the caller says in headers, secrets above all, does not follow to
//! another scheme, host or port. Answers are bounded. What fails for a reason that may pass is tried again: a lost connection where the
//! method bears it, `429` and `503` in any case, `408`, `500`, `502` and `504` where the method bears it; after the time that the server
//! asks for in `Retry-After`, or 0.5 s, 1 s, 2 s, .. with jitter.

mod call;
mod client;
mod error;
mod retry;
mod secret;
mod url;

pub mod download;
pub mod get_json;
pub mod post_json;
pub mod request;

pub use error::HttpError;
pub use request::Response;

#[cfg(test)]
mod server;
