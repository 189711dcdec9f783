//! A running `for`: a list, lanes that work on its items, and the results in order.

use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::task::{Context, Poll};

use super::filled::Filled;
use super::stride::{Lane, Walk};
use crate::frame::{Frame, Head, Sink};
use crate::plan::{Body, Ty};

/// The typed part of a running `for`.
pub trait MapRun: Send {
    /// How many items there are in all.
    fn count(&self) -> usize;
    /// Whether further ones may come.
    fn is_open(&self) -> bool {
        false
    }
    /// Waits for a further one; false if none comes any more.
    fn poll_more(&mut self, _: &mut Context<'_>) -> Poll<bool> {
        Poll::Ready(false)
    }
    /// Moves the next item, which is the one at `index`, into `lane`.
    fn give(&mut self, lane: Frame<'_>, index: usize);
    /// Notes that the result of an item is there.
    fn filled(&mut self, index: usize);
    /// Whether it runs items by itself.
    fn is_whole(&self) -> bool;
    /// If it does: runs the item in `lane` and those after it one after another, as far as that goes.
    fn go(&mut self, lane: Frame<'static>, walk: &mut Walk, items: &mut Items) -> Paused;
    /// Writes the list of all results to `out`, which has room for it.
    ///
    /// # Safety
    /// `out` is valid for a `Vec` of the body's result type, and all items are [`filled`](Self::filled).
    unsafe fn finish(self: Box<Self>, out: *mut u8);
}

/// Which items of a `for` are given out, and how many of them one call may run.
#[derive(Debug)]
pub struct Items {
    /// The next to give out.
    pub next: usize,
    /// How many are done.
    pub done: usize,
    /// How many more may run before the driver looks up.
    pub most: usize,
}

/// Where a lane stands when it has not ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paused {
    /// An item was given to it, and may run.
    Given,
    /// This step of its item is not done.
    At(usize),
    /// No item is left.
    Empty,
}

/// A `for` over items from `I` whose body gives `O`.
#[derive(Debug)]
pub struct Map<I, O, L> {
    lane: PhantomData<L>,
    items: I,
    len: usize,
    results: Vec<MaybeUninit<O>>,
    filled: Filled,
}

impl Map<(), (), ()> {
    /// Takes the items out of a list.
    pub fn owned<'f, T, O, L>(list: Vec<T>, _: Ty<O>, _: L) -> Box<dyn MapRun + 'f>
    where
        T: Send + 'f,
        O: Send + 'f,
        L: Lane,
    {
        Map::<_, O, L>::boxed(list.into_iter())
    }
}

impl<'f, I, O, L> Map<I, O, L>
where
    I: ExactSizeIterator + Send + 'f,
    O: Send + 'f,
    L: Lane,
{
    fn boxed(items: I) -> Box<dyn MapRun + 'f> {
        let len = items.len();
        let mut results = Vec::with_capacity(len);
        results.resize_with(len, MaybeUninit::uninit);
        Box::new(Self { lane: PhantomData::<L>, items, len, results, filled: Filled::default() })
    }
}

impl<I, O, L> MapRun for Map<I, O, L>
where
    I: ExactSizeIterator + Send,
    O: Send,
    L: Lane,
{
    fn count(&self) -> usize {
        self.len
    }

    #[inline]
    fn give(&mut self, lane: Frame<'_>, index: usize) {
        if let Some(item) = self.items.next() {
            lane.begin_item(index, self.results[index].as_mut_ptr().cast());
            lane.give(0, item);
        }
    }

    fn is_whole(&self) -> bool {
        L::WHOLE
    }

    fn go(&mut self, lane: Frame<'static>, walk: &mut Walk, items: &mut Items) -> Paused {
        let mut index = lane.item();
        let mut ahead = items.next..self.len;
        let before = ahead.len();
        let slot = lane.wire_value(0);
        walk.enter(lane);
        let paused = loop {
            let value = self.results[index].as_mut_ptr().cast();
            if let Some(step) = walk.go_through::<L>(Sink { value, life: PhantomData }) {
                break Paused::At(step);
            }
            self.filled(index);
            lane.clear_item(L::PLAIN);
            let (Some(next), Some(item)) = (ahead.next(), self.items.next()) else {
                items.done += 1;
                break Paused::Empty;
            };
            index = next;
            lane.begin_item(index, self.results[index].as_mut_ptr().cast());
            lane.give_at(slot, item, L::PLAIN);
            if before - ahead.len() == items.most {
                break Paused::Given;
            }
        };
        items.next = ahead.start;
        items.done += before - ahead.len();
        paused
    }

    #[inline]
    fn filled(&mut self, index: usize) {
        self.filled.note(index);
    }

    unsafe fn finish(mut self: Box<Self>, out: *mut u8) {
        let filled = std::mem::take(&mut self.filled);
        assert_eq!(filled.count(), self.len, "a `for` ends when all its items are done");
        let mut results = std::mem::ManuallyDrop::new(std::mem::take(&mut self.results));
        let (start, len, capacity) = (results.as_mut_ptr(), results.len(), results.capacity());
        // SAFETY: all are initialised, and `MaybeUninit<O>` is laid out as `O`; `out` is the caller's promise.
        unsafe { out.cast::<Vec<O>>().write(Vec::from_raw_parts(start.cast(), len, capacity)) }
    }
}

impl<I, O, L> Drop for Map<I, O, L> {
    fn drop(&mut self) {
        if !std::mem::needs_drop::<O>() {
            return;
        }
        for index in self.filled.indices(self.len) {
            // SAFETY: noted as filled, and dropped once.
            unsafe { self.results[index].assume_init_drop() }
        }
    }
}

/// The untyped part of a running `for`, owned by its run's driver.
pub(crate) struct MapState {
    pub run: Box<dyn MapRun>,
    pub body: &'static Body,
    pub parent: *mut Head,
    pub step: u32,
    /// How many items there are, as far as is known.
    pub len: usize,
    /// Further ones may come.
    pub open: bool,
    /// One of them is waited for.
    pub asked: bool,
    pub items: Items,
    pub lanes: usize,
    pub most_lanes: usize,
    /// Its place in the driver's list.
    pub index: usize,
}

impl MapState {
    /// Whether a further item should be waited for: no more than lanes can take are held.
    pub fn wants_more(&self) -> bool {
        self.open && !self.asked && self.len - self.items.next < self.most_lanes
    }

    /// Whether all items are done, and none comes any more.
    pub fn is_done(&self) -> bool {
        !self.open && self.items.done == self.len
    }

    pub fn wants_lane(&self) -> bool {
        self.items.next < self.len && self.lanes < self.most_lanes
    }
}
