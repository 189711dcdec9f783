//! What a node needs of the world around it, and what it may use up.

use super::ModelSpec;

/// Something outside of the program that a node uses.
#[derive(Clone, Copy, Debug)]
pub enum Need {
    /// It opens connections.
    Network,
    /// It starts processes.
    Processes,
    /// It reads or writes files other than its ports name.
    Files,
    /// It reads this environment variable.
    Variable(&'static str),
    /// It starts this program, found on `PATH`.
    Program(&'static str),
    /// It reads the files of this model.
    ModelFiles(&'static ModelSpec),
}

impl Need {
    /// What a policy calls it: a program is a process.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Network => "net",
            Self::Processes | Self::Program(_) => "process",
            Self::Files => "fs",
            Self::Variable(_) => "env",
            Self::ModelFiles(_) => "model",
        }
    }

    /// What it names: the variable, the program or the model.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Network | Self::Processes | Self::Files => "",
            Self::Variable(name) | Self::Program(name) => name,
            Self::ModelFiles(model) => model.id,
        }
    }
}

impl std::fmt::Display for Need {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "env({name:?})"),
            Self::Program(name) => write!(f, "bin({name:?})"),
            Self::ModelFiles(model) => write!(f, "model({})", model.name),
            plain => f.write_str(plain.kind()),
        }
    }
}

/// What a node uses up, or a workflow may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// Bytes of memory of a graphics card.
    pub vram: Option<u64>,
    /// Money for one step.
    pub cost: Option<Money>,
}

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// Billionths of the currency.
    pub nanos: u64,
    /// Its code (ISO 4217): `USD`.
    pub currency: &'static str,
}

impl Budget {
    /// Nothing is said.
    pub const NONE: Self = Self { vram: None, cost: None };
}

/// What a workflow forbids its steps, and what they may use up together.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Kinds of needs: `net`, `process`, `fs`, `env`, `model`.
    pub denies: &'static [&'static str],
    /// The most.
    pub budget: Budget,
}
