//! What the service refuses, as problems.

use axum::http::{HeaderValue, StatusCode, header};
use lightflow_service::runs::StoreError;
use lightflow_service::service::ServiceError;
use serde_json::json;

use crate::problem::Problem;
use crate::queue::Refused;

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        let (detail, hint) = (error.to_string(), error.hint());
        match error {
            ServiceError::Unknown(_) => {
                Self::new(StatusCode::NOT_FOUND, "unknown_workflow", detail).hint(hint)
            }
            ServiceError::NotReady { findings, .. } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "not_ready", detail)
                    .hint(hint)
                    .with("findings", json!(findings))
            }
            ServiceError::Store(error) => error.into(),
            ServiceError::NoStore => {
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "store_failed", detail).hint(hint)
            }
            _ => Self::new(StatusCode::CONFLICT, "wrong_run", detail).hint(hint),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let (status, code) = match &error {
            StoreError::NoRun { .. } => (StatusCode::NOT_FOUND, "wrong_run"),
            StoreError::SeveralRuns { .. } | StoreError::RunHeld { .. } | StoreError::RunEnded { .. } => {
                (StatusCode::CONFLICT, "wrong_run")
            }
            _ => (StatusCode::INTERNAL_SERVER_ERROR, "store_failed"),
        };
        Self::new(status, code, error.to_string()).hint(error.hint())
    }
}

impl From<Refused> for Problem {
    fn from(error: Refused) -> Self {
        let detail = error.to_string();
        match error {
            Refused::Full(_) => Self::new(StatusCode::TOO_MANY_REQUESTS, "queue_full", detail)
                .hint("ask again when some of them are done")
                .header(header::RETRY_AFTER, HeaderValue::from_static("5")),
            Refused::Stopping => Self::new(StatusCode::SERVICE_UNAVAILABLE, "stopping", detail)
                .hint("ask the next server")
                .header(header::RETRY_AFTER, HeaderValue::from_static("5")),
            Refused::Service(error) => error.into(),
        }
    }
}

/// Something that is not there.
pub fn not_found(what: impl std::fmt::Display) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not_found", format!("there is no {what}"))
}

/// A request that does not read as what it has to be.
pub fn bad_request(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad_request", detail)
}
