//! The name of a step within its run.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::frame::Frame;

/// The path of a step: the steps around it, with the item for those of a `for`, then itself.
pub(crate) fn step_path(frame: Frame<'_>, step: u32) -> Arc<str> {
    let mut parts = vec![frame.body().steps[step as usize].id.to_owned()];
    let mut head = frame.head();
    // SAFETY: frames around a living frame are alive.
    while let Some(parent) = unsafe { Frame::from_head((*head).parent) } {
        // SAFETY: as above.
        let (step, item) = unsafe { ((*head).parent_step, (*head).item) };
        let mut part = parent.body().steps[step as usize].id.to_owned();
        if let Some(item) = item {
            let _ = write!(part, "[{item}]");
        }
        parts.push(part);
        head = parent.head();
    }
    parts.reverse();
    parts.join("/").into()
}
