//! The library of ONNX Runtime, loaded once a process.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use ort::environment::Environment;
use ort::logging::LogLevel;

use super::OnnxError;

/// The library that `ORT_DYLIB_PATH` names. A process that failed to load it may set the variable and try again.
pub fn environment() -> Result<Environment, OnnxError> {
    static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);
    let mut loaded = ENVIRONMENT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(environment) = &*loaded {
        return Ok(environment.clone());
    }
    let path =
        std::env::var_os("ORT_DYLIB_PATH").filter(|path| !path.is_empty()).ok_or(OnnxError::NoLibrary)?;
    let path = PathBuf::from(path);
    // A relative path would be looked for beside the program, and then among the system's libraries.
    let path = std::path::absolute(&path).unwrap_or(path);
    let builder = ort::init_from(&path)
        .map_err(|error| OnnxError::Library { path: path.clone(), reason: error.to_string() })?;
    let environment = builder
        .with_telemetry(false)
        .build()
        .map_err(|error| OnnxError::Library { path, reason: error.to_string() })?;
    // What fails is an error of its step; a library does not write to the terminal.
    environment.set_log_level(LogLevel::Fatal);
    Ok(loaded.insert(environment).clone())
}
