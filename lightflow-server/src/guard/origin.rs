//! `Origin` and `Sec-Fetch-Site`: the page that a request came from.
//!
//! Browsers let every page send simple requests anywhere, and open WebSockets anywhere. They say which page it was; programs that are no browsers say nothing, and
//! nobody can trick them into a request.

use std::str::FromStr;

use axum::extract::Request;
use axum::http::header::{ACCESS_CONTROL_REQUEST_METHOD, HeaderName, ORIGIN, UPGRADE};
use axum::http::{Method, StatusCode};

use super::host::HostName;
use crate::problem::Problem;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses what a page of another origin may not do: change something, open a WebSocket, or ask whether it may.
pub(super) fn check(request: &Request, own: Option<&HostName>, names: &[HostName]) -> Result<(), Problem> {
    let headers = request.headers();
    if request.method() == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
        return Err(refused("pages of other origins may not send requests"));
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads && !headers.contains_key(UPGRADE) {
        return Ok(());
    }
    // `same-site` is refused too: ports make no site, so it is any other server of this machine.
    if headers.get_all(SEC_FETCH_SITE).iter().any(|site| site != "same-origin" && site != "none") {
        return Err(refused("the request comes from a page of another site"));
    }
    let is_own = |origin: &str| is_own(origin, own, names);
    if headers.get_all(ORIGIN).iter().all(|origin| origin.to_str().is_ok_and(is_own)) {
        Ok(())
    } else {
        Err(refused("the request comes from a page of another origin"))
    }
}

fn refused(detail: &str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "forbidden", detail)
        .hint("open the page at the address that the requests go to; a proxy has to pass `Host` on")
}

/// Whether an origin is that of the name the request came by, or one of the operator's names.
fn is_own(origin: &str, own: Option<&HostName>, names: &[HostName]) -> bool {
    let (rest, port) = match (origin.strip_prefix("http://"), origin.strip_prefix("https://")) {
        (Some(rest), _) => (rest, 80),
        (None, Some(rest)) => (rest, 443),
        (None, None) => return false,
    };
    let Ok(page) = HostName::from_str(rest) else { return false };
    let same =
        |name: &HostName| page.host == name.host && page.port.unwrap_or(port) == name.port.unwrap_or(port);
    own.into_iter().chain(names).any(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_own_by_name_and_port() {
        let own: HostName = "127.0.0.1:7700".parse().expect("a name");
        let names = ["studio.lan".parse().expect("a name")];
        for origin in [
            "http://127.0.0.1:7700",
            "https://127.0.0.1:7700",
            "https://studio.lan",
            "https://studio.lan:443",
        ] {
            assert!(is_own(origin, Some(&own), &names), "{origin}");
        }
        for origin in [
            "null",
            "",
            "http://127.0.0.1",
            "http://127.0.0.1:7701",
            "file://",
            "https://studio.lan:9000",
            "http://127.0.0.1:7700/",
        ] {
            assert!(!is_own(origin, Some(&own), &names), "{origin}");
        }
        assert!(!is_own("http://127.0.0.1:7700", None, &[]));
    }
}
