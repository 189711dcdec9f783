//! Reading and writing wires from generated code.

use std::marker::PhantomData;

use super::{Frame, WireState};
use crate::plan::Ty;

impl<'f> Frame<'f> {
    /// The wire `wire` at `offset` of the body `up` levels outwards.
    #[inline]
    fn slot<T: ?Sized>(self, up: u32, wire: u32, offset: u32, _: Ty<T>) -> Slot<'f, T> {
        let frame = self.outwards(up);
        Slot { frame, wire, value: frame.value_at(offset), ty: PhantomData }
    }

    /// Lends a value that an argument made, until the frame ends.
    pub fn lend<T: Send + 'f>(self, value: T) -> &'f T {
        // SAFETY: the value lives as long as the frame, which outlives 'f.
        unsafe { &*self.keep(value) }
    }

    /// Fills parameter `wire` of this frame.
    pub fn give<T>(self, wire: u32, value: T) {
        debug_assert_eq!(self.body().wires[wire as usize].size as usize, size_of::<T>());
        // SAFETY: the macros give each parameter once, with its own type, before a step runs.
        unsafe { self.wire_value(wire).cast::<T>().write(value) };
        self.set_state(wire, WireState::Full);
    }

    /// Fills the first parameter, which lies at `value`.
    #[inline]
    pub(crate) fn give_at<T>(self, value: *mut u8, item: T, plain: bool) {
        // SAFETY: as above.
        unsafe { value.cast::<T>().write(item) };
        if !plain || cfg!(debug_assertions) {
            self.set_state(0, WireState::Full);
        }
    }

    /// Fills parameter `wire` of this frame with a borrowed value.
    pub fn give_ref<T: ?Sized>(self, wire: u32, value: &'f T) {
        self.give(wire, std::ptr::from_ref(value));
    }
}

// Functions, not methods: rustc finds them faster, and there is one for every value of every workflow. They name a
// wire of a body `up` levels outwards, and the offset of its value there.

/// Where a step writes its output.
#[inline]
pub fn out<T>(frame: Frame<'_>, offset: u32) -> Out<'_, T> {
    Out { value: frame.value_at(offset).cast(), life: PhantomData }
}

/// Shares the value.
#[inline]
pub fn share<T>(frame: Frame<'_>, up: u32, wire: u32, offset: u32, ty: Ty<T>) -> &T {
    frame.slot(up, wire, offset, ty).share()
}

/// Shares the value that a lending wire points to.
#[inline]
pub fn share_lent<T: ?Sized>(frame: Frame<'_>, up: u32, wire: u32, offset: u32, ty: Ty<T>) -> &T {
    let slot = frame.slot(up, wire, offset, ty);
    // SAFETY: the wire holds a pointer to a value of an outer frame, which outlives this one.
    unsafe { &**slot.value.cast::<*const T>() }
}

/// Moves the value out; no other step ever needs it.
#[inline]
pub fn take_sole<T>(frame: Frame<'_>, up: u32, wire: u32, offset: u32, ty: Ty<T>) -> T {
    let slot = frame.slot(up, wire, offset, ty);
    debug_assert_ne!(slot.frame.state(wire), WireState::Empty);
    slot.frame.set_state(wire, WireState::Empty);
    // SAFETY: the producer is done, and the plan has no other reader of this wire.
    unsafe { slot.value.cast::<T>().read() }
}

/// A value that is moved out if nobody else needs it.
#[inline]
pub fn obtain<T>(frame: Frame<'_>, up: u32, wire: u32, offset: u32, ty: Ty<T>) -> Obtain<'_, T> {
    Obtain(frame.slot(up, wire, offset, ty))
}

/// A wire as one step sees it.
#[derive(Debug)]
pub(crate) struct Slot<'f, T: ?Sized> {
    frame: Frame<'f>,
    wire: u32,
    value: *mut u8,
    ty: PhantomData<fn() -> Box<T>>,
}

impl<'f, T> Slot<'f, T> {
    fn share(&self) -> &'f T {
        debug_assert_ne!(self.frame.state(self.wire), WireState::Empty);
        // SAFETY: the producer is done, and no step takes the value before this one is done.
        unsafe { &*self.value.cast() }
    }

    /// Moves the value out; this step is the only one that needs it now.
    fn take(&self) -> T {
        assert_eq!(
            self.frame.state(self.wire),
            WireState::Takeable,
            "a value is taken by its last user only"
        );
        self.frame.set_state(self.wire, WireState::Empty);
        // SAFETY: full until now, empty from now on.
        unsafe { self.value.cast::<T>().read() }
    }
}

/// Moves a value out if nobody else needs it any more, and clones it if not.
///
/// A type that cannot be cloned falls to [`ObtainMove`]; the plan makes its last user wait.
#[derive(Debug)]
pub struct Obtain<'f, T>(Slot<'f, T>);

impl<T: Clone> Obtain<'_, T> {
    /// Moves or clones.
    pub fn obtain(&self) -> T {
        if self.0.frame.state(self.0.wire) == WireState::Takeable {
            self.0.take()
        } else {
            self.0.share().clone()
        }
    }
}

/// See [`Obtain`].
pub trait ObtainMove<T> {
    /// Moves.
    fn obtain(&self) -> T;
}

impl<T> ObtainMove<T> for Obtain<'_, T> {
    fn obtain(&self) -> T {
        self.0.take()
    }
}

/// Where a step's output goes.
#[derive(Debug)]
pub struct Out<'f, T> {
    value: *mut T,
    life: PhantomData<&'f ()>,
}

// SAFETY: it owns the right to write one `T`.
unsafe impl<T: Send> Send for Out<'_, T> {}

impl<T> Out<'_, T> {
    /// Writes the output.
    pub fn write(self, value: T) {
        // SAFETY: the place is the step's own and empty; the engine marks it full when the step is done.
        unsafe { self.value.write(value) }
    }

    /// The output.
    ///
    /// # Safety
    /// It is written, and nobody takes it meanwhile.
    pub(crate) unsafe fn written(&self) -> &T {
        // SAFETY: the caller's promise.
        unsafe { &*self.value }
    }

    pub(crate) fn duplicate(&self) -> Self {
        Self { value: self.value, life: PhantomData }
    }
}

/// Where a body's result goes.
#[derive(Clone, Copy, Debug)]
pub struct Sink<'f> {
    pub(crate) value: *mut u8,
    pub(crate) life: PhantomData<&'f ()>,
}

impl Sink<'_> {
    /// Writes the result.
    pub fn write<T>(self, value: T) {
        // SAFETY: the engine made room for the body's result type, and calls `finish` once.
        unsafe { self.value.cast::<T>().write(value) }
    }

    /// Writes the result as a value of the witnessed type.
    pub fn write_as<T>(self, _: Ty<T>, value: T) {
        self.write(value);
    }
}
