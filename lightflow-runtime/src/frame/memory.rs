//! One allocation a frame: head, values, then counters.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::OnceLock;

use super::Sink;
use crate::plan::Body;
use crate::record::Digest;

/// What lies at the start of a frame.
///
/// Only the driver of the run writes here, but for [`WireState`]s, which a step that takes a value clears.
pub(crate) struct Head {
    pub body: &'static Body,
    /// The frame around this one; null for a workflow's own.
    pub parent: *mut Head,
    /// The step of `parent` that this frame is the inside of.
    pub parent_step: u32,
    /// Which item of a `for` it runs.
    pub item: Option<u64>,
    /// Steps that are not done.
    pub remaining: u32,
    /// Steps whose output is there, and that go on to fill it.
    pub streaming: u32,
    /// The result went out while some did.
    pub left: bool,
    /// Where the result goes.
    pub out: *mut u8,
    /// Neighbours in the run's list of living frames.
    pub previous: *mut Head,
    pub next: *mut Head,
    /// The running `for` that this frame is a lane of.
    pub map: *mut crate::engine::MapState,
    values: *mut u8,
    pending: *mut u32,
    uses: *mut u32,
    states: *mut WireState,
    /// Values that borrowed arguments point to.
    kept: Vec<Kept>,
    /// In a run that is recorded: the identity of each wire's value, once somebody asked.
    digests: Option<Box<[OnceLock<Digest>]>>,
    layout: Layout,
}

/// Whether a wire's value is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum WireState {
    Empty,
    Full,
    /// Full, and the running step is the last that needs it.
    Takeable,
}

struct Kept {
    value: *mut u8,
    drop: unsafe fn(*mut u8),
}

/// A borrowed frame.
#[derive(Clone, Copy)]
pub struct Frame<'f> {
    pub(crate) head: NonNull<Head>,
    life: PhantomData<&'f ()>,
}

// SAFETY: a frame is handed to one thread at a time for each step; steps touch disjoint wires, or share
// values of `Sync` types, and the counters are the driver's alone.
unsafe impl Send for Frame<'_> {}
// SAFETY: as above.
unsafe impl Sync for Frame<'_> {}

impl std::fmt::Debug for Frame<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Frame").field(&self.body().name).finish()
    }
}

/// Where a new frame belongs.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub parent: *mut Head,
    pub parent_step: u32,
    pub out: *mut u8,
}

impl<'f> Frame<'f> {
    /// Allocates a frame with all wires empty. [`free`](Self::free) it.
    pub(crate) fn new(body: &'static Body, place: Place) -> Self {
        let steps = body.steps.len();
        let wires = body.wires.len();
        let (layout, values) = extend(Layout::new::<Head>(), body.size as usize, body.align as usize);
        let (layout, counters) = extend(layout, (steps + wires) * size_of::<u32>(), align_of::<u32>());
        let (layout, states) = extend(layout, wires, 1);
        // SAFETY: the layout has at least the size of a head; the parts lie inside the allocation.
        unsafe {
            let memory = alloc(layout);
            if memory.is_null() {
                handle_alloc_error(layout);
            }
            let head = memory.cast::<Head>();
            let pending = memory.add(counters).cast::<u32>();
            head.write(Head {
                body,
                parent: place.parent,
                parent_step: place.parent_step,
                item: None,
                remaining: steps as u32,
                streaming: 0,
                left: false,
                out: place.out,
                previous: std::ptr::null_mut(),
                next: std::ptr::null_mut(),
                map: std::ptr::null_mut(),
                values: memory.add(values),
                pending,
                uses: pending.add(steps),
                states: memory.add(states).cast(),
                kept: Vec::new(),
                digests: None,
                layout,
            });
            let frame = Self { head: NonNull::new_unchecked(head), life: PhantomData };
            frame.empty();
            frame
        }
    }

    /// # Safety
    /// `head` is a living frame.
    pub(crate) unsafe fn from_head(head: *mut Head) -> Option<Self> {
        NonNull::new(head).map(|head| Self { head, life: PhantomData })
    }

    /// Notes that no wire has a value.
    fn empty(self) {
        // SAFETY: the states lie in the allocation, and nobody else runs in this frame.
        unsafe {
            let states = (*self.head.as_ptr()).states;
            (0..self.body().wires.len()).for_each(|wire| states.add(wire).write(WireState::Empty));
        }
    }

    /// Makes room for the identities of values.
    pub(crate) fn record(self) {
        let digests = self.body().wires.iter().map(|_| OnceLock::new()).collect();
        // SAFETY: no step of this frame runs yet.
        unsafe { (*self.head.as_ptr()).digests = Some(digests) };
    }

    /// The identity of a wire's value, in a run that is recorded.
    pub(crate) fn digest(self, wire: u32) -> Option<&'f OnceLock<Digest>> {
        // SAFETY: the list lives as long as the frame, and is replaced when no step of it runs.
        let digests = unsafe { &(*self.head.as_ptr()).digests };
        digests.as_deref().map(|digests| &digests[wire as usize])
    }

    /// Sets what each step waits for and who still reads each wire, when all steps before `first` are done.
    ///
    /// Until then nothing was counted: in the order of the source, the plan says it all.
    pub(crate) fn count_from(self, first: usize) {
        let Body { steps, wires, .. } = self.body();
        let head = self.head.as_ptr();
        // SAFETY: there is a counter for each step and each wire, and nobody else runs in this frame.
        unsafe {
            (*head).remaining = (steps.len() - first) as u32;
            for (index, wire) in wires.iter().enumerate() {
                (*head).uses.add(index).write(wire.uses);
            }
            for step in &steps[..first] {
                for &wire in step.links.reads() {
                    *(*head).uses.add(wire as usize) -= 1;
                }
                if !self.keeps_states() {
                    step.links.writes().iter().for_each(|&wire| self.set_state(wire, WireState::Full));
                }
            }
            for (index, step) in steps.iter().enumerate().skip(first) {
                (*head).pending.add(index).write(step.pending);
            }
            for (index, step) in steps.iter().enumerate() {
                let done = index < first;
                if done {
                    for &dependent in
                        step.links.dependents().iter().filter(|&&dependent| dependent as usize >= first)
                    {
                        *(*head).pending.add(dependent as usize) -= 1;
                    }
                }
                for release in step.releases {
                    if !done && (release.waits)() {
                        *(*head).pending.add(release.taker as usize) += 1;
                    }
                }
            }
        }
    }

    /// Notes which item of a `for` the frame runs next, and where its result goes.
    #[inline]
    pub(crate) fn begin_item(self, index: usize, out: *mut u8) {
        let head = self.head.as_ptr();
        // SAFETY: the head is the driver's.
        unsafe {
            (*head).item = Some(index as u64);
            (*head).out = out;
        }
    }

    /// The item of a `for` that a lane runs.
    pub(crate) fn item(self) -> usize {
        // SAFETY: the head is the driver's.
        unsafe { (*self.head.as_ptr()).item.unwrap_or_default() as usize }
    }

    /// Writes the result: all steps are done.
    #[inline]
    pub(crate) fn end(self, sink: Sink<'f>) {
        let body = self.body();
        for &wire in body.takes {
            self.set_state(wire, WireState::Takeable);
        }
        (body.finish)(self, sink);
    }

    /// Whether it is noted which wires have a value while steps run in the order of the source.
    ///
    /// It is of no use where nothing is dropped; debug builds check accesses with it.
    #[inline]
    pub(crate) fn keeps_states(self) -> bool {
        !self.body().plain || cfg!(debug_assertions)
    }

    /// Drops the values that are still there.
    #[inline]
    pub(crate) fn clear(self) {
        self.clear_item(self.body().plain);
    }

    /// Drops the values that are still there, in a body that is known to be `plain`.
    #[inline]
    pub(crate) fn clear_item(self, plain: bool) {
        if !plain || cfg!(debug_assertions) {
            (0..self.body().wires.len()).for_each(|wire| self.drop_wire(wire as u32));
        }
        // SAFETY: no step of this frame runs any more, so nothing points to what was kept.
        unsafe {
            let kept = &mut (*self.head.as_ptr()).kept;
            if !kept.is_empty() {
                drop_kept(kept);
            }
            if let Some(digests) = &mut (*self.head.as_ptr()).digests {
                digests.iter_mut().for_each(|digest| *digest = OnceLock::new());
            }
        }
    }

    /// Drops the values and gives the memory back.
    ///
    /// # Safety
    /// Nobody uses the frame afterwards.
    pub(crate) unsafe fn free(self) {
        self.clear();
        let head = self.head.as_ptr();
        // SAFETY: allocated with this layout in `new`.
        unsafe {
            let layout = (*head).layout;
            head.drop_in_place();
            dealloc(head.cast(), layout);
        }
    }

    pub(crate) fn body(self) -> &'static Body {
        // SAFETY: the head is initialised and `body` never changes.
        unsafe { (*self.head.as_ptr()).body }
    }

    pub(crate) fn head(self) -> *mut Head {
        self.head.as_ptr()
    }

    /// The frame `levels` bodies outwards.
    pub(crate) fn outwards(self, levels: u32) -> Self {
        let mut head = self.head.as_ptr();
        for _ in 0..levels {
            // SAFETY: generated code goes out no further than bodies are nested, and a parent outlives its children.
            head = unsafe { (*head).parent };
        }
        // SAFETY: as above.
        Self { head: unsafe { NonNull::new_unchecked(head) }, life: PhantomData }
    }

    pub(crate) fn value_at(self, offset: u32) -> *mut u8 {
        // SAFETY: offsets come from the body's own layout.
        unsafe { (*self.head.as_ptr()).values.add(offset as usize) }
    }

    pub(crate) fn wire_value(self, wire: u32) -> *mut u8 {
        self.value_at(self.body().offsets[wire as usize])
    }

    pub(crate) fn state(self, wire: u32) -> WireState {
        debug_assert!((wire as usize) < self.body().wires.len());
        // SAFETY: one state a wire.
        unsafe { (*self.head.as_ptr()).states.add(wire as usize).read() }
    }

    pub(crate) fn set_state(self, wire: u32, state: WireState) {
        debug_assert!((wire as usize) < self.body().wires.len());
        // SAFETY: one state a wire.
        unsafe { (*self.head.as_ptr()).states.add(wire as usize).write(state) }
    }

    pub(crate) fn uses(self, wire: u32) -> *mut u32 {
        debug_assert!((wire as usize) < self.body().wires.len());
        // SAFETY: one counter a wire.
        unsafe { (*self.head.as_ptr()).uses.add(wire as usize) }
    }

    pub(crate) fn pending(self, step: u32) -> *mut u32 {
        debug_assert!((step as usize) < self.body().steps.len());
        // SAFETY: one counter a step.
        unsafe { (*self.head.as_ptr()).pending.add(step as usize) }
    }

    /// A wire has one reader less: after the last, its value goes.
    #[inline]
    pub(crate) fn read_by_one_less(self, wire: u32) {
        let uses = self.uses(wire);
        // SAFETY: the counters are the driver's.
        let left = unsafe {
            *uses -= 1;
            *uses
        };
        if left == 0 {
            self.drop_wire(wire);
        }
    }

    pub(crate) fn drop_wire(self, wire: u32) {
        if self.state(wire) != WireState::Empty {
            self.set_state(wire, WireState::Empty);
            if let Some(drop) = self.body().wires[wire as usize].drop {
                // SAFETY: the wire was full, and is empty from now on.
                unsafe { drop(self.wire_value(wire)) }
            }
        }
    }

    /// Keeps a value until the frame ends, for an argument that borrows it.
    pub(crate) fn keep<T>(self, value: T) -> *const T {
        unsafe fn drop_box<T>(value: *mut u8) {
            // SAFETY: made by `Box::into_raw` below.
            drop(unsafe { Box::from_raw(value.cast::<T>()) });
        }
        // Steps of one frame may run on several threads at once.
        static KEEPING: std::sync::Mutex<()> = std::sync::Mutex::new(());
        let value = Box::into_raw(Box::new(value));
        let _one_at_a_time = KEEPING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // SAFETY: `kept` is touched under the lock, or when no step runs.
        unsafe {
            let kept = &mut (*self.head.as_ptr()).kept;
            kept.push(Kept { value: value.cast(), drop: drop_box::<T> });
        }
        value
    }
}

/// # Safety
/// Nothing points to what was kept.
#[cold]
unsafe fn drop_kept(kept: &mut Vec<Kept>) {
    for Kept { value, drop } in kept.drain(..) {
        // SAFETY: the caller's promise, and dropped once.
        unsafe { drop(value) };
    }
}

fn extend(layout: Layout, size: usize, align: usize) -> (Layout, usize) {
    Layout::from_size_align(size, align)
        .and_then(|part| layout.extend(part))
        .expect("a frame is smaller than the address space")
}
