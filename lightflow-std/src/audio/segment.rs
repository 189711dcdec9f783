//! A part of a recording.

use lightflow::prelude::*;

/// A part of a recording, in seconds from its start.
#[derive(Port, Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Where it begins.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
}

impl Segment {
    /// Its length in seconds.
    pub fn duration(&self) -> f64 {
        self.end - self.start
    }
}
