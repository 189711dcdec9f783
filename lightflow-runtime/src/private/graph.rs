//! What the functions of steps call.

use super::text::Text;
use crate::engine::{Lane, Map, MapRun, StreamMap};
use crate::frame::{Cx, NodeError, Out, Started};
use crate::plan::Ty;
use crate::shape::{Linear, Report};
use crate::spec::{Node, same_text};
use crate::stream::ItemStream;

/// Starts a step with its inputs.
#[inline]
pub fn start<'f, N: Node + 'f>(inputs: N, cx: Cx<'f>, out: Out<'f, N::Output>) -> Started<'f> {
    inputs.start(cx, out)
}

/// Whether a step that takes a value waits for one that borrows it: the inherent method wins where its bound holds.
#[derive(Debug)]
pub struct Borrowed<T>(pub Ty<T>);

impl<T: Clone> Borrowed<T> {
    /// A clone will do when it costs nothing, or when the borrower only looks to compute an argument of its own.
    pub fn is_waited_for(&self, lasting: bool) -> bool {
        lasting && std::mem::needs_drop::<T>()
    }
}

/// See [`Borrowed`].
pub trait Unique {
    /// There is one value, so its last user waits.
    fn is_waited_for(&self, _lasting: bool) -> bool {
        true
    }
}

impl<T> Unique for Borrowed<T> {}

/// Inputs of which some are given, and the rest have defaults.
pub trait Fill: Sized {
    /// The inputs with what is given so far.
    type Filling;

    /// The defaults.
    fn filling() -> Self::Filling;
}

/// The defaults of a step, by a function that takes its inputs.
pub fn filling_of<N: Fill>(_: fn(N)) -> N::Filling {
    N::filling()
}

/// Stands for a value in code that never runs.
pub fn any<T>() -> T {
    unreachable!("only rustc sees this call")
}

/// Stands for a value of a witnessed type in code that never runs.
pub fn any_of<T>(_: Ty<T>) -> T {
    any()
}

/// What a workflow takes apart, or runs over: a value of its own. Only rustc sees this call, for a name that is none.
pub fn taken_apart<T: OfAWorkflow>(_: T) {}

/// A value of a workflow.
#[diagnostic::on_unimplemented(
    message = "a workflow takes apart, and runs over, values of its own",
    label = "this is no value of the workflow",
    note = "bind it first: `let name: Type = ..;`"
)]
pub trait OfAWorkflow {}

/// Stands for one of these items in code that never runs.
pub fn first_of<T>(_: Vec<T>) -> T {
    any()
}

/// What a `for` runs over: the inherent method wins where it is a stream.
#[derive(Debug)]
pub struct Listed<T>(pub T);

impl<T> Listed<ItemStream<T>> {
    /// Begins a `for` over the items as they come.
    pub fn for_each<'f, O, L>(
        self,
        _: fn(ItemStream<T>) -> Vec<T>,
        result: Ty<O>,
        lane: L,
    ) -> Box<dyn MapRun + 'f>
    where
        T: Send + 'f,
        O: Send + 'f,
        L: Lane,
    {
        StreamMap::over(self.0, result, lane)
    }
}

/// See [`Listed`].
pub trait ListedAny<T> {
    /// Begins a `for` over the items, which `list` gives.
    fn for_each<'f, I, O, L>(
        self,
        list: impl FnOnce(T) -> Vec<I>,
        result: Ty<O>,
        lane: L,
    ) -> Box<dyn MapRun + 'f>
    where
        I: Send + 'f,
        O: Send + 'f,
        L: Lane;
}

impl<T> ListedAny<T> for Listed<T> {
    fn for_each<'f, I, O, L>(
        self,
        list: impl FnOnce(T) -> Vec<I>,
        result: Ty<O>,
        lane: L,
    ) -> Box<dyn MapRun + 'f>
    where
        I: Send + 'f,
        O: Send + 'f,
        L: Lane,
    {
        Map::owned(list(self.0), result, lane)
    }
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
        if same_text(names[index], name) {
            return true;
        }
        index += 1;
    }
    false
}

#[track_caller]
const fn missing(port: &str) -> ! {
    let text = Text::EMPTY.all(&["the port `", port, "` has no default, and is not given"]);
    text.all(&["\nhelp: add `", port, ": ..` to this call"]).refuse()
}

/// A graph whose shapes were looked at.
pub trait Graph {
    /// What is wrong with them.
    const REPORT: &'static Report;
}

/// Fails to compile when an argument of the call at this place has the wrong shape.
#[track_caller]
pub const fn fit(report: &'static Report, at: (u32, u32), port: &str, index: u32) {
    report.check(at, port, index);
}

/// Fails to compile when a graph does not give the shape that it says.
#[track_caller]
pub const fn keeps(report: &'static Report, graph: &str) {
    report.keeps(graph);
}

/// `(constant + Σ factor * axis) / divisor`
#[track_caller]
pub const fn linear(constant: i64, terms: &[(u32, i64)], divisor: i64) -> Linear {
    match Linear::of(constant, terms, divisor) {
        Some(linear) => linear,
        None => panic!("an axis is computed of four others at most"),
    }
}
