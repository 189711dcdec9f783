//! How a step starts, and what comes of it.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;

use super::{Frame, Out};
use crate::ctx::Ctx;
use crate::engine::StepFlag;
use crate::stream::Gauge;

/// Why a node failed: whatever error its function returned.
pub type NodeError = Box<dyn Error + Send + Sync>;

/// The future of an `async` node.
pub type BoxFuture<'f> = Pin<Box<dyn Future<Output = Result<(), NodeError>> + Send + 'f>>;

/// What came of starting a step.
pub enum Started<'f> {
    /// The output is written.
    Done,
    /// The output is written, and the node was not run: what it gives was known.
    Found,
    /// The node returned an error.
    Failed(NodeError),
    /// The node waits for something.
    Pending(BoxFuture<'f>),
    /// The output, a stream, is written; the node goes on to fill it.
    Streams(BoxFuture<'f>, Arc<Gauge>),
    /// The node may be tried several times; its inputs are kept.
    Retryable(Box<dyn Attempt<'f> + 'f>),
    /// A composition's parameters are in its frame.
    Entered,
}

impl std::fmt::Debug for Started<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Done => "Done",
            Self::Found => "Found",
            Self::Failed(_) => "Failed",
            Self::Pending(_) => "Pending",
            Self::Streams(..) => "Streams",
            Self::Retryable(_) => "Retryable",
            Self::Entered => "Entered",
        })
    }
}

impl<'f> Started<'f> {
    /// What a sync function's result comes to.
    pub fn from_result<T, E>(result: Result<T, E>, out: Out<'f, T>, failure: fn(E) -> NodeError) -> Self {
        match result {
            Ok(value) => {
                out.write(value);
                Self::Done
            }
            Err(error) => Self::Failed(failure(error)),
        }
    }

    /// The same, for a value that is looked at before it goes on.
    #[doc(hidden)]
    pub fn from_held<T>(
        result: Result<T, NodeError>,
        out: Out<'f, T>,
        made: impl FnOnce(&T) -> Result<(), NodeError>,
    ) -> Self {
        let held = result.and_then(|value| made(&value).map(|()| value));
        Self::from_result(held, out, |error| error)
    }
}

/// The kept inputs of a node that may be tried several times.
pub trait Attempt<'f>: Send {
    /// Tries once.
    fn attempt(&mut self, cx: Cx<'f>) -> Started<'f>;
}

/// Where a step is being run.
#[derive(Clone, Copy, Debug)]
pub struct Cx<'f> {
    pub(crate) run: &'f crate::engine::RunShared,
    pub(crate) frame: Frame<'f>,
    pub(crate) step: u32,
    pub(crate) child: Option<Frame<'f>>,
    pub(crate) flag: Option<&'f StepFlag>,
    /// Whether somebody keeps what steps give: never on the straight way, where the compiler knows it.
    pub(crate) recorded: bool,
}

impl<'f> Cx<'f> {
    /// The `ctx` of a node's function.
    pub fn ctx(&self) -> Ctx {
        Ctx::of_step(self)
    }

    /// Whether somebody keeps what steps give.
    #[inline(always)]
    pub fn is_recorded(&self) -> bool {
        self.recorded
    }

    /// The frame of the composition that the step starts.
    pub fn inside(&self) -> Frame<'f> {
        self.child.expect("a composition's step has a frame")
    }

    /// Keeps the inputs of a node that may be tried several times.
    pub fn keep_for_retries<I, T, F>(inputs: I, out: Out<'f, T>, attempt: F) -> Started<'f>
    where
        I: Send + 'f,
        T: Send + 'f,
        F: Fn(&I, Cx<'f>, Out<'f, T>) -> Started<'f> + Send + 'f,
    {
        struct Kept<'f, I, T, F> {
            inputs: I,
            out: Out<'f, T>,
            attempt: F,
        }

        impl<'f, I, T, F> Attempt<'f> for Kept<'f, I, T, F>
        where
            I: Send,
            T: Send,
            F: Fn(&I, Cx<'f>, Out<'f, T>) -> Started<'f> + Send,
        {
            fn attempt(&mut self, cx: Cx<'f>) -> Started<'f> {
                (self.attempt)(&self.inputs, cx, self.out.duplicate())
            }
        }

        Started::Retryable(Box::new(Kept { inputs, out, attempt }))
    }
}
