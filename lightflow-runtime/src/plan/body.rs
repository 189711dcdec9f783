//! A graph: its wires and its steps.

use super::{Part, Ty};
use crate::engine::{MapRun, Stride, Strides};
use crate::frame::{Cx, Frame, Sink, Started};
use crate::spec::{Callee, Source};

/// One graph: a workflow, a composition, the inside of a `for`, or one arm of a branch.
#[derive(Debug)]
pub struct Body {
    /// What it is called where it is drawn: `packshot`, `Some(photo)`, `else`.
    pub name: &'static str,
    /// Values that travel; the first [`params`](Self::params) of them come from outside.
    pub wires: &'static [Wire],
    /// How many of the wires are parameters.
    pub params: u32,
    /// Where each wire's value lies in a frame.
    pub offsets: &'static [u32],
    /// Bytes of a frame's value area.
    pub size: u32,
    /// Alignment of that area.
    pub align: u32,
    /// Whether no value has anything to drop: then nobody needs to know which are there.
    pub plain: bool,
    /// The steps in the order of the source, which is a topological order.
    pub steps: &'static [Step],
    /// Functions that run some dozens of steps each, one after another.
    pub strides: Strides,
    /// Computes the result when all steps are done.
    pub finish: Finish,
    /// Wires that the result moves out, and that steps read before.
    pub takes: &'static [u32],
    /// Which values the result is made of.
    pub result: &'static [Input],
    /// The file of all positions inside.
    pub file: &'static str,
}

/// A value that travels from one step to others.
#[derive(Clone, Copy, Debug)]
pub struct Wire {
    /// The variable's name, or the step's when it has none.
    pub name: &'static str,
    /// The step that gives it; `None` for a parameter.
    pub from: Option<u32>,
    /// How many steps read it; the body's result counts as one.
    pub uses: u32,
    /// Bytes of its value.
    pub size: u32,
    /// Alignment of its value.
    pub align: u32,
    /// Drops the value in place, when its type needs that.
    pub drop: Option<unsafe fn(*mut u8)>,
}

impl Wire {
    /// A wire for values of type `T`.
    pub const fn new<T>(_: Ty<T>, name: &'static str, from: Option<u32>, uses: u32) -> Self {
        Self {
            name,
            from,
            uses,
            size: size_of::<T>() as u32,
            align: align_of::<T>() as u32,
            drop: if std::mem::needs_drop::<T>() { Some(drop_value::<T>) } else { None },
        }
    }

    /// A wire that lends a value of another frame.
    pub const fn lent<T: ?Sized>(_: Ty<T>, name: &'static str, uses: u32) -> Self {
        Self::new(Ty::<*const T>::NEW, name, None, uses)
    }
}

/// # Safety
/// `value` points to a `T` that nobody reads any more.
unsafe fn drop_value<T>(value: *mut u8) {
    // SAFETY: the caller's promise.
    unsafe { value.cast::<T>().drop_in_place() }
}

/// One use of a node, or a piece of glue between nodes.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The variable it is bound to, or what it calls; unique in its body.
    pub id: &'static str,
    /// What it does.
    pub does: Does,
    /// The line of the call, from 1.
    pub line: u32,
    /// The column of the call, from 1.
    pub column: u32,
    /// How many steps it waits for.
    pub pending: u32,
    /// Which wires and other steps it has to do with.
    pub links: Links,
    /// Steps that take a value which this one borrows: they wait, unless cloning the value costs nothing.
    pub releases: &'static [Release],
    /// What is wired to which port.
    pub inputs: Part<Input>,
    /// Whole numbers that are written as arguments, and their ports.
    pub numbers: Part<(&'static str, i64)>,
}

/// A step that takes what another one borrows.
#[derive(Clone, Copy, Debug)]
pub struct Release {
    /// The step that takes.
    pub taker: u32,
    /// Whether it waits: the value owns something, or cannot be cloned.
    pub waits: fn() -> bool,
}

/// What most steps release.
pub const NO_RELEASES: &[Release] = &[];

/// What a step does.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    /// Calls a node, or runs a composition as a named group.
    Call {
        /// Which one.
        callee: Callee,
        /// Builds the inputs and starts it.
        run: Thunk,
    },
    /// Computes a value between nodes.
    Glue {
        /// The expression, as written.
        text: &'static str,
        /// Computes it.
        run: Glue,
        /// Of one value taken apart: which part each wire is, by name or place.
        parts: &'static [&'static str],
    },
    /// Runs one of several arms.
    Branch {
        /// What is decided, as written.
        text: &'static str,
        /// Decides.
        choose: Choose,
        /// The arms in order.
        arms: &'static [Arm],
    },
    /// Runs a body for every item of a list, and gives the list of results in order.
    Map {
        /// The list, as written.
        text: &'static str,
        /// What is run for an item; its first parameter is the item.
        body: &'static Body,
        /// Takes the list.
        begin: MapBegin,
        /// How many items at the same time, if the source says so.
        concurrency: Option<u32>,
    },
}

/// What a step does.
#[derive(Clone, Copy, Debug)]
pub struct Does {
    /// All of it.
    pub action: Action,
    /// How it runs while nothing waits.
    pub stride: Stride,
}

impl Does {
    /// Calls a node, or runs a composition.
    pub const fn call(callee: Callee, run: Thunk) -> Self {
        Self { action: Action::Call { callee, run }, stride: Stride::call(callee, run) }
    }

    /// Computes a value between nodes.
    pub const fn glue(text: &'static str, run: Glue) -> Self {
        Self::split(text, run, &[])
    }

    /// Takes a value apart.
    pub const fn split(text: &'static str, run: Glue, parts: &'static [&'static str]) -> Self {
        Self { action: Action::Glue { text, run, parts }, stride: Stride::Glue(run) }
    }

    /// What the driver decides about.
    pub const fn other(action: Action) -> Self {
        Self { action, stride: Stride::Other }
    }
}

/// Which wires and other steps a step has to do with: five lists one after another in a long one, and where each starts
/// and the last one ends.
#[derive(Clone, Copy, Debug)]
pub struct Links(pub &'static [u32], pub [u32; 6]);

impl Links {
    /// The steps that wait for its output.
    #[inline(always)]
    pub const fn dependents(&self) -> &'static [u32] {
        self.list(0)
    }

    /// Wires of its own body that it is counted for: those it reads, less those it just takes, and those it writes for nobody.
    #[inline(always)]
    pub const fn reads(&self) -> &'static [u32] {
        self.list(1)
    }

    /// Those it [`reads`](Self::reads) and moves out if nobody else needs them any more; the only reader of a wire just takes it.
    #[inline(always)]
    pub const fn takes(&self) -> &'static [u32] {
        self.list(2)
    }

    /// Wires that it writes.
    #[inline(always)]
    pub const fn writes(&self) -> &'static [u32] {
        self.list(3)
    }

    /// Wires that no later step reads and this one does not take: in the order of the source they end here.
    #[inline(always)]
    pub const fn ends(&self) -> &'static [u32] {
        self.list(4)
    }

    #[inline(always)]
    const fn list(&self, index: usize) -> &'static [u32] {
        let Self(numbers, starts) = self;
        numbers.split_at(starts[index + 1] as usize).0.split_at(starts[index] as usize).1
    }
}

/// One arm of a branch.
#[derive(Debug)]
pub struct Arm {
    /// What is run.
    pub body: &'static Body,
    /// Moves what the arm owns into its frame.
    pub enter: Enter,
    /// Parameters that are values from outside: which one, how many bodies outwards, and which wire there.
    pub takes: &'static [(u32, u32, u32)],
}

/// Builds the inputs of a call and starts it.
pub type Thunk = for<'f> fn(Frame<'f>, Cx<'f>) -> Started<'f>;
/// Computes glue.
pub type Glue = for<'f> fn(Frame<'f>);
/// Picks an arm by its index.
pub type Choose = for<'f> fn(Frame<'f>) -> usize;
/// Fills the parameters of an arm's frame from the frame around it.
pub type Enter = for<'f> fn(Frame<'f>, Frame<'f>);
/// Writes the result of a body.
pub type Finish = for<'f> fn(Frame<'f>, Sink<'f>);
/// Takes the list of a `for`.
pub type MapBegin = for<'f> fn(Frame<'f>) -> Box<dyn MapRun + 'f>;

/// One value that a step reads.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// The port it goes into; empty for glue, and the position for positional calls.
    pub port: &'static str,
    /// How many bodies outwards it comes from.
    pub up: u32,
    /// From which wire there.
    pub wire: u32,
    /// How it is passed.
    pub share: Share,
    /// Whether the port, or the `for`, gets this value as it is, and not something computed of it.
    pub whole: bool,
}

/// How a step gets a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// `&value`, or a part of an expression.
    Borrow,
    /// A bare value that is used again later.
    Clone,
    /// A bare value at its last use.
    Move,
}

impl Body {
    /// The graph of what was refused: rustc has said why, and nothing of it runs.
    pub const REFUSED: Self = Self {
        name: "",
        wires: &[],
        params: 0,
        offsets: &[],
        size: 0,
        align: 1,
        plain: true,
        steps: &[],
        strides: &[],
        finish: |_, _| (),
        takes: &[],
        result: &[],
        file: "",
    };

    /// Where a step is written.
    pub fn source(&self, step: &Step) -> Source {
        Source { file: self.file, line: step.line }
    }
}
