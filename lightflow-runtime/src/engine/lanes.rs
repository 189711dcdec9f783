//! The lanes of a running `for`: frames that work on its items, each on one after another.

use super::MapState;
use super::driver::{Driver, ROOT};
use super::step::StepRef;
use crate::frame::{Frame, Head, Place};

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
            let index = (*map).next;
            (*map).next += 1;
            let head: *mut Head = lane.head();
            (*head).item = Some(index as u64);
            (*head).out = (*map).run.place(index);
            (*map).run.give(lane);
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
        unsafe { state.run.finish(frame.wire_value(step.step().writes[0])) };
        self.complete_after(step, None);
    }

    pub(super) fn item_done(&mut self, map: *mut MapState, lane: Frame<'static>, item: usize) -> bool {
        // SAFETY: the map is alive until its last item is done.
        let (more, all_done) = unsafe {
            (*map).run.filled(item);
            (*map).done += 1;
            ((*map).next < (*map).len, (*map).done == (*map).len)
        };
        if more {
            lane.clear();
            lane.reset();
            self.next_item(map, lane);
            return true;
        }
        self.frames().close(lane);
        if all_done {
            self.finish_map(map);
        } else {
            // SAFETY: other lanes still work for it.
            unsafe { (*map).lanes -= 1 };
        }
        false
    }
}
