//! Sync steps that still run when their run has ended.
//!
//! A thread cannot be stopped from outside. A run that ends early waits a while for such steps; then it leaves
//! their memory to them, and the last one to return frees it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use super::frames::Frames;
use super::shared::RunShared;

#[derive(Default)]
pub(crate) struct Jobs {
    running: AtomicUsize,
    idle: Notify,
    left: Mutex<Option<(Frames, Arc<RunShared>)>>,
}

/// Held by one sync step on a thread of its own.
pub(crate) struct Job(Arc<Jobs>);

impl Jobs {
    pub fn begin(self: &Arc<Self>) -> Job {
        self.running.fetch_add(1, Ordering::AcqRel);
        Job(self.clone())
    }

    pub fn is_idle(&self) -> bool {
        self.running.load(Ordering::Acquire) == 0
    }

    /// Returns when no job runs.
    pub async fn wait(&self) {
        loop {
            let mut idle = std::pin::pin!(self.idle.notified());
            idle.as_mut().enable();
            if self.is_idle() {
                return;
            }
            idle.await;
        }
    }

    /// Leaves the frames to the running jobs; without any, frees them.
    pub fn leave(&self, frames: Frames, run: Arc<RunShared>) {
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = Some((frames, run));
        if self.is_idle() {
            self.free();
        }
    }

    fn free(&self) {
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(left);
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        if self.0.running.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.idle.notify_waiters();
            self.0.free();
        }
    }
}
