//! When to ask a service again, and how long to wait before that.

use std::time::{Duration, SystemTime};

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::retry_after::retry_after;

/// How often a request is made again that the service had no time for.
pub const RETRIES: u32 = 4;
/// A service that wants more patience than this is not waited for.
pub const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// Before the second try; each further one waits twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// Who lets time pass. Tests have one that only counts.
pub trait Clock: Sync {
    /// Returns when this time has passed.
    fn wait(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

/// The time of the system.
pub struct SystemClock;

impl Clock for SystemClock {
    async fn wait(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

/// Whether the same request may be answered later: too many requests, or a fault of the service.
pub fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504 | 529)
}

/// How long to wait after try number `tries`, from 1: as long as the service asks for, or twice as long as before.
pub fn wait_after(tries: u32, headers: Option<&HeaderMap>, now: SystemTime) -> Duration {
    let asked = headers.and_then(|headers| retry_after(headers, now));
    asked.unwrap_or_else(|| FIRST_WAIT.saturating_mul(1 << tries.saturating_sub(1).min(16)))
}

#[cfg(test)]
pub mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Time that passes at once and is only counted.
    #[derive(Default)]
    pub struct CountedClock(Mutex<Vec<Duration>>);

    impl CountedClock {
        /// What was waited for, in order.
        pub fn waits(&self) -> Vec<Duration> {
            self.0.lock().unwrap().clone()
        }
    }

    impl Clock for CountedClock {
        async fn wait(&self, time: Duration) {
            self.0.lock().unwrap().push(time);
        }
    }

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
    }

    fn now() -> SystemTime {
        httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap()
    }

    #[test]
    fn a_service_says_how_long() {
        assert_eq!(wait_after(3, Some(&headers("retry-after", "7")), now()), Duration::from_secs(7));
    }

    #[test]
    fn without_that_each_wait_is_twice_as_long() {
        let waits: Vec<u128> = (1..=4).map(|tries| wait_after(tries, None, now()).as_millis()).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000]);
        assert_eq!(wait_after(1, Some(&headers("retry-after", "soon")), now()).as_millis(), 500);
    }

    #[test]
    fn only_what_may_pass_is_asked_again() {
        let passing = |status| is_passing(StatusCode::from_u16(status).unwrap());
        assert!([429, 500, 503, 529].into_iter().all(passing));
        assert!(![400, 401, 403, 404, 422].into_iter().any(passing));
    }
}
