//! A step that somebody else runs.

use super::step::Recorded;
use super::{Elsewhere, KeyWriter, Task, idempotency_key};
use crate::frame::Started;
use crate::port::Storage;

impl<'f, T: Send + Sync + 'static> Recorded<'f, T> {
    /// Somebody who runs the step elsewhere, if there is one and the step can travel.
    pub(super) fn elsewhere(&self, ports: impl FnOnce(&mut KeyWriter<'_, '_>)) -> Option<Elsewhere> {
        let executor = self.recording.executor.as_ref()?;
        if !matches!(self.codec.storage, Storage::Value) {
            return None;
        }
        let mut writer = KeyWriter::travelling(self.cx, &self.recording.files);
        ports(&mut writer);
        let travelling = writer.into_written();
        if travelling.stays {
            return None;
        }
        let run = self.recording.recorder.run_id().to_owned();
        executor.take(&Task {
            idempotency_key: idempotency_key(&run, &self.key.path),
            run,
            key: self.key.clone(),
            inputs: travelling.inputs,
            names_files: travelling.names_files,
        })
    }

    /// Goes on with what the step gave elsewhere.
    pub(super) fn after_elsewhere(self, elsewhere: Elsewhere) -> Started<'f> {
        Started::Pending(Box::pin(async move {
            let kept = elsewhere.await?;
            let Some((value, paths)) = self.take_in(&kept) else {
                return Err("what the step gave elsewhere cannot be read here".into());
            };
            self.out.duplicate().write(value);
            self.announce(paths);
            self.keep(kept).await;
            Ok(())
        }))
    }
}
