//! Type witnesses: how generated code speaks of a type that it cannot spell.
//!
//! A macro knows that `image` in `let (image, mask) = segment(photo);` is the first half of
//! whatever `segment` gives, but not its name. A [`Ty`] expression carries it to where rustc infers.

use std::marker::PhantomData;

use crate::spec::{Callee, Node};

/// Stands for the type `T`; a value without size.
pub struct Ty<T: ?Sized>(PhantomData<fn() -> Box<T>>);

impl<T: ?Sized> Clone for Ty<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Ty<T> {}

impl<T: ?Sized> std::fmt::Debug for Ty<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(std::any::type_name::<T>())
    }
}

impl<T: ?Sized> Ty<T> {
    /// The witness of `T`.
    pub const NEW: Self = Self(PhantomData);
}

/// The type of what a pattern binds in a value of type `S`.
pub const fn part<S, T>(_: Ty<S>, _: fn(S) -> T) -> Ty<T> {
    Ty::NEW
}

/// The list of items of a type.
pub const fn list<T>(_: Ty<T>) -> Ty<Vec<T>> {
    Ty::NEW
}

/// The type of what a pattern lends of a value of type `S`.
pub const fn part_ref<S, T>(_: Ty<S>, _: for<'a> fn(&'a S) -> &'a T) -> Ty<T> {
    Ty::NEW
}

/// What a step gives, by a function that takes its inputs.
pub const fn output_of<N: Node>(_: fn(N)) -> Ty<N::Output> {
    Ty::NEW
}

/// What a step calls, by a function that takes its inputs.
pub const fn callee_of<N: Node>(_: fn(N)) -> Callee {
    N::CALLEE
}

/// The ports that a step must give, by a function that takes its inputs.
pub const fn required_of<N: Node>(_: fn(N)) -> &'static [&'static str] {
    N::REQUIRED
}
