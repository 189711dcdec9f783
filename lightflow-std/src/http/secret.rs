//! A secret in a header, and nowhere else.

use lightflow::Secret;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};

use super::error::HttpError;

/// The header that carries `token`: in `authorization` as `Bearer ..`, in another one as it is.
pub fn header(token: &Secret, name: &str) -> Result<(HeaderName, HeaderValue), HttpError> {
    let wrong = |_| HttpError::Header { name: name.to_owned() };
    let name = HeaderName::try_from(name).map_err(|_| HttpError::Header { name: name.to_owned() })?;
    let text =
        if name == AUTHORIZATION { format!("Bearer {}", token.reveal()) } else { token.reveal().clone() };
    let mut value = HeaderValue::try_from(text).map_err(wrong)?;
    // Where headers are printed, it is not.
    value.set_sensitive(true);
    Ok((name, value))
}

/// A text from outside without the secret, should a server have repeated it.
pub fn hide(text: &str, token: Option<&Secret>) -> String {
    match token.map(Secret::reveal) {
        Some(secret) if !secret.is_empty() => text.replace(secret.as_str(), "(secret)"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_bears_and_a_key_is_as_it_is() {
        let secret = Secret::new("hunter2".to_owned());
        assert_eq!(header(&secret, "Authorization").unwrap().1, "Bearer hunter2");
        let (name, value) = header(&secret, "X-Api-Key").unwrap();
        assert_eq!((name.as_str(), value.to_str().unwrap()), ("x-api-key", "hunter2"));
        assert!(!format!("{value:?}").contains("hunter2"));
    }

    #[test]
    fn a_secret_that_is_no_header_is_not_told() {
        let error = header(&Secret::new("hunter2\n".into()), "authorization").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
        assert_eq!(
            hide("the key hunter2 is unknown", Some(&Secret::new("hunter2".into()))),
            "the key (secret) is unknown"
        );
    }
}
