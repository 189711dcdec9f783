//! The lanes of a running `for`: frames that work on its items, each on one after another.

use std::task::{Context, Poll};

use super::MapState;
use super::driver::{Driver, ROOT};
use super::map::Paused;
use super::signal::Signal;
use super::step::StepRef;
use crate::frame::{Frame, Place};

impl Driver {
    /// Gives a waiting `for` one more lane, when nothing else is ready and no step waits for a thread.
    pub(super) fn open_lane(&mut self) -> bool {
        if self.queued > 0 || !self.parked.is_empty() {
            return false;
        }
        // SAFETY: the maps in the list are alive.
        let map = self.frames().maps().find(|&map| unsafe { (*map).wants_lane() });
        let Some(map) = map else { return false };
        self.add_lane(map);
        true
    }

    pub(super) fn add_lane(&mut self, map: *mut MapState) {
        // SAFETY: the map is alive while it has items left.
        let (body, parent, parent_step) = unsafe {
            (*map).lanes += 1;
            ((*map).body, (*map).parent, (*map).step)
        };
        let lane = self.frames().open(body, Place { parent, parent_step, out: std::ptr::null_mut() });
        // SAFETY: the lane is alive and its own.
        unsafe { (*lane.head()).map = map };
        self.next_item(map, lane);
        self.ready.push(StepRef { frame: lane, index: ROOT });
    }

    pub(super) fn next_item(&mut self, map: *mut MapState, lane: Frame<'static>) {
        // SAFETY: the map is alive while a lane works for it.
        unsafe {
            let index = (*map).items.next;
            (*map).items.next += 1;
            (*map).run.give(lane, index);
        }
        self.ask_for_more(map);
    }

    /// Waits for a further item of a `for` over a stream, if one is wanted.
    pub(super) fn ask_for_more(&mut self, map: *mut MapState) {
        // SAFETY: the map is alive until its last item is done.
        unsafe {
            if !(*map).wants_more() {
                return;
            }
            (*map).asked = true;
        }
        let asked = Asked(map);
        self.wait_for(Box::pin(std::future::poll_fn(move |context| asked.poll(context))));
    }

    /// A further item of a `for` over a stream came, or none does.
    pub(super) fn hear_more(&mut self, map: *mut MapState, more: bool) {
        // SAFETY: the map is alive until its last item is done.
        let (idle, done) = unsafe {
            (*map).asked = false;
            (*map).len += usize::from(more);
            (*map).open = more;
            ((*map).lanes == 0, (*map).is_done())
        };
        if more {
            if idle {
                self.add_lane(map);
            }
            self.ask_for_more(map);
        } else if idle && done {
            self.finish_map(map);
        }
    }

    pub(super) fn finish_map(&mut self, map: *mut MapState) {
        let state = self.frames().close_map(map);
        // SAFETY: the frame around a `for` outlives it.
        let Some(frame) = (unsafe { Frame::from_head(state.parent) }) else {
            return;
        };
        let step = StepRef { frame, index: state.step };
        // SAFETY: the step's wire has the type of the list.
        unsafe { state.run.finish(frame.wire_value(step.step().links.writes()[0])) };
        self.complete_after(step, None);
    }

    pub(super) fn item_done(&mut self, map: *mut MapState, lane: Frame<'static>, item: usize) -> bool {
        // SAFETY: the map is alive until its last item is done.
        let more = unsafe {
            (*map).run.filled(item);
            (*map).items.done += 1;
            (*map).items.next < (*map).len
        };
        if more {
            lane.clear();
            self.next_item(map, lane);
            return true;
        }
        self.close_lane(map, lane);
        false
    }

    fn close_lane(&mut self, map: *mut MapState, lane: Frame<'static>) {
        self.frames().close(lane);
        // SAFETY: the map is alive until its last item is done.
        let all_done = unsafe {
            (*map).lanes -= 1;
            (*map).lanes == 0 && (*map).is_done()
        };
        if all_done {
            self.finish_map(map);
        }
    }

    /// Runs a frame from its first step, and the items of a lane after it; true if it went to the end of its steps.
    pub(super) fn go(&mut self, frame: Frame<'static>) -> bool {
        // SAFETY: the head is the driver's.
        let map = unsafe { (*frame.head()).map };
        let steps = frame.body().steps.len();
        // SAFETY: the map is alive while a lane works for it.
        if map.is_null() || self.run.recording.is_some() || unsafe { !(*map).run.is_whole() } {
            return self.walk(frame);
        }
        // SAFETY: the map and the frame around it are alive while a lane works for it.
        self.current =
            unsafe { Frame::from_head((*map).parent).map(|frame| StepRef { frame, index: (*map).step }) };
        while !self.is_crowded() {
            // SAFETY: as above; the driver's thread alone uses it.
            let MapState { run, items, .. } = unsafe { &mut *map };
            let before = items.done;
            items.most = (self.pace.left() as usize / steps).max(1);
            let paused = run.go(frame, &mut self.walk, items);
            let ran = (items.done - before) * steps;
            match paused {
                Paused::Given => {}
                Paused::At(step) => {
                    self.pace.steps(ran as u32);
                    return self.walk_on(frame, step, true);
                }
                Paused::Empty => {
                    self.pace.steps(ran as u32);
                    self.close_lane(map, frame);
                    return false;
                }
            }
            if self.pace.steps(ran as u32) && self.looks_away(frame, 0) {
                return false;
            }
        }
        self.walk(frame)
    }
}

/// A `for` that waits for a further item.
struct Asked(*mut MapState);

// SAFETY: it goes where the driver goes, which alone uses what it points to.
unsafe impl Send for Asked {}

impl Asked {
    fn poll(&self, context: &mut Context<'_>) -> Poll<Signal> {
        // SAFETY: a `for` with a further item to come is alive, and the driver polls this while it does not use it.
        let polled = unsafe { (*self.0).run.poll_more(context) };
        polled.map(|more| Signal::More(self.0, more))
    }
}
