//! What a file of nodes or workflows needs: `use lightflow::prelude::*;`.

pub use std::path::PathBuf;

pub use crate::{Ctx, Engine, Port, Ports, composition, model, node, workflow};
