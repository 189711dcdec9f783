//! Addresses: which are asked, how they are shown, and where a redirect leads.

use reqwest::Url;

use super::error::HttpError;

/// An address that may be asked.
pub fn parse(text: &str) -> Result<Url, HttpError> {
    let wrong =
        |url: &str, problem: &str| HttpError::Url { url: url.to_owned(), problem: problem.to_owned() };
    // A text that is no address may still have a password in it.
    let url = Url::parse(text)
        .map_err(|error| wrong("..", &format!("{error}; write one such as `https://host/path`")))?;
    allow(url)
}

/// Where `location` leads from `url`.
pub fn redirect(url: &Url, location: &str) -> Result<Url, HttpError> {
    let next = url.join(location).map_err(|error| HttpError::Url {
        url: shown(url),
        problem: format!("it redirects to what is none ({error}); ask for another address"),
    })?;
    allow(next)
}

fn allow(url: Url) -> Result<Url, HttpError> {
    let problem = match url.scheme() {
        "http" | "https" if url.username().is_empty() && url.password().is_none() => return Ok(url),
        "http" | "https" => "it has a user or a password; give them as `token`, a secret",
        _ => "only http and https are asked; write one of them",
    };
    Err(HttpError::Url { url: shown(&url), problem: problem.into() })
}

/// An address for messages: without user, query and fragment, where secrets are.
pub fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // It fails where there is none.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

/// Whether both are of one server: same scheme, host and port.
pub fn same_server(one: &Url, other: &Url) -> bool {
    one.origin() == other.origin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_without_a_user_is_asked() {
        assert!(parse("https://host/a?b").is_ok());
        for (text, problem) in [
            ("file:///etc/passwd", "only http and https"),
            ("data:text/plain,x", "only http and https"),
            ("https://user:hunter2@host/", "give them as `token`"),
            ("hunter2", "relative URL without a base"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(problem) && !error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn a_redirect_is_held_to_the_same() {
        let url = parse("https://host/a/b?key=hunter2").unwrap();
        assert_eq!(redirect(&url, "../c").unwrap().as_str(), "https://host/c");
        assert!(redirect(&url, "file:///etc/passwd").is_err());
        assert!(redirect(&url, "gopher://host").is_err());
        assert_eq!(shown(&url), "https://host/a/b");
    }

    #[test]
    fn another_scheme_host_or_port_is_another_server() {
        let url = parse("https://host/a").unwrap();
        assert!(same_server(&url, &parse("https://host:443/b").unwrap()));
        for other in ["http://host/a", "https://host:8443/a", "https://host.evil/a", "https://a.host/a"] {
            assert!(!same_server(&url, &parse(other).unwrap()), "{other}");
        }
    }
}
