//! What rustc says when a type does not fit where a node or workflow uses it.

use crate::frame::NodeError;

/// How a workflow holds a value that several steps may have: it can be cloned.
///
/// A bare value in a workflow moves at its last use and is cloned before; `&value` shares it.
#[diagnostic::on_unimplemented(
    message = "`{T}` is used again later, and cannot be cloned",
    label = "this use needs a clone",
    note = "share it with `&` where the port borrows, or derive `Clone` for the type"
)]
pub trait Reuse<T> {
    /// A clone.
    #[must_use]
    fn reuse(value: &T) -> T;
}

/// A value that a workflow holds for several steps.
#[derive(Clone, Copy, Debug)]
pub struct Held;

#[diagnostic::do_not_recommend]
impl<T: Clone> Reuse<T> for Held {
    fn reuse(value: &T) -> T {
        value.clone()
    }
}

/// A value of a type that is written beside its step: both are the same.
#[diagnostic::on_unimplemented(
    message = "this step gives `{Self}`, and not `{T}`",
    label = "gives `{Self}`",
    note = "write `{Self}` as the type, or remove the type"
)]
pub trait Declared<T> {
    /// The value.
    fn declared(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T> Declared<T> for T {
    fn declared(self) -> T {
        self
    }
}

/// What a node may take by value when it has `retry`: anything that can be cloned for the next try.
#[diagnostic::on_unimplemented(
    message = "a node with `retry` clones what it takes by value, and `{Self}` cannot be cloned",
    label = "cannot be cloned",
    note = "take it by reference, or derive `Clone` for the type"
)]
pub trait Retry: Sized {
    /// Clones an input for one try.
    #[doc(hidden)]
    const CLONE: fn(&Self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Retry for T {
    const CLONE: fn(&Self) -> Self = T::clone;
}

/// What a node may fail with: any error, or a text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of a node",
    label = "not an error type",
    note = "an error is a type with `std::error::Error + Send + Sync`, or a `String`"
)]
pub trait Failure: Sized {
    /// Puts the error into the step's record.
    #[doc(hidden)]
    const INTO: fn(Self) -> NodeError;
}

#[diagnostic::do_not_recommend]
impl<E: Into<NodeError>> Failure for E {
    const INTO: fn(Self) -> NodeError = E::into;
}
