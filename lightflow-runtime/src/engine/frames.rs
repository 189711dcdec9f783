//! The frames and running `for`s of one run, so that none is lost when it ends early.

use super::MapState;
use crate::frame::{Frame, Head, Place};
use crate::plan::Body;

pub(crate) struct Frames {
    first: *mut Head,
    maps: Vec<*mut MapState>,
    /// One frame kept for the next group of the same body, as a `for` or a chain of groups makes them.
    spare: Option<Frame<'static>>,
    /// Whether frames note the identity of values.
    recorded: bool,
}

// SAFETY: all pointers are owned, and point to values that are `Send`.
unsafe impl Send for Frames {}

impl Frames {
    pub fn new(recorded: bool) -> Self {
        Self { first: std::ptr::null_mut(), maps: Vec::new(), spare: None, recorded }
    }

    pub fn open(&mut self, body: &'static Body, place: Place) -> Frame<'static> {
        let frame = match self.spare.take() {
            Some(spare) if std::ptr::eq(spare.body(), body) => {
                // SAFETY: the spare frame is nobody's.
                unsafe {
                    (*spare.head()).parent = place.parent;
                    (*spare.head()).parent_step = place.parent_step;
                    (*spare.head()).out = place.out;
                    (*spare.head()).item = None;
                    (*spare.head()).map = std::ptr::null_mut();
                }
                spare
            }
            other => {
                self.spare = other;
                let frame = Frame::new(body, place);
                if self.recorded {
                    frame.record();
                }
                frame
            }
        };
        // SAFETY: both heads are alive, and only this list links them.
        unsafe {
            (*frame.head()).previous = std::ptr::null_mut();
            (*frame.head()).next = self.first;
            if !self.first.is_null() {
                (*self.first).previous = frame.head();
            }
        }
        self.first = frame.head();
        frame
    }

    /// Ends a frame that no step uses any more.
    pub fn close(&mut self, frame: Frame<'static>) {
        let head = frame.head();
        // SAFETY: the frame is in this list, and its neighbours are alive.
        unsafe {
            let (previous, next) = ((*head).previous, (*head).next);
            if previous.is_null() {
                self.first = next;
            } else {
                (*previous).next = next;
            }
            if !next.is_null() {
                (*next).previous = previous;
            }
        }
        frame.clear();
        if let Some(old) = self.spare.replace(frame) {
            // SAFETY: a spare frame is nobody's.
            unsafe { old.free() };
        }
    }

    pub fn open_map(&mut self, mut state: MapState) -> *mut MapState {
        state.index = self.maps.len();
        let map = Box::into_raw(Box::new(state));
        self.maps.push(map);
        map
    }

    /// Takes a `for` whose lanes are closed.
    pub fn close_map(&mut self, map: *mut MapState) -> MapState {
        // SAFETY: made in `open_map`, and closed once.
        let state = unsafe { *Box::from_raw(map) };
        self.maps.swap_remove(state.index);
        if let Some(&moved) = self.maps.get(state.index) {
            // SAFETY: the maps in the list are alive.
            unsafe { (*moved).index = state.index };
        }
        state
    }

    /// The running `for`s, the newest first.
    pub fn maps(&self) -> impl Iterator<Item = *mut MapState> {
        self.maps.iter().rev().copied()
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        // What lanes lend lives in frames around them, and lists in maps: drop the newest frames first, then maps.
        let mut head = self.first;
        // SAFETY: no step runs any more, and all heads in the list are alive until freed here.
        unsafe {
            while let Some(frame) = Frame::from_head(head) {
                head = (*head).next;
                frame.free();
            }
            if let Some(spare) = self.spare.take() {
                spare.free();
            }
        }
        for map in self.maps.drain(..) {
            // SAFETY: made in `open_map`.
            drop(unsafe { Box::from_raw(map) });
        }
    }
}
