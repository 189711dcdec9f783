//! Errors of the interface, as problem details.

use std::fmt;

use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{StatusCode, header::HeaderName};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

/// What an answer that is an error says, as `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).
///
/// `type` is `about:blank` and `title` the phrase of the status; programs tell problems apart by `code`, which is stable. `detail` and `hint` are for people:
/// what is wrong, and the one thing to do.
///
/// ```
/// use axum::http::StatusCode;
/// use lightflow_server::problem::Problem;
///
/// let problem = Problem::new(StatusCode::NOT_FOUND, "unknown_workflow", "there is no workflow `photo`")
///     .hint("`GET /api/workflows` lists them");
/// assert_eq!(problem.to_json()["code"], "unknown_workflow");
/// assert_eq!(problem.to_json()["title"], "Not Found");
/// ```
#[derive(Clone, PartialEq)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    hint: Option<String>,
    members: Box<Map<String, Value>>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// The media type of problems.
    pub const CONTENT_TYPE: &'static str = "application/problem+json";

    /// A problem with a status, a stable code and what is wrong.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Problem {
        let detail = detail.into();
        Problem { status, code, detail, hint: None, members: Box::default(), headers: Vec::new() }
    }

    /// Says the one thing to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a member of its own, such as `findings`. The members of every problem cannot be replaced.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Problem {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a header to the answer, such as `Retry-After`.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Problem {
        self.headers.push((name, value));
        self
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What is wrong.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The body of the answer.
    pub fn to_json(&self) -> Value {
        let mut body = Map::clone(&self.members);
        body.insert("type".into(), "about:blank".into());
        body.insert("title".into(), self.status.canonical_reason().unwrap_or("Error").into());
        body.insert("status".into(), self.status.as_u16().into());
        body.insert("detail".into(), self.detail.clone().into());
        body.insert("code".into(), self.code.into());
        body.insert("hint".into(), self.hint.clone().into());
        body.into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = self.to_json().to_string();
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(Problem::CONTENT_TYPE));
        for (name, value) in self.headers {
            headers.append(name, value);
        }
        response
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status.as_u16(), self.code, self.detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_has_the_members_of_the_rfc_and_a_code() {
        let problem = Problem::new(StatusCode::FORBIDDEN, "forbidden", "the page is of another origin");
        let expected = serde_json::json!({
            "type": "about:blank", "title": "Forbidden", "status": 403,
            "detail": "the page is of another origin", "code": "forbidden", "hint": null,
        });
        assert_eq!(problem.to_json(), expected);
        let response = problem.into_response();
        assert_eq!(response.headers()[CONTENT_TYPE], Problem::CONTENT_TYPE);
    }

    #[test]
    fn members_of_its_own_stand_beside_but_never_replace() {
        let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not_ready", "a model is not there")
            .with("findings", serde_json::json!([{ "code": "LF0601" }]))
            .with("status", 200);
        assert_eq!(problem.to_json()["status"], 422);
        assert_eq!(problem.to_json()["findings"][0]["code"], "LF0601");
    }
}
