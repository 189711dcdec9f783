//! What is worth another try, and when.

use std::time::{Duration, SystemTime};

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};

use crate::retry_after::retry_after;

/// The longest pause that a server may ask for.
const LONGEST: Duration = Duration::from_secs(120);

/// Whether a request may be sent twice without harm (RFC 9110, section 9.2.2).
pub fn bears_repetition(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::PUT, Method::DELETE, Method::TRACE].contains(method)
}

/// Whether an answer is worth another try.
pub fn passes(status: StatusCode, method: &Method) -> bool {
    match status.as_u16() {
        // The server did nothing.
        429 | 503 => true,
        // It may have done something.
        408 | 500 | 502 | 504 => bears_repetition(method),
        _ => false,
    }
}

/// How long to wait before try number `next`, from 1; nothing if the server asks for more than anybody waits.
pub fn pause(headers: Option<&HeaderMap>, next: u32, now: SystemTime) -> Option<Duration> {
    match headers.and_then(|headers| retry_after(headers, now)) {
        Some(asked) => (asked <= LONGEST).then_some(asked),
        None => {
            let whole = Duration::from_millis(500) * 2_u32.pow(next.saturating_sub(1).min(6));
            // Many that failed at once do not come back at once.
            Some(whole.mul_f64(0.5 + fastrand::f64() / 2.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::RETRY_AFTER;

    use super::*;

    fn asked(text: &str) -> Option<Duration> {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
        pause(Some(&headers), 1, SystemTime::UNIX_EPOCH)
    }

    #[test]
    fn the_server_says_when_unless_nobody_waits_so_long() {
        assert_eq!(asked("7"), Some(Duration::from_secs(7)));
        assert_eq!(asked("120"), Some(LONGEST));
        assert_eq!(asked("121"), None);
    }

    #[test]
    fn without_a_word_pauses_grow() {
        for (next, most) in [(1, 500), (2, 1_000), (3, 2_000), (100, 32_000)] {
            let pause = pause(None, next, SystemTime::now()).unwrap();
            assert!(
                pause <= Duration::from_millis(most) && pause * 2 >= Duration::from_millis(most),
                "{next}"
            );
        }
        assert!(asked("soon").unwrap() <= Duration::from_millis(500));
    }

    #[test]
    fn what_may_have_been_done_is_not_asked_for_twice() {
        assert!(passes(StatusCode::TOO_MANY_REQUESTS, &Method::POST));
        assert!(passes(StatusCode::BAD_GATEWAY, &Method::GET));
        assert!(!passes(StatusCode::BAD_GATEWAY, &Method::POST));
        assert!(!passes(StatusCode::NOT_FOUND, &Method::GET));
        assert!(!bears_repetition(&Method::PATCH));
    }
}
