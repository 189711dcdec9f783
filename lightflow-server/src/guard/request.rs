//! The head of a request: its size, and its path.

use axum::extract::Request;
use axum::http::StatusCode;
use percent_encoding::percent_decode_str;

use crate::limits::Limits;
use crate::problem::Problem;

/// Refuses a head that is too large, and a path that climbs.
pub(super) fn check(request: &Request, limits: &Limits) -> Result<(), Problem> {
    let headers = request.headers();
    if headers.len() > limits.headers {
        return Err(too_large(format!("{} headers are more than {}", headers.len(), limits.headers)));
    }
    let path = request.uri().path();
    // A line is `name: value\r\n`; `path_and_query` is what counts of the first line.
    let lines: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let bytes = lines + request.uri().path_and_query().map_or(0, |path| path.as_str().len());
    if bytes > limits.header_bytes {
        return Err(too_large(format!("{bytes} bytes of headers are more than {}", limits.header_bytes)));
    }
    if path.split('/').any(climbs) {
        let problem = Problem::new(
            StatusCode::BAD_REQUEST,
            "bad_request",
            "the path has a segment with `..` or NUL in it",
        );
        return Err(problem.hint("send the path as it is meant, without `.` and `..`"));
    }
    Ok(())
}

fn too_large(detail: String) -> Problem {
    Problem::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "too_large", detail)
        .hint("send fewer headers and cookies")
}

/// Whether a segment would lead elsewhere if somebody took it for a path, once it is decoded.
fn climbs(segment: &str) -> bool {
    let decoded: Vec<u8> = percent_decode_str(segment).collect();
    decoded.contains(&0)
        || decoded.split(|byte| matches!(byte, b'/' | b'\\')).any(|part| matches!(part, b"." | b".."))
}

#[cfg(test)]
mod tests {
    use super::climbs;

    #[test]
    fn a_segment_that_climbs_is_seen_however_it_is_spelt() {
        for segment in ["..", ".", "%2e%2E", ".%2e", "a%2f..%2fb", "..%5cb", "%2e%2e%2fetc", "a%00"] {
            assert!(climbs(segment), "{segment}");
        }
        for segment in ["", "a", "...", "a..b", ".hidden", "a%2Fb", "%25", "%2", "%252e%252e"] {
            assert!(!climbs(segment), "{segment}");
        }
    }
}
