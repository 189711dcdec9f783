//! The HTTP client of the process.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Url};

/// The client for requests that carry keys. It follows no redirect: a key is for the host that it was given for.
pub fn client() -> Client {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    CLIENT
        .get_or_init(|| {
            let builder =
                crate::connect::builder().redirect(Policy::none()).connect_timeout(Duration::from_secs(20));
            builder.tcp_keepalive(Duration::from_secs(60)).build().unwrap_or_default()
        })
        .clone()
}

/// An address that a user gave is no place for requests.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}; write a base URL such as `https://api.example.org/v1`")]
pub struct BaseUrlError(String);

/// The base URL of a service, with a slash at its end, so that paths are joined below it.
pub fn base_url(text: &str) -> Result<Url, BaseUrlError> {
    let refused = |reason: &str| BaseUrlError(reason.to_owned());
    let mut url =
        Url::parse(text).map_err(|error| BaseUrlError(format!("the base URL cannot be read: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() {
        return Err(refused("the base URL is neither `http` nor `https`"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("the base URL has a name or password in it, which logs would show"));
    }
    if url.fragment().is_some() {
        return Err(refused("the base URL has a fragment"));
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remote::replay::{Answer, Replay};

    #[tokio::test]
    async fn a_key_follows_no_redirect() {
        let server = Replay::new([Answer::new(307, &[("location", "http://127.0.0.1:1/")], b"")]);
        let answer = client().get(&server.url).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 307);
    }

    #[test]
    fn a_base_url_ends_with_a_slash() {
        assert_eq!(base_url("https://api.example.org/v1").unwrap().as_str(), "https://api.example.org/v1/");
        assert_eq!(base_url("http://localhost:11434").unwrap().as_str(), "http://localhost:11434/");
    }

    #[test]
    fn what_is_no_place_for_requests_is_refused() {
        for text in
            ["", "api.example.org", "file:///etc/passwd", "https://me:secret@example.org", "mailto:a@b.c"]
        {
            let error = base_url(text).unwrap_err().to_string();
            assert!(error.contains("https://api.example.org/v1") && !error.contains("secret"), "{error}");
        }
    }
}
