//! Runs plans: [`Engine`] and what comes of a run.
//!
//! The engine only executes. A [`Driver`](driver::Driver) walks one run's frames in the caller's task, polls what
//! is pending, and hands to other threads only what is long.

mod abandoned;
mod complete;
mod driver;
mod ending;
mod error;
mod filled;
mod frames;
mod lanes;
mod map;
mod map_stream;
mod pace;
mod path;
mod route;
mod run;
mod settings;
mod shared;
mod signal;
mod start;
mod step;
mod straight;
mod streams;
mod stride;
mod told;
mod traced;

pub use error::{RunError, RunErrorKind, StepPlace};
pub(crate) use map::MapState;
pub use map::{Map, MapRun};
pub use map_stream::StreamMap;
pub(crate) use path::step_path;
pub use run::{Run, RunHandle};
pub use settings::{Engine, EngineBuilder};
pub(crate) use shared::{RunShared, StepFlag};
pub use stride::{Lane, NoLane, Stride, Strides, Walk, strides};
