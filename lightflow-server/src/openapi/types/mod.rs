//! What is sent and what comes back, where the service and the store have no type of their own for it.
//!
//! Bodies refuse fields that nobody knows: a misspelt one would be a default that nobody asked for.

mod assets;
mod health;
mod presets;
mod problem;
mod runs;
mod steps;
mod sweeps;
mod uploads;
mod verdicts;

pub use lightflow_service::service::{Input, InputKind, Range};

pub use assets::{Asset, Assets, Kind, Workflow, WorkflowLine, Workflows};
pub use health::{Health, QueueState};
pub use presets::{NewPreset, Preset, Presets};
pub use problem::{Problem, ProblemCode};
pub use runs::{Artifacts, Inputs, NewRun, Preflight, Progress, RunDetail, RunPage};
pub use steps::{Event, Events, Line, Logs, Step, Steps};
pub use sweeps::{NewAxis, NewSweep, NewSweepRuns, Point, Sweep};
pub use uploads::{Folder, NewFile, NewFolder, Upload, Uploaded, UploadedFile};
pub use verdicts::{NewVerdict, Verdicts};
