//! `Host`: the name by which a request came here.
//!
//! A page of `evil.example` may have its name point to `127.0.0.1` after it was loaded; to the browser it is then of one origin with this server. Its requests still
//! say `Host: evil.example`, and only names that an attacker cannot bind are accepted: addresses, `localhost`, and what the operator says.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{StatusCode, Version};

use crate::listen::Peer;
use crate::problem::Problem;

/// A name of the server, with or without a port: `studio.lan`, `studio.lan:8443`. Without a port, it is the name on every port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostName {
    pub(super) host: String,
    pub(super) port: Option<u16>,
}

/// A text that is no name of a host.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no name of a host; write it as `studio.lan` or `studio.lan:8443`")]
pub struct HostNameError(String);

impl FromStr for HostName {
    type Err = HostNameError;

    fn from_str(text: &str) -> Result<HostName, HostNameError> {
        let error = || HostNameError(text.chars().take(100).collect());
        let authority = Authority::from_str(text).map_err(|_| error())?;
        let name = HostName { host: authority.host().to_ascii_lowercase(), port: authority.port_u16() };
        // `Authority` also takes users, and ports that are none.
        if name.host.is_empty() || !name.to_string().eq_ignore_ascii_case(text) {
            Err(error())
        } else {
            Ok(name)
        }
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.host),
            None => f.write_str(&self.host),
        }
    }
}

impl HostName {
    fn is_address(&self, address: &SocketAddr) -> bool {
        let ip = address.ip().to_canonical();
        let local = ip.is_loopback() || ip.is_unspecified();
        let named = match self.host.as_str() {
            "localhost" | "127.0.0.1" | "[::1]" if local => true,
            host => host == if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() },
        };
        named && self.port.unwrap_or(80) == address.port()
    }

    fn is_named(&self, name: &HostName) -> bool {
        self.host == name.host
            && name
                .port
                .is_none_or(|port| self.port.unwrap_or(80) == port || self.port.is_none() && port == 443)
    }
}

/// The name that a request came by, where it has one; or why it is none of this server's.
pub(super) fn check(
    request: &Request,
    peer: Option<&Peer>,
    addresses: &[SocketAddr],
    names: &[HostName],
) -> Result<Option<HostName>, Problem> {
    let mut headers = request.headers().get_all(HOST).iter();
    let host = match (headers.next(), headers.next()) {
        (Some(host), None) => host.to_str().ok(),
        // Nothing but the mode of the file stands between a Unix socket and its users, and browsers cannot reach it.
        (None, _) if matches!(peer, Some(Peer::Unix)) => return Ok(None),
        (None, _) => return Err(missing(request.version())),
        (Some(_), Some(_)) => None,
    };
    let host = host.and_then(|host| HostName::from_str(host).ok()).ok_or_else(unclear)?;
    // `GET http://other/ HTTP/1.1` counts before `Host`.
    if let Some(authority) = request.uri().authority()
        && HostName::from_str(authority.as_str()).as_ref() != Ok(&host)
    {
        return Err(unclear());
    }
    let own = match peer {
        Some(Peer::Unix) => true,
        Some(Peer::Tcp { bound, local, .. }) => host.is_address(bound) || host.is_address(local),
        None => false,
    };
    if own
        || addresses.iter().any(|address| host.is_address(address))
        || names.iter().any(|name| host.is_named(name))
    {
        return Ok(Some(host));
    }
    let detail = format!("this server is not `{host}`");
    Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", detail)
        .hint("use an address that it listens on, or name it with `--host` when it starts"))
}

fn missing(version: Version) -> Problem {
    let detail = format!("a request of {version:?} has no `Host`");
    Problem::new(StatusCode::BAD_REQUEST, "bad_request", detail)
        .hint("send `Host` with the address of the server")
}

fn unclear() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad_request", "`Host` does not say one name")
        .hint("send `Host` once, as `NAME:PORT`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> HostName {
        text.parse().expect("a name")
    }

    #[test]
    fn what_is_no_plain_name_is_refused() {
        for text in ["", "a@b", "a:b", "a:99999", "a/b", "a b", "[::1", ":80"] {
            assert!(HostName::from_str(text).is_err(), "{text}");
        }
        assert_eq!(name("Studio.LAN:80").to_string(), "studio.lan:80");
    }

    #[test]
    fn a_loopback_address_has_three_names_and_one_port() {
        let address = "127.0.0.1:7700".parse().expect("an address");
        for text in ["127.0.0.1:7700", "localhost:7700", "LOCALHOST:7700", "[::1]:7700"] {
            assert!(name(text).is_address(&address), "{text}");
        }
        for text in
            ["127.0.0.1:7701", "localhost", "localhost.:7700", "127.0.0.1.evil.example:7700", "0.0.0.0:7700"]
        {
            assert!(!name(text).is_address(&address), "{text}");
        }
    }

    #[test]
    fn an_address_of_the_network_is_not_localhost() {
        let address = "192.168.1.5:80".parse().expect("an address");
        assert!(name("192.168.1.5").is_address(&address));
        assert!(!name("localhost").is_address(&address));
    }
}
