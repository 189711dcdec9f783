//! Looking on while runs go on: their journals from any event on, without a gap or a double, and without a run waiting for
//! anybody.

mod reader;
mod tail;

pub use reader::Follow;
pub use tail::{Line, Tails};
