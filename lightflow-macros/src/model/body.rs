//! Wires, steps and bodies.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Expr, Pat, Path, Type};

/// One level of the graph: the workflow itself, the inside of a `for`, an arm of a branch.
#[derive(Debug)]
pub struct Body {
    /// What it is called where it is drawn.
    pub name: String,
    pub wires: Vec<Wire>,
    pub steps: Vec<Step>,
    pub tail: Tail,
}

/// What a body gives.
#[derive(Debug)]
pub struct Tail {
    /// `None` for nothing.
    pub value: Option<Argument>,
    pub span: Span,
}

/// A value that travels.
#[derive(Debug)]
pub struct Wire {
    pub name: String,
    /// Where the name is written.
    pub span: Span,
    pub ty: WireTy,
    pub mode: Mode,
    /// The step that writes it; `None` for a parameter.
    pub from: Option<usize>,
    /// Known to be a number, `bool` or `char`: passing it costs nothing.
    pub copy: bool,
    /// Its step was refused: what reads it is not checked further.
    pub poisoned: bool,
    /// Written as a variable, so that rustc should warn when nothing reads it.
    pub variable: bool,
}

/// The type of a wire, for code that only infers.
#[derive(Clone, Debug)]
pub enum WireTy {
    /// It can be written.
    Named(TokenStream),
    /// A borrowed parameter whose values are stored as another type: `str` and `String`.
    Borrowed {
        lent: TokenStream,
        owned: TokenStream,
    },
    /// It can only be inferred: an expression of type `Ty<T>`.
    Witness(TokenStream),
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The frame owns the value.
    Owned,
    /// The wire points to a value of another frame.
    Lent,
}

/// A wire as seen from a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WireRef {
    /// How many bodies outwards.
    pub up: usize,
    pub wire: usize,
}

#[derive(Debug)]
pub struct Step {
    pub id: String,
    /// The token to blame.
    pub span: Span,
    pub kind: StepKind,
    pub writes: Vec<usize>,
    /// Reads a poisoned wire, or was refused itself.
    pub poisoned: bool,
}

#[derive(Debug)]
pub enum StepKind {
    Call(Call),
    /// `let name: Type = expression;`
    Glue(Argument, Box<Type>),
    /// `let (a, b) = ..;`: one value taken apart.
    Split {
        source: Read,
        pattern: Box<Pat>,
        names: Vec<Ident>,
    },
    Branch(Branch),
    Map {
        over: MapOver,
        body: Box<Body>,
        concurrency: Option<TokenStream>,
        text: String,
    },
}

#[derive(Debug)]
pub struct Call {
    pub path: Path,
    pub args: CallArgs,
}

#[derive(Debug)]
pub enum CallArgs {
    Positional(Vec<Argument>, Span),
    Named { fields: Vec<(Ident, Argument)>, rest: Option<Span>, span: Span },
}

#[derive(Debug)]
pub struct Branch {
    pub text: String,
    /// What is decided on.
    pub scrutinee: Argument,
    pub arms: Vec<Arm>,
    /// The type that all arms give.
    pub ty: WireTy,
    /// The scrutinee wire that patterns take apart, if any binds a name.
    pub source: Option<Read>,
}

#[derive(Debug)]
pub struct Arm {
    /// Its last token, where rustc suggests a further arm.
    pub end: Span,
    /// `None` for the arms of a plain `if`: first `true`, then `false`.
    pub pattern: Option<Pat>,
    pub guard: Option<Argument>,
    /// Names the pattern binds, in the order of the arm's parameters.
    pub bound: Vec<Ident>,
    /// Outer values that the arm owns, and the parameter each becomes.
    pub owned: Vec<(Read, usize)>,
    pub body: Body,
}

#[derive(Debug)]
pub enum MapOver {
    /// `for x in xs`: items move.
    Owned(Argument),
    /// `for x in &xs`: items are lent.
    Lent(Argument),
}

/// An expression over wires.
#[derive(Clone, Debug)]
pub struct Argument {
    /// With wires replaced by the locals of `reads`.
    pub expr: Expr,
    pub reads: Vec<Read>,
    /// Names that nothing defines, with the wires called like them.
    pub near: Vec<Ident>,
    pub text: String,
    /// The whole expression is one bare wire.
    pub bare: bool,
    /// A part of it is refused: what it gives is not known.
    pub refused: bool,
}

/// One wire that an expression reads, and the local it is read into.
#[derive(Clone, Debug)]
pub struct Read {
    pub wire: WireRef,
    pub share: Share,
    pub local: Ident,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// A part of an expression, or behind `&`.
    Borrow,
    /// By itself where a value is wanted.
    Bare,
}

impl Step {
    /// Every wire that the step reads; those of bodies inside as they are seen from here.
    pub fn reads(&self) -> Vec<Read> {
        let mut reads = Vec::new();
        match &self.kind {
            StepKind::Call(call) => {
                call.arguments().for_each(|argument| reads.extend(argument.reads.clone()))
            }
            StepKind::Glue(argument, _) => reads.extend(argument.reads.clone()),
            StepKind::Split { source, .. } => reads.push(source.clone()),
            StepKind::Branch(branch) => {
                // Only one arm runs: what several arms own is taken once.
                for (read, _) in branch.arms.iter().flat_map(|arm| &arm.owned) {
                    if !reads.iter().any(|other: &Read| other.wire == read.wire) {
                        reads.push(read.clone());
                    }
                }
                reads.extend(branch.source.clone());
                // Deciding is over before values move.
                let guards = branch.arms.iter().filter_map(|arm| arm.guard.as_ref());
                let decided = guards.chain([&branch.scrutinee]).flat_map(|argument| argument.reads.clone());
                let decided: Vec<Read> =
                    decided.filter(|read| !reads.iter().any(|other| other.wire == read.wire)).collect();
                reads.extend(decided);
                reads.extend(branch.arms.iter().flat_map(|arm| arm.body.captures()));
            }
            StepKind::Map { over, body, .. } => {
                let (MapOver::Owned(list) | MapOver::Lent(list)) = over;
                reads.extend(list.reads.clone());
                reads.extend(body.captures());
            }
        }
        reads
    }
}

impl Call {
    pub fn arguments(&self) -> impl Iterator<Item = &Argument> {
        let (positional, named) = match &self.args {
            CallArgs::Positional(arguments, _) => (Some(arguments.iter()), None),
            CallArgs::Named { fields, .. } => (None, Some(fields.iter().map(|(_, argument)| argument))),
        };
        positional.into_iter().flatten().chain(named.into_iter().flatten())
    }
}

impl Body {
    /// The wires of bodies around this one that it reads, as the next body outwards sees them.
    ///
    /// Inside, they are borrowed, or cloned for each use: the outer body only lends them.
    pub fn captures(&self) -> Vec<Read> {
        let inside = self.steps.iter().flat_map(Step::reads);
        let tail = self.tail.value.iter().flat_map(|value| value.reads.clone());
        inside
            .chain(tail)
            .filter(|read| read.wire.up > 0)
            .map(|mut read| {
                read.wire.up -= 1;
                read.share = Share::Borrow;
                read
            })
            .collect()
    }
}
