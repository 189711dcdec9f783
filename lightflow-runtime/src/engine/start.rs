//! The way down: steps start, and frames inside of them.

use std::sync::Arc;
use std::time::Instant;

use super::driver::{Driver, ROOT};
use super::map::Items;
use super::signal::Permits;
use super::step::StepRef;
use super::told::hand_digests;
use super::traced;
use super::{MapState, RunErrorKind};
use crate::frame::{Cx, Frame, Place, Started, WireState};
use crate::plan::{Action, Arm, Body};
use crate::spec::{Callee, Cost, CostHint, Mode, NodeSpec};

impl Driver {
    #[inline]
    pub(super) fn dispatch(&mut self, step: StepRef) {
        if step.index == ROOT {
            return self.enter(step.frame);
        }
        self.current = Some(step);
        match step.step().does.action {
            Action::Call { callee: Callee::Node(spec, cost), .. } => {
                if spec.mode == Mode::Sync
                    && spec.simple
                    && (spec.cost == CostHint::Inline || (spec.cost == CostHint::Learned && !cost.is_long()))
                {
                    self.run_here(step, spec, cost);
                } else {
                    self.route(step, spec, cost, None, Permits::default());
                }
            }
            Action::Glue { run, .. } => {
                mark_takes(step);
                run(step.frame);
                self.complete(step);
            }
            Action::Call { callee: Callee::Composition(spec), run } => {
                self.announce(step, spec.id, 1, None);
                let child = self.open_child(step, spec.body);
                if self.run.recording.is_some() {
                    hand_digests(step, child, &Callee::Composition(spec));
                }
                mark_takes(step);
                // SAFETY: the run outlives its frames.
                let shared = unsafe { &*Arc::as_ptr(&self.run) };
                run(
                    step.frame,
                    Cx {
                        run: shared,
                        frame: step.frame,
                        step: step.index,
                        child: Some(child),
                        flag: None,
                        recorded: false,
                    },
                );
                self.enter(child);
            }
            Action::Branch { choose, arms, .. } => self.branch(step, choose(step.frame), arms),
            Action::Map { body, begin, concurrency, .. } => {
                mark_takes(step);
                let run = begin(step.frame);
                // SAFETY: what the items borrow lives in frames that outlive the `for`.
                let run: Box<dyn super::MapRun + 'static> = unsafe { std::mem::transmute(run) };
                let bound = concurrency.map_or(self.engine.shared.parallel_steps, |count| count as usize);
                // The items of a preview that have to wait would keep others from being looked at.
                let most = if self.run.is_preview() { usize::MAX } else { bound };
                let len = run.count();
                self.announce(step, "for", 1, (!run.is_open()).then_some(len));
                let open = run.is_open();
                let state = MapState {
                    run,
                    body,
                    parent: step.frame.head(),
                    step: step.index,
                    len,
                    open,
                    asked: false,
                    items: Items { next: 0, done: 0, most: 0 },
                    lanes: 0,
                    most_lanes: most.max(1),
                    index: 0,
                };
                let map = self.frames().open_map(state);
                if open {
                    self.ask_for_more(map);
                } else if len == 0 {
                    self.finish_map(map);
                } else {
                    self.add_lane(map);
                }
            }
        }
    }

    /// A short sync step: the hot path.
    #[inline]
    fn run_here(&mut self, step: StepRef, spec: &'static NodeSpec, cost: &'static Cost) {
        let events = self.run.events().is_some();
        if events {
            self.announce_node(step, spec.id, 1);
        }
        mark_takes(step);
        let Some((_, _, thunk)) = step.call() else {
            return;
        };
        let began = (events || (spec.cost == CostHint::Learned && !cost.is_free())).then(Instant::now);
        let (started, _) = traced::begin(step, &self.run, thunk, None, None);
        if let (Some(began), Started::Done) = (began, &started) {
            cost.learn(began.elapsed());
        }
        match started {
            Started::Failed(error) => self.fail(Some(step), RunErrorKind::Failed(error)),
            _ => self.complete_after(step, began),
        }
    }

    fn branch(&mut self, step: StepRef, arm: usize, arms: &'static [Arm]) {
        let arm = &arms[arm];
        self.announce(step, arm.body.name, 1, None);
        let child = self.open_child(step, arm.body);
        mark_takes(step);
        (arm.enter)(step.frame, child);
        self.enter(child);
    }

    fn open_child(&mut self, step: StepRef, body: &'static Body) -> Frame<'static> {
        let out = step.frame.wire_value(step.step().links.writes()[0]);
        self.frames().open(body, Place { parent: step.frame.head(), parent_step: step.index, out })
    }

    /// Starts a frame: straight through while that is possible.
    pub(super) fn enter(&mut self, frame: Frame<'static>) {
        if !self.run.is_told() {
            // A lane that ends straight takes its next item at once.
            while self.go(frame) && self.end(frame) {}
        } else {
            self.make_ready(frame, 0, None);
        }
    }

    /// Goes on with a frame whose steps before `first` are done; `started` runs already.
    pub(super) fn make_ready(&mut self, frame: Frame<'static>, first: usize, started: Option<usize>) {
        let steps = frame.body().steps.len();
        if first == steps {
            return self.finish(frame);
        }
        frame.count_from(first);
        for index in (first..steps).rev() {
            // SAFETY: the counters are the driver's.
            if started != Some(index) && unsafe { *frame.pending(index as u32) } == 0 {
                self.ready.push(StepRef { frame, index: index as u32 });
            }
        }
    }
}

/// Marks the values that this step may move out, because nobody else needs them any more.
#[inline]
pub(super) fn mark_takes(step: StepRef) {
    for &wire in step.step().links.takes() {
        // SAFETY: the counters are the driver's.
        if unsafe { *step.frame.uses(wire) } == 1 && step.frame.state(wire) == WireState::Full {
            step.frame.set_state(wire, WireState::Takeable);
        }
    }
}
