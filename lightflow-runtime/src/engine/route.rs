//! Where a step runs that is not simply run at once: it waits, is long, is tried again, or needs a permit.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use super::RunErrorKind;
use super::driver::Driver;
use super::signal::{self, Ended, Permits};
use super::start::mark_takes;
use super::step::{self, Kept, StepRef};
use super::traced;
use crate::frame::{BoxFuture, Started};
use crate::spec::{Cost, CostHint, Mode, NodeSpec};

impl Driver {
    /// A step that waits, is long, is retried or needs a permit.
    pub(super) fn route(
        &mut self,
        step: StepRef,
        spec: &'static NodeSpec,
        cost: &'static Cost,
        kept: Option<Kept>,
        mut permits: Permits,
    ) {
        if self.is_crowded() {
            self.parked.push((step, kept));
            return;
        }
        let Some((_, _, thunk)) = step.call() else {
            return;
        };
        if let Some(name) = spec.resource.filter(|_| permits.resource.is_none()) {
            let semaphore = self.engine.resource(name);
            match semaphore.clone().try_acquire_owned() {
                Ok(permit) => permits.resource = Some(permit),
                Err(_) => return self.wait_for_permit(step, kept, permits, semaphore, false),
            }
        }
        let long = spec.mode == Mode::Sync
            && match spec.cost {
                CostHint::Blocking => true,
                CostHint::Inline => spec.timeout.is_some(),
                CostHint::Learned => spec.timeout.is_some() || cost.is_long(),
            };
        if !long {
            let events = self.run.events().is_some();
            let began = events.then(Instant::now);
            self.announce_node(step, spec.id, kept.as_ref().map_or(1, |kept| kept.tries + 1));
            mark_takes(step);
            let (started, kept) = traced::begin(step, &self.run, thunk, kept, None);
            return match started {
                Started::Pending(future) => self.poll_at_once(step, spec, future, kept, permits, began),
                Started::Streams(future, gauge) => self.fills(step, future, gauge, began),
                Started::Failed(error) => {
                    let result = Err(RunErrorKind::Failed(error));
                    self.ended(Ended { step, result, kept, started: began });
                }
                _ => self.complete_after(step, began),
            };
        }
        if permits.worker.is_none() {
            let semaphore = self.engine.shared.workers.clone();
            match semaphore.clone().try_acquire_owned() {
                Ok(permit) => permits.worker = Some(permit),
                Err(_) => return self.wait_for_permit(step, kept, permits, semaphore, true),
            }
        }
        self.announce_node(step, spec.id, kept.as_ref().map_or(1, |kept| kept.tries + 1));
        mark_takes(step);
        let flag = spec.timeout.map(|limit| (limit, signal::step_flag()));
        let (run, guard, own_flag) =
            (self.run.clone(), self.jobs.get_or_insert_default().begin(), flag.clone());
        let job = tokio::task::spawn_blocking(move || {
            let ended = step::run_job(step, &run, thunk, cost, kept, own_flag.as_ref().map(|(_, flag)| flag));
            drop((permits, run, guard));
            ended
        });
        self.running += 1;
        self.wait_for(signal::job_future(step, job, flag, self.engine.shared.grace));
    }

    pub(super) fn poll_at_once(
        &mut self,
        step: StepRef,
        spec: &'static NodeSpec,
        mut future: BoxFuture<'static>,
        kept: Option<Kept>,
        permits: Permits,
        began: Option<Instant>,
    ) {
        if spec.timeout.is_none()
            && let Poll::Ready(result) = future.as_mut().poll(&mut Context::from_waker(&self.walk.waker))
        {
            drop(permits);
            return match result {
                Ok(()) => self.complete_after(step, began),
                Err(error) => {
                    let result = Err(RunErrorKind::Failed(error));
                    self.ended(Ended { step, result, kept, started: began });
                }
            };
        }
        self.running += 1;
        self.wait_for(signal::step_future(step, future, spec.timeout, kept, permits, began));
    }

    pub(super) fn wait_for_permit(
        &mut self,
        step: StepRef,
        kept: Option<Kept>,
        permits: Permits,
        of: Arc<tokio::sync::Semaphore>,
        worker: bool,
    ) {
        self.queued += 1;
        self.wait_for(signal::permit_future(step, kept, permits, of, worker));
    }

    /// Starts a step that waited for others to end; true if there was one and there is room.
    pub(super) fn unpark(&mut self) -> bool {
        if !self.is_crowded()
            && let Some((step, kept)) = self.parked.pop()
            && let Some((spec, cost, _)) = step.call()
        {
            self.current = Some(step);
            self.route(step, spec, cost, kept, Permits::default());
            return true;
        }
        false
    }
}
