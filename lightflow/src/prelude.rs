//! What a file of nodes or workflows needs: `use lightflow::prelude::*;`.

pub use std::path::PathBuf;

pub use crate::shape::{Shaped, Sizes};
pub use crate::{
    Ctx, Engine, Family, ItemStream, Port, Ports, Secret, Stream, composition, model, node, workflow,
};
