//! What every request passes on its way in, and every answer on its way out.
//!
//! A server on `127.0.0.1` is within reach of every page that its user opens. The guard keeps such pages out, asks for a token where others can connect, bounds what
//! a request may take, and makes every answer say that browsers must not trust it further than needed. In this order:
//!
//! 1. sizes and path: headers are few and short; no segment of the path climbs ([`Limits`])
//! 2. `Host` names this server, so that no other name can be bound to its address (DNS rebinding)
//! 3. `Origin` and `Sec-Fetch-Site` name this server in whatever may change something, and in WebSockets; no CORS (CSRF)
//! 4. the token, as a header or as the cookie of `POST /login`, which the form at `/` sends to `/` itself
//! 5. the body is bounded, and its sender does not stay away; the answer begins in time; a panic is a 500
//! 6. errors are [problems](crate::problem::Problem), and all answers have the [headers](self#headers)
//!
//! # Headers
//!
//! `Content-Security-Policy`, unless the handler set one of its own, `X-Content-Type-Options`, `Referrer-Policy`, `Cross-Origin-Opener-Policy`,
//! `Cross-Origin-Resource-Policy` and `X-Frame-Options`.
//!
//! ```
//! use axum::{Router, routing::get};
//! use lightflow_server::guard::{Guard, guard};
//!
//! let router = Router::new().route("/api/health", get(async || "ok"));
//! let app: Router = guard(router, &Guard::new().upload("/api/uploads", 1 << 30));
//! ```
//!
//! Sources: [Fetch Metadata](https://www.w3.org/TR/fetch-metadata/), [RFC 6454](https://www.rfc-editor.org/rfc/rfc6454) (origins),
//! [RFC 6750](https://www.rfc-editor.org/rfc/rfc6750) (bearer tokens), [CSP 3](https://www.w3.org/TR/CSP3/).

mod answer;
mod attempts;
mod body;
mod cookie;
mod host;
mod login;
mod origin;
mod pass;
mod request;
mod secure;
mod token;

pub use host::{HostName, HostNameError};
pub use token::{Token, TokenError};

pub(crate) use secure::secure;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;

use crate::limits::Limits;

/// How a server is guarded. The default is what a server on `127.0.0.1` for one user needs.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    addresses: Vec<SocketAddr>,
    hosts: Vec<HostName>,
    token: Option<Token>,
    asked: Asked,
    tls: bool,
    limits: Limits,
    routes: HashMap<String, Route>,
}

/// Who is asked for the token, where there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// Those who come through an address that other machines can reach. Every program and every user of this machine may do all.
    Exposed,
    /// Those who come through any TCP address. For a proxy on this machine all requests come from this machine.
    #[default]
    Tcp,
    /// Those who come through a Unix socket too.
    All,
}

#[derive(Clone, Debug)]
struct Route {
    body: Option<u64>,
    patient: bool,
}

impl Guard {
    /// A guard without token.
    pub fn new() -> Guard {
        Guard::default()
    }

    /// Accepts requests to a further name, such as that of a reverse proxy.
    #[must_use]
    pub fn host(mut self, name: HostName) -> Guard {
        self.hosts.push(name);
        self
    }

    /// Accepts requests to an address. Those that [`serve`](crate::listen::serve) listens on are known without it.
    #[must_use]
    pub fn address(mut self, address: SocketAddr) -> Guard {
        self.addresses.push(address);
        self
    }

    /// Asks for a token.
    #[must_use]
    pub fn token(mut self, token: Token) -> Guard {
        self.token = Some(token);
        self
    }

    /// Says who is asked for the token: [`Asked::Tcp`] by default.
    #[must_use]
    pub fn asked(mut self, asked: Asked) -> Guard {
        self.asked = asked;
        self
    }

    /// Says that a proxy in front speaks TLS with browsers, so that the cookie is `Secure`.
    #[must_use]
    pub fn behind_tls(mut self, tls: bool) -> Guard {
        self.tls = tls;
        self
    }

    /// Bounds requests.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Guard {
        self.limits = limits;
        self
    }

    /// Lets bodies of a route (as it was given to the router: `/api/uploads`, `/api/{id}/files`) be of up to `bytes` bytes, and take as long as they come.
    #[must_use]
    pub fn upload(mut self, route: &str, bytes: u64) -> Guard {
        self.routes.insert(route.to_owned(), Route { body: Some(bytes), patient: true });
        self
    }

    /// Lets answers of a route begin as late as they like.
    #[must_use]
    pub fn patient(mut self, route: &str) -> Guard {
        self.routes.entry(route.to_owned()).or_insert(Route { body: None, patient: true }).patient = true;
        self
    }

    /// Whether there is a token.
    pub fn has_token(&self) -> bool {
        self.token.is_some()
    }
}

/// Puts the guard around a router. Routes that are added to the result are **not** guarded: call it last.
///
/// Requests that did not come through [`serve`](crate::listen::serve) count as from outside: the token is asked for, and `Host` has to be one of
/// [`Guard::address`] or [`Guard::host`].
pub fn guard(router: Router, options: &Guard) -> Router {
    let guard = Arc::new(pass::Guarded::new(options.clone()));
    // The guard's own limit knows the route, and its answer is a problem.
    router.layer(DefaultBodyLimit::disable()).layer(middleware::from_fn_with_state(guard, pass::pass))
}
