//! What a file of nodes or workflows needs: `use lightflow::prelude::*;`.

pub use std::path::PathBuf;

pub use crate::shape::{Shaped, Sizes};
pub use crate::{Ctx, Engine, Family, Port, Ports, Secret, composition, model, node, workflow};
