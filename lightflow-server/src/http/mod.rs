//! The interface over HTTP, as `docs/http.md` has it: a file for each kind of thing.

mod artifacts;
mod assets;
mod error;
mod events;
mod extract;
mod health;
mod human;
mod media;
mod range;
mod runs;
mod start;
mod sweeps;
mod upload;
mod workflows;

use axum::Router;
use axum::routing::{delete, get, post};

use crate::app::App;

pub use upload::LARGEST as LARGEST_UPLOAD;

pub(crate) use media::is_picture;
pub(crate) use start::{begin, in_own_folder};
pub(crate) use upload::not_a_name;

/// All of the interface but the uploads, whose bodies are larger.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/api/health", get(health::health))
        .route("/metrics", get(health::metrics))
        .route("/api/store", get(health::store))
        .route("/api/assets", get(assets::list))
        .route("/api/workflows", get(workflows::list))
        .route("/api/workflows/{workflow}", get(workflows::get))
        .route("/api/workflows/{workflow}/plan", get(workflows::plan))
        .route("/api/workflows/{workflow}/plan.svg", get(workflows::drawing))
        .route("/api/workflows/{workflow}/preflight", post(start::preflight))
        .route("/api/workflows/{workflow}/preview", post(start::preview))
        .route("/api/workflows/{workflow}/runs", post(start::create))
        .route("/api/workflows/{workflow}/sweeps", post(sweeps::create))
        .route("/api/sweeps/{sweep}", get(sweeps::get))
        .route("/api/sweeps/{sweep}/sheet.png", get(sweeps::sheet))
        .route("/api/runs", get(runs::list))
        .route("/api/runs/{run}", get(runs::get))
        .route("/api/runs/{run}", delete(runs::delete))
        .route("/api/runs/{run}/steps", get(runs::steps))
        .route("/api/runs/{run}/logs", get(runs::logs))
        .route("/api/runs/{run}/outputs", get(runs::outputs))
        .route("/api/runs/{run}/request", get(runs::request))
        .route("/api/runs/{run}/plan", get(runs::plan))
        .route("/api/runs/{run}/plan.svg", get(runs::drawing))
        .route("/api/runs/{run}/trace", get(runs::trace))
        .route("/api/runs/{run}/artifacts", get(runs::artifacts))
        .route("/api/runs/{run}/diff/{other}", get(runs::diff))
        .route("/api/runs/{run}/events", get(events::of_run))
        .route("/api/runs/{run}/ws", get(events::socket))
        .route("/api/runs/{run}/start", post(start::start))
        .route("/api/runs/{run}/resume", post(start::resume))
        .route("/api/runs/{run}/cancel", post(start::cancel))
        .route("/api/runs/{run}/retry", post(start::retry))
        .route("/api/runs/{run}/rerun", post(start::rerun))
        .route("/api/events", get(events::of_all))
        .route("/api/artifacts/{digest}", get(artifacts::get))
        .route("/api/artifacts/{digest}/thumbnail", get(artifacts::thumbnail))
        .route("/api/uploads/folder", post(upload::folder))
        .route("/api/uploads/{digest}", get(upload::files))
        .route("/api/verdicts", get(human::verdicts).post(human::judge))
        .route("/api/presets", get(human::presets).post(human::save_preset))
        .with_state(app)
}

/// Uploads, streamed to disk: their bodies have a limit of their own.
pub fn uploads(app: App) -> Router {
    Router::new().route("/api/uploads", post(upload::file)).with_state(app)
}
