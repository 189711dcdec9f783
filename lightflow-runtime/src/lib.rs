//! Ports, plans and the engine of LightFlow.
//!
//! A [`plan::Body`] is a graph that macro expansion built; an [`Engine`] runs it. This crate knows no
//! macro, no command line and no HTTP; users depend on `lightflow`, which brings all of it together.

mod ctx;
mod engine;
mod event;
mod frame;
pub mod models;
pub mod plan;
pub mod port;
#[doc(hidden)]
pub mod private;
pub mod record;
pub mod registry;
pub mod render;
pub mod shape;
pub mod spec;
pub mod stream;
mod test_folder;

pub use ctx::{ArtifactError, Ctx};
pub use engine::{Engine, EngineBuilder, Run, RunError, RunErrorKind, RunHandle, StepPlace};
pub use event::{Event, EventKind, Events, PreviewImage, PreviewImageError};
pub use futures_core::Stream;
pub use models::ModelFolders;
pub use port::{CodecError, Family, Port, Secret, Storage};
pub use record::{Digest, Recorder};
pub use spec::{Failure, Node, Retry, Reuse, Workflow};
pub use stream::ItemStream;
