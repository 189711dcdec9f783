//! The parts of a request, refused in the same way everywhere.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query as AxumQuery, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use lightflow_runtime::spec::WorkflowSpec;
use lightflow_service::runs::{Run, RunId};
use serde::de::DeserializeOwned;

use super::error::{bad_request, not_found};
use crate::app::App;
use crate::problem::Problem;

/// A body of JSON. An empty one counts as `{}`.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let media = request.headers().get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
        let media =
            media.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            let status = rejection.status();
            let code = if status == StatusCode::PAYLOAD_TOO_LARGE { "too_large" } else { "bad_request" };
            Problem::new(status, code, rejection.body_text())
        })?;
        if bytes.is_empty() {
            return serde_json::from_str("{}").map(Self).map_err(|error| bad_request(error.to_string()));
        }
        // A form of another page cannot send this type without asking first.
        if media != "application/json" && !(media.starts_with("application/") && media.ends_with("+json")) {
            let problem = Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "bad_request",
                format!("the body is `{media}`, and JSON is wanted"),
            );
            return Err(problem.hint("send the header `Content-Type: application/json`"));
        }
        // What is a list to serde may be a struct too.
        if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
            return Err(bad_request("the body is no JSON object"));
        }
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|error| bad_request(format!("the body does not read as what is wanted: {error}")))
    }
}

/// The query.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match AxumQuery::<T>::from_request_parts(parts, state).await {
            Ok(AxumQuery(query)) => Ok(Self(query)),
            Err(rejection) => Err(bad_request(rejection.body_text())),
        }
    }
}

/// A workflow by its name, or by its id with `~` for `/`.
pub struct Workflow(pub &'static WorkflowSpec);

impl FromRequestParts<App> for Workflow {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Path(name) = first(parts).await?;
        let (workflow, _) = app.service().workflow(&name.replace('~', "/"))?;
        Ok(Self(workflow))
    }
}

/// A run by its id.
pub struct OneRun(pub Run);

impl FromRequestParts<App> for OneRun {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Path(id) = first(parts).await?;
        let run = find(app, &id).await?;
        Ok(Self(run))
    }
}

/// The run of this id.
pub async fn find(app: &App, id: &str) -> Result<Run, Problem> {
    let id: RunId = id.parse().map_err(|_| not_found(format!("run `{}`", shortened(id))))?;
    app.blocking(move |app| Ok(app.store().run(id)?)).await
}

/// The first part of the path that is not fixed.
async fn first(parts: &mut Parts) -> Result<Path<String>, Problem> {
    let all = Path::<Vec<(String, String)>>::from_request_parts(parts, &()).await;
    let first = all.ok().and_then(|Path(all)| all.into_iter().next());
    first.map(|(_, value)| Path(value)).ok_or_else(|| bad_request("the path does not read as UTF-8"))
}

/// What somebody wrote, for messages.
pub fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}
