//! What the functions of steps call.

use std::marker::PhantomData;

use crate::engine::{Map, MapRun};
use crate::frame::{BoxFuture, Cx, NodeError, Out, Started};
use crate::plan::Ty;
use crate::spec::Node;

/// Starts a step with its inputs.
#[inline]
pub fn start<'f, N: Node + 'f>(inputs: N, cx: Cx<'f>, out: Out<'f, N::Output>) -> Started<'f> {
    inputs.start(cx, out)
}

/// A value that is read bare although it is used again later.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is used again later, and cannot be cloned",
    label = "the value would have to be cloned here",
    note = "share it with `&` if the port borrows, or derive `Clone` for the type"
)]
pub trait Reuse: Sized {
    /// A clone.
    fn reuse(value: &Self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Reuse for T {
    fn reuse(value: &Self) -> Self {
        value.clone()
    }
}

/// Whether a type can be cloned: the inherent constant wins where its bound holds.
#[derive(Debug)]
pub struct Cloned<T>(PhantomData<T>);

impl<T: Clone> Cloned<T> {
    /// It can.
    pub const CLONED: bool = true;
}

/// See [`Cloned`].
pub trait NotCloned {
    /// It cannot.
    const CLONED: bool = false;
}

impl<T> NotCloned for Cloned<T> {}

/// Stands for a value in code that never runs.
pub fn any<T>() -> T {
    unreachable!("only rustc sees this call")
}

/// Boxes the future of an `async` node.
pub fn boxed<'f>(future: impl Future<Output = Result<(), NodeError>> + Send + 'f) -> BoxFuture<'f> {
    Box::pin(future)
}

/// Begins a `for` over a list that it takes.
pub fn for_each<'f, T, O>(list: Vec<T>, result: Ty<O>) -> Box<dyn MapRun + 'f>
where
    T: Send + 'f,
    O: Send + 'f,
{
    Map::owned(list, result)
}

/// Begins a `for` over a list that is lent.
pub fn for_each_lent<'f, T, O>(list: &'f Vec<T>, result: Ty<O>) -> Box<dyn MapRun + 'f>
where
    T: Sync + 'f,
    O: Send + 'f,
{
    Map::lent(list, result)
}

/// A value that a port does not take, whoever computed it.
#[cold]
pub fn out_of_range(port: &str, value: &dyn std::fmt::Debug, wanted: &str) -> NodeError {
    format!("the port `{port}` takes {wanted}, and was given {value:?}").into()
}

/// Fails to compile when a call with `..` leaves out a port that has no default.
#[track_caller]
pub const fn check_required(required: &[&str], given: &[&str]) {
    let mut index = 0;
    while index < required.len() {
        if !contains(given, required[index]) {
            missing(required[index]);
        }
        index += 1;
    }
}

const fn contains(names: &[&str], name: &str) -> bool {
    let mut index = 0;
    while index < names.len() {
        if equal(names[index].as_bytes(), name.as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

const fn equal(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut index = 0;
    while index < left.len() {
        if left[index] != right[index] {
            return false;
        }
        index += 1;
    }
    true
}

#[track_caller]
const fn missing(port: &str) -> ! {
    let parts = [
        "the port `",
        port,
        "` has no default, and is not given\nhelp: add `",
        port,
        ": ..` to this call",
    ];
    let mut text = [0; 400];
    let mut len = 0;
    let mut part = 0;
    while part < parts.len() {
        let bytes = parts[part].as_bytes();
        let mut index = 0;
        while index < bytes.len() && len < text.len() {
            text[len] = bytes[index];
            len += 1;
            index += 1;
        }
        part += 1;
    }
    match std::str::from_utf8(text.split_at(len).0) {
        Ok(text) => panic!("{}", text),
        Err(_) => panic!("a port without a default is not given"),
    }
}
