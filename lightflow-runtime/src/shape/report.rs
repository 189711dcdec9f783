//! What is wrong with the shapes of a graph.

use super::apply::AXES;
use super::{Condition, Form, Linear, Shape, Test};

/// How many problems are told at once.
const MOST: usize = 12;

/// What was found in a graph.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    pub(super) problems: [Option<Problem>; MOST],
    pub(super) count: usize,
    /// Conditions that depend on values which come later.
    pub open: usize,
    /// What the graph's own contract says of its result, and its body does not keep.
    pub(super) result: Option<(What, Shape, Form)>,
    /// The names of the graph's axes.
    pub(super) names: [&'static str; AXES],
}

/// One argument that does not fit.
#[derive(Clone, Copy, Debug)]
pub struct Problem {
    /// Line and column of the call.
    pub at: (u32, u32),
    /// The step whose input does not fit.
    pub step: &'static str,
    /// What it calls.
    pub calls: &'static str,
    /// The port.
    pub port: &'static str,
    /// The port's place.
    pub index: u32,
    /// What does not fit.
    pub what: What,
    /// The wire that comes in, its maker and the maker's line.
    pub wire: &'static str,
    /// What made the wire.
    pub maker: &'static str,
    /// Where.
    pub line: u32,
    /// The shape that comes in.
    pub got: Shape,
    /// What the port says.
    pub wants: Form,
    /// The axes of the contract.
    pub axes: &'static [&'static str],
}

/// What does not fit.
#[expect(clippy::large_enum_variant, reason = "rustc holds some dozen of them")]
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// Another number of axes.
    Rank,
    /// An axis has another size: its place, what it is, and what it has to be.
    Axis(usize, Linear, Linear),
    /// A condition does not hold, of this value; with what it is compared.
    Condition(Condition, Linear, Test),
    /// An axis would be this fraction.
    Fraction(Linear),
}

impl Report {
    pub(super) const fn new() -> Self {
        Self { problems: [None; MOST], count: 0, open: 0, result: None, names: [""; AXES] }
    }

    pub(super) const fn add(&mut self, problem: Problem) {
        if self.count < MOST {
            self.problems[self.count] = Some(problem);
        }
        self.count += 1;
    }

    /// Whether something is wrong.
    pub const fn has_problems(&self) -> bool {
        self.count > 0
    }

    /// The problems, as many as there is room for.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().flatten()
    }

    /// The problem with an argument of the call at this place.
    pub(super) const fn of(&self, at: (u32, u32), port: &str, index: u32) -> Option<&Problem> {
        let mut place = 0;
        while place < MOST && place < self.count {
            if let Some(problem) = &self.problems[place]
                && problem.at.0 == at.0
                && problem.at.1 == at.1
                && (crate::spec::same_text(problem.port, port) || (port.is_empty() && problem.index == index))
            {
                return Some(problem);
            }
            place += 1;
        }
        None
    }
}
