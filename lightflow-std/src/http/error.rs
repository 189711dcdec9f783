//! Why a request gave nothing.

use crate::output_file::OutputError;

/// Why a request failed. No message has a secret, or the query of an address, which may hold one.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// No address, or none for this.
    #[error("`{url}` is no address to ask: {problem}")]
    Url {
        /// The address without user and query.
        url: String,
        /// What is wrong, and what to write.
        problem: String,
    },
    /// A header that cannot be sent.
    #[error(
        "the header `{name}` cannot be sent; write a name of letters, digits and `-`, and a value on one line"
    )]
    Header {
        /// Its name.
        name: String,
    },
    /// A method that is none.
    #[error("`{method}` is no method of HTTP; write one such as `GET` or `POST`")]
    Method {
        /// As given.
        method: String,
    },
    /// Two bodies.
    #[error("`json` and `body` exclude each other; leave one out")]
    TwoBodies,
    /// The client cannot be made.
    #[error("no connection can be made from this machine: {source}; check its certificates")]
    Client {
        /// What the client says.
        source: reqwest::Error,
    },
    /// Nothing came, or not all.
    #[error("{url} does not answer: {source}; check the address and the network")]
    Connection {
        /// The address without user and query.
        url: String,
        /// What the client says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Not in time.
    #[error("{url} did not answer within {seconds} s; give it more time with `timeout`")]
    Timeout {
        /// The address without user and query.
        url: String,
        /// How long it was given.
        seconds: u64,
    },
    /// An answer that says no.
    #[error("{url} answered {status}{said}; mend the request, or take such answers with `check = false`")]
    Status {
        /// The address without user and query.
        url: String,
        /// Its code and phrase.
        status: String,
        /// The beginning of the body.
        said: String,
    },
    /// In circles, or too far.
    #[error("{url} redirects more than {most} times; ask for the last address")]
    Redirects {
        /// The address without user and query.
        url: String,
        /// How many are followed.
        most: usize,
    },
    /// A body above the limit.
    #[error("the answer of {url} is larger than {limit} bytes; raise the limit")]
    TooLarge {
        /// The address without user and query.
        url: String,
        /// Bytes.
        limit: u64,
    },
    /// Something else than JSON.
    #[error("the answer of {url} is no JSON: {source}; take it with `request`")]
    NotJson {
        /// The address without user and query.
        url: String,
        /// Where it ends to be JSON.
        source: serde_json::Error,
    },
    /// A checksum that is none.
    #[error("`{text}` is no SHA-256; write its 64 hexadecimal digits")]
    NoChecksum {
        /// As given.
        text: String,
    },
    /// Another file than expected.
    #[error(
        "the SHA-256 of {url} is {found}, and {expected} was expected; it is not kept: check the address and the sum"
    )]
    Checksum {
        /// The address without user and query.
        url: String,
        /// As given.
        expected: String,
        /// As it is.
        found: String,
    },
    /// The file cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}
