//! A running `for` over a stream: its items come while lanes work on those before them.

use std::collections::VecDeque;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream as _;

use super::filled::Filled;
use super::map::{Items, MapRun, Paused};
use super::stride::{Lane, Walk};
use crate::frame::Frame;
use crate::plan::Ty;
use crate::stream::ItemStream;

/// So many results lie together. They stay where they are: lanes write to them.
const BLOCK: usize = 64;

/// A `for` over a stream of `T` whose body gives `O`.
#[derive(Debug)]
pub struct StreamMap<T, O, L> {
    lane: PhantomData<fn() -> L>,
    stream: ItemStream<T>,
    /// Items that came and were not given out.
    waiting: VecDeque<T>,
    results: Vec<Box<[MaybeUninit<O>; BLOCK]>>,
    filled: Filled,
}

impl StreamMap<(), (), ()> {
    /// Takes the items out of a stream.
    pub fn over<'f, T, O, L>(stream: ItemStream<T>, _: Ty<O>, _: L) -> Box<dyn MapRun + 'f>
    where
        T: Send + 'f,
        O: Send + 'f,
        L: Lane,
    {
        Box::new(StreamMap::<T, O, L> {
            lane: PhantomData,
            stream,
            waiting: VecDeque::new(),
            results: Vec::new(),
            filled: Filled::default(),
        })
    }
}

impl<T, O, L> StreamMap<T, O, L> {
    fn place(&mut self, index: usize) -> &mut MaybeUninit<O> {
        while self.results.len() <= index / BLOCK {
            self.results.push(Box::new([const { MaybeUninit::uninit() }; BLOCK]));
        }
        &mut self.results[index / BLOCK][index % BLOCK]
    }
}

impl<T: Send, O: Send, L: Lane> MapRun for StreamMap<T, O, L> {
    fn count(&self) -> usize {
        0
    }

    fn is_open(&self) -> bool {
        true
    }

    fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<bool> {
        let item = ready!(Pin::new(&mut self.stream).poll_next(context));
        let more = item.is_some();
        self.waiting.extend(item);
        Poll::Ready(more)
    }

    fn give(&mut self, lane: Frame<'_>, index: usize) {
        if let Some(item) = self.waiting.pop_front() {
            let place = self.place(index).as_mut_ptr();
            lane.begin_item(index, place.cast());
            lane.give(0, item);
        }
    }

    fn filled(&mut self, index: usize) {
        self.filled.note(index);
    }

    fn is_whole(&self) -> bool {
        false
    }

    fn go(&mut self, _: Frame<'static>, _: &mut Walk, _: &mut Items) -> Paused {
        unreachable!("its items come one by one")
    }

    unsafe fn finish(mut self: Box<Self>, out: *mut u8) {
        let count = std::mem::take(&mut self.filled).count();
        let mut list = Vec::with_capacity(count);
        for index in 0..count {
            // SAFETY: noted as filled, and taken once: nothing is noted any more.
            list.push(unsafe { self.results[index / BLOCK][index % BLOCK].assume_init_read() });
        }
        // SAFETY: the caller's promise.
        unsafe { out.cast::<Vec<O>>().write(list) }
    }
}

impl<T, O, L> Drop for StreamMap<T, O, L> {
    fn drop(&mut self) {
        if !std::mem::needs_drop::<O>() {
            return;
        }
        for index in self.filled.indices(self.results.len() * BLOCK) {
            // SAFETY: noted as filled, and dropped once.
            unsafe { self.results[index / BLOCK][index % BLOCK].assume_init_drop() }
        }
    }
}
