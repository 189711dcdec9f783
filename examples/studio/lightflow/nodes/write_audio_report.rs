use lightflow::ArtifactError;
use lightflow::prelude::*;

use std::{fs, io, process};

use crate::nodes::describe_sound::SoundEntry;
use crate::report::{Report, html, markdown};

/// The two forms of one report.
#[derive(Port, Clone, Debug, PartialEq, Eq)]
pub struct ReportFiles {
    /// To look at.
    pub html: PathBuf,
    /// To read and to compare.
    pub markdown: PathBuf,
}

/// Why a report was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteAudioReportError {
    #[error(transparent)]
    Place(#[from] ArtifactError),
    #[error("file {path:?} cannot be written: {source}; check free space and permissions")]
    Write { path: PathBuf, source: io::Error },
}

/// Writes a report on recordings as `report.html` and `report.md` in the run's output folder.
///
/// Pictures and files are linked relative to it, so that the folder can be moved as a whole.
#[node(needs(fs), version = 1)]
pub fn write_audio_report(
    sounds: Vec<SoundEntry>,
    title: String,
    #[port(unit = "LUFS")] target: f64,
    #[port(unit = "dBTP")] ceiling: f64,
    ctx: &Ctx,
) -> Result<ReportFiles, WriteAudioReportError> {
    let path = ctx.output_path("report.html")?;
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    let report = Report { title, target, ceiling, folder, sounds };
    let html = write(ctx, "report.html", &html::page(&report))?;
    let markdown = write(ctx, "report.md", &markdown::page(&report))?;
    Ok(ReportFiles { html, markdown })
}

fn write(ctx: &Ctx, name: &str, text: &str) -> Result<PathBuf, WriteAudioReportError> {
    let path = ctx.output_path(name)?;
    let temporary = path.with_file_name(format!(".{}-{name}.tmp", process::id()));
    if let Err(source) = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, &path)) {
        // The first error is the one to report.
        let _ = fs::remove_file(&temporary);
        return Err(WriteAudioReportError::Write { path, source });
    }
    ctx.artifact(&path);
    Ok(path)
}
